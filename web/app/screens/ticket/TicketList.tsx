// All tickets, filtered; open ones most urgent first, the rest newest first.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/tickets.json'
import { address } from '../../lib/api'
import { touches } from '../../lib/data'
import { useNow } from '../../lib/format'
import { useLater } from '../../lib/later'
import { setQuery } from '../../lib/router'
import { me } from '../../lib/session'
import type { TicketItem } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { IconButton } from '../../ui/Button'
import { Search, Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { NewTicket } from './NewTicket'
import { TicketRow } from './TicketRow'

const w = words(words_)
const SHOW = ['open', 'free', 'mine', 'restored', 'all'] as const
type Show = (typeof SHOW)[number]

function filterOf(show: Show): Record<string, string | number | null | undefined> {
	switch (show) {
	case 'free': return { open: 1, unassigned: 1, state: 'reported' }
	case 'mine': return { open: 1, technician: me()?.id }
	case 'restored': return { state: 'restored' }
	case 'all': return {}
	default: return { open: 1 }
	}
}

export function TicketList({ query, chosen }: { query: URLSearchParams; chosen?: number }) {
	const now = useNow(60), text = query.get('text') ?? '', show = SHOW.find((s) => s === query.get('show')) ?? 'open'
	const [adding, setAdding] = useState(false)
	const set = useLater((v: string) => setQuery({ text: v }), 200)
	const asked = { ...filterOf(show), text, under: query.get('under'), machine: query.get('machine') }
	const pages = usePages<TicketItem>(address('/api/v1/tickets', { ...asked, limit: 50 }), 'open' in asked ? 'after' : 'before', touches('ticket'))
	return (
		<Page title={w.title} actions={<><IconButton icon="plus" label={w.new} onClick={() => setAdding(true)} /><a class="btn icon" href={address('/api/v1/tickets.xlsx', asked)} download aria-label={w.excel} title={w.excel}><Icon name="download" /></a></>}>
			<div class="row field"><Search label={w.search} value={text} set={set} /></div>
			<div class="field"><Segments label={w.show} value={show} set={(v) => setQuery({ show: v === 'open' ? null : v })} choices={SHOW.map((s) => ({ value: s, label: wordOf(w, 'show', s) }))} /></div>
			<PagedList pages={pages} label={w.list} id={(t) => t.id} empty={<Empty icon="today" title={w.none} hint={w.none_hint} />}
				row={(t) => <TicketRow t={t} now={now} chosen={t.id === chosen} search={location.search} />} />
			{adding && <NewTicket close={() => setAdding(false)} />}
		</Page>
	)
}
