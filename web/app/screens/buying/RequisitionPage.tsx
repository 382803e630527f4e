// One requisition: what to buy and why, the next step, what has come, whose use it makes good; prints on A4.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/buying.json'
import common_ from '../../../i18n/common.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData, useFound } from '../../lib/data'
import { day, money, quantity, roundMoney, time } from '../../lib/format'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { centsOf, isNotPositive, numberOf, textOf } from '../../lib/number'
import { keepsStock } from '../../lib/session'
import type { Bin, List, Part, RequisitionLine, RequisitionView, Supplier } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Complaint, Search, Select, TextArea, TextField } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { ICON, TONE } from './look'

const w = words(words_), c = words(common_)
type Line = RequisitionLine
type View = RequisitionView
const can = (r: View, action: View['actions'][number]) => r.actions.includes(action)
const at = (r: { id: number }) => `/api/v1/requisitions/${r.id}`
const fresh = () => (forget('/api/v1/requisitions'), forget('/api/v1/parts'))

const tenths = (n: number) => Math.round(n * 10) / 10
const why = (l: Line) => fill(wordOf(w, 'why', l.cause), {
	position: quantity((l.on_hand ?? 0) - (l.reserved ?? 0) - (l.wanted ?? 0) + (l.on_order ?? 0), l.unit), point: quantity(l.point, l.unit),
	up_to: quantity(l.up_to ?? l.point, l.unit), year: quantity(l.year_qty == null ? null : tenths(l.year_qty), l.unit), lead: l.lead_days ?? '', wanted: quantity(l.wanted, l.unit),
})

function EditLine({ r, l, close }: { r: View; l: Line; close: () => void }) {
	const suppliers = useData<List<Supplier>>('/api/v1/suppliers?limit=500')
	const [qty, setQty] = useState(textOf(l.qty)), [price, setPrice] = useState(textOf(l.price_cents, 100)), [supplier, setSupplier] = useState(String(l.supplier_id ?? '')), [note, setNote] = useState(l.note ?? '')
	const act = useAct()
	const send = (n: number | null) => void act.run<View>({ method: 'PUT', url: `${at(r)}/lines/${l.part_id}`, version: r.version, json: { qty: n, price_cents: centsOf(price), supplier_id: supplier ? Number(supplier) : null, note: note || null }, title: `${fill(w.one, { id: r.id })} · ${nameOf(l)}` }, () => (fresh(), close()))
	return (
		<Sheet title={nameOf(l)} close={close}>
			<form onSubmit={(e) => (e.preventDefault(), send(numberOf(qty)))}>
				<Complaint error={act.error} />
				<p class="soft field">{why(l)}</p>
				<TextField label={`${w.qty} (${l.unit})`} name="qty" error={act.error} required inputMode="decimal" value={qty} set={setQty} />
				<Select label={w.supplier} name="supplier_id" error={act.error} none={w.supplier_none} value={supplier} set={setSupplier} choices={(suppliers.data?.items ?? []).map((s) => ({ value: String(s.id), label: s.name }))} />
				<TextField label={w.price} name="price_cents" error={act.error} inputMode="decimal" value={price} set={setPrice} />
				<TextArea label={w.note} name="note" error={act.error} value={note} set={setNote} maxLength={500} />
				<div class="ends">{!l.ended && <Button kind="bad" onClick={() => send(0)}>{w.strike}</Button>}<Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(qty)}>{l.ended ? w.restore : c.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Receive({ r, l, close }: { r: View; l: Line; close: () => void }) {
	const [qty, setQty] = useState(textOf(Math.max(l.qty - l.received, 0))), [price, setPrice] = useState(textOf(l.price_cents, 100)), [slip, setSlip] = useState(''), [bin, setBin] = useState('')
	const bins = useData<List<Bin>>('/api/v1/bins?limit=500')
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.run<View>({ method: 'POST', url: `${at(r)}/receive`, json: { part_id: l.part_id, qty: numberOf(qty), price_cents: centsOf(price), slip: slip || null, bin_id: bin ? Number(bin) : null }, title: `${w.receive} · ${nameOf(l)}` }, () => (fresh(), close()))
	}
	return (
		<Sheet title={`${w.receive} · ${nameOf(l)}`} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<TextField label={`${w.qty} (${l.unit})`} name="qty" error={act.error} required inputMode="decimal" value={qty} set={setQty} data-focus />
				<TextField label={w.price} name="price_cents" error={act.error} inputMode="decimal" value={price} set={setPrice} />
				<Select label={w.bin} name="bin_id" error={act.error} none={l.bin_code ?? w.bin_none} value={bin} set={setBin} choices={(bins.data?.items ?? []).filter((b) => b.code !== l.bin_code).map((b) => ({ value: String(b.id), label: [b.code, b.store, b.name].filter(Boolean).join(' · ') }))} />
				<TextField label={w.slip} name="slip" error={act.error} value={slip} set={setSlip} maxLength={200} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(qty)}>{w.receive}</Button></div>
			</form>
		</Sheet>
	)
}

