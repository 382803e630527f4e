// Doing something to a ticket. Each change says which version it was made on; when somebody was quicker, both sides are
// shown, and what was typed is kept until the person decides.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { Refused } from '../../lib/api'
import { useAct, type Act } from '../../lib/act'
import { forget, remember } from '../../lib/data'
import { machineOf } from '../../lib/names'
import type { Ticket, TicketView } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Sheet } from '../../ui/Sheet'
import { TicketState } from '../../ui/Tag'
import { toast } from '../../ui/toast'

const w = words(words_)
export const ticketUrl = (id: number) => `/api/v1/tickets/${id}`

export interface Wish {
	title: string // what the person was doing, in words
	method?: 'POST' | 'PATCH'
	path: string // behind the ticket's address
	json: object
	told?: string[] // what was typed, for the conflict
	done?: string // said when the server has it
}
interface Conflict {
	wish: Wish
	now: Ticket
	finished: () => void
}
export interface Verbs extends Act {
	conflict: Conflict | undefined
	// finished: the server has it, or it is kept to be sent; after a conflict, when the person decided to go on.
	do: (wish: Wish, finished?: () => void, version?: number) => Promise<void>
	drop: () => void
}

export function useVerbs(v: TicketView): Verbs {
	const act = useAct()
	const [conflict, setConflict] = useState<Conflict>()
	const { ticket: t } = v, url = ticketUrl(t.id)
	async function run(wish: Wish, finished: () => void = () => undefined, version = t.version): Promise<void> {
		const send = { method: wish.method ?? 'POST', url: url + wish.path, json: wish.json, version, thread: `ticket:${t.id}`, title: `${wish.title} · #${t.id} ${machineOf(t)}` }
		const ok = await act.run<TicketView>(send, (after) => {
			remember(url, after)
			forget(`${url}/`, '/api/v1/tickets?', '/api/v1/today', '/api/v1/board')
			toast(wish.done ?? w.done_saved)
		}, (e) => {
			if (e instanceof Refused && e.status === 409) forget(url) // not in this state any more: show which
			if (!(e instanceof Refused) || e.status !== 412 || !e.current) return false
			setConflict({ wish, now: e.current as Ticket, finished })
			forget(url)
			return true
		})
		if (!ok) return
		setConflict(undefined)
		finished()
	}
	return { ...act, conflict, do: run, drop: () => setConflict(undefined) }
}

export function ConflictSheet({ verbs }: { verbs: Verbs }) {
	const c = verbs.conflict
	if (!c) return null
	return (
		<Sheet title={w.conflict} close={verbs.drop} ends={<><Button onClick={verbs.drop}>{w.conflict_drop}</Button><Button kind="main" busy={verbs.busy} onClick={() => void verbs.do(c.wish, c.finished, c.now.version)}>{w.conflict_again}</Button></>}>
			<section class="card"><h2>{w.conflict_now}</h2><p class="row wrap"><TicketState state={c.now.state} />{c.now.assignee_name && <span>{fill(w.conflict_has, { who: c.now.assignee_name })}</span>}</p>{c.now.action && <p>{c.now.action}</p>}</section>
			<section class="card"><h2>{w.conflict_mine}</h2><p><strong>{c.wish.title}</strong></p>{c.wish.told?.filter(Boolean).map((x, i) => <p key={i}>{x}</p>)}</section>
		</Sheet>
	)
}
