// Who looks after what, and when: by this a new report finds the people of its area who are on shift.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/telling.json'
import common_ from '../../../i18n/common.json'
import people_ from '../../../i18n/people.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import type { Account, Calendar, Duty, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Select, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { usePlaces } from './places'

const w = words(words_), c = words(common_), p = words(people_)
const ORDER = ['technician', 'storekeeper', 'manager', 'admin']

function Edit({ a, d, close, done }: { a: Account; d: Duty; close: () => void; done: () => void }) {
	const places = usePlaces(), act = useAct()
	const calendars = useData<List<Calendar>>('/api/v1/calendars').data?.items ?? []
	const [t, set] = useState({ areas: d.areas, calendar: d.calendar_id?.toString() ?? '', buyer: d.buyer })
	const stale = act.error instanceof Refused && act.error.status === 412
	async function save(e: Event) {
		e.preventDefault()
		const json = { areas: t.areas, calendar_id: t.calendar ? Number(t.calendar) : null, buyer: t.buyer }
		if (await act.now<Duty>('PUT', `/api/v1/accounts/${a.id}/duty`, { json, version: d.version })) (toast(w.saved), done(), close())
	}
	const choose = (id: number, on: boolean) => set({ ...t, areas: on ? [...t.areas, id] : t.areas.filter((x) => x !== id) })
	return (
		<Sheet title={fill(w.duty_edit, { name: a.name })} close={close}>
			<form onSubmit={save}>
				{stale ? <p class="notice warn" role="alert">{w.changed_meanwhile}</p> : <Complaint error={act.error} />}
				{places.length > 0 && (
					<div class="field">
						<p class="label" id="areas-of">{w.areas}</p>
						<div class="checks" role="group" aria-labelledby="areas-of" tabIndex={0}>{places.map((x) => <div key={x.id} class={x.inner ? 'inner' : ''}><Toggle label={x.label} value={t.areas.includes(x.id)} set={(on) => choose(x.id, on)} /></div>)}</div>
						<p class="hint">{w.areas_hint}</p>
					</div>
				)}
				<Select label={w.shift} name="calendar_id" error={act.error} none={w.shift_machine} value={t.calendar} set={(calendar) => set({ ...t, calendar })} choices={calendars.map((x) => ({ value: String(x.id), label: x.name }))} />
				<Toggle label={w.buyer} hint={w.buyer_hint} value={t.buyer} set={(buyer) => set({ ...t, buyer })} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}

export function Duties() {
	const people = useData<List<Account>>('/api/v1/accounts', touches('account')), duties = useData<List<Duty>>('/api/v1/duties', touches('account'))
	const calendars = useData<List<Calendar>>('/api/v1/calendars').data?.items ?? [], places = usePlaces()
	const [editing, setEditing] = useState<Account>()
	const of = (a: Account) => duties.data?.items.find((d) => d.account_id === a.id)
	const said = (d: Duty) => [
		d.areas.length ? d.areas.map((id) => places.find((x) => x.id === id)?.label ?? `#${id}`).join(w.and) : w.everywhere,
		calendars.find((x) => x.id === d.calendar_id)?.name,
	].filter(Boolean).join(' · ')
	const chosen = editing && of(editing)
	return (
		<>
			<p class="soft field">{w.people_about}</p>
			<Load of={people} rows={5}>
				{({ items }) => (
					<ul class="rows" aria-label={w.tab_people}>
						{items.filter((a) => !a.disabled).sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name)).map((a) => {
							const d = of(a)
							return (
								<li key={a.id}>
									<button type="button" class="item" disabled={!d} onClick={() => setEditing(a)}>
										<span class="avatar" aria-hidden="true">{a.name.slice(0, 1)}</span>
										<span class="grow"><span class="what">{a.name}</span> <span class="soft">{wordOf(p, 'role', a.role)}</span><br /><span class="soft tell-who">{d ? said(d) : ''}</span></span>
										{d?.buyer && <Tag tone="info" icon="part" text={w.buyer} />}
										<Icon name="next" />
									</button>
								</li>
							)
						})}
					</ul>
				)}
			</Load>
			{editing && chosen && <Edit a={editing} d={chosen} close={() => setEditing(undefined)} done={duties.reload} />}
		</>
	)
}
