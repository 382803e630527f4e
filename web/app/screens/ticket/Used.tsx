// What the repair took: parts, time, outside invoices, and what they cost.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { address, get, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useData, useFound } from '../../lib/data'
import { day, money, quantity } from '../../lib/format'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { centsOf, isNotPositive, numberOf } from '../../lib/number'
import { me } from '../../lib/session'
import type { Account, Bin, List, Part, PartSupply, TicketPart, TicketView } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Chips, Complaint, Search, Select, TextField } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { openScanner } from '../../ui/Scanner'
import { Override } from '../../ui/Override'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { Reserved, useReserve } from './Reserved'
import { ticketUrl } from './verb'

const w = words(words_)
const changed = (id: number) => forget(ticketUrl(id), `${ticketUrl(id)}/`, '/api/v1/parts')

// A part is chosen by searching or by scanning the bin it lies in, then its number.
function IssueSheet({ v, first, close }: { v: TicketView; first?: Part; close: () => void }) {
	const [part, setPart] = useState<Part | undefined>(first), [insteadOf, setInsteadOf] = useState<Part>(), [text, setText] = useState(''), [qty, setQty] = useState('1'), [bin, setBin] = useState<number>()
	const later = useLater(setText, 200), act = useAct()
	const found = useFound<List<Part>>(part ? null : address('/api/v1/parts', { text, bin, limit: 30 }))
	const reserve = useReserve(v.ticket.id), [kept, setKept] = useState(false) // which of the two was asked for last
	const error = kept ? reserve.error : act.error
	const keep = async () => {
		setKept(true)
		if (part && await reserve.reserve([{ part_id: part.id, qty: numberOf(qty)! }], nameOf(part))) close()
	}
	const issue = async (e: Event | undefined, override?: { override: true; reason: string }) => {
		e?.preventDefault()
		setKept(false)
		if (!part) return
		const ok = await act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/parts`, json: { part_id: part.id, bin_id: bin, qty: numberOf(qty), instead_of_id: insteadOf?.id, ...override }, title: `${w.parts_add} · ${nameOf(part)}`, thread: `ticket:${v.ticket.id}` }, () => (toast(fill(w.issued, { qty: quantity(numberOf(qty), part.unit), name: nameOf(part) })), changed(v.ticket.id)))
		if (ok) close()
	}
	const scan = () => openScanner({ title: w.parts_scan, found: (code) => void get<{ entity: string | null; entity_id: number | null }>(`/api/v1/codes/${encodeURIComponent(code)}`)
		.then((c) => (c.entity === 'bin' && c.entity_id ? get<Bin>(`/api/v1/bins/${c.entity_id}`).then((b) => setBin(b.id)) : setText(code)), () => setText(code)) })
	return (
		<Sheet title={part ? nameOf(part) : w.parts_add} close={close}>
			<Complaint error={error instanceof Refused && error.fields.length ? undefined : error} />
			{part ? (
				<form onSubmit={issue}>
					<p class="field soft">{[part.code, part.spec].filter(Boolean).join(' · ')} · {fill(w.part_stock, { qty: quantity(part.qty, part.unit) })} {part.bin_code}{part.reserved > 0 && ` · ${fill(w.part_free, { qty: quantity(part.available, part.unit) })}`}</p>
					{insteadOf && <p class="field"><Tag tone="info" icon="back" text={fill(w.instead_of, { name: nameOf(insteadOf) })} /></p>}
					{!insteadOf && part.available < (numberOf(qty) || 1) && <Substitutes part={part} choose={(p) => (setInsteadOf(part), setPart(p), setBin(undefined))} />}
					<Override error={act.error} busy={act.busy} take={(reason) => void issue(undefined, { override: true, reason })} />
					<TextField label={fill(w.qty, { unit: part.unit })} name={kept ? 'parts[0].qty' : 'qty'} error={error} inputMode="decimal" value={qty} set={setQty} data-focus onFocus={(e) => e.currentTarget.select()} />
					<div class="ends">{v.actions.includes('reserve_part') && !insteadOf && <Button busy={reserve.busy} disabled={!(numberOf(qty)! > 0)} onClick={() => void keep()}>{w.reserve}</Button>}<Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(qty)}>{w.take_part} {numberOf(qty)! > 0 ? quantity(numberOf(qty), part.unit) : ''}</Button></div>
				</form>
			) : (
				<>
					<div class="row field"><Search label={w.find_part} value={text} set={later} autofocus /><IconButton icon="scan" label={w.parts_scan} onClick={scan} /></div>
					<Load of={found} rows={3}>{({ items }) => <ul class="rows">{items.map((p) => <li key={p.id}><button type="button" class="item" onClick={() => setPart(p)}><span class="grow"><span class="what">{nameOf(p)}</span><br /><span class="soft">{[p.code, p.spec, p.bin_code].filter(Boolean).join(' · ')}</span></span><strong class="num">{p.available > 0 ? quantity(p.available, p.unit) : w.part_out}</strong></button></li>)}</ul>}</Load>
				</>
			)}
		</Sheet>
	)
}

// What may stand in, when there is too little of a part.
function Substitutes({ part, choose }: { part: Part; choose: (p: Part) => void }) {
	const all = useData<PartSupply>(`/api/v1/parts/${part.id}/supply`), there = all.data?.substitutes.filter((s) => s.available > 0) ?? []
	if (!there.length) return null
	const take = (id: number) => void get<Part>(`/api/v1/parts/${id}`).then(choose)
	return (
		<div class="field"><p class="label">{w.substitutes}</p>
			<ul class="rows" aria-label={w.substitutes}>{there.map((s) => <li key={s.id}><button type="button" class="item" onClick={() => take(s.id)}><span class="grow"><span class="what">{nameOf(s)}</span><br /><span class="soft">{[s.code, s.bin_code, s.note].filter(Boolean).join(' · ')}</span></span><strong class="num">{quantity(s.available, s.unit)}</strong></button></li>)}</ul>
		</div>
	)
}

function GiveBack({ v, p, close }: { v: TicketView; p: TicketPart; close: () => void }) {
	const [qty, setQty] = useState(String(p.qty)), act = useAct()
	const save = async (e: Event) => {
		e.preventDefault()
		if (await act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/parts/return`, json: { part_id: p.part_id, qty: numberOf(qty) }, title: `${w.give_back} · ${nameOf(p)}`, thread: `ticket:${v.ticket.id}` }, () => (toast(fill(w.returned, { qty: quantity(numberOf(qty), p.unit) })), changed(v.ticket.id)))) close()
	}
	return (
		<Sheet title={`${w.give_back} · ${nameOf(p)}`} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error instanceof Refused && act.error.fields.length ? undefined : act.error} />
				<TextField label={fill(w.qty, { unit: p.unit })} name="qty" error={act.error} inputMode="decimal" value={qty} set={setQty} data-focus />
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(qty)}>{w.give_back}</Button></div>
			</form>
		</Sheet>
	)
}

