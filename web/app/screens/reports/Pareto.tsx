// What happens most: bars in their order with the cumulative share beside them.
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { count, money, percent, span } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { Pareto, ParetoMark } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Plot } from '../../ui/Plot'
import { base, fit, label, nameAxis, roomFor, valueAxis } from './axes'
import { behindUrl, figuresUrl, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const BY = ['failure_mode', 'component', 'machine', 'cause'] as const, SORT = ['failures', 'downtime', 'cost'] as const
type By = (typeof BY)[number]
type Sort = (typeof SORT)[number]

const valueOf = (m: Pick<ParetoMark, 'failures' | 'downtime_ms' | 'cost_cents'>, sort: Sort) => (sort === 'failures' ? m.failures : sort === 'downtime' ? m.downtime_ms : m.cost_cents)
const said = (v: number, sort: Sort) => (sort === 'failures' ? count(v) : sort === 'downtime' ? span(v) : money(v))
const nameOf = (m: ParetoMark) => m.name ?? w.not_recorded

function linkOf(m: ParetoMark, by: By, s: Scope): string {
	if (by === 'machine') return behindUrl(s, 'failures', { under: m.id })
	return behindUrl(s, 'failures', { [by]: m.key ?? '-' })
}

function Table({ p, by, scope }: { p: Pareto; by: By; scope: Scope }) {
	return (
		<table>
			<thead><tr><th scope="col">{wordOf(w, 'by', by)}</th><th class="num" scope="col">{w.failures}</th><th class="num" scope="col">{w.downtime}</th><th class="num" scope="col">{w.cost}</th><th class="num" scope="col">{w.share}</th><th class="num" scope="col">{w.cumulative}</th></tr></thead>
			<tbody>
				{p.items.map((m, i) => <tr key={i}><td><a href={linkOf(m, by, scope)}>{nameOf(m)}</a></td><td class="num">{count(m.failures)}</td><td class="num">{span(m.downtime_ms)}</td><td class="num">{money(m.cost_cents)}</td><td class="num">{percent(m.share)}</td><td class="num">{percent(m.cumulative)}</td></tr>)}
				{p.rest_marks > 0 && <tr><td>{fill(w.rest, { n: p.rest_marks })}</td><td class="num">{count(p.rest.failures)}</td><td class="num">{span(p.rest.downtime_ms)}</td><td class="num">{money(p.rest.cost_cents)}</td><td /><td /></tr>}
			</tbody>
			<tfoot><tr><th scope="row">{w.total}</th><td class="num">{count(p.total.failures)}</td><td class="num">{span(p.total.downtime_ms)}</td><td class="num">{money(p.total.cost_cents)}</td><td /><td /></tr></tfoot>
		</table>
	)
}

export function ParetoReport({ scope, query }: ReportProps) {
	const by = (BY.find((b) => b === query.get('by')) ?? 'failure_mode') as By, sort = (SORT.find((b) => b === query.get('sort')) ?? 'failures') as Sort
	const data = useData<Pareto>(figuresUrl('/pareto', scope, { by, sort, top: 12 }))
	return (
		<>
			<div class="row wrap field no-print">
				<Segments label={w.by} value={by} set={(v) => setQuery({ by: v })} choices={BY.map((b) => ({ value: b, label: wordOf(w, 'by', b) }))} />
				<Segments label={w.measure} value={sort} set={(v) => setQuery({ sort: v })} choices={SORT.map((b) => ({ value: b, label: wordOf(w, 'sort', b) }))} />
			</div>
			<Load of={data}>
				{(p) => p.items.length ? (
					<Plot title={`${w.tab_pareto} · ${wordOf(w, 'by', by)}`} height={p.items.length * 36 + 12} tools={<span class="legend">{fill(w.bars_say, { what: wordOf(w, 'sort', sort) })}</span>} excel={figuresUrl('/pareto.xlsx', scope, { by, sort, top: 100 })}
						open={(m) => linkOf(p.items[m.dataIndex]!, by, scope)} table={<Table p={p} by={by} scope={scope} />}
						option={(ink, width) => {
							const values = p.items.map((m) => valueOf(m, sort)), said_ = p.items.map((m, i) => `${said(values[i]!, sort)}  ·  ${percent(m.cumulative, 0)}`)
							const names = roomFor(p.items.map(nameOf), Math.min(300, width * 0.36))
							return {
								...base(ink),
								grid: { left: names + 12, right: roomFor(said_, width * 0.4) + 8, top: 4, bottom: 4 },
								xAxis: valueAxis(ink, { axisLabel: { show: false }, splitLine: { show: false }, max: Math.max(...values, 1) }),
								yAxis: nameAxis(ink, p.items.map((m) => fit(nameOf(m), names)), { inverse: true, axisLabel: { ...label(ink), color: ink.text } }),
								series: [{
									type: 'bar', data: values, itemStyle: { color: ink.colour[0], borderRadius: [0, 3, 3, 0] }, barMaxWidth: 22, cursor: 'pointer',
									label: { show: true, position: 'right', color: ink.soft, fontSize: 13, formatter: ({ dataIndex: i }) => said_[i]! },
								}],
								tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const m = p.items[(x as { dataIndex: number }).dataIndex]!; return [nameOf(m), `${w.failures} ${count(m.failures)}`, `${w.downtime} ${span(m.downtime_ms)}`, `${w.cost} ${money(m.cost_cents)}`, `${w.cumulative} ${percent(m.cumulative)}`].map(escape).join('<br>') } },
							}
						}} />
				) : <Empty icon="report" title={w.none} hint={w.none_hint} />}
			</Load>
		</>
	)
}
const escape = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
