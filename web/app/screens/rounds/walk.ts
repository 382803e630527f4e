// A round on the phone: all it needs is kept here from the moment it was seen, and everything that is done goes to the outbox
// in its order, so that it can be walked from end to end without a network and sent when there is one.
import { useEffect, useReducer, useState } from 'preact/hooks'
import { get, newKey, Refused } from '../../lib/api'
import { drop, onOutbox, outbox, QUEUED, send, type Item as Unsent } from '../../lib/outbox'
import type { Document, RoundItemRow, RoundStopView, RoundView } from '../../lib/types'
import { machineOf, nameOf } from '../../lib/names'
import { me } from '../../lib/session'
import { useWatched } from '../../lib/watch'

export type Item = RoundItemRow
export type Stop = RoundStopView
export interface Said {
	value?: number | null
	text?: string | null
	photo_key?: string
	photo_id?: number | null
	skipped?: string | null
	note?: string | null
	finding?: boolean
	ticket?: boolean
	told?: boolean // the ticket was asked for
	time: number
}
export interface Walked {
	scanned_at?: number
	typed?: boolean
	code?: string
	skipped?: string | null
	done_said?: number
	answers: Record<number, Said>
}
export interface Walk {
	who: number | undefined
	round: RoundView
	started?: number
	finished?: number
	stops: Record<number, Walked>
}

const memory = new Map<number, Walk>()
const listeners = new Set<() => void>()
const name = (id: number) => `jixiu.walk.${id}`

export function walkOf(id: number): Walk | undefined {
	const had = memory.get(id)
	if (had) return had
	try {
		const kept = JSON.parse(localStorage.getItem(name(id)) ?? 'null') as Walk | null
		if (kept && kept.who === me()?.id) {
			memory.set(id, kept)
			return kept
		}
	} catch (e) {
		// it is asked for again
	}
	return undefined
}
function keep(id: number, walk: Walk): void {
	memory.set(id, walk)
	try {
		localStorage.setItem(name(id), JSON.stringify(walk))
	} catch (e) {
		// full or forbidden: it lives as long as the page
	}
	listeners.forEach((f) => f())
}
function forgetWalk(id: number): void {
	memory.delete(id)
	localStorage.removeItem(name(id))
	listeners.forEach((f) => f())
}

// What the server has of it, in our form.
function fromServer(round: RoundView): Walk {
	const stops: Record<number, Walked> = {}
	for (const s of round.stops) {
		const answers: Record<number, Said> = {}
		for (const x of s.answers)
			answers[x.item_id] = { value: x.value, text: x.text, photo_id: x.photo_id, skipped: x.skipped, note: x.note, finding: x.finding, ticket: x.ticket_id !== null, told: x.ticket_id !== null, time: x.time }
		stops[s.id] = { scanned_at: s.scanned_at ?? undefined, typed: s.typed, code: s.code ?? undefined, skipped: s.skipped, done_said: s.done_said ?? undefined, answers }
	}
	return { who: me()?.id, round, started: round.started_at ?? undefined, finished: round.finished_at ?? undefined, stops }
}

const begun = (x: Walked | undefined): x is Walked => !!x && (x.scanned_at !== undefined || !!x.skipped || Object.keys(x.answers).length > 0)
// Machines that nobody touched here may have been walked from another phone of the same person. A photo that the server has is
// shown from there: of the very answer that lies here, not of one before.
function joined(theirs: Walk['stops'], ours: Walk['stops']): Walk['stops'] {
	const all: Walk['stops'] = { ...theirs }
	for (const [id, x] of Object.entries(ours)) {
		if (!begun(x)) continue
		const there: Record<string, Said | undefined> = theirs[Number(id)]?.answers ?? {}
		const answers = Object.entries(x.answers).map(([item, a]) => [item, there[item]?.time === a.time ? { ...a, photo_id: there[item]!.photo_id } : a] as const)
		all[Number(id)] = { ...x, answers: Object.fromEntries(answers) }
	}
	return all
}

// Asked of the server and kept; what this phone has of it and has not sent stays.
export async function fetchWalk(id: number): Promise<Walk> {
	const round = await get<RoundView>(`/api/v1/rounds/${id}`), had = walkOf(id)
	const theirs = fromServer(round)
	const walk = had && !round.finished_at && had.started ? { ...had, round, stops: joined(theirs.stops, had.stops) } : theirs
	keep(id, walk)
	return walk
}

const threadOf = (id: number) => `round:${id}`
const unsentOf = (id: number): Unsent[] => outbox().filter((i) => i.thread === threadOf(id))
export const useUnsent = (id: number) => {
	const all = useWatched(onOutbox, outbox)
	return all.filter((i) => i.thread === threadOf(id))
}

export interface Walking {
	walk: Walk | undefined
	error: Error | undefined
	reload: () => void
	set: (change: (w: Walk) => Walk) => Walk
}
export function useWalk(id: number): Walking {
	const [, draw] = useReducer((n: number) => n + 1, 0), [error, setError] = useState<Error>()
	const load = () => void fetchWalk(id).then(() => setError(undefined), setError)
	useEffect(() => {
		const f = () => draw(0)
		listeners.add(f)
		load()
		return () => void listeners.delete(f)
	}, [id])
	return {
		walk: walkOf(id), error, reload: load,
		set(change) {
			const now = change(walkOf(id)!)
			keep(id, now)
			return now
		},
	}
}

