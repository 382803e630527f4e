// What the server sends, by the names of its API. Money in cents, times in ms UTC, days "2026-01-31".
export type Role = 'technician' | 'storekeeper' | 'manager' | 'admin'
export interface Account {
	id: number
	login: string
	name: string
	role: Role
	lang: 'zh' | 'en' | null
	phone: string | null
	disabled: boolean
	version: number
	created_at: number
}
export interface Document {
	id: number
	entity: string
	entity_id: number
	kind: string
	name: string | null
	type: string
	size: number
	time: number
	account_id: number | null
	account_name: string | null
}
export type TicketStateName = 'reported' | 'accepted' | 'in_progress' | 'waiting' | 'restored' | 'closed' | 'cancelled'
export interface Ticket {
	id: number
	machine_id: number
	component_id: number | null
	kind: string
	source: string
	state: TicketStateName
	priority: number
	symptom: string
	fault_code: string | null
	stopped: boolean
	failure: boolean
	reporter: string | null
	reporter_contact: string | null
	assignee_id: number | null
	wait_reason: string | null
	failure_mode: string | null
	cause_code: string | null
	cause: string | null
	action_code: string | null
	action: string | null
	occurred_at: number | null
	reported_at: number | null
	accepted_at: number | null
	started_at: number | null
	restored_at: number | null
	closed_at: number | null
	planned_from: number | null
	planned_to: number | null
	reopened: number
	same_count: number
	version: number
	machine_code: string
	machine_name: string
	component_name: string | null
	assignee_name: string | null
}
export interface List<T> {
	items: T[]
	next: string | null
}
