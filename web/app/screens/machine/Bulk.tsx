// One thing changed of many machines: all of them, or none and what stands in the way.
import { useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { call, Refused } from '../../lib/api'
import { useData } from '../../lib/data'
import type { Calendar, LedgerRow, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, Select, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { PlaceButton } from '../reports/Place'
import { forgetAssets } from './asset'

const w = words(words_), c = words(common_)
const MEMBERS = ['criticality', 'calendar_id', 'parent_id', 'state'] as const
type Member = (typeof MEMBERS)[number]
const STATES = ['running', 'degraded', 'stopped', 'idle', 'retired']
const AT_ONCE = 500
interface Refusal {
	id: number
	name: string | null
	problems: { field: string | null; message: string }[]
}

// Of the 500 that go at once all are changed, or none: then the answer says which stand in the way.
async function change(rows: readonly LedgerRow[], member: Member, value: string, reason: string): Promise<readonly Refusal[]> {
	const to = value === '' ? null : member === 'criticality' || member === 'state' ? value : Number(value)
	try {
		await call('PATCH', '/api/v1/assets', { json: { ids: rows.map((r) => r.id), [member]: to, ...(member === 'state' && reason ? { reason } : {}) }, seconds: 120 })
		return []
	} catch (e) {
		const refused = e instanceof Refused ? (e.current as { refused?: Refusal[] } | undefined)?.refused : undefined
		if (!refused?.length) throw e
		return refused
	}
}

export function BulkSheet({ rows, close, done }: { rows: readonly LedgerRow[]; close: () => void; done: (left: readonly number[]) => void }) {
	const [member, setMember] = useState<Member>('criticality'), [value, setValue] = useState<string>(), [reason, setReason] = useState('')
	const [at, setAt] = useState<number>(), [refused, setRefused] = useState<readonly Refusal[]>(), [error, setError] = useState<unknown>()
	const stop = useRef(false)
	const calendars = useData<List<Calendar>>('/api/v1/calendars')
	// Nothing is chosen beforehand: one tap too many would change all of them.
	const ready = member === 'parent_id' || member === 'state' ? !!value : value !== undefined
	async function run(these: readonly LedgerRow[]) {
		const left: LedgerRow[] = [], why: Refusal[] = []
		let n = 0
		stop.current = false
		setError(undefined)
		try {
			for (; n < these.length && !stop.current; n += AT_ONCE) {
				setAt(n)
				const part = these.slice(n, n + AT_ONCE), no = await change(part, member, value ?? '', reason)
				if (no.length) left.push(...part)
				why.push(...no)
			}
		} catch (e) {
			setError(e)
		}
		setAt(undefined)
		forgetAssets()
		left.push(...these.slice(n))
		if (left.length < these.length) toast(fill(w.bulk_done, { n: these.length - left.length }))
		done(left.map((r) => r.id))
		setRefused(why)
		if (!left.length) close()
	}
	const others = refused ? rows.filter((r) => !refused.some((x) => x.id === r.id)) : rows
	if (refused?.length)
		return (
			<Sheet title={fill(w.bulk_failed, { n: refused.length })} close={close} ends={<><Button onClick={close}>{c.close}</Button>{others.length > 0 && <Button kind="main" busy={at !== undefined} onClick={() => void run(others)}>{fill(w.bulk_others, { n: others.length })}</Button>}</>}>
				<ul class="rows">{refused.map((x) => <li key={x.id} class="item"><span class="grow"><span class="what">{x.name ?? `#${x.id}`}</span><br />{x.problems.map((p) => <span key={p.message} class="complaint">{p.message} </span>)}</span></li>)}</ul>
			</Sheet>
		)
	const busy = at !== undefined
	return (
		<Sheet title={fill(w.bulk_title, { n: rows.length })} close={busy ? () => (stop.current = true) : close}>
			<form onSubmit={(e) => (e.preventDefault(), void run(rows))}>
				<Complaint error={error} />
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
