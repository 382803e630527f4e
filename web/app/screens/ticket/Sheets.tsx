// The smaller things done to a ticket: wait, cancel, reopen, hand over, add somebody, correct.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { Refused } from '../../lib/api'
import { useCodes } from '../../lib/codes'
import { useData } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { fromLocalInput, toLocalInput } from '../../lib/days'
import type { Account, List, TicketView } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import type { ComponentChildren } from 'preact'
import { Button } from '../../ui/Button'
import { Chips, Complaint, TextArea, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import type { Verbs } from './verb'

const w = words(words_)
export type SheetName = 'wait' | 'cancel' | 'reopen' | 'assign' | 'add_person' | 'edit'
interface Props {
	v: TicketView
	verbs: Verbs
	close: () => void
}

function Ask({ title, verbs, close, save, ready, bad, children }: { title: string; verbs: Verbs; close: () => void; save: () => void; ready: boolean; bad?: boolean; children: ComponentChildren }) {
	return (
		<Sheet title={title} close={close}>
			<form onSubmit={(e) => (e.preventDefault(), save())}>
				{!(verbs.error instanceof Refused && verbs.error.fields.length) && <Complaint error={verbs.error} />}
				{children}
				<div class="ends"><Button type="submit" kind={bad ? 'bad' : 'main'} busy={verbs.busy} disabled={!ready}>{title}</Button></div>
			</form>
		</Sheet>
	)
}

function Wait({ v, verbs, close }: Props) {
	const codes = useCodes(), d = useDraft(`wait.${v.ticket.id}`, { reason: '', note: '' }), x = d.value
	const save = () => verbs.do({ title: w.wait, path: '/wait', json: { reason: x.reason, note: x.note || null }, told: [codes.name('wait_reason', x.reason), x.note] }, () => (d.clear(), close()))
	return (
		<Ask title={w.wait} verbs={verbs} close={close} save={() => void save()} ready={!!x.reason}>
			<div class="field"><p class="label">{w.wait_why}</p><Chips label={w.wait_why} value={x.reason} set={(s) => d.set({ reason: s })} choices={codes.of('wait_reason')} /></div>
			<TextArea label={w.wait_note} name="note" error={verbs.error} value={x.note} set={(s) => d.set({ note: s })} maxLength={500} rows={2} />
		</Ask>
	)
}

const CANCEL = ['no_fault_found', 'duplicate', 'withdrawn', 'other'] as const
function Cancel({ v, verbs, close }: Props) {
	const d = useDraft(`cancel.${v.ticket.id}`, { reason: '', of: '', note: '' }), x = d.value
	const save = () => verbs.do({ title: w.cancel, path: '/cancel', json: { reason: x.reason, duplicate_of: x.reason === 'duplicate' && x.of ? Number(x.of) : undefined, note: x.note || null }, told: [wordOf(w, 'cancel', x.reason), x.note] }, () => (d.clear(), close()))
	return (
		<Ask title={w.cancel} verbs={verbs} close={close} save={() => void save()} ready={!!x.reason} bad>
			<div class="field"><p class="label">{w.cancel_why}</p><Chips label={w.cancel_why} value={x.reason} set={(s) => d.set({ reason: s })} choices={CANCEL.map((r) => ({ value: r, label: wordOf(w, 'cancel', r) }))} /></div>
			{x.reason === 'duplicate' && <TextField label={w.duplicate_of} name="duplicate_of" error={verbs.error} inputMode="numeric" value={x.of} set={(s) => d.set({ of: s.replace(/\D/g, '') })} />}
			<TextArea label={w.note} name="note" error={verbs.error} value={x.note} set={(s) => d.set({ note: s })} maxLength={500} rows={2} />
		</Ask>
	)
}

function Reopen({ v, verbs, close }: Props) {
	const d = useDraft(`reopen.${v.ticket.id}`, { reason: '' })
	const save = () => verbs.do({ title: w.reopen, path: '/reopen', json: { reason: d.value.reason }, told: [d.value.reason] }, () => (d.clear(), close()))
	return (
		<Ask title={w.reopen} verbs={verbs} close={close} save={() => void save()} ready={!!d.value.reason.trim()}>
			<TextArea label={w.reopen_why} name="reason" error={verbs.error} required value={d.value.reason} set={(s) => d.set({ reason: s })} maxLength={500} data-focus />
		</Ask>
	)
}

// Hand over, or add: one tap on a name.
function Person({ v, verbs, close, add }: Props & { add: boolean }) {
	const all = useData<List<Account>>('/api/v1/accounts'), t = v.ticket
	const there = new Set([t.assignee_id, ...(add ? v.people.map((p) => p.account_id) : [])])
	const can = (a: Account) => !a.disabled && a.role !== 'storekeeper' && !there.has(a.id)
	const choose = (a: Account) => {
		const wish = add ? { title: w.add_person, path: '/people', json: { account_id: a.id }, told: [a.name] }
			: v.actions.includes('accept') && t.state === 'reported' ? { title: w.assign, path: '/accept', json: { account_id: a.id }, told: [a.name] }
			: { title: w.assign, method: 'PATCH' as const, path: '', json: { assignee_id: a.id }, told: [a.name] }
		void verbs.do(wish, close)
	}
	return (
		<Sheet title={add ? w.add_person : w.assign} close={close}>
			<Complaint error={verbs.error} />
			<Load of={all}>{({ items }) => <ul class="rows" aria-label={w.whom}>{items.filter(can).map((a) => <li key={a.id}><button type="button" class="item" disabled={verbs.busy} onClick={() => void choose(a)}><Icon name="user" /><span class="grow what">{a.name}</span><Icon name="next" /></button></li>)}</ul>}</Load>
		</Sheet>
	)
}

function Edit({ v, verbs, close }: Props) {
	const t = v.ticket, local = (ms: number | null) => (ms == null ? '' : toLocalInput(ms))
	const d = useDraft(`edit.${t.id}.${t.version}`, { symptom: t.symptom, priority: String(t.priority), stopped: t.stopped, occurred: local(t.occurred_at), restored: local(t.restored_at), cause: t.cause ?? '', action: t.action ?? '', reason: '' }), x = d.value
	// What was not touched is not sent: minutes on the clock would cut the seconds off.
	const changed = (typed: string, was: number | null) => (typed === local(was) ? undefined : fromLocalInput(typed))
	const times = x.occurred !== local(t.occurred_at) || x.restored !== local(t.restored_at)
	const [tried, setTried] = useState(false)
	const json = { symptom: x.symptom, priority: Number(x.priority), stopped: x.stopped, occurred_at: changed(x.occurred, t.occurred_at), restored_at: changed(x.restored, t.restored_at), cause: x.cause || null, action: x.action || null, reason: x.reason || undefined }
	const save = () => (setTried(true), verbs.do({ title: w.edit, method: 'PATCH', path: '', json, told: [x.symptom, x.action, x.reason] }, () => (d.clear(), close())))
	return (
		<Ask title={w.edit} verbs={verbs} close={close} save={() => void save()} ready={!!x.symptom.trim()}>
			<TextArea label={w.symptom} name="symptom" error={verbs.error} required value={x.symptom} set={(s) => d.set({ symptom: s })} maxLength={500} rows={2} />
			<div class="field"><p class="label">{w.priority}</p><Chips label={w.priority} value={x.priority} set={(s) => d.set({ priority: s })} choices={['1', '2', '3', '4'].map((p) => ({ value: p, label: wordOf(w, 'priority', p) }))} /></div>
			<Toggle label={w.stopped} value={x.stopped} set={(s) => d.set({ stopped: s })} />
			<TextField label={w.occurred_at} name="occurred_at" error={verbs.error} type="datetime-local" value={x.occurred} set={(s) => d.set({ occurred: s })} />
			{t.restored_at != null && <TextField label={w.restored_at} name="restored_at" error={verbs.error} type="datetime-local" value={x.restored} set={(s) => d.set({ restored: s })} />}
			{t.restored_at != null && <TextArea label={w.action} name="action" error={verbs.error} value={x.action} set={(s) => d.set({ action: s })} maxLength={1000} rows={2} />}
			{t.restored_at != null && <TextArea label={w.cause} name="cause" error={verbs.error} value={x.cause} set={(s) => d.set({ cause: s })} maxLength={1000} rows={2} />}
			{(times || tried) && <TextField label={w.correct_why} name="reason" error={verbs.error} required={times} value={x.reason} set={(s) => d.set({ reason: s })} maxLength={500} />}
		</Ask>
	)
}

export function VerbSheet({ name, ...p }: Props & { name: SheetName }) {
	switch (name) {
	case 'wait': return <Wait {...p} />
	case 'cancel': return <Cancel {...p} />
	case 'reopen': return <Reopen {...p} />
	case 'edit': return <Edit {...p} />
	default: return <Person {...p} add={name === 'add_person'} />
	}
}
