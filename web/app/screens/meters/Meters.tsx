// All meters of the plant: what is in alarm or silent first; one of them beside it.
import words_ from '../../../i18n/meters.json'
import { address } from '../../lib/api'
import { touches } from '../../lib/data'
import { ago, quantity, useNow } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import type { Meter } from '../../lib/types'
import { words } from '../../lib/words'
import { Search, Segments } from '../../ui/Field'
import { Empty } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { Feed } from './Feed'
import { MeterPage } from './MeterPage'
import { standOf } from './meter'

const w = words(words_)

function Row({ m, chosen }: { m: Meter; chosen: boolean }) {
	const now = useNow(60), s = standOf(m)
	return (
		<a class="item" href={`/meters/${m.id}${location.search}`} aria-current={chosen ? 'true' : undefined}>
			<span class={`edge ${s.tone}`} />
			<span class="grow"><span class="what lines-2">{nameOf(m)} · {machineOf(m)}</span><span class="row wrap"><Tag tone={s.tone} icon={s.icon} text={s.text} /><span class="soft">{[m.machine_code, m.last_at != null && ago(m.last_at, now)].filter(Boolean).join(' · ')}</span></span></span>
			<span class="num meter-side">{quantity(m.last_value, m.unit)}</span>
		</a>
	)
}

function All({ query, id }: { query: URLSearchParams; id?: number }) {
	const text = query.get('text') ?? '', wants = query.get('show') === 'wants'
	const pages = usePages<Meter>(address('/api/v1/meters', { text, wants: wants ? 1 : undefined }), 'after', touches('meter'))
	return (
		<>
			<div class="field"><Search label={w.find} value={text} set={(v) => setQuery({ text: v || null })} /></div>
			<PagedList pages={pages} label={w.title} id={(m) => m.id} row={(m) => <Row m={m} chosen={m.id === id} />}
				empty={text ? <Empty icon="search" title={w.none_found} /> : wants ? <Empty icon="check" title={w.all_well} /> : <Empty icon="clock" title={w.none} hint={w.none_hint} />} />
		</>
	)
}

export default function Meters({ id, query }: ScreenProps) {
	const show = query.get('show') ?? 'all'
	const list = (
		<Page title={w.title}>
			<div class="field"><Segments label={w.show} value={show} set={(v) => setQuery({ show: v === 'all' ? null : v })}
				choices={[{ value: 'all', label: w.all }, { value: 'wants', label: w.wants }, ...(leads() ? [{ value: 'mqtt', label: w.feed }] : [])]} /></div>
			{show === 'mqtt' && leads() ? <Feed /> : <All query={query} id={id} />}
		</Page>
	)
	return <Panes list={list} detail={id ? <MeterPage key={id} id={id} query={query} /> : undefined} nothing={<Empty icon="clock" title={w.pick} hint={w.pick_hint} />} />
}
