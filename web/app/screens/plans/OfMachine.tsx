// The plans of one machine: what is due on it, and what became of what was.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { dayWord, plusDays, today } from '../../lib/days'
import { nameOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { AssetView, DueView, List, PlanRow } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { PagedList, usePages } from '../../ui/PagedList'
import { Tag } from '../../ui/Tag'
import { DueRow, DueSheet } from './Due'
import { PlanForm } from './PlanForm'
import { ruleWord } from './plan'

const w = words(words_)
const MOST = 40

export function PlansOf({ a }: { a: AssetView }) {
	const when = touches('plan', 'ticket'), plans = useData<List<PlanRow>>(address('/api/v1/plans', { under: a.id, limit: 500 }), when)
	const to = plusDays(today(), 90)
	const late = useData<List<DueView>>(address('/api/v1/dues', { under: a.id, from: '2000-01-01', to, standing: 'overdue', limit: MOST }), when)
	const soon = useData<List<DueView>>(address('/api/v1/dues', { under: a.id, from: '2000-01-01', to, standing: 'ahead', limit: MOST }), when)
	const past = usePages<DueView>(address('/api/v1/dues', { under: a.id, over: 1 }), 'after', when)
	const [adding, add] = useState(false), [due, see] = useState<DueView>()
	const ahead = [...(late.data?.items ?? []), ...(soon.data?.items ?? [])], row = (d: DueView) => <DueRow d={d} machine={a.kind !== 'machine'} open={see} />
	return (
		<Load of={plans}>
			{({ items: all }) => (
				<>
					{all.length ? <ul class="rows" aria-label={w.title}>{all.map((p) => <li key={p.id}><a class="item" href={`/plans/${p.id}`}><span class="grow"><span class="what">{nameOf(p)}</span><br /><span class="row wrap">{p.paused && <Tag tone="warn" icon="wait" text={w.paused} />}<span class="soft">{[ruleWord(p), p.next_day && fill(w.next, { day: dayWord(p.next_day) })].filter(Boolean).join(' · ')}</span></span></span><Icon name="next" /></a></li>)}</ul>
						: <Empty icon="clock" title={w.none} hint={w.none_hint} />}
					{leads() && a.kind === 'machine' && <Button icon="plus" onClick={() => add(true)}>{w.add}</Button>}
					{ahead.length > 0 && <><h2 class="section">{w.ahead}</h2><ul class="rows" aria-label={w.ahead}>{ahead.map((d) => <li key={d.id ?? `${d.plan_id}-${d.asset_id}-${d.n}`}>{row(d)}</li>)}</ul></>}
					{past.items.length > 0 && <><h2 class="section">{w.past}</h2><PagedList pages={past} label={w.past} id={(d) => d.id ?? 0} row={row} empty={null} /></>}
					{adding && <PlanForm machine={a} close={() => add(false)} />}
					{due && <DueSheet due={due} close={() => see(undefined)} />}
				</>
			)}
		</Load>
	)
}
