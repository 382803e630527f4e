// THE table of who is told what, as the plant has it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/telling.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import { numberOf } from '../../lib/number'
import type { List, TellRow } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Select, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { asChoices, usePlaces } from './places'

const w = words(words_), c = words(common_)
const URL = '/api/v1/tell-rules'
const isSecond = (r: TellRow) => r.rule === 'stopped_longer'

function whom(r: TellRow): string {
	const who = [...r.roles.map((x) => wordOf(w, 'role', x)), ...r.also.map((x) => wordOf(w, 'also', x))].join(w.and)
	return fill(w.told_to, { who })
}
const limits = (r: TellRow) => [
	r.minutes != null && fill(isSecond(r) ? w.after_more : w.after_minutes, { n: r.minutes }),
	r.own_area && w.only_area, r.on_shift && w.only_shift, r.place && fill(w.only_in, { place: r.place }),
].filter(Boolean).join(' · ')

// What those without a place or an hour of their own can't be narrowed to is not asked.
const byPlace = (r: TellRow) => r.roles.length > 0 && r.rule !== 'low_stock'

function Edit({ r, close, done }: { r: TellRow; close: () => void; done: () => void }) {
	const [t, set] = useState({ enabled: r.enabled, own_area: r.own_area, on_shift: r.on_shift, minutes: r.minutes?.toString() ?? '', place: r.place_id?.toString() ?? '' })
	const act = useAct(), places = usePlaces()
	const stale = act.error instanceof Refused && act.error.status === 412
	async function save(e: Event) {
		e.preventDefault()
		const json = { enabled: t.enabled, own_area: t.own_area, on_shift: t.on_shift, place_id: t.place ? Number(t.place) : null, ...(r.minutes == null ? {} : { minutes: numberOf(t.minutes) }) }
		if (await act.now<TellRow>('PATCH', `${URL}/${r.rule}`, { json, version: r.version })) (toast(w.saved), done(), close())
	}
	return (
		<Sheet title={wordOf(w, 'rule', r.rule)} close={close}>
			<form onSubmit={save}>
				{stale ? <p class="notice warn" role="alert">{w.changed_meanwhile}</p> : !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<p class="soft field">{whom(r)}</p>
				<Toggle label={w.on} value={t.enabled} set={(enabled) => set({ ...t, enabled })} />
				{byPlace(r) && <div class="field"><Toggle label={w.own_area} value={t.own_area} set={(own_area) => set({ ...t, own_area })} /><p class="hint">{w.own_area_hint}</p></div>}
				{byPlace(r) && <div class="field"><Toggle label={w.on_shift} value={t.on_shift} set={(on_shift) => set({ ...t, on_shift })} /><p class="hint">{w.on_shift_hint}</p></div>}
				{r.minutes != null && <TextField label={isSecond(r) ? w.minutes_more : w.minutes} name="minutes" error={act.error} inputMode="numeric" value={t.minutes} set={(v) => set({ ...t, minutes: v })} maxLength={5} />}
				{r.rule !== 'low_stock' && <Select label={w.place} name="place_id" error={act.error} none={w.everywhere} value={t.place} set={(place) => set({ ...t, place })} choices={asChoices(places)} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Row({ r, edit }: { r: TellRow; edit: () => void }) {
	const more = limits(r)
	return (
		<button type="button" class="item" onClick={edit}>
			<span class="grow">
				<span class="what">{wordOf(w, 'rule', r.rule)}</span><br />
				<span class="soft tell-who">{whom(r)}{more && <><br />{more}</>}</span>
			</span>
			{!r.enabled && <Tag tone="" icon="close" text={w.is_off} />}
			<Icon name="next" />
		</button>
	)
}

export function Rules() {
	const rules = useData<List<TellRow>>(URL, touches('tell_rule'))
	const [editing, setEditing] = useState<TellRow>()
	return (
		<>
			<p class="soft field">{w.rules_about}</p>
			<Load of={rules} rows={6}>{({ items }) => <ul class="rows" aria-label={w.tab_rules}>{items.map((r) => <li key={r.rule}><Row r={r} edit={() => setEditing(r)} /></li>)}</ul>}</Load>
			{editing && <Edit r={editing} close={() => setEditing(undefined)} done={rules.reload} />}
		</>
	)
}
