// Stock moves: received, issued to a ticket, given back, counted. One number, one button.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/parts.json'
import { address, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useData, useFound } from '../../lib/data'
import { quantity } from '../../lib/format'
import { useLater } from '../../lib/later'
import { machineOf, nameOf } from '../../lib/names'
import { centsOf, isNegative, isNotPositive, numberOf } from '../../lib/number'
import type { Bin, List, Movement, PartDetail, Reservation, Supplier, Ticket } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, Field, Search, Select, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Override } from '../../ui/Override'
import { Sheet } from '../../ui/Sheet'
import { TicketState } from '../../ui/Tag'
import { toast } from '../../ui/toast'

const w = words(words_)
export type Move = { kind: 'receive' | 'count' | 'transfer' } | { kind: 'issue'; to?: Reservation } | { kind: 'return'; of: Movement }

// A number with large buttons for gloves; the keyboard for the rest.
function Quantity({ label, hint, value, set, unit, error, name }: { label: string; hint?: string; value: string; set: (v: string) => void; unit: string; error: unknown; name: string }) {
	const step = (by: number) => set(String(Math.max(0, Math.round(((numberOf(value) || 0) + by) * 1000) / 1000)))
	return (
		<Field label={`${label} (${unit})`} hint={hint} name={name} error={error}>
			{(f) => (
				<div class="stepper">
					<IconButton icon="minus" label="−1" onClick={() => step(-1)} />
					<input {...f} class="input num" inputMode="decimal" autocomplete="off" value={value} data-focus onFocus={(e) => e.currentTarget.select()} onInput={(e) => set(e.currentTarget.value)} />
					<IconButton icon="plus" label="+1" onClick={() => step(1)} />
				</div>
			)}
		</Field>
	)
}

function ChooseTicket({ chosen, choose }: { chosen: Pick<Ticket, 'id' | 'symptom' | 'machine_name' | 'machine_name_en'> | undefined; choose: (t: Ticket | undefined) => void }) {
	const [text, setText] = useState('')
	const later = useLater(setText, 200)
	const open = useFound<List<Ticket>>(chosen ? null : address('/api/v1/tickets', { open: 1, text, limit: 30 }))
	if (chosen)
		return (
			<div class="field"><p class="label">{w.for_ticket}</p>
				<div class="item card"><span class="grow"><strong>{machineOf(chosen)}</strong><br />#{chosen.id} {chosen.symptom}</span><IconButton icon="close" label={w.for_ticket} onClick={() => choose(undefined)} /></div>
			</div>
		)
	return (
		<div class="field">
			<div class="field"><Search label={w.find_ticket} value={text} set={later} /></div>
			<Load of={open} rows={3}>
				{({ items }) => items.filter((t) => t.state !== 'restored').length || text ? (
					<ul class="rows" aria-label={w.for_ticket}>
						{items.map((t) => (
							<li key={t.id}><button type="button" class="item" onClick={() => choose(t)}>
								<span class="grow"><span class="what">{machineOf(t)}</span><span class="lines-2">#{t.id} {t.symptom}</span></span><TicketState state={t.state} /><Icon name="next" />
							</button></li>
						))}
					</ul>
				) : <Empty icon="today" title={w.no_tickets} hint={w.no_tickets_hint} />}
			</Load>
		</div>
	)
}

