// What the server sends and takes, by the names of its API: made from its own document by web/types.mjs, so that a name
// that the server does not know does not compile. Money in cents, times in ms UTC, days "2026-01-31".
import type { Account, Ticket } from 'jixiu-api'

export type * from 'jixiu-api'
export type Role = Account['role']
export type TicketStateName = Ticket['state']
export interface List<T> {
	items: T[]
	next: string | null
}
export interface Stock {
	bin_id: number
	bin_code: string
	bin_name: string | null
	qty: number
}
export interface Part {
	id: number
	code: string
	name: string
	name_en: string | null
	spec: string | null
	maker: string | null
	unit: string
	category: string | null
	bin_id: number | null
	min_qty: number | null
	price_cents: number | null
	qty: number
	value_cents: number
	average_cents: number | null
	missing: number | null
	note: string | null
	retired: boolean
	version: number
	created_at: number
	bin_code: string | null
}
export interface PartDetail extends Part {
	stock: Stock[]
}
export interface Bin {
	id: number
	code: string
	name: string | null
	store: string | null
	version: number
}
export interface Movement {
	id: number
	part_id: number
	bin_id: number
	kind: 'receive' | 'issue' | 'return' | 'adjust'
	qty: number
	value_cents: number
	ticket_id: number | null
	machine_id: number | null
	reason: string | null
	time: number
	qty_after: number
	part_code: string
	part_name: string
	unit: string
	bin_code: string
	machine_code: string | null
	machine_name: string | null
	account_name: string | null
}
export interface PartMachine {
	machine_id: number
	code: string
	name: string
	qty: number
	cost_cents: number
	tickets: number
	last_at: number
}
