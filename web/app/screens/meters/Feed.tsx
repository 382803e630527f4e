// How readings come in by MQTT: is the line up, what was kept, what was not, and which topics no meter has.
import words_ from '../../../i18n/meters.json'
import { useEffect } from 'preact/hooks'
import { useData } from '../../lib/data'
import { count, time, useNow } from '../../lib/format'
import type { Mqtt } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Empty, Load } from '../../ui/Load'
import { Tag } from '../../ui/Tag'

const w = words(words_)
const SHOWN = ['messages', 'kept', 'thinned', 'dropped', 'refused', 'malformed', 'unmapped', 'retained', 'topics'] as const
const BAD = ['dropped', 'refused', 'malformed']

function Topics({ title, all }: { title: string; all: Mqtt['bad'] }) {
	if (!all.length) return null
	return (
		<>
			<h2 class="section">{title}</h2>
			<ul class="rows" aria-label={title}>{all.map((t) => <li key={t.topic}><div class="item"><span class="grow"><span class="what feed-topic">{t.topic}</span><code class="soft feed-topic">{t.sample}</code></span><span class="soft num">{fill(w.times, { n: count(t.count) })}<br />{time(t.last_at)}</span></div></li>)}</ul>
		</>
	)
}

export function Feed() {
	const feed = useData<Mqtt>('/api/v1/mqtt'), tick = useNow(5)
	useEffect(() => feed.reload(), [tick])
	return (
		<Load of={feed}>
			{(f) => f.state === 'off' ? <Empty icon="cloud" title={w.feed_off} hint={w.feed_off_hint} /> : (
				<>
					<section class="card stack">
						<p class="row wrap"><Tag tone={f.state === 'connected' ? 'good' : f.state === 'waiting' ? 'bad' : 'info'} icon={f.state === 'connected' ? 'check' : 'wait'} text={wordOf(w, 'state', f.state)} /><span class="feed-topic">{f.tls ? 'mqtts' : 'mqtt'}://{f.host}</span></p>
						<p class="soft">{[f.state_at != null && fill(w.since, { time: time(f.state_at) }), f.fault !== 'good' && f.state !== 'connected' && wordOf(w, 'fault', f.fault), f.next_at != null && fill(w.next_try, { time: time(f.next_at) }), f.last_at != null && fill(w.last_message, { time: time(f.last_at) })].filter(Boolean).join(' · ')}</p>
						<dl class="feed-counts">{SHOWN.map((k) => <div key={k} class={BAD.includes(k) && f[k] ? 'bad-text' : ''}><dt>{w[k]}</dt><dd class="num">{count(f[k])}</dd></div>)}</dl>
					</section>
					<Topics title={w.unknown_topics} all={f.unknown_topics} />
					<Topics title={w.bad_messages} all={f.bad} />
				</>
			)}
		</Load>
	)
}
