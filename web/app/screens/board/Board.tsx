// What a manager opens first: what stands and for how long, who is on it, who is free, what is waited for, what came in
// today. It changes by itself. ?wall=1 is the same for a screen on the wall.
import type { ComponentChildren } from 'preact'
import words_ from '../../../i18n/board.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { time } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import type { Board as BoardData, BoardMachine, BoardPerson, FloorTicket, List, TicketItem } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Icon, type IconName } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Criticality, MachineState, Tag, TicketState } from '../../ui/Tag'
import { PlaceButton } from '../reports/Place'
import type { ScreenProps } from '../screens'
import { jobsOf, useFloor, useServerNow, waitingFor } from './floor'
import { running } from './running'
import Wall from './Wall'

const w = words(words_)
const TODAY_MOST = 12

function Count({ n, name, tone, icon, to }: { n: number; name: string; tone: string; icon: IconName; to: string }) {
	return (
		<a class={`card count ${n ? tone : ''}`} href={to}>
			<Icon name={icon} /><span class="figure">{n}</span><span class="count-name">{name}</span>
		</a>
	)
}

function Counts({ b }: { b: BoardData }) {
	return (
		<div class="board-counts">
			<Count n={b.machines.stopped} name={w.down} tone="bad" icon="stop" to="#down" />
			<Count n={b.machines.degraded} name={w.degraded} tone="warn" icon="warn" to="#degraded" />
			<Count n={b.tickets.reported} name={w.untaken} tone="bad" icon="dot" to="/tickets?show=free" />
			<Count n={b.tickets.waiting} name={w.waiting} tone="warn" icon="wait" to="#waiting" />
			<Count n={b.today.reported} name={w.reported_today} tone="" icon="clock" to="#reported" />
			<Count n={b.today.restored} name={w.restored_today} tone="good" icon="check" to="/tickets?show=restored" />
		</div>
	)
}

function Facts({ m }: { m: BoardMachine }) {
	const { ticket: t } = m, hands = m.people.map((p) => p.name).join(w.comma)
	return (
		<span class="row wrap">
			{t && <TicketState state={t.state} />}
			{t?.state === 'waiting' && t.wait_reason && <Tag tone="warn" icon="wait" text={wordOf(w, 'wait', t.wait_reason)} />}
			<Criticality of={m.criticality} />
			<span class="soft">{[m.place, t && (hands || w.nobody), m.tickets > 1 && fill(w.more_tickets, { n: m.tickets - 1 })].filter(Boolean).join(' · ')}</span>
		</span>
	)
}

function Row({ m, now, tone }: { m: BoardMachine; now: number; tone: 'bad' | 'warn' }) {
	return (
		<li>
			<a class="item trouble" href={m.ticket ? `/tickets/${m.ticket.id}` : `/machines/${m.id}`}>
				<span class={`edge ${tone}`} />
				<span class="grow">
					<span class="row between top-row"><span class="what lines-2">{nameOf(m)}</span><strong class={`num long ${tone}`}>{running(m.since, now)}</strong></span>
					<span class="row between top-row"><span class="lines-2">{m.ticket?.symptom ?? w.by_hand}</span><span class="soft since">{fill(w.since, { time: time(m.since) })}</span></span>
					<Facts m={m} />
				</span>
			</a>
		</li>
	)
}

function Section({ id, title, n, children }: { id: string; title: string; n?: ComponentChildren; children: ComponentChildren }) {
	return <section id={id} aria-label={title}><h2 class="section">{title}<span class="num">{n}</span></h2>{children}</section>
}

// With a hint it is said large: it is what the board is for.
function Troubles({ id, title, all, now, tone, none, hint }: { id: string; title: string; all: readonly BoardMachine[]; now: number; tone: 'bad' | 'warn'; none: string; hint?: string }) {
	return (
		<Section id={id} title={title} n={all.length}>
			{all.length ? <ul class="rows">{all.map((m) => <Row key={m.id} m={m} now={now} tone={tone} />)}</ul> : hint ? <div class="card"><Empty title={none} hint={hint} /></div> : <p class="card soft">{none}</p>}
		</Section>
	)
}

