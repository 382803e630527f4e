// The frame around every screen: tabs at the thumb on a phone, a bar at the side on a wide screen, and what must be said
// on every screen: the server is away, something is unsent, the session ended.
import { lazy, Suspense } from 'preact/compat'
import type { ComponentType } from 'preact'
import words_ from '../../i18n/common.json'
import { isReached, onReached } from '../lib/api'
import { onOutbox, outbox } from '../lib/outbox'
import { usePlace } from '../lib/router'
import { useSession } from '../lib/session'
import { useData } from '../lib/data'
import type { Account, Hello } from '../lib/types'
import { useWatched } from '../lib/watch'
import { fill, words } from '../lib/words'
import { groups, homeOf, screens, type Screen, type ScreenProps } from '../screens/screens'
import { SignInSheet } from '../screens/signin/SignIn'
import { Badge, useUnread } from './Bell'
import { LinkButton } from './Button'
import { Icon } from './Icon'
import { Empty, Skeleton } from './Load'
import { openScanner, ScannerHost } from './Scanner'
import { Toasts } from './toast'

const w = words(words_)
const mine = (s: Screen, a: Account) => !s.roles || s.roles.includes(a.role)

const made = new Map<string, ComponentType<ScreenProps>>()
function codeOf(s: Screen): ComponentType<ScreenProps> {
	let c = made.get(s.path)
	if (!c) made.set(s.path, (c = lazy(s.load) as unknown as ComponentType<ScreenProps>))
	return c
}

// ---- what must be said on every screen ----

export const useUnsent = () => useWatched(onOutbox, () => outbox().length)

function Notices() {
	const reached = useWatched(onReached, isReached), unsent = useUnsent()
	if (reached && !unsent) return null
	return (
		<div class="page no-print" style={{ paddingBottom: 0 }}>
			{!reached && <p class="notice warn" role="status"><Icon name="cloud" />{w.offline}</p>}
			{unsent > 0 && (
				<a class="notice" href="/outbox"><Icon name="upload" /><span class="grow">{fill(w.unsent, { n: unsent })}</span><Icon name="next" /></a>
			)}
		</div>
	)
}

// ---- menus ----

function Entry({ s, at, n = 0 }: { s: Pick<Screen, 'path' | 'label' | 'icon'>; at: string | undefined; n?: number }) {
	return (
		<a href={`/${s.path}`} aria-current={at === s.path ? 'page' : undefined}>
			<Icon name={s.icon} />
			<span class="cut">{s.label}</span>
			{n > 0 && <><Badge n={n} /><span class="off">{fill(w.n_unread, { n })}</span></>}
		</a>
	)
}

function Tabs({ account, at }: { account: Account; at: string | undefined }) {
	const main = screens.filter((s) => s.menu === 'main' && mine(s, account))
	const home = homeOf(account.role).slice(1)
	const order = main.slice().sort((a, b) => Number(b.path === home) - Number(a.path === home)).slice(0, 3)
	return (
		<nav class="tabs" aria-label={w.main_menu}>
			{order.slice(0, 2).map((s) => <Entry key={s.path} s={s} at={at} />)}
			<button type="button" class="scan" onClick={() => openScanner()}><Icon name="scan" /><span>{w.nav_scan}</span></button>
			{order.slice(2).map((s) => <Entry key={s.path} s={s} at={at} />)}
			<a href="/more" aria-current={at === 'more' ? 'page' : undefined}><Icon name="more" /><span>{w.nav_more}</span></a>
		</nav>
	)
}

// The menu of an account: what it opens most, then the rest under headings; a heading over a single one is none.
function menuOf(account: Account) {
	const home = homeOf(account.role).slice(1), shown = screens.filter((s) => s.menu && mine(s, account))
	const under = groups.map((g) => ({ ...g, screens: g.paths.flatMap((p) => shown.filter((s) => s.path === p)) })).filter((g) => g.screens.length > 1)
	const inside = new Set(under.flatMap((g) => g.screens))
	return { plain: shown.filter((s) => !inside.has(s)).sort((a, b) => Number(b.path === home) - Number(a.path === home)), under }
}

