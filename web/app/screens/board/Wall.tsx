// The board on a wall: read from five metres, nobody touches it. It pages by itself when there is more than fits, keeps
// the screen awake where the browser can, and says in large letters when what it shows is old.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/board.json'
import { onReached } from '../../lib/api'
import type { Data } from '../../lib/data'
import { span, time, useNow } from '../../lib/format'
import { locale, fill, wordOf, words } from '../../lib/words'
import { Icon, type IconName } from '../../ui/Icon'
import type { Floor, Person, Trouble } from './floor'
import { running } from './running'

const w = words(words_)
const PAGE_SECONDS = 12

// ---- what a screen on the wall needs of the browser ----

function useAwake(): void {
	useEffect(() => {
		let lock: WakeLockSentinel | undefined, over = false
		const ask = () => {
			if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
			void navigator.wakeLock.request('screen').then((l) => (over ? void l.release() : (lock = l)), () => undefined)
		}
		ask()
		document.addEventListener('visibilitychange', ask)
		return () => ((over = true), document.removeEventListener('visibilitychange', ask), void lock?.release())
	}, [])
}

// Nobody reloads a wall: when the server comes back with another app, the page loads it.
async function reloadIfNew(): Promise<void> {
	const own = document.querySelector<HTMLScriptElement>('script[type=module]')?.src
	const page = await fetch(location.href).then((r) => (r.ok ? r.text() : ''), () => '')
	if (own && page && !page.includes(new URL(own).pathname)) location.reload()
}

// Since when nobody answers; undefined: the server is there.
function useAway(): number | undefined {
	const [away, set] = useState<number | undefined>(undefined), last = useRef(Date.now()), was = useRef(false)
	useEffect(() => {
		const reached = (yes: boolean) => {
			if (yes) {
				last.current = Date.now()
				if (was.current) void reloadIfNew()
			}
			was.current = !yes
			set(yes ? undefined : last.current)
		}
		onReached.add(reached)
		return () => void onReached.delete(reached)
	}, [])
	return away
}

function useFull(): [boolean, () => void] {
	const [full, set] = useState(!!document.fullscreenElement)
	useEffect(() => {
		const f = () => set(!!document.fullscreenElement)
		document.addEventListener('fullscreenchange', f)
		return () => document.removeEventListener('fullscreenchange', f)
	}, [])
	return [full, () => void document.documentElement.requestFullscreen?.().catch(() => undefined)]
}

// ---- pages ----

// How many rows of the given height (in --u) a box has room for.
function useRoom(height: number): [preact.RefObject<HTMLDivElement | null>, number] {
	const box = useRef<HTMLDivElement>(null), [room, set] = useState(6)
	useEffect(() => {
		if (!box.current) return
		const measure = () => {
			const u = parseFloat(getComputedStyle(box.current!).fontSize) / 32
			set(Math.max(1, Math.floor(box.current!.clientHeight / (height * u))))
		}
		const sizes = new ResizeObserver(measure)
		sizes.observe(box.current)
		measure()
		return () => sizes.disconnect()
	}, [])
	return [box, room]
}

// The part of a list that is shown now, and which one it is.
function usePageOf<T>(all: T[], room: number, now: number): { shown: T[]; page: number; pages: number } {
	const pages = Math.max(1, Math.ceil(all.length / room)), page = Math.floor(now / 1000 / PAGE_SECONDS) % pages
	return { shown: all.slice(page * room, page * room + room), page, pages }
}
const Dots = ({ page, pages }: { page: number; pages: number }) => (pages > 1 ? <span class="wall-page">{fill(w.page, { n: page + 1, of: pages })}</span> : null)

// ---- what it shows ----

interface Line extends Trouble {
	stopped: boolean
}
function TroubleRow({ x, now }: { x: Line; now: number }) {
	const { t } = x, by = t.state === 'waiting' && t.wait_reason ? fill(w.waits_for_it, { what: wordOf(w, 'wait', t.wait_reason).toLowerCase() }) : wordOf(w, 'state', t.state)
	return (
		<li class={`wall-row ${x.stopped ? 'bad' : 'warn'}`}>
			<span class="wall-sign"><Icon name={x.stopped ? 'stop' : 'warn'} /><span>{x.stopped ? w.down : w.degraded_short}</span></span>
			<span class="grow">
				<span class="wall-name cut">{t.machine_name}</span>
				<span class="wall-more cut"><strong>{t.assignee_name ?? w.nobody}</strong>{` · ${by}${t.machine_place ? ` · ${t.machine_place}` : ''}`}</span>
			</span>
			<span class="wall-time num">{running(now - x.since)}</span>
		</li>
	)
}

