// Budgets of a year: what was spent of each, whether it will last, and month by month.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/budget.json'
import common_ from '../../../i18n/common.json'
import { Refused, address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { two } from '../../lib/days'
import { money, NA, percent, roundMoney } from '../../lib/format'
import { centsOf, isNegative, textOf } from '../../lib/number'
import { setQuery } from '../../lib/router'
import type { BudgetYear } from '../../lib/types'
import { fill, locale, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, TextField } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Plot, type Ink } from '../../ui/Plot'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { base, label, nameAxis, valueAxis } from './axes'
import { behindUrl, type Scope } from './period'
import { PlaceButton } from './Place'

const w = words(words_), c = words(common_)
type Row = BudgetYear['items'][number]
const URL = '/api/v1/figures/budget'
const nameOf = (r: Row) => r.name ?? w.whole_plant

function Form({ year, row, close }: { year: number; row?: Row; close: () => void }) {
	const [under, setUnder] = useState<number | undefined>(undefined), [sum, setSum] = useState(textOf(row?.cents, 100))
	const act = useAct()
	const done = (said: string) => () => (toast(said), forget(URL), close())
	const save = () => void (row ? act.now('PATCH', `/api/v1/budgets/${row.id}`, { json: { cents: centsOf(sum) }, version: row.version }, done(w.saved))
		: act.now('POST', '/api/v1/budgets', { json: { year, asset_id: under ?? null, cents: centsOf(sum) } }, done(w.saved)))
	const remove = () => row && void act.now('DELETE', `/api/v1/budgets/${row.id}`, { version: row.version }, done(w.removed))
	return (
		<Sheet title={row ? `${w.change} · ${nameOf(row)}` : `${w.add} · ${fill(w.year_is, { year })}`} close={close}>
			<form onSubmit={(e) => (e.preventDefault(), save())}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				{!row && <div class="field"><p class="label">{w.place}</p><PlaceButton under={under} choose={setUnder} /></div>}
				<TextField label={w.amount} hint={w.amount_hint} name="cents" error={act.error} required inputMode="decimal" value={sum} set={setSum} data-focus />
				<div class="ends">{row && <Button kind="bad" icon="trash" busy={act.busy} onClick={remove}>{w.remove}</Button>}<Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={isNegative(sum)}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Standing({ r }: { r: Row }) {
	if (r.spent_cents > r.cents) return <Tag tone="bad" icon="stop" text={w.over} />
	if (r.forecast_cents != null && r.forecast_cents > r.cents) return <Tag tone="warn" icon="warn" text={w.will_be_over} />
	return <Tag tone="good" icon="check" text={w.in_budget} />
}

// How full it is, with a mark where the year stands.
function Bar({ r, gone }: { r: Row; gone: number }) {
	const used = r.used ?? (r.spent_cents > 0 ? 1 : 0)
	return (
		<div class={`budget-bar ${r.spent_cents > r.cents ? 'over' : ''}`} aria-hidden="true">
			<span style={{ width: `${Math.min(100, used * 100)}%` }} />
			{gone > 0 && gone < 1 && <i style={{ left: `${gone * 100}%` }} />}
		</div>
	)
}

function Card({ r, y, chosen, edit }: { r: Row; y: BudgetYear; chosen: boolean; edit: () => void }) {
	const place = r.asset_id == null ? null : String(r.asset_id)
	return (
		<section class={`card budget ${chosen ? 'chosen' : ''}`}>
			<h2 class="row between"><button type="button" class="budget-name grow" aria-pressed={chosen} onClick={() => setQuery({ of: place })}>{nameOf(r)} <span class="soft">{r.code}</span></button><IconButton icon="edit" label={`${w.change} · ${nameOf(r)}`} onClick={edit} /></h2>
			<p class="row between wrap"><span class="figure">{r.used == null ? NA : percent(r.used, 0)}</span><Standing r={r} /></p>
			<Bar r={r} gone={y.gone} />
			<p>{fill(w.spent_of, { a: roundMoney(r.spent_cents), b: roundMoney(r.cents) })}</p>
			{y.gone < 1 && <p class="soft">{r.forecast_cents == null ? w.forecast_early : fill(w.forecast, { sum: roundMoney(r.forecast_cents) })}</p>}
		</section>
	)
}

const monthName = (year: number, i: number) => new Date(year, i, 1).toLocaleDateString(locale, { month: 'short' })
function sums(r: Row): number[] {
	let sum = 0
	return r.months.map((m) => (sum += m.cents))
}
// Months that are not over yet, or have not begun, have no sum.
const shown = (y: BudgetYear) => Math.min(12, Math.ceil(y.gone * 12))

function option(r: Row, y: BudgetYear, ink: Ink) {
	const all = sums(r), n = shown(y)
	return {
		...base(ink),
		grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
		xAxis: nameAxis(ink, r.months.map((_, i) => monthName(y.year, i)), { axisLabel: { ...label(ink), hideOverlap: true } }),
		yAxis: valueAxis(ink, { min: 0 }),
		series: [
			{ name: w.booked, type: 'bar' as const, data: r.months.map((m, i) => (i < n ? m.cents / 100 : null)), itemStyle: { color: ink.colour[1], borderRadius: [3, 3, 0, 0] }, barMaxWidth: 32, cursor: 'pointer' },
			{ name: w.so_far, type: 'line' as const, data: all.map((s, i) => (i < n ? s / 100 : null)), lineStyle: { color: ink.colour[0], width: 2.5 }, itemStyle: { color: ink.colour[0] }, symbol: 'circle', symbolSize: 7 },
			{ name: w.even, type: 'line' as const, data: r.months.map((_, i) => (r.cents * (i + 1)) / 1200), lineStyle: { color: ink.soft, width: 1.5, type: 'dashed' as const }, itemStyle: { color: ink.soft }, symbol: 'none' },
		],
	}
}

function Table({ r, y }: { r: Row; y: BudgetYear }) {
	const all = sums(r), n = shown(y)
	return (
		<table>
			<thead><tr><th scope="col">{w.month}</th><th class="num" scope="col">{w.booked}</th><th class="num" scope="col">{w.so_far}</th><th class="num" scope="col">{w.even}</th></tr></thead>
			<tbody>{r.months.map((m, i) => <tr key={i}><th scope="row">{monthName(y.year, i)}</th><td class="num">{i < n ? money(m.cents) : '–'}</td><td class="num">{i < n ? money(all[i]!) : '–'}</td><td class="num">{money(Math.round((r.cents * (i + 1)) / 12))}</td></tr>)}</tbody>
		</table>
	)
}

function Months({ r, y }: { r: Row; y: BudgetYear }) {
	const at = (i: number) => {
		const from = `${y.year}-${two(i + 1)}-01`, to = i === 11 ? `${y.year + 1}-01-01` : `${y.year}-${two(i + 2)}-01`
		return behindUrl({ period: 'custom', from, to, under: r.asset_id ?? undefined } satisfies Scope, 'cost')
	}
	const legend = <span class="legend"><span><span class="swatch ink-1" />{w.booked}</span><span><span class="swatch ink-0" />{w.so_far}</span><span><span class="swatch ink-even" />{w.even}</span></span>
	return <Plot title={`${fill(w.plot, { name: nameOf(r) })} (${w.yuan})`} height={280} tools={legend} option={(ink) => option(r, y, ink)} open={(m) => (m.seriesIndex === 0 ? at(m.dataIndex) : null)} table={<Table r={r} y={y} />} />
}

export function BudgetReport({ query }: { query: URLSearchParams }) {
	const year = Number(query.get('year')) || new Date().getFullYear()
	const data = useData<BudgetYear>(address(URL, { year }), touches('ticket', 'part', 'budget', 'asset'))
	const [form, setForm] = useState<{ row?: Row } | null>(null)
	const go = (to: number) => setQuery({ year: String(to), of: null })
	return (
		<Page title={w.title} wide backTo="/reports" actions={<Button icon="plus" onClick={() => setForm({})}>{w.add}</Button>}>
			<div class="row field budget-year"><IconButton icon="back" label={w.before} onClick={() => go(year - 1)} /><strong>{fill(w.year_is, { year })}</strong><IconButton icon="next" label={w.after} onClick={() => go(year + 1)} />
				{data.data && data.data.gone > 0 && data.data.gone < 1 && <span class="soft">{fill(w.gone, { share: percent(data.data.gone, 0) })}</span>}</div>
			<Load of={data}>
				{(y) => {
					const chosen = y.items.find((r) => String(r.asset_id ?? '') === (query.get('of') ?? '')) ?? y.items[0]
					return chosen ? (
						<>
							<div class="tiles">{y.items.map((r) => <Card key={r.id} r={r} y={y} chosen={r === chosen && y.items.length > 1} edit={() => setForm({ row: r })} />)}</div>
							<Months r={chosen} y={y} />
						</>
					) : <Empty icon="money" title={fill(w.none, { year })} hint={w.none_hint} />
				}}
			</Load>
			{form && <Form year={year} row={form.row} close={() => setForm(null)} />}
		</Page>
	)
}