function Side({ account, at }: { account: Account; at: string | undefined }) {
	const unread = useUnread(), { plain, under } = menuOf(account)
	return (
		<nav class="side" aria-label={w.main_menu}>
			<a class="mark" href="/"><img src="/icon.svg" alt="" />{w.product}</a>
			<button type="button" onClick={() => openScanner()}><Icon name="scan" />{w.nav_scan}</button>
			<Entry s={{ path: 'search', label: w.nav_search, icon: 'search' }} at={at} />
			<Entry s={{ path: 'notices', label: w.nav_notices, icon: 'bell' }} at={at} n={unread} />
			{plain.map((s) => <Entry key={s.path} s={s} at={at} />)}
			{under.map((g) => {
				const here = g.screens.some((s) => s.path === at)
				return (
					<details key={`${g.label} ${here}`} open={here}>
						<summary><Icon name={g.icon} /><span class="cut">{g.label}</span><Icon name="next" /></summary>
						{g.screens.map((s) => <Entry key={s.path} s={s} at={at} />)}
					</details>
				)
			})}
			<div class="end"><Entry s={{ path: 'me', label: account.name, icon: 'user' }} at={at} /></div>
		</nav>
	)
}

// Everything the tabs have no room for.
function MoreScreen({ account }: { account: Account }) {
	const unread = useUnread(), { plain, under } = menuOf(account)
	const row = (s: Screen) => (
		<li key={s.path}><a class="item" href={`/${s.path}`}><Icon name={s.icon} /><span class="grow">{s.path === 'me' ? `${s.label} · ${account.name}` : s.label}</span><Icon name="next" /></a></li>
	)
	return (
		<>
			<header class="top"><h1>{w.nav_more}</h1></header>
			<div class="page narrow">
				<ul class="rows">
					<li><a class="item" href="/notices"><Icon name="bell" /><span class="grow">{w.nav_notices}</span>{unread > 0 && <Badge n={unread} />}<Icon name="next" /></a></li>
					<li><a class="item" href="/search"><Icon name="search" /><span class="grow">{w.nav_search}</span><Icon name="next" /></a></li>
					{plain.concat(screens.filter((s) => s.path === 'me')).map(row)}
				</ul>
				{under.map((g) => <section key={g.label} class="under"><h2>{g.label}</h2><ul class="rows">{g.screens.map(row)}</ul></section>)}
			</div>
		</>
	)
}

// ---- the screen of the address ----

function Waiting() {
	return <><header class="top" /><div class="page"><Skeleton /></div></>
}

function NotHere() {
	return <><header class="top"><h1>{w.not_found}</h1></header><div class="page"><Empty icon="search" title={w.not_found} hint={w.not_found_hint}><LinkButton href="/">{w.to_start}</LinkButton></Empty></div></>
}

// A new plant's administrator begins with the first steps.
function useHome(account: Account): string {
	const place = usePlace(), ask = account.role === 'admin' && !place.path[0]
	const hello = useData<Hello>(ask ? '/api/v1/hello' : null)
	if (ask && !hello.data && !hello.error) return ''
	return hello.data?.setup && !hello.data.setup.done && !hello.data.setup.machines ? 'start' : homeOf(account.role).slice(1)
}

function Current({ account }: { account: Account }) {
	const place = usePlace(), home = useHome(account)
	const name = place.path[0] ?? home
	if (!name) return <Waiting />
	if (name === 'more') return <MoreScreen account={account} />
	const s = screens.find((x) => x.path === name && mine(x, account))
	if (!s) return <NotHere />
	const Code = codeOf(s)
	const id = place.path[1] && /^\d+$/.test(place.path[1]) ? Number(place.path[1]) : undefined
	return <Suspense fallback={<Waiting />}><Code id={id} tab={id === undefined ? place.path[1] : place.path[2]} query={place.query} /></Suspense>
}

export function Shell({ account }: { account: Account }) {
	const place = usePlace()
	const { ended } = useSession()
	const at = place.path[0] ?? homeOf(account.role).slice(1)
	// On a wall there is nobody to choose from a menu.
	if (at === 'board' && place.query.has('wall')) return <main id="main"><Current account={account} />{ended && <SignInSheet login={account.login} />}</main>
	return (
		<>
			<a class="skip" href="#main" onClick={(e) => (e.preventDefault(), document.getElementById('main')?.focus())}>{w.skip}</a>
			<Side account={account} at={at} />
			<div class="frame">
				<Notices />
				<main id="main" tabIndex={-1}><Current account={account} /></main>
			</div>
			<Tabs account={account} at={at} />
			<ScannerHost />
			{ended && <SignInSheet login={account.login} />}
			<Toasts />
		</>
	)
}
