// The figures of a period at a glance; each opens the tickets it was made from.
import type { ComponentChildren } from 'preact'
import words_ from '../../../i18n/reports.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { count, hours, NA, percent, roundMoney, span } from '../../lib/format'
import { setQuery } from '../../lib/router'
import type { Figure, Figures, Outcome, Workload } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { behindUrl, figuresUrl, type Scope } from './period'
import { ComplianceTile } from '../plans/Compliance'
import type { ReportProps } from './Reports'

const w = words(words_)

function Tile({ name, value, href, children }: { name: string; value: string; href?: string; children?: ComponentChildren }) {
	const inside = <><span class="tile-name">{name}</span><span class="figure">{value}</span><span class="soft tile-more">{children}</span></>
	return href ? <a class="card tile" href={href}>{inside}</a> : <div class="card tile">{inside}</div>
}

const weak = (f: Figure) => (f.weak ? <><br /><span class="weak"><Icon name="warn" />{fill(w.weak, { n: f.breakdowns })}</span></> : null)

// No failure gives no mean, but it says something all the same.
function Mtbf({ f, scope, withRepair }: { f: Figure; scope: Scope; withRepair: boolean }) {
	const value = withRepair ? f.mtbf_with_repair_ms : f.mtbf_ms
	return (
		<Tile name={`${w.mtbf} · ${withRepair ? w.with_repair : w.without_repair}`} value={value == null ? NA : hours(value)} href={behindUrl(scope, 'breakdowns')}>
			{value != null ? <>{fill(w.n_is, { n: f.breakdowns })}{weak(f)}</>
				: f.failure_free_ms != null ? <>{fill(w.no_failure, { span: hours(f.failure_free_ms) })}<br />{fill(w.lower_bound, { span: hours(f.mtbf_lower_ms) })}</>
				: w.na_required}
		</Tile>
	)
}

// What came in, what is open, what came back.
// Of the repairs of the window, how many lasted; and where they do not.
function Outcomes({ scope }: { scope: Scope }) {
	const { data: x } = useData<Outcome>(figuresUrl('/outcomes', scope), touches('ticket', 'setting'))
	if (!x || x.held + x.came_back + x.pending === 0) return null
	return (
		<>
			<h2 class="section">{fill(w.outcomes, { days: x.days })}</h2>
			<div class="tiles">
				<Tile name={w.held_share} value={x.held_share == null ? NA : percent(x.held_share, 0)}>{x.old > 0 ? fill(w.held_of, { a: count(x.held), b: count(x.old) }) : w.held_early}{x.pending > 0 && <><br />{fill(w.held_pending, { n: count(x.pending) })}</>}</Tile>
				{x.components.slice(0, 2).map((c) => <Tile key={c.component} name={c.component} value={count(c.came_back)} href={address('/fixes', { text: c.component })}>{w.came_back}</Tile>)}
			</div>
		</>
	)
}

function Work({ scope }: { scope: Scope }) {
	const { data: x } = useData<Workload>(figuresUrl('/workload', scope), touches('ticket'))
	if (!x) return null
	const other = x.reported.preventive + x.reported.inspection + x.reported.improvement, open = Object.values(x.open).reduce((a, n) => a + n, 0)
	return (
		<div class="tiles">
			<Tile name={w.corrective_share} value={x.corrective_share == null ? NA : percent(x.corrective_share, 0)}>
				{x.corrective_share == null ? w.none_reported : fill(w.corrective_of, { n: count(x.reported.corrective), other: count(other) })}
			</Tile>
			<Tile name={w.first_fix} value={x.first_time_fix_rate == null ? NA : percent(x.first_time_fix_rate, 0)}>
				{x.first_time_fix_rate == null ? w.na_restored : fill(w.reopened_of, { a: count(x.failures_reopened), b: count(x.failures_restored) })}
			</Tile>
			<Tile name={w.backlog} value={count(open)} href={address('/tickets', { under: scope.under })}>
				{x.oldest_open_at != null && fill(w.oldest, { span: span(x.now - x.oldest_open_at) })}
			</Tile>
			<ComplianceTile scope={scope} />
		</div>
	)
}

