// What a meter shows, typed: one number, one button.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/meters.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { quantity, time } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { numberOf } from '../../lib/number'
import type { Meter, Reading } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Field, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { changedMeters, limitsWord, meterUrl } from './meter'

const w = words(words_), c = words(common_)

export function ReadSheet({ m, close }: { m: Meter; close: () => void }) {
	const [typed, setTyped] = useState(''), [reset, setReset] = useState(false), act = useAct()
	const value = numberOf(typed), less = m.kind === 'counter' && value != null && m.last_value != null && value < m.last_value
	const wentBack = less || (act.error instanceof Refused && !!act.error.of('value') && m.kind === 'counter' && !Number.isNaN(value))
	const save = (e: Event) => {
		e.preventDefault()
		const done = () => (toast(w.saved), changedMeters(m.asset_id), close())
		void act.run<Reading>({ method: 'POST', url: `${meterUrl(m.id)}/readings`, title: fill(w.reading_title, { name: nameOf(m), value: quantity(value, m.unit) }), thread: `meter-${m.id}`,
			json: { value, time: Date.now(), ...(wentBack && reset ? { reset: true } : {}) } }, done).then((sent) => sent && close())
	}
	const hint = [m.last_at != null && fill(w.last, { value: quantity(m.last_value, m.unit), time: time(m.last_at) }), limitsWord(m)].filter(Boolean).join(' · ')
	return (
		<Sheet title={fill(w.enter_of, { name: nameOf(m) })} close={close}>
			<form onSubmit={save}>
				<Field label={fill(w.value_of, { name: nameOf(m), unit: m.unit })} hint={hint} name="value" error={act.error}>
					{(f) => (
						<div class="row">
							{m.kind === 'gauge' && <Button aria-label={w.sign} onClick={() => setTyped(/^[-−－]/.test(typed) ? typed.slice(1) : `-${typed}`)}>±</Button>}
							<input {...f} class="input num grow meter-typed" inputMode="decimal" autocomplete="off" value={typed} data-focus onInput={(e) => setTyped(e.currentTarget.value)} />
						</div>
					)}
				</Field>
				{wentBack && <Toggle label={w.reset} value={reset} set={setReset} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={value == null}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}
