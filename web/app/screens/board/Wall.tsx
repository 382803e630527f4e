// The board on a wall: read from five metres, nobody touches it. It pages by itself when there is more than fits, keeps
// the screen awake where the browser can, and says in large letters when what it shows is old.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/board.json'
import { isReached, onReached } from '../../lib/api'
import type { Data } from '../../lib/data'
import { span, time } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import type { Board, BoardMachine, BoardPerson } from '../../lib/types'
import { locale, fill, wordOf, words } from '../../lib/words'
import { Icon, type IconName } from '../../ui/Icon'
import { jobsOf, useServerNow, waitingFor } from './floor'
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
	useEffect(() => onReached(() => {
		if (isReached()) {
			last.current = Date.now()
			if (was.current) void reloadIfNew()
		}
		was.current = !isReached()
		set(isReached() ? undefined : last.current)
	}), [])
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
		const at = box.current
		if (!at) return
		const measure = () => {
			const u = parseFloat(getComputedStyle(at).fontSize) / 32
			if (at.isConnected) set(Math.max(1, Math.floor(at.clientHeight / (height * u)))) // it is told once more when it is gone
		}
		const sizes = new ResizeObserver(measure)
		sizes.observe(at)
		measure()
		return () => sizes.disconnect()
	}, [])
	return [box, room]
}

// The part of a list that is shown now, and which one it is.
function usePageOf<T>(all: readonly T[], room: number, now: number): { shown: readonly T[]; page: number; pages: number } {
	const pages = Math.max(1, Math.ceil(all.length / room)), page = Math.floor(now / 1000 / PAGE_SECONDS) % pages
	return { shown: all.slice(page * room, page * room + room), page, pages }
}

// ---- what it shows ----

function TroubleRow({ m, now }: { m: BoardMachine; now: number }) {
	const { ticket: t } = m, down = m.state === 'stopped'
	const how = !t ? w.by_hand : t.state === 'waiting' && t.wait_reason ? fill(w.waits_for_it, { what: wordOf(w, 'wait', t.wait_reason).toLowerCase() }) : wordOf(w, 'state', t.state)
	const hands = m.people.map((p) => p.name).join(w.comma)
	return (
		<li class={`wall-row ${down ? 'bad' : 'warn'}`}>
			<span class="wall-sign"><Icon name={down ? 'stop' : 'warn'} /><span>{down ? w.down : w.degraded_short}</span></span>
			<span class="grow">
				<span class="wall-name cut">{nameOf(m)}</span>
				<span class="wall-more cut">{t && <strong>{`${hands || w.nobody} · `}</strong>}{how}{m.place && ` · ${m.place}`}</span>
			</span>
			<span class="wall-time num">{running(m.since, now)}</span>
		</li>
	)
}

function SideRow({ name, icon, text, good }: { name: string; icon: IconName; text: string; good?: boolean }) {
	return (
		<li class={`wall-who ${good ? 'good' : ''}`}>
			<span class="wall-person cut">{name}</span>
			<span class="wall-more cut"><Icon name={icon} /> {text}</span>
		</li>
	)
}
function WhoRow({ p }: { p: BoardPerson }) {
	const on = jobsOf(p, 'in_progress'), all = on.length ? on : jobsOf(p, 'accepted')
	const jobs = all[0] ? `${machineOf(all[0])}${all.length > 1 ? ` +${all.length - 1}` : ''}` : ''
	return <SideRow name={p.name} icon={on.length ? 'tool' : 'ring'} good={p.free} text={on.length || !p.free ? jobs : jobs ? `${w.free} · ${w.next} ${jobs}` : w.free} />
}
function WaitRow({ b, reason, n }: { b: Board; reason: string; n: number }) {
	return <SideRow name={`${w.waiting} · ${wordOf(w, 'wait', reason)} · ${n}`} icon="wait" text={waitingFor(b, reason).map((t) => machineOf(t)).join(w.comma)} />
}

function Count({ n, name, tone, icon }: { n: number; name: string; tone: string; icon: IconName }) {
	return <span class={`wall-count ${n ? tone : ''}`}><Icon name={icon} /><strong class="num">{n}</strong> {name}</span>
}

function Content({ b, now }: { b: Board; now: number }) {
	const [box, room] = useRoom(130), [side, sideRoom] = useRoom(104), lines = [...b.down, ...b.degraded]
	const who = b.people.slice().sort((x, y) => Number(y.free) - Number(x.free)).map((p) => <WhoRow key={p.id} p={p} />)
	const main = usePageOf(lines, room, now), beside = usePageOf([...who, ...b.waits.map((r) => <WaitRow key={r.reason} b={b} {...r} />)], sideRoom, now)
	return (
		<>
			<div class="wall-body">
				<section aria-label={w.down}>
					<div ref={box} class="wall-box">
						{lines.length ? <ul>{main.shown.map((m) => <TroubleRow key={m.id} m={m} now={now} />)}</ul> : <p class="wall-none"><Icon name="check" />{w.none_down}</p>}
					</div>
				</section>
				<section aria-label={w.people}>
					<div ref={side} class="wall-box"><ul>{beside.shown}</ul></div>
				</section>
			</div>
			<footer class="wall-foot">
				<span>{fill(w.today_line, b.today)}</span>
				<span class="cut">{fill(w.machines_line, b.machines)}</span>
				<span class="grow" />
				{main.pages > 1 && <span class="wall-page">{fill(w.page, { n: main.page + 1, of: main.pages })}</span>}
			</footer>
		</>
	)
}

export default function Wall({ floor, leave }: { floor: Data<Board>; leave: string }) {
	const b = floor.data, now = useServerNow(b?.now), away = useAway(), [full, goFull] = useFull()
	useAwake()
	useEffect(() => {
		document.title = w.title
	}, [])
	return (
		<div class="wall">
			<header class="wall-head">
				<h1 class="off">{w.title}</h1>
				{b && (
					<>
						<Count n={b.machines.stopped} name={w.down} tone="bad" icon="stop" />
						<Count n={b.machines.degraded} name={w.degraded_short} tone="warn" icon="warn" />
						<Count n={b.tickets.reported} name={w.untaken} tone="bad" icon="dot" />
						<Count n={b.people.filter((p) => p.free).length} name={w.free} tone="good" icon="ring" />
					</>
				)}
				<span class="grow" />
				{!full && <button type="button" class="wall-button" onClick={goFull}><Icon name="full" />{w.full}</button>}
				{!full && <a class="wall-button" href={leave}><Icon name="close" />{w.leave}</a>}
				<time class="wall-clock num">{new Date(now).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })}</time>
			</header>
			{away !== undefined && <p class="wall-away" role="alert"><Icon name="cloud" />{fill(w.away, { time: time(away), span: span(Date.now() - away) })}</p>}
			{b ? <Content b={b} now={now} /> : <p class="wall-none">{floor.error?.message ?? w.starting}</p>}
		</div>
	)
}
