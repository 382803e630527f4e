// Addresses under which a calendar program reads what is due: made, shown once, revoked.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { useAct } from '../../lib/act'
import { forget, useData } from '../../lib/data'
import { day } from '../../lib/format'
import { me } from '../../lib/session'
import type { CalendarFeed, List } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Segments, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { PlaceButton } from '../reports/Place'

const w = words(words_), URL = '/api/v1/feeds'

export function FeedSheet({ under: first, close }: { under?: number; close: () => void }) {
	const own = useData<List<CalendarFeed>>(URL), act = useAct()
	const [name, setName] = useState(''), [under, setUnder] = useState(first), [mine, setMine] = useState('all'), [made, setMade] = useState<CalendarFeed>()
	const make = () => void act.now<CalendarFeed>('POST', URL, { json: { name, under_id: under ?? null, technician_id: mine === 'mine' ? me()?.id : null } }, (f) => (setMade(f), forget(URL)))
	const revoke = (id: number) => void act.now('DELETE', `${URL}/${id}`, {}, () => (toast(w.feed_revoked), forget(URL)))
	return (
		<Sheet title={w.feed} close={close}>
			{made ? (
				<div class="stack field"><p class="notice good">{w.feed_once}</p><TextField label={w.feed_address} value={made.url ?? ''} set={() => undefined} readOnly onFocus={(e) => e.currentTarget.select()} data-focus /></div>
			) : (
				<form onSubmit={(e) => (e.preventDefault(), make())}>
					<TextField label={w.feed_name} name="name" error={act.error} required maxLength={80} value={name} set={setName} data-focus />
					<div class="row wrap field"><Segments label={w.whose} value={mine} set={setMine} choices={[{ value: 'all', label: w.everybody }, { value: 'mine', label: w.mine }]} /><PlaceButton under={under} choose={setUnder} /></div>
					<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={!name.trim()}>{w.feed_make}</Button></div>
				</form>
			)}
			{!!own.data?.items.length && <><h3 class="section">{w.feed_own}</h3><ul class="rows">{own.data.items.map((f) => <li key={f.id} class="item"><span class="grow"><span class="what">{f.name}</span><br /><span class="soft">{[f.under_name ?? w.feed_all, f.technician_name, day(f.created_at)].filter(Boolean).join(' · ')}</span></span><Button small kind="bad" busy={act.busy} aria-label={`${w.feed_revoke} ${f.name}`} onClick={() => revoke(f.id)}>{w.feed_revoke}</Button></li>)}</ul></>}
		</Sheet>
	)
}
