// The stock: parts with what is there, low ones first when asked for; a scanned bin shows what lies in it.
import words_ from '../../../i18n/parts.json'
import { address } from '../../lib/api'
import { touches } from '../../lib/data'
import { quantity } from '../../lib/format'
import { go, setQuery } from '../../lib/router'
import { keepsStock } from '../../lib/session'
import type { Part } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Search, Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { openScanner } from '../../ui/Scanner'
import { Tag } from '../../ui/Tag'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import type { ScreenProps } from '../screens'
import { useState } from 'preact/hooks'
import { InBin } from './InBin'
import { PartForm } from './PartForm'
import { PartPage } from './PartPage'

const w = words(words_)

function Row({ p, chosen }: { p: Part; chosen: boolean }) {
	return (
		<a class="item" href={`/parts/${p.id}${location.search}`} aria-current={chosen ? 'true' : undefined}>
			<span class={`edge ${p.missing != null ? 'warn' : ''}`} />
			<span class="grow">
				<span class="what lines-2">{nameOf(p)}</span>
				<span class="soft lines-2">{[p.code, p.spec].filter(Boolean).join(' · ')}</span>
			</span>
			<span class="part-qty">
				<strong class="num">{quantity(p.available, p.unit)}</strong>
				{p.reserved > 0 && <span class="soft">{fill(w.of_qty, { qty: quantity(p.qty, p.unit) })}</span>}
				{p.missing != null ? <Tag tone="warn" icon="warn" text={fill(w.short, { qty: quantity(p.missing, p.unit) })} /> : <span class="soft">{p.bin_code}</span>}
			</span>
		</a>
	)
}

function PartList({ query, chosen }: { query: URLSearchParams; chosen?: number }) {
	const text = query.get('text') ?? '', show = query.get('show') ?? 'all'
	const [adding, setAdding] = useState(false)
	const set = useLater((v: string) => setQuery({ text: v }), 200)
	const pages = usePages<Part>(address('/api/v1/parts', { text, low: show === 'low' ? 1 : null, retired: show === 'retired' ? 1 : null }), 'after', touches('part', 'ticket'))
	const nothing = text ? <Empty icon="search" title={w.none_found} hint={w.none_found_hint} />
		: show === 'low' ? <Empty title={w.none_low} hint={w.none_low_hint} />
		: <Empty icon="part" title={w.none} hint={w.none_hint}>{keepsStock() && <Button kind="tint" icon="plus" onClick={() => setAdding(true)}>{w.add}</Button>}</Empty>
	return (
		<Page title={w.title} actions={<><a class="btn icon" href="/counts" aria-label={w.counts} title={w.counts}><Icon name="check" /></a><a class="btn icon" href={address('/api/v1/parts.xlsx', { text, low: show === 'low' ? 1 : null })} download aria-label={w.download} title={w.download}><Icon name="download" /></a>
			{keepsStock() && <IconButton icon="plus" label={w.add} onClick={() => setAdding(true)} />}</>}>
			<div class="row field"><Search label={w.search} value={text} set={set} /><IconButton icon="scan" label={w.choose_hint} onClick={() => openScanner()} /></div>
			<div class="field"><Segments label={w.list} value={show} set={(v) => setQuery({ show: v === 'all' ? null : v })}
				choices={[{ value: 'all', label: w.all }, { value: 'low', label: w.low }, { value: 'retired', label: w.retired }]} /></div>
			<PagedList pages={pages} label={w.list} id={(p) => p.id} row={(p) => <Row p={p} chosen={p.id === chosen} />} empty={nothing} />
			{adding && <PartForm close={() => setAdding(false)} done={(p) => go(`/parts/${p.id}`)} />}
		</Page>
	)
}

export default function Parts({ id, query }: ScreenProps) {
	const bin = Number(query.get('bin')) || undefined
	if (bin && !id) return <InBin bin={bin} />
	const list = <PartList query={query} chosen={id} />
	return <Panes list={list} detail={id ? <PartPage id={id} bin={bin} backTo="/parts" /> : undefined} nothing={<Empty icon="part" title={w.choose} hint={w.choose_hint} />} />
}
