// What is said about a part beside its stock: a supplier, a price, a substitute, where it is built in.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/parts.json'
import common_ from '../../../i18n/common.json'
import { address, newKey, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useData, useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { keepsStock } from '../../lib/session'
import { centsOf, isNegative, numberOf, textOf } from '../../lib/number'
import type { Asset, List, Part, PartDetail, PartSupplier, PartSupply, Supplier, SupplierDetail } from '../../lib/types'
import { words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, Search, Select, TextField, Toggle } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)

interface Ask {
	title: string
	method: string
	url: string
	json: unknown
}
// The sheet of all four: complaints, fields, save.
function Form({ p, ask, close, ready, children }: { p: PartDetail; ask: () => Ask; close: () => void; ready: boolean; children: (error: unknown) => ComponentChildren }) {
	const act = useAct()
	const save = async (e: Event) => {
		e.preventDefault()
		const { title, ...rest } = ask()
		if (await act.run({ ...rest, title: `${title} · ${nameOf(p)}`, thread: `part:${p.id}` } as never, () => (forget('/api/v1/parts'), toast(w.saved)))) close()
	}
	return (
		<form onSubmit={save}>
			{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
			{children(act.error)}
			<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!ready}>{c.save}</Button></div>
		</form>
	)
}

function useSuppliers() {
	const all = useData<List<Supplier>>('/api/v1/suppliers?limit=500')
	return (all.data?.items ?? []).map((s) => ({ value: String(s.id), label: s.name }))
}

export function SetSupplier({ p, x }: { p: PartDetail; x?: PartSupplier }) {
	const [open, setOpen] = useState(false)
	if (!keepsStock()) return null
	return <><IconButton icon={x ? 'edit' : 'plus'} label={x ? `${w.edit} ${x.supplier_name}` : w.supplier_add} onClick={() => setOpen(true)} />{open && <SupplierSheet p={p} x={x} close={() => setOpen(false)} />}</>
}
function SupplierSheet({ p, x, close }: { p: PartDetail; x?: PartSupplier; close: () => void }) {
	const [name, setName] = useState(''), adding = useAct()
	const [t, setT] = useState({ id: textOf(x?.supplier_id), number: x?.number ?? '', lead: textOf(x?.lead_days), min: textOf(x?.min_qty), pack: textOf(x?.pack_qty), preferred: !!x?.preferred })
	const choices = useSuppliers(), set = (to: Partial<typeof t>) => setT({ ...t, ...to })
	const ask = () => ({ title: w.supplier_add, method: 'PUT', url: `/api/v1/parts/${p.id}/suppliers/${t.id}`, json: { number: t.number || null, lead_days: numberOf(t.lead), min_qty: numberOf(t.min), pack_qty: numberOf(t.pack), preferred: t.preferred } })
	return (
		<Sheet title={x ? x.supplier_name : w.supplier_add} close={close}>
			<Form p={p} ask={ask} close={close} ready={!!t.id}>{(error) => <>
				{!x && <Select label={w.supplier} name="supplier_id" error={error} value={t.id} set={(id) => set({ id })} choices={choices} none={w.choose_supplier} />}
				{!x && !t.id && <div class="row bottom"><TextField label={w.supplier_new} name="name" error={adding.error} value={name} set={setName} maxLength={120} /><Button busy={adding.busy} disabled={!name.trim()} onClick={() => void adding.now<SupplierDetail>('POST', '/api/v1/suppliers', { json: { name }, key: newKey() }, (s) => (forget('/api/v1/suppliers'), set({ id: String(s.id) })))}>{w.supplier_make}</Button></div>}
				<div class="two"><TextField label={w.lead_days} name="lead_days" error={error} inputMode="numeric" value={t.lead} set={(lead) => set({ lead })} /><TextField label={w.their_number} name="number" error={error} value={t.number} set={(number) => set({ number })} maxLength={64} /></div>
				<div class="two"><TextField label={w.least_qty} name="min_qty" error={error} inputMode="decimal" value={t.min} set={(min) => set({ min })} /><TextField label={w.pack_qty} name="pack_qty" error={error} inputMode="decimal" value={t.pack} set={(pack) => set({ pack })} /></div>
				<Toggle label={w.preferred} value={t.preferred} set={(preferred) => set({ preferred })} />
			</>}</Form>
		</Sheet>
	)
}

