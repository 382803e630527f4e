// The tasks of a ticket, ticked off one by one with the thumb; what they need from stock.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { useAct } from '../../lib/act'
import { forget, remember } from '../../lib/data'
import { dayWord } from '../../lib/days'
import { quantity } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { repairs } from '../../lib/session'
import type { TicketTask, TicketView } from '../../lib/types'
import { fill, named, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { TextArea, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { ticketUrl } from '../ticket/verb'

const w = words(words_)
type Result = 'done' | 'problem' | 'not_done' | null
const taskOf = (t: TicketTask) => nameOf({ name: t.text, name_en: t.text_en })

function useTick(v: TicketView) {
	const act = useAct(), id = v.ticket.id
	const tick = (tasks: { id: number; result: Result; note?: string | null }[], title: string) =>
		act.run<TicketView>({ method: 'PUT', url: `${ticketUrl(id)}/tasks`, json: { tasks }, thread: `ticket:${id}`, title: `${title} · #${id} ${machineOf(v.ticket)}` }, (after) => {
			remember(ticketUrl(id), after)
			forget(`${ticketUrl(id)}/`, '/api/v1/today', '/api/v1/dues')
		})
	return { ...act, tick }
}

function TaskSheet({ v, task, close }: { v: TicketView; task: TicketTask; close: () => void }) {
	const act = useTick(v), [note, setNote] = useState(task.note ?? ''), [fault, setFault] = useState(false)
	async function say(result: Result) {
		if (!(await act.tick([{ id: task.id, result, note: note.trim() || null }], taskOf(task)))) return
		if (fault && result === 'problem')
			await act.run<TicketView>({ method: 'POST', url: '/api/v1/tickets', json: { machine_id: v.ticket.machine_id, symptom: named(taskOf(task), note.trim()) }, title: w.task_report }, (made) => toast(fill(w.task_reported, { id: made.ticket.id })))
		close()
	}
	return (
		<Sheet title={taskOf(task)} close={close}>
			<TextArea label={w.task_note} name="note" error={act.error} rows={2} maxLength={500} value={note} set={setNote} data-focus />
			<Toggle label={w.task_report} value={fault} set={setFault} />
			<div class="stack">
				<Button full kind="bad" busy={act.busy} disabled={!note.trim()} onClick={() => void say('problem')}>{w.task_problem}</Button>
				<Button full busy={act.busy} onClick={() => void say('not_done')}>{w.task_not_done}</Button>
				<Button full busy={act.busy} onClick={() => void say('done')}>{w.task_done}</Button>
				{task.result && <Button full kind="plain" onClick={() => void say(null)}>{w.task_undo}</Button>}
			</div>
		</Sheet>
	)
}

const ICON = { done: 'check', problem: 'warn', not_done: 'minus' } as const

export function Tasks({ v }: { v: TicketView }) {
	const act = useTick(v), [chosen, choose] = useState<TicketTask>()
	const left = v.tasks.filter((t) => !t.result), may = repairs() && !['restored', 'closed', 'cancelled'].includes(v.ticket.state)
	if (!v.tasks.length && !v.plan) return null
	return (
		<section class="card tasks" aria-label={w.tasks}>
			<h2 class="row between"><span>{w.tasks}</span>{may && left.length > 0 && <span class="soft">{fill(w.task_left, { n: left.length })}</span>}</h2>
			{v.plan && <p class="soft field"><a href={`/plans/${v.plan.id}`}>{nameOf(v.plan)}</a> · {fill(w.due, { day: dayWord(v.plan.due_day) })} · {fill(w.due_grace, { day: dayWord(v.plan.grace_day) })}{v.plan.minutes != null && ` · ${fill(w.minutes_n, { n: v.plan.minutes })}`}</p>}
			<ul>
				{v.tasks.map((t) => (
					<li key={t.id} class={`task ${t.result ?? ''}`}>
						<button type="button" class="tick" disabled={!may || act.busy} aria-pressed={t.result === 'done'} aria-label={named(taskOf(t), t.result ? wordOf(w, 'task', t.result) : fill(w.task_left, { n: 1 }))}
							onClick={() => void act.tick([{ id: t.id, result: t.result === 'done' ? null : 'done' }], taskOf(t))}>
							{t.result ? <Icon name={ICON[t.result]} /> : <Icon name="ring" />}
						</button>
						<span class="grow">{taskOf(t)}{t.result && t.result !== 'done' && <strong class="said"> {wordOf(w, 'task', t.result)}</strong>}{t.note && <><br /><span class="soft">{t.note}</span></>}{t.account_name && <><br /><span class="soft">{t.account_name}</span></>}</span>
						{may && <Button small kind="plain" aria-label={named(w.task_problem, taskOf(t))} onClick={() => choose(t)}>{w.task_problem}</Button>}
					</li>
				))}
			</ul>
			{may && left.length > 1 && <Button full kind="tint" icon="check" busy={act.busy} onClick={() => void act.tick(left.map(({ id }) => ({ id, result: 'done' as const })), w.task_all)}>{w.task_all}</Button>}
			{v.plan && v.plan.parts.length > 0 && <><h3 class="needs">{w.needs}</h3><ul class="flags">{v.plan.parts.map((p) => <li key={p.part_id}><a href={`/parts/${p.part_id}`}>{nameOf(p)}</a> {quantity(p.qty, p.unit)} <span class={p.stock < p.qty ? 'weak' : 'soft'}>{[p.bin, fill(w.in_stock, { qty: quantity(p.stock, p.unit) })].filter(Boolean).join(' · ')}</span></li>)}</ul></>}
			{chosen && <TaskSheet v={v} task={v.tasks.find((t) => t.id === chosen.id) ?? chosen} close={() => choose(undefined)} />}
		</section>
	)
}

// Planned work with its tasks done is finished in one tap: what was done is known.
export const allTicked = (v: TicketView) => v.ticket.source === 'plan' && v.tasks.every((t) => t.result)
