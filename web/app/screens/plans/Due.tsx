// One time that a plan is due: a row of a list, and the sheet where it is moved, skipped, or gets its ticket.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { clockOf, dayWord, today } from '../../lib/days'
import { machineOf, nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import type { DueView } from '../../lib/types'
import { fill, named, wordOf, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Complaint, TextArea, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { STANDING } from './plan'

const w = words(words_), c = words(common_)
export const planOf = (d: DueView) => nameOf({ name: d.plan_name, name_en: d.plan_name_en })
export const changedDues = () => forget('/api/v1/dues', '/api/v1/due-days', '/api/v1/plans', '/api/v1/figures/compliance', '/api/v1/today', '/api/v1/tickets')

export function Standing({ of }: { of: string }) {
	const [tone, icon] = STANDING[of] ?? ['', 'dot']
	return <Tag tone={tone} icon={icon} text={wordOf(w, 'standing', of)} />
}

export function DueRow({ d, open, machine = true, plan = true, day = true }: { d: DueView; open: (d: DueView) => void; machine?: boolean; plan?: boolean; day?: boolean }) {
	const [tone] = STANDING[d.standing] ?? ['']
	const title = [plan && planOf(d), machine && machineOf(d)].filter(Boolean).join(' · ') || dayWord(d.due_day)
	const said = [day && (d.done_day ? `${fill(w.due, { day: dayWord(d.due_day) })} · ${fill(w.done_on, { day: dayWord(d.done_day) })}` : fill(w.due, { day: dayWord(d.due_day) })),
		machine && d.machine_code, d.technician_name, d.minutes != null && fill(w.minutes_n, { n: d.minutes }), d.cause === 'meter' && w.by_meter_due, d.moved && w.moved, d.reason]
	return (
		<button type="button" class={`item ${d.projected ? 'projected' : ''}`} onClick={() => open(d)}>
			<span class={`edge ${tone}`} />
			<span class="grow">
				<span class="what lines-2">{title}</span>
				<span class="row wrap">{d.projected ? <Tag tone="" icon="ring" text={w.projected} /> : <Standing of={d.standing} />}<span class="soft">{said.filter(Boolean).join(' · ')}</span></span>
			</span>
			<Icon name="next" />
		</button>
	)
}

export function DueSheet({ due: d, to, close }: { due: DueView; to?: string; close: () => void }) {
	const [doing, setDoing] = useState<'move' | 'skip' | undefined>(to ? 'move' : undefined)
	const [day, setDay] = useState(to ?? d.due_day), [reason, setReason] = useState('')
	const act = useAct()
	const done = (said: string) => () => (toast(said), changedDues(), close())
	const json = { skip: { reason }, move: { due_day: day, reason } }
	const send = (verb: 'skip' | 'move', said: string) => void act.now('POST', `/api/v1/dues/${d.id}/${verb}`, { json: json[verb], version: d.version ?? undefined }, done(said))
	const make = () => void act.now<DueView>('POST', `/api/v1/dues/${d.id}/make`, { version: d.version ?? undefined }, (made) => (done(w.made)(), go(`/tickets/${made.ticket_id}`)))
	const may = (a: DueView['actions'][number]) => !doing && d.actions.includes(a)
	return (
		<Sheet title={planOf(d)} close={close}>
			{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
			<section class="card stack">
				<p><a href={`/machines/${d.asset_id}/plans`}><strong>{machineOf(d)}</strong></a> <span class="soft">{[d.machine_code, d.place].filter(Boolean).join(' · ')}</span></p>
				<p class="row wrap">{d.projected ? <Tag tone="" icon="ring" text={w.projected} /> : <Standing of={d.standing} />}<strong>{fill(w.due, { day: dayWord(d.due_day) })} {clockOf(d.start_min)}</strong></p>
				<p class="soft">{[d.done_day ? fill(w.done_on, { day: dayWord(d.done_day) }) : fill(w.due_grace, { day: dayWord(d.grace_day) }), d.minutes != null && fill(w.minutes_n, { n: d.minutes }), d.technician_name].filter(Boolean).join(' · ')}</p>
				{d.reason && <p>{named(w.reason, d.reason)}</p>}
			</section>
			{doing && (
				<form onSubmit={(e) => (e.preventDefault(), send(doing, doing === 'skip' ? w.skipped : fill(w.was_moved, { day: dayWord(day) })))}>
					{doing === 'move' && <TextField label={w.move_to} name="due_day" error={act.error} type="date" min={today()} value={day} set={setDay} required />}
					<TextArea label={w.reason} name="reason" error={act.error} required rows={2} maxLength={300} value={reason} set={setReason} data-focus />
					<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!reason.trim() || (doing === 'move' && !day)}>{doing === 'skip' ? w.skip : w.move}</Button></div>
				</form>
			)}
			{!doing && (
				<div class="stack">
					{d.ticket_id != null && <LinkButton kind="main" full href={`/tickets/${d.ticket_id}`}>{fill(w.to_ticket, { id: d.ticket_id })}</LinkButton>}
					{may('make') && <Button kind="main" full busy={act.busy} onClick={make}>{w.make}</Button>}
					{may('move') && <Button full icon="clock" onClick={() => setDoing('move')}>{w.move}</Button>}
					{may('skip') && <Button full icon="minus" onClick={() => setDoing('skip')}>{w.skip}</Button>}
					<LinkButton full href={`/plans/${d.plan_id}`}>{w.to_plan}</LinkButton>
				</div>
			)}
		</Sheet>
	)
}