const PARTS = ['unreported', 'reaction', 'response', 'waiting', 'active', 'unknown'] as const
function Split({ f }: { f: Figure }) {
	const all = PARTS.map((p) => ({ p, ms: f.parts?.[`${p}_ms`] ?? 0 })).filter(({ ms }) => ms > 0)
	const sum = all.reduce((s, x) => s + x.ms, 0)
	if (!sum) return null
	return (
		<section class="card">
			<h2>{w.split}</h2>
			<div class="split-bar" aria-hidden="true">{all.map(({ p, ms }) => <span key={p} class={`part-${p}`} style={{ flexGrow: ms }} />)}</div>
			<dl class="split">{all.map(({ p, ms }) => <div key={p}><dt><span class={`swatch part-${p}`} />{wordOf(w, 'part', p)}</dt><dd class="num">{span(ms)} <span class="soft">{percent(ms / sum, 0)}</span></dd></div>)}</dl>
		</section>
	)
}

function Flags({ f, scope }: { f: Figure; scope: Scope }) {
	const left = Object.entries(f.excluded ?? {}).filter(([, n]) => n) as [string, number][]
	const total = left.reduce((s, [, n]) => s + n, 0)
	const why = left.map(([reason, n]) => fill(wordOf(w, 'excluded', reason), { n })).join(w.comma)
	if (!f.no_calendar && !f.life_unknown && !total && !f.machines_without_value) return null
	return (
		<section class="card stack">
			<h2>{w.flags}</h2>
			<ul class="flags">
				{f.no_calendar > 0 && <li>{fill(w.flag_calendar, { n: f.no_calendar })}</li>}
				{f.life_unknown > 0 && <li>{fill(w.flag_life, { n: f.life_unknown })}</li>}
				{f.machines_without_value > 0 && <li>{fill(w.flag_value, { n: f.machines_without_value })}</li>}
				{total > 0 && <li><a href={behindUrl(scope, 'excluded')}>{fill(w.flag_excluded, { n: total, why })}</a></li>}
			</ul>
		</section>
	)
}

export function Overview({ scope, query }: ReportProps) {
	const figures = useData<Figures>(figuresUrl('', scope, { group: 'none' }), touches('ticket', 'asset', 'calendar'))
	const withRepair = query.get('mtbf') === 'with'
	return (
		<Load of={figures}>
			{({ pooled: f }) => (
				<>
					<div class="row wrap between field">
						<span class="soft">{w.machines} {count(f.machines)} · {fill(w.required, { span: hours(f.required_ms) })}</span>
						<Segments label={w.definition} value={withRepair ? 'with' : 'without'} set={(v) => setQuery({ mtbf: v === 'with' ? v : null })}
							choices={[{ value: 'without', label: w.without_repair }, { value: 'with', label: w.with_repair }]} />
					</div>
					<div class="tiles">
						<Tile name={w.availability} value={f.availability == null ? NA : percent(f.availability)} href={behindUrl(scope, 'downtime')}>
							{f.availability == null ? w.na_required : <>{w.downtime} {span(f.downtime_ms)}</>}
						</Tile>
						<Mtbf f={f} scope={scope} withRepair={withRepair} />
						<Tile name={w.mttr} value={f.mttr_ms == null ? NA : hours(f.mttr_ms)} href={behindUrl(scope, 'restored')}>
							{f.mttr_ms == null ? w.na_restored : <>{fill(w.n_is, { n: f.restored })}<br />{fill(w.median, { a: span(f.ttr_median_ms), b: span(f.ttr_p90_ms) })}</>}
						</Tile>
						<Tile name={w.failures} value={count(f.failures)} href={behindUrl(scope, 'failures')}>
							{fill(w.incidents, { n: count(f.breakdowns) })} · {fill(w.of_degraded, { n: count(f.degraded) })}
							{f.ongoing > 0 && <><br />{fill(w.ongoing, { n: f.ongoing })}</>}
						</Tile>
						<Tile name={w.repeat_rate} value={f.repeat_rate == null ? NA : percent(f.repeat_rate, 0)} href={behindUrl(scope, 'repeats')}>
							{fill(w.of_n, { a: f.repeats, b: f.repeat_base })}
						</Tile>
						<Tile name={w.cost} value={roundMoney(f.cost_total_cents)} href={behindUrl(scope, 'cost')}>
							{w.parts_cost} {roundMoney(f.cost_parts_cents)} · {w.labour_cost} {roundMoney(f.cost_labour_cents)} · {w.outside_cost} {roundMoney(f.cost_outside_cents)}
							<br />{w.ratio} {f.cost_ratio == null ? NA : percent(f.cost_ratio, 2)}
						</Tile>
					</div>
					<Work scope={scope} />
					<Outcomes scope={scope} />
					<Split f={f} />
					<Flags f={f} scope={scope} />
				</>
			)}
		</Load>
	)
}
