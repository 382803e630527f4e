// A ticket in a list: the machine, what is wrong, in which state, for how long.
import type { ComponentChildren } from 'preact'
import { ago, span } from '../../lib/format'
import { machineOf } from '../../lib/names'
import type { Ticket } from '../../lib/types'
import { Criticality, Stopped, TicketState, ticketTone } from '../../ui/Tag'

const OVER = ['restored', 'closed', 'cancelled']

export function TicketRow({ t, now, chosen, search = '', children }: { t: Ticket; now: number; chosen?: boolean; search?: string; children?: ComponentChildren }) {
	const since = t.occurred_at ?? t.reported_at ?? now, until = t.restored_at ?? t.closed_at ?? t.cancelled_at ?? now
	return (
		<div class="row ticket-row">
			<a class="item grow" href={`/tickets/${t.id}${search}`} aria-current={chosen ? 'true' : undefined}>
				<span class={`edge ${ticketTone(t.state, t.stopped)}`} />
				<span class="grow">
					<span class="row between"><span class="what lines-2">{machineOf(t)}</span><span class={`num ${OVER.includes(t.state) ? 'soft' : ''}`}>{span(until - since)}</span></span>
					<span class="lines-2">{t.symptom}</span>
					<span class="row wrap"><TicketState state={t.state} />{t.kind === 'corrective' && !OVER.includes(t.state) && <Stopped stopped={t.stopped} />}<Criticality of={t.machine_criticality} /><span class="soft">#{t.id} · {t.assignee_name ?? ago(t.reported_at ?? since, now)}</span></span>
				</span>
			</a>
			{children}
		</div>
	)
}
