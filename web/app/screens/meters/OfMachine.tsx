// A machine's meters on its page: what each shows, how it went, and a number typed in two taps.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/meters.json'
import { touches, useData } from '../../lib/data'
import { ago, quantity, useNow } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import { leads } from '../../lib/session'
import type { AssetView, List, Meter, MeterCard } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Spark } from '../../ui/Spark'
import { Tag } from '../../ui/Tag'
import { MeterForm } from './MeterForm'
import { ReadSheet } from './ReadSheet'
import { limitsWord, standOf } from './meter'

const w = words(words_)

function Card({ m, read }: { m: MeterCard; read: () => void }) {
	const now = useNow(60), s = standOf(m)
	return (
		<div class="item meter-row">
			<span class={`edge ${s.tone}`} />
			<a class="grow meter-link" href={`/meters/${m.id}`}>
				<span class="what">{nameOf(m)}</span>
				<span class="row between">
					<span><span class="meter-value num">{quantity(m.last_value, m.unit)}</span> <Tag tone={s.tone} icon={s.icon} text={s.text} /></span>
					<Spark values={m.points.map((p) => p.value)} label={w.trend_of} tone={s.tone === 'bad' ? 'bad' : s.tone === 'warn' ? 'warn' : 'info'} />
				</span>
				<span class="soft">{[m.last_at != null && ago(m.last_at, now), limitsWord(m)].filter(Boolean).join(' · ')}</span>
			</a>
			<Button small onClick={read} aria-label={fill(w.enter_of, { name: nameOf(m) })}>{w.enter}</Button>
		</div>
	)
}

// `add`: also where there are none, for who may add one.
export function MetersOf({ a, add }: { a: AssetView; add?: boolean }) {
	const meters = useData<List<MeterCard>>(`/api/v1/assets/${a.id}/meters`, touches('meter'))
	const tick = useNow(30)
	// What machines send is no event that one is told of.
	useEffect(() => void (meters.data?.items.some((m) => m.topic) && meters.reload()), [tick])
	const [reading, read] = useState<Meter>(), [adding, setAdding] = useState(false)
	const items = (meters.data?.items ?? []).filter((m) => !m.retired)
	if (!meters.data || (add ? !leads() : !items.length)) return null
	if (add)
		return (
			<section class="card">
				<h2 class="row between"><span>{w.title}</span><Button small icon="plus" onClick={() => setAdding(true)}>{w.add}</Button></h2>
				<p class="soft">{items.length ? items.map(nameOf).join(' · ') : w.none_hint}</p>
				{adding && <MeterForm asset={a.id} close={() => setAdding(false)} done={(m) => go(`/meters/${m.id}`)} />}
			</section>
		)
	return (
		<>
			<h2 class="section">{w.title}</h2>
			<ul class="rows" aria-label={w.title}>{items.map((m) => <li key={m.id}><Card m={m} read={() => read(m)} /></li>)}</ul>
			{reading && <ReadSheet m={reading} close={() => read(undefined)} />}
		</>
	)
}
