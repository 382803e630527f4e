// What repairs cost, against what the machines were worth.
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { money, NA, percent, roundMoney } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { Cost } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Plot } from '../../ui/Plot'
import { base, fit, label, nameAxis, roomFor, valueAxis } from './axes'
import { behindUrl, figuresUrl, type Scope } from './period'
import type { ReportProps } from './Reports'

const w = words(words_)
const GROUPS = ['machine', 'line', 'area'] as const, SORT = ['total', 'ratio', 'downtime'] as const
const KINDS = [['cost_parts_cents', w.parts_cost, 0], ['cost_labour_cents', w.labour_cost, 1], ['cost_outside_cents', w.outside_cost, 2]] as const

const LOST = [['cost_downtime_cents', w.downtime_cost, 2]] as const

// A price for an hour of downtime is known of some of its machines at least.
const priced = (r: Cost['total']) => r.machines_without_rate < r.machines

function Table({ c, scope }: { c: Cost; scope: Scope }) {
	const rows = [...c.items.map((r) => ({ r, head: <a href={behindUrl(scope, 'cost', { under: r.id })}>{r.name}</a> })), { r: c.total, head: <strong>{w.total}</strong> }]
	return (
		<table>
			<thead><tr><th scope="col">{wordOf(w, 'group', c.group)}</th>{KINDS.map(([k, name]) => <th key={k} class="num" scope="col">{name}</th>)}<th class="num" scope="col">{w.total}</th><th class="num" scope="col">{w.original}</th><th class="num" scope="col">{w.ratio}</th><th class="num" scope="col">{w.downtime_cost}</th></tr></thead>
			<tbody>{rows.map(({ r, head }, i) => <tr key={i}><td>{head}</td>{KINDS.map(([k]) => <td key={k} class="num">{money(r[k])}</td>)}<td class="num">{money(r.cost_total_cents)}</td><td class="num">{roundMoney(r.original_value_cents)}</td><td class="num">{r.cost_ratio == null ? NA : percent(r.cost_ratio, 2)}</td><td class="num">{priced(r) ? money(r.cost_downtime_cents) : NA}</td></tr>)}</tbody>
		</table>
	)
}

export function CostReport({ scope, query }: ReportProps) {
	const group = GROUPS.find((g) => g === query.get('group')) ?? 'machine', sort = SORT.find((s) => s === query.get('sort')) ?? 'total'
	const bars = sort === 'downtime' ? LOST : KINDS
	const data = useData<Cost>(figuresUrl('/cost', scope, { group, sort, limit: 20 }))
	return (
		<>
			<div class="row wrap field no-print">
				<Segments label={w.group} value={group} set={(v) => setQuery({ group: v })} choices={GROUPS.map((g) => ({ value: g, label: wordOf(w, 'group', g) }))} />
				<Segments label={w.measure} value={sort} set={(v) => setQuery({ sort: v })} choices={SORT.map((s) => ({ value: s, label: s === 'downtime' ? w.sort_downtime_cost : wordOf(w, 'sort', s) }))} />
			</div>
			<Load of={data}>
				{(c) => c.items.some((r) => r.cost_total_cents !== 0 || r.cost_downtime_cents !== 0) ? (
					<>
						<Plot title={sort === 'downtime' ? `${w.downtime_cost} · ${roundMoney(c.total.cost_downtime_cents)}` : `${w.cost} · ${roundMoney(c.total.cost_total_cents)} · ${w.ratio} ${c.total.cost_ratio == null ? NA : percent(c.total.cost_ratio, 2)}`} height={c.items.length * 36 + 40}
							excel={figuresUrl('/cost.xlsx', scope, { group, sort, limit: 500 })} open={(m) => behindUrl(scope, 'cost', { under: c.items[m.dataIndex]!.id })} table={<Table c={c} scope={scope} />}
							tools={<span class="legend">{bars.map(([k, name, i]) => <span key={k}><span class={`swatch ink-${i}`} />{name}</span>)}</span>}
							option={(ink, width) => {
								const said = c.items.map((r) => (sort === 'downtime' ? roundMoney(r.cost_downtime_cents) : `${roundMoney(r.cost_total_cents)}  ·  ${r.cost_ratio == null ? NA : percent(r.cost_ratio)}`))
								const names = roomFor(c.items.map((r) => r.name ?? ''), Math.min(300, width * 0.34))
								return {
									...base(ink),
									grid: { left: names + 12, right: roomFor(said, width * 0.4) + 8, top: 4, bottom: 8 },
									xAxis: valueAxis(ink, { axisLabel: { show: false }, splitLine: { show: false } }),
									yAxis: nameAxis(ink, c.items.map((r) => fit(r.name ?? '', names)), { inverse: true, axisLabel: { ...label(ink), color: ink.text } }),
									series: bars.map(([k, name, i], n, all) => ({
										type: 'bar' as const, stack: 'cost', name, data: c.items.map((r) => r[k] / 100), itemStyle: { color: ink.colour[i] }, barMaxWidth: 20, cursor: 'pointer',
										label: n === all.length - 1 ? { show: true, position: 'right' as const, color: ink.soft, fontSize: 13, formatter: ({ dataIndex: at }: { dataIndex: number }) => said[at]! } : undefined,
									})),
									tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const r = c.items[(x as { dataIndex: number }).dataIndex]!; return `${fit(r.name ?? '', 300)}<br>${KINDS.map(([k, name]) => `${name} ${money(r[k])}`).join('<br>')}<br>${w.original} ${roundMoney(r.original_value_cents)}` } },
								}
							}} />
						{priced(c.total) && <p class="soft">{fill(w.downtime_cost_is, { sum: roundMoney(c.total.cost_downtime_cents) })}{c.total.machines_without_rate > 0 && ` · ${fill(w.without_rate, { n: c.total.machines_without_rate })}`}</p>}
						{c.left_out > 0 && <p class="soft">{fill(w.left_out, { n: c.left_out })}</p>}
					</>
				) : <Empty icon="money" title={w.none} hint={w.none_hint} />}
			</Load>
		</>
	)
}
