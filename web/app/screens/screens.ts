// THE table of screens: what the address begins with, who sees it, where it is in the menu, and its code, loaded when it
// is first opened.
import type { ComponentType } from 'preact'
import common_ from '../../i18n/common.json'
import type { IconName } from '../ui/Icon'
import type { Role } from '../lib/types'
import { words } from '../lib/words'

const w = words(common_)
export interface ScreenProps {
	id?: number // "/tickets/7"
	tab?: string // "/tickets/7/parts"
	query: URLSearchParams
}
export interface Screen {
	path: string
	label: string
	icon: IconName
	roles?: readonly Role[] // none: everybody signed in
	menu?: 'main' | 'more' // where it is shown; none: it is reached by links
	load: () => Promise<{ default: ComponentType<ScreenProps> }>
}

export const screens: readonly Screen[] = [
	{ path: 'reports', label: w.nav_reports, icon: 'report', roles: ['manager', 'admin'], menu: 'main', load: () => import('./reports/Reports') },
	{ path: 'tickets', label: w.nav_tickets, icon: 'tool', menu: 'main', load: () => import('./ticket/Tickets') },
	{ path: 'machines', label: w.nav_machines, icon: 'machine', menu: 'main', load: () => import('./machine/Machines') },
	{ path: 'rounds', label: w.nav_rounds, icon: 'check', roles: ['technician', 'manager', 'admin'], menu: 'more', load: () => import('./rounds/Rounds') },
	{ path: 'parts', label: w.nav_parts, icon: 'part', menu: 'main', load: () => import('./parts/Parts') },
	{ path: 'calendar', label: w.nav_calendar, icon: 'clock', menu: 'more', load: () => import('./plans/Calendar') },
	{ path: 'plans', label: w.nav_plans, icon: 'history', menu: 'more', load: () => import('./plans/Plans') },
	{ path: 'meters', label: w.nav_meters, icon: 'report', menu: 'more', load: () => import('./meters/Meters') },
	{ path: 'jobs', label: w.nav_jobs, icon: 'check', roles: ['manager', 'admin'], load: () => import('./plans/Jobs') },
	{ path: 'requisitions', label: w.nav_requisitions, icon: 'send', roles: ['storekeeper', 'manager', 'admin'], menu: 'more', load: () => import('./buying/Requisitions') },
	{ path: 'suppliers', label: w.nav_suppliers, icon: 'people', roles: ['storekeeper', 'manager', 'admin'], menu: 'more', load: () => import('./buying/Suppliers') },
	{ path: 'purchasing', label: w.nav_requisitions, icon: 'settings', roles: ['manager', 'admin'], load: () => import('./buying/Purchasing') },
	{ path: 'counts', label: w.nav_counts, icon: 'check', roles: ['storekeeper', 'manager', 'admin'], menu: 'more', load: () => import('./counts/Counts') },
	{ path: 'documents', label: w.nav_documents, icon: 'file', menu: 'more', load: () => import('./documents/Documents') },
	{ path: 'board', label: w.nav_board, icon: 'board', menu: 'main', load: () => import('./board/Board') },
	{ path: 'outbox', label: w.nav_outbox, icon: 'upload', load: () => import('./outbox/Outbox') },
	{ path: 'fixes', label: w.nav_fixes, icon: 'bulb', menu: 'more', load: () => import('./fixes/Fixes') },
	{ path: 'lexicon', label: w.nav_lexicon, icon: 'table', roles: ['manager', 'admin'], menu: 'more', load: () => import('./lexicon/Lexicon') },
	{ path: 'labels', label: w.nav_labels, icon: 'label', roles: ['storekeeper', 'manager', 'admin'], menu: 'more', load: () => import('./labels/Labels') },
	{ path: 'people', label: w.nav_people, icon: 'people', roles: ['manager', 'admin'], menu: 'more', load: () => import('./people/People') },
	{ path: 'notices', label: w.nav_notices, icon: 'bell', load: () => import('./telling/Notices') },
	{ path: 'telling', label: w.nav_telling, icon: 'send', roles: ['manager', 'admin'], menu: 'more', load: () => import('./telling/Telling') },
	{ path: 'settings', label: w.nav_settings, icon: 'settings', roles: ['manager', 'admin'], menu: 'more', load: () => import('./settings/Settings') },
	{ path: 'import', label: w.nav_import, icon: 'upload', roles: ['manager', 'admin'], load: () => import('./settings/Import') },
	{ path: 'start', label: w.nav_settings, icon: 'check', roles: ['admin'], load: () => import('./settings/Start') },
	{ path: 'search', label: w.nav_search, icon: 'search', load: () => import('./search/Search') },
	{ path: 'me', label: w.nav_me, icon: 'user', load: () => import('./people/Me') },
	{ path: 'today', label: w.nav_today, icon: 'today', menu: 'main', load: () => import('./today/Today') },
]

// What the menu has under a heading of its own, which opens by itself where one of them is shown.
export const groups: readonly { label: string; icon: IconName; paths: readonly string[] }[] = [
	{ label: w.nav_upkeep, icon: 'clock', paths: ['rounds', 'calendar', 'plans', 'meters'] },
	{ label: w.nav_buying, icon: 'send', paths: ['requisitions', 'counts', 'suppliers'] },
	{ label: w.nav_knowledge, icon: 'bulb', paths: ['fixes', 'documents', 'lexicon'] },
	{ label: w.nav_plant, icon: 'settings', paths: ['labels', 'people', 'telling', 'settings'] },
]

// The first thing each role wants to see.
export const homeOf = (role: Role): string =>
	({ technician: '/today', storekeeper: '/parts', manager: '/board', admin: '/board' })[role]
