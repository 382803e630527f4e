// Where and when it stood: availability by machine and week, the worst on top.
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { count, NA, percent, span } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { Heat } from '../../lib/types'
import { locale, fill, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Plot } from '../../ui/Plot'
import { base, fit, label, nameAxis, roomFor } from './axes'
import { behindUrl, figuresUrl, stepOf, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const STEPS = ['day', 'week', 'month'] as const, GROUPS = ['machine', 'line', 'area'] as const
// Machines outside every place of the kind asked for stand together.
const rowName = (r: Heat['rows'][number]) => r.name ?? w.no_place
const stepName = (ms: number, step: string) => new Date(ms).toLocaleDateString(locale, step === 'month' ? { year: '2-digit', month: 'short' } : { month: 'numeric', day: 'numeric' })

function Table({ h, scope }: { h: Heat; scope: Scope }) {
	return (
		<table>
			<thead><tr><th scope="col">{wordOf(w, 'group', h.group)}</th><th class="num" scope="col">{w.availability}</th>{h.steps.map((s) => <th key={s.start} class="num" scope="col">{stepName(s.start, h.step)}</th>)}</tr></thead>
			<tbody>{h.rows.map((r) => (
				<tr key={r.id}><th scope="row">{rowName(r)}</th><td class="num">{r.availability == null ? NA : r.id == null ? percent(r.availability) : <a href={behindUrl(scope, 'downtime', { under: r.id })}>{percent(r.availability)}</a>}</td>
					{r.cells.map((c, i) => <td key={i} class="num">{c.availability == null ? NA : c.downtime_ms > 0 && r.id != null ? <a href={behindUrl(scope, 'downtime', { under: r.id, from: h.steps[i]!.start, to: h.steps[i]!.end })}>{percent(c.availability)}</a> : percent(c.availability)}</td>)}</tr>))}
			</tbody>
		</table>
	)
}

export function HeatReport({ scope, query }: ReportProps) {
	const step = STEPS.find((s) => s === query.get('step')) ?? (stepOf(scope) === 'month' ? 'month' : stepOf(scope) === 'week' ? 'week' : 'day')
	const group = GROUPS.find((g) => g === query.get('group')) ?? 'machine'
	const data = useData<Heat>(figuresUrl('/heat', scope, { step, group, limit: 40 }))
	return (
		<>
			<div class="row wrap field no-print">
				<Segments label={w.group} value={group} set={(v) => setQuery({ group: v })} choices={GROUPS.map((g) => ({ value: g, label: wordOf(w, 'group', g) }))} />
				<Segments label={w.step} value={step} set={(v) => setQuery({ step: v })} choices={STEPS.map((s) => ({ value: s, label: wordOf(w, 'step', s) }))} />
			</div>
			<Load of={data}>
				{(h) => h.rows.length ? (
					<>
						<Plot title={`${w.availability} · ${wordOf(w, 'group', group)}`} height={h.rows.length * 30 + 84} excel={figuresUrl('/heat.xlsx', scope, { step, group, limit: 500 })} table={<Table h={h} scope={scope} />} tools={<span class="legend">{w.blank_says}</span>}
							open={(m) => { const [x, y] = (m.data as { value: [number, number] }).value; return h.rows[y]!.id == null ? undefined : behindUrl(scope, 'downtime', { under: h.rows[y]!.id, from: h.steps[x]!.start, to: h.steps[x]!.end }) }}
							option={(ink, width) => {
								const names = roomFor(h.rows.map((r) => rowName(r)), Math.min(300, width * 0.3)), wide = (width - names - 30) / h.steps.length
								return {
									...base(ink),
									grid: { left: names + 12, right: 12, top: 26, bottom: 46 },
									xAxis: nameAxis(ink, h.steps.map((s) => stepName(s.start, h.step)), { position: 'top', axisLine: { show: false }, axisLabel: { ...label(ink), hideOverlap: true } }),
									yAxis: nameAxis(ink, h.rows.map((r) => fit(rowName(r), names)), { inverse: true, axisLine: { show: false }, axisLabel: { ...label(ink), color: ink.text } }),
									visualMap: { min: 80, max: 100, calculable: false, orient: 'horizontal', left: 0, bottom: 0, itemWidth: 14, itemHeight: Math.min(140, width * 0.3), text: ['100 %', '≤ 80 %'], textStyle: label(ink), inRange: { color: [ink.colour[4]!, ink.colour[2]!, ink.grid] }, seriesIndex: 0 },
									series: [{
										type: 'heatmap', cursor: 'pointer', itemStyle: { borderColor: ink.card, borderWidth: 2, borderRadius: 3 },
										data: h.rows.flatMap((r, y) => r.cells.flatMap((c, x) => (c.availability == null ? [] : [{ value: [x, y, c.availability * 100], label: { color: c.availability < 0.94 ? ink.card : ink.text } }]))),
										label: { show: wide > 44, fontSize: 12, formatter: ({ value }) => { const v = (value as number[])[2]!; return v > 99.95 ? '' : v.toFixed(v < 99 ? 0 : 1) } },
									}],
									tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const [i, y] = (x as { data: { value: [number, number] } }).data.value; const r = h.rows[y]!, c = r.cells[i]!; return `${fit(rowName(r), 300)}<br>${stepName(h.steps[i]!.start, h.step)}<br>${w.availability} ${percent(c.availability)}<br>${w.downtime} ${span(c.downtime_ms)}<br>${w.failures} ${count(c.failures)}` } },
								}
							}} />
						{h.left_out > 0 && <p class="soft">{fill(w.left_out, { n: h.left_out })}</p>}
					</>
				) : <Empty icon="report" title={w.none} hint={w.none_hint} />}
			</Load>
		</>
	)
}
