// How much of the planned maintenance was done in time: the tile of the overview, and the report it opens.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { touches, useData } from '../../lib/data'
import { count, NA, percent } from '../../lib/format'
import { go, setQuery } from '../../lib/router'
import type { Compliance, DueView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Chips } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { PagedList, usePages } from '../../ui/PagedList'
import { figuresUrl, type Scope } from '../reports/period'
import { DueRow, DueSheet } from './Due'
import { address } from '../../lib/api'

const w = words(words_)
const KINDS = ['overdue', 'missed', 'late', 'skipped', 'in_time', 'ahead'] as const
const shareOf = (x: { share: number | null }) => (x.share == null ? NA : percent(x.share, 0))
const leftOf = (x: { late: number; missed: number; skipped: number; overdue: number }) => fill(w.compliance_left, { late: x.late, missed: x.missed, skipped: x.skipped, overdue: x.overdue })

export function ComplianceTile({ scope }: { scope: Scope }) {
	const { data: x } = useData<Compliance>(figuresUrl('/compliance', scope), touches('plan', 'ticket'))
	if (!x) return null
	return (
		<a class="card tile" href={address('/reports/maintenance', { period: scope.period, from: scope.period === 'custom' ? scope.from : null, to: scope.period === 'custom' ? scope.to : null, under: scope.under })}>
			<span class="tile-name">{w.compliance}</span><span class="figure">{shareOf(x)}</span>
			<span class="soft tile-more">{x.due ? <>{fill(w.compliance_of, { n: count(x.due), a: count(x.in_time) })}{x.in_time < x.due && <><br />{leftOf(x)}</>}</> : w.compliance_none}</span>
		</a>
	)
}

function Behind({ scope, kind }: { scope: Scope; kind: string }) {
	const pages = usePages<DueView>(address('/api/v1/dues', { from: scope.from, to: scope.to, under: scope.under, standing: kind }), 'after', touches('plan', 'ticket')), [due, see] = useState<DueView>()
	const open = (d: DueView) => (d.ticket_id != null ? go(`/tickets/${d.ticket_id}`) : see(d))
	return (
		<>
			<PagedList pages={{ ...pages, items: pages.items.filter((d) => !d.projected) }} label={w.compliance_behind} id={(d) => d.id ?? 0} row={(d) => <DueRow d={d} open={open} />} empty={<Empty title={w.nothing} />} />
			{due && <DueSheet due={due} close={() => see(undefined)} />}
		</>
	)
}

export function ComplianceReport({ scope, query }: { scope: Scope; query: URLSearchParams }) {
	const data = useData<Compliance>(figuresUrl('/compliance', scope), touches('plan', 'ticket'))
	const numbers = (x: Compliance) => ({ overdue: x.overdue, missed: x.missed, late: x.late, skipped: x.skipped, in_time: x.in_time, ahead: x.pending })
	return (
		<Load of={data}>
			{(x) => {
				const all = numbers(x), kind = query.get('standing') ?? KINDS.find((k) => all[k] > 0) ?? 'in_time'
				return (
					<>
						<section class="card"><p class="tile-name">{w.compliance}</p><p class="figure">{shareOf(x)}</p><p>{x.due ? fill(w.compliance_of, { n: count(x.due), a: count(x.in_time) }) : w.compliance_none}</p><p class="soft">{w.compliance_how}</p></section>
						{x.lines.length > 1 && <section class="card"><h2>{w.compliance_lines}</h2><div class="scroll-x"><table class="plain"><tbody>{x.lines.map((l) => <tr key={l.asset_id}><th scope="row">{l.asset_id == null ? '–' : <a href={address('/reports/maintenance', { period: scope.period, from: scope.period === 'custom' ? scope.from : null, to: scope.period === 'custom' ? scope.to : null, under: l.asset_id })}>{l.name}</a>}</th><td class="num"><strong>{shareOf(l)}</strong></td><td class="soft">{fill(w.compliance_of, { n: count(l.due), a: count(l.in_time) })}</td></tr>)}</tbody></table></div></section>}
						<h2 class="section">{w.compliance_behind}</h2>
						<div class="field"><Chips label={w.compliance_behind} value={kind} set={(k) => setQuery({ standing: k })} choices={KINDS.map((k) => ({ value: k, label: `${wordOf(w, 'standing', k)} ${all[k]}` }))} /></div>
						<Behind scope={scope} kind={kind} />
					</>
				)
			}}
		</Load>
	)
}
