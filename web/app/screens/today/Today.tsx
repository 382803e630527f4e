// What a technician opens first: own tickets, then the free ones, the most urgent on top. Taking one is one tap.
import words_ from '../../../i18n/today.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { ago, span, useNow } from '../../lib/format'
import { go } from '../../lib/router'
import { me } from '../../lib/session'
import type { List, Ticket } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Stopped, TicketState, ticketTone } from '../../ui/Tag'

const w = words(words_)

export function TicketRow({ t, now, children }: { t: Ticket; now: number; children?: preact.ComponentChildren }) {
	const since = t.occurred_at ?? t.reported_at ?? now
	return (
		<div class="row">
			<a class="item grow" href={`/tickets/${t.id}`}>
				<span class={`edge ${ticketTone(t.state, t.stopped)}`} />
				<span class="grow">
					<span class="row between"><span class="what cut">{t.machine_name}</span><span class="soft num">{span(now - since)}</span></span>
					<span class="lines-2">{t.symptom}</span>
					<span class="row wrap"><TicketState state={t.state} /><Stopped stopped={t.stopped} /><span class="soft">#{t.id} · {ago(t.reported_at ?? since, now)}</span></span>
				</span>
			</a>
			{children}
		</div>
	)
}

function Take({ t }: { t: Ticket }) {
	const act = useAct()
	const take = () => act.run({ method: 'POST', url: `/api/v1/tickets/${t.id}/accept`, json: {}, version: t.version, thread: `ticket:${t.id}`, title: `${w.take} · ${t.machine_name}` }, () => {
		forget('/api/v1/tickets')
		go(`/tickets/${t.id}`)
	})
	return <Button kind="tint" busy={act.busy} onClick={take} class="take" aria-label={`${w.take} #${t.id} ${t.machine_name}`}>{w.take}</Button>
}

export default function Today() {
	const now = useNow(30), own = me()
	const mine = useData<List<Ticket>>(address('/api/v1/tickets', { open: 1, technician: own?.id, limit: 100 }), touches('ticket'))
	const free = useData<List<Ticket>>(address('/api/v1/tickets', { open: 1, unassigned: 1, limit: 50 }), touches('ticket'))
	return (
		<Page title={w.title} narrow>
			<h2 class="section">{w.mine}</h2>
			<Load of={mine} rows={2}>
				{({ items }) => items.length ? <ul class="rows">{items.map((t) => <li key={t.id}><TicketRow t={t} now={now} /></li>)}</ul>
					: <Empty icon="today" title={w.none_mine} hint={w.none_mine_hint} />}
			</Load>
			<h2 class="section">{w.free}</h2>
			<Load of={free}>
				{({ items }) => items.length ? <ul class="rows">{items.map((t) => <li key={t.id}><TicketRow t={t} now={now}><Take t={t} /></TicketRow></li>)}</ul>
					: <Empty icon="check" title={w.none_free} hint={w.none_free_hint} />}
			</Load>
		</Page>
	)
}
