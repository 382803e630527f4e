// A fault of this machine, reported by somebody of the team.
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import type { AssetView, TicketView } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, TextArea } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { assetUrl } from './asset'

const w = words(words_), c = words(common_)

export function ReportSheet({ a, close }: { a: Pick<AssetView, 'id' | 'name' | 'name_en'>; close: () => void }) {
	const draft = useDraft(`report.${a.id}`, { symptom: '', stopped: 'yes' })
	const act = useAct(), t = draft.value
	async function send(e: Event) {
		e.preventDefault()
		const ok = await act.run<TicketView>({ method: 'POST', url: '/api/v1/tickets', json: { machine_id: a.id, symptom: t.symptom.trim(), stopped: t.stopped === 'yes' }, title: `${w.report} · ${nameOf(a)}` }, (v) => {
			forget('/api/v1/tickets', '/api/v1/today', assetUrl(a.id))
			go(`/tickets/${v.ticket.id}`)
		})
		if (ok) {
			draft.clear()
			close()
		}
	}
	return (
		<Sheet title={`${w.report} · ${nameOf(a)}`} close={close}>
			<form onSubmit={send}>
				{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<TextArea label={w.symptom} name="symptom" error={act.error} required value={t.symptom} set={(v) => draft.set({ symptom: v })} maxLength={500} data-focus />
				<div class="field"><p class="label">{w.does_it_run}</p><Chips label={w.does_it_run} value={t.stopped} set={(v) => draft.set({ stopped: v })} choices={[{ value: 'yes', label: c.stands }, { value: 'no', label: c.runs_faulty }]} /></div>
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!t.symptom.trim()}>{w.report}</Button></div>
			</form>
		</Sheet>
	)
}
