// Countings: begun for a store or for bins, counted bin by bin, differences explained, closed.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/counts.json'
import common_ from '../../../i18n/common.json'
import { newKey } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { day, money } from '../../lib/format'
import { go } from '../../lib/router'
import { keepsStock } from '../../lib/session'
import type { Bin, BinStore, CountDetail, List, StockCount } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, Select, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { CountPage } from './CountPage'

const w = words(words_), c = words(common_)
const TONE = { open: 'info', closed: 'good', cancelled: '' } as const
const ICON = { open: 'clock', closed: 'check', cancelled: 'close' } as const

function Row({ x, chosen }: { x: StockCount; chosen: boolean }) {
	return (
		<a class="item" href={`/counts/${x.id}`} aria-current={chosen ? 'true' : undefined}>
			<span class="grow"><span class="what lines-2">{x.name}</span><span class="soft">{[day(x.created_at), x.store, fill(w.progress, { n: x.counted, of: x.lines })].filter(Boolean).join(' · ')}</span></span>
			<span class="part-qty"><Tag tone={TONE[x.state]} icon={ICON[x.state]} text={wordOf(w, 'state', x.state)} />{x.different > 0 && <span class="soft num">{money(x.value_cents)}</span>}</span>
		</a>
	)
}

function Begin({ close }: { close: () => void }) {
	const stores = useData<List<BinStore>>('/api/v1/stores'), bins = useData<List<Bin>>('/api/v1/bins?limit=500')
	const [name, setName] = useState(fill(w.usual_name, { day: day(Date.now()) })), [store, setStore] = useState(''), [chosen, setChosen] = useState<number[]>([]), [key] = useState(newKey)
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.now<CountDetail>('POST', '/api/v1/counts', { json: { name, store: chosen.length ? null : store || null, bin_ids: chosen }, key }, (x) => (forget('/api/v1/counts'), close(), go(`/counts/${x.id}`)))
	}
	const toggle = (id: number) => setChosen(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id])
	return (
		<Sheet title={w.begin} close={close}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<TextField label={w.name} name="name" error={act.error} required value={name} set={setName} maxLength={120} />
				<Select label={w.store} name="store" error={act.error} none={w.all_stores} value={store} set={setStore} choices={(stores.data?.items ?? []).map((s) => ({ value: s.store, label: fill(w.store_row, { store: s.store, n: s.bins }) }))} />
				<details class="field"><summary class="item"><span class="grow">{chosen.length ? fill(w.bins_chosen, { n: chosen.length }) : w.only_bins}</span><Icon name="down" /></summary>
					<ul class="rows">{(bins.data?.items ?? []).filter((b) => !store || b.store === store).map((b) => <li key={b.id}><label class="item"><input type="checkbox" checked={chosen.includes(b.id)} onChange={() => toggle(b.id)} /><span class="grow">{[b.code, b.name].filter(Boolean).join(' · ')}</span></label></li>)}</ul>
				</details>
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!name.trim()}>{w.begin}</Button></div>
			</form>
		</Sheet>
	)
}

function CountList({ chosen }: { chosen?: number }) {
	const [adding, setAdding] = useState(false)
	const pages = usePages<StockCount>('/api/v1/counts', 'before', touches('count'))
	return (
		<Page title={w.title} backTo="/parts" actions={keepsStock() && <IconButton icon="plus" label={w.begin} onClick={() => setAdding(true)} />}>
			<PagedList pages={pages} label={w.title} id={(x) => x.id} row={(x) => <Row x={x} chosen={x.id === chosen} />}
				empty={<Empty icon="check" title={w.none} hint={w.none_hint}>{keepsStock() && <Button kind="tint" icon="plus" onClick={() => setAdding(true)}>{w.begin}</Button>}</Empty>} />
			{adding && <Begin close={() => setAdding(false)} />}
		</Page>
	)
}

export default function Counts({ id, query }: ScreenProps) {
	const bin = Number(query.get('bin')) || undefined
	return <Panes list={<CountList chosen={id} />} detail={id ? <CountPage id={id} bin={bin} /> : undefined} nothing={<Empty icon="check" title={w.choose} hint={w.none_hint} />} />
}
