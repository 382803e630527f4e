// The ledger as it lies on the phone: one answer, filtered, sorted and folded up here.
import { touches, useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import type { LedgerRow, List } from '../../lib/types'
import { lang } from '../../lib/words'

const COUNTED = ['reported', 'closed', 'cancelled', 'reopened', 'withdrawn']
export const useLedger = () => useData<List<LedgerRow>>('/api/v1/ledger', (c) => touches('asset')(c) || (c.entity === 'ticket' && COUNTED.includes(c.kind)))

export interface Filter {
	text: string
	state: string
	criticality: string
	under: number | undefined
	open: boolean // with open tickets only
}
export const filterOf = (q: URLSearchParams): Filter => ({ text: q.get('text') ?? '', state: q.get('state') ?? '', criticality: q.get('criticality') ?? '', under: Number(q.get('under')) || undefined, open: q.get('open') === '1' })
export const isFiltered = (f: Filter) => !!(f.text || f.state || f.criticality || f.under || f.open)

// Full-width letters and capitals are the same as the others.
const fold = (text: string) => text.normalize('NFKC').toLowerCase()
const searched = new WeakMap<LedgerRow, string>()
function searchOf(r: LedgerRow): string {
	let s = searched.get(r)
	if (s === undefined) searched.set(r, (s = fold([r.code, r.name, r.name_en, r.model, r.maker].filter(Boolean).join(' '))))
	return s
}

export interface Ledger {
	rows: readonly LedgerRow[]
	byId: ReadonlyMap<number, LedgerRow>
	below: ReadonlyMap<number, readonly LedgerRow[]> // 0: at the top
	totals: ReadonlyMap<number, Totals> // of each place
}
interface Totals {
	machines: number
	stopped: number
	open: number
}
export function ledgerOf(rows: readonly LedgerRow[]): Ledger {
	const byId = new Map(rows.map((r) => [r.id, r])), below = new Map<number, LedgerRow[]>(), totals = new Map<number, Totals>()
	for (const r of rows) {
		const key = r.parent_id ?? 0, own = below.get(key)
		own ? own.push(r) : below.set(key, [r])
	}
	for (const r of rows)
		if (r.kind === 'machine' && r.state !== 'retired')
			for (let up = r.parent_id, turns = 0; up && turns < 16; up = byId.get(up)?.parent_id ?? null, turns++) {
				const t = totals.get(up) ?? { machines: 0, stopped: 0, open: 0 }
				totals.set(up, { machines: t.machines + 1, stopped: t.stopped + (r.state === 'stopped' ? 1 : 0), open: t.open + (r.open_tickets ?? 0) })
			}
	return { rows, byId, below, totals }
}

function isUnder(l: Ledger, r: LedgerRow, under: number): boolean {
	for (let at: LedgerRow | undefined = r, turns = 0; at && turns < 16; at = at.parent_id ? l.byId.get(at.parent_id) : undefined, turns++) if (at.id === under) return true
	return false
}

// The machines that fit; retired ones only when asked for.
export function machinesOf(l: Ledger, f: Filter): LedgerRow[] {
	const wanted = fold(f.text.trim()).split(/\s+/).filter(Boolean)
	return l.rows.filter((r) => r.kind === 'machine' && (f.state ? r.state === f.state : r.state !== 'retired') && (!f.criticality || r.criticality === f.criticality) && (!f.open || !!r.open_tickets)
		&& wanted.every((x) => searchOf(r).includes(x)) && (!f.under || isUnder(l, r, f.under)))
}

export const placeOf = (l: Ledger, r: LedgerRow): string => {
	const p = r.parent_id ? l.byId.get(r.parent_id) : undefined
	return p ? nameOf(p) : ''
}

// ---- tree ----
export interface Branch {
	r: LedgerRow
	depth: number
	open?: boolean // none: nothing below
}
// What is in sight: below open places only. Filtered: what fits, and what it stands in, all open.
export function branches(l: Ledger, f: Filter, isOpen: (id: number) => boolean): Branch[] {
	const filtered = isFiltered(f), shown = new Set<number>(), out: Branch[] = []
	if (filtered)
		for (const m of machinesOf(l, f)) for (let at: LedgerRow | undefined = m, n = 0; at && n < 16 && !shown.has(at.id); at = at.parent_id ? l.byId.get(at.parent_id) : undefined, n++) shown.add(at.id)
	// A place found by its own name stays, with what is in it folded up.
	const wanted = fold(f.text.trim())
	if (wanted && !f.state && !f.criticality && !f.open)
		for (const r of l.rows) if (r.kind !== 'machine' && searchOf(r).includes(wanted)) for (let at: LedgerRow | undefined = r, n = 0; at && n < 16; at = at.parent_id ? l.byId.get(at.parent_id) : undefined, n++) shown.add(at.id)
	const walk = (parent: number, depth: number) => {
		for (const r of l.below.get(parent) ?? []) {
			if (filtered ? !shown.has(r.id) : r.kind === 'machine' && r.state === 'retired') continue
			const kids = r.kind !== 'machine' && l.below.has(r.id), open = kids ? (filtered ? true : isOpen(r.id)) : undefined
			out.push({ r, depth, open })
			if (open) walk(r.id, depth + 1)
		}
	}
	walk(0, 0)
	return out
}

// ---- table ----
export const COLUMNS = ['code', 'name', 'place', 'model', 'maker', 'state', 'criticality', 'open_tickets', 'original_value_cents', 'commissioned_day'] as const
export type Column = (typeof COLUMNS)[number]
const STATES = ['stopped', 'degraded', 'running', 'idle', 'retired']
const collator = new Intl.Collator(lang === 'zh' ? 'zh-CN' : 'en', { numeric: true })

// "-code": downwards. What has no value stands last either way.
export function sorted(l: Ledger, rows: readonly LedgerRow[], sort: string): LedgerRow[] {
	const down = sort.startsWith('-'), column = (down ? sort.slice(1) : sort) as Column
	const value = (r: LedgerRow): string | number | null =>
		column === 'name' ? nameOf(r) : column === 'place' ? placeOf(l, r) || null : column === 'state' ? STATES.indexOf(r.state ?? '') : (r[column] ?? null)
	const keyed = rows.map((r) => ({ r, v: value(r) }))
	keyed.sort((a, b) => (a.v == null || b.v == null ? Number(a.v == null) - Number(b.v == null)
		: (typeof a.v === 'number' ? a.v - (b.v as number) : collator.compare(a.v, b.v as string)) * (down ? -1 : 1)) || a.r.id - b.r.id)
	return keyed.map((k) => k.r)
}
