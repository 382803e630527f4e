// One A4 page about one month, for a manager to sign: the figures beside the month before, what failed most, what stood
// longest, what cost most, what is still open.
import type { ComponentChildren } from 'preact'
import words_ from '../../../i18n/reports.json'
import { useData, type Data } from '../../lib/data'
import { dayOf } from '../../lib/days'
import { count, fullTime, hours, money, NA, percent, span, time } from '../../lib/format'
import { machineOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { me } from '../../lib/session'
import type { Cost, Figure, Figures, FigureTickets, Pareto } from '../../lib/types'
import { fill, locale, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { figuresUrl, type Scope } from './period'
import { PlaceButton, usePlaceName } from './Place'

const w = words(words_)
const ROWS = 5

const monthStart = (month: string, n = 0) => {
	const [y, m] = month.split('-').map(Number) as [number, number]
	return dayOf(new Date(y, m - 1 + n, 1))
}
// The month that has ended last.
const lastMonth = () => {
	const d = new Date()
	return dayOf(new Date(d.getFullYear(), d.getMonth() - 1, 1)).slice(0, 7)
}
const scopeAt = (month: string, n: number, under: number | undefined): Scope => ({ period: 'custom', from: monthStart(month, n), to: monthStart(month, n + 1), under })

interface Row {
	name: string
	of: (f: Figure) => number | null
	say: (v: number | null) => string
	n?: (f: Figure) => number
	points?: boolean // a rate: the difference in percentage points
}
const rows: Row[] = [
	{ name: w.availability, of: (f) => f.availability, say: (v) => (v == null ? NA : percent(v)), points: true },
	{ name: w.mtbf, of: (f) => f.mtbf_ms, say: (v) => (v == null ? NA : hours(v)), n: (f) => f.breakdowns },
	{ name: w.mttr, of: (f) => f.mttr_ms, say: (v) => (v == null ? NA : hours(v)), n: (f) => f.restored },
	{ name: w.failures, of: (f) => f.failures, say: count },
	{ name: w.downtime, of: (f) => f.downtime_ms, say: span },
	{ name: w.cost, of: (f) => f.cost_total_cents, say: money },
	{ name: w.ratio, of: (f) => f.cost_ratio, say: (v) => (v == null ? NA : percent(v, 2)) },
]
function changeOf(r: Row, now: Figure, before: Figure): string {
	const a = r.of(now), b = r.of(before)
	if (a == null || b == null || !b) return '–'
	if (r.points) return `${a > b ? '+' : ''}${((a - b) * 100).toFixed(1)}`
	const x = a / b - 1
	return `${x > 0 ? '+' : ''}${percent(x, 0)}`
}

function Key({ now, before }: { now: Figure; before: Figure }) {
	const cell = (r: Row, f: Figure) => <>{r.say(r.of(f))}{r.n && r.of(f) != null && <span class="soft"> N={r.n(f)}</span>}</>
	return (
		<table>
			<thead><tr><td /><th class="num" scope="col">{w.this_month}</th><th class="num" scope="col">{w.month_before}</th><th class="num" scope="col">{w.change}</th></tr></thead>
			<tbody>{rows.map((r) => <tr key={r.name}><th scope="row">{r.name}</th><td class="num"><strong>{cell(r, now)}</strong></td><td class="num">{cell(r, before)}</td><td class="num">{changeOf(r, now, before)}</td></tr>)}</tbody>
		</table>
	)
}

function Block({ title, head, rows: all }: { title: string; head: string[]; rows: ComponentChildren[][] }) {
	return (
		<section>
			<h2>{title}</h2>
			<table>
				<thead><tr>{head.map((h, i) => <th key={i} scope="col" class={i ? 'num' : ''}>{h}</th>)}</tr></thead>
				<tbody>{all.length ? all.map((r, i) => <tr key={i}>{r.map((c, k) => <td key={k} class={k ? 'num' : 'cut'}>{c}</td>)}</tr>) : <tr><td colSpan={head.length}>{w.open_none}</td></tr>}</tbody>
			</table>
		</section>
	)
}

interface Everything {
	now: Figures
	before: Figures
	modes: Pareto
	worst: Pareto
	cost: Cost
	open: FigureTickets
}
// All of it or nothing: a report with holes is not signed.
function useAll(month: string, under: number | undefined): Data<Everything> {
	const s = scopeAt(month, 0, under), all = [
		useData<Figures>(figuresUrl('', s, { group: 'none' })), useData<Figures>(figuresUrl('', scopeAt(month, -1, under), { group: 'none' })),
		useData<Pareto>(figuresUrl('/pareto', s, { by: 'failure_mode', sort: 'failures', top: ROWS })), useData<Pareto>(figuresUrl('/pareto', s, { by: 'machine', sort: 'downtime', top: ROWS })),
		useData<Cost>(figuresUrl('/cost', s, { group: 'machine', sort: 'total', limit: ROWS })), useData<FigureTickets>(figuresUrl('/tickets', s, { figure: 'ongoing', limit: ROWS })),
	] as const
	const [now, before, modes, worst, cost, open] = all
	const data = now.data && before.data && modes.data && worst.data && cost.data && open.data
		? { now: now.data, before: before.data, modes: modes.data, worst: worst.data, cost: cost.data, open: open.data } : undefined
	return { data, error: all.find((d) => d.error)?.error, loading: !data, reload: () => all.forEach((d) => d.reload()) }
}

function Sheet({ d, month, place }: { d: Everything; month: string; place: string }) {
	const f = d.now.pooled
	const excluded = Object.entries(f.excluded ?? {}).filter(([, n]) => n).map(([k, n]) => fill(wordOf(w, 'excluded', k), { n: n as number })).join(w.comma)
	const notes = [
		f.mtbf_ms == null && f.failure_free_ms != null && `MTBF: ${fill(w.no_failure, { span: hours(f.failure_free_ms) })} · ${fill(w.lower_bound, { span: hours(f.mtbf_lower_ms) })}`,
		f.weak && f.breakdowns > 0 && fill(w.weak, { n: f.breakdowns }), f.no_calendar > 0 && fill(w.flag_calendar, { n: f.no_calendar }), f.life_unknown > 0 && fill(w.flag_life, { n: f.life_unknown }),
		f.machines_without_value > 0 && fill(w.flag_value, { n: f.machines_without_value }),
		excluded && fill(w.flag_excluded, { n: Object.values(f.excluded ?? {}).reduce((s: number, n) => s + (n ?? 0), 0), why: excluded }),
	].filter(Boolean)
	return (
		<article class="a4" tabIndex={0} aria-label={w.monthly_title}>
			<header><h1>{w.monthly_title}</h1><p>{place} · {new Date(`${month}-01T00:00`).toLocaleDateString(locale, { year: 'numeric', month: 'long' })} · {w.machines} {count(f.machines)}</p></header>
			<Key now={f} before={d.before.pooled} />
			<div class="halves">
				<Block title={w.top_failures} head={[w.by_failure_mode, w.failures, w.downtime]} rows={d.modes.items.map((m) => [m.name ?? w.not_recorded, count(m.failures), span(m.downtime_ms)])} />
				<Block title={w.top_downtime} head={[w.by_machine, w.downtime, w.failures]} rows={d.worst.items.filter((m) => m.downtime_ms > 0).map((m) => [m.name ?? '', span(m.downtime_ms), count(m.failures)])} />
			</div>
			<div class="halves">
				<Block title={w.top_cost} head={[w.by_machine, w.total, w.ratio]} rows={d.cost.items.filter((r) => r.cost_total_cents > 0).map((r) => [r.name ?? '', money(r.cost_total_cents), r.cost_ratio == null ? NA : percent(r.cost_ratio)])} />
				<Block title={`${w.open_items} (${d.open.total})`} head={[w.by_machine, w.start]} rows={d.open.items.map((t) => [`#${t.id} ${machineOf(t)}`, time(t.onset ?? t.reported_at)])} />
			</div>
			<p class="soft">{notes.join(' · ')}</p>
			<section class="remarks"><h2>{w.remarks}</h2></section>
			<footer><span>{w.made_by}</span><span>{w.checked_by}</span><span>{w.signed}</span></footer>
			<p class="soft made">{fill(w.made_at, { time: fullTime(d.now.now) })} · {me()?.name}</p>
		</article>
	)
}

export function Monthly({ query }: { query: URLSearchParams }) {
	const asked = query.get('month'), month = asked && /^\d{4}-\d\d$/.test(asked) ? asked : lastMonth()
	const under = Number(query.get('under')) || undefined
	const where = usePlaceName(under)
	const all = useAll(month, under)
	return (
		<Page title={w.monthly_title} backTo="/reports" wide actions={<Button icon="print" onClick={() => print()}>{w.print}</Button>}>
			<div class="choices ends no-print">
				<PlaceButton under={under} choose={(id) => setQuery({ under: id ? String(id) : null })} />
				<TextField label={w.month_choice} type="month" value={month} max={dayOf(new Date()).slice(0, 7)} set={(v) => v && setQuery({ month: v })} />
			</div>
			<Load of={all}>{(d) => <Sheet d={d} month={month} place={where} />}</Load>
		</Page>
	)
}
