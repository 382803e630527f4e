// Anything from anywhere: tickets, machines, parts, bins, printed codes.
import words_ from '../../../i18n/search.json'
import { address } from '../../lib/api'
import { useData } from '../../lib/data'
import { quantity, time } from '../../lib/format'
import { useLater } from '../../lib/later'
import { setQuery } from '../../lib/router'
import type { FindItem, List } from '../../lib/types'
import { fill, lang, wordOf, words } from '../../lib/words'
import { Search as SearchField } from '../../ui/Field'
import { Icon, type IconName } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { MachineState, TicketState } from '../../ui/Tag'
import type { ScreenProps } from '../screens'

const w = words(words_)
const icons: Record<FindItem['kind'], IconName> = { ticket: 'tool', machine: 'machine', asset: 'tree', part: 'part', bin: 'table', code: 'label' }

function linkOf(f: FindItem): string {
	switch (f.kind) {
	case 'ticket': return `/tickets/${f.id}`
	case 'part': return `/parts/${f.id}`
	case 'bin': return `/parts?bin=${f.id}`
	case 'code': return `/q/${f.code}`
	default: return `/machines/${f.id}`
	}
}

function Row({ f }: { f: FindItem }) {
	const name = (lang === 'en' && f.name_en) || f.name || f.code
	return (
		<a class="item" href={linkOf(f)}>
			<Icon name={icons[f.kind]} />
			<span class="grow"><span class="what lines-2">{f.kind === 'code' ? wordOf(w, 'code', f.state) : name}</span><span class="soft lines-2">{[wordOf(w, 'kind', f.kind), f.kind === 'ticket' && `#${f.id}`, f.code, f.detail, f.time && time(f.time)].filter(Boolean).join(' · ')}</span></span>
			{f.kind === 'ticket' && f.state && <TicketState state={f.state} />}
			{f.kind === 'machine' && <MachineState state={f.state} />}
			{f.qty != null && <strong class="num">{quantity(f.qty, f.unit)}</strong>}
		</a>
	)
}

export default function Search({ query }: ScreenProps) {
	const text = query.get('text')?.trim() ?? ''
	const set = useLater((v: string) => setQuery({ text: v }), 150)
	const found = useData<List<FindItem>>(text ? address('/api/v1/find', { text, limit: 8 }) : null)
	return (
		<Page title={w.title} backTo="/" narrow>
			<div class="row field"><SearchField label={w.search} value={query.get('text') ?? ''} set={set} autofocus /></div>
			{text ? (
				<Load of={found}>
					{({ items }) => items.length ? <ul class="rows" aria-label={w.results}>{items.map((f) => <li key={`${f.kind}${f.id ?? f.code}`}><Row f={f} /></li>)}</ul>
						: <Empty icon="search" title={fill(w.none, { text })} hint={w.none_hint} />}
				</Load>
			) : <Empty icon="search" title={w.begin} hint={w.begin_hint} />}
		</Page>
	)
}
