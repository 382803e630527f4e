// On a part's page: how it is bought and why, what is used of it, how long it lasts.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/buying.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { day, percent, quantity } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { numberOf, textOf } from '../../lib/number'
import { keepsStock } from '../../lib/session'
import type { PartDetail, PartReorder, PartWear } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Segments, TextField } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Plot } from '../../ui/Plot'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'

const w = words(words_), c = words(common_)

function RuleForm({ p, r, close }: { p: PartDetail; r: PartReorder; close: () => void }) {
	const [mode, setMode] = useState(r.worked ? 'worked' : 'hand'), [min, setMin] = useState(textOf(r.min_qty)), [max, setMax] = useState(textOf(r.max_qty)), [service, setService] = useState(textOf(r.own_service, 10))
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.run<PartReorder>({ method: 'PUT', url: `/api/v1/parts/${p.id}/reorder`, version: r.version, title: `${w.buying} · ${nameOf(p)}`, json: { worked: mode === 'worked', min_qty: numberOf(min), max_qty: numberOf(max), own_service: numberOf(service, 10) } }, () => (forget('/api/v1/parts'), close()))
	}
	return (
		<Sheet title={w.mode} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<div class="field"><Segments label={w.mode} value={mode} set={setMode} choices={[{ value: 'hand', label: w.mode_hand }, { value: 'worked', label: w.mode_worked }]} /></div>
				{mode === 'hand' ? (
					<>
						<TextField label={`${w.minimum} (${p.unit})`} name="min_qty" error={act.error} inputMode="decimal" value={min} set={setMin} hint={r.worked_point == null ? undefined : `${w.mode_worked}: ${quantity(r.worked_point, p.unit)}`} />
						<TextField label={`${w.maximum} (${p.unit})`} name="max_qty" error={act.error} inputMode="decimal" value={max} set={setMax} hint={w.max_hint} />
					</>
				) : <TextField label={w.service} name="own_service" error={act.error} inputMode="decimal" value={service} set={setService} hint={fill(w.service_hint, { n: r.service / 10 })} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}

// The figure in words.
function Reasons({ p, r }: { p: PartDetail; r: PartReorder }) {
	const q = (n: number | null | undefined) => quantity(n == null ? n : Math.round(n * 100) / 100, p.unit)
	if (r.trust === 'none') return <p class="soft">{w.r_none}</p>
	if (r.trust === 'weak') return <p class="soft">{fill(w.r_weak, { n: r.hits })}</p>
	return (
		<ul class="soft">
			<li>{fill(w.r_use, { year: q(Math.round(r.year_qty * 10) / 10), weeks: r.weeks.length, hits: r.hits, pattern: wordOf(w, 'pattern', r.pattern), method: wordOf(w, 'method', r.method) })}{r.method === 'tsb' && ` ${fill(w.r_quiet, { n: r.quiet })}`}</li>
			<li>{fill(w.r_lead, { days: Math.round(r.lead_days ?? 0), sd: Math.round(r.lead_sd ?? 0), source: wordOf(w, 'lead', r.lead_source), cycle: r.cycle_days, horizon: Math.round(r.horizon_days ?? 0), need: q(r.need) })}</li>
			<li>{fill(w.r_point, { service: r.service / 10, safety: q(r.safety), point: q(r.worked_point), kept: percent(r.kept), lot: q(Math.ceil(r.lot)) })}</li>
		</ul>
	)
}

function DemandPlot({ p, r }: { p: PartDetail; r: PartReorder }) {
	const last = r.weeks.slice(-104), from = last[0]?.start ?? 0
	const levels = r.levels.map((l) => [Math.max(l.time, from), l.qty]), now = Date.now()
	if (levels.length) levels.push([now, levels[levels.length - 1]![1]!])
	return (
		<Plot title={w.plot} height={220} tools={<span class="legend"><span><span class="swatch ink-1" />{w.used}</span><span><span class="swatch ink-0" />{w.stock}</span>{r.point != null && <span><span class="swatch ink-2" />{r.worked ? w.point : w.minimum}</span>}</span>} option={(ink) => ({
			color: [ink.colour[1]!, ink.colour[0]!, ink.colour[2]!],
			textStyle: { color: ink.text, fontFamily: ink.font },
			grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
			tooltip: { trigger: 'item', formatter: (x: unknown) => { const { seriesName, data } = x as { seriesName: string; data: [number, number] }; return `${seriesName}<br>${day(data[0])} · ${quantity(data[1], p.unit)}` } },
			xAxis: { type: 'time', min: from, max: now, axisLabel: { color: ink.soft, hideOverlap: true } },
			yAxis: { type: 'value', min: 0, axisLabel: { color: ink.soft }, splitLine: { lineStyle: { color: ink.grid } } },
			series: [
				{ name: w.used, type: 'bar', barMaxWidth: 10, data: last.filter((x) => x.qty > 0).map((x) => [x.start + 3.5 * 86_400_000, x.qty]) },
				{ name: w.stock, type: 'line', step: 'end', symbol: 'none', data: levels },
				...(r.point == null ? [] : [{ name: r.worked ? w.point : w.minimum, type: 'line', symbol: 'none', lineStyle: { type: 'dashed' }, data: [[from, r.point], [now, r.point]] }]),
			],
		}) as never} table={
			<table class="table"><thead><tr><th>{w.week}</th><th class="num">{w.used}</th></tr></thead>
				<tbody>{[...last].reverse().filter((x) => x.qty > 0).map((x) => <tr key={x.start}><td>{day(x.start)}</td><td class="num">{quantity(x.qty, p.unit)}</td></tr>)}</tbody></table>
		} />
	)
}

function Buying({ p }: { p: PartDetail }) {
	const rule = useData<PartReorder>(`/api/v1/parts/${p.id}/reorder`, touches('part', 'ticket', 'requisition'))
	const [setting, setSetting] = useState(false)
	return (
		<>
			<div class="row between section-row"><h2 class="section">{w.buying}</h2>{keepsStock() && rule.data && <Button small icon="edit" onClick={() => setSetting(true)}>{w.set}</Button>}</div>
			<Load of={rule} rows={2}>
				{(r) => (
					<>
						<section class="card">
							<div class="row between wrap"><strong>{r.worked ? w.mode_worked : w.mode_hand}</strong>{r.qty > 0 ? <Tag tone="warn" icon="warn" text={fill(w.buy_now, { qty: quantity(r.qty, p.unit) })} /> : <Tag tone="good" icon="check" text={w.enough} />}</div>
							<div class="buy-facts">
								<div><span class="soft">{w.position}</span><strong class="num">{quantity(r.position, p.unit)}</strong></div>
								<div><span class="soft">{r.worked ? w.point : w.minimum}</span><strong class="num">{quantity(r.point, p.unit)}</strong></div>
								<div><span class="soft">{w.up_to}</span><strong class="num">{quantity(r.up_to ?? r.point, p.unit)}</strong></div>
							</div>
							<p class="soft field">{fill(w.position_of, { hand: quantity(r.on_hand), reserved: quantity(r.reserved), wanted: quantity(r.wanted), order: quantity(r.on_order) })}</p>
							<Reasons p={p} r={r} />
						</section>
						{r.hits > 0 && <DemandPlot p={p} r={r} />}
						{setting && <RuleForm p={p} r={r} close={() => (setSetting(false), rule.reload())} />}
					</>
				)}
			</Load>
		</>
	)
}

function Wear({ p }: { p: PartDetail }) {
	const wear = useData<PartWear>(`/api/v1/parts/${p.id}/wear`, touches('ticket'))
	const days = (n: number | null | undefined) => (n == null ? '—' : fill(w.days, { n: Math.round(n) }))
	return (
		<>
			<h2 class="section">{w.wear}</h2>
			<Load of={wear} rows={2}>
				{(x) => {
					const d = x.days, said = d.basis === 'too_few' ? w.wear_few : d.basis === 'kaplan_meier' ? w.wear_km : w.wear_weibull
					if (!d.n) return <p class="card soft">{w.wear_none}</p>
					return (
						<>
							<section class="card">
								<p>{fill(said, { n: d.n, replaced: d.replaced, shape: d.shape?.toFixed(1) ?? '', b10: days(d.b10), median: days(d.median), b90: days(d.b90) })}</p>
								{d.shape != null && <p class="soft">{d.shape < 0.8 ? w.wear_early : d.shape < 1.3 ? w.wear_chance : w.wear_out}</p>}
							</section>
							<details class="card"><summary>{fill(w.lives, { n: x.lives.length })}</summary>
								<ul class="rows" aria-label={w.wear}>{x.lives.slice(0, 100).map((l) => (
									<li key={`${l.machine_id}-${l.ticket_id}`}><a class="item" href={`/tickets/${l.ticket_id}`}>
										<span class="grow"><span class="what lines-2">{[machineOf(l), l.component_name].filter(Boolean).join(' · ')}</span><span class="soft">{day(l.time)} – {l.replaced ? day(l.until) : w.still_in}</span></span>
										<span class="part-qty"><strong class="num">{days(l.days)}</strong><span class="soft num">{l.run != null ? fill(w.run, { n: quantity(l.run, x.meter_unit) }) : l.replaced ? w.replaced : w.still_in}</span></span>
									</a></li>))}
								</ul>
							</details>
						</>
					)
				}}
			</Load>
		</>
	)
}

export function OfPart({ p }: { p: PartDetail }) {
	return <><Buying p={p} /><Wear p={p} /></>
}
