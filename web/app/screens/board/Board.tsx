// What a manager opens first: what stands and for how long, who is on it, who is free, what is waited for, what came in
// today. It changes by itself. ?wall=1 is the same for a screen on the wall.
import type { ComponentChildren } from 'preact'
import words_ from '../../../i18n/board.json'
import { time, useNow } from '../../lib/format'
import { fill, wordOf, words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Icon, type IconName } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Criticality, Tag, TicketState } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { useFloor, type Floor, type Person, type Trouble } from './floor'
import { running } from './running'
import Wall from './Wall'

const w = words(words_)

function Count({ n, name, tone, icon, to }: { n: number; name: string; tone: string; icon: IconName; to: string }) {
	return (
		<a class={`card count ${n ? tone : ''}`} href={to}>
			<Icon name={icon} /><span class="figure">{n}</span><span class="count-name">{name}</span>
		</a>
	)
}

function Counts({ f }: { f: Floor }) {
	const waiting = f.waiting.reduce((n, r) => n + r.tickets.length, 0)
	return (
		<div class="counts">
			<Count n={f.down.length} name={w.down} tone="bad" icon="stop" to="#down" />
			<Count n={f.degraded.length} name={w.degraded} tone="warn" icon="warn" to="#degraded" />
			<Count n={f.untaken} name={w.untaken} tone="bad" icon="dot" to="/tickets?show=free" />
			<Count n={waiting} name={w.waiting} tone="warn" icon="wait" to="#waiting" />
			<Count n={f.today.length} name={w.reported_today} tone="" icon="clock" to="#reported" />
			<Count n={f.restored} name={w.restored_today} tone="good" icon="check" to="/tickets?show=restored" />
		</div>
	)
}

function Row({ x, now, tone }: { x: Trouble; now: number; tone: 'bad' | 'warn' }) {
	const { t } = x
	return (
		<li>
			<a class="item trouble" href={`/tickets/${t.id}`}>
				<span class={`edge ${tone}`} />
				<span class="grow">
					<span class="row between"><span class="what cut">{t.machine_name}</span><strong class={`num long ${tone}`}>{running(now - x.since)}</strong></span>
					<span class="row between"><span class="cut">{t.symptom}</span><span class="soft since">{fill(w.since, { time: time(x.since) })}</span></span>
					<span class="row wrap">
						<TicketState state={t.state} />
						{t.state === 'waiting' && t.wait_reason && <Tag tone="warn" icon="wait" text={wordOf(w, 'wait', t.wait_reason)} />}
						<Criticality of={t.machine_criticality} />
						<span class="soft">{[t.machine_place, t.assignee_name ?? w.nobody, x.more > 0 && fill(w.more_tickets, { n: x.more })].filter(Boolean).join(' · ')}</span>
					</span>
				</span>
			</a>
		</li>
	)
}

function Troubles({ id, title, all, now, tone, none, hint }: { id: string; title: string; all: Trouble[]; now: number; tone: 'bad' | 'warn'; none: string; hint?: string }) {
	return (
		<section id={id} aria-label={title}>
			<h2 class="section">{title}<span class="num">{all.length}</span></h2>
			{all.length ? <ul class="rows">{all.map((x) => <Row key={x.t.machine_id} x={x} now={now} tone={tone} />)}</ul> : <div class="card"><Empty title={none} hint={hint} /></div>}
		</section>
	)
}

function Who({ p }: { p: Person }) {
	const jobs = p.on.length ? p.on : p.next
	return (
		<li class="item who">
			<span class="what cut">{p.name}</span>
			<span class="grow">{jobs.map((t) => <a key={t.id} class="job cut" href={`/tickets/${t.id}`}>{t.machine_name}</a>)}</span>
			{!jobs.length ? <Tag tone="good" icon="ring" text={w.free} /> : p.on.length ? <Tag tone="info" icon="tool" text={w.working} /> : <Tag tone="" icon="user" text={w.has_taken} />}
		</li>
	)
}

function Side({ id, title, children, n }: { id: string; title: string; n?: ComponentChildren; children: ComponentChildren }) {
	return <section id={id} aria-label={title}><h2 class="section">{title}<span class="num">{n}</span></h2>{children}</section>
}

function Content({ f }: { f: Floor }) {
	const now = useNow(1)
	return (
		<>
			<Counts f={f} />
			<div class="board">
				<div>
					<Troubles id="down" title={w.down} all={f.down} now={now} tone="bad" none={w.none_down} hint={w.none_down_hint} />
					<Troubles id="degraded" title={w.degraded} all={f.degraded} now={now} tone="warn" none={w.none_degraded} />
				</div>
				<div>
					<Side id="people" title={w.people} n={fill(w.free_n, { n: f.free.length })}>
						<ul class="rows">{[...f.busy, ...f.free].map((p) => <Who key={p.id} p={p} />)}</ul>
					</Side>
					{f.waiting.length > 0 && (
						<Side id="waiting" title={w.waits_for} n={f.waiting.reduce((n, r) => n + r.tickets.length, 0)}>
							<ul class="rows">{f.waiting.map((r) => (
								<li key={r.reason} class="item who"><span class="what">{wordOf(w, 'wait', r.reason)}</span><span class="grow">{r.tickets.map((t) => <a key={t.id} class="job cut" href={`/tickets/${t.id}`}>{t.machine_name}</a>)}</span><span class="num">{r.tickets.length}</span></li>))}
							</ul>
						</Side>
					)}
					<Side id="reported" title={w.reported_today} n={f.today.length}>
						{f.today.length ? <ul class="rows">{f.today.slice(0, 12).map((t) => (
							<li key={t.id}><a class="item" href={`/tickets/${t.id}`}><span class="num soft">{time(t.reported_at)}</span><span class="grow cut">{t.machine_name}</span><TicketState state={t.state} /></a></li>))}
						</ul> : <p class="card soft">{w.none_today}</p>}
					</Side>
				</div>
			</div>
		</>
	)
}

export default function Board({ query }: ScreenProps) {
	const floor = useFloor()
	if (query.has('wall')) return <Wall floor={floor} />
	return (
		<Page title={w.title} wide actions={<LinkButton href="/board?wall=1" icon="full">{w.wall}</LinkButton>}>
			<Load of={floor}>{(f) => <Content f={f} />}</Load>
		</Page>
	)
}
