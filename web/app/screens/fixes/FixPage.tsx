// One fix: what to do, how it went, how long it took, with which parts, on which machines, in which repairs, and what people
// did with it.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { useData } from '../../lib/data'
import { day, fullTime, percent, quantity } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import { leads, repairs } from '../../lib/session'
import type { Event, FixDetail, RepairCase } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { FixForm } from './FixForm'
import { heldWords } from './held'
import { MergeSheet, Members } from './Merge'
import { Months } from './Months'
import { SplitSheet } from './Split'

const w = words(words_)
type Opened = 'edit' | 'merge' | 'split' | 'menu' | undefined

const touchesFix = (id: number) => (c: { entity: string; id: number }) => c.entity === 'fix' && c.id === id

function Written({ f }: { f: FixDetail }) {
	if (!f.steps) return null
	const facts: [string, string | null | false][] = [[w.symptom, f.symptom], [w.check_first, f.check_first], [w.cause, f.cause], [w.for_model, f.model], [w.for_place, f.place_name], [w.minutes, f.minutes != null && fill(w.minutes_one, { a: f.minutes })]]
	return (
		<section class="card stack">
			<p class="row wrap"><Tag tone="info" icon="edit" text={w.written} />{f.retired && <Tag tone="warn" icon="close" text={w.retired} />}{f.tree_id != null && <a href={`/fixes?show=trees&tree=${f.tree_id}`}>{w.of_tree}</a>}</p>
			<dl class="facts">{facts.filter(([, x]) => x).map(([k, x]) => <><dt>{k}</dt><dd>{x}</dd></>)}</dl>
			<ol class="steps">{f.steps.split('\n').filter((s) => s.trim()).map((s, i) => <li key={i}>{s}</li>)}</ol>
			{f.parts.length > 0 && <p>{w.takes}: {f.parts.map((p, i) => <>{i > 0 && w.comma}<a href={`/parts/${p.part_id}`}>{nameOf(p)}</a> {quantity(p.qty, p.unit)}</>)}</p>}
		</section>
	)
}

function Outcome({ f }: { f: FixDetail }) {
	const held = heldWords(f)
	if (!f.cases) return <p class="card soft">{w.no_cases_hint}</p>
	const minutes = f.minutes_20 != null && f.minutes_80 != null && (f.minutes_20 === f.minutes_80 ? fill(w.minutes_one, { a: f.minutes_20 }) : fill(w.minutes_range, { a: f.minutes_20, b: f.minutes_80, m: f.minutes_50 ?? '' }))
	return (
		<section class="card">
			<div class="row wrap between"><span><span class="figure num fix-cases">{f.cases}</span><span class="soft">{w.repairs}</span></span>
				<span class="grow"><strong class={`held-text ${held.tone}`}>{held.long}</strong><br /><span class="soft">{fill(w.held_rule, { days: f.days })}{f.pending > 0 && ` · ${fill(w.pending, { n: f.pending })}`}{f.component && <><br />{fill(w.held_base, { share: percent(f.base, 0) })}</>}</span></span></div>
			<Months of={f.months} />
			{minutes && <p class="row"><Icon name="clock" />{minutes}</p>}
		</section>
	)
}

function Used({ f }: { f: FixDetail }) {
	if (!f.used.length) return null
	return (
		<>
			<h2 class="section">{w.parts}</h2>
			<ul class="rows">{f.used.map((p) => (
				<li key={p.part_id}><a class="item" href={`/parts/${p.part_id}`}><span class="grow"><span class="what">{nameOf(p)}</span> <span class="soft">{fill(w.part_of, { n: p.cases, of: f.cases })}</span></span>
					<span class="part-qty"><strong class="num">{quantity(p.stock_qty, p.unit)}</strong><span class="soft">{p.stock_qty > 0 ? p.bin_code : w.part_out}</span></span></a></li>))}
			</ul>
		</>
	)
}

function Machines({ f }: { f: FixDetail }) {
	if (!f.machines.length) return null
	return (
		<>
			<h2 class="section">{w.machines}</h2>
			<ul class="rows">{f.machines.map((m) => <li key={m.machine_id}><a class="item" href={`/machines/${m.machine_id}`}><span class="grow"><span class="what">{nameOf(m)}</span> <span class="soft">{m.code}</span></span><span class="soft num">{fill(w.cases, { n: m.cases })} · {day(m.last_at)}</span></a></li>)}</ul>
		</>
	)
}

