// Who works here: accounts and their roles, and what an hour of work costs.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/people.json'
import { touches, useData } from '../../lib/data'
import { money } from '../../lib/format'
import { setQuery } from '../../lib/router'
import { useLater } from '../../lib/later'
import { may } from '../../lib/session'
import type { Account, LabourRate, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { PersonForm } from './PersonForm'
import { RateForm } from './RateForm'

const w = words(words_)
const ORDER = ['technician', 'storekeeper', 'manager', 'admin']

function Person({ a, edit }: { a: Account; edit?: () => void }) {
	const inside = (
		<>
			<span class="avatar" aria-hidden="true">{a.name.slice(0, 1)}</span>
			<span class="grow"><span class="what">{a.name}</span> {a.disabled && <Tag tone="" icon="close" text={w.is_disabled} />}<br /><span class="soft">{[a.login, a.phone].filter(Boolean).join(' · ')}</span></span>
			<span class="soft">{wordOf(w, 'role', a.role)}</span>
		</>
	)
	return edit ? <button type="button" class="item" onClick={edit}>{inside}<Icon name="next" /></button> : <div class="item">{inside}</div>
}

function Rates({ people }: { people: readonly Account[] }) {
	const rates = useData<List<LabourRate>>('/api/v1/rates', touches('rate'))
	const [adding, setAdding] = useState(false)
	const nameOf = (id: number | null) => (id == null ? w.rate_everybody : (people.find((p) => p.id === id)?.name ?? `#${id}`))
	return (
		<>
			<h2 class="section"><span>{w.rates}</span><Button kind="plain" icon="plus" onClick={() => setAdding(true)}>{w.rate_add}</Button></h2>
			<p class="soft field">{w.rates_hint}</p>
			<Load of={rates} rows={1}>
				{({ items }) => items.length ? (
					<ul class="rows">{items.map((r) => <li key={r.id} class="item"><span class="grow"><span class="what">{nameOf(r.account_id)}</span><br /><span class="soft">{fill(w.rate_since, { day: r.from_day ?? '' })}</span></span><strong class="num">{fill(w.rate_row, { money: money(r.cents_hour) })}</strong></li>)}</ul>
				) : <p class="card soft">{w.rate_none}</p>}
			</Load>
			{adding && <RateForm people={people} close={() => setAdding(false)} done={rates.reload} />}
		</>
	)
}

export default function People({ query }: ScreenProps) {
	const all = useData<List<Account>>('/api/v1/accounts', touches('account'))
	const [editing, setEditing] = useState<Account | 'new'>()
	const text = (query.get('text') ?? '').toLowerCase()
	const set = useLater((v: string) => setQuery({ text: v }), 150)
	const found = (items: readonly Account[]) => items.filter((a) => `${a.name} ${a.login} ${a.phone ?? ''}`.toLowerCase().includes(text))
		.sort((a, b) => Number(a.disabled) - Number(b.disabled) || ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name))
	return (
		<Page title={w.people} narrow actions={may('admin') && <IconButton icon="plus" label={w.add} onClick={() => setEditing('new')} />}>
			<div class="row field"><Search label={w.search} value={query.get('text') ?? ''} set={set} /></div>
			<Load of={all}>
				{({ items }) => found(items).length ? (
					<ul class="rows" aria-label={w.people}>{found(items).map((a) => <li key={a.id}><Person a={a} edit={may('admin') ? () => setEditing(a) : undefined} /></li>)}</ul>
				) : <Empty icon="people" title={w.none} hint={w.none_hint} />}
			</Load>
			{all.data && <Rates people={all.data.items} />}
			{editing && <PersonForm person={editing === 'new' ? undefined : editing} close={() => setEditing(undefined)} done={all.reload} />}
		</Page>
	)
}
