// Signing in; also in a sheet over whatever was open when the session ended, so that nothing on it is lost.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/signin.json'
import { Refused } from '../../lib/api'
import { flush } from '../../lib/outbox'
import { signIn, switchLang } from '../../lib/session'
import { lang, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'

const w = words(words_)

function Form({ login: known }: { login?: string }) {
	const [login, setLogin] = useState(known ?? '')
	const [password, setPassword] = useState('')
	const [busy, setBusy] = useState(false)
	const [error, setError] = useState<unknown>()
	async function submit(e: Event) {
		e.preventDefault()
		setBusy(true)
		setError(undefined)
		try {
			await signIn(login.trim(), password)
			void flush()
		} catch (err) {
			setError(err)
			setBusy(false)
		}
	}
	const own = error instanceof Refused && error.fields.length > 0
	return (
		<form onSubmit={submit}>
			<TextField label={w.login} name="login" error={error} value={login} set={setLogin} autocomplete="username" autocapitalize="none" spellcheck={false} maxLength={80} data-focus={!known || undefined} />
			<TextField label={w.password} name="password" error={error} value={password} set={setPassword} type="password" autocomplete="current-password" maxLength={200} data-focus={!!known || undefined} />
			{!own && <Complaint error={error} />}
			<Button type="submit" kind="main" full busy={busy} disabled={!login.trim() || !password}>{w.sign_in}</Button>
		</form>
	)
}

export function SignInSheet({ login }: { login: string }) {
	return (
		<Sheet title={w.again} close={() => undefined}>
			<p class="field">{w.again_hint}</p>
			<Form login={login} />
		</Sheet>
	)
}

export function SignIn() {
	useEffect(() => {
		document.title = `${w.sign_in} · ${w.product}`
	}, [])
	return (
		<main class="signin">
			<div class="card">
				<header class="row">
					<img src="/icon.svg" width="48" height="48" alt="" />
					<div class="grow"><h1>{w.product}</h1><p class="soft">{w.tagline}</p></div>
					<Button kind="plain" lang={lang === 'zh' ? 'en' : 'zh'} onClick={() => switchLang(lang === 'zh' ? 'en' : 'zh')}>{w.other_language}</Button>
				</header>
				<Form />
			</div>
			<a class="card item" href="/q">
				<span class="grow"><strong>{w.reporter}</strong><br /><span class="soft">{w.reporter_hint}</span></span>
			</a>
		</main>
	)
}
