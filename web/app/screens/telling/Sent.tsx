// What went outside: where to, when, and why not.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/telling.json'
import { useAct } from '../../lib/act'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { time } from '../../lib/format'
import { setQuery } from '../../lib/router'
import { may } from '../../lib/session'
import type { MessageDetail, MessageView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { nameTold, toldUrl } from './told'

const w = words(words_)
const URL = '/api/v1/messages'
const tone = { waiting: ['info', 'clock'], sent: ['good', 'check'], failed: ['bad', 'warn'] } as const

const why = (m: MessageView) => [m.problem, m.detail].filter(Boolean).join(' · ')
const when = (m: MessageView) => [
	m.tries > 0 && m.tried_at != null && fill(w.tried, { n: m.tries, time: time(m.tried_at) }),
	m.state === 'waiting' && m.tries > 0 && m.next_at != null && fill(w.next_try, { time: time(m.next_at) }),
].filter(Boolean).join(' · ')

function State({ m }: { m: MessageView }) {
	const [t, icon] = tone[m.state]
	return <Tag tone={t} icon={icon} text={wordOf(w, 'state', m.state)} />
}

function Row({ m, open }: { m: MessageView; open: () => void }) {
	return (
		<button type="button" class="item told" onClick={open}>
			<span class="grow">
				<span class="what">{m.channel}</span> <span class="soft">{wordOf(w, 'kind', m.channel_kind)}{m.kind === 'test' ? ` · ${w.is_test}` : ''}</span><br />
				<span class="typed">{m.subject}</span>
				<span class="soft">{when(m)}</span>
				{m.state !== 'sent' && why(m) && <span class={m.state === 'failed' ? 'complaint' : 'soft'}><br />{why(m)}</span>}
			</span>
			<span class="side-time"><State m={m} /></span>
		</button>
	)
}

function Detail({ id, close, changed }: { id: number; close: () => void; changed: () => void }) {
	const one = useData<MessageDetail>(`${URL}/${id}`, touches('message')), act = useAct()
	const again = () => void act.now('POST', `${URL}/${id}/again`, {}, () => (toast(w.sending_again), changed(), close()))
	return (
		<Sheet title={one.data ? one.data.channel : ''} close={close}>
			<Load of={one} rows={3}>
				{(m) => (
					<div class="stack">
						<p class="row"><State m={m} /><span class="soft">{when(m)}</span></p>
						{m.state !== 'sent' && why(m) && <p class={`notice ${m.state === 'failed' ? 'bad' : 'warn'}`}>{why(m)}</p>}
						<p class="tell-body" tabIndex={0}>{m.body}</p>
						{m.told.length > 0 && <section><h3 class="section">{w.tells}</h3><ul class="rows">{m.told.map((t) => <li key={t.id}><a class="item" href={toldUrl(t)}><span class="grow">{wordOf(w, 'rule', t.rule)}<br /><span class="soft">{nameTold(t)}</span></span><span class="soft num">{time(t.time)}</span></a></li>)}</ul></section>}
						{m.state === 'failed' && may('admin') && <Button kind="tint" icon="send" busy={act.busy} onClick={again}>{w.again}</Button>}
					</div>
				)}
			</Load>
		</Sheet>
	)
}

export function Sent({ query }: { query: URLSearchParams }) {
	const state = query.get('state') ?? '', open = Number(query.get('message')) || undefined
	const pages = usePages<MessageView>(address(URL, { state: state || null }), 'before', touches('message', 'notice', 'channel'))
	const [, again] = useState(0)
	return (
		<>
			<div class="field"><Chips label={w.state} value={state} set={(v) => setQuery({ state: v || null })}
				choices={[{ value: '', label: w.any }, { value: 'waiting', label: w.state_waiting }, { value: 'sent', label: w.state_sent }, { value: 'failed', label: w.state_failed }]} /></div>
			<PagedList pages={pages} label={w.tab_sent} id={(m) => m.id} empty={<Empty icon="send" title={w.sent_none} hint={w.sent_none_hint} />} row={(m) => <Row m={m} open={() => setQuery({ message: String(m.id) })} />} />
			{open !== undefined && <Detail id={open} close={() => setQuery({ message: null })} changed={() => (void pages.again(), again(Date.now()))} />}
		</>
	)
}
