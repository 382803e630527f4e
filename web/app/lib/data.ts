// What a screen shows: asked for once, kept by address, shown at once when one comes back, and asked for again when
// somebody changes it.
import { useEffect, useReducer, useRef } from 'preact/hooks'
import { get, onSignedOut } from './api'
import { onChanges, readAt, type Change } from './live'
import { me, onSignedIn } from './session'

interface Kept {
	data?: unknown
	error?: Error
	stale: boolean
	asking?: Promise<void>
	told: number // how often a change's own answer was taken
	users: Set<() => void>
	used: number
}
const KEEP = 60
const cache = new Map<string, Kept>()
// A session that ended leaves on the screen what is there, under the sign-in: a form over it keeps what was typed.
onSignedOut.add(() => me() || cache.clear())
onSignedIn.add((again) => (again ? forget('') : cache.clear()))

function entry(url: string): Kept {
	let e = cache.get(url)
	if (!e) {
		cache.set(url, (e = { stale: true, told: 0, users: new Set(), used: 0 }))
		const old = [...cache].filter(([, k]) => !k.users.size).sort((a, b) => a[1].used - b[1].used)
		if (cache.size > KEEP) old.slice(0, cache.size - KEEP).forEach(([u]) => u !== url && cache.delete(u))
	}
	e.used = Date.now()
	return e
}

function ask(url: string, e: Kept): Promise<void> {
	// What is under way may have been answered before what happened now: it is asked for again after it.
	if (e.asking) {
		e.stale = true
		return e.asking
	}
	e.stale = false
	const { told } = e
	function take(data: unknown): void {
		if (e.told !== told) return // older than what is there
		e.data = data
		e.error = undefined
		if (typeof data === 'object' && data !== null && 'seq' in data) readAt(Number(data.seq))
	}
	e.asking = get(url)
		.then(take, (error) => (e.error = error))
		.then(() => {
			e.asking = undefined
			e.users.forEach((f) => f())
			if (e.stale && e.users.size && !e.error) void ask(url, e)
		})
	return e.asking
}

// Everything whose address begins so is old now; what is on the screen is asked for again.
export function forget(...prefixes: string[]): void {
	for (const [url, e] of cache)
		if (prefixes.some((p) => url.startsWith(p))) {
			e.stale = true
			if (e.users.size && !e.asking) void ask(url, e)
		}
}

// The answer of a change is the newest there is.
export function remember(url: string, data: unknown): void {
	const e = entry(url)
	e.data = data
	e.error = undefined
	e.stale = false
	e.told++
	e.users.forEach((f) => f())
}

export interface Data<T> {
	data: T | undefined
	error: Error | undefined
	loading: boolean // nothing to show yet
	reload: () => void
}

// `when` says which changes of others touch this answer; without it none does.
export function useData<T>(url: string | null, when?: (c: Change) => boolean): Data<T> {
	const [, redraw] = useReducer((n: number) => n + 1, 0)
	const touches = useRef(when)
	touches.current = when
	const e = url ? entry(url) : undefined
	useEffect(() => {
		if (!url) return
		const own = entry(url)
		const draw = () => redraw(0)
		own.users.add(draw)
		if (own.stale || own.error) void ask(url, own)
		draw()
		let timer = 0
		const off = onChanges((changes) => {
			if (!touches.current || (changes !== 'all' && !changes.some(touches.current))) return
			own.stale = true
			// Many phones hear the same change at once: they do not all ask in the same instant.
			if (!timer) timer = window.setTimeout(() => ((timer = 0), own.stale && void ask(url, own)), 30 + Math.random() * 270)
		})
		return () => {
			own.users.delete(draw)
			if (timer) clearTimeout(timer)
			off()
		}
	}, [url])
	return {
		data: e?.data as T | undefined,
		error: e?.error,
		loading: !!e && e.data === undefined && !e.error,
		reload: () => url && e && void ask(url, e),
	}
}

// What a search found: it stays until what is asked for now is there, so that nothing goes away under a finger with each letter.
export function useFound<T>(url: string | null): Data<T> {
	const now = useData<T>(url), before = useRef<T | undefined>(undefined)
	if (now.data !== undefined) before.current = now.data
	return now.loading && before.current !== undefined ? { ...now, data: before.current, loading: false } : now
}

export const touchesTicket = (id: number) => (c: Change) => c.entity === 'ticket' && c.id === id
export const touches = (...entities: string[]) => (c: Change) => entities.includes(c.entity)
