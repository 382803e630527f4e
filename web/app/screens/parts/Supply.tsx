// Around a part: for whom it is kept, what may stand in, where it is built in, who sells it and for how much.
import words_ from '../../../i18n/parts.json'
import { touches, useData } from '../../lib/data'
import { day, money, quantity } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import type { PartDetail, PartPrice, PartSupplier, PartSupply, Reservation } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Plot } from '../../ui/Plot'
import { Tag } from '../../ui/Tag'
import { AddPrice, AddSubstitute, AddUse, SetSupplier } from './SupplyForms'

const w = words(words_)

function Kept({ of, unit }: { of: Reservation[]; unit: string }) {
	if (!of.length) return null
	return (
		<>
			<h2 class="section">{w.kept_for}</h2>
			<ul class="rows" aria-label={w.kept_for}>{of.map((r) => (
				<li key={r.id}><a class="item" href={`/tickets/${r.ticket_id}`}>
					<span class="grow"><span class="what lines-2">{machineOf(r)}</span><span class="soft lines-2">#{r.ticket_id} {r.symptom}</span></span>
					<span class="part-qty"><strong class="num">{quantity(r.qty, unit)}</strong>{r.bin_code ? <span class="soft">{r.bin_code}</span> : <Tag tone="warn" icon="clock" text={w.wanted} />}</span>
				</a></li>))}
			</ul>
		</>
	)
}

function Others({ s, p }: { s: PartSupply; p: PartDetail }) {
	const row = (x: PartSupply['substitutes'][number], title: string) => (
		<li key={`${title}${x.id}`}><a class="item" href={`/parts/${x.id}`}>
			<span class="grow"><span class="what lines-2">{nameOf(x)}</span><span class="soft lines-2">{[title, x.code, x.note].filter(Boolean).join(' · ')}</span></span>
			<span class="part-qty"><strong class="num">{quantity(x.available, x.unit)}</strong><span class="soft">{x.bin_code}</span></span>
		</a></li>
	)
	return (
		<>
			<div class="row between section-row"><h2 class="section">{w.substitutes}</h2><AddSubstitute p={p} /></div>
			{s.substitutes.length || s.stands_in_for.length ? <ul class="rows" aria-label={w.substitutes}>{s.substitutes.map((x) => row(x, w.stands_in))}{s.stands_in_for.map((x) => row(x, w.stands_for))}</ul> : <p class="card soft">{w.substitutes_none}</p>}
		</>
	)
}

function BuiltIn({ s, p }: { s: PartSupply; p: PartDetail }) {
	return (
		<>
			<div class="row between section-row"><h2 class="section">{w.built_in}</h2><AddUse p={p} /></div>
			{s.uses.length ? (
				<ul class="rows" aria-label={w.built_in}>{s.uses.map((u) => {
					const inside = <><span class="grow"><span class="what lines-2">{u.model ? fill(w.model_all, { model: u.model }) : nameOf({ name: u.asset_name, name_en: u.asset_name_en })}</span><span class="soft">{[u.asset_code, u.note].filter(Boolean).join(' · ')}</span></span>{u.qty != null && <strong class="num">{quantity(u.qty, p.unit)}</strong>}</>
					return <li key={u.id}>{u.asset_id ? <a class="item" href={`/machines/${u.asset_id}`}>{inside}</a> : <div class="item">{inside}</div>}</li>
				})}</ul>
			) : <p class="card soft">{w.built_in_none}</p>}
		</>
	)
}

const DAY = 86_400_000
export function Prices({ of, unit }: { of: PartPrice[]; unit: string }) {
	const names = [...new Set(of.map((q) => q.supplier_name))]
	return (
		<Plot title={w.prices} height={200} tools={<span class="legend">{names.slice(0, 4).map((name, i) => <span key={name}><span class={`swatch ink-${[1, 2, 3, 0][i]}`} />{name}</span>)}</span>} option={(ink) => ({
			color: [ink.colour[1]!, ink.colour[2]!, ink.colour[3]!, ink.colour[0]!],
			textStyle: { color: ink.text, fontFamily: ink.font },
			grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
			tooltip: { trigger: 'item', formatter: (x: unknown) => { const { seriesName, data } = x as { seriesName: string; data: [number, number] }; return `${seriesName}<br>${day(data[0])} · ${money(data[1] * 100)}` } },
			xAxis: { type: 'time', axisLabel: { color: ink.soft, hideOverlap: true }, minInterval: 30 * DAY },
			yAxis: { type: 'value', scale: true, axisLabel: { color: ink.soft }, splitLine: { lineStyle: { color: ink.grid } } },
			series: names.map((name) => ({ name, type: 'line', step: 'end', symbolSize: 7, data: of.filter((q) => q.supplier_name === name).map((q) => [Date.parse(q.day), q.price_cents / 100]) })),
		}) as never} table={
			<table class="table"><thead><tr><th>{w.day}</th><th>{w.supplier}</th><th class="num">{fill(w.price_of, { unit })}</th></tr></thead>
				<tbody>{[...of].reverse().map((q) => <tr key={q.id}><td>{q.day}</td><td>{q.supplier_name}{q.note && ` · ${q.note}`}</td><td class="num">{money(q.price_cents)}</td></tr>)}</tbody></table>
		} />
	)
}

function Seller({ x, p }: { x: PartSupplier; p: PartDetail }) {
	const said = [x.number, x.lead_days != null && fill(w.lead, { n: x.lead_days }), x.min_qty != null && fill(w.least, { qty: quantity(x.min_qty, p.unit) }), x.pack_qty != null && fill(w.pack, { qty: quantity(x.pack_qty, p.unit) })].filter(Boolean)
	return (
		<li class="item">
			<span class="grow"><a class="what lines-2" href={`/suppliers/${x.supplier_id}`}>{x.supplier_name}</a><span class="soft lines-2">{said.join(' · ')}</span></span>
			<span class="part-qty">{x.price_cents != null && <strong class="num">{money(x.price_cents)}</strong>}{x.preferred && <Tag tone="good" icon="check" text={w.preferred} />}</span>
			<SetSupplier p={p} x={x} />
		</li>
	)
}

function Sellers({ s, p }: { s: PartSupply; p: PartDetail }) {
	return (
		<>
			<div class="row between section-row"><h2 class="section">{w.suppliers}</h2><span class="row"><AddPrice p={p} s={s} /><SetSupplier p={p} /></span></div>
			{s.suppliers.length ? <ul class="rows" aria-label={w.suppliers}>{s.suppliers.map((x) => <Seller key={x.supplier_id} x={x} p={p} />)}</ul> : <p class="card soft">{w.suppliers_none}</p>}
			{s.prices.length > 1 && <div class="card"><Prices of={s.prices} unit={p.unit} /></div>}
		</>
	)
}

export function Supply({ p }: { p: PartDetail }) {
	const all = useData<PartSupply>(`/api/v1/parts/${p.id}/supply`, touches('part', 'ticket', 'supplier'))
	const s = all.data
	if (!s) return null
	const short = p.missing != null || p.available <= 0
	return <><Kept of={s.reservations} unit={p.unit} />{short && s.substitutes.length > 0 && <Others s={s} p={p} />}<BuiltIn s={s} p={p} />{!(short && s.substitutes.length > 0) && <Others s={s} p={p} />}<Sellers s={s} p={p} /></>
}
