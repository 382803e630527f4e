// What others changed, as it happens: one long poll of the event log for the whole app (GET /api/v1/changes). It is held
// only while the page is seen; after sleep or a dead zone it goes on from the last event it knows, and when the log has
// moved too far everything is asked for again.
import { call, onSignedOut, Refused } from './api'
import { onSignedIn } from './session'

export interface Change {
	seq: number
	entity: string
	id: number
	kind: string
}
interface Changes {
	seq: number
	items: Change[]
	more?: boolean
	retry_ms?: number
}
type Listener = (changes: Change[] | 'all') => void

const listeners = new Set<Listener>()
export function onChanges(f: Listener): () => void {
	listeners.add(f)
	return () => void listeners.delete(f)
}
const tell = (c: Change[] | 'all') => listeners.forEach((f) => f(c))

const HOLD_SECONDS = 25
let seq: number | undefined
let running: AbortController | undefined
const sleep = (ms: number, signal: AbortSignal) =>
	new Promise<void>((done) => {
		const t = setTimeout(done, ms)
		signal.addEventListener('abort', () => (clearTimeout(t), done()))
	})

// What was read says of when it is: what happened between then and the first news is news as well.
export function readAt(at: number): void {
	seq ??= at
}

async function once(signal: AbortSignal): Promise<number> {
	const url = seq === undefined ? '/api/v1/changes' : `/api/v1/changes?after=${seq}&wait=${HOLD_SECONDS}`
	const began = seq
	const got = await call<Changes>('GET', url, { signal, seconds: HOLD_SECONDS + 15 })
	if (began === undefined) {
		seq = Math.min(seq ?? got.seq, got.seq)
		return 0
	}
	seq = got.seq
	// Too much to be told one by one, or another log: a backup was put back.
	if (got.more) tell('all')
	else if (got.items.length) tell(got.items)
	return got.retry_ms ?? 0
}

async function follow(signal: AbortSignal): Promise<void> {
	let wait = 0
	while (!signal.aborted) {
		try {
			wait = (await once(signal)) || 50
		} catch (e) {
			if (e instanceof Refused && (e.status === 401 || e.status === 403)) return
			wait = Math.min(15_000, (wait || 500) * 2)
		}
		await sleep(wait + Math.random() * 100, signal)
	}
}

export function startLive(): void {
	const update = () => {
		if (document.visibilityState === 'hidden') {
			running?.abort()
			running = undefined
		} else if (!running) {
			running = new AbortController()
			void follow(running.signal)
		}
	}
	const again = () => {
		running?.abort()
		running = undefined
		update()
	}
	document.addEventListener('visibilitychange', update)
	addEventListener('online', again)
	addEventListener('pageshow', (e) => e.persisted && again())
	onSignedOut.add(() => (running?.abort(), (running = undefined), (seq = undefined)))
	onSignedIn.add(again)
	update()
}
