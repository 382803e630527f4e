// Plans of maintenance, the next due first; one of them beside it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import common_ from '../../../i18n/common.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import { dayWord } from '../../lib/days'
import { quantity } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { go, setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import type { DueView, PlanRow, PlanView } from '../../lib/types'
import { fill, listed, named, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Search, TextArea } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import type { ScreenProps } from '../screens'
import { changedDues, DueRow, DueSheet } from './Due'
import { PlanForm } from './PlanForm'
import { planUrl, ruleWord } from './plan'

const w = words(words_), c = words(common_)

function PlanItem({ p, chosen }: { p: PlanRow; chosen: boolean }) {
	return (
		<a class="item" href={`/plans/${p.id}${location.search}`} aria-current={chosen ? 'true' : undefined}>
			<span class={`edge ${p.overdue ? 'bad' : p.paused ? '' : 'good'}`} />
			<span class="grow">
				<span class="what lines-2">{nameOf(p)}</span>
				<span class="soft">{[ruleWord(p), fill(w.machines_n, { n: p.machines })].join(' · ')}</span><br />
				<span class="row wrap">{p.overdue > 0 && <Tag tone="bad" icon="warn" text={fill(w.overdue_n, { n: p.overdue })} />}{p.paused ? <Tag tone="warn" icon="wait" text={w.paused} /> : <span class="soft">{p.next_day ? fill(w.next, { day: dayWord(p.next_day) }) : w.next_none}</span>}</span>
			</span>
			<Icon name="next" />
		</a>
	)
}

function PlanList({ query, id, add }: { query: URLSearchParams; id?: number; add: () => void }) {
	const text = query.get('text') ?? ''
	const plans = usePages<PlanRow>(address('/api/v1/plans', { text }), 'after', touches('plan', 'ticket'))
	const none = text ? <Empty icon="search" title={w.none_found} /> : <Empty icon="clock" title={w.none} hint={w.none_hint}>{leads() && <Button kind="main" icon="plus" onClick={add}>{w.add}</Button>}</Empty>
	return (
		<Page title={w.title} actions={<><a class="btn icon" href={address('/api/v1/plans.xlsx', { text })} download aria-label={w.download} title={w.download}><Icon name="download" /></a>{leads() && <IconButton icon="plus" label={w.add} onClick={add} />}</>}>
			<div class="field"><Search label={w.find} value={text} set={(v) => setQuery({ text: v || null })} /></div>
			<div class="row wrap field"><LinkButton small icon="clock" href="/calendar">{w.calendar}</LinkButton>{leads() && <LinkButton small icon="check" href="/jobs">{w.jobs}</LinkButton>}{leads() && <LinkButton small icon="upload" href="/import?kind=plans">{w.bring_in}</LinkButton>}</div>
			<PagedList pages={plans} label={w.title} id={(p) => p.id} row={(p) => <PlanItem p={p} chosen={p.id === id} />} empty={none} />
		</Page>
	)
}

function PauseSheet({ p, close }: { p: PlanView; close: () => void }) {
	const [reason, setReason] = useState(''), act = useAct()
	const save = () => void act.now('POST', `${planUrl(p.id)}/pause`, { json: { reason }, version: p.version }, () => (toast(w.paused), changedDues(), close()))
	return <Sheet title={w.pause_title} close={close} ends={<><Button onClick={close}>{c.cancel}</Button><Button kind="main" busy={act.busy} disabled={!reason.trim()} onClick={save}>{w.pause}</Button></>}><TextArea label={w.reason} name="reason" error={act.error} required rows={2} maxLength={300} value={reason} set={setReason} data-focus /></Sheet>
}

function Head({ p, sheet }: { p: PlanView; sheet: (s: 'edit' | 'pause') => void }) {
	const act = useAct(), unit = p.assets.find((a) => a.meter_unit)?.meter_unit ?? ''
	const resume = () => void act.now('POST', `${planUrl(p.id)}/resume`, { version: p.version }, () => (toast(w.resumed), changedDues()))
	return (
		<section class="card stack">
			<p class="plan-name">{nameOf(p)}</p>
			<p><strong>{ruleWord(p, unit)}</strong></p>
			<p class="row wrap">{p.retired && <Tag tone="" icon="close" text={w.retired} />}{p.paused && <Tag tone="warn" icon="wait" text={w.paused} />}{p.overdue > 0 && <Tag tone="bad" icon="warn" text={fill(w.overdue_n, { n: p.overdue })} />}<span class="soft">{[p.pause_reason, p.minutes != null && fill(w.minutes_n, { n: p.minutes }), p.stands && w.stands, p.assignee_name].filter(Boolean).join(' · ')}</span></p>
			{leads() && !p.retired && <div class="row wrap"><Button icon="edit" onClick={() => sheet('edit')}>{w.edit}</Button>{p.paused ? <Button icon="run" busy={act.busy} onClick={resume}>{w.resume}</Button> : <Button icon="wait" onClick={() => sheet('pause')}>{w.pause}</Button>}</div>}
		</section>
	)
}

function Body({ p }: { p: PlanView }) {
	const [opened, open] = useState<'edit' | 'pause'>(), [due, see] = useState<DueView>(), one = p.assets.length === 1
	const rows = (items: readonly DueView[], label: string) => <ul class="rows" aria-label={label}>{items.map((d) => <li key={d.id}><DueRow d={d} plan={false} machine={!one} open={see} /></li>)}</ul>
	return (
		<>
			<Head p={p} sheet={open} />
			<h2 class="section">{w.ahead}</h2>
			{p.ahead.length ? rows(p.ahead, w.ahead) : <p class="card soft">{w.next_none}</p>}
			<section class="card"><h2>{w.machines}</h2><ul class="flags">{p.assets.map((a) => <li key={a.asset_id}><a href={`/machines/${a.asset_id}/plans`}>{nameOf(a)}</a> <span class="soft">{[a.code, a.place, a.meter_name && nameOf({ name: a.meter_name, name_en: a.meter_name_en })].filter(Boolean).join(' · ')}</span></li>)}</ul></section>
			<section class="card"><h2 class="row between"><span>{nameOf({ name: p.job_name, name_en: p.job_name_en })}</span>{leads() && <a class="soft" href={`/jobs/${p.job_plan_id}`}>{w.job_edit}</a>}</h2>{p.job_note && <p class="soft">{p.job_note}</p>}<ol class="flags">{p.tasks.map((t, i) => <li key={i}>{nameOf({ name: t.text, name_en: t.text_en })}</li>)}</ol>{p.parts.length > 0 && <p class="soft">{named(w.parts, listed(p.parts.map((x) => `${nameOf(x)} ${quantity(x.qty, x.unit)}`)))}</p>}</section>
			<h2 class="section">{w.past}</h2>
			{p.past.length ? rows(p.past, w.past) : <p class="card soft">{w.past_none}</p>}
			{opened === 'edit' && <PlanForm key={p.version} plan={p} close={() => open(undefined)} />}
			{opened === 'pause' && <PauseSheet p={p} close={() => open(undefined)} />}
			{due && <DueSheet due={due} close={() => see(undefined)} />}
		</>
	)
}

function One({ id }: { id: number }) {
	const plan = useData<PlanView>(planUrl(id), touches('plan', 'job', 'ticket'))
	return <Page title={plan.data ? nameOf(plan.data) : w.title} backTo="/plans"><Load of={plan}>{(p) => <Body key={p.id} p={p} />}</Load></Page>
}

export default function Plans({ id, query }: ScreenProps) {
	const [adding, add] = useState(false)
	return (
		<>
			<Panes list={<PlanList query={query} id={id} add={() => add(true)} />} detail={id ? <One key={id} id={id} /> : undefined} nothing={<Empty icon="clock" title={w.pick} hint={w.pick_hint} />} />
			{adding && <PlanForm close={() => add(false)} done={(p) => go(`/plans/${p.id}`)} />}
		</>
	)
}
