// Inspection: on a phone what is to be walked now; at the desk every round, the missed ones too, and what they follow from.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { count, percent, useNow } from '../../lib/format'
import { setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import type { List, Round, RoundFigures } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Failed, Load, Skeleton } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import type { ScreenProps } from '../screens'
import { Checklists } from './Checklists'
import { RoundPage } from './RoundPage'
import { Routes } from './Routes'
import { looks, RoundRow } from './Row'
import { fetchWalk } from './walk'
import { WalkPage } from './WalkPage'

const w = words(words_)
// What was seen last stands while nobody answers; and each round that can be walked now is fetched whole.
const KEPT = 'jixiu.rounds'
function useOpen(): { items: Round[] | undefined; error: Error | undefined; reload: () => void } {
	const url = '/api/v1/rounds?open=1&mine=1&limit=50', of = useData<List<Round>>(url, touches('round', 'route'))
	const [kept] = useState<Round[] | undefined>(() => {
		try {
			return JSON.parse(localStorage.getItem(KEPT) ?? 'null') ?? undefined
		} catch (e) {
			return undefined
		}
	})
	useEffect(() => {
		if (!of.data) return
		try {
			localStorage.setItem(KEPT, JSON.stringify(of.data.items))
		} catch (e) {
			// it is asked for again
		}
		// One after the other, behind what the person does.
		void of.data.items.slice(0, 10).reduce((p, r) => p.then(() => fetchWalk(r.id)).then(() => {}, () => {}), Promise.resolve())
	}, [of.data])
	const now = Date.now()
	return { items: (of.data?.items ?? kept?.filter((r) => r.due_to > now))?.slice().reverse(), error: of.error, reload: of.reload }
}

function Now() {
	const { items, error, reload } = useOpen()
	useNow(60)
	if (!items) return error ? <Failed error={error} retry={reload} /> : <Skeleton />
	if (!items.length) return <Empty icon="check" title={w.none_now} hint={w.none_now_hint} />
	return <ul class="rows" aria-label={w.now}>{items.map((r) => <li key={r.id}><RoundRow r={r} href={`/rounds/${r.id}/walk`} /></li>)}</ul>
}

function Figures() {
	const of = useData<RoundFigures>('/api/v1/figures/rounds', touches('round'))
	return (
		<Load of={of} rows={1}>
			{(f) => (
				<div class="tiles four">
					<a class="card tile" href={address('/rounds', { show: 'all', from: f.from, to: f.to })}><span class="tile-name">{w.rate}</span><span class="figure">{percent(f.rate)}</span><span class="soft">{fill(w.rate_of, { done: f.done, due: f.due })}</span></a>
					<a class="card tile" href={address('/rounds', { show: 'missed', from: f.from, to: f.to })}><span class="tile-name">{w.state_missed}</span><span class="figure">{count(f.missed)}</span><span class="soft">{w.last_days}</span></a>
					<a class="card tile" href={address('/rounds', { show: 'late', from: f.from, to: f.to })}><span class="tile-name">{w.state_late}</span><span class="figure">{count(f.late)}</span><span class="soft">{w.last_days}</span></a>
				</div>
			)}
		</Load>
	)
}

// A tile opens what it counts: rounds that began in the same days.
function All({ show, query }: { show: string; query: URLSearchParams }) {
	const state = show in looks ? show : undefined, from = query.get('from') ?? undefined
	const pages = usePages<Round>(address('/api/v1/rounds', { state, findings: show === 'findings' ? 1 : undefined, route_id: query.get('route') ?? undefined, from, to: query.get('to') ?? undefined }), 'before', touches('round'))
	return (
		<>
			{from && <div class="field"><button type="button" class="chip" aria-pressed="true" onClick={() => setQuery({ from: null, to: null })}>{show in looks ? `${wordOf(w, 'state', show)} · ` : ''}{w.last_days} <Icon name="close" /></button></div>}
			<PagedList pages={pages} id={(r) => r.id} row={(r) => <RoundRow r={r} href={`/rounds/${r.id}`} />} label={w.all} empty={<Empty icon="check" title={w.none} hint={leads() ? w.none_hint : undefined} />} />
		</>
	)
}

function ListPage({ query }: { query: URLSearchParams }) {
	const show = query.get('show') ?? 'now', choices = ['now', 'all', 'missed', 'findings', ...(leads() ? ['routes', 'checklists'] : [])]
	return (
		<Page title={w.title}>
			<div class="field"><Segments label={w.show} choices={choices.map((c) => ({ value: c, label: wordOf(w, 'show', c) }))} value={show === 'late' ? 'all' : show} set={(v) => setQuery({ show: v === 'now' ? null : v, route: null, from: null, to: null })} /></div>
			{show === 'now' ? <Now /> : show === 'routes' ? <Routes edit={query.get('edit')} /> : show === 'checklists' ? <Checklists edit={query.get('edit')} /> : <><Figures /><All show={show} query={query} /></>}
		</Page>
	)
}

export default function Rounds({ id, tab, query }: ScreenProps) {
	if (id && tab === 'walk') return <WalkPage key={id} id={id} />
	return id ? <RoundPage key={id} id={id} /> : <ListPage query={query} />
}
