// One machine over time: when it stood, when it ran badly, when work was planned; one row a day, or one for all.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { fullTime, span } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import type { Asset, Timeline, TimelineSpan } from '../../lib/types'
import { locale, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Empty, Load } from '../../ui/Load'
import { Plot, type Ink } from '../../ui/Plot'
import type { EChartsOption } from '../../lib/plots'
import type { CustomSeriesRenderItemAPI } from 'echarts'
import { base, label, nameAxis, valueAxis } from './axes'
import { PlaceSheet } from './Place'
import { figuresUrl, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const HOUR = 3_600_000, DAY = 24 * HOUR, MOST_DAYS = 400
const rowHeight = (days: number) => (days > 62 ? 10 : days > 10 ? 22 : 32)

// The part of the plot that falls into each day: [row, from hour, to hour, index of the span].
type Piece = [number, number, number, number]
function daysOf(t: Timeline): number[] {
	const out: number[] = [], d = new Date(t.from), last = Math.min(t.to, t.now)
	for (d.setHours(0, 0, 0, 0); d.getTime() < last && out.length < MOST_DAYS; d.setDate(d.getDate() + 1)) out.push(d.getTime())
	return out.reverse()
}
function pieces(spans: readonly { start: number; end: number }[], days: readonly number[]): Piece[] {
	return spans.flatMap((s, i) => days.flatMap((day, row) => {
		const a = Math.max(s.start, day), b = Math.min(s.end, day + DAY)
		return b > a ? [[row, (a - day) / HOUR, (b - day) / HOUR, i] as Piece] : []
	}))
}

const KINDS = ['down', 'degraded', 'planned', 'overrun'] as const
const COLOUR: Record<TimelineSpan['kind'], number> = { down: 4, degraded: 2, planned: 1, overrun: 3 }
const said = (s: TimelineSpan) => `${wordOf(w, 'kind', s.kind)}<br>${fullTime(s.whole_start)} – ${s.ongoing ? w.now : fullTime(s.whole_end)}${s.downtime_ms ? `<br>${w.downtime} ${span(s.downtime_ms)}` : ''}`

function optionOf(t: Timeline, days: readonly number[], ink: Ink): EChartsOption {
	const high = rowHeight(days.length) - 4
	const bars = (spans: readonly { start: number; end: number }[], fill: (i: number) => string, silent: boolean) => ({
		type: 'custom' as const, silent, cursor: silent ? 'default' : 'pointer', data: pieces(spans, days), encode: { x: [1, 2], y: 0 },
		renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
			const [x, y] = api.coord([api.value(1), api.value(0)]) as [number, number], [end] = api.coord([api.value(2), api.value(0)]) as [number, number]
			return { type: 'rect' as const, shape: { x, y: y - high / 2, width: Math.max(silent ? 0 : 3, end - x), height: high }, style: { fill: fill(api.value(3) as number) } }
		},
	})
	const step = Math.ceil(16 / rowHeight(days.length))
	return {
		...base(ink),
		grid: { left: 56, right: 12, top: 24, bottom: 4 },
		xAxis: valueAxis(ink, { min: 0, max: 24, interval: 6, position: 'top', axisLabel: { ...label(ink), formatter: (h: number) => `${h}:00` } }),
		yAxis: nameAxis(ink, days.map((d) => new Date(d).toLocaleDateString(locale, { month: 'numeric', day: 'numeric' })), { inverse: true, axisLine: { show: false }, axisLabel: { ...label(ink), interval: step - 1 } }),
		series: [bars(t.required, () => ink.grid, true), bars(t.items, (i) => ink.colour[COLOUR[t.items[i]!.kind]]!, false)],
		tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => said(t.items[(x as { data: Piece }).data[3]]!) },
	}
}

function Table({ t }: { t: Timeline }) {
	return (
		<table>
			<thead><tr><th scope="col">{w.what}</th><th scope="col">{w.start}</th><th scope="col">{w.end}</th><th class="num" scope="col">{w.downtime}</th><th scope="col">#</th></tr></thead>
			<tbody>{t.items.slice().reverse().map((s, i) => <tr key={i}><td>{wordOf(w, 'kind', s.kind)}</td><td>{fullTime(s.whole_start)}</td><td>{s.ongoing ? w.now : fullTime(s.whole_end)}</td><td class="num">{s.downtime_ms ? span(s.downtime_ms) : '–'}</td><td>{s.tickets.map((id) => <a key={id} href={`/tickets/${id}`}>#{id} </a>)}</td></tr>)}</tbody>
		</table>
	)
}

function Machine({ scope, machine }: { scope: Scope; machine: Asset }) {
	const data = useData<Timeline>(figuresUrl('/timeline', scope))
	return (
		<Load of={data}>
			{(t) => (
				<Plot title={nameOf(machine)} height={daysOf(t).length * rowHeight(daysOf(t).length) + 32} excel={figuresUrl('/timeline.xlsx', scope)}
					tools={<span class="legend">{KINDS.map((k) => <span key={k}><span class={`swatch ${k}`} />{wordOf(w, 'kind', k)}</span>)}<span><span class="swatch shift" />{t.no_calendar ? w.no_shift : w.shift}</span></span>}
					open={(m) => { const id = t.items[(m.data as Piece)[3]]?.tickets[0]; return id === undefined ? null : `/tickets/${id}` }}
					option={(ink) => optionOf(t, daysOf(t), ink)} table={t.items.length ? <Table t={t} /> : <p class="soft">{w.none}</p>} />
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
