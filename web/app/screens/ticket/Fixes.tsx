// What fixed it before, each with what speaks for it: how often, here, when, how long, with which parts, and the repairs
// themselves.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { useAct } from '../../lib/act'
import { useCodes } from '../../lib/codes'
import { forget, useData } from '../../lib/data'
import { day, percent, quantity } from '../../lib/format'
import type { SuggestedFix, SuggestedPart, Suggestion, TicketView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { ticketUrl } from './verb'

const w = words(words_)

function useLabel() {
	const codes = useCodes()
	// A group that nobody named is called by what is done to what.
	return (f: SuggestedFix) => (f.label !== f.group ? f.label : [codes.name('action', f.action_code), f.component].filter(Boolean).join(' · ') || f.label)
}

function Facts({ f }: { f: SuggestedFix }) {
	const minutes = f.minutes_20 == null || f.minutes_80 == null ? null
		: f.minutes_20 === f.minutes_80 ? fill(w.minutes_one, { a: f.minutes_20 }) : fill(w.minutes, { a: f.minutes_20, b: f.minutes_80 })
	const facts = [fill(w.cases, { n: f.cases }), f.cases_here > 0 && fill(w.cases_here, { n: f.cases_here }), fill(w.last, { time: day(f.last_at) }), minutes]
	return <p class="soft">{facts.filter(Boolean).join(' · ')}</p>
}

// What was usually used is a mean: of what is counted, whole pieces are taken.
const usual = (p: SuggestedPart) => (p.qty >= 1 ? Math.round(p.qty) : p.qty || 1)
const HARDLY = 0.04 // a fix this unlikely only takes room beside a better one

function PartRow({ p, v }: { p: SuggestedPart; v: TicketView }) {
	const act = useAct()
	const issue = () => act.run({ method: 'POST', url: `${ticketUrl(v.ticket.id)}/parts`, json: { part_id: p.part_id, qty: usual(p) }, title: `${w.take_part} · ${p.name}`, thread: `ticket:${v.ticket.id}` }, () => {
		toast(fill(w.issued, { qty: quantity(usual(p), p.unit), name: p.name }))
		forget(ticketUrl(v.ticket.id), '/api/v1/parts')
	})
	return (
		<li class="row">
			<span class="grow"><a href={`/parts/${p.part_id}`}>{p.name}</a> <span class="soft">{quantity(usual(p), p.unit)} · {fill(w.part_of, { n: p.cases, of: p.of })} · {p.stock_qty > 0 ? `${fill(w.part_stock, { qty: quantity(p.stock_qty, p.unit) })}${p.bin_code ? ` ${p.bin_code}` : ''}` : <strong class="out">{w.part_out}</strong>}</span></span>
			{v.actions.includes('issue_part') && p.stock_qty > 0 && <Button small busy={act.busy} onClick={() => void issue()} aria-label={`${w.take_part} ${p.name}`}>{w.take_part}</Button>}
		</li>
	)
}

function Fix({ f, v, first, use }: { f: SuggestedFix; v: TicketView; first: boolean; use: (f: SuggestedFix) => void }) {
	const label = useLabel(), [open, setOpen] = useState(false), act = useAct()
	const url = `${ticketUrl(v.ticket.id)}/suggestions`
	const mark = (to: string | null) => act.run({ method: 'POST', url: `${url}/feedback`, json: { fix: f.group, label: f.label, mark: to }, title: `${w.did_not_apply} · ${label(f)}`, thread: `feedback:${v.ticket.id}` }, () => forget(url))
	const off = f.mark?.mark === 'did_not_apply'
	return (
		<li class={`fix ${off ? 'off-fix' : ''}`}>
			<div class="row between"><h3 class="grow">{label(f)}</h3><span class="fix-p num" title={f.probability >= 0.5 ? w.likely : w.possible}>{percent(f.probability, 0)}</span></div>
			<div class="fix-bar" aria-hidden="true"><span style={{ width: `${Math.round(f.probability * 100)}%` }} /></div>
			<Facts f={f} />
			{f.mark && <p><Tag tone={off ? '' : 'good'} icon={off ? 'close' : 'check'} text={wordOf(w, 'marked', f.mark.mark)} /></p>}
			{f.parts.length > 0 && <ul class="stack">{f.parts.slice(0, 4).map((p) => <PartRow key={p.part_id} p={p} v={v} />)}</ul>}
			<div class="row wrap">
				{v.actions.includes('restore') && <Button small={!first} kind={first ? 'tint' : 'normal'} icon="check" onClick={() => use(f)}>{w.worked}</Button>}
				{v.actions.includes('judge_suggestion') && <Button small kind="plain" busy={act.busy} aria-pressed={off} onClick={() => void mark(off ? null : 'did_not_apply')}>{w.did_not_apply}</Button>}
				<Button small kind="plain" onClick={() => setOpen(true)}>{w.evidence}</Button>
			</div>
			{open && (
				<Sheet title={label(f)} close={() => setOpen(false)}>
					<ul class="rows">{f.evidence.map((e) => (
						<li key={e.ticket_id}><a class="item" href={`/tickets/${e.ticket_id}`}><span class="grow"><span class="what">{e.symptom}</span><span class="soft"><br />{e.machine_name} · {day(e.time)}</span>{e.cause && <><br />{w.cause}: {e.cause}</>}{e.action && <><br />{w.action}: {e.action}</>}</span><Icon name="next" /></a></li>))}
					</ul>
				</Sheet>
			)}
		</li>
	)
}

export function Fixes({ v, use }: { v: TicketView; use: (f: SuggestedFix) => void }) {
	const over = ['closed', 'cancelled'].includes(v.ticket.state)
	const s = useData<Suggestion>(over ? null : `${ticketUrl(v.ticket.id)}/suggestions`)
	if (over) return null
	return (
		<>
			<h2 class="section"><span class="row"><Icon name="bulb" />{w.fixes}</span></h2>
			<Load of={s} rows={2}>
				{(x) => (
					<>
						{!x.ready && <p class="notice">{w.fixes_building}</p>}
						{x.fixes.length ? <ul class="fixes">{x.fixes.filter((f, i) => i === 0 || f.probability >= HARDLY).slice(0, 3).map((f, i) => <Fix key={f.group} f={f} v={v} first={i === 0} use={use} />)}</ul>
							: x.records.length ? null : <Empty icon="bulb" title={w.fixes_none} hint={w.fixes_none_hint} />}
						{!x.fixes.length && x.records.length > 0 && (
							<><p class="soft">{w.similar}</p><ul class="rows">{x.records.slice(0, 3).map((e) => <li key={e.ticket_id}><a class="item" href={`/tickets/${e.ticket_id}`}><span class="grow"><span class="what">{e.symptom}</span><br /><span class="soft">{e.machine_name} · {day(e.time)} · {e.action}</span></span></a></li>)}</ul></>
						)}
					</>
				)}
			</Load>
		</>
	)
}