function AddPart({ r, close }: { r: View; close: (l?: Line) => void }) {
	const [text, setText] = useState(''), [asked, setAsked] = useState(''), later = useLater(setAsked, 200)
	const found = useFound<List<Part>>(asked ? address('/api/v1/parts', { text: asked, limit: 20 }) : '')
	const line = (p: Part) => r.items.find((l) => l.part_id === p.id) ?? ({ part_id: p.id, name: p.name, name_en: p.name_en, unit: p.unit, qty: 1, price_cents: p.price_cents, supplier_id: null, note: null, ended: false, cause: 'person' } as Line)
	return (
		<Sheet title={w.add} close={() => close()}>
			<Search label={w.add_search} value={text} set={(v) => (setText(v), later(v.trim()))} />
			{asked && <Load of={found} rows={3}>{({ items }) => <ul class="rows">{items.map((p) => <li key={p.id}><button type="button" class="item" onClick={() => close(line(p))}><span class="grow"><span class="what lines-2">{nameOf(p)}</span><span class="soft">{[p.code, p.spec].filter(Boolean).join(' · ')}</span></span><span class="num">{quantity(p.qty, p.unit)}</span></button></li>)}</ul>}</Load>}
		</Sheet>
	)
}

function Reason({ r, verb, close }: { r: View; verb: 'close' | 'cancel'; close: () => void }) {
	const [reason, setReason] = useState('')
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.run<View>({ method: 'POST', url: `${at(r)}/${verb}`, version: r.version, json: { reason: reason || null }, title: fill(w.one, { id: r.id }) }, () => (fresh(), close()))
	}
	return (
		<Sheet title={wordOf(w, 'act', verb)} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<TextField label={w.reason} name="reason" error={act.error} value={reason} set={setReason} maxLength={500} data-focus />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="bad" busy={act.busy}>{wordOf(w, 'act', verb)}</Button></div>
			</form>
		</Sheet>
	)
}

