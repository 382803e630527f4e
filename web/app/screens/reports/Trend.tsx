// How it goes from step to step: MTBF, MTTR, availability and cost, each with its N.
import { useMemo } from 'preact/hooks'
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { count, hours, money, NA, percent } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { FigureStep, Trend } from '../../lib/types'
import { locale, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Plot, type Ink } from '../../ui/Plot'
import { base, label, nameAxis, valueAxis } from './axes'
import { behindUrl, figuresUrl, stepOf, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const STEPS = ['day', 'week', 'month'] as const
const HOUR = 3_600_000

function stepName(s: FigureStep, step: string): string {
	const d = new Date(s.start)
	return step === 'month' ? d.toLocaleDateString(locale, { year: '2-digit', month: 'short' }) : d.toLocaleDateString(locale, { month: 'numeric', day: 'numeric' })
}

interface Line {
	name: string
	figure: string // of the tickets behind it
	of: (s: FigureStep) => number | null
	n: (s: FigureStep) => number | null
	say: (v: number | null) => string
	unit: string
	bar?: boolean
	percent?: boolean
}
const lines: Line[] = [
	{ name: w.availability, figure: 'downtime', of: (s) => s.availability, n: () => null, say: (v) => percent(v), unit: '%', percent: true },
	{ name: w.mtbf, figure: 'breakdowns', of: (s) => s.mtbf_ms, n: (s) => s.breakdowns, say: hours, unit: w.hours },
	{ name: w.mttr, figure: 'restored', of: (s) => s.mttr_ms, n: (s) => s.restored, say: hours, unit: w.hours },
	{ name: w.failures, figure: 'failures', of: (s) => s.failures, n: () => null, say: count, unit: '', bar: true },
	{ name: w.cost, figure: 'cost', of: (s) => s.cost_total_cents, n: () => null, say: money, unit: w.yuan, bar: true },
]
const scaled = (l: Line, v: number | null) => (v == null ? null : l.percent ? v * 100 : l.unit === w.hours ? v / HOUR : l.unit === w.yuan ? v / 100 : v)

function optionOf(l: Line, items: readonly FigureStep[], names: string[], ink: Ink) {
	const values = items.map((s) => scaled(l, l.of(s)))
	const low = Math.min(...values.filter((v): v is number => v != null))
	const withN = names.map((name, i) => (l.n(items[i]!) == null ? name : `${name}\nN ${l.n(items[i]!)}`))
	return {
		...base(ink),
		grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
		xAxis: nameAxis(ink, withN, { axisLabel: { ...label(ink), hideOverlap: true, lineHeight: 17 } }),
		yAxis: valueAxis(ink, l.percent && Number.isFinite(low) ? { min: Math.max(0, Math.floor(low - 1)), max: 100 } : { min: 0 }),
		series: [l.bar ? { type: 'bar' as const, data: values, itemStyle: { color: ink.colour[1], borderRadius: [3, 3, 0, 0] }, barMaxWidth: 36, cursor: 'pointer' }
			: { type: 'line' as const, data: values.map((v, i) => ({ value: v, symbolSize: (l.n(items[i]!) ?? 9) < 3 ? 5 : 9, itemStyle: (l.n(items[i]!) ?? 9) < 3 ? { color: ink.card, borderColor: ink.colour[0], borderWidth: 2 } : undefined })),
				lineStyle: { color: ink.colour[0], width: 2.5 }, itemStyle: { color: ink.colour[0] }, symbol: 'circle', connectNulls: false }],
		tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const s = items[(x as { dataIndex: number }).dataIndex]!; return `${stepName(s, 'day')}<br>${l.name} ${l.say(l.of(s))}${l.n(s) == null ? '' : `<br>N = ${l.n(s)}`}` } },
	}
}

function Table({ items, step, scope }: { items: readonly FigureStep[]; step: string; scope: Scope }) {
	const at = (s: FigureStep, l: Line) => behindUrl(scope, l.figure, { from: s.start, to: s.end })
	return (
		<table>
			<thead><tr><th scope="col">{w.period}</th>{lines.map((l) => <th key={l.name} class="num" scope="col">{l.name}</th>)}<th class="num" scope="col">N</th></tr></thead>
			<tbody>{items.map((s) => <tr key={s.start}><th scope="row">{stepName(s, step)}</th>{lines.map((l) => <td key={l.name} class="num">{l.of(s) == null ? NA : <a href={at(s, l)}>{l.say(l.of(s))}</a>}</td>)}<td class="num">{count(s.breakdowns)}</td></tr>)}</tbody>
		</table>
	)
}

function Lines({ t, scope }: { t: Trend; scope: Scope }) {
	const names = useMemo(() => t.items.map((s) => stepName(s, t.step)), [t])
	const excel = figuresUrl('/trend.xlsx', scope, { step: t.step })
	return (
		<div class="plots">
			{lines.map((l, i) => (
				<Plot key={l.name} title={l.unit ? `${l.name} (${l.unit})` : l.name} height={240} excel={i === 0 ? excel : undefined} option={(ink) => optionOf(l, t.items, names, ink)}
					open={(m) => { const s = t.items[m.dataIndex]; return s && behindUrl(scope, l.figure, { from: s.start, to: s.end }) }} table={<Table items={t.items} step={t.step} scope={scope} />} />
			))}
		</div>
	)
}

export function TrendReport({ scope, query }: ReportProps) {
	const step = STEPS.find((s) => s === query.get('step')) ?? stepOf(scope)
	const data = useData<Trend>(figuresUrl('/trend', scope, { step }))
	return (
		<>
			<div class="row wrap field no-print"><Segments label={w.step} value={step} set={(v) => setQuery({ step: v })} choices={STEPS.map((s) => ({ value: s, label: wordOf(w, 'step', s) }))} /></div>
			<Load of={data}>{(t) => t.items.length ? <Lines t={t} scope={scope} /> : <Empty icon="report" title={w.none} hint={w.none_hint} />}</Load>
		</>
	)
}
