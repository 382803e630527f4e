// Everything that happened to a ticket, newest first, in words; and a line to write something.
import words_ from '../../../i18n/ticket.json'
import { useAct } from '../../lib/act'
import { useCodes } from '../../lib/codes'
import { forget, touchesTicket } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { fullTime, quantity, time } from '../../lib/format'
import type { Event, TicketView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon, type IconName } from '../../ui/Icon'
import { PagedList, usePages } from '../../ui/PagedList'
import { ticketUrl } from './verb'

const w = words(words_)
const icons: Record<string, IconName> = {
	reported: 'dot', accepted: 'user', assigned: 'user', started: 'tool', waiting: 'wait', resumed: 'tool', restored: 'run', closed: 'check', reopened: 'history', cancelled: 'close',
	commented: 'edit', labour: 'clock', part_issued: 'part', part_returned: 'part', part_reserved: 'part', part_released: 'part', part_arrived: 'part', escalated: 'bell', document_added: 'photo', joined: 'people', left: 'people', corrected: 'edit',
}
type Body = Record<string, unknown>
const subject = (kind: string, b: Body, waits: (code: string) => string): string => {
	if (kind === 'waiting') return waits(text(after(b, 'wait_reason')))
	if (kind === 'escalated') return text(b['minutes'])
	if (kind.startsWith('part_')) return [quantity(Number(b['qty'] || b['wanted'] || 0), text(b['unit'])), text(b['part_name']) || text(b['name'])].filter(Boolean).join(' ')
	return text(b['name']) || text(b['label'])
}
const text = (x: unknown): string => (typeof x === 'string' || typeof x === 'number' ? String(x) : '')
const after = (b: Body, name: string): unknown => (Array.isArray(b[name]) ? (b[name] as unknown[])[1] : b[name])

// What the corrections of times and words were: was → is.
const SHOWN = ['symptom', 'priority', 'stopped', 'occurred_at', 'restored_at', 'cause', 'action']
function value(name: string, x: unknown): string {
	if (x == null) return '–'
	if (name.endsWith('_at')) return fullTime(Number(x))
	if (typeof x === 'boolean' || name === 'stopped') return x ? w.yes : w.no
	return name === 'priority' ? wordOf(w, 'priority', String(x)) : String(x)
}
const changes = (b: Body) => SHOWN.filter((n) => Array.isArray(b[n])).map((n) => `${wordOf(w, 'member', n)}: ${value(n, (b[n] as unknown[])[0])} → ${value(n, (b[n] as unknown[])[1])}`)

function said(e: Event, v: TicketView, waits: (code: string) => string): { head: string; lines: string[] } {
	const b = (e.body ?? {}) as Body, what = subject(e.kind, b, waits)
	const head = fill(wordOf(w, 'event', e.kind), { what })
	if (e.kind === 'commented') return { head, lines: [text(b['text'])] }
	if (e.kind === 'restored') return { head, lines: [text(after(b, 'action')), text(after(b, 'cause'))].filter(Boolean) }
	if (e.kind === 'reported') return { head, lines: [text(after(b, 'symptom')) || v.ticket.symptom] }
	if (e.kind === 'corrected') return { head, lines: [...changes(b), text(b['reason'])].filter(Boolean) }
	if (e.kind === 'labour') return { head, lines: b['minutes'] ? [fill(w.labour_row, { n: text(b['minutes']) })] : [] }
	return { head, lines: [text(b['reason']), text(b['note'])].filter(Boolean) }
}

function Row({ e, v }: { e: Event; v: TicketView }) {
	const codes = useCodes(), { head, lines } = said(e, v, (c) => codes.name('wait_reason', c))
	return (
		<div class="event">
			<span class="event-icon"><Icon name={icons[e.kind] ?? 'dot'} /></span>
			<div class="grow"><p><strong>{(e.actor !== 'system' && e.actor) || (e.kind === 'reported' ? v.ticket.reporter || w.somebody : w.system)}</strong> {head} <span class="soft" title={fullTime(e.time)}>{time(e.time)}</span></p>{lines.map((l, i) => <p key={i} class="event-line">{l}</p>)}</div>
		</div>
	)
}

export function History({ v }: { v: TicketView }) {
	const id = v.ticket.id, url = `${ticketUrl(id)}/history`
	const pages = usePages<Event>(url, 'before', touchesTicket(id))
	const d = useDraft(`comment.${id}`, { text: '' }), act = useAct()
	const write = async (e: { preventDefault: () => void }) => {
		e.preventDefault()
		const said = d.value.text
		if (said.trim() && (await act.run({ method: 'POST', url: `${ticketUrl(id)}/comments`, json: { text: said }, title: `${w.comment_send} · #${id}`, thread: `comments:${id}` }, () => (forget(ticketUrl(id)), void pages.again())))) d.clear()
	}
	return (
		<>
			<h2 class="section">{w.history}</h2>
			{v.actions.includes('comment') && (
				<form class="row field" onSubmit={write}><input class="input" aria-label={w.comment} placeholder={w.comment} value={d.value.text} maxLength={2000} onInput={(e) => d.set({ text: e.currentTarget.value })} /><Button type="submit" kind="tint" busy={act.busy} disabled={!d.value.text.trim()}>{w.comment_send}</Button></form>
			)}
			<PagedList pages={pages} label={w.history} id={(e) => e.seq} empty={null} row={(e) => <Row e={e} v={v} />} />
		</>
	)
}
