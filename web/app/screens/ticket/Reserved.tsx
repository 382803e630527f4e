// What is kept for the ticket, and what it waits for: taken with one tap, let go with another.
import words_ from '../../../i18n/ticket.json'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { quantity } from '../../lib/format'
import type { Reservation, TicketView } from '../../lib/types'
import { partOf } from '../../lib/names'
import { fill, listed, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { ticketUrl } from './verb'

const w = words(words_)

export interface Wish {
	part_id: number
	qty: number
}

// Parts are kept for a ticket; what is not there is wanted.
export function useReserve(ticket: number) {
	const act = useAct()
	const reserve = (parts: Wish[], name: string) => act.run<{ items: Reservation[] }>({ method: 'POST', url: `${ticketUrl(ticket)}/reservations`, json: { parts }, title: `${w.reserve} · ${name}`, thread: `ticket:${ticket}` }, ({ items }) => {
		const asked = new Set(parts.map((p) => p.part_id)), missing = items.filter((r) => r.bin_id == null && r.qty > 0 && asked.has(r.part_id))
		toast(missing.length ? fill(w.reserved_short, { parts: listed(missing.map((r) => `${partOf(r)} ${quantity(r.qty, r.unit)}`)) }) : w.reserved_done)
		forget(ticketUrl(ticket), `${ticketUrl(ticket)}/`, '/api/v1/parts')
	})
	return { ...act, reserve }
}

function Row({ r, v }: { r: Reservation; v: TicketView }) {
	const act = useAct(), base = ticketUrl(v.ticket.id), there = r.bin_id != null
	const changed = () => forget(base, `${base}/`, '/api/v1/parts')
	const take = () => act.run({ method: 'POST', url: `${base}/parts`, json: { part_id: r.part_id, bin_id: r.bin_id, qty: r.qty }, title: `${w.take_part} · ${partOf(r)}`, thread: `ticket:${v.ticket.id}` }, () => (toast(fill(w.issued, { qty: quantity(r.qty, r.unit), name: partOf(r) })), changed()))
	const release = () => act.run({ method: 'POST', url: `${base}/reservations/release`, json: { part_id: r.part_id, qty: r.qty }, title: `${w.release} · ${partOf(r)}`, thread: `ticket:${v.ticket.id}` }, () => (toast(w.released), changed()))
	return (
		<li class="row">
			<span class="grow"><a href={`/parts/${r.part_id}`}>{partOf(r)}</a> <span class="num">{quantity(r.qty, r.unit)}</span><br />{there ? <span class="soft">{r.bin_code}</span> : <Tag tone="warn" icon="clock" text={w.wanted} />}</span>
			{there && v.actions.includes('issue_part') && <Button small kind="tint" busy={act.busy} onClick={() => void take()} aria-label={`${w.take_part} ${partOf(r)}`}>{w.take_part}</Button>}
			{v.actions.includes('reserve_part') && <IconButton icon="close" label={`${w.release} ${partOf(r)}`} onClick={() => void release()} />}
		</li>
	)
}

export function Reserved({ v }: { v: TicketView }) {
	if (!v.reservations.length) return null
	return <><h3 class="label">{w.reserved}</h3><ul class="used" aria-label={w.reserved}>{v.reservations.map((r) => <Row key={r.id} r={r} v={v} />)}</ul></>
}
