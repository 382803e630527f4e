// The plans of one machine: what is due on it, and what became of what was.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { AssetView, DueView, List, PlanRow } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Tag } from '../../ui/Tag'
import { DueRow, DueSheet } from './Due'
import { PlanForm } from './PlanForm'
import { dayWord, plusDays, ruleWord, today } from './plan'

const w = words(words_)

export function PlansOf({ a }: { a: AssetView }) {
	const plans = useData<List<PlanRow>>(address('/api/v1/plans', { under: a.id }), touches('plan', 'ticket'))
	const dues = useData<List<DueView>>(address('/api/v1/dues', { under: a.id, from: plusDays(today(), -400), to: plusDays(today(), 90) }), touches('plan', 'ticket'))
	const [adding, add] = useState(false), [due, see] = useState<DueView>()
	const items = dues.data?.items ?? [], ahead = items.filter((d) => ['waiting', 'open'].includes(d.state)), past = items.filter((d) => !['waiting', 'open'].includes(d.state)).reverse()
	const list = (rows: readonly DueView[], label: string) => rows.length > 0 && <><h2 class="section">{label}</h2><ul class="rows" aria-label={label}>{rows.slice(0, 40).map((d) => <li key={d.id ?? `${d.plan_id}-${d.n}`}><DueRow d={d} machine={a.kind !== 'machine'} open={see} /></li>)}</ul></>
	return (
		<Load of={plans}>
			{({ items: all }) => (
				<>
					{all.length ? <ul class="rows" aria-label={w.title}>{all.map((p) => <li key={p.id}><a class="item" href={`/plans/${p.id}`}><span class="grow"><span class="what">{nameOf(p)}</span><br /><span class="row wrap">{p.paused && <Tag tone="warn" icon="wait" text={w.paused} />}<span class="soft">{[ruleWord(p), p.next_day && fill(w.next, { day: dayWord(p.next_day) })].filter(Boolean).join(' · ')}</span></span></span><Icon name="next" /></a></li>)}</ul>
						: <Empty icon="clock" title={w.none} hint={w.none_hint} />}
					{leads() && a.kind === 'machine' && <Button icon="plus" onClick={() => add(true)}>{w.add}</Button>}
					{list(ahead, w.ahead)}
					{list(past, w.past)}
					{adding && <PlanForm machine={a} close={() => add(false)} />}
					{due && <DueSheet due={due} close={() => see(undefined)} />}
				</>
			)}
		</Load>
	)
}
