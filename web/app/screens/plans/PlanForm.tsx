// A plan, written or changed: the job, the machines, when; with the next five times as they come out.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import common_ from '../../../i18n/common.json'
import { address, call, get, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { useData } from '../../lib/data'
import { clockOf, dayWord, minutesOf, MONTHS, today, WEEKDAYS } from '../../lib/days'
import { nameOf } from '../../lib/names'
import { numberOf } from '../../lib/number'
import type { Account, Asset, List, JobRow, Meter, PlanPreview, PlanView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Chips, Complaint, Segments, Select, Several, TextField, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { PlaceSheet } from '../reports/Place'
import { changedDues } from './Due'
import { JobForm } from './JobForm'
import { planUrl } from './plan'

const w = words(words_), c = words(common_)
interface Of {
	asset_id: number
	name: string
	meter_id: number | null
}
interface Typed {
	name: string
	job: string
	by: 'calendar' | 'meter' | 'both'
	every: string
	unit: string
	mode: string
	weekdays: number[]
	month_day: string
	months: number[]
	holiday: string
	from_day: string
	to_day: string
	meter_every: string
	start: string
	lead: string
	grace: string
	assignee: string
	priority: number
	calendar_id: number | null
	name_en: string | null
	retired: boolean
	of: Of[]
}
const fresh = (of: Of[]): Typed => ({
	name: '', job: '', by: 'calendar', every: '1', unit: 'month', mode: 'fixed', weekdays: [], month_day: '', months: [], holiday: 'before', from_day: today(), to_day: '',
	meter_every: '', start: '08:00', lead: '3', grace: '2', assignee: '', priority: 3, calendar_id: null, name_en: null, retired: false, of,
})
const typedOf = (p: PlanView): Typed => ({
	name: p.name, job: String(p.job_plan_id), by: !p.unit ? 'meter' : p.meter_every == null ? 'calendar' : 'both', every: String(p.every ?? 1), unit: p.unit ?? 'month', mode: p.mode,
	weekdays: [...p.weekdays], month_day: p.month_day == null ? '' : String(p.month_day), months: [...p.months], holiday: p.holiday, from_day: p.from_day, to_day: p.to_day ?? '',
	meter_every: p.meter_every == null ? '' : String(p.meter_every), start: clockOf(p.start_min), lead: String(p.lead_days), grace: String(p.grace_days),
	assignee: p.assignee_id == null ? '' : String(p.assignee_id), priority: p.priority, calendar_id: p.calendar_id, name_en: p.name_en, retired: p.retired,
	of: p.assets.map((a) => ({ asset_id: a.asset_id, name: nameOf(a), meter_id: a.meter_id })),
})

function bodyOf(t: Typed) {
	const calendar = t.by !== 'meter', month = calendar && t.unit === 'month' && t.mode === 'fixed'
	return {
		name: t.name, name_en: t.name_en, job_plan_id: Number(t.job), unit: calendar ? t.unit : null, every: calendar ? numberOf(t.every) : null, mode: t.mode,
		weekdays: calendar && t.unit !== 'month' ? t.weekdays : [], month_day: month && t.month_day ? Number(t.month_day) : null, months: calendar ? t.months : [],
		holiday: t.holiday, calendar_id: t.calendar_id, from_day: t.from_day || null, to_day: t.to_day || null, meter_every: t.by === 'calendar' ? null : numberOf(t.meter_every),
		start_min: minutesOf(t.start), lead_days: numberOf(t.lead), grace_days: numberOf(t.grace), priority: t.priority, assignee_id: t.assignee ? Number(t.assignee) : null, retired: t.retired,
		assets: t.of.map(({ asset_id, meter_id }) => ({ asset_id, meter_id: t.by === 'calendar' ? null : meter_id })),
	}
}

// What was typed, once typing rests; a refusal shows nothing, for it is said when it is saved.
function Preview({ t }: { t: Typed }) {
	const [next, setNext] = useState<PlanPreview['items']>(), body = JSON.stringify(bodyOf(t))
	useEffect(() => {
		if (!t.job || t.by === 'meter') return setNext(undefined)
		const timer = setTimeout(() => void call<PlanPreview>('POST', '/api/v1/plans/preview', { json: { ...JSON.parse(body), name: t.name || '-' } }).then((x) => setNext(x.items), () => setNext(undefined)), 250)
		return () => clearTimeout(timer)
	}, [body])
	return (
		<section class="card" aria-live="polite">
			<h2>{w.preview}</h2>
			{t.by === 'meter' ? <p class="soft">{w.preview_meter}</p> : !next?.length ? <p class="soft">{w.preview_none}</p>
				: <ol class="preview">{next.map((o) => <li key={o.rule_day}><strong>{dayWord(o.due_day)}</strong>{o.due_day !== o.rule_day && <span class="soft"> {fill(w.preview_moved, { day: dayWord(o.rule_day) })}</span>}</li>)}</ol>}
		</section>
	)
}

function MeterOf({ of, set }: { of: Of; set: (id: number) => void }) {
	const url = `/api/v1/assets/${of.asset_id}/meters`, meters = useData<List<Meter>>(url), act = useAct()
	const own = (meters.data?.items ?? []).filter((m) => m.kind === 'counter')
	useEffect(() => {
		if (own.length && !of.meter_id) set(own[0]!.id)
	}, [own.length])
	if (!meters.data) return null
	if (!own.length) return <Button small busy={act.busy} onClick={() => void act.now<Meter>('POST', url, { json: { name: w.meter_hours, unit: 'h' } }, (m) => (meters.reload(), set(m.id)))}>{w.meter_add}</Button>
	return <select class="input" aria-label={`${w.meter} ${of.name}`} value={String(of.meter_id ?? '')} onChange={(e) => set(Number(e.currentTarget.value))}>{own.map((m) => <option key={m.id} value={m.id}>{nameOf(m)} ({m.unit})</option>)}</select>
}

function Machines({ t, put, error }: { t: Typed; put: (x: Partial<Typed>) => void; error: unknown }) {
	const [choosing, choose] = useState<'machine' | 'line'>()
	const add = (more: Of[]) => put({ of: [...t.of, ...more.filter((m) => !t.of.some((o) => o.asset_id === m.asset_id))] })
	const one = (id: number | undefined) => id && void get<Asset>(`/api/v1/assets/${id}`).then((a) => add([{ asset_id: a.id, name: nameOf(a), meter_id: null }]))
	const line = (id: number | undefined) => id && void get<List<Asset>>(address('/api/v1/assets', { under: id, kind: 'machine', limit: 500 })).then(({ items }) => add(items.filter((a) => a.state !== 'retired').map((a) => ({ asset_id: a.id, name: nameOf(a), meter_id: null }))))
	const wrong = error instanceof Refused ? error.of('assets') : undefined
	return (
		<div class="field">
			<p class="label">{w.machines}{t.of.length > 1 && ` (${t.of.length})`}</p>
			{t.of.length > 0 && <ul class="rows of-machines">{t.of.map((o) => <li key={o.asset_id} class="item"><span class="grow">{o.name}</span>{t.by !== 'calendar' && <MeterOf of={o} set={(meter_id) => put({ of: t.of.map((x) => (x.asset_id === o.asset_id ? { ...x, meter_id } : x)) })} />}<IconButton icon="trash" label={fill(w.remove, { name: o.name })} onClick={() => put({ of: t.of.filter((x) => x.asset_id !== o.asset_id) })} /></li>)}</ul>}
			{wrong && <p class="complaint" role="alert">{wrong}</p>}
			<div class="row wrap"><Button icon="plus" onClick={() => choose('machine')}>{w.machine_add}</Button><Button icon="tree" onClick={() => choose('line')}>{w.line_add}</Button></div>
			{choosing === 'machine' && <PlaceSheet only="machine" choose={one} close={() => choose(undefined)} />}
			{choosing === 'line' && <PlaceSheet choose={line} close={() => choose(undefined)} />}
		</div>
	)
}

function When({ t, put, error }: { t: Typed; put: (x: Partial<Typed>) => void; error: unknown }) {
	const calendar = t.by !== 'meter', unit = (u: string) => ({ value: u, label: wordOf(w, 'unit', u) })
	const days = [...Array.from({ length: 31 }, (_, i) => ({ value: String(i + 1), label: String(i + 1) })), { value: '32', label: w.month_day_last }]
	return (
		<>
			<div class="field"><p class="label">{w.by}</p><Segments label={w.by} value={t.by} set={(v) => put({ by: v as Typed['by'] })} choices={(['calendar', 'meter', 'both'] as const).map((v) => ({ value: v, label: wordOf(w, 'by', v) }))} /></div>
			{calendar && (
				<>
					<div class="two"><TextField label={w.every} name="every" error={error} inputMode="numeric" value={t.every} set={(every) => put({ every })} /><Select label={w.unit} name="unit" error={error} value={t.unit} set={(u) => put({ unit: u })} choices={['day', 'week', 'month'].map(unit)} /></div>
					<div class="field"><p class="label">{w.mode}</p><Chips label={w.mode} value={t.mode} set={(mode) => put({ mode })} choices={['fixed', 'after'].map((m) => ({ value: m, label: wordOf(w, 'mode', m) }))} /></div>
					{t.unit !== 'month' && (t.unit === 'week' || t.mode === 'after') && <Several label={w.weekdays} names={WEEKDAYS} value={t.weekdays} set={(weekdays) => put({ weekdays })} />}
					{t.unit === 'month' && t.mode === 'fixed' && <Select label={w.month_day} name="month_day" error={error} none={w.month_day_from} value={t.month_day} set={(month_day) => put({ month_day })} choices={days} />}
					<Select label={w.holiday} name="holiday" error={error} value={t.holiday} set={(holiday) => put({ holiday })} choices={['stay', 'before', 'after', 'skip'].map((h) => ({ value: h, label: wordOf(w, 'holiday', h) }))} />
				</>
			)}
			{t.by !== 'calendar' && <TextField label={w.meter_every} name="meter_every" error={error} required inputMode="decimal" value={t.meter_every} set={(meter_every) => put({ meter_every })} />}
		</>
	)
}

export function PlanForm({ plan, machine, close, done }: { plan?: PlanView; machine?: Asset; close: () => void; done?: (p: PlanView) => void }) {
	const [t, setT] = useState<Typed>(() => (plan ? typedOf(plan) : fresh(machine ? [{ asset_id: machine.id, name: nameOf(machine), meter_id: null }] : [])))
	const put = (x: Partial<Typed>) => setT((old) => ({ ...old, ...x }))
	const [more, setMore] = useState(!!plan), [jobbing, job] = useState(false), act = useAct()
	const jobs = useData<List<JobRow>>('/api/v1/jobs'), people = useData<List<Account>>('/api/v1/accounts')
	async function save(e: Event) {
		e.preventDefault()
		const ok = await act.run<PlanView>({ method: plan ? 'PUT' : 'POST', url: plan ? planUrl(plan.id) : '/api/v1/plans', json: bodyOf(t), version: plan?.version, title: `${w.title} · ${t.name}` }, (made) => (changedDues(), toast(w.saved), done?.(made)))
		if (ok) close()
	}
	const pickJob = (id: string) => put({ job: id, ...(t.name ? {} : { name: jobs.data?.items.find((j) => String(j.id) === id)?.name ?? '' }) })
	return (
		<Sheet title={plan ? w.edit : w.add} close={close}>
			<form onSubmit={save}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<div class="row wrap job-choice"><div class="grow"><Select label={w.job} name="job_plan_id" error={act.error} required none="–" value={t.job} set={pickJob} choices={(jobs.data?.items ?? []).filter((j) => !j.retired || String(j.id) === t.job).map((j) => ({ value: String(j.id), label: nameOf(j) }))} /></div><Button icon="plus" onClick={() => job(true)}>{w.job_new}</Button></div>
				<TextField label={w.name} name="name" error={act.error} required maxLength={120} value={t.name} set={(name) => put({ name })} />
				<Machines t={t} put={put} error={act.error} />
				<When t={t} put={put} error={act.error} />
				<TextField label={w.from_day} name="from_day" error={act.error} type="date" value={t.from_day} set={(from_day) => put({ from_day })} />
				<Preview t={t} />
				<div class="two"><TextField label={w.lead} name="lead_days" error={act.error} inputMode="numeric" value={t.lead} set={(lead) => put({ lead })} /><TextField label={w.grace} name="grace_days" error={act.error} inputMode="numeric" value={t.grace} set={(grace) => put({ grace })} /></div>
				<Select label={w.assignee} name="assignee_id" error={act.error} none={w.assignee_none} value={t.assignee} set={(assignee) => put({ assignee })} choices={(people.data?.items ?? []).filter((p) => !p.disabled && p.role !== 'storekeeper').map((p) => ({ value: String(p.id), label: p.name }))} />
				{more ? (
					<>
						<Several label={w.months} names={MONTHS} value={t.months} set={(months) => put({ months })} />
						<div class="two"><TextField label={w.start} name="start_min" error={act.error} type="time" value={t.start} set={(start) => put({ start })} /><TextField label={w.to_day} name="to_day" error={act.error} type="date" value={t.to_day} set={(to_day) => put({ to_day })} /></div>
						{plan && <Toggle label={w.retire} value={t.retired} set={(retired) => put({ retired })} />}
					</>
				) : <Button kind="plain" onClick={() => setMore(true)}>{w.more}</Button>}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!t.job || !t.name.trim()}>{c.save}</Button></div>
			</form>
			{jobbing && <JobForm close={() => job(false)} done={(j) => (jobs.reload(), put({ job: String(j.id), name: t.name || j.name }))} />}
		</Sheet>
	)
}