export function MoveSheet({ part, move, bin, close }: { part: PartDetail; move: Move; bin?: number; close: () => void }) {
	const { kind } = move
	const inBin = (id: string) => part.stock.find((s) => String(s.bin_id) === id)?.qty ?? 0
	const [binId, setBin] = useState(String(bin ?? part.bin_id ?? part.stock[0]?.bin_id ?? ''))
	const [qty, setQty] = useState(kind === 'count' ? String(inBin(binId)) : kind === 'return' ? String(-move.of.qty) : kind === 'issue' && move.to ? String(move.to.qty) : kind === 'transfer' ? String(inBin(binId)) : '1')
	const [price, setPrice] = useState(''), [note, setNote] = useState(kind === 'count' ? w.why_count : '')
	const [ticket, setTicket] = useState<Pick<Ticket, 'id' | 'symptom' | 'machine_name' | 'machine_name_en'> | undefined>(kind === 'issue' && move.to ? { id: move.to.ticket_id, symptom: move.to.symptom, machine_name: move.to.machine_name, machine_name_en: move.to.machine_name_en } : undefined)
	const [toBin, setToBin] = useState(''), [supplier, setSupplier] = useState(''), [slip, setSlip] = useState('')
	const sellers = useData<List<Supplier>>(kind === 'receive' ? '/api/v1/suppliers?limit=500' : null)
	const bins = useData<List<Bin>>(kind === 'return' ? null : '/api/v1/bins?limit=500')
	const act = useAct()
	const n = numberOf(qty), no = kind === 'count' ? isNegative(qty) : isNotPositive(qty)

	const where = binId ? { bin_id: Number(binId) } : {}
	let override: { override: true; reason: string } | undefined
	const sends = {
		receive: () => ({ url: `/api/v1/parts/${part.id}/receive`, json: { ...where, qty: n, reason: note || null, price_cents: centsOf(price), supplier_id: supplier ? Number(supplier) : null, slip: slip || null } }),
		transfer: () => ({ url: `/api/v1/parts/${part.id}/transfer`, json: { ...where, to_bin_id: Number(toBin), qty: n, reason: note || null } }),
		count: () => ({ url: `/api/v1/parts/${part.id}/adjust`, json: { ...where, counted: n, reason: note || w.why_count } }),
		issue: () => ({ url: `/api/v1/tickets/${ticket?.id}/parts`, json: { part_id: part.id, ...where, qty: n, reason: note || null, ...override } }),
		return: () => ({ url: `/api/v1/tickets/${kind === 'return' ? move.of.ticket_id : 0}/parts/return`, json: { movement_id: kind === 'return' ? move.of.id : 0, qty: n, reason: note || null } }),
	}
	const done = { receive: w.done_receive, transfer: w.done_transfer, count: w.done_count, issue: w.done_issue, return: w.done_return }[kind]
	async function save(e?: Event, reason?: string) {
		e?.preventDefault()
		override = reason ? { override: true, reason } : undefined
		const ok = await act.run({ method: 'POST', ...sends[kind](), title: `${w[kind]} · ${nameOf(part)} ${quantity(n, part.unit)}`, thread: `part:${part.id}` }, () => {
			forget('/api/v1/parts', '/api/v1/tickets')
			toast(fill(done, { qty: quantity(n, part.unit) }))
		})
		if (ok) close()
	}
	const binChoices = kind === 'issue' || kind === 'transfer' ? part.stock.map((s) => ({ value: String(s.bin_id), label: `${s.bin_code} · ${quantity(s.qty, part.unit)}${s.reserved > 0 ? ` · ${fill(w.free, { qty: quantity(s.available, part.unit) })}` : ''}` }))
		: (bins.data?.items ?? []).map((b) => ({ value: String(b.id), label: [b.code, b.name].filter(Boolean).join(' · ') }))
	const missing = kind === 'issue' && !ticket
	return (
		<Sheet title={`${w[kind]} · ${nameOf(part)}`} close={close}>
			<form onSubmit={save}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<Override error={act.error} busy={act.busy} take={(reason) => void save(undefined, reason)} />
				{kind === 'return' && <p class="field soft">{fill(w.of_ticket, { id: move.of.ticket_id ?? '' })} · {machineOf(move.of)}</p>}
				{kind === 'issue' && <ChooseTicket chosen={ticket} choose={setTicket} />}
				{!missing && (
					<>
						<Quantity label={kind === 'count' ? w.counted : w.qty} hint={kind === 'count' ? fill(w.count_hint, { qty: quantity(inBin(binId), part.unit) }) : undefined}
							name={kind === 'count' ? 'counted' : 'qty'} unit={part.unit} value={qty} set={setQty} error={act.error} />
						{kind !== 'return' && binChoices.length > 0 && <Select label={w.bin} name="bin_id" error={act.error} value={binId} set={(v) => (setBin(v), kind === 'count' && setQty(String(inBin(v))))} choices={binChoices} none={binId ? undefined : w.no_bin} />}
						{kind === 'transfer' && <Select label={w.to_bin} name="to_bin_id" error={act.error} value={toBin} set={setToBin} none={w.choose_bin} choices={(bins.data?.items ?? []).filter((b) => String(b.id) !== binId).map((b) => ({ value: String(b.id), label: [b.code, b.store, b.name].filter(Boolean).join(' · ') }))} />}
						{kind === 'receive' && !!sellers.data?.items.length && <Select label={w.supplier} name="supplier_id" error={act.error} value={supplier} set={setSupplier} none={w.no_supplier} choices={sellers.data.items.map((s) => ({ value: String(s.id), label: s.name }))} />}
						{kind === 'receive' && <TextField label={w.unit_price} name="price_cents" error={act.error} inputMode="decimal" value={price} set={setPrice} />}
						{kind === 'receive' && <TextField label={w.slip} name="slip" error={act.error} value={slip} set={setSlip} maxLength={64} />}
						<TextField label={kind === 'count' ? w.why : w.note} name="reason" error={act.error} value={note} set={setNote} maxLength={200} />
						<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={no || (kind === 'transfer' && !toBin)}>{w[kind]} {no || Number.isNaN(n) ? '' : quantity(n, part.unit)}</Button></div>
					</>
				)}
			</form>
		</Sheet>
	)
}
