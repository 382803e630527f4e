// What a technician opens first: own tickets, then the free ones, the most urgent on top. Taking one is one tap.
import words_ from '../../../i18n/today.json'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { useNow } from '../../lib/format'
import { machineOf } from '../../lib/names'
import { go } from '../../lib/router'
import { repairs } from '../../lib/session'
import type { List, Round, TicketItem, Today as TodayData } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { RoundRow } from '../rounds/Row'
import { TicketRow } from '../ticket/TicketRow'

const w = words(words_)

function Take({ t }: { t: TicketItem }) {
	const act = useAct()
	const take = () => act.run({ method: 'POST', url: `/api/v1/tickets/${t.id}/accept`, json: {}, version: t.version, thread: `ticket:${t.id}`, title: `${w.take} · ${machineOf(t)}` }, () => {
		forget('/api/v1/tickets', '/api/v1/today')
		go(`/tickets/${t.id}`)
	})
	return <Button kind="tint" busy={act.busy} onClick={() => void take()} class="take" aria-label={`${w.take} #${t.id} ${machineOf(t)}`}>{w.take}</Button>
}

function Group({ title, n, items, now, empty }: { title: string; n: number; items: readonly TicketItem[]; now: number; empty?: preact.ComponentChildren }) {
	if (!items.length && !empty) return null
	return (
		<section>
			<h2 class="section"><span>{title}{n > 0 && <span class="badge soft-badge">{n}</span>}</span></h2>
			{items.length ? <ul class="rows" aria-label={title}>{items.map((t) => <li key={t.id}><TicketRow t={t} now={now}>{t.actions.includes('accept') && <Take t={t} />}</TicketRow></li>)}</ul> : empty}
		</section>
	)
}

// Rounds that this person may walk now.
function Rounds() {
	const rounds = useData<List<Round>>(repairs() ? '/api/v1/rounds?open=1&mine=1&limit=5' : null, touches('round', 'route')), items = rounds.data?.items ?? []
	if (!items.length) return null
	return (
		<section>
			<h2 class="section"><span>{w.rounds}<span class="badge soft-badge">{items.length}</span></span></h2>
			<ul class="rows" aria-label={w.rounds}>{[...items].reverse().map((r) => <li key={r.id}><RoundRow r={r} href={`/rounds/${r.id}/walk`} /></li>)}</ul>
		</section>
	)
}

export default function Today() {
	const now = useNow(30)
	const today = useData<TodayData>('/api/v1/today', touches('ticket', 'asset'))
	return (
		<Page title={w.title}>
			<Load of={today}>
				{(d) => (
					<>
						{d.counts.free_stopped > 0 && <p class="notice bad" role="status">{fill(w.stopped_free, { n: d.counts.free_stopped })}</p>}
						<div class="today-cols">
							<div>
								<Group title={w.mine} n={d.counts.mine} items={d.mine} now={now} empty={<Empty icon="today" title={w.none_mine} hint={w.none_mine_hint} />} />
								<Rounds />
								<Group title={w.due} n={d.counts.due} items={d.due} now={now} />
							</div>
							<div>
								<Group title={w.free} n={d.counts.free} items={d.free} now={now} empty={<Empty icon="check" title={w.none_free} hint={w.none_free_hint} />} />
								{d.free_next && <div class="more"><LinkButton href="/tickets?show=free">{w.all_free}</LinkButton></div>}
							</div>
						</div>
					</>
				)}
			</Load>
		</Page>
	)
}
