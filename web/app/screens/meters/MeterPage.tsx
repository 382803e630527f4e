// One meter: what it shows, how it went against its limits, its alarms, its readings.
import { useEffect, useMemo, useState } from 'preact/hooks'
import words_ from '../../../i18n/meters.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData, type Data } from '../../lib/data'
import { ago, fullTime, quantity, span, time, useNow } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { leads, repairs } from '../../lib/session'
import type { Alarm, List, Meter, MeterTrend, Reading } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { More, usePages } from '../../ui/PagedList'
import { Plot, type Ink } from '../../ui/Plot'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { base, label, valueAxis } from '../reports/axes'
import { MeterForm } from './MeterForm'
import { ReadSheet } from './ReadSheet'
import { changedMeters, limitsWord, meterUrl, standOf } from './meter'

const w = words(words_)
const DAY = 86_400_000
const SPANS = { day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY } as const
type Span = keyof typeof SPANS

function Head({ m, read }: { m: Meter; read: () => void }) {
	const now = useNow(60), s = standOf(m)
	return (
		<section class="card stack">
			<p class="row wrap"><a href={`/machines/${m.asset_id}`}>{machineOf(m)}</a><span class="soft">{[m.machine_code, m.place].filter(Boolean).join(' · ')}</span></p>
			<p class="row wrap"><span class="figure">{quantity(m.last_value, m.unit)}</span><Tag tone={s.tone} icon={s.icon} text={s.text} /></p>
			<p class="soft">{[m.last_at != null && ago(m.last_at, now), limitsWord(m)].filter(Boolean).join(' · ')}</p>
			{m.ticket_id != null && <p><a href={`/tickets/${m.ticket_id}`}>{fill(w.ticket, { id: m.ticket_id })}</a></p>}
			{!m.retired && <div class="part-acts"><Button kind="main" icon="edit" onClick={read}>{w.enter}</Button></div>}
		</section>
	)
}

const limitLine = (ink: Ink, value: number | null, name: string, colour: string | undefined, from: number, to: number) =>
	value == null ? [] : [{ type: 'line' as const, name, data: [[from, value], [to, value]], symbol: 'none', silent: true, lineStyle: { color: colour ?? ink.soft, width: 1.5, type: 'dashed' as const } }]

// 1, 2 or 5 of some power of ten, and not less.
function nice(x: number): number {
	const power = 10 ** Math.floor(Math.log10(x))
	return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= x)!
}

function optionOf(m: Meter, t: MeterTrend, ink: Ink) {
	const rows = t.items, at = (x: { time: number }) => x.time + t.step_ms / 2, spread = rows.some((x) => x.max !== x.min)
	const shown = [m.low, m.high, m.warn_low, m.warn_high, ...rows.flatMap((x) => [x.min, x.max])].filter((v): v is number => v != null)
	const least = Math.min(...shown), most = Math.max(...shown), step = nice((most - least) / 4 || Math.abs(most) / 4 || 1)
	const lowest = Math.floor(least / step - .05) * step, highest = Math.ceil(most / step + .05) * step
	return {
		...base(ink),
		grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
		xAxis: { type: 'time' as const, min: t.from, max: t.to, axisLabel: { ...label(ink), hideOverlap: true }, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, splitLine: { show: false } },
		yAxis: valueAxis(ink, { min: lowest, max: highest, interval: step }),
		series: [
			...(spread ? [
				{ type: 'line' as const, data: rows.map((x) => [at(x), x.min]), stack: 'band', stackStrategy: 'all' as const, symbol: 'none', silent: true, lineStyle: { opacity: 0 } },
				{ type: 'line' as const, data: rows.map((x) => [at(x), x.max - x.min]), stack: 'band', stackStrategy: 'all' as const, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: ink.colour[1], opacity: .2 } },
			] : []),
			{ type: 'line' as const, name: nameOf(m), data: rows.map((x) => [at(x), x.mean]), lineStyle: { color: ink.colour[1], width: 2 }, itemStyle: { color: ink.colour[1] }, symbol: 'circle', symbolSize: rows.length > 60 ? 4 : 6 },
			...limitLine(ink, m.low, w.low, ink.colour[4], t.from, t.to), ...limitLine(ink, m.high, w.high, ink.colour[4], t.from, t.to),
			...limitLine(ink, m.warn_low, w.warn_low, ink.colour[2], t.from, t.to), ...limitLine(ink, m.warn_high, w.warn_high, ink.colour[2], t.from, t.to),
		],
		tooltip: { ...base(ink).tooltip as object, formatter: (x: unknown) => { const r = rows[(x as { dataIndex: number }).dataIndex]; return r ? `${fullTime(r.time)}<br>${w.mean} ${quantity(r.mean, m.unit)}${r.min !== r.max ? `<br>${quantity(r.min)} – ${quantity(r.max, m.unit)}` : ''}` : '' } },
	}
}

