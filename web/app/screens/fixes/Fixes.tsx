// All that is known of how to repair: fixes by how often they were done, what people wrote down, and experts' trees.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { day } from '../../lib/format'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import { go, setQuery } from '../../lib/router'
import { repairs } from '../../lib/session'
import type { AssetView, FixItem, FixTreeRow, List } from '../../lib/types'
import { fill, lang, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Search, Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { FixForm } from './FixForm'
import { FixPage } from './FixPage'
import { heldWords } from './held'
import { TreeForm } from './TreeForm'
import { TreePage } from './TreePage'

const w = words(words_)

function Row({ f, chosen }: { f: FixItem; chosen: boolean }) {
	const held = heldWords(f)
	return (
		<a class="item" href={`/fixes/${f.id}${location.search}`} aria-current={chosen ? 'true' : undefined}>
			<span class={`edge ${held.tone}`} />
			<span class="grow">
				<span class="what lines-2">{f.label}</span>
				<span class="soft lines-2">{[f.cases > 0 ? fill(w.cases, { n: f.cases }) : w.no_cases, f.last_at != null && fill(w.last, { time: day(f.last_at) }), held.short].filter(Boolean).join(' · ')}</span>
			</span>
			{f.kind === 'written' && <Tag tone="info" icon="edit" text={w.written} />}
		</a>
	)
}

const symptomOf = (t: FixTreeRow) => (lang === 'en' && t.symptom_en) || t.symptom

function Trees({ text, chosen }: { text: string; chosen?: number }) {
	const trees = useData<List<FixTreeRow>>(address('/api/v1/fix-trees', { text }), touches('fix_tree'))
	return (
		<Load of={trees}>
			{({ items }) => items.length ? (
				<ul class="rows" aria-label={w.trees}>{items.map((t) => (
					<li key={t.id}><a class="item" href={`/fixes?show=trees&tree=${t.id}`} aria-current={t.id === chosen ? 'true' : undefined}><Icon name="tree" /><span class="grow"><span class="what lines-2">{symptomOf(t)}</span><span class="soft">{[t.model, t.place_name].filter(Boolean).join(' · ')}</span></span></a></li>))}
				</ul>
			) : <Empty icon="tree" title={text ? w.none_found : w.no_trees} hint={text ? undefined : w.no_trees_hint} />}
		</Load>
	)
}

type Adding = 'choose' | 'fix' | 'tree'
function Add({ adding, set }: { adding: Adding; set: (a: Adding | undefined) => void }) {
	if (adding === 'fix') return <FixForm close={() => set(undefined)} done={(f) => go(`/fixes/${f.id}`)} />
	if (adding === 'tree') return <TreeForm close={() => set(undefined)} done={(t) => go(`/fixes?show=trees&tree=${t.id}`)} />
	return (
		<Sheet title={w.add} close={() => set(undefined)}>
			<ul class="rows">
				<li><button type="button" class="item" onClick={() => set('fix')}><Icon name="edit" /><span class="grow"><span class="what">{w.add_fix}</span><br /><span class="soft">{w.add_fix_hint}</span></span></button></li>
				<li><button type="button" class="item" onClick={() => set('tree')}><Icon name="tree" /><span class="grow"><span class="what">{w.add_tree}</span><br /><span class="soft">{w.add_tree_hint}</span></span></button></li>
			</ul>
		</Sheet>
	)
}

function FixList({ query, chosen, tree }: { query: URLSearchParams; chosen?: number; tree?: number }) {
	const text = query.get('text') ?? '', show = query.get('show') ?? 'all'
	const [adding, setAdding] = useState<Adding>()
	const set = useLater((v: string) => setQuery({ text: v }), 200)
	const machine = Number(query.get('machine')) || undefined
	const of = useData<AssetView>(machine ? `/api/v1/assets/${machine}` : null)
	const pages = usePages<FixItem>(address('/api/v1/fixes', { text, machine: machine ?? null, kind: show === 'written' ? 'written' : null, retired: show === 'retired' ? 1 : null }), 'after', touches('fix', 'ticket'))
	const nothing = text ? <Empty icon="search" title={w.none_found} hint={w.none_found_hint} /> : <Empty icon="bulb" title={w.none} hint={w.none_hint}>{repairs() && <Button kind="tint" icon="plus" onClick={() => setAdding('choose')}>{w.add}</Button>}</Empty>
	return (
		<Page title={w.title} backTo={machine ? `/machines/${machine}` : '/more'} actions={repairs() && <IconButton icon="plus" label={w.add} onClick={() => setAdding('choose')} />}>
			<div class="row field"><Search label={w.search} value={text} set={set} /></div>
			{machine && <div class="field row between"><a href={`/machines/${machine}`}>{of.data ? fill(w.of_machine, { name: nameOf(of.data) }) : ''}</a><Button icon="close" onClick={() => setQuery({ machine: null })}>{w.all_machines}</Button></div>}
			<div class="field"><Segments label={w.list} value={show} set={(v) => setQuery({ show: v === 'all' ? null : v, tree: null })}
				choices={[{ value: 'all', label: w.all }, { value: 'written', label: w.written }, { value: 'trees', label: w.trees }, { value: 'retired', label: w.retired }]} /></div>
			{show === 'trees' ? <Trees text={text} chosen={tree} /> : <PagedList pages={pages} label={w.list} id={(f) => f.id} row={(f) => <Row f={f} chosen={f.id === chosen} />} empty={nothing} />}
			{adding && <Add adding={adding} set={setAdding} />}
		</Page>
	)
}

export default function Fixes({ id, query }: ScreenProps) {
	const tree = Number(query.get('tree')) || undefined
	const detail = tree && !id ? <TreePage key={tree} id={tree} /> : id ? <FixPage key={id} id={id} /> : undefined
	return <Panes list={<FixList query={query} chosen={id} tree={tree} />} detail={detail} nothing={<Empty icon="bulb" title={w.choose} hint={w.choose_hint} />} />
}
