// One ticket: the machine, the trouble, what fixed it before, what the repair takes, what happened. The server says what
// may be done now; the most likely of it is the button at the thumb.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { useCodes } from '../../lib/codes'
import { touchesTicket, useData } from '../../lib/data'
import { componentOf } from '../../lib/names'
import type { SuggestedFix, TicketView } from '../../lib/types'
import { fill, listed, words } from '../../lib/words'
import { useSeen } from '../../ui/Bell'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { FromManuals } from '../documents/FromManuals'
import { Tasks, allTicked } from '../plans/Tasks'
import { Fixes } from './Fixes'
import { Machine, Symptom } from './Head'
import { History } from './History'
import { RestoreSheet } from './Restore'
import { VerbSheet, type SheetName } from './Sheets'
import { CostCard, Labour, Parts } from './Used'
import { ConflictSheet, ticketUrl, useVerbs, type Verbs } from './verb'

const w = words(words_)
// In the order in which one of them is the main thing to do.
const MAIN = ['accept', 'start', 'resume', 'restore', 'close'] as const
const SECOND = ['wait', 'reopen'] as const
const MENU = ['assign', 'add_person', 'edit', 'same', 'cancel'] as const
type Action = TicketView['actions'][number]
type Opened = SheetName | 'restore' | 'menu' | undefined

function useAction(v: TicketView, verbs: Verbs, open: (s: Opened) => void) {
	const at = (a: 'accept' | 'start' | 'resume' | 'close' | 'same', told: string) => verbs.do({ title: w[a], path: `/${a}`, json: {}, done: told })
	return (a: Action) => {
		if (a === 'accept') return void at('accept', w.done_accept)
		if (a === 'start') return void at('start', w.done_start)
		if (a === 'resume') return void at('resume', w.done_resume)
		if (a === 'close') return void at('close', w.done_close)
		// Its tasks say what was done: nothing is left to ask.
		if (a === 'restore' && allTicked(v)) return void verbs.do({ title: w.finish, path: '/restore', json: {}, done: w.done_finish })
		if (a === 'restore' && v.ticket.source === 'plan') return toast(w.tasks_left, { bad: true })
		if (a === 'same') return void at('same', w.done_saved)
		open(a as SheetName | 'restore')
	}
}

function People({ v }: { v: TicketView }) {
	const names = [v.ticket.assignee_name, ...v.people.filter((p) => p.account_id !== v.ticket.assignee_id).map((p) => p.name)].filter(Boolean)
	return <section class="card row"><Icon name="people" /><span class="grow"><span class="soft">{w.who}</span><br />{names.length ? listed(names) : w.nobody}</span></section>
}

function Repair({ v }: { v: TicketView }) {
	const t = v.ticket, codes = useCodes()
	if (!t.action && !t.action_code && !t.cause && !t.cause_code) return null
	const rows = [[w.action, [codes.name('action', t.action_code), t.action]], [w.cause, [codes.name('cause', t.cause_code), t.cause]], [w.failure_mode, [codes.name('failure_mode', t.failure_mode)]], [w.component, [componentOf(t)]]] as const
	return <section class="card"><h2>{w.repair}</h2><dl class="facts">{rows.filter(([, x]) => x.some(Boolean)).map(([k, x]) => <><dt>{k}</dt><dd>{x.filter(Boolean).join(' · ')}</dd></>)}{v.fix_id != null && <><dt>{w.fix_of}</dt><dd><a href={`/fixes/${v.fix_id}`}>{v.fix_label}</a></dd></>}</dl></section>
}

function Actions({ v, act, open }: { v: TicketView; act: (a: Action) => void; open: (s: Opened) => void }) {
	const main = MAIN.find((a) => v.actions.includes(a)), second = SECOND.find((a) => v.actions.includes(a))
	const menu = [...MENU.filter((a) => v.actions.includes(a)), ...(['reopen'] as const).filter((a) => v.actions.includes(a) && second !== a)]
	return (
		<>
			{menu.length > 0 && <Button class="menu" icon="more" aria-label={w.more} onClick={() => open('menu')} />}
			{second && <Button onClick={() => act(second)}>{w[second]}</Button>}
			{main && <Button kind="main" onClick={() => act(main)}>{main === 'restore' && v.ticket.source === 'plan' ? w.finish : w[main]}</Button>}
		</>
	)
}

function Menu({ v, act, close }: { v: TicketView; act: (a: Action) => void; close: () => void }) {
	return <Sheet title={w.more} close={close}><ul class="rows">{[...MENU, ...SECOND].filter((a) => v.actions.includes(a)).map((a) => <li key={a}><button type="button" class="item" onClick={() => (close(), act(a))}><span class="grow">{w[a]}</span><Icon name="next" /></button></li>)}</ul></Sheet>
}

function Body({ v }: { v: TicketView }) {
	const verbs = useVerbs(v), [opened, open] = useState<Opened>(), [fix, setFix] = useState<SuggestedFix>()
	const act = useAction(v, verbs, (s) => (verbs.clear(), setFix(undefined), open(s)))
	const close = () => (open(undefined), verbs.clear())
	const use = (f: SuggestedFix) => (setFix(f), open('restore'))
	const any = v.actions.some((a) => ([...MAIN, ...SECOND, ...MENU] as string[]).includes(a))
	return (
		<>
			<div class="ticket-cols">
				<div><Machine v={v} /><Symptom v={v} /><Tasks v={v} /><Repair v={v} />{v.ticket.source !== 'plan' && <Fixes v={v} use={use} />}<FromManuals url={['closed', 'cancelled'].includes(v.ticket.state) ? null : `${ticketUrl(v.ticket.id)}/suggestions`} /></div>
				<div><People v={v} /><Parts v={v} /><Labour v={v} /><CostCard v={v} /><History v={v} /></div>
			</div>
			{any && <div class="thumb no-print"><Actions v={v} act={act} open={open} /></div>}
			{opened === 'menu' && <Menu v={v} act={act} close={close} />}
			{opened === 'restore' && <RestoreSheet v={v} fix={fix} verbs={verbs} close={close} />}
			{opened && opened !== 'menu' && opened !== 'restore' && <VerbSheet name={opened} v={v} verbs={verbs} close={close} />}
			<ConflictSheet verbs={verbs} />
		</>
	)
}

export function TicketPage({ id }: { id: number }) {
	const view = useData<TicketView>(ticketUrl(id), touchesTicket(id))
	useSeen('ticket', id)
	return <Page title={fill(w.number, { id })} backTo="/today"><Load of={view}>{(v) => <Body key={v.ticket.id} v={v} />}</Load></Page>
}
