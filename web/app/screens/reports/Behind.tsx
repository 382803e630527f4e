// Exactly the tickets behind a figure or a mark of a plot.
import words_ from '../../../i18n/reports.json'
import { address } from '../../lib/api'
import { useData } from '../../lib/data'
import { money, span, time } from '../../lib/format'
import { machineOf } from '../../lib/names'
import type { FigureTickets, PickedTicket } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { TicketState, ticketTone } from '../../ui/Tag'

const w = words(words_)
const KEYS = ['figure', 'from', 'to', 'under', 'failure_mode', 'component', 'cause'] as const

function Row({ t, figure }: { t: PickedTicket; figure: string }) {
	const n = figure === 'cost' ? money(t.cost_cents) : figure === 'restored' && t.ttr_ms != null ? fill(w.repair_time, { span: span(t.ttr_ms) })
		: t.downtime_ms > 0 ? fill(w.down_time, { span: span(t.downtime_ms) }) : ''
	return (
		<a class="item" href={`/tickets/${t.id}`}>
			<span class={`edge ${ticketTone(t.state, t.stopped)}`} />
			<span class="grow">
				<span class="row between"><span class="what cut">{machineOf(t)}</span><span class="soft num">{n}</span></span>
				<span class="lines-2">{t.symptom}</span>
				<span class="row wrap"><TicketState state={t.state} /><span class="soft">#{t.id} · {time(t.onset ?? t.reported_at)}{figure === 'excluded' && ` · ${fill(wordOf(w, 'excluded', t.left_out), { n: '' })}`}</span></span>
			</span>
		</a>
	)
}

export function Behind({ query }: { query: URLSearchParams }) {
	const q = Object.fromEntries(KEYS.map((k) => [k, query.get(k)])), figure = query.get('figure') ?? 'failures'
	const url = address('/api/v1/figures/tickets', q)
	const total = useData<FigureTickets>(address(url, {}) + '&limit=1')
	const pages = usePages<PickedTicket>(url, 'before')
	return (
		<Page title={wordOf(w, 'figure', figure)} backTo="/reports" narrow actions={<LinkButton href={address('/api/v1/figures/tickets.xlsx', q)} icon="download" download>{w.excel}</LinkButton>}>
			<Load of={total} rows={0}>{(t) => <p class="soft field">{fill(w.behind_total, { n: t.total })}</p>}</Load>
			<PagedList pages={pages} label={w.behind} id={(t) => t.id} row={(t) => <Row t={t} figure={figure} />} empty={<Empty title={w.none} hint={w.none_hint} />} />
		</Page>
	)
}