function Note({ r, close }: { r: View; close: () => void }) {
	const [note, setNote] = useState(r.note ?? '')
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.run<View>({ method: 'PATCH', url: at(r), version: r.version, json: { note: note || null }, title: fill(w.one, { id: r.id }) }, () => (fresh(), close()))
	}
	return (
		<Sheet title={w.whole_note} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<TextArea label={w.whole_note} name="note" error={act.error} value={note} set={setNote} maxLength={500} data-focus />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Lines({ r, edit, receive }: { r: View; edit: (l: Line) => void; receive: (l: Line) => void }) {
	if (!r.items.length) return <p class="card soft">{w.none}</p>
	return (
		<ul class="rows whole" aria-label={w.lines}>{r.items.map((l) => (
			<li key={l.id}><div class={`item buy-line ${l.ended ? 'struck' : ''}`}>
				<span class="grow">
					<a class="what lines-2" href={`/parts/${l.part_id}`}>{nameOf(l)}</a>
					<span class="soft buy-why">{[l.code, l.spec, l.supplier_name].filter(Boolean).join(' · ')}<br />{why(l)}{l.note && <><br />{l.note}</>}</span>
				</span>
				<span class="part-qty"><strong class="num">{quantity(l.qty, l.unit)}</strong><span class="soft num">{l.ended ? w.struck : l.received > 0 ? fill(w.received, { qty: quantity(l.received, l.unit) }) : money(l.cents)}</span></span>
				{can(r, 'edit') && <IconButton icon="edit" label={`${w.edit_line} ${nameOf(l)}`} onClick={() => edit(l)} />}
				{can(r, 'receive') && !l.ended && l.received < l.qty && <Button small kind="tint" onClick={() => receive(l)}>{w.receive}</Button>}
			</div></li>))}
		</ul>
	)
}

function Machines({ r }: { r: View }) {
	const of = new Map(r.items.map((l) => [l.part_id, l])), said = (l: Line | undefined, qty: number) => l && `${nameOf(l)} ${quantity(tenths(qty), l.unit)}`
	return (
		<>
			<h2 class="section">{w.machines}</h2>
			<p class="soft field">{w.machines_hint}</p>
			<ul class="rows whole" aria-label={w.machines}>{r.machines.map((m) => {
				const inside = <><span class="grow"><span class="what lines-2">{m.machine_id ? nameOf(m) : w.no_machine}</span><span class="soft">{m.parts.map((p) => said(of.get(p.part_id), p.qty)).join(' · ')}</span></span><span class="part-qty"><strong class="num">{money(m.cents)}</strong><span class="soft">{m.code}</span></span></>
				return <li key={m.machine_id ?? 0}>{m.machine_id ? <a class="item" href={`/machines/${m.machine_id}`}>{inside}</a> : <div class="item">{inside}</div>}</li>
			})}</ul>
		</>
	)
}

function Came({ r }: { r: View }) {
	if (!r.receipts.length) return null
	const of = (id: number) => r.items.find((l) => l.id === id)
	return (
		<>
			<h2 class="section">{w.came}</h2>
			<ul class="rows whole" aria-label={w.came}>{r.receipts.map((x) => <li key={x.movement_id}><div class="item"><span class="grow"><span class="what lines-2">{of(x.line_id) && nameOf(of(x.line_id)!)}</span><span class="soft">{[time(x.time), x.account_name, x.bin_code].filter(Boolean).join(' · ')}</span></span><span class="part-qty"><strong class="num">{quantity(x.qty, of(x.line_id)?.unit)}</strong><span class="soft num">{money(x.value_cents)}</span></span></div></li>)}</ul>
		</>
	)
}

// What is signed and sent: shown on paper alone.
function Paper({ r }: { r: View }) {
	return (
		<div class="buy-paper">
			<h1>{fill(w.one, { id: r.id })}</h1>
			<p>{day(r.created_at)} · {wordOf(w, 'state', r.state)}</p>
			{r.note && <p>{r.note}</p>}
			<table class="table">
				<thead><tr><th>{w.part}</th><th>{w.spec}</th><th>{w.supplier}</th><th class="num">{w.qty}</th><th class="num">{w.price}</th><th class="num">{w.amount}</th></tr></thead>
				<tbody>{r.items.filter((l) => !l.ended || l.received > 0).map((l) => <tr key={l.id}><td>{l.code} {nameOf(l)}</td><td>{l.spec}</td><td>{l.supplier_name}</td><td class="num">{quantity(l.qty, l.unit)}</td><td class="num">{money(l.price_cents)}</td><td class="num">{money(l.cents)}</td></tr>)}</tbody>
				<tfoot><tr><th colSpan={5}>{w.total}</th><th class="num">{money(r.total_cents)}</th></tr></tfoot>
			</table>
			<div class="buy-signs"><p>{w.sign_made}</p><p>{w.sign_approved} {r.approved_name}</p><p>{w.sign_received}</p></div>
		</div>
	)
}

function Head({ r, ask, noting }: { r: View; ask: (verb: 'close' | 'cancel') => void; noting: () => void }) {
	const act = useAct()
	const step = (verb: 'approve' | 'order') => void act.run<View>({ method: 'POST', url: `${at(r)}/${verb}`, version: r.version, title: fill(w.one, { id: r.id }) }, fresh)
	const said = [r.created_by ? fill(w.by_person, { name: r.created_name ?? '' }) : w.by_night, r.approved_name && fill(w.approved_by, { name: r.approved_name }), r.ordered_name && fill(w.ordered_by, { name: r.ordered_name }), r.ended_name && fill(w.ended_by, { name: r.ended_name }), r.reason]
	return (
		<section class="card">
			<div class="row between wrap"><span><span class="figure">{roundMoney(r.total_cents)}</span><span class="soft">{fill(w.row_lines, { n: r.lines })}{r.unpriced > 0 && ` · ${fill(w.row_unpriced, { n: r.unpriced })}`}</span></span><Tag tone={TONE[r.state]} icon={ICON[r.state]} text={wordOf(w, 'state', r.state)} /></div>
			<p class="soft">{[day(r.created_at), ...said].filter(Boolean).join(' · ')}</p>
			{r.note && <p>{r.note}</p>}
			<Complaint error={act.error} />
			<div class="buy-acts">
				{can(r, 'approve') && <Button kind="main" icon="check" busy={act.busy} onClick={() => step('approve')}>{w.act_approve}</Button>}
				{can(r, 'order') && <Button kind="main" icon="send" busy={act.busy} onClick={() => step('order')}>{w.act_order}</Button>}
				<LinkButton icon="download" href={`${at(r)}/lines.xlsx`} download>{w.excel}</LinkButton>
				{can(r, 'note') && <Button icon="edit" onClick={noting}>{r.note ? w.whole_note : w.whole_note_add}</Button>}
				{can(r, 'close') && <Button onClick={() => ask('close')}>{w.act_close}</Button>}
				{can(r, 'cancel') && <Button onClick={() => ask('cancel')}>{w.act_cancel}</Button>}
			</div>
		</section>
	)
}

export function RequisitionPage({ id }: { id: number }) {
	const view = useData<View>(`/api/v1/requisitions/${id}`, touches('requisition'))
	const [editing, setEditing] = useState<Line>(), [receiving, setReceiving] = useState<Line>(), [asking, setAsking] = useState<'close' | 'cancel'>(), [adding, setAdding] = useState(false), [noting, setNoting] = useState(false)
	return (
		<Page title={fill(w.one, { id })} backTo="/requisitions" narrow actions={<IconButton icon="print" label={w.print} onClick={() => print()} />}>
			<Load of={view}>
				{(r) => (
					<>
						<div class="buy-screen">
							<Head r={r} ask={setAsking} noting={() => setNoting(true)} />
							<div class="row between section-row"><h2 class="section">{w.lines}</h2>{can(r, 'edit') && keepsStock() && <Button small icon="plus" onClick={() => setAdding(true)}>{w.add}</Button>}</div>
							<Lines r={r} edit={setEditing} receive={setReceiving} />
							<Came r={r} />
							{r.machines.length ? <Machines r={r} /> : <Empty icon="machine" title={w.no_machine} />}
						</div>
						<Paper r={r} />
						{editing && <EditLine r={r} l={editing} close={() => (setEditing(undefined), view.reload())} />}
						{receiving && <Receive r={r} l={receiving} close={() => (setReceiving(undefined), view.reload())} />}
						{asking && <Reason r={r} verb={asking} close={() => (setAsking(undefined), view.reload())} />}
						{noting && <Note r={r} close={() => (setNoting(false), view.reload())} />}
						{adding && <AddPart r={r} close={(l) => (setAdding(false), l && setEditing(l))} />}
					</>
				)}
			</Load>
		</Page>
	)
}