const Jobs = ({ of, before }: { of: readonly FloorTicket[]; before?: string }) => <span class="grow">{before && <span class="soft">{before}</span>}{of.map((t) => <a key={t.id} class="job cut" href={`/tickets/${t.id}`}>{machineOf(t)}</a>)}</span>

function Who({ p }: { p: BoardPerson }) {
	const on = jobsOf(p, 'in_progress'), next = jobsOf(p, 'accepted')
	return (
		<li class="item who">
			<span class="what">{p.name}</span>
			<Jobs of={on.length ? on : next} before={!on.length && next.length ? w.next : undefined} />
			{on.length ? <Tag tone="info" icon="tool" text={w.working} /> : p.free ? <Tag tone="good" icon="ring" text={w.free} /> : null}
		</li>
	)
}

function Waits({ b }: { b: BoardData }) {
	if (!b.waits.length) return null
	return (
		<Section id="waiting" title={w.waits_for} n={b.tickets.waiting}>
			<ul class="rows">{b.waits.map((r) => (
				<li key={r.reason} class="item who"><span class="what">{wordOf(w, 'wait', r.reason)}</span><Jobs of={waitingFor(b, r.reason)} /><span class="num">{r.n}</span></li>))}
			</ul>
		</Section>
	)
}

function Today({ b, under }: { b: BoardData; under: string | null }) {
	const today = useData<List<TicketItem>>(address('/api/v1/tickets', { kind: 'corrective', from: b.day, under, limit: TODAY_MOST }), touches('ticket'))
	return (
		<Section id="reported" title={w.reported_today} n={b.today.reported}>
			<Load of={today} rows={2}>
				{({ items }) => items.length ? <ul class="rows">{items.map((t) => (
					<li key={t.id}><a class="item" href={`/tickets/${t.id}`}><span class="num soft">{time(t.reported_at)}</span><span class="grow cut">{machineOf(t)}</span><TicketState state={t.state} /></a></li>))}
				</ul> : <p class="card soft">{w.none_today}</p>}
			</Load>
		</Section>
	)
}

const STATES = ['running', 'degraded', 'stopped', 'idle'] as const
function Machines({ b }: { b: BoardData }) {
	return (
		<Section id="machines" title={w.machines} n={STATES.reduce((n, s) => n + b.machines[s], 0)}>
			<ul class="card row wrap states">{STATES.map((s) => <li key={s} class="row"><MachineState state={s} /><span class="num">{b.machines[s]}</span></li>)}</ul>
		</Section>
	)
}

function Content({ b, under }: { b: BoardData; under: string | null }) {
	const now = useServerNow(b.now), free = b.people.filter((p) => p.free).length
	return (
		<>
			<Counts b={b} />
			<div class="board">
				<div>
					<Troubles id="down" title={w.down} all={b.down} now={now} tone="bad" none={w.none_down} hint={w.none_down_hint} />
					<Troubles id="degraded" title={w.degraded} all={b.degraded} now={now} tone="warn" none={w.none_degraded} />
				</div>
				<div>
					<Section id="people" title={w.people} n={fill(w.free_n, { n: free })}>
						{b.people.length ? <ul class="rows">{b.people.slice().sort((x, y) => Number(x.free) - Number(y.free)).map((p) => <Who key={p.id} p={p} />)}</ul> : <p class="card soft">{w.none_people}</p>}
					</Section>
					<Waits b={b} />
					<Machines b={b} />
					<Today b={b} under={under} />
				</div>
			</div>
		</>
	)
}

export default function Board({ query }: ScreenProps) {
	const under = query.get('under'), floor = useFloor(under)
	if (query.has('wall')) return <Wall floor={floor} leave={address('/board', { under })} />
	return (
		<Page title={w.title} wide actions={<><PlaceButton under={Number(under) || undefined} choose={(id) => setQuery({ under: id ? String(id) : null })} /><LinkButton href={address('/board', { under, wall: 1 })} icon="full" aria-label={w.wall}><span class="wide-only">{w.wall}</span></LinkButton></>}>
			<Load of={floor}>{(b) => <Content b={b} under={under} />}</Load>
		</Page>
	)
}
