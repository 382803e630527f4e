// The plant's own words, what the program proposes from its tickets, and what is shipped.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/lexicon.json'
import { useAct } from '../../lib/act'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { day } from '../../lib/format'
import { useLater } from '../../lib/later'
import { setQuery } from '../../lib/router'
import type { LexiconConcept, LexiconEntry, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Chips, Search, Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import type { ScreenProps } from '../screens'
import { AddWord, ImportWords } from './AddWord'

const w = words(words_)
const URL = '/api/v1/lexicon'
const classes: Record<string, string> = { part: w.part, symptom: w.symptom, word: w.word }
const className = (c: string) => classes[c] ?? w.action

function decide(act: ReturnType<typeof useAct>, e: LexiconEntry, state: 'used' | 'refused' | 'removed', said: string) {
	void act.now('PATCH', `${URL}/${e.id}`, { json: { state }, version: e.version }, () => toast(said))
}

function Examples({ text }: { text: string }) {
	return (
		<ul class="lexicon-examples">
			{text.split('\n').map((line) => {
				const [id, ...rest] = line.split('\t')
				return <li key={id}><a href={`/tickets/${id}`}>#{id}</a> <span class="soft">{rest.join(' ')}</span></li>
			})}
		</ul>
	)
}

function Proposal({ e }: { e: LexiconEntry }) {
	const act = useAct()
	return (
		<section class="card stack">
			<h2>{fill(e.kind === 'short' ? w.is_short : w.is_term, { a: e.term, b: e.means_name ?? e.means })}</h2>
			<p class="soft">{fill(w.seen, { n: e.cases })}</p>
			{e.examples && <Examples text={e.examples} />}
			<div class="row"><Button kind="main" icon="check" busy={act.busy} onClick={() => decide(act, e, 'used', w.saved)}>{w.accept}</Button>
				<Button icon="close" busy={act.busy} onClick={() => decide(act, e, 'refused', w.refused)}>{w.refuse}</Button></div>
		</section>
	)
}

function Proposed({ text }: { text: string }) {
	const all = useData<List<LexiconEntry>>(address(URL, { state: 'proposed', text }), touches('lexicon')), act = useAct()
	const mine = () => void act.now<{ read: number; added: number }>('POST', `${URL}/proposals`, {}, (a) => (toast(fill(w.mined, { n: a.read, m: a.added })), all.reload()))
	const button = <Button kind="tint" icon="search" busy={act.busy} onClick={mine}>{w.mine}</Button>
	return (
		<Load of={all}>
			{({ items }) => items.length
				? <div class="stack"><div class="row">{button}</div>{items.map((e) => <Proposal key={e.id} e={e} />)}</div>
				: <Empty icon="bulb" title={text ? w.none_found : w.none_proposed} hint={text ? undefined : w.none_proposed_hint}>{!text && button}</Empty>}
		</Load>
	)
}

function OwnRow({ e }: { e: LexiconEntry }) {
	const act = useAct()
	return (
		<div class="item">
			<span class="grow">
				<span class="what">{e.term} <span class="soft">{e.kind === 'short' ? '→' : '='}</span> {e.means_name ?? e.means}</span><br />
				<span class="soft">{fill(w.by, { name: e.account_name ?? '', time: day(e.changed_at) })}</span>
			</span>
			<Tag tone="info" icon="dot" text={e.kind === 'short' ? w.short : w.term} />
			<IconButton icon="trash" label={`${w.remove} ${e.term}`} onClick={() => decide(act, e, 'removed', w.removed)} />
		</div>
	)
}

function Own({ text, add }: { text: string; add: () => void }) {
	const all = useData<List<LexiconEntry>>(address(URL, { state: 'used', text }), touches('lexicon'))
	return (
		<Load of={all}>
			{({ items }) => items.length
				? <ul class="rows" aria-label={w.own}>{items.map((e) => <li key={e.id}><OwnRow e={e} /></li>)}</ul>
				: <Empty icon="table" title={text ? w.none_found : w.none_own} hint={text ? undefined : w.none_own_hint}>{!text && <Button kind="tint" icon="plus" onClick={add}>{w.add}</Button>}</Empty>}
		</Load>
	)
}

function Shipped({ text, kind }: { text: string; kind: string }) {
	const pages = usePages<LexiconConcept>(address(`${URL}/concepts`, { text, class: kind || null }), 'after', touches('lexicon'))
	return (
		<>
			<div class="field"><Chips label={w.shipped} value={kind} set={(v) => setQuery({ kind: v || null })}
				choices={[{ value: '', label: w.all }, { value: 'part', label: w.part }, { value: 'symptom', label: w.symptom }, { value: 'action', label: w.action }, { value: 'word', label: w.word }]} /></div>
			<PagedList pages={pages} label={w.shipped} id={(c) => c.id} empty={<Empty icon="search" title={w.none_found} />}
				row={(c) => <div class="item"><span class="grow"><span class="what">{c.zh}</span><br /><span class="soft">{c.en}</span></span><Tag tone={c.own ? 'info' : ''} icon="dot" text={className(c.class)} /></div>} />
		</>
	)
}

export default function Lexicon({ query }: ScreenProps) {
	const text = query.get('text') ?? '', show = query.get('show') ?? 'proposed'
	const [sheet, setSheet] = useState<'add' | 'import'>()
	const set = useLater((v: string) => setQuery({ text: v }), 200)
	return (
		<Page title={w.title} backTo="/more" actions={<>
			<a class="btn icon" href={`${URL}/lexicon.tsv`} download aria-label={w.file} title={w.file}><Icon name="download" /></a>
			<IconButton icon="upload" label={w.import} onClick={() => setSheet('import')} />
			<IconButton icon="plus" label={w.add} onClick={() => setSheet('add')} /></>}>
			<p class="soft field">{w.about}</p>
			<div class="row field"><Search label={w.search} value={text} set={set} /></div>
			<div class="field"><Segments label={w.list} value={show} set={(v) => setQuery({ show: v === 'proposed' ? null : v })}
				choices={[{ value: 'proposed', label: w.proposed }, { value: 'own', label: w.own }, { value: 'shipped', label: w.shipped }]} /></div>
			{show === 'own' ? <Own text={text} add={() => setSheet('add')} /> : show === 'shipped' ? <Shipped text={text} kind={query.get('kind') ?? ''} /> : <Proposed text={text} />}
			{sheet === 'add' && <AddWord close={() => setSheet(undefined)} />}
			{sheet === 'import' && <ImportWords close={() => setSheet(undefined)} />}
		</Page>
	)
}
