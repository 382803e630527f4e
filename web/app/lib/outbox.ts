// Nothing typed is lost: what a form sends is kept on the phone first (IndexedDB, with a key of its own), then sent, and
// leaves only when the server has it, or by the hand of the person. Retried at load, when the network is back, and by a
// timer. Items of one thread (one ticket) go in their order; a later one follows the version the earlier one made.
import { call, newKey, onSignedOut, Refused, Unreachable } from './api'

export interface Item {
	key: string
	method: string
	url: string
	title: string // how the list of unsent things names it
	thread: string
	at: number
	json?: unknown
	bytes?: ArrayBuffer // a file; json is not sent then
	type?: string
	version?: number
	fault?: string // why the server would not have it
	tries: number
}
export type Send = Pick<Item, 'method' | 'url' | 'title'> & Partial<Pick<Item, 'thread' | 'json' | 'type' | 'version'>> & { blob?: Blob }
export const QUEUED = Symbol('kept until the network is back')

// ---- kept on the phone; in memory where the phone refuses ----
const memory = new Map<string, Item>()
let opened: Promise<IDBDatabase> | undefined
const open = () =>
	(opened ??= new Promise((yes, no) => {
		const r = indexedDB.open('jixiu-app', 1)
		r.onupgradeneeded = () => r.result.createObjectStore('outbox', { keyPath: 'key' })
		r.onsuccess = () => yes(r.result)
		r.onerror = r.onblocked = no
	}))
async function store(mode: IDBTransactionMode, work: (s: IDBObjectStore) => IDBRequest): Promise<unknown> {
	try {
		const s = (await open()).transaction('outbox', mode).objectStore('outbox')
		return await new Promise((yes, no) => {
			const r = work(s)
			r.onsuccess = () => yes(r.result)
			r.onerror = no
		})
	} catch (e) {
		return undefined
	}
}

let box: Item[] = []
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((f) => f())
export const onOutbox = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))
export const outbox = (): readonly Item[] => box

async function keep(item: Item): Promise<void> {
	box = box.filter((i) => i.key !== item.key).concat(item).sort((a, b) => a.at - b.at)
	memory.set(item.key, item)
	tell()
	await store('readwrite', (s) => s.put(item))
}
export async function drop(key: string): Promise<void> {
	box = box.filter((i) => i.key !== key)
	memory.delete(key)
	tell()
	await store('readwrite', (s) => s.delete(key))
}

// ---- sending ----
const versionOf = (answer: unknown): number | undefined => {
	const a = answer as { version?: number; ticket?: { version?: number } } | undefined
	return a?.ticket?.version ?? a?.version
}

// What was typed on top of an earlier unsent change is based on what that change makes.
async function follow(item: Item, answer: unknown): Promise<void> {
	const now = versionOf(answer)
	if (now === undefined || item.version === undefined) return
	for (const later of box)
		if (later.thread === item.thread && later.key !== item.key && later.version === item.version) await keep({ ...later, version: now })
}

const busy = new Set<string>()
async function post(item: Item): Promise<unknown> {
	busy.add(item.key)
	try {
		const answer = await call<unknown>(item.method, item.url, {
			json: item.bytes ? undefined : item.json, body: item.bytes, type: item.type, version: item.version, key: item.key,
			seconds: item.bytes ? 120 : 30,
		})
		await follow(item, answer)
		await drop(item.key)
		sent.forEach((f) => f(item, answer))
		return answer
	} finally {
		busy.delete(item.key)
	}
}

const sent = new Set<(item: Item, answer: unknown) => void>()
export const onSent = (f: (item: Item, answer: unknown) => void) => (sent.add(f), () => void sent.delete(f))

// True while there may be more to send.
async function deliver(item: Item): Promise<boolean> {
	try {
		await post(item)
		return true
	} catch (e) {
		if (e instanceof Refused && e.status === 401) return false
		if (!(e instanceof Refused)) {
			await keep({ ...item, tries: item.tries + 1 })
			return false
		}
		await keep({ ...item, tries: item.tries + 1, fault: [e.message, ...e.fields.map((f) => f.detail)].join(' ') })
		return true
	}
}

let flushing = false
export async function flush(): Promise<void> {
	if (flushing) return
	flushing = true
	try {
		const stuck = new Set(box.filter((i) => i.fault).map((i) => i.thread))
		for (const item of box.slice()) {
			if (item.fault || stuck.has(item.thread) || busy.has(item.key) || !memory.has(item.key)) continue
			if (!(await deliver(memory.get(item.key)!))) break
			if (memory.get(item.key)?.fault) stuck.add(item.thread)
		}
	} finally {
		flushing = false
	}
}

// Sends now. Refused is thrown: the form is still open and has what was typed. Nobody answered: QUEUED.
export async function send<T>(s: Send): Promise<T | typeof QUEUED> {
	const { blob, ...rest } = s
	const item: Item = { thread: s.url, ...rest, key: newKey(), at: Date.now(), tries: 0 }
	// Old WebKit loses blobs in its database, never buffers.
	if (blob) item.bytes = await new Response(blob).arrayBuffer()
	busy.add(item.key)
	await keep(item)
	const before = box.some((i) => i.thread === item.thread && i.key !== item.key && !i.fault)
	if (before) {
		busy.delete(item.key)
		void flush()
		return QUEUED
	}
	try {
		return (await post(item)) as T
	} catch (e) {
		if (e instanceof Unreachable) return QUEUED
		if (e instanceof Refused && e.status === 401) return QUEUED
		await drop(item.key)
		throw e
	} finally {
		busy.delete(item.key)
	}
}

export async function retry(key: string): Promise<void> {
	const item = memory.get(key)
	if (!item) return
	await keep({ ...item, fault: undefined })
	await flush()
}

const SECONDS = 5
export async function startOutbox(): Promise<void> {
	const kept = (await store('readonly', (s) => s.getAll())) as Item[] | undefined
	for (const item of kept ?? []) memory.set(item.key, item)
	box = [...memory.values()].sort((a, b) => a.at - b.at)
	tell()
	addEventListener('online', () => void flush())
	document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void flush())
	setInterval(() => box.some((i) => !i.fault) && void flush(), SECONDS * 1000)
	// Somebody else may sign in here: what is unsent stays visible, and is theirs to send or drop.
	onSignedOut.add(tell)
	await flush()
}