function WhoRow({ p }: { p: Person }) {
	const job = p.on[0] ?? p.next[0], others = p.on.length + p.next.length - 1
	return (
		<li class={`wall-who ${job ? '' : 'good'}`}>
			<span class="wall-person cut">{p.name}</span>
			<span class="wall-more cut"><Icon name={job ? (p.on.length ? 'tool' : 'user') : 'ring'} /> {job ? `${job.machine_name}${others > 0 ? ` +${others}` : ''}` : w.free}</span>
		</li>
	)
}

function WaitRow({ r }: { r: Floor['waiting'][number] }) {
	return (
		<li class="wall-who">
			<span class="wall-person cut">{`${w.waiting} · ${wordOf(w, 'wait', r.reason)} · ${r.tickets.length}`}</span>
			<span class="wall-more cut"><Icon name="wait" /> {r.tickets.map((t) => t.machine_name).join(w.comma)}</span>
		</li>
	)
}

function Count({ n, name, tone, icon }: { n: number; name: string; tone: string; icon: IconName }) {
	return <span class={`wall-count ${n ? tone : ''}`}><Icon name={icon} /><strong class="num">{n}</strong> {name}</span>
}

function Content({ f, now }: { f: Floor; now: number }) {
	const lines = [...f.down.map((x) => ({ ...x, stopped: true })), ...f.degraded.map((x) => ({ ...x, stopped: false }))]
	const [box, room] = useRoom(130), [side, sideRoom] = useRoom(104)
	const a = usePageOf(lines, room, now), b = usePageOf([...f.free.map((p) => <WhoRow key={p.id} p={p} />), ...f.busy.map((p) => <WhoRow key={p.id} p={p} />), ...f.waiting.map((r) => <WaitRow key={r.reason} r={r} />)], sideRoom, now)
	return (
		<>
			<div class="wall-body">
				<section aria-label={w.down}>
					<div ref={box} class="wall-box">
						{lines.length ? <ul>{a.shown.map((x) => <TroubleRow key={x.t.machine_id} x={x} now={now} />)}</ul> : <p class="wall-none"><Icon name="check" />{w.none_down}</p>}
					</div>
				</section>
				<section aria-label={w.people}>
					<div ref={side} class="wall-box"><ul>{b.shown}</ul></div>
				</section>
			</div>
			<footer class="wall-foot">
				<span>{fill(w.today_line, { reported: f.today.length, restored: f.restored })}</span>
				<span class="grow" />
				<Dots page={a.page} pages={a.pages} />
			</footer>
		</>
	)
}

export default function Wall({ floor }: { floor: Data<Floor> }) {
	const now = useNow(1), away = useAway(), [full, goFull] = useFull(), f = floor.data
	useAwake()
	useEffect(() => {
		document.title = w.title
	}, [])
	return (
		<div class="wall">
			<header class="wall-head">
				<h1 class="off">{w.title}</h1>
				{f && (
					<>
						<Count n={f.down.length} name={w.down} tone="bad" icon="stop" />
						<Count n={f.degraded.length} name={w.degraded_short} tone="warn" icon="warn" />
						<Count n={f.untaken} name={w.untaken} tone="bad" icon="dot" />
						<Count n={f.free.length} name={w.free} tone="good" icon="ring" />
					</>
				)}
				<span class="grow" />
				{!full && <button type="button" class="wall-button" onClick={goFull}><Icon name="full" />{w.full}</button>}
				{!full && <a class="wall-button" href="/board"><Icon name="close" />{w.leave}</a>}
				<time class="wall-clock num">{new Date(now).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })}</time>
			</header>
			{away !== undefined && <p class="wall-away" role="alert"><Icon name="cloud" />{fill(w.away, { time: time(away), span: span(now - away) })}</p>}
			{f ? <Content f={f} now={now} /> : <p class="wall-none">{floor.error?.message ?? w.starting}</p>}
		</div>
	)
}
