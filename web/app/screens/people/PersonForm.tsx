// An account, added or changed by the administrator.
import words_ from '../../../i18n/people.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { useDraft } from '../../lib/draft'
import type { Account } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button'
import { Chips, Complaint, TextField, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)
const ROLES = ['technician', 'storekeeper', 'manager', 'admin'] as const
export const LANGS = [{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]

export function PersonForm({ person, close, done }: { person?: Account; close: () => void; done: () => void }) {
	const draft = useDraft(`person.${person?.id ?? 'new'}`, {
		login: person?.login ?? '', name: person?.name ?? '', phone: person?.phone ?? '', role: person?.role ?? 'technician', lang: person?.lang ?? 'zh', disabled: person?.disabled ?? false,
	})
	const [password, setPassword] = useState('') // never kept on the device
	const [version, setVersion] = useState(person?.version)
	const act = useAct(), t = draft.value
	const stale = act.error instanceof Refused && act.error.status === 412
	async function save(e: Event) {
		e.preventDefault()
		const ok = await act.now<Account>(person ? 'PATCH' : 'POST', person ? `/api/v1/accounts/${person.id}` : '/api/v1/accounts', {
			json: { ...t, phone: t.phone || null, password: password || null, ...(person ? {} : { disabled: undefined }) }, version,
		})
		if (ok) {
			toast(w.saved)
			draft.clear()
			done()
			close()
		}
	}
	// Saved again on purpose: over what is there now.
	if (stale) {
		const now = ((act.error as Refused).current as Account | undefined)?.version
		if (now !== undefined && now !== version) setVersion(now)
	}
	return (
		<Sheet title={person ? `${w.edit} · ${person.name}` : w.add} close={close}>
			<form onSubmit={save} autocomplete="off">
				{stale && <p class="notice warn" role="alert">{w.changed_meanwhile}</p>}
				{!stale && !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<TextField label={w.name} name="name" error={act.error} required value={t.name} set={(v) => draft.set({ name: v })} maxLength={80} data-focus={!person || undefined} />
				<TextField label={w.login} hint={w.login_hint} name="login" error={act.error} required value={t.login} set={(v) => draft.set({ login: v })} maxLength={40} autocapitalize="none" />
				<div class="field"><p class="label">{w.role}</p><Chips label={w.role} value={t.role} set={(v) => draft.set({ role: v as Account['role'] })} choices={ROLES.map((r) => ({ value: r, label: wordOf(w, 'role', r) }))} /><p class="hint">{wordOf(w, 'can', t.role)}</p></div>
				<TextField label={person ? w.new_password : w.password} hint={w.password_hint} name="password" error={act.error} required={!person} type="password" autocomplete="new-password" value={password} set={setPassword} maxLength={200} />
				<TextField label={w.phone} name="phone" error={act.error} type="tel" value={t.phone} set={(v) => draft.set({ phone: v })} maxLength={40} />
				<div class="field"><p class="label">{w.language}</p><Chips label={w.language} value={t.lang} set={(v) => draft.set({ lang: v as 'zh' | 'en' })} choices={LANGS} /></div>
				{person && <Toggle label={w.disabled} value={t.disabled} set={(v) => draft.set({ disabled: v })} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
