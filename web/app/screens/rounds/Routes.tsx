// Inspection routes and their editor: which machines in which order, with which checklist, and when.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { clockOf, hoursOf, minutesOf, WEEKDAYS } from '../../lib/days'
import { machineOf, nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import type { Account, Asset, Calendar, Checklist, List, RoundRoute } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Complaint, Search, Segments, Select, Several, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'

const w = words(words_)
// Bits from Monday on; none: every day.
const ofBits = (bits: number) => WEEKDAYS.map((_, i) => i + 1).filter((n) => !bits || (bits >> (n - 1)) & 1)
const toBits = (days: readonly number[]) => days.reduce((bits, n) => bits | (1 << (n - 1)), 0) % 127
const whenOf = (r: RoundRoute): string =>
	[r.due === 'shift' ? fill(w.every_shift, { calendar: r.calendar_name ?? '' }) : r.windows.map(hoursOf).join(', '),
		r.weekdays ? ofBits(r.weekdays).map((n) => WEEKDAYS[n - 1]).join(' ') : r.due === 'times' ? w.daily : ''].filter(Boolean).join(' · ')

interface StopDraft {
	machine_id: number
	checklist_id: number
	name: string
}
function AddStop({ checklist, add }: { checklist: number | undefined; add: (a: Asset) => void }) {
	const [text, setText] = useState(''), of = useData<List<Asset>>(text.trim() ? `/api/v1/assets?kind=machine&limit=8&text=${encodeURIComponent(text.trim())}` : null)
	return (
		<div class="field">
			<Search label={w.add_machine} value={text} set={setText} />
			{of.data && checklist && <ul class="rows" aria-label={w.add_machine}>{of.data.items.map((a) => <li key={a.id}><button type="button" class="item" onClick={() => (add(a), setText(''))}><Icon name="plus" /><span class="grow">{nameOf(a)} <span class="soft">{a.code}</span></span></button></li>)}</ul>}
		</div>
	)
}

function Form({ of, close, checklists }: { of: RoundRoute | undefined; close: () => void; checklists: readonly Checklist[] }) {
	const act = useAct(), people = useData<List<Account>>('/api/v1/people'), calendars = useData<List<Calendar>>('/api/v1/calendars')
	const [v, put] = useState({ name: of?.name ?? '', name_en: of?.name_en ?? '', due: of?.due ?? 'times', weekdays: of?.weekdays ?? 0, workdays: of?.workdays ?? false,
		calendar_id: of?.calendar_id ?? null, assignee_id: of?.assignee_id ?? null, sign: of?.sign ?? true, paused: of?.paused ?? false, retired: of?.retired ?? false })
	const [windows, setWindows] = useState(of?.windows ?? [{ start_min: 480, end_min: 600 }])
	const [stops, setStops] = useState<StopDraft[]>(of?.stops.map((s) => ({ machine_id: s.machine_id, checklist_id: s.checklist_id, name: `${s.machine_code ?? ''} ${machineOf(s)}`.trim() })) ?? [])
	const [usual, setUsual] = useState<number | undefined>(of?.stops[0]?.checklist_id ?? checklists[0]?.id)
	const set = (c: Partial<typeof v>) => put({ ...v, ...c }), lists = checklists.map((c) => ({ value: String(c.id), label: nameOf(c) }))
	const window = (k: number, start: number, end: number) => setWindows(windows.map((x, j) => (j === k ? { start_min: start, end_min: end <= start ? end + 1440 : end } : x)))
	const save = () => act.now<RoundRoute>(of ? 'PUT' : 'POST', of ? `/api/v1/routes/${of.id}` : '/api/v1/routes', {
		version: of?.version, json: { ...v, name_en: v.name_en || null, windows: v.due === 'times' ? windows : [], stops: stops.map(({ machine_id, checklist_id }) => ({ machine_id, checklist_id })) },
	}, () => (forget('/api/v1/routes', '/api/v1/rounds'), close()))
	return (
		<Sheet wide title={of ? nameOf(of) : w.new_route} close={close} ends={<Button kind="main" busy={act.busy} onClick={() => void save()}>{w.save}</Button>}>
			<Complaint error={act.error} />
			<TextField label={w.name} name="name" error={act.error} required value={v.name} set={(name) => set({ name })} maxLength={80} />
			<TextField label={w.name_en} value={v.name_en ?? ''} set={(name_en) => set({ name_en })} maxLength={80} />
			<div class="field"><Segments label={w.when} value={v.due} set={(d) => set({ due: d as 'shift' | 'times' })} choices={[{ value: 'times', label: w.at_times }, { value: 'shift', label: w.per_shift }]} /></div>
			{v.due === 'times' && windows.map((x, k) => (
				<div class="row" key={k}>
					<TextField label={fill(w.from_n, { n: k + 1 })} type="time" value={clockOf(x.start_min)} set={(t) => window(k, minutesOf(t), x.end_min % 1440)} />
					<TextField label={fill(w.to_n, { n: k + 1 })} type="time" name={`windows[${k}].end_min`} error={act.error} value={clockOf(x.end_min)} set={(t) => window(k, x.start_min, minutesOf(t))} />
					{windows.length > 1 && <IconButton icon="trash" label={fill(w.remove_n, { n: k + 1 })} onClick={() => setWindows(windows.filter((_, j) => j !== k))} />}
				</div>
			))}
			{v.due === 'times' && <div class="field"><Button small icon="plus" onClick={() => setWindows([...windows, { start_min: 840, end_min: 960 }])}>{w.add_window}</Button></div>}
			<Several label={w.weekdays} names={WEEKDAYS} value={ofBits(v.weekdays)} set={(days) => set({ weekdays: toBits(days) })} />
			<Select label={w.calendar} name="calendar_id" error={act.error} none={w.no_calendar} value={String(v.calendar_id ?? '')} set={(t) => set({ calendar_id: t ? Number(t) : null, workdays: t ? v.workdays : false })} choices={(calendars.data?.items ?? []).map((c) => ({ value: String(c.id), label: c.name }))} />
			{v.due === 'times' && v.calendar_id && <Toggle label={w.workdays} value={v.workdays} set={(workdays) => set({ workdays })} />}
			<Select label={w.who} none={w.anybody} value={String(v.assignee_id ?? '')} set={(t) => set({ assignee_id: t ? Number(t) : null })} choices={(people.data?.items ?? []).map((p) => ({ value: String(p.id), label: p.name }))} />
			<Toggle label={w.must_sign} value={v.sign} set={(sign) => set({ sign })} />
			<h3>{w.machines}</h3>
			<ol class="rows stop-rows">
				{stops.map((s, k) => (
					<li key={`${s.machine_id}-${k}`} class="item">
						<span class="num soft">{k + 1}</span>
						<span class="grow stop-what"><span class="what">{s.name}</span>
							<select class="input" aria-label={`${w.checklist} ${s.name}`} value={String(s.checklist_id)} onChange={(e) => setStops(stops.map((x, j) => (j === k ? { ...x, checklist_id: Number(e.currentTarget.value) } : x)))}>{lists.map((l) => <option key={l.value} value={l.value}>{l.label}</option>)}</select></span>
						<span class="stop-acts">
							{k > 0 && <IconButton icon="up" label={fill(w.move_up, { n: k + 1 })} onClick={() => setStops([...stops.slice(0, k - 1), s, stops[k - 1]!, ...stops.slice(k + 1)])} />}
							<IconButton icon="trash" label={fill(w.remove_n, { n: k + 1 })} onClick={() => setStops(stops.filter((_, j) => j !== k))} />
						</span>
					</li>
				))}
			</ol>
			<Select label={w.checklist_for} value={String(usual ?? '')} set={(t) => setUsual(Number(t))} choices={lists} />
			<AddStop checklist={usual} add={(a) => setStops([...stops, { machine_id: a.id, checklist_id: usual!, name: `${a.code ?? ''} ${nameOf(a)}`.trim() }])} />
			{of && <Toggle label={w.paused} value={v.paused} set={(paused) => set({ paused })} />}
			{of && <Toggle label={w.retired} value={v.retired} set={(retired) => set({ retired })} />}
		</Sheet>
	)
}
function Edit({ id, close, checklists }: { id: number; close: () => void; checklists: readonly Checklist[] }) {
	const of = useData<RoundRoute>(`/api/v1/routes/${id}`)
	return <Load of={of}>{(r) => <Form key={r.version} of={r} close={close} checklists={checklists} />}</Load>
}

export function Routes({ edit }: { edit: string | null }) {
	const of = useData<List<RoundRoute>>('/api/v1/routes', touches('route')), lists = useData<List<Checklist>>('/api/v1/checklists', touches('checklist')), close = () => setQuery({ edit: null })
	const usable = lists.data?.items.filter((c) => !c.retired) ?? []
	return (
		<>
			<div class="row field"><Button kind="tint" icon="plus" disabled={!usable.length} onClick={() => setQuery({ edit: 'new' })}>{w.new_route}</Button></div>
			<Load of={of}>
				{(l) => l.items.length ? (
					<ul class="rows" aria-label={w.show_routes}>{l.items.map((r) => (
						<li key={r.id} class="row"><button type="button" class="item grow" onClick={() => setQuery({ edit: String(r.id) })}><span class="grow"><span class="what lines-2">{nameOf(r)}</span><span class="soft lines-2">{[whenOf(r), fill(w.machines_n, { n: r.stops_n }), r.assignee_name, r.paused && w.paused, r.retired && w.retired].filter(Boolean).join(' · ')}</span></span><Icon name="edit" /></button>
							<LinkButton small href={`/rounds?show=all&route=${r.id}`} aria-label={`${w.show_all} ${nameOf(r)}`}>{w.show_all}</LinkButton></li>
					))}</ul>
				) : <Empty icon="check" title={w.no_routes} hint={usable.length ? w.no_routes_hint : w.no_checklists_hint} />}
			</Load>
			{edit === 'new' && lists.data && <Form of={undefined} close={close} checklists={usable} />}
			{edit && edit !== 'new' && lists.data && <Edit id={Number(edit)} close={close} checklists={usable} />}
		</>
	)
}
