// Who is signed in on this phone.
import { call, callAs, get, onSignedOut } from './api'
import type { Account } from './types'
import { useWatched } from './watch'
import { lang } from './words'

let account: Account | null | undefined // undefined: not known yet
let ended = false // it was signed in, and the server has forgotten it
let seen: { account: Account | null | undefined; ended: boolean } = { account: undefined, ended: false } // by the screens
const listeners = new Set<() => void>()
// Signed in; `again`: the same person as before, over what was open when the session ended.
export const onSignedIn = new Set<(again: boolean) => void>()
function tell(): void {
	seen = { account, ended }
	listeners.forEach((f) => f())
}

export const me = (): Account | null | undefined => account

const KEPT = 'jixiu.me'
function keepProfile(a: Account | null): void {
	try {
		a ? localStorage.setItem(KEPT, JSON.stringify(a)) : localStorage.removeItem(KEPT)
	} catch (e) {
		// it is asked for again
	}
}
function keptProfile(): Account | null {
	try {
		return JSON.parse(localStorage.getItem(KEPT) ?? 'null')
	} catch (e) {
		return null
	}
}

const hello = () => get<{ account: Account | null }>('/api/v1/hello').then((h) => h.account)

// Over, or somebody else's: theirs is another page.
onSignedOut.add(() => {
	if (!account) return
	ended = true
	tell()
	hello().then((now) => {
		if (!now || now.id === account?.id) return
		keepProfile(now)
		location.reload()
	}, () => {})
})

// The server's word on who this is; until then it is whom the page knew last, and nothing is sent in anybody's name.
let asked: Promise<void> | undefined
export const known = (): Promise<void> =>
	(asked ??= hello().then((now) => {
		account = now
		callAs(now?.id)
		ended = false
		keepProfile(account)
		tell()
	}, (e) => {
		asked = undefined
		throw e
	}))

export async function startSession(): Promise<void> {
	// Another tab signed somebody else in, or out: the cookie is theirs too.
	addEventListener('storage', (e) => e.key === KEPT && keptProfile()?.id !== account?.id && location.reload())
	// The page is drawn for whom it knew last; the server says whether that still holds.
	account = keptProfile() ?? undefined
	tell()
	try {
		await known()
	} catch (e) {
		account ??= null // nobody answered: whom it knew last, or the sign-in
	}
	tell()
}

export async function signIn(login: string, password: string): Promise<void> {
	const before = account
	account = await call<Account>('POST', '/api/v1/session', { json: { login, password } })
	callAs(account.id)
	asked = Promise.resolve()
	ended = false
	keepProfile(account)
	if (account.lang && account.lang !== lang) return switchLang(account.lang)
	// Nothing of whoever was here before stays on the screen.
	if (before && before.id !== account.id) return location.assign('/')
	onSignedIn.forEach((f) => f(!!before))
	tell()
}

export async function signOut(): Promise<void> {
	await call('DELETE', '/api/v1/session')
	account = null
	callAs(undefined)
	ended = false
	keepProfile(null)
	tell()
	onSignedOut.forEach((f) => f())
}

export function updateProfile(a: Account): void {
	account = a
	keepProfile(a)
	tell()
}

// Each language is a bundle of its own: the page is loaded again in it.
export function switchLang(to: string): void {
	document.cookie = `lang=${to}; path=/; max-age=31536000; samesite=lax`
	location.reload()
}

const onSession = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))
export const useSession = () => useWatched(onSession, () => seen)

export const may = (...roles: string[]): boolean => !!account && roles.includes(account.role)
export const leads = () => may('manager', 'admin')
export const repairs = () => may('technician', 'manager', 'admin')
export const keepsStock = () => may('storekeeper', 'manager', 'admin')
