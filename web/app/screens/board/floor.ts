// What is going on in the plant now: what stands, what runs with a fault, who is on what, what is waited for, and what
// came in today. The board, on a desk and on the wall, shows nothing else.
import { useEffect } from 'preact/hooks'
import { address, onReached } from '../../lib/api'
import { touches, useData, type Data } from '../../lib/data'
import { useNow } from '../../lib/format'
import type { Account, List, TicketItem } from '../../lib/types'
import { dayText } from '../reports/period'

// A machine in trouble: the ticket that says so first, and how many more it has.
export interface Trouble {
	t: TicketItem
	since: number
	more: number
}
export interface Person {
	id: number
	name: string
	on: TicketItem[] // work has begun
	next: TicketItem[] // taken, not begun
}
export interface Floor {
	down: Trouble[] // worst first
	degraded: Trouble[]
	untaken: number
	waiting: { reason: string; tickets: TicketItem[] }[]
	busy: Person[]
	free: Person[]
	today: TicketItem[] // reported since midnight, newest first
	restored: number // since midnight
}

export const sinceOf = (t: TicketItem) => t.occurred_at ?? t.reported_at
const OVER = ['restored', 'closed', 'cancelled']

// The server's order is by urgency; of equal urgency what stands longest comes first.
const worst = (a: Trouble, b: Trouble) =>
	a.t.priority - b.t.priority || (a.t.machine_criticality ?? 'D').localeCompare(b.t.machine_criticality ?? 'D') || a.since - b.since

function troubles(tickets: TicketItem[]): Trouble[] {
	const machines = new Map<number, Trouble>()
	for (const t of tickets.slice().sort((a, b) => sinceOf(a) - sinceOf(b))) {
		const known = machines.get(t.machine_id)
		if (known) known.more++
		else machines.set(t.machine_id, { t, since: sinceOf(t), more: 0 })
	}
	return [...machines.values()].sort(worst)
}

function waits(tickets: TicketItem[]): Floor['waiting'] {
	const by = new Map<string, TicketItem[]>()
	for (const t of tickets) if (t.state === 'waiting') by.set(t.wait_reason ?? '', [...(by.get(t.wait_reason ?? '') ?? []), t])
	return [...by].map(([reason, all]) => ({ reason, tickets: all })).sort((a, b) => b.tickets.length - a.tickets.length)
}

function people(accounts: Account[], open: TicketItem[]): Person[] {
	return accounts.filter((a) => a.role === 'technician' && !a.disabled).map((a) => {
		const own = open.filter((t) => t.assignee_id === a.id)
		return { id: a.id, name: a.name, on: own.filter((t) => t.state === 'in_progress'), next: own.filter((t) => t.state === 'accepted') }
	})
}

function floorOf(open: TicketItem[], accounts: Account[], today: TicketItem[], restored: number): Floor {
	const failing = open.filter((t) => t.kind === 'corrective' && !OVER.includes(t.state)), stopped = failing.filter((t) => t.stopped)
	const still = new Set(stopped.map((t) => t.machine_id)), all = people(accounts, open)
	return {
		down: troubles(stopped), degraded: troubles(failing.filter((t) => !still.has(t.machine_id))),
		untaken: failing.filter((t) => t.state === 'reported').length, waiting: waits(failing),
		busy: all.filter((p) => p.on.length + p.next.length), free: all.filter((p) => !p.on.length && !p.next.length),
		today, restored,
	}
}

export function useFloor(): Data<Floor> {
	const day = dayText(new Date(useNow(30))), ticket = touches('ticket')
	const open = useData<List<TicketItem>>(address('/api/v1/tickets', { open: 1, limit: 500 }), ticket)
	const accounts = useData<List<Account>>('/api/v1/accounts', touches('account'))
	const today = useData<List<TicketItem>>(address('/api/v1/tickets', { kind: 'corrective', from: day, limit: 500 }), ticket)
	const restored = useData<List<TicketItem>>(address('/api/v1/tickets', { kind: 'corrective', restored_from: day, limit: 500 }), ticket)
	const all = [open, accounts, today, restored], reload = () => all.forEach((d) => d.reload())
	// Back from a dead zone, and once in a while whatever happened.
	useEffect(() => {
		let away = false
		const reached = (yes: boolean) => (yes ? away && ((away = false), reload()) : (away = true))
		onReached.add(reached)
		const timer = setInterval(() => document.visibilityState === 'visible' && reload(), 120_000)
		return () => (onReached.delete(reached), clearInterval(timer))
	}, [day])
	const data = open.data && accounts.data && today.data && restored.data
		? floorOf(open.data.items, accounts.data.items, today.data.items, restored.data.items.length) : undefined
	return { data, error: all.find((d) => d.error)?.error, loading: !data, reload }
}
