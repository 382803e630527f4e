// The figures: period and place chosen once, then one report after the other.
import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/reports.json'
import { address } from '../../lib/api'
import { plusDays } from '../../lib/days'
import { day, fullTime } from '../../lib/format'
import { go, setQuery } from '../../lib/router'
import { fill, wordOf, words } from '../../lib/words'
import { IconButton, LinkButton } from '../../ui/Button'
import { Segments, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Page } from '../../ui/Page'
import type { ScreenProps } from '../screens'
import { ComplianceReport } from '../plans/Compliance'
import { Behind } from './Behind'
import { BudgetReport } from './Budget'
import { CostReport } from './Cost'
import { HeatReport } from './Heat'
import { Monthly } from './Monthly'
import { Overview } from './Overview'
import { ParetoReport } from './Pareto'
import { PERIODS, scopeOf, type Scope } from './period'
import { PlaceButton, usePlaceName } from './Place'
import { QualityReport } from './Quality'
import { TimelineReport } from './Timeline'
import { TrendReport } from './Trend'

const w = words(words_)
export interface ReportProps {
	scope: Scope
	query: URLSearchParams
}
const reports: Record<string, ComponentType<ReportProps>> = {
	overview: Overview, pareto: ParetoReport, trend: TrendReport, heat: HeatReport, cost: CostReport, timeline: TimelineReport, maintenance: ComplianceReport,
}

function Dates({ scope }: { scope: Scope }) {
	const [from, setFrom] = useState(scope.from), [last, setLast] = useState(plusDays(scope.to, -1))
	const apply = (a: string, b: string) => a && b && a <= b && setQuery({ period: 'custom', from: a, to: plusDays(b, 1) })
	return (
		<div class="two dates">
			<TextField label={w.from} type="date" value={from} max={last} set={(v) => (setFrom(v), apply(v, last))} />
			<TextField label={w.to} type="date" value={last} min={from} set={(v) => (setLast(v), apply(from, v))} />
		</div>
	)
}

const periodText = (s: Scope) => fill(w.period_is, { from: day(Date.parse(`${s.from}T00:00`)), to: day(Date.parse(`${plusDays(s.to, -1)}T00:00`)) })

// What paper has to say by itself: which report, of where, of when, made when.
function PrintHead({ scope, title }: { scope: Scope; title: string }) {
	const where = usePlaceName(scope.under)
	return (
		<header class="print-head">
			<h1>{title}</h1>
			<p>{where} · {periodText(scope)} · {fill(w.made_at, { time: fullTime(Date.now()) })}</p>
		</header>
	)
}

function Choices({ scope }: { scope: Scope }) {
	const choose = (p: string) => (p === 'custom' ? setQuery({ period: p, from: scope.from, to: scope.to }) : setQuery({ period: p, from: null, to: null }))
	return (
		<div class="choices no-print">
			<PlaceButton under={scope.under} choose={(id) => setQuery({ under: id ? String(id) : null })} />
			<Segments label={w.period} value={scope.period} set={choose} choices={PERIODS.map((p) => ({ value: p, label: wordOf(w, 'period', p) }))} />
			<span class="soft">{periodText(scope)}</span>
			{scope.period === 'custom' && <Dates scope={scope} />}
		</div>
	)
}

export default function Reports({ tab, query }: ScreenProps) {
	if (tab === 'tickets') return <Behind query={query} />
	if (tab === 'monthly') return <Monthly query={query} />
	if (tab === 'quality') return <QualityReport />
	if (tab === 'budget') return <BudgetReport query={query} />
	return <Report tab={tab} query={query} />
}

function Report({ tab, query }: Pick<ScreenProps, 'tab' | 'query'>) {
	const scope = scopeOf(query), name = tab && reports[tab] ? tab : 'overview', Body = reports[name]!
	const open = (t: string) => go(`/reports/${t}${location.search}`, { keep: true })
	return (
		<Page title={w.title} wide actions={<><LinkButton href={address('/reports/monthly', { under: scope.under })} icon="file">{w.tab_monthly}</LinkButton><IconButton icon="print" label={w.print} onClick={() => print()} /></>}>
			<Choices scope={scope} />
			<div class="field no-print"><Segments label={w.views} value={name} set={open} choices={Object.keys(reports).map((t) => ({ value: t, label: wordOf(w, 'tab', t) }))} /></div>
			<PrintHead scope={scope} title={wordOf(w, 'tab', name)} />
			<Body scope={scope} query={query} />
			<ul class="rows no-print" aria-label={w.more_reports}><li><a class="item" href="/reports/budget"><Icon name="money" /><span class="grow">{w.tab_budget}</span><Icon name="next" /></a></li><li><a class="item" href="/reports/quality"><Icon name="bulb" /><span class="grow">{w.tab_quality}</span><Icon name="next" /></a></li></ul>
		</Page>
	)
}
