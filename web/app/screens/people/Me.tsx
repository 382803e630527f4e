// Own profile: name, language, look, password, tokens for other systems, signing out.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/people.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { useData } from '../../lib/data'
import { day } from '../../lib/format'
import { outbox } from '../../lib/outbox'
import { signOut, switchLang, updateProfile, useSession } from '../../lib/session'
import { onTheme, setTheme, theme, type Theme } from '../../lib/theme'
import type { Account, ApiToken, List } from '../../lib/types'
import { useWatched } from '../../lib/watch'
import { lang, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Segments, TextField } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { LANGS } from './PersonForm'

const w = words(words_), c = words(common_)
const SESSION = '/api/v1/session'

function Profile({ a }: { a: Account }) {
	const [name, setName] = useState(a.name), [phone, setPhone] = useState(a.phone ?? '')
	const act = useAct()
	async function save(e: Event) {
		e.preventDefault()
		await act.now<Account>('PATCH', SESSION, { json: { name, phone: phone || null } }, (saved) => (updateProfile(saved), toast(w.saved)))
	}
	const changed = name !== a.name || phone !== (a.phone ?? '')
	return (
		<form class="card" onSubmit={save}>
			<h2>{w.profile}</h2>
			<p class="field soft">{a.login} · {wordOf(w, 'role', a.role)}</p>
			<TextField label={w.name} name="name" error={act.error} required value={name} set={setName} maxLength={80} autocomplete="name" />
			<TextField label={w.phone} name="phone" error={act.error} type="tel" value={phone} set={setPhone} maxLength={40} autocomplete="tel" />
			{changed && <Button type="submit" kind="tint" busy={act.busy}>{c.save}</Button>}
		</form>
	)
}

function Look({ a }: { a: Account }) {
	const t = useWatched(onTheme, theme)
	const act = useAct()
	const choose = (to: string) => act.now<Account>('PATCH', SESSION, { json: { lang: to } }, (saved) => (updateProfile(saved), switchLang(to)))
	return (
		<section class="card stack">
			<h2>{w.look}</h2>
			<Segments label={w.look} value={t} set={(v) => setTheme(v as Theme)} choices={[{ value: 'auto', label: w.look_auto }, { value: 'light', label: w.look_light }, { value: 'dark', label: w.look_dark }]} />
			<h2>{w.language}</h2>
			<Segments label={w.language} value={a.lang ?? lang} set={(v) => void choose(v)} choices={LANGS} />
		</section>
	)
}

function Password({ login }: { login: string }) {
	const [old, setOld] = useState(''), [next, setNext] = useState('')
	const act = useAct()
	async function save(e: Event) {
		e.preventDefault()
		// The server ends every session of the account, this one too: signed in again at once with the new one.
		const ok = await act.now('PATCH', SESSION, { json: { old_password: old, password: next } })
		if (!ok) return
		await act.now<Account>('POST', SESSION, { json: { login, password: next } }, updateProfile)
		setOld('')
		setNext('')
		toast(w.password_done)
	}
	return (
		<form class="card" onSubmit={save}>
			<h2>{w.own_password}</h2>
			<TextField label={w.old_password} name="old_password" error={act.error} type="password" autocomplete="current-password" value={old} set={setOld} />
			<TextField label={w.next_password} name="password" error={act.error} type="password" autocomplete="new-password" value={next} set={setNext} />
			<Button type="submit" kind="tint" busy={act.busy} disabled={!old || !next}>{w.own_password}</Button>
		</form>
	)
}
function Tokens() {
	const all = useData<List<ApiToken>>('/api/v1/tokens')
	const [name, setName] = useState(''), [made, setMade] = useState<string>()
	const act = useAct()
	const add = (e: Event) => (e.preventDefault(), act.now<ApiToken>('POST', '/api/v1/tokens', { json: { name } }, (t) => (setMade(t.token ?? ''), setName(''), all.reload())))
	return (
		<section class="card stack">
			<h2>{w.tokens}</h2>
			<p class="soft">{w.tokens_hint}</p>
			<Load of={all} rows={1}>
				{({ items }) => {
					const live = items.filter((t) => t.revoked_at == null)
					return live.length ? <ul>{live.map((t) => (
						<li key={t.id} class="row"><span class="grow">{t.name} <span class="soft">{day(t.created_at)}</span></span>
							<Button small onClick={() => void act.now('DELETE', `/api/v1/tokens/${t.id}`, {}, all.reload)} aria-label={`${w.token_revoke} ${t.name}`}>{w.token_revoke}</Button></li>))}</ul>
						: <p class="soft">{w.token_none}</p>
				}}
			</Load>
			<form onSubmit={add} class="stack">
				<TextField label={w.token_for} name="name" error={act.error} value={name} set={setName} maxLength={80} />
				<Button type="submit" kind="normal" busy={act.busy} disabled={!name.trim()}>{w.token_add}</Button>
			</form>
			{made && <Sheet title={w.token_add} close={() => setMade(undefined)}><p class="notice warn">{w.token_copy}</p><input class="input" readOnly value={made} aria-label={w.token_copy} onFocus={(e) => e.currentTarget.select()} data-focus /></Sheet>}
		</section>
	)
}

export default function Me() {
	const { account: a } = useSession()
	const [failed, setFailed] = useState<unknown>()
	if (!a) return null
	const leave = () => (!outbox().length || confirm(w.sign_out_unsent)) && signOut().catch(setFailed)
	return (
		<Page title={w.me} narrow>
			<Profile a={a} />
			<Look a={a} />
			<Password login={a.login} />
			<Tokens />
			<Complaint error={failed} />
			<Button icon="out" full onClick={() => void leave()}>{w.sign_out}</Button>
		</Page>
	)
}
