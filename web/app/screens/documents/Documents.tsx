// Manuals and what experts wrote: the list, and the one being read beside it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/documents.json'
import { ago, useNow } from '../../lib/format'
import { useLater } from '../../lib/later'
import { setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import type { Manual } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import type { ScreenProps } from '../screens'
import { AddSheet } from './AddSheet'
import { DocumentPage } from './DocumentPage'
import { manualsUrl, placeOf, touchesManuals } from './manual'

const w = words(words_)

function Row({ m, chosen, now }: { m: Manual; chosen: boolean; now: number }) {
	return (
		<a class="item" href={`/documents/${m.id}`} aria-current={chosen || undefined}>
			<Icon name="file" />
			<span class="grow"><span class="what lines-2">{m.title}</span><span class="soft lines-2">{[placeOf(m), wordOf(w, 'format', m.format), fill(w.sections, { n: m.sections }), ago(m.updated_at, now)].join(' · ')}</span></span>
			<Icon name="next" />
		</a>
	)
}

export default function Documents({ id, query }: ScreenProps) {
	const text = query.get('text') ?? '', [adding, setAdding] = useState(false), now = useNow(60)
	const pages = usePages<Manual>(manualsUrl({ text: text.trim() || undefined }), 'after', (c) => touchesManuals(c))
	const set = useLater((v: string) => setQuery({ text: v }), 150)
	const add = leads() && <Button small icon="upload" kind="tint" onClick={() => setAdding(true)}>{w.add}</Button>
	const list = (
		<Page title={w.title} actions={add}>
			<div class="row field"><Search label={w.search} value={text} set={set} /></div>
			<PagedList pages={pages} id={(m) => m.id} row={(m) => <Row m={m} chosen={m.id === id} now={now} />} label={w.list}
				empty={text ? <Empty icon="search" title={w.none_found} /> : <Empty icon="file" title={w.none} hint={leads() ? w.none_hint : undefined} />} />
		</Page>
	)
	return (
		<>
			<Panes list={list} detail={id ? <DocumentPage key={id} id={id} section={Number(query.get('section')) || undefined} /> : undefined} nothing={<Empty icon="file" title={w.choose} hint={w.choose_hint} />} />
			{adding && <AddSheet close={() => setAdding(false)} />}
		</>
	)
}
