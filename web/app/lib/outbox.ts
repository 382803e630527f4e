// Nothing typed is lost: what a form sends is kept on the phone first (IndexedDB, with a key of its own), then sent, and
// leaves only when the server has it, or by the hand of the person. Retried at load, when the network is back, and by a
// timer. Items of one thread (one ticket) go in their order; a later one follows the version the earlier one made.
// An item is its writer's: it is never sent in the name of whoever signed in after. Tabs of one browser share what is kept:
// who sends an item claims it first, so that no two send it at once; localStorage rings at the others when it changed.
import { assertNumbers, call, newKey, onSignedOut, Refused, Unreachable } from './api'
import { known, me, onSignedIn } from './session'

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
	who?: number // the account that wrote it
	by?: string // and its name
	tab?: string // is sending it,
	until?: number // at most so long
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
const done = <T>(r: IDBRequest<T>) => new Promise<T>((yes, no) => {
	r.onsuccess = () => yes(r.result)
	r.onerror = no
})
async function store<T>(mode: IDBTransactionMode, work: (s: IDBObjectStore) => Promise<T>): Promise<{ got: T } | undefined> {
	try {
		return { got: await work((await open()).transaction('outbox', mode).objectStore('outbox')) }
	} catch (e) {
		return undefined
	}
}

let box: Item[] = []
const listeners = new Set<() => void>()
const tell = () => {
	box = [...memory.values()].sort((a, b) => a.at - b.at)
	listeners.forEach((f) => f())
}
export const onOutbox = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))
export const outbox = (): readonly Item[] => box
export const isMine = (i: Item) => i.who === undefined || i.who === me()?.id

const BELL = 'jixiu.outbox'
function ring(): void {
	try {
		localStorage.setItem(BELL, newKey())
	} catch (e) {
		// the others see it when they are opened again
	}
}
const writing = new Set<string>() // memory is newer than what is kept
const onlyHere = new Set<string>() // the phone would not keep it

async function write(key: string, work: (s: IDBObjectStore) => Promise<unknown>): Promise<boolean> {
	writing.add(key)
	tell()
	const kept = await store('readwrite', work)
	writing.delete(key)
	ring()
	return !!kept
}
async function keep(item: Item): Promise<void> {
	memory.set(item.key, item)
	if (!(await write(item.key, (s) => done(s.put(item))))) onlyHere.add(item.key)
}
export async function drop(key: string): Promise<void> {
	memory.delete(key)
	onlyHere.delete(key)
	await write(key, (s) => done(s.delete(key)))
}

// Changes an item that is still there, in one step: another tab may have sent it meanwhile. Nothing: it is gone, or the
// change does not want it.
async function change(key: string, to: (i: Item) => Item | undefined): Promise<Item | undefined> {
	const kept = onlyHere.has(key) ? undefined : await store('readwrite', async (s) => {
		const was = await done<Item | undefined>(s.get(key)), now = was && to(was)
		if (now) await done(s.put(now))
		return { was, now }
	})
	const own = memory.get(key)
	const { was, now } = kept ? kept.got : { was: own, now: own && to(own) }
	if (now ?? was) memory.set(key, (now ?? was)!)
	else memory.delete(key)
	tell()
	if (now) ring()
	return now
}

// What another tab kept, sent or dropped.
async function look(): Promise<void> {
	const kept = await store('readonly', (s) => done<Item[]>(s.getAll()))
	if (!kept) return
	const there = new Set(kept.got.map((i) => i.key))
	for (const key of [...memory.keys()]) if (!there.has(key) && !writing.has(key) && !onlyHere.has(key)) memory.delete(key)
	for (const i of kept.got) if (!writing.has(i.key)) memory.set(i.key, i)
	tell()
}

// ---- whose turn it is ----
// A tab that is loaded again is still the same one, and goes on with what it had begun.
const tab = (() => {
	try {
		const name = sessionStorage.getItem('jixiu.tab') ?? newKey()
		sessionStorage.setItem('jixiu.tab', name)
		return name
	} catch (e) {
		return newKey()
	}
})()
const patience = (i: Item) => (i.bytes ? 120 : 30)
const claimed = (i: Item): Item => ({ ...i, tab, until: Date.now() + (patience(i) + 5) * 1000 })
const freed = (i: Item): Item => ({ ...i, tab: undefined, until: undefined })
const claim = (key: string) => change(key, (i) => (i.tab && i.tab !== tab && i.until! > Date.now() ? undefined : claimed(i)))

