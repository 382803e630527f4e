// The machine and its trouble, as one needs to know it before walking there.
import words_ from '../../../i18n/ticket.json'
import { newKey } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { span, time, useNow } from '../../lib/format'
import { componentOf, nameOf } from '../../lib/names'
import type { TicketView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { AddPhotos, contentOf, Photos } from '../../ui/Photos'
import { Criticality, MachineState, Stopped, TicketState } from '../../ui/Tag'
import { ticketUrl } from './verb'

const w = words(words_)

export function Machine({ v }: { v: TicketView }) {
	const m = v.machine, others = m.open_tickets - (['closed', 'cancelled'].includes(v.ticket.state) ? 0 : 1)
	return (
		<a class="card item machine-card" href={`/machines/${m.id}`}>
			{m.photo_id ? <img class="photo" src={contentOf(m.photo_id)} alt="" /> : <span class="photo no-photo"><Icon name="machine" /></span>}
			<span class="grow">
				<span class="what lines-2">{nameOf(m)}</span>
				<span class="soft lines-2">{[m.code, ...m.path.map(nameOf)].filter(Boolean).join(' · ')}</span>
				<span class="row wrap"><MachineState state={m.state} /><Criticality of={m.criticality} />{v.ticket.component_name && <span class="soft">{componentOf(v.ticket)}</span>}</span>
				{others > 0 && <span class="soft">{fill(w.other_open, { n: others })}</span>}
			</span>
			<Icon name="next" />
		</a>
	)
}

export function Symptom({ v }: { v: TicketView }) {
	const t = v.ticket, now = useNow(30), over = ['closed', 'cancelled', 'restored'].includes(t.state)
	const from = t.occurred_at ?? t.reported_at ?? now, to = t.restored_at ?? t.closed_at ?? now
	const act = useAct()
	const add = (photo: Blob) => act.run({ method: 'PUT', url: `${ticketUrl(t.id)}/documents/${newKey()}?kind=photo`, blob: photo, type: photo.type || 'image/jpeg', title: `${w.photos} · #${t.id}`, thread: `photos:${t.id}` }, () => forget(ticketUrl(t.id)))
	return (
		<section class="card stack">
			<p class="symptom">{t.symptom}</p>
			<p class="row wrap">
				<TicketState state={t.state} />{t.kind === 'corrective' && <Stopped stopped={t.stopped} />}
				{t.priority < 3 && <span class={`tag ${t.priority === 1 ? 'bad' : 'warn'}`}>{wordOf(w, 'priority', String(t.priority))}</span>}
				<strong class="num">{fill(t.stopped && !over ? w.since : w.open_for, { span: span(to - from) })}</strong>
			</p>
			<p class="soft">{fill(w.reported_by, { who: [t.reporter, t.reporter_contact].filter(Boolean).join(' ') || w.somebody, time: time(t.reported_at) })}{t.same_count > 0 && ` · ${fill(w.same_count, { n: t.same_count })}`}
				{t.planned_from && <><br />{t.planned_to ? fill(w.planned, { from: time(t.planned_from), to: time(t.planned_to) }) : fill(w.planned_at, { from: time(t.planned_from) })}</>}</p>
			<Photos of={v.documents} />
			{v.actions.includes('add_document') && <AddPhotos add={(b) => void add(b)} />}
		</section>
	)
}
