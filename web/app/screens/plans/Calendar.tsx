// What is due, by month or week: a grid of days at a desk, where a due is dragged to another day; a list on a phone.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { dayWord, firstOf, monday, monthWord, plusDays, plusMonths, today, WEEKDAYS } from '../../lib/days'
import { machineOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { me } from '../../lib/session'
import type { DueDay, DueView, List } from '../../lib/types'
import { useWide } from '../../lib/wide'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { PlaceButton } from '../reports/Place'
import type { ScreenProps } from '../screens'
import { DueRow, DueSheet, planOf } from './Due'
import { FeedSheet } from './Feed'
import { STANDING } from './plan'

const w = words(words_)
// Of each day, in a month and in a week.
const EACH = { phone: [6, 20], desk: [4, 40] } as const
type View = 'month' | 'week'
interface Opened {
	due: DueView
	to?: string
}
const keyOf = (d: DueView) => d.id ?? `${d.plan_id}-${d.asset_id}-${d.n}`

function Chip({ d, open }: { d: DueView; open: (o: Opened) => void }) {
	const [tone, icon] = STANDING[d.standing] ?? ['', 'dot'], may = d.actions.includes('move')
	return (
		<button type="button" class={`due-chip ${tone} ${d.projected ? 'projected' : ''}`} draggable={may} title={`${planOf(d)} · ${machineOf(d)}`}
			onDragStart={(e) => e.dataTransfer?.setData('text/plain', String(d.id))} onClick={() => open({ due: d })}>
			<Icon name={d.projected ? 'ring' : icon} /><span class="cut">{machineOf(d)} <span class="soft">{planOf(d)}</span></span>
		</button>
	)
}

function Cell({ day, of, month, all, open, see }: { day: string; of: DueDay | undefined; month: string; all: Map<string, DueView>; open: (o: Opened) => void; see: (day: string) => void }) {
	const [over, setOver] = useState(false), items = of?.items ?? [], more = (of?.n ?? 0) - items.length
	function drop(e: DragEvent) {
		e.preventDefault()
		setOver(false)
		const due = all.get(e.dataTransfer?.getData('text/plain') ?? '')
		if (due && due.due_day !== day && day >= today()) open({ due, to: day })
	}
	return (
		<td class={`${!month || day.slice(0, 7) === month ? '' : 'other'} ${day === today() ? 'now' : ''} ${over ? 'over' : ''}`} data-day={day}
			onDragOver={(e) => day >= today() && (e.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
			<span class="day-n">{Number(day.slice(8))}</span>
			{items.map((d) => <Chip key={keyOf(d)} d={d} open={open} />)}
			{more > 0 && <button type="button" class="due-more" onClick={() => see(day)}>{fill(w.more_n, { n: more })}</button>}
		</td>
	)
}

function Grid({ from, weeks, month, days, open, see }: { from: string; weeks: number; month: string; days: readonly DueDay[]; open: (o: Opened) => void; see: (day: string) => void }) {
	const by = new Map(days.map((d) => [d.day, d])), all = new Map(days.flatMap((d) => d.items).filter((d) => d.id != null).map((d) => [String(d.id), d]))
	return (
		<table class={`calendar ${weeks === 1 ? 'one-week' : ''}`}>
			<caption class="off">{w.calendar}</caption>
			<thead><tr>{WEEKDAYS.map((d) => <th key={d} scope="col">{d}</th>)}</tr></thead>
			<tbody>
				{Array.from({ length: weeks }, (_, r) => <tr key={r}>{Array.from({ length: 7 }, (_, k) => {
					const day = plusDays(from, r * 7 + k)
					return <Cell key={day} day={day} of={by.get(day)} month={month} all={all} open={open} see={see} />
				})}</tr>)}
			</tbody>
		</table>
	)
}

function DayList({ days, open, see }: { days: readonly DueDay[]; open: (o: Opened) => void; see: (day: string) => void }) {
	return <>{days.filter((d) => d.n > 0).map((d) => (
		<section key={d.day}>
			<h2 class={`section ${d.day === today() ? 'now' : ''}`}>{dayWord(d.day)}{d.day === today() && ` · ${w.today}`}</h2>
			<ul class="rows" aria-label={dayWord(d.day)}>{d.items.map((x) => <li key={keyOf(x)}><DueRow d={x} day={false} open={(due) => open({ due })} /></li>)}</ul>
			{d.n > d.items.length && <Button full kind="plain" onClick={() => see(d.day)}>{fill(w.more_n, { n: d.n - d.items.length })}</Button>}
		</section>
	))}</>
}

interface Whose {
	under?: number
	technician?: number
}
// All of one day.
function DaySheet({ day, whose, open, close }: { day: string; whose: Whose; open: (o: Opened) => void; close: () => void }) {
	const pages = usePages<DueView>(address('/api/v1/dues', { from: day, to: plusDays(day, 1), ...whose }), 'after', touches('plan', 'ticket'))
	return <Sheet title={dayWord(day)} close={close}><PagedList pages={pages} label={dayWord(day)} id={keyOf} row={(d) => <DueRow d={d} day={false} open={(due) => (close(), open({ due }))} />} empty={<Empty icon="check" title={w.nothing} />} /></Sheet>
}

// What should have been done before: above all the rest, whatever time is looked at.
function Overdue({ whose, open }: { whose: Whose; open: (o: Opened) => void }) {
	const [all, show] = useState(false)
	const pages = usePages<DueView>(address('/api/v1/dues', { from: '2000-01-01', to: today(), ...whose, standing: 'overdue' }), 'after', touches('plan', 'ticket'))
	if (!pages.items.length) return null
	return (
		<>
			<p class="notice bad" role="status"><Icon name="warn" /><span class="grow">{fill(w.overdue_all, { n: `${pages.items.length}${pages.next ? '+' : ''}` })}</span><Button kind="plain" aria-expanded={all} onClick={() => show(!all)}>{w.overdue_see}</Button></p>
			{all && <PagedList pages={pages} label={w.standing_overdue} id={keyOf} row={(d) => <DueRow d={d} open={(due) => open({ due })} />} empty={null} />}
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
	const whose: Whose = { under, technician: mine }, each = EACH[wide ? 'desk' : 'phone'][view === 'week' ? 1 : 0], [seen, see] = useState<string>()
	const dues = useData<List<DueDay>>(address('/api/v1/due-days', { from, to, ...whose, each }), touches('plan', 'ticket'))
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
			<Overdue whose={whose} open={open} />
			<Load of={dues}>
				{({ items }) => wide ? <><div class="scroll-x"><Grid from={from} weeks={weeks} month={view === 'month' ? first.slice(0, 7) : ''} days={items} open={open} see={see} /></div>{items.some((x) => x.items.some((d) => d.actions.includes('move'))) && <p class="soft">{w.drag_hint}</p>}</>
					: items.some((d) => d.n) ? <DayList days={items} open={open} see={see} /> : <Empty icon="check" title={w.nothing} />}
			</Load>
			{seen && <DaySheet key={seen} day={seen} whose={whose} open={open} close={() => see(undefined)} />}
			{opened && <DueSheet key={`${opened.due.id}${opened.to ?? ''}`} due={opened.due} to={opened.to} close={() => open(undefined)} />}
			{feeding && <FeedSheet under={under} close={() => feed(false)} />}
		</Page>
	)
}