export function Parts({ v }: { v: TicketView }) {
	const [adding, setAdding] = useState(false), [back, setBack] = useState<TicketPart>()
	const may = v.actions.includes('issue_part'), shown = v.parts.filter((p) => p.qty > 0 || p.issued > 0)
	if (!may && !shown.length && !v.reservations.length) return null
	return (
		<section class="card">
			<div class="row between"><h2>{w.parts}</h2>{may && <Button small kind="tint" icon="plus" onClick={() => setAdding(true)}>{w.parts_add}</Button>}</div>
			{shown.length ? <ul class="used">{shown.map((p) => (
				<li key={p.part_id} class="row"><span class="grow"><a href={`/parts/${p.part_id}`}>{nameOf(p)}</a> <span class="soft">{p.code}</span></span><span class="num">{quantity(p.qty, p.unit)} · {money(p.cost_cents)}</span>
					{v.actions.includes('return_part') && p.qty > 0 && <Button small onClick={() => setBack(p)} aria-label={`${w.give_back} ${nameOf(p)}`}>{w.give_back}</Button>}</li>))}
			</ul> : !v.reservations.length && <p class="soft">{w.parts_none}</p>}
			<Reserved v={v} />
			{adding && <IssueSheet v={v} close={() => setAdding(false)} />}
			{back && <GiveBack v={v} p={back} close={() => setBack(undefined)} />}
		</section>
	)
}

