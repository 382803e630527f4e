// A job: what is done, one task a line, with which parts, and how long it takes.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import common_ from '../../../i18n/common.json'
import { address, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { numberOf } from '../../lib/number'
import type { Job, List, Part } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, RowNumber, Search, TextArea, TextField, Toggle } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)
interface Needed {
	part_id: number
	name: string
	unit: string
	qty: string
}

function PartSheet({ choose, close }: { choose: (p: Part) => void; close: () => void }) {
	const [text, setText] = useState(''), later = useLater(setText, 200)
	const found = useFound<List<Part>>(address('/api/v1/parts', { text, limit: 30 }))
	return (
		<Sheet title={w.part_add} close={close}>
			<div class="field"><Search label={w.part_find} value={text} set={later} autofocus /></div>
			<Load of={found} rows={3}>{({ items }) => <ul class="rows">{items.map((p) => <li key={p.id}><button type="button" class="item" onClick={() => (choose(p), close())}><span class="grow"><span class="what">{nameOf(p)}</span><br /><span class="soft">{[p.code, p.spec].filter(Boolean).join(' · ')}</span></span></button></li>)}</ul>}</Load>
		</Sheet>
	)
}

export function JobForm({ job, close, done }: { job?: Job; close: () => void; done?: (j: Job) => void }) {
	const [name, setName] = useState(job?.name ?? ''), [en, setEn] = useState(job?.name_en ?? ''), [minutes, setMinutes] = useState(String(job?.minutes ?? ''))
	const [stands, setStands] = useState(job?.stands ?? false), [note, setNote] = useState(job?.note ?? ''), [retired, setRetired] = useState(job?.retired ?? false)
	const [tasks, setTasks] = useState((job?.tasks ?? []).map((t) => t.text).join('\n'))
	const [parts, setParts] = useState<Needed[]>((job?.parts ?? []).map((p) => ({ part_id: p.part_id, name: nameOf(p), unit: p.unit, qty: String(p.qty) })))
	const [adding, add] = useState(false), act = useAct()
	const english = new Map((job?.tasks ?? []).map((t) => [t.text, t.text_en]))
	async function save(e: Event) {
		e.preventDefault()
		const json = {
			name, name_en: en || null, minutes: numberOf(minutes), stands, note: note || null, retired,
			tasks: tasks.split('\n').map((t) => t.trim()).filter(Boolean).map((text) => ({ text, text_en: english.get(text) ?? null })),
			parts: parts.map((p) => ({ part_id: p.part_id, qty: numberOf(p.qty) })),
		}
		const ok = await act.run<Job>({ method: job ? 'PUT' : 'POST', url: job ? `/api/v1/jobs/${job.id}` : '/api/v1/jobs', json, version: job?.version, title: `${w.job} · ${name}` }, (made) => (forget('/api/v1/jobs', '/api/v1/plans'), toast(w.saved), done?.(made)))
		if (ok) close()
	}
	return (
		<Sheet title={job ? w.job_edit : w.job_new} close={close}>
			<form onSubmit={save}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<TextField label={w.name} name="name" error={act.error} required maxLength={120} value={name} set={setName} data-focus />
				<TextArea label={w.tasks} hint={w.tasks_hint} name="tasks" error={act.error} rows={6} value={tasks} set={setTasks} />
				<TextField label={w.minutes} name="minutes" error={act.error} inputMode="numeric" value={minutes} set={setMinutes} />
				<Toggle label={w.stands} hint={w.stands_hint} value={stands} set={setStands} />
				<div class="field">
					<p class="label">{w.parts}</p>
					{parts.length > 0 && <ul class="rows">{parts.map((p, i) => <li key={p.part_id} class="item"><span class="grow">{p.name}</span><RowNumber label={`${w.qty} ${p.name}`} name={`parts[${i}].qty`} error={act.error} value={p.qty} set={(qty) => setParts(parts.map((x, k) => (k === i ? { ...x, qty } : x)))} /><span class="soft">{p.unit}</span><IconButton icon="trash" label={fill(w.remove, { name: p.name })} onClick={() => setParts(parts.filter((_, k) => k !== i))} /></li>)}</ul>}
					<Button icon="plus" onClick={() => add(true)}>{w.part_add}</Button>
				</div>
				<TextArea label={w.note} name="note" error={act.error} rows={2} maxLength={1000} value={note} set={setNote} />
				<TextField label={w.name_en} name="name_en" error={act.error} maxLength={120} value={en} set={setEn} />
				{job && <Toggle label={w.job_retired} value={retired} set={setRetired} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!name.trim()}>{c.save}</Button></div>
			</form>
			{adding && <PartSheet close={() => add(false)} choose={(p) => parts.some((x) => x.part_id === p.id) || setParts([...parts, { part_id: p.id, name: nameOf(p), unit: p.unit, qty: '1' }])} />}
		</Sheet>
	)
}
