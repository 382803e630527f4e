// What the machine does now, said by who stands in front of it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { remember } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { AssetView } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { assetUrl, forgetAssets } from './asset'

const w = words(words_), c = words(common_)
const STATES = ['running', 'degraded', 'stopped', 'idle', 'retired'] as const

export function StateSheet({ a, close }: { a: AssetView; close: () => void }) {
	const [state, setState] = useState<string>(a.state ?? 'running'), [reason, setReason] = useState('')
	const act = useAct()
	const shown = STATES.filter((s) => s !== 'retired' || leads())
	const needed = (state === 'retired') !== (a.state === 'retired')
	async function save(e: Event) {
		e.preventDefault()
		const ok = await act.run<AssetView>({ method: 'POST', url: `${assetUrl(a.id)}/state`, json: { state, reason: reason || null }, thread: `asset:${a.id}`, title: `${w.set_state} · ${nameOf(a)}` }, (now) => {
			forgetAssets()
			remember(assetUrl(a.id), now)
			toast(w.saved)
		})
		if (ok) close()
	}
	return (
		<Sheet title={`${w.set_state} · ${nameOf(a)}`} close={close}>
			<form onSubmit={save}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<div class="field"><Chips label={w.set_state} value={state} set={setState} choices={shown.map((s) => ({ value: s, label: wordOf(c, 'machine', s) }))} /><p class="hint">{wordOf(w, 'means', state)}</p></div>
				<TextField label={w.reason} hint={needed ? w.reason_needed : undefined} required={needed} name="reason" error={act.error} value={reason} set={setReason} maxLength={500} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind={state === 'retired' ? 'bad' : 'main'} busy={act.busy} disabled={state === a.state || (needed && !reason.trim())}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