// ---- sending ----
const versionOf = (answer: unknown): number | undefined => {
	const a = answer as { version?: number; ticket?: { version?: number } } | undefined
	return a?.ticket?.version ?? a?.version
}

// What was typed on top of an earlier unsent change is based on what that change makes.
async function follow(item: Item, answer: unknown): Promise<void> {
	const now = versionOf(answer)
	if (now === undefined || item.version === undefined) return
	for (const { key } of box.filter((i) => i.thread === item.thread && i.key !== item.key))
		await change(key, (later) => (later.version === item.version ? { ...later, version: now } : undefined))
}

const busy = new Set<string>()
async function post(item: Item): Promise<unknown> {
	busy.add(item.key)
	try {
		await known()
		if (!isMine(item)) throw new Unreachable()
		const answer = await call<unknown>(item.method, item.url, {
			json: item.bytes ? undefined : item.json, body: item.bytes, type: item.type, version: item.version, key: item.key,
			seconds: patience(item),
		})
		await follow(item, answer)
		await drop(item.key)
		return answer
	} finally {
		busy.delete(item.key)
	}
}

// True while there may be more to send.
async function deliver(item: Item): Promise<boolean> {
	try {
		await post(item)
		return true
	} catch (e) {
		const no = e instanceof Refused && e.status !== 401 ? [e.message, ...e.fields.map((f) => f.detail)].join(' ') : undefined
		await change(item.key, (i) => ({ ...freed(i), tries: i.tries + 1, fault: no }))
		return no !== undefined
	}
}

// Each thread in its order: what stays holds up what comes after it. False: nobody answers.
async function round(): Promise<boolean> {
	const stuck = new Set(box.filter((i) => i.fault && isMine(i)).map((i) => i.thread))
	for (const { key, thread } of box.filter((i) => isMine(i) && !i.fault)) {
		if (stuck.has(thread) || !memory.has(key)) continue
		const item = busy.has(key) ? undefined : await claim(key)
		if (item && !(await deliver(item))) return false
		if (memory.has(key)) stuck.add(thread)
	}
	return true
}

let flushing = false, more = false
export async function flush(): Promise<void> {
	more = true
	if (flushing) return
	flushing = true
	try {
		while (more) {
			more = false
			if (!(await round())) break
		}
	} finally {
		flushing = false
	}
}

// Sends now. Refused is thrown: the form is still open and has what was typed. Nobody answered: QUEUED.
export async function send<T>(s: Send): Promise<T | typeof QUEUED> {
	assertNumbers(s.json)
	const { blob, ...rest } = s
	const plain: Item = { thread: s.url, ...rest, key: newKey(), at: Date.now(), tries: 0, who: me()?.id, by: me()?.name }
	// Old WebKit loses blobs in its database, never buffers.
	if (blob) plain.bytes = await new Response(blob).arrayBuffer()
	const item = claimed(plain)
	busy.add(item.key)
	await keep(item)
	const before = box.some((i) => i.thread === item.thread && i.key !== item.key && !i.fault && isMine(i))
	if (before) {
		await change(item.key, freed)
		busy.delete(item.key)
		void flush()
		return QUEUED
	}
	try {
		return (await post(item)) as T
	} catch (e) {
		if (e instanceof Unreachable || (e instanceof Refused && e.status === 401)) {
			await change(item.key, freed)
			return QUEUED
		}
		await drop(item.key)
		throw e
	} finally {
		busy.delete(item.key)
	}
}

export async function retry(key: string): Promise<void> {
	if (await change(key, (i) => ({ ...i, fault: undefined }))) await flush()
}

const SECONDS = 5
// `session`: until it is known who is signed in, nobody knows whose items may go.
export async function startOutbox(session: Promise<void>): Promise<void> {
	await look()
	addEventListener('storage', (e) => e.key === BELL && void look())
	addEventListener('online', () => void flush())
	document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void flush())
	setInterval(() => box.some((i) => !i.fault && isMine(i)) && void flush(), SECONDS * 1000)
	// Somebody else may sign in here: what is unsent stays visible, and is its writer's to send.
	onSignedOut.add(tell)
	onSignedIn.add(() => (tell(), void flush()))
	await session
	await flush()
}
