// How good the suggestions are in this plant: whether the first ones were right, whether their probabilities come true,
// and how that goes with time.
import type { ComponentChildren } from 'preact'
import words_ from '../../../i18n/quality.json'
import { touches, useData } from '../../lib/data'
import { count, day, NA, percent } from '../../lib/format'
import type { Quality, QualityBin, QualitySpan } from '../../lib/types'
import { fill, locale, words } from '../../lib/words'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Plot, type Ink } from '../../ui/Plot'
import { base, label, nameAxis, valueAxis } from './axes'

const w = words(words_)
const DAY = 86_400_000

const share = (x: number) => percent(x, 0)
const LINES: [string, number, (s: QualitySpan) => number, (s: QualitySpan) => number][] = [
	[w.three, 0, (s) => s.hit3, (s) => s.answerable],
	[w.first, 1, (s) => s.hit1, (s) => s.answerable],
	[w.named, 2, (s) => s.coverage, (s) => s.repairs],
]

function Tile({ name, value, children }: { name: string; value: string; children: ComponentChildren }) {
	return <div class="card tile"><span class="tile-name">{name}</span><span class="figure">{value}</span><span class="soft tile-more">{children}</span></div>
}

function Tiles({ q }: { q: Quality }) {
	return (
		<div class="tiles four">
			<Tile name={w.first} value={share(q.hit1)}>{fill(w.known_of, { n: count(q.answerable) })}</Tile>
			<Tile name={w.three} value={share(q.hit3)}>{fill(w.three_new, { x: share(q.new_hit3) })}</Tile>
			<Tile name={w.named} value={share(q.coverage)}>{fill(w.named_right, { x: share(q.covered_right) })}</Tile>
			<Tile name={w.sure} value={share(q.sure)}>{fill(w.sure_right, { x: share(q.sure_right) })}</Tile>
		</div>
	)
}

const monthly = (s: QualitySpan) => s.to - s.from > 20 * DAY
const nameOf = (s: QualitySpan) => new Date(s.from).toLocaleDateString(locale, monthly(s) ? { year: '2-digit', month: 'short' } : { month: 'numeric', day: 'numeric' })

// A value of next to no repairs says nothing: it is left out of the line, and stays in the table.
const FEW = 5
function trendOption(items: readonly QualitySpan[], ink: Ink) {
	return {
		...base(ink),
		grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
		xAxis: nameAxis(ink, items.map(nameOf), { axisLabel: { ...label(ink), hideOverlap: true } }),
		yAxis: valueAxis(ink, { min: 0, max: 100, interval: 25, axisLabel: { ...label(ink), formatter: '{value}%' } }),
		series: LINES.map(([name, i, of, n]) => ({
			name, type: 'line' as const, symbol: 'circle', symbolSize: 7, connectNulls: true,
			data: items.map((s) => (n(s) < FEW ? null : Math.round(of(s) * 1000) / 10)),
			lineStyle: { color: ink.colour[i], width: 2.5 }, itemStyle: { color: ink.colour[i] },
		})),
		tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const { dataIndex, seriesIndex } = x as { dataIndex: number; seriesIndex: number }, s = items[dataIndex]!, [name, , of, n] = LINES[seriesIndex]!; return `${nameOf(s)}<br>${name} ${share(of(s))}<br>N = ${n(s)}` } },
	}
}

function TrendTable({ items }: { items: readonly QualitySpan[] }) {
	return (
		<table>
			<thead><tr><th scope="col">{w.span}</th><th class="num" scope="col">{w.repairs}</th>{LINES.map(([name]) => <th key={name} class="num" scope="col">{name}</th>)}</tr></thead>
			<tbody>{items.map((s) => <tr key={s.from}><th scope="row">{nameOf(s)}</th><td class="num">{count(s.repairs)}</td>{LINES.map(([name, , of, n]) => <td key={name} class="num">{n(s) ? share(of(s)) : NA}</td>)}</tr>)}</tbody>
		</table>
	)
}

const binName = (b: QualityBin) => `${Math.round(b.from * 100)}–${Math.round(b.to * 100)}%`
const BARS: [string, number, (b: QualityBin) => number][] = [[w.promised, 1, (b) => b.promised], [w.true, 0, (b) => b.right]]
function binOption(bins: readonly QualityBin[], ink: Ink) {
	return {
		...base(ink),
		grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
		xAxis: nameAxis(ink, bins.map((b) => `${binName(b)}\nN ${b.repairs}`), { axisLabel: { ...label(ink), interval: 0, lineHeight: 17 } }),
		yAxis: valueAxis(ink, { min: 0, max: 100, interval: 25, axisLabel: { ...label(ink), formatter: '{value}%' } }),
		series: BARS.map(([name, i, of]) => ({ name, type: 'bar' as const, data: bins.map((b) => (b.repairs ? Math.round(of(b) * 1000) / 10 : null)), itemStyle: { color: ink.colour[i], borderRadius: [3, 3, 0, 0] }, barMaxWidth: 36 })),
	}
}
function BinTable({ bins }: { bins: readonly QualityBin[] }) {
	return (
		<table>
			<thead><tr><th scope="col">{w.probability}</th><th class="num" scope="col">{w.repairs}</th>{BARS.map(([name]) => <th key={name} class="num" scope="col">{name}</th>)}</tr></thead>
			<tbody>{bins.map((b) => <tr key={b.from}><th scope="row">{binName(b)}</th><td class="num">{count(b.repairs)}</td>{BARS.map(([name, , of]) => <td key={name} class="num">{b.repairs ? share(of(b)) : NA}</td>)}</tr>)}</tbody>
		</table>
	)
}

const legend = (all: readonly (readonly [string, number, ...unknown[]])[]) => <span class="legend">{all.map(([name, i]) => <span key={name}><span class={`swatch ink-${i}`} />{name}</span>)}</span>

function Figures({ q }: { q: Quality }) {
	return (
		<>
			<p class="soft field">{fill(w.intro, { n: count(q.repairs), from: day(q.since), to: day(q.until) })}{!q.ready && <strong> {w.building}</strong>}</p>
			<Tiles q={q} />
			<div class="plots">
				<Plot title={w.trend} height={280} tools={legend(LINES)} option={(ink) => trendOption(q.trend, ink)} table={<TrendTable items={q.trend} />} />
				<Plot title={w.promise} height={280} tools={legend(BARS)} option={(ink) => binOption(q.bins, ink)} table={<BinTable bins={q.bins} />} />
			</div>
			<section class="card stack quality-more">
				<p>{fill(w.promise_hint, { x: percent(q.ece, 1) })}</p>
				<h2>{w.better}</h2>
				<p>{w.better_text}</p>
			</section>
		</>
	)
}

export function QualityReport() {
	const data = useData<Quality>('/api/v1/suggestions/quality', touches('ticket'))
	return (
		<Page title={w.title} wide backTo="/reports">
			<Load of={data}>{(q) => q.repairs ? <Figures q={q} /> : <Empty icon="bulb" title={w.none} hint={q.ready ? w.none_hint : w.building} />}</Load>
		</Page>
	)
}
