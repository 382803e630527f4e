// It runs again: when, what was wrong, what was done. Filled from the fix that worked.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/ticket.json'
import { Refused } from '../../lib/api'
import { useCodes } from '../../lib/codes'
import { useData } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { fromLocalInput, toLocalInput } from '../../lib/days'
import type { Asset, List, SuggestedFix, Suggestion, TicketView } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, Segments, Select, TextArea, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { ticketUrl, type Verbs } from './verb'

const w = words(words_)
const MOST = 3
interface Typed {
	when: 'now' | 'at'
	at: string
	action_code: string
	action: string
	cause_code: string
	cause: string
	failure_mode: string
	component_id: string
}

function begin(v: TicketView, fix: SuggestedFix | undefined, components: readonly Asset[]): Typed {
	const t = v.ticket, like = fix?.evidence[0]
	const named = fix?.component && components.find((c) => c.name === fix.component)
	return {
		when: 'now', at: toLocalInput(Date.now()), action_code: fix?.action_code ?? t.action_code ?? '', action: like?.action ?? (fix?.written ? fix.label : t.action) ?? '',
		cause_code: t.cause_code ?? '', cause: like?.cause ?? fix?.cause ?? t.cause ?? '', failure_mode: t.failure_mode ?? '', component_id: String((named && named.id) || t.component_id || ''),
	}
}

export function RestoreSheet({ v, fix, verbs, close }: { v: TicketView; fix?: SuggestedFix; verbs: Verbs; close: () => void }) {
	const parts = useData<List<Asset>>(`/api/v1/assets?under=${v.ticket.machine_id}&kind=component&limit=200`)
	if (parts.loading) return null
	return <Form v={v} fix={fix} verbs={verbs} close={close} components={parts.data?.items ?? []} />
}

// Closed without a card: which of the suggested fixes was it? Said in a tap, or left open.
function WhichFix({ v, chosen, choose }: { v: TicketView; chosen: SuggestedFix | undefined; choose: (f: SuggestedFix | undefined) => void }) {
	const fixes = useData<Suggestion>(`${ticketUrl(v.ticket.id)}/suggestions`).data?.fixes.filter((f) => f.fix_id != null).slice(0, MOST) ?? []
	if (!fixes.length) return null
	return <div class="field"><p class="label">{w.which_fix}</p><Chips label={w.which_fix} value={chosen?.group ?? ''} set={(g) => choose(g === chosen?.group ? undefined : fixes.find((f) => f.group === g))} choices={fixes.map((f) => ({ value: f.group, label: f.label }))} /></div>
}

function Form({ v, fix: card, verbs, close, components }: { v: TicketView; fix?: SuggestedFix; verbs: Verbs; close: () => void; components: readonly Asset[] }) {
	const codes = useCodes(), t = v.ticket, [named, setNamed] = useState(card), fix = named
	const draft = useDraft<Typed>(`restore.${t.id}${card ? `.${card.group}` : ''}`, begin(v, card, components)), x = draft.value
	const [more, setMore] = useState(!card)
	const at = x.when === 'at' ? fromLocalInput(x.at) : null
	// What is not typed yet is filled from the fix; what is, stays.
	function name(f: SuggestedFix | undefined) {
		setNamed(f)
		const from = f && begin(v, f, components)
		if (from) draft.set({ action_code: x.action_code || from.action_code, action: x.action || from.action, cause: x.cause || from.cause, component_id: x.component_id || from.component_id })
	}
	function save(e: Event) {
		e.preventDefault()
		const json = {
			restored_at: at ?? undefined, component_id: x.component_id ? Number(x.component_id) : null, failure_mode: x.failure_mode || null,
			cause_code: x.cause_code || null, cause: x.cause || null, action_code: x.action_code || null, action: x.action || null, fix_id: fix?.fix_id ?? null,
		}
		void verbs.do({ title: w.restore, path: '/restore', json, told: [x.action, x.cause] }, () => (draft.clear(), close()))
	}
	return (
		<Sheet title={w.restore} close={close}>
			<form onSubmit={save}>
				{!(verbs.error instanceof Refused && verbs.error.fields.length) && <Complaint error={verbs.error} />}
				{card ? <p class="notice good"><Icon name="check" />{w.fix_of}: {card.label}</p> : <WhichFix v={v} chosen={named} choose={name} />}
				<div class="field"><p class="label">{w.running_again}</p><Segments label={w.running_again} value={x.when} set={(s) => draft.set({ when: s as Typed['when'] })} choices={[{ value: 'now', label: w.just_now }, { value: 'at', label: w.at_time }]} /></div>
				{x.when === 'at' && <TextField label={w.time} name="restored_at" error={verbs.error} type="datetime-local" value={x.at} max={toLocalInput(Date.now())} set={(s) => draft.set({ at: s })} />}
				<div class="field"><p class="label">{w.action_code} <span class="soft">{w.action_need}</span></p><Chips label={w.action_code} value={x.action_code} set={(s) => draft.set({ action_code: s === x.action_code ? '' : s })} choices={codes.of('action')} /></div>
				<TextArea label={w.action} name="action" error={verbs.error} value={x.action} set={(s) => draft.set({ action: s })} maxLength={1000} rows={2} />
				{components.length > 0 && <Select label={w.component} name="component_id" error={verbs.error} none={w.not_said} value={x.component_id} set={(s) => draft.set({ component_id: s })} choices={components.map((c) => ({ value: String(c.id), label: c.name }))} />}
				<TextArea label={w.cause} name="cause" error={verbs.error} value={x.cause} set={(s) => draft.set({ cause: s })} maxLength={1000} rows={2} />
				{more ? (
					<div class="two">
						<Select label={w.cause_code} name="cause_code" error={verbs.error} none={w.not_said} value={x.cause_code} set={(s) => draft.set({ cause_code: s })} choices={codes.of('cause')} />
						<Select label={w.failure_mode} name="failure_mode" error={verbs.error} none={w.not_said} value={x.failure_mode} set={(s) => draft.set({ failure_mode: s })} choices={codes.of('failure_mode')} />
					</div>
				) : <Button kind="plain" onClick={() => setMore(true)}>{w.cause_code} · {w.failure_mode}</Button>}
				<div class="ends"><Button type="submit" kind="main" busy={verbs.busy} disabled={!x.action_code && !x.action.trim()}>{w.restore}</Button></div>
			</form>
		</Sheet>
	)
}
