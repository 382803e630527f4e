// What an hour costs from a day on, for everybody or for one person.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/people.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { today } from '../../lib/days'
import { centsOf, isNegative } from '../../lib/number'
import type { Account } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Select, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)

export function RateForm({ people, close, done }: { people: readonly Account[]; close: () => void; done: () => void }) {
	const [who, setWho] = useState(''), [from, setFrom] = useState(today()), [hour, setHour] = useState('')
	const act = useAct()
	async function save(e: Event) {
		e.preventDefault()
		const json = { account_id: who ? Number(who) : null, from_day: from, cents_hour: centsOf(hour) }
		if (await act.run({ method: 'POST', url: '/api/v1/rates', json, title: w.rate_add }, () => (toast(w.saved), done()))) close()
	}
	return (
		<Sheet title={w.rate_add} close={close}>
			<form onSubmit={save}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<Select label={w.rate_who} name="account_id" error={act.error} none={w.rate_everybody} value={who} set={setWho} choices={people.filter((p) => !p.disabled).map((p) => ({ value: String(p.id), label: p.name }))} />
				<TextField label={w.rate_hour} name="cents_hour" error={act.error} required inputMode="decimal" value={hour} set={setHour} data-focus />
				<TextField label={w.rate_from} name="from_day" error={act.error} required type="date" value={from} set={setFrom} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={isNegative(hour)}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