function TrendCard({ m, query }: { m: Meter; query: URLSearchParams }) {
	const chosen = (query.get('span') ?? '') as Span, name: Span = chosen in SPANS ? chosen : 'month'
	// Rounded, so that the address stays the same while one looks.
	const to = useMemo(() => Math.ceil(Math.max(Date.now(), m.last_at ?? 0) / 60_000) * 60_000, [name, m.last_at])
	const trend = useData<MeterTrend>(address(`${meterUrl(m.id)}/trend`, { from: to - SPANS[name], to, steps: 150 }))
	const choices = (Object.keys(SPANS) as Span[]).map((s) => ({ value: s, label: wordOf(w, 'span', s) }))
	const table = (t: MeterTrend) => (
		<table><thead><tr><th scope="col">{w.when}</th><th class="num" scope="col">{w.mean}</th><th class="num" scope="col">{w.least}</th><th class="num" scope="col">{w.most}</th><th class="num" scope="col">{w.n}</th></tr></thead>
			<tbody>{[...t.items].reverse().map((x) => <tr key={x.time}><th scope="row">{fullTime(x.time)}</th><td class="num">{quantity(x.mean)}</td><td class="num">{quantity(x.min)}</td><td class="num">{quantity(x.max)}</td><td class="num">{x.n}</td></tr>)}</tbody></table>
	)
	return (
		<>
			<div class="field"><Segments label={w.span} value={name} set={(v) => setQuery({ span: v })} choices={choices} /></div>
			<Load of={trend}>{(t) => t.items.length ? <Plot title={`${w.trend} (${m.unit})`} height={260} option={(ink) => optionOf(m, t, ink)} table={table(t)} /> : <p class="card soft">{w.nothing_here}</p>}</Load>
		</>
	)
}

function Alarms({ m, alarms }: { m: Meter; alarms: Data<List<Alarm>> }) {
	const items = alarms.data?.items ?? [], now = useNow(60)
	return (
		<>
			<h2 class="section">{w.alarms}</h2>
			{!items.length ? <p class="card soft">{w.no_alarms}</p> : (
				<ul class="rows" aria-label={w.alarms}>{items.map((x) => (
					<li key={x.id}><div class="item">
						<span class={`edge ${x.cleared_at == null ? 'bad' : ''}`} />
						<span class="grow">
							<span class="what">{fill(wordOf(w, 'alarm', x.side), { bound: quantity(x.bound, m.unit) })}</span><br />
							<span class="soft">{[time(x.raised_at), x.cleared_at == null ? `${w.going_on} · ${fill(w.lasted, { span: span(now - x.raised_at) })}` : fill(w.lasted, { span: span(x.cleared_at - x.raised_at) }), fill(w.worst, { value: quantity(x.worst, m.unit) })].join(' · ')}</span>
						</span>
						{x.ticket_id != null && <a class="btn small" href={`/tickets/${x.ticket_id}`}>#{x.ticket_id}</a>}
					</div></li>
				))}</ul>
			)}
		</>
	)
}

function Readings({ m }: { m: Meter }) {
	const pages = usePages<Reading>(`${meterUrl(m.id)}/readings`, 'before', touches('meter')), act = useAct()
	const remove = (r: Reading) => void act.now('DELETE', `${meterUrl(m.id)}/readings/${r.time}`, {}, () => (toast(w.removed), changedMeters(m.asset_id), void pages.again()))
	if (!pages.items.length) return null
	return (
		<details class="card">
			<summary class="item"><h2 class="grow">{w.readings}</h2></summary>
			<ul class="rows" aria-label={w.readings}>{pages.items.map((r) => (
				<li key={r.time}><div class="item"><span class="grow"><span class="what num">{quantity(r.value, m.unit)}</span><br /><span class="soft">{[fullTime(r.time), wordOf(w, 'source', r.source), r.account_name, r.reset && w.was_reset].filter(Boolean).join(' · ')}</span></span>
					{repairs() && (r.source === 'typed' || leads()) && <IconButton icon="trash" label={w.remove} disabled={act.busy} onClick={() => remove(r)} />}</div></li>
			))}</ul>
			<More pages={pages} />
		</details>
	)
}

function Body({ m, query }: { m: Meter; query: URLSearchParams }) {
	const alarms = useData<List<Alarm>>(`${meterUrl(m.id)}/alarms?limit=20`, touches('meter'))
	const [sheet, open] = useState<'read'>()
	return (
		<>
			<Head m={m} read={() => open('read')} />
			<TrendCard m={m} query={query} />
			<Alarms m={m} alarms={alarms} />
			<Readings key={m.last_at} m={m} />
			{sheet && <ReadSheet m={m} close={() => open(undefined)} />}
		</>
	)
}

export function MeterPage({ id, query }: { id: number; query: URLSearchParams }) {
	const meter = useData<Meter>(meterUrl(id), (c) => c.entity === 'meter' && c.id === id), [editing, edit] = useState(false), tick = useNow(15), m = meter.data
	// What machines send is no event that one is told of.
	useEffect(() => void (m?.topic && meter.reload()), [tick])
	return (
		<Page title={m ? nameOf(m) : w.title} backTo="/meters" actions={m && leads() && <IconButton icon="edit" label={w.edit} onClick={() => edit(true)} />}>
			<Load of={meter}>{(x) => <><Body m={x} query={query} />{editing && <MeterForm key={x.version} asset={x.asset_id} meter={x} close={() => edit(false)} />}</>}</Load>
		</Page>
	)
}
