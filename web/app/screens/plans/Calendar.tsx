// What is due, by month or week: a grid of days at a desk, where a due is dragged to another day; a list on a phone.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { machineOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { me } from '../../lib/session'
import type { DueView, List } from '../../lib/types'
import { useWide } from '../../lib/wide'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { PlaceButton } from '../reports/Place'
import type { ScreenProps } from '../screens'
import { DueRow, DueSheet, planOf } from './Due'
import { FeedSheet } from './Feed'
import { dayWord, firstOf, monday, monthWord, plusDays, plusMonths, STANDING, today, WEEKDAYS } from './plan'

const w = words(words_)
const CELL = 4
type View = 'month' | 'week'
interface Opened {
	due: DueView
	to?: string
}
const keyOf = (d: DueView) => d.id ?? `${d.plan_id}-${d.asset_id}-${d.n}`

function byDay(items: readonly DueView[]): Map<string, DueView[]> {
	const out = new Map<string, DueView[]>()
	for (const d of items) out.set(d.due_day, [...(out.get(d.due_day) ?? []), d])
	return out
}

function Chip({ d, open }: { d: DueView; open: (o: Opened) => void }) {
	const [tone, icon] = STANDING[d.standing] ?? ['', 'dot'], may = d.actions.includes('move')
	return (
		<button type="button" class={`due-chip ${tone} ${d.projected ? 'projected' : ''}`} draggable={may} title={`${planOf(d)} · ${machineOf(d)}`}
			onDragStart={(e) => e.dataTransfer?.setData('text/plain', String(d.id))} onClick={() => open({ due: d })}>
			<Icon name={d.projected ? 'ring' : icon} /><span class="cut">{machineOf(d)} <span class="soft">{planOf(d)}</span></span>
		</button>
	)
}

