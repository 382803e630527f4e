// A list that grows as one scrolls: pages of the server by key, kept by address so that going back finds it as it was.
import type { ComponentChildren } from 'preact'
import { useEffect, useReducer, useRef } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { get, onSignedOut } from '../lib/api'
import { onChanges, type Change } from '../lib/live'
import { me, onSignedIn } from '../lib/session'
import { words } from '../lib/words'
import { Button } from './Button'
import { Failed, Skeleton } from './Load'

const w = words(words_)
interface Pages<T> {
	items: T[]
	next: string | null
	begun: boolean
	asking: boolean
	stale: boolean // something changed since it was asked
	users: Set<() => void> // those who show it
	error?: Error
}
interface Answer<T> {
	items: T[]
	next: string | null
}
const kept = new Map<string, Pages<unknown>>()
const KEEP = 12
onSignedOut.add(() => me() || kept.clear())

function pagesOf<T>(url: string): Pages<T> {
	let p = kept.get(url) as Pages<T> | undefined
	if (!p) {
		p = { items: [], next: null, begun: false, asking: false, stale: false, users: new Set() }
		kept.set(url, p as Pages<unknown>)
		// What is on the screen stays, however much is searched beside it.
		for (const [other, { users }] of kept) if (kept.size > KEEP && !users.size && other !== url) kept.delete(other)
	}
	return p
}
const join = (url: string, q: string) => url + (url.includes('?') ? '&' : '?') + q

// `key` is the query parameter the server's `next` is passed as.
export function usePages<T>(url: string, key = 'after', when?: (c: Change) => boolean) {
	const [, draw] = useReducer((n: number) => n + 1, 0)
	const p = pagesOf<T>(url)
	const tell = () => p.users.forEach((f) => f())
	async function more() {
		if (p.asking || (p.begun && !p.next)) return
		p.asking = true
		p.error = undefined
		tell()
		try {
			const a = await get<Answer<T>>(p.next ? join(url, `${key}=${encodeURIComponent(p.next)}`) : url)
			p.items = p.begun ? p.items.concat(a.items) : a.items
			p.next = a.next
			p.begun = true
		} catch (e) {
			p.error = e as Error
		}
		ended()
	}
	function ended(): void {
		p.asking = false
		if (p.stale) void again()
		else tell()
	}
	// As many as there are now, asked for again from the first.
	async function again() {
		// What is under way may have been answered before what happened now.
		p.stale = p.asking
		if (p.asking) return
		p.asking = true
		try {
			const a = await get<Answer<T>>(join(url, `limit=${Math.min(500, Math.max(50, p.items.length))}`))
			p.items = a.items
			p.next = a.next
			p.begun = true
			p.error = undefined
		} catch (e) {
			if (!p.begun) p.error = e as Error
		}
		ended()
	}
	useEffect(() => {
		const own = () => draw(0)
		p.users.add(own)
		void (p.begun ? again() : more())
		onSignedIn.add(again)
		const left = () => (onSignedIn.delete(again), void p.users.delete(own))
		if (!when) return left
		let timer = 0
		const off = onChanges((c) => {
			if (c !== 'all' && !c.some(when)) return
			if (!timer) timer = window.setTimeout(() => ((timer = 0), void again()), 100 + Math.random() * 400)
		})
		return () => (left(), off(), clearTimeout(timer))
	}, [url])
	return { ...p, more, again }
}

interface Props<T> {
	pages: ReturnType<typeof usePages<T>>
	row: (item: T) => ComponentChildren
	id: (item: T) => string | number
	empty: ComponentChildren
	label: string
}

// Rows are links or buttons; the arrow keys walk them.
function walk(e: KeyboardEvent): void {
	if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
	const all = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('li > a, li > button')]
	const at = all.indexOf(document.activeElement as HTMLElement)
	if (at < 0) return
	e.preventDefault()
	all[at + (e.key === 'ArrowDown' ? 1 : -1)]?.focus()
}

export function PagedList<T>({ pages, row, id, empty, label }: Props<T>) {
	if (!pages.begun && pages.error) return <Failed error={pages.error} retry={() => void pages.more()} />
	if (!pages.begun) return <Skeleton rows={6} height={64} />
	if (!pages.items.length) return <>{empty}</>
	return (
		<>
			<ul class="rows" aria-label={label} onKeyDown={walk}>{pages.items.map((x) => <li key={id(x)}>{row(x)}</li>)}</ul>
			<More pages={pages} />
		</>
	)
}

// Asks for the next page when it comes into sight; the button is for who has no scrolling.
export function More<T>({ pages }: { pages: ReturnType<typeof usePages<T>> }) {
	const end = useRef<HTMLDivElement>(null)
	useEffect(() => {
		if (!end.current || !pages.next) return
		const seen = new IntersectionObserver(([e]) => e?.isIntersecting && void pages.more(), { rootMargin: '600px' })
		seen.observe(end.current)
		return () => seen.disconnect()
	})
	if (pages.error) return <Failed error={pages.error} retry={() => void pages.more()} />
	if (!pages.next) return null
	return <div ref={end} class="more"><Button busy={pages.asking} onClick={() => void pages.more()}>{w.show_more}</Button></div>
}
