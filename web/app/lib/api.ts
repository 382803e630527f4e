// Asking the server. Every failure is one of two: Refused (the server said no, and why, in the reader's language) or
// Unreachable (nobody answered, or the server is busy: the same request may be sent again).
import words_ from '../../i18n/common.json'
import { lang, words } from './words'

const w = words(words_)

export interface Complaint {
	name: string
	detail: string
}

export class Refused extends Error {
	constructor(readonly status: number, readonly code: string, detail: string, readonly fields: Complaint[], readonly current: unknown) {
		super(detail)
	}
	// What is wrong with the field of this name, if anything.
	of(name: string): string | undefined {
		return this.fields.find((f) => f.name === name)?.detail
	}
}

export class Unreachable extends Error {}

export interface Ask {
	json?: unknown
	body?: BodyInit
	version?: number // If-Match
	key?: string // Idempotency-Key
	signal?: AbortSignal
	type?: string
	seconds?: number // patience
}

// What was typed as a number and is none (number.ts): JSON would make nothing of it. Named as the server names its fields.
const nanIn = (x: unknown, name: string): string[] =>
	typeof x === 'number' ? (Number.isFinite(x) ? [] : [name])
	: Array.isArray(x) ? x.flatMap((v, i) => nanIn(v, `${name}[${i}]`))
	: x && typeof x === 'object' ? Object.entries(x).flatMap(([k, v]) => nanIn(v, name ? `${name}.${k}` : k))
	: []
export function assertNumbers(json: unknown): void {
	const fields = nanIn(json, '').map((name) => ({ name, detail: w.no_number }))
	if (fields.length) throw new Refused(422, 'no_number', w.check_fields, fields, undefined)
}

export const newKey = (): string =>
	Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('')

// Whom the page believes to be signed in, once the server has said so: a write is refused when the cookie has become
// somebody else's meanwhile (a tablet that two share, two tabs).
let as: number | undefined
export const callAs = (id: number | undefined): void => void (as = id)

// The session ended: whoever shows the sign-in listens.
export const onSignedOut = new Set<() => void>()
// The server answered or did not: the bar that says so listens.
let lastReached = true
const reachListeners = new Set<() => void>()
export const isReached = () => lastReached
export const onReached = (f: () => void) => (reachListeners.add(f), () => void reachListeners.delete(f))
function reached(yes: boolean): void {
	lastReached = yes
	reachListeners.forEach((f) => f())
}

function timeLimit(ask: Ask): AbortSignal {
	const stop = new AbortController()
	setTimeout(() => stop.abort(), (ask.seconds ?? 30) * 1000)
	ask.signal?.addEventListener('abort', () => stop.abort())
	return stop.signal
}

function headersOf(ask: Ask): Record<string, string> {
	const h: Record<string, string> = { Accept: 'application/json', 'Accept-Language': lang }
	if (ask.json !== undefined) h['Content-Type'] = 'application/json'
	if (ask.type) h['Content-Type'] = ask.type
	if (ask.version !== undefined) h['If-Match'] = `"${ask.version}"`
	if (ask.key) h['Idempotency-Key'] = ask.key
	if (as) h['Jixiu-Account'] = String(as)
	return h
}

async function refusal(answer: Response): Promise<Error> {
	const e = await answer.json().catch(() => null)
	// A proxy's page, or a server that asks to come back later.
	if (!e || answer.status >= 502 || answer.status === 408) return new Unreachable(e?.detail ?? w.unreachable)
	return new Refused(answer.status, e.code ?? '', e.detail ?? e.title ?? '', e.fields ?? [], e.current)
}

export async function call<T>(method: string, url: string, ask: Ask = {}): Promise<T> {
	assertNumbers(ask.json)
	let answer: Response
	try {
		answer = await fetch(url, {
			method, credentials: 'same-origin', signal: timeLimit(ask), headers: headersOf(ask),
			body: ask.json !== undefined ? JSON.stringify(ask.json) : ask.body,
		})
	} catch (e) {
		if (ask.signal?.aborted) throw e
		reached(false)
		throw new Unreachable(w.unreachable)
	}
	reached(true)
	if (!answer.ok) {
		const e = await refusal(answer)
		if (e instanceof Refused && e.status === 401 && !url.endsWith('/session')) onSignedOut.forEach((f) => f())
		throw e
	}
	return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T)
}

export const get = <T>(url: string, signal?: AbortSignal) => call<T>('GET', url, { signal })

// "/api/v1/x?a=1": what is undefined, null or '' is left out.
export function address(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
	const q = new URLSearchParams()
	for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== null && v !== '' && v !== false) q.set(k, v === true ? '1' : String(v))
	const text = q.toString()
	return text ? `${path}?${text}` : path
}
