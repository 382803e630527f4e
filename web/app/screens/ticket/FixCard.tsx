// One fix as a tired technician reads it: what to do, how likely, did it hold, which parts and are they there. All else is
// one tap away.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { percent, quantity } from '../../lib/format'
import { nameOf } from '../../lib/names'
import type { SuggestedFix, SuggestedPart, TicketView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { chance, FixEvidence, Held } from './FixEvidence'
import { useReserve } from './Reserved'
import { ticketUrl } from './verb'

const w = words(words_)
const PARTS = 3

// What was usually used is a mean: of what is counted, whole pieces are taken.
const usual = (p: SuggestedPart) => (p.qty >= 1 ? Math.round(p.qty) : p.qty || 1)

function PartRow({ p, v }: { p: SuggestedPart; v: TicketView }) {
	const act = useAct()
	const issue = () => act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/parts`, json: { part_id: p.part_id, qty: usual(p) }, title: `${w.take_part} · ${nameOf(p)}`, thread: `ticket:${v.ticket.id}` }, () => {
		toast(fill(w.issued, { qty: quantity(usual(p), p.unit), name: nameOf(p) }))
		forget(ticketUrl(v.ticket.id), '/api/v1/parts')
	})
	return (
		<li class="row">
			<span class="grow"><a href={`/parts/${p.part_id}`}>{nameOf(p)}</a> {quantity(usual(p), p.unit)}<br />
				<span class="soft">{p.of > 0 && `${fill(w.part_of, { n: p.cases, of: p.of })} · `}{p.available > 0 ? `${fill(w.part_stock, { qty: quantity(p.available, p.unit) })}${p.bin_code ? ` · ${p.bin_code}` : ''}` : <strong class="out">{w.part_out}</strong>}</span></span>
			{v.actions.includes('issue_part') && p.available > 0 && <Button small busy={act.busy} onClick={() => void issue()} aria-label={`${w.take_part} ${nameOf(p)}`}>{w.take_part}</Button>}
		</li>
	)
}

export function FixCard({ f, v, first, use }: { f: SuggestedFix; v: TicketView; first: boolean; use: (f: SuggestedFix) => void }) {
	const [open, setOpen] = useState(false), act = useAct(), keep = useReserve(v.ticket.id)
	const url = `${ticketUrl(v.ticket.id)}/suggestions`
	const mark = (to: string | null) => act.run({ method: 'POST', url: `${url}/feedback`, json: { fix: f.group, label: f.label, mark: to }, title: `${w.did_not_apply} · ${f.label}`, thread: `feedback:${v.ticket.id}` }, () => forget(url))
	const off = f.mark?.mark === 'did_not_apply'
	// What is kept for the ticket already, or was taken for it, is not kept once more.
	const has = (id: number) => [...v.reservations, ...v.parts].filter((x) => x.part_id === id).reduce((n, x) => n + x.qty, 0)
	const lacking = f.parts.map((p) => ({ part_id: p.part_id, qty: usual(p) - has(p.part_id) })).filter((p) => p.qty > 0)
	const times = f.cases ? [fill(w.cases, { n: f.cases }), f.cases_here > 0 && fill(w.cases_here, { n: f.cases_here }), f.minutes_50 != null && fill(w.minutes_half, { n: f.minutes_50 })].filter(Boolean).join(' · ') : ''
	return (
		<li class={`fix ${off ? 'off-fix' : ''}`}>
			<div class="row between"><h3 class="grow">{f.label}</h3><span class="fix-p" title={percent(f.probability, 0)}>{chance(f.probability)}</span></div>
			<div class="fix-bar" aria-hidden="true"><span style={{ width: `${Math.round(f.probability * 100)}%` }} /></div>
			{(f.written || f.mark) && <p class="row wrap">{f.written && <Tag tone="info" icon="edit" text={w.written} />}{f.mark && <Tag tone={off ? '' : 'good'} icon={off ? 'close' : 'check'} text={wordOf(w, 'marked', f.mark.mark)} />}</p>}
			{times && <p>{times}</p>}
			<Held f={f} />
			{f.check_first && <p><strong>{w.check_first}</strong> {f.check_first}</p>}
			{f.parts.length > 0 && <ul class="stack fix-parts">{f.parts.slice(0, PARTS).map((p) => <PartRow key={p.part_id} p={p} v={v} />)}</ul>}
			{lacking.length > 0 && v.actions.includes('reserve_part') && <Button small icon="part" busy={keep.busy} onClick={() => void keep.reserve(lacking, f.label)}>{w.reserve_all}</Button>}
			{!lacking.length && f.parts.some((p) => v.reservations.some((r) => r.part_id === p.part_id)) && <Tag tone="good" icon="check" text={w.reserved} />}
			<div class="row wrap">
				{v.actions.includes('restore') && <Button small={!first} kind={first ? 'tint' : 'normal'} icon="check" onClick={() => use(f)}>{w.worked}</Button>}
				{v.actions.includes('judge_suggestion') && <Button small kind="plain" busy={act.busy} aria-pressed={off} onClick={() => void mark(off ? null : 'did_not_apply')}>{w.did_not_apply}</Button>}
				<Button small kind="plain" onClick={() => setOpen(true)}>{w.evidence}</Button>
			</div>
			{open && <FixEvidence f={f} close={() => setOpen(false)} />}
		</li>
	)
}
