// What the server sends and takes, by the names of its API: made from its own document by web/types.mjs, so that a name
// that the server does not know does not compile. Money in cents, times in ms UTC, days "2026-01-31".
import type { Account } from 'jixiu-api'

export type * from 'jixiu-api'
export type Role = Account['role']
export interface List<T> {
	items: T[]
	next: string | null
}