const QUICK = ['15', '30', '60', '120']
function LabourSheet({ v, close }: { v: TicketView; close: () => void }) {
	const own = me()
	const [minutes, setMinutes] = useState(''), [who, setWho] = useState(String(own?.id ?? '')), [note, setNote] = useState(''), act = useAct()
	const people = useData<List<Account>>('/api/v1/accounts')
	const save = async (e: Event) => {
		e.preventDefault()
		const json = { minutes: numberOf(minutes), account_id: Number(who), note: note || null }
		if (await act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/labour`, json, title: `${w.labour_add} · ${fill(w.labour_row, { n: minutes })}`, thread: `ticket:${v.ticket.id}` }, () => (toast(w.done_saved), changed(v.ticket.id)))) close()
	}
	return (
		<Sheet title={w.labour_add} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error instanceof Refused && act.error.fields.length ? undefined : act.error} />
				<div class="field"><Chips label={w.labour_minutes} value={minutes} set={setMinutes} choices={QUICK.map((q) => ({ value: q, label: fill(w.labour_row, { n: q }) }))} /></div>
				<TextField label={w.labour_minutes} name="minutes" error={act.error} inputMode="numeric" value={minutes} set={setMinutes} />
				<Select label={w.for_whom} name="account_id" error={act.error} value={who} set={setWho} choices={(people.data?.items ?? (own ? [own] : [])).filter((p) => !p.disabled).map((p) => ({ value: String(p.id), label: p.name }))} />
				<TextField label={w.note} name="note" error={act.error} value={note} set={setNote} maxLength={500} />
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(minutes)}>{w.labour_add}</Button></div>
			</form>
		</Sheet>
	)
}

export function Labour({ v }: { v: TicketView }) {
	const [adding, setAdding] = useState(false), act = useAct()
	const rows = v.labour.filter((l) => l.removed_at == null), may = v.actions.includes('book_labour')
	if (!may && !rows.length) return null
	const remove = (id: number) => act.run({ method: 'DELETE', url: `${ticketUrl(v.ticket.id)}/labour/${id}`, title: w.labour_remove, thread: `ticket:${v.ticket.id}` }, () => changed(v.ticket.id))
	return (
		<section class="card">
			<div class="row between"><h2>{w.labour}</h2>{may && <Button small kind="tint" icon="plus" onClick={() => setAdding(true)}>{w.labour_add}</Button>}</div>
			{rows.length ? <ul class="used">{rows.map((l) => (
				<li key={l.id} class="row"><span class="grow">{l.account_name} <span class="soft">{day(l.booked_at)} {l.note}</span></span><span class="num">{fill(w.labour_row, { n: l.minutes })} · {money(l.cost_cents)}</span>
					{may && <IconButton icon="trash" label={`${w.labour_remove} ${l.account_name ?? ''} ${l.minutes}`} onClick={() => void remove(l.id)} />}</li>))}
			</ul> : <p class="soft">{w.labour_none}</p>}
			{adding && <LabourSheet v={v} close={() => setAdding(false)} />}
		</section>
	)
}

function InvoiceSheet({ v, close }: { v: TicketView; close: () => void }) {
	const [sum, setSum] = useState(''), [firm, setFirm] = useState(''), [note, setNote] = useState(''), act = useAct()
	const save = async (e: Event) => {
		e.preventDefault()
		if (await act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/invoices`, json: { cost_cents: centsOf(sum), supplier: firm || null, note: note || null }, title: w.invoice_add, thread: `ticket:${v.ticket.id}` }, () => (toast(w.done_saved), changed(v.ticket.id)))) close()
	}
	return (
		<Sheet title={w.invoice_add} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error instanceof Refused && act.error.fields.length ? undefined : act.error} />
				<TextField label={w.invoice_money} name="cost_cents" error={act.error} inputMode="decimal" value={sum} set={setSum} data-focus />
				<TextField label={w.invoice_who} name="supplier" error={act.error} value={firm} set={setFirm} maxLength={200} />
				<TextField label={w.note} name="note" error={act.error} value={note} set={setNote} maxLength={500} />
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={isNotPositive(sum)}>{w.invoice_add}</Button></div>
			</form>
		</Sheet>
	)
}

export function CostCard({ v }: { v: TicketView }) {
	const [adding, setAdding] = useState(false), may = v.actions.includes('book_invoice')
	const rows = v.invoices.filter((i) => i.removed_at == null)
	if (!may && !v.total_cents) return null
	return (
		<section class="card">
			<div class="row between"><h2>{w.cost}</h2><strong class="num">{money(v.total_cents)}</strong></div>
			{rows.length > 0 && <ul class="used">{rows.map((i) => <li key={i.id} class="row"><span class="grow">{w.invoice} {i.supplier} <span class="soft">{i.note}</span></span><span class="num">{money(i.cost_cents)}</span></li>)}</ul>}
			{may && <Button small onClick={() => setAdding(true)}>{w.invoice_add}</Button>}
			{adding && <InvoiceSheet v={v} close={() => setAdding(false)} />}
		</section>
	)
}
