// Where the app is: the address is the state. Links are plain <a href>; a click on one that leads to a screen of the app
// changes the address without loading a page. Going back finds the list where it was left.
import { useWatched } from './watch'

export interface Place {
	path: string[] // "/tickets/7" is ["tickets", "7"]
	query: URLSearchParams
}
const read = (): Place => ({ path: location.pathname.split('/').filter(Boolean), query: new URLSearchParams(location.search) })
let place = read()
const listeners = new Set<() => void>()
const changed = () => {
	place = read()
	listeners.forEach((f) => f())
}

// ---- scroll, by history entry ----
const scrolls = new Map<number, number>()
let entry: number = history.state?.entry ?? 0
let last = entry
history.scrollRestoration = 'manual'
history.replaceState({ ...history.state, entry }, '')
const keepScroll = () => scrolls.set(entry, scrollY)

// The list may need a moment to be as long as it was.
function restoreScroll(y: number, until = performance.now() + 800): void {
	if (document.documentElement.scrollHeight >= y + innerHeight || performance.now() > until || y === 0) scrollTo(0, y)
	else requestAnimationFrame(() => restoreScroll(y, until))
}

export function go(url: string, { replace = false, keep = false } = {}): void {
	keepScroll()
	if (replace) history.replaceState({ entry }, '', url)
	else {
		entry = ++last
		history.pushState({ entry }, '', url)
	}
	changed()
	if (!keep) requestAnimationFrame(() => scrollTo(0, 0))
}

// Back where one came from; to `otherwise` when the app was opened here.
export function back(otherwise: string): void {
	if (entry > 0) history.back()
	else go(otherwise, { replace: true })
}

// Parts of the query changed in place: filters and sorts live in the address.
export function setQuery(change: Record<string, string | null | undefined>): void {
	const q = new URLSearchParams(location.search)
	for (const [k, v] of Object.entries(change)) v ? q.set(k, v) : q.delete(k)
	const text = q.toString()
	go(location.pathname + (text ? `?${text}` : ''), { replace: true, keep: true })
}

const OTHER = /^\/(q|t|api|assets|healthz|readyz)(\/|$)/
function onClick(e: MouseEvent): void {
	const a = (e.target as Element).closest?.('a')
	if (!a || e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
	if (a.origin !== location.origin || a.target || a.hasAttribute('download') || OTHER.test(a.pathname)) return
	e.preventDefault()
	if (a.href !== location.href) go(a.pathname + a.search + a.hash)
}

export function startRouter(): void {
	document.addEventListener('click', onClick)
	addEventListener('popstate', () => {
		keepScroll()
		entry = history.state?.entry ?? 0
		changed()
		restoreScroll(scrolls.get(entry) ?? 0)
	})
}

const onPlace = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))
export const usePlace = () => useWatched(onPlace, () => place)