export function AddPrice({ p, s }: { p: PartDetail; s: PartSupply }) {
	const [open, setOpen] = useState(false), [t, setT] = useState({ id: textOf(s.suppliers[0]?.supplier_id), price: '', note: '' })
	if (!keepsStock() || !s.suppliers.length) return null
	const ask = () => ({ title: w.price_note, method: 'POST', url: `/api/v1/parts/${p.id}/prices`, json: { supplier_id: Number(t.id), price_cents: centsOf(t.price), note: t.note || null } })
	return (
		<>
			<IconButton icon="money" label={w.price_note} onClick={() => setOpen(true)} />
			{open && <Sheet title={w.price_note} close={() => setOpen(false)}><Form p={p} ask={ask} close={() => setOpen(false)} ready={!!t.id && !isNegative(t.price)}>{(error) => <>
				<Select label={w.supplier} name="supplier_id" error={error} value={t.id} set={(id) => setT({ ...t, id })} choices={s.suppliers.map((x) => ({ value: String(x.supplier_id), label: x.supplier_name }))} />
				<TextField label={w.price} name="price_cents" error={error} inputMode="decimal" value={t.price} set={(price) => setT({ ...t, price })} data-focus />
				<TextField label={w.note} name="note" error={error} value={t.note} set={(note) => setT({ ...t, note })} maxLength={200} />
			</>}</Form></Sheet>}
		</>
	)
}

// One of many, found by a few letters.
function Find<T extends { id: number; name: string; code?: string | null }>({ label, url, choose }: { label: string; url: (text: string) => string; choose: (x: T) => void }) {
	const [typed, setTyped] = useState(''), later = useLater(setTyped, 200)
	const found = useFound<List<T>>(url(typed))
	return (
		<>
			<div class="field"><Search label={label} value={typed} set={later} autofocus /></div>
			<Load of={found} rows={3}>{({ items }) => <ul class="rows" aria-label={label}>{items.map((x) => <li key={x.id}><button type="button" class="item" onClick={() => choose(x)}><span class="grow"><span class="what lines-2">{nameOf(x)}</span><span class="soft">{x.code}</span></span></button></li>)}</ul>}</Load>
		</>
	)
}

export function AddSubstitute({ p }: { p: PartDetail }) {
	const [open, setOpen] = useState(false), [other, setOther] = useState<Part>(), [note, setNote] = useState(''), [both, setBoth] = useState(false)
	if (!keepsStock()) return null
	const close = () => (setOpen(false), setOther(undefined))
	const ask = () => ({ title: w.substitute_add, method: 'PUT', url: `/api/v1/parts/${p.id}/substitutes/${other?.id}`, json: { note: note || null, both } })
	return (
		<>
			<IconButton icon="plus" label={w.substitute_add} onClick={() => setOpen(true)} />
			{open && <Sheet title={other ? nameOf(other) : w.substitute_add} close={close}>
				{other ? <Form p={p} ask={ask} close={close} ready>{(error) => <>
					<TextField label={w.substitute_note} name="note" error={error} value={note} set={setNote} maxLength={200} />
					<Toggle label={w.both_ways} value={both} set={setBoth} />
				</>}</Form> : <Find<Part> label={w.search} url={(text) => address('/api/v1/parts', { text, limit: 30 })} choose={setOther} />}
			</Sheet>}
		</>
	)
}

export function AddUse({ p }: { p: PartDetail }) {
	const [open, setOpen] = useState(false), [machine, setMachine] = useState<Asset>(), [qty, setQty] = useState('1'), [all, setAll] = useState(false), [note, setNote] = useState('')
	const close = () => (setOpen(false), setMachine(undefined))
	const ask = () => ({ title: w.use_add, method: 'POST', url: `/api/v1/parts/${p.id}/uses`, json: { ...(all && machine?.model ? { model: machine.model } : { asset_id: machine?.id }), qty: numberOf(qty), note: note || null } })
	return (
		<>
			<IconButton icon="plus" label={w.use_add} onClick={() => setOpen(true)} />
			{open && <Sheet title={machine ? nameOf(machine) : w.use_add} close={close}>
				{machine ? <Form p={p} ask={ask} close={close} ready>{(error) => <>
					<TextField label={`${w.built_qty} (${p.unit})`} name="qty" error={error} inputMode="decimal" value={qty} set={setQty} data-focus />
					{machine.model && <Toggle label={`${w.all_of_model} ${machine.model}`} value={all} set={setAll} />}
					<TextField label={w.note} name="note" error={error} value={note} set={setNote} maxLength={200} />
				</>}</Form> : <Find<Asset> label={w.find_machine} url={(text) => address('/api/v1/assets', { kind: 'machine', text, limit: 30 })} choose={setMachine} />}
			</Sheet>}
		</>
	)
}