/* ---- the rules, as the server has them (domain/check.h): a phone without a network has nobody to ask ---- */

export const itemsOf = (w: Walk, s: Stop): Item[] => w.round.items.filter((i) => i.checklist_id === s.checklist_id)
export const choicesOf = (i: Item): string[] => (i.kind === 'yes_no' ? ['yes', 'no'] : (i.choices ?? '').split('\n').filter(Boolean))
export const answered = (i: Item, x: Said | undefined): boolean =>
	!!x && (i.kind === 'number' ? x.value != null : i.kind === 'photo' ? !!(x.photo_key || x.photo_id) : !!x.text)
export function isBad(i: Item, x: Said | undefined): boolean {
	if (!x || !answered(i, x)) return false
	if (i.kind === 'number') return (i.low != null && x.value! < i.low) || (i.high != null && x.value! > i.high)
	return i.kind === 'yes_no' || i.kind === 'choice' ? ((i.bad >> choicesOf(i).indexOf(x.text!)) & 1) === 1 : false
}
export const isFinding = (i: Item, x: Said | undefined): boolean => !!x?.finding || isBad(i, x)
export function asked(items: readonly Item[], i: Item, answers: Record<number, Said>): boolean {
	if (i.if_item == null) return true
	const on = items.find((x) => x.n === i.if_item)
	if (!on || !answered(on, answers[on.id]) || !asked(items, on, answers)) return false
	return i.if_value === 'finding' ? isFinding(on, answers[on.id]) : answers[on.id]?.text === i.if_value
}
export const missing = (items: readonly Item[], answers: Record<number, Said>): Item | undefined =>
	items.find((i) => i.required && asked(items, i, answers) && !answered(i, answers[i.id]) && !answers[i.id]?.skipped)
export const stopDone = (x: Walked | undefined): boolean => !!x && (x.done_said !== undefined || !!x.skipped)

// The stop whose machine has this code: as printed, or its number.
export function stopOfCode(w: Walk, code: string): Stop | undefined {
	const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '')
	const same = (t: string | null) => !!t && t.toUpperCase().replace(/[^0-9A-Z]/g, '') === plain
	const open = w.round.stops.filter((s) => s.codes.some((c) => same(c.code)) || same(s.machine_code))
	return open.find((s) => !stopDone(w.stops[s.id])) ?? open[0]
}

/* ---- sending ---- */

const base = (id: number) => `/api/v1/rounds/${id}`
export interface Sent {
	refused?: Refused
}
async function post(id: number, method: string, path: string, title: string, json: unknown): Promise<Sent> {
	try {
		await send({ method, url: `${base(id)}${path}`, title, thread: threadOf(id), json })
		return {}
	} catch (e) {
		if (e instanceof Refused) return { refused: e }
		throw e
	}
}
export const sendStart = (w: Walk, take: boolean) => post(w.round.id, 'POST', '/start', nameOf(w.round), { at: w.started, take })
export function sendStop(w: Walk, s: Stop): Promise<Sent> {
	const x = w.stops[s.id] ?? { answers: {} }
	return post(w.round.id, 'PUT', `/stops/${s.id}`, `${nameOf(w.round)} · ${machineOf(s)}`, {
		scanned_at: x.scanned_at, typed: x.typed, code: x.code, skipped: x.skipped ?? undefined, done: x.done_said !== undefined, done_said: x.done_said,
		answers: itemsOf(w, s).filter((i) => x.answers[i.id]).map((i) => {
			const { value, text, photo_key, skipped, note, finding, ticket, time } = x.answers[i.id]!
			return { item_id: i.id, value, text, photo_key, skipped, note, finding: finding || undefined, ticket: ticket || undefined, time }
		}),
	})
}
const photoUrl = (id: number, key: string) => `${base(id)}/photos/${key}`
export async function sendPhoto(w: Walk, photo: Blob): Promise<Pick<Said, 'photo_key' | 'photo_id'>> {
	const key = newKey()
	const sent = await send<Document>({ method: 'PUT', url: photoUrl(w.round.id, key), title: nameOf(w.round), thread: threadOf(w.round.id), type: photo.type || 'image/jpeg', blob: photo })
	return { photo_key: key, photo_id: sent === QUEUED ? null : sent.id }
}
// A photo that is not sent yet: it lies on the phone, and outlives the page.
export function unsentPhoto(id: number, key: string): Blob | undefined {
	const kept = outbox().find((i) => i.url === photoUrl(id, key))
	return kept?.bytes && new Blob([kept.bytes], { type: kept.type })
}
export const sendFinish = (w: Walk, signature_key: string | undefined, note: string) =>
	post(w.round.id, 'POST', '/finish', nameOf(w.round), { at: w.finished, signature_key, note: note || undefined })

// Somebody else has the round: what lies here is sent in their place only when the person says so.
export async function dropUnsent(id: number): Promise<void> {
	for (const i of unsentOf(id)) await drop(i.key)
	forgetWalk(id)
}
