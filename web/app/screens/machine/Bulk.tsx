// One thing changed of many machines. Each is changed by itself: what somebody else changed meanwhile is left and named.
import { useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { call } from '../../lib/api'
import { useData } from '../../lib/data'
import type { Calendar, LedgerRow, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Select, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { PlaceButton } from '../reports/Place'
import { assetUrl, forgetAssets, nameOf } from './asset'

const w = words(words_), c = words(common_)
const MEMBERS = ['criticality', 'calendar_id', 'parent_id', 'state'] as const
type Member = (typeof MEMBERS)[number]
const STATES = ['running', 'degraded', 'stopped', 'idle', 'retired']
interface Failure {
	row: LedgerRow
	why: string
}

async function change(row: LedgerRow, member: Member, value: string, reason: string): Promise<void> {
	if (member === 'state') await call('POST', `${assetUrl(row.id)}/state`, { json: { state: value, reason: reason || null } })
	else await call('PATCH', assetUrl(row.id), { version: row.version, json: { [member]: value === '' ? null : member === 'criticality' ? value : Number(value) } })
}

export function BulkSheet({ rows, close, done }: { rows: readonly LedgerRow[]; close: () => void; done: (left: readonly number[]) => void }) {
	const [member, setMember] = useState<Member>('criticality'), [value, setValue] = useState<string>(), [reason, setReason] = useState('')
	const [at, setAt] = useState<number>(), [failures, setFailures] = useState<Failure[]>()
	const stop = useRef(false)
	const calendars = useData<List<Calendar>>('/api/v1/calendars')
	// Nothing is chosen beforehand: one tap too many would change all of them.
	const ready = member === 'parent_id' || member === 'state' ? !!value : value !== undefined
	async function run(e: Event) {
		e.preventDefault()
		const failed: Failure[] = []
		let n = 0
		stop.current = false
		for (const row of rows) {
			if (stop.current) break
			setAt(n++)
			await change(row, member, value ?? '', reason).catch((x: Error) => failed.push({ row, why: x.message }))
		}
		setAt(undefined)
		forgetAssets()
		toast(fill(w.bulk_done, { n: n - failed.length }))
		const left = [...failed.map((x) => x.row), ...rows.slice(n)].map((r) => r.id)
		done(left)
		if (failed.length) setFailures(failed)
		else close()
	}
	if (failures)
		return (
			<Sheet title={fill(w.bulk_failed, { n: failures.length })} close={close} ends={<Button onClick={close}>{c.close}</Button>}>
				<ul class="rows">{failures.map((x) => <li key={x.row.id} class="item"><span class="grow"><span class="what">{nameOf(x.row)}</span> <span class="soft">{x.row.code}</span><br /><span class="complaint">{x.why}</span></span></li>)}</ul>
			</Sheet>
		)
	const busy = at !== undefined
	return (
		<Sheet title={fill(w.bulk_title, { n: rows.length })} close={busy ? () => (stop.current = true) : close}>
			<form onSubmit={(e) => void run(e)}>
				<div class="field"><p class="label">{w.bulk_what}</p><Chips label={w.bulk_what} value={member} set={(v) => (setMember(v as Member), setValue(v === 'calendar_id' ? '' : undefined))} choices={[{ value: 'criticality', label: c.criticality }, { value: 'calendar_id', label: w.calendar }, { value: 'parent_id', label: w.place }, { value: 'state', label: w.state }]} /></div>
				{member === 'criticality' && <div class="field"><Chips label={c.criticality} value={value ?? '?'} set={setValue} choices={[...['A', 'B', 'C'].map((x) => ({ value: x, label: x })), { value: '', label: w.none_chosen }]} /></div>}
				{member === 'calendar_id' && <Select label={w.calendar} none={w.inherit} value={value ?? ''} set={setValue} choices={(calendars.data?.items ?? []).map((x) => ({ value: String(x.id), label: x.name }))} />}
				{member === 'parent_id' && <div class="field"><p class="label">{w.place}</p><PlaceButton under={Number(value) || undefined} choose={(id) => setValue(id ? String(id) : '')} /></div>}
				{member === 'state' && <div class="field"><Chips label={w.state} value={value ?? ''} set={setValue} choices={STATES.map((s) => ({ value: s, label: wordOf(c, 'machine', s) }))} /></div>}
				{member === 'state' && <TextField label={w.reason} hint={value === 'retired' ? w.reason_needed : undefined} value={reason} set={setReason} maxLength={500} />}
				{busy && <div role="status" class="field"><p>{fill(w.bulk_at, { a: at + 1, b: rows.length })}</p><progress class="bar" max={rows.length} value={at} aria-label={w.bulk_what} /></div>}
				<div class="ends">
					<Button onClick={busy ? () => (stop.current = true) : close}>{busy ? w.stop : c.cancel}</Button>
					<Button type="submit" kind="main" busy={busy} disabled={!ready || (value === 'retired' && !reason.trim())}>{fill(w.bulk_go, { n: rows.length })}</Button>
				</div>
			</form>
		</Sheet>
	)
}
