// One machine over time: when it stood, when it ran badly, when work was planned; one row a day, or one for all.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { fullTime, span } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { Asset, Timeline, TimelineSpan } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Empty, Load } from '../../ui/Load'
import { PlaceSheet, placeName } from './Place'
import { figuresUrl, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const DAY = 86_400_000

// The days of the window, each with what of the spans falls into it.
interface DayRow {
	start: number
	end: number
}
function daysOf(t: Timeline): DayRow[] {
	const out: DayRow[] = []
	const d = new Date(t.from)
	d.setHours(0, 0, 0, 0)
	const last = Math.min(t.to, t.now)
	while (d.getTime() < last && out.length < 400) {
		const start = d.getTime()
		d.setDate(d.getDate() + 1)
		out.push({ start, end: d.getTime() })
	}
	return out
}
const clip = (s: { start: number; end: number }, d: DayRow) => {
	const a = Math.max(s.start, d.start), b = Math.min(s.end, d.end)
	return b > a ? { left: ((a - d.start) / DAY) * 100, width: ((b - a) / DAY) * 100 } : null
}

function Bar({ s, d }: { s: TimelineSpan; d: DayRow }) {
	const c = clip(s, d)
	if (!c) return null
	const title = `${wordOf(w, 'kind', s.kind)} ${fullTime(s.whole_start)} – ${s.ongoing ? w.now : fullTime(s.whole_end)}`
	const style = { left: `${c.left}%`, width: `max(3px, ${c.width}%)` }
	return s.tickets[0] ? <a class={`span ${s.kind}`} style={style} href={`/tickets/${s.tickets[0]}`} title={title} tabIndex={-1} aria-hidden="true" /> : <span class={`span ${s.kind}`} style={style} title={title} />
}

function Days({ t }: { t: Timeline }) {
	const days = daysOf(t).reverse()
	return (
		<div class="days">
			<div class="day hours" aria-hidden="true"><span class="day-name" />{[0, 6, 12, 18, 24].map((h) => <span key={h} style={{ left: `calc(64px + (100% - 64px) * ${h / 24})` }}>{h}</span>)}</div>
			{days.map((d) => (
				<div key={d.start} class="day">
					<span class="day-name num">{new Date(d.start).toLocaleDateString(undefined, { month: 'numeric', day: 'numeric' })}</span>
					<span class="day-bar">
						{t.required.map((r, i) => { const c = clip(r, d); return c && <span key={i} class="span shift" style={{ left: `${c.left}%`, width: `${c.width}%` }} /> })}
						{t.items.map((s, i) => <Bar key={i} s={s} d={d} />)}
					</span>
				</div>
			))}
		</div>
	)
}

function Table({ t }: { t: Timeline }) {
	return (
		<div class="scroll-x"><table>
			<thead><tr><th scope="col">{w.what}</th><th scope="col">{w.start}</th><th scope="col">{w.end}</th><th class="num" scope="col">{w.downtime}</th><th scope="col">#</th></tr></thead>
			<tbody>{t.items.slice().reverse().map((s, i) => <tr key={i}><td>{wordOf(w, 'kind', s.kind)}</td><td>{fullTime(s.whole_start)}</td><td>{s.ongoing ? w.now : fullTime(s.whole_end)}</td><td class="num">{s.downtime_ms ? span(s.downtime_ms) : '–'}</td><td>{s.tickets.map((id) => <a key={id} href={`/tickets/${id}`}>#{id} </a>)}</td></tr>)}</tbody>
		</table></div>
	)
}

function Machine({ scope, machine }: { scope: Scope; machine: Asset }) {
	const data = useData<Timeline>(figuresUrl('/timeline', scope))
	return (
		<Load of={data}>
			{(t) => (
				<section class="card plot">
					<header><h2 class="grow">{placeName(machine)}</h2><span class="legend">{(['down', 'degraded', 'planned', 'overrun'] as const).map((k) => <span key={k}><span class={`swatch ${k}`} />{wordOf(w, 'kind', k)}</span>)}<span><span class="swatch shift" />{w.shift}</span></span></header>
					<Days t={t} />
					{t.items.length ? <Table t={t} /> : <p class="soft">{w.none}</p>}
				</section>
			)}
		</Load>
	)
}

export function TimelineReport({ scope }: ReportProps) {
	const own = useData<Asset>(scope.under ? `/api/v1/assets/${scope.under}` : null)
	const [choosing, setChoosing] = useState(false)
	if (scope.under && own.data?.kind === 'machine') return <Machine scope={scope} machine={own.data} />
	if (scope.under && own.loading) return <Load of={own}>{() => null}</Load>
	return (
		<Empty icon="machine" title={w.choose_machine} hint={w.choose_machine_hint}>
			<Button kind="tint" icon="search" onClick={() => setChoosing(true)}>{w.choose_place}</Button>
			{choosing && <PlaceSheet only="machine" choose={(id) => setQuery({ under: id ? String(id) : null })} close={() => setChoosing(false)} />}
		</Empty>
	)
}