export function CaseLine({ c }: { c: RepairCase }) {
	return (
		<span class="grow">
			<span class="what lines-2">{c.symptom}</span>
			<span class="soft lines-2">{[machineOf(c), day(c.time), c.minutes != null && fill(w.minutes_one, { a: c.minutes })].filter(Boolean).join(' · ')}</span>
			{c.action}
		</span>
	)
}
const CaseTag = ({ c }: { c: RepairCase }) => c.held == null ? null : <Tag tone={c.held ? 'good' : 'warn'} icon={c.held ? 'check' : 'history'} text={c.held ? w.case_held : w.case_back} />

function Cases({ f }: { f: FixDetail }) {
	const pages = usePages<RepairCase>(`/api/v1/fixes/${f.id}/cases`, 'before', touchesFix(f.id))
	if (!f.cases) return null
	return (
		<>
			<h2 class="section">{w.all_repairs}</h2>
			<PagedList pages={pages} label={w.all_repairs} id={(c) => c.ticket_id} empty={null} row={(c) => <a class="item" href={`/tickets/${c.ticket_id}`}><CaseLine c={c} /><CaseTag c={c} /></a>} />
		</>
	)
}

function History({ f }: { f: FixDetail }) {
	const pages = usePages<Event>(`/api/v1/fixes/${f.id}/history`, 'before', touchesFix(f.id))
	const what = (e: Event) => {
		const b = (e.body ?? {}) as Record<string, unknown>
		if (e.kind === 'changed') return Object.keys(b).filter((k) => !['search', 'label', 'version'].includes(k)).map((k) => wordOf(w, 'member', k)).join(w.comma)
		return typeof b['label'] === 'string' && e.kind !== 'written' ? b['label'] : ''
	}
	return (
		<>
			<h2 class="section">{w.history}</h2>
			<PagedList pages={pages} label={w.history} id={(e) => e.seq} empty={<p class="card soft">{w.history_none}</p>}
				row={(e) => <div class="item"><span class="grow"><strong>{e.actor}</strong> {wordOf(w, 'event', e.kind)} {what(e)} <span class="soft">{fullTime(e.time)}</span></span></div>} />
		</>
	)
}

function Body({ f, open }: { f: FixDetail; open: (o: Opened) => void }) {
	return (
		<>
			{f.root_id != null && <p class="notice warn"><Icon name="next" /><span class="grow">{w.merged_into} <a href={`/fixes/${f.root_id}`}>{f.root_label}</a></span></p>}
			{f.split_from != null && <p class="soft field"><a href={`/fixes/${f.split_from}`}>{w.split_from}</a></p>}
			<Written f={f} />
			<Outcome f={f} />
			{repairs() && !f.steps && f.root_id == null && <Button kind="tint" icon="edit" full onClick={() => open('edit')}>{w.write_down}</Button>}
			<Used f={f} />
			<Machines f={f} />
			<Members f={f} may={leads()} />
			<Cases f={f} />
			<History f={f} />
		</>
	)
}

export function FixPage({ id }: { id: number }) {
	const fix = useData<FixDetail>(`/api/v1/fixes/${id}`, touchesFix(id)), f = fix.data
	const [opened, open] = useState<Opened>()
	const close = () => open(undefined)
	// An old link: what it was merged into is shown, unless one came to look at just this.
	const merged = f?.root_id
	useEffect(() => {
		if (merged != null && !new URLSearchParams(location.search).has('merged')) go(`/fixes/${merged}`, { replace: true })
	}, [merged])
	const menu = f && f.root_id == null && leads()
	return (
		<Page title={f?.label ?? w.one} backTo="/fixes" narrow actions={f && f.root_id == null && <>{repairs() && <IconButton icon="edit" label={w.edit} onClick={() => open('edit')} />}{menu && <IconButton icon="more" label={w.more} onClick={() => open('menu')} />}</>}>
			<Load of={fix}>{(x) => <Body f={x} open={open} />}</Load>
			{opened === 'menu' && f && (
				<Sheet title={w.more} close={close}>
					<ul class="rows">
						<li><button type="button" class="item" onClick={() => open('merge')}><span class="grow"><span class="what">{w.merge}</span><br /><span class="soft">{w.merge_hint}</span></span></button></li>
						{f.cases > 1 && <li><button type="button" class="item" onClick={() => open('split')}><span class="grow"><span class="what">{w.split}</span><br /><span class="soft">{w.split_hint}</span></span></button></li>}
					</ul>
				</Sheet>
			)}
			{opened === 'edit' && f && <FixForm fix={f} close={close} />}
			{opened === 'merge' && f && <MergeSheet f={f} close={close} />}
			{opened === 'split' && f && <SplitSheet f={f} close={close} />}
		</Page>
	)
}
