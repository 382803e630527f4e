// A fix, written down or named: when to think of it, how to see that it is this, what to do, with what.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import common_ from '../../../i18n/common.json'
import { address, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useData, useFound } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { numberOf } from '../../lib/number'
import type { Asset, FixDetail, FixPart, List, Part } from '../../lib/types'
import { words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, RowNumber, Search, Select, TextArea, TextField, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)
const TEXTS = ['zh', 'en', 'symptom', 'check_first', 'cause', 'steps', 'component', 'model'] as const
type Typed = Record<(typeof TEXTS)[number] | 'minutes' | 'place_id', string> & { parts: PartTyped[]; retired: boolean }
export interface PartTyped {
	part_id: number
	name: string
	unit: string
	qty: string
}
export const partTyped = (p: FixPart): PartTyped => ({ part_id: p.part_id, name: nameOf(p), unit: p.unit, qty: String(p.qty) })
export const partsBody = (parts: readonly PartTyped[]) => parts.map((p) => ({ part_id: p.part_id, qty: numberOf(p.qty) ?? 1 }))
export const orNull = (s: string) => s.trim() || null

const empty: Typed = { zh: '', en: '', symptom: '', check_first: '', cause: '', steps: '', component: '', model: '', minutes: '', place_id: '', parts: [], retired: false }
const typedOf = (f: FixDetail): Typed => ({
	zh: f.zh ?? '', en: f.en ?? '', symptom: f.symptom ?? '', check_first: f.check_first ?? '', cause: f.cause ?? '', steps: f.steps ?? '', component: f.component ?? '', model: f.model ?? '',
	minutes: f.minutes?.toString() ?? '', place_id: f.place_id?.toString() ?? '', parts: f.parts.map(partTyped), retired: f.retired,
})

// Parts by name, each with how many.
export function PartsField({ parts, set, name = 'parts', error }: { parts: readonly PartTyped[]; set: (p: PartTyped[]) => void; name?: string; error: unknown }) {
	const [text, setText] = useState(''), later = useLater(setText, 200)
	const found = useFound<List<Part>>(text.trim() ? address('/api/v1/parts', { text, limit: 6 }) : null)
	const add = (p: Part) => (setText(''), set([...parts, { part_id: p.id, name: nameOf(p), unit: p.unit, qty: '1' }]))
	return (
		<div class="field">
			<p class="label">{w.takes}</p>
			<ul class="stack">{parts.map((p, i) => (
				<li key={p.part_id} class="row"><span class="grow">{p.name}</span><RowNumber label={`${w.qty} ${p.name}`} name={`${name}[${i}].qty`} error={error} value={p.qty} set={(qty) => set(parts.map((x, k) => (k === i ? { ...x, qty } : x)))} /><span class="soft">{p.unit}</span><IconButton icon="close" label={`${w.drop} ${p.name}`} onClick={() => set(parts.filter((_, k) => k !== i))} /></li>))}
			</ul>
			<Search label={w.find_part} value={text} set={later} />
			{found.data && text.trim() !== '' && <ul class="rows">{found.data.items.filter((p) => !parts.some((x) => x.part_id === p.id)).map((p) => <li key={p.id}><button type="button" class="item" onClick={() => add(p)}><span class="grow">{nameOf(p)} <span class="soft">{[p.code, p.spec].filter(Boolean).join(' · ')}</span></span></button></li>)}</ul>}
		</div>
	)
}

// Where it is for: the plant down to its lines.
export function PlaceField({ value, set, error }: { value: string; set: (v: string) => void; error?: unknown }) {
	const places = useData<List<Asset>>('/api/v1/assets?kind=line&limit=200')
	return <Select label={w.for_place} name="place_id" error={error} none={w.anywhere} value={value} set={set} choices={(places.data?.items ?? []).map((a) => ({ value: String(a.id), label: nameOf(a) }))} />
}

export function FixForm({ fix, close, done }: { fix?: FixDetail; close: () => void; done?: (f: FixDetail) => void }) {
	const draft = useDraft<Typed>(`fix.${fix?.id ?? 'new'}`, fix ? typedOf(fix) : empty), t = draft.value
	const [version, setVersion] = useState(fix?.version), act = useAct()
	const stale = act.error instanceof Refused && act.error.status === 412
	const text = (name: (typeof TEXTS)[number], max: number, required = false) => <TextField label={w[name]} name={name} error={act.error} required={required} value={t[name]} set={(v) => draft.set({ [name]: v })} maxLength={max} />
	async function save(e: Event) {
		e.preventDefault()
		const json = { ...Object.fromEntries(TEXTS.map((n) => [n, orNull(t[n])])), minutes: numberOf(t.minutes), place_id: numberOf(t.place_id), parts: partsBody(t.parts), ...(fix && { retired: t.retired }) }
		const ok = await act.run<FixDetail>({ method: fix ? 'PATCH' : 'POST', url: fix ? `/api/v1/fixes/${fix.id}` : '/api/v1/fixes', json, version, title: `${w.one} · ${t.zh || t.en || t.symptom}`, thread: fix ? `fix:${fix.id}` : undefined }, (f) => {
			forget('/api/v1/fixes')
			toast(w.saved)
			done?.(f)
		}, (refused) => {
			const now = refused instanceof Refused && refused.status === 412 ? (refused.current as FixDetail | undefined) : undefined
			if (now) setVersion(now.version) // saved again on purpose: over what is there now
			return false
		})
		if (ok) (draft.clear(), close())
	}
	return (
		<Sheet title={fix ? w.edit : w.add_fix} close={close}>
			<form onSubmit={save}>
				{stale && <p class="notice warn" role="alert">{w.changed_meanwhile}</p>}
				{!stale && !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<div class="two">{text('zh', 120)}{text('en', 120)}</div>
				<TextArea label={w.symptom} name="symptom" error={act.error} required={!fix || fix.kind === 'written'} value={t.symptom} set={(v) => draft.set({ symptom: v })} maxLength={500} rows={2} />
				{text('check_first', 500)}
				{text('cause', 500)}
				<TextArea label={w.steps} hint={w.steps_hint} name="steps" error={act.error} required={!fix || fix.kind === 'written'} value={t.steps} set={(v) => draft.set({ steps: v })} maxLength={2000} rows={4} />
				<PartsField error={act.error} parts={t.parts} set={(parts) => draft.set({ parts })} />
				<div class="two"><TextField label={w.minutes} name="minutes" error={act.error} inputMode="numeric" value={t.minutes} set={(v) => draft.set({ minutes: v })} />{text('component', 120)}</div>
				<div class="two">{text('model', 120)}<PlaceField value={t.place_id} set={(v) => draft.set({ place_id: v })} error={act.error} /></div>
				{fix && fix.steps && <Toggle label={w.put_away} hint={w.put_away_hint} value={t.retired} set={(v) => draft.set({ retired: v })} />}
				<div class="ends"><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