function Cell({ day, items, month, all, open, most, see }: { day: string; items: readonly DueView[]; month: string; all: Map<string, DueView>; open: (o: Opened) => void; most: number; see: (day: string) => void }) {
	const [over, setOver] = useState(false)
	function drop(e: DragEvent) {
		e.preventDefault()
		setOver(false)
		const due = all.get(e.dataTransfer?.getData('text/plain') ?? '')
		if (due && due.due_day !== day && day >= today()) open({ due, to: day })
	}
	return (
		<td class={`${day.slice(0, 7) === month ? '' : 'other'} ${day === today() ? 'now' : ''} ${over ? 'over' : ''}`} data-day={day}
			onDragOver={(e) => day >= today() && (e.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
			<span class="day-n">{Number(day.slice(8))}</span>
			{items.slice(0, most).map((d) => <Chip key={keyOf(d)} d={d} open={open} />)}
			{items.length > most && <button type="button" class="due-more" onClick={() => see(day)}>{fill(w.more_n, { n: items.length - most })}</button>}
		</td>
	)
}

function Grid({ from, weeks, month, items, open }: { from: string; weeks: number; month: string; items: readonly DueView[]; open: (o: Opened) => void }) {
	const days = byDay(items), all = new Map(items.filter((d) => d.id != null).map((d) => [String(d.id), d])), [seen, see] = useState<string>()
	return (
		<>
			<table class={`calendar ${weeks === 1 ? 'week' : ''}`}>
				<caption class="off">{w.calendar}</caption>
				<thead><tr>{WEEKDAYS.map((d) => <th key={d} scope="col">{d}</th>)}</tr></thead>
				<tbody>
					{Array.from({ length: weeks }, (_, r) => <tr key={r}>{Array.from({ length: 7 }, (_, k) => {
						const day = plusDays(from, r * 7 + k)
						return <Cell key={day} day={day} items={days.get(day) ?? []} month={month} all={all} open={open} most={weeks === 1 ? 40 : CELL} see={see} />
					})}</tr>)}
				</tbody>
			</table>
			{seen && <Sheet title={dayWord(seen)} close={() => see(undefined)}><ul class="rows">{(days.get(seen) ?? []).map((d) => <li key={keyOf(d)}><DueRow d={d} day={false} open={(due) => (see(undefined), open({ due }))} /></li>)}</ul></Sheet>}
		</>
	)
}

function DayList({ items, open }: { items: readonly DueView[]; open: (o: Opened) => void }) {
	return <>{[...byDay(items)].map(([day, list]) => <section key={day}><h2 class={`section ${day === today() ? 'now' : ''}`}>{dayWord(day)}{day === today() && ` · ${w.today}`}</h2><ul class="rows" aria-label={dayWord(day)}>{list.map((d) => <li key={keyOf(d)}><DueRow d={d} day={false} open={(due) => open({ due })} /></li>)}</ul></section>)}</>
}

// What should have been done before: above all the rest, whatever time is looked at.
function Overdue({ under, mine, open }: { under?: number; mine?: number; open: (o: Opened) => void }) {
	const [all, show] = useState(false)
	const late = useData<List<DueView>>(address('/api/v1/dues', { from: plusDays(today(), -400), to: today(), under, technician: mine, standing: 'overdue' }), touches('plan', 'ticket'))
	const items = late.data?.items ?? []
	if (!items.length) return null
	return (
		<>
			<p class="notice bad" role="status"><Icon name="warn" /><span class="grow">{fill(w.overdue_all, { n: items.length })}</span><Button kind="plain" aria-expanded={all} onClick={() => show(!all)}>{w.overdue_see}</Button></p>
			{all && <ul class="rows" aria-label={w.standing_overdue}>{items.map((d) => <li key={keyOf(d)}><DueRow d={d} open={(due) => open({ due })} /></li>)}</ul>}
		</>
	)
}

export default function Calendar({ query }: ScreenProps) {
	const wide = useWide(), view: View = query.get('view') === 'week' ? 'week' : 'month', at = query.get('day') ?? today()
	const under = Number(query.get('under')) || undefined, mine = query.get('mine') ? me()?.id : undefined
	const [opened, open] = useState<Opened>(), [feeding, feed] = useState(false)
	const first = view === 'week' ? monday(at) : firstOf(at), next = view === 'week' ? plusDays(first, 7) : plusMonths(first, 1)
	const from = wide ? monday(first) : first, to = wide ? plusDays(monday(plusDays(next, -1)), 7) : next
	const weeks = Math.round((Date.parse(to) - Date.parse(from)) / 604_800_000)
	const dues = useData<List<DueView>>(address('/api/v1/dues', { from, to, under, technician: mine }), touches('plan', 'ticket'))
	const move = (n: number) => setQuery({ day: view === 'week' ? plusDays(first, 7 * n) : plusMonths(first, n) })
	return (
		<Page title={w.calendar} wide actions={<IconButton icon="download" label={w.feed} onClick={() => feed(true)} />}>
			<div class="row wrap field calendar-bar">
				<span class="row"><IconButton icon="back" label={w.before} onClick={() => move(-1)} /><strong class="calendar-when">{view === 'week' ? `${dayWord(first)} – ${dayWord(plusDays(next, -1))}` : monthWord(first)}</strong><IconButton icon="next" label={w.after} onClick={() => move(1)} /></span>
				<Button small onClick={() => setQuery({ day: null })}>{w.today}</Button>
				<Segments label={w.view} value={view} set={(v) => setQuery({ view: v === 'week' ? v : null })} choices={[{ value: 'month', label: w.month }, { value: 'week', label: w.week }]} />
				<Segments label={w.whose} value={mine ? 'mine' : 'all'} set={(v) => setQuery({ mine: v === 'mine' ? '1' : null })} choices={[{ value: 'all', label: w.everybody }, { value: 'mine', label: w.mine }]} />
				<PlaceButton under={under} choose={(id) => setQuery({ under: id ? String(id) : null })} />
			</div>
			<Overdue under={under} mine={mine} open={open} />
			<Load of={dues}>
				{({ items }) => wide ? <><div class="scroll-x"><Grid from={from} weeks={weeks} month={view === 'month' ? first.slice(0, 7) : ''} items={items} open={open} /></div>{items.some((d) => d.actions.includes('move')) && <p class="soft">{w.drag_hint}</p>}</>
					: items.length ? <DayList items={items} open={open} /> : <Empty icon="check" title={w.nothing} />}
			</Load>
			{opened && <DueSheet key={`${opened.due.id}${opened.to ?? ''}`} due={opened.due} to={opened.to} close={() => open(undefined)} />}
			{feeding && <FeedSheet under={under} close={() => feed(false)} />}
		</Page>
	)
}
