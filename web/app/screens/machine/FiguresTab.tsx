// Its figures of the last twelve months with how they went month by month, and what it has cost this year.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { dayOf } from '../../lib/days'
import { count, hours, percent, roundMoney, span } from '../../lib/format'
import { leads } from '../../lib/session'
import type { AssetView, Figures, Trend } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Load } from '../../ui/Load'
import { Spark } from '../../ui/Spark'
import { isMachine } from './asset'

const w = words(words_)
const MONTHS = 12

function useMonths(): { from: string; to: string; year: string } {
	const [days] = useState(() => {
		const now = new Date(), first = new Date(now.getFullYear(), now.getMonth() - MONTHS + 1, 1)
		return { from: dayOf(first), to: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)), year: `${now.getFullYear()}-01-01` }
	})
	return days
}

interface TileProps {
	name: string
	value: string
	note?: string
	values?: readonly (number | null | undefined)[]
	tone?: 'good' | 'bad' | 'warn' | 'info'
	bars?: boolean
	href?: string
}
function Tile({ name, value, note, values, tone, bars, href }: TileProps) {
	const inside = (
		<>
			<span class="soft">{name}</span>
			<span class="figure">{value}</span>
			{values && <Spark values={values} tone={tone} bars={bars} label={fill(w.by_month, { name })} />}
			{note && <span class="soft">{note}</span>}
		</>
	)
	return href ? <a class="tile" href={href}>{inside}</a> : <div class="tile">{inside}</div>
}

// Of the machine's original value: what this year's repairs have cost.
function Cost({ a, year }: { a: AssetView; year: string }) {
	const cost = useData<Figures>(address('/api/v1/figures', { under: a.id, group: 'none', from: year }), touches('ticket', 'asset'))
	return (
		<Load of={cost} rows={1}>
			{({ pooled: f }) => {
				const share = f.cost_ratio
				return (
					<section class="card">
						<h2>{fill(w.cost_year, { year: year.slice(0, 4) })}</h2>
						<p class="row between wrap"><span class="figure">{roundMoney(f.cost_total_cents)}</span>{share == null ? <span class="soft">{w.no_value}</span> : <span>{fill(w.of_value, { share: percent(share, 2), value: roundMoney(f.original_value_cents) })}</span>}</p>
						{share != null && <div class="fix-bar" aria-hidden="true"><span style={{ width: `${Math.min(100, share * 100)}%` }} /></div>}
						<dl class="facts cost-facts"><dt>{w.cost_parts}</dt><dd class="num">{roundMoney(f.cost_parts_cents)}</dd><dt>{w.cost_labour}</dt><dd class="num">{roundMoney(f.cost_labour_cents)}</dd><dt>{w.cost_outside}</dt><dd class="num">{roundMoney(f.cost_outside_cents)}</dd>{!f.machines_without_rate && <><dt>{w.cost_downtime}</dt><dd class="num">{roundMoney(f.cost_downtime_cents)}</dd></>}</dl>
					</section>
				)
			}}
		</Load>
	)
}

export function FiguresTab({ a }: { a: AssetView }) {
	const { from, to, year } = useMonths()
	const query = { under: a.id, from, to }
	const whole = useData<Figures>(address('/api/v1/figures', { ...query, group: 'none' }), touches('ticket', 'asset', 'calendar'))
	const trend = useData<Trend>(address('/api/v1/figures/trend', { ...query, step: 'month' }), touches('ticket', 'asset', 'calendar'))
	const months = trend.data?.items
	const behind = (figure: string) => (leads() ? address('/reports/tickets', { figure, ...query }) : undefined)
	return (
		<>
			<Load of={whole}>
				{({ pooled: f }) => (
					<>
						<p class="section">{w.last_year}</p>
						<div class="tile-grid">
							<Tile name={w.availability} value={f.availability == null ? w.na : percent(f.availability)} note={fill(w.down_sum, { span: span(f.downtime_ms) })} values={months?.map((m) => m.availability)} tone="good" href={behind('downtime')} />
							<Tile name={w.mtbf} value={f.mtbf_ms == null ? w.na : hours(f.mtbf_ms)} note={f.mtbf_ms == null ? (f.failure_free_ms == null ? undefined : fill(w.no_failure, { span: span(f.failure_free_ms) })) : fill(f.weak ? w.n_weak : w.n_is, { n: f.breakdowns })} values={months?.map((m) => m.mtbf_ms)} href={behind('breakdowns')} />
							<Tile name={w.mttr} value={f.mttr_ms == null ? w.na : hours(f.mttr_ms)} note={fill(w.n_is, { n: f.restored })} values={months?.map((m) => m.mttr_ms)} tone="warn" href={behind('restored')} />
							<Tile name={w.failures} value={count(f.failures)} note={f.ongoing ? fill(w.ongoing, { n: f.ongoing }) : undefined} values={months?.map((m) => m.failures)} bars tone="bad" href={behind('failures')} />
						</div>
						{(f.no_calendar > 0 || f.life_unknown > 0) && <p class="soft field">{f.no_calendar > 0 && w.flag_calendar} {f.life_unknown > 0 && w.flag_life}</p>}
					</>
				)}
			</Load>
			<Cost a={a} year={year} />
			{leads() && <div class="row wrap field"><LinkButton icon="report" href={address('/reports', { under: a.id, period: 'year' })}>{w.reports}</LinkButton>{isMachine(a) && <LinkButton icon="clock" href={address('/reports/timeline', { under: a.id, period: 'quarter' })}>{w.timeline}</LinkButton>}</div>}
		</>
	)
}
