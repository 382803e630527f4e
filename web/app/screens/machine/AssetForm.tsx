// Equipment added or changed. Only what was typed is kept and sent, so what others changed beside it stays theirs.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { remember, useData } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { nameOf } from '../../lib/names'
import { centsOf, textOf } from '../../lib/number'
import { go } from '../../lib/router'
import type { Asset, AssetView, Calendar, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, Select, TextArea, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { PlaceButton } from '../reports/Place'
import { assetUrl, below, forgetAssets, kindWord, type Kind } from './asset'

const w = words(words_), c = words(common_)
const TEXTS = ['code', 'name', 'name_en', 'model', 'maker', 'serial', 'location', 'note'] as const
const OTHERS = ['commissioned_day', 'original_value', 'downtime_rate', 'criticality', 'calendar_id', 'parent_id'] as const
type Member = (typeof TEXTS)[number] | (typeof OTHERS)[number]
type Typed = Record<Member, string>

function typedOf(a: Partial<Asset>): Typed {
	const t = Object.fromEntries(TEXTS.map((n) => [n, a[n] ?? ''])) as Typed
	return { ...t, commissioned_day: a.commissioned_day ?? '', original_value: textOf(a.original_value_cents, 100), downtime_rate: textOf(a.downtime_cents_hour, 100), criticality: a.criticality ?? '', calendar_id: a.calendar_id?.toString() ?? '', parent_id: a.parent_id?.toString() ?? '' }
}
const CENTS = { original_value: 'original_value_cents', downtime_rate: 'downtime_cents_hour' }
function sent(name: Member, text: string): [string, unknown] {
	const t = text.trim()
	if (name === 'original_value' || name === 'downtime_rate') return [CENTS[name], centsOf(t)]
	if (name === 'calendar_id' || name === 'parent_id') return [name, t === '' ? null : Number(t)]
	return [name, t === '' ? null : t]
}
const bodyOf = (changed: Partial<Typed>) => Object.fromEntries(Object.entries(changed).map(([n, v]) => sent(n as Member, v ?? '')))
const labelOf: Record<Member, string> = { code: w.code, name: w.name, name_en: w.name_en, model: w.model, maker: w.maker, serial: w.serial, location: w.location, note: w.note, commissioned_day: w.commissioned_day, original_value: w.original_value, downtime_rate: w.downtime_rate, criticality: c.criticality, calendar_id: w.calendar, parent_id: w.place }

// Both sides: what is there now, where it is not what was typed.
function Conflict({ now, changed }: { now: Asset; changed: Partial<Typed> }) {
	const there = typedOf(now)
	const differ = (Object.keys(changed) as Member[]).filter((n) => n !== 'calendar_id' && n !== 'parent_id' && there[n] !== changed[n])
	return (
		<div class="notice warn" role="alert"><div>
			<p>{w.changed_meanwhile}</p>
			{differ.map((n) => <p key={n}>{labelOf[n]}: {fill(w.both, { theirs: there[n] || '–', yours: changed[n] || '–' })}</p>)}
		</div></div>
	)
}

interface Props {
	asset?: AssetView
	parent?: { id: number; kind: Kind; name: string }
	close: () => void
}
export function AssetForm({ asset, parent, close }: Props) {
	const kinds = asset ? [asset.kind] : below(parent?.kind)
	const [kind, setKind] = useState<Kind>(asset?.kind ?? (kinds.includes('machine') ? 'machine' : kinds[0]!))
	const draft = useDraft<{ changed: Partial<Typed>; version: number }>(`asset.${asset?.id ?? `new.${parent?.id ?? 0}`}`, { changed: {}, version: 0 })
	const calendars = useData<List<Calendar>>('/api/v1/calendars')
	const act = useAct()
	const { changed } = draft.value
	const start = typedOf(asset ?? { parent_id: parent?.id ?? null }), t: Typed = { ...start, ...changed }
	// What is as it was is not a change.
	function set(name: Member, v: string) {
		const next = { ...changed, [name]: v }
		if (v === start[name]) delete next[name]
		draft.set({ changed: next, version: draft.value.version || (asset?.version ?? 0) })
	}
	const stale = act.error instanceof Refused && act.error.status === 412 ? ((act.error.current as Asset | undefined) ?? undefined) : undefined
	async function save(e: Event) {
		e.preventDefault()
		const body = bodyOf(changed)
		let refused: unknown
		const ok = await act.run<AssetView>({
			method: asset ? 'PATCH' : 'POST', url: asset ? assetUrl(asset.id) : '/api/v1/assets', json: asset ? body : { kind, parent_id: parent?.id ?? null, ...body },
			version: asset ? draft.value.version || asset.version : undefined, thread: asset ? `asset:${asset.id}` : undefined, title: `${asset ? w.edit : w.add} · ${t.name}`,
		}, (now) => {
			forgetAssets()
			remember(assetUrl(now.id), now)
			toast(w.saved)
			if (!asset && !(parent && (parent.kind === 'machine' || parent.kind === 'component'))) go(`/machines/${now.id}`)
		}, (e) => ((refused = e), false))
		if (ok) {
			draft.clear()
			close()
		} else if (refused instanceof Refused && refused.status === 412) {
			// Saved again it goes on purpose over what is there now.
			const now = refused.current as Asset | undefined
			draft.set({ version: now?.version ?? 0 })
		}
	}
	const text = (name: (typeof TEXTS)[number], max: number, required = false) => <TextField label={labelOf[name]} name={name} error={act.error} required={required} value={t[name]} set={(v) => set(name, v)} maxLength={max} data-focus={name === 'name' || undefined} />
	const facts = kind === 'machine' || kind === 'component'
	return (
		<Sheet title={asset ? `${w.edit} · ${nameOf(asset)}` : parent ? fill(w.add_in, { place: parent.name }) : w.add} close={close}>
			<form onSubmit={save}>
				{stale ? <Conflict now={stale} changed={changed} /> : !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				{draft.kept && Object.keys(changed).length > 0 && !stale && <p class="notice">{w.draft_kept}<Button kind="plain" onClick={draft.clear}>{w.discard}</Button></p>}
				{!asset && kinds.length > 1 && <div class="field"><p class="label">{w.kind}</p><Chips label={w.kind} value={kind} set={(v) => setKind(v as Kind)} choices={kinds.map((k) => ({ value: k, label: kindWord(k) }))} /></div>}
				{text('name', 120, true)}
				{text('name_en', 120)}
				{text('code', 40)}
				{facts && <div class="two">{text('model', 120)}{text('maker', 120)}</div>}
				{facts && <div class="two">{text('serial', 80)}{text('location', 200)}</div>}
				{facts && (
					<div class="two">
						<TextField label={w.commissioned_day} name="commissioned_day" error={act.error} type="date" value={t.commissioned_day} set={(v) => set('commissioned_day', v)} />
						<TextField label={w.original_value} name="original_value_cents" error={act.error} inputMode="decimal" value={t.original_value} set={(v) => set('original_value', v)} />
					</div>
				)}
				{kind === 'machine' && <Select label={c.criticality} name="criticality" error={act.error} none={w.none_chosen} value={t.criticality} set={(v) => set('criticality', v)} choices={['A', 'B', 'C'].map((x) => ({ value: x, label: x }))} />}
				{kind !== 'component' && <TextField label={w.downtime_rate} hint={w.downtime_rate_hint} name="downtime_cents_hour" error={act.error} inputMode="decimal" value={t.downtime_rate} set={(v) => set('downtime_rate', v)} />}
				<Select label={w.calendar} hint={w.calendar_hint} name="calendar_id" error={act.error} none={w.inherit} value={t.calendar_id} set={(v) => set('calendar_id', v)} choices={(calendars.data?.items ?? []).map((x) => ({ value: String(x.id), label: x.name }))} />
				{(asset || !parent) && kind !== 'component' && kind !== 'site' && <div class="field"><p class="label">{w.place}</p><PlaceButton under={Number(t.parent_id) || undefined} choose={(id) => set('parent_id', id ? String(id) : '')} /></div>}
				<TextArea label={w.note} name="note" error={act.error} value={t.note} set={(v) => set('note', v)} maxLength={2000} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={asset ? !Object.keys(changed).length : !t.name.trim()}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
