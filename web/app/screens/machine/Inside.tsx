// What stands in a place, or what a machine is made of.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import { touches, useData } from '../../lib/data'
import { quantity } from '../../lib/format'
import { nameOf, partOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { Asset, AssetPart, AssetView, List } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { MachineState } from '../../ui/Tag'
import { AssetForm } from './AssetForm'
import { assetUrl, hasCode, kindWord } from './asset'

const w = words(words_)
type Node = Pick<Asset, 'id' | 'parent_id' | 'kind' | 'name' | 'name_en' | 'code' | 'state'> & { open_tickets?: number | null }

function NodeRow({ n, depth, edit }: { n: Node; depth: number; edit?: () => void }) {
	return (
		<li class="row file-row">
			<a class="item" href={`/machines/${n.id}`} style={{ paddingLeft: 16 + depth * 20 }}>
				<span class="grow"><span class="what lines-2">{nameOf(n)}</span>{n.code && <span class="soft">{n.code}</span>}</span>
				{n.state ? <MachineState state={n.state} /> : <span class="soft">{n.kind === 'component' ? '' : kindWord(n.kind)}</span>}
				<Icon name="next" />
			</a>
			{edit && <Button small class="row-edit" onClick={edit}>{w.rename}</Button>}
		</li>
	)
}

function ordered(all: readonly Node[], parent: number): { n: Node; depth: number }[] {
	const out: { n: Node; depth: number }[] = []
	const walk = (id: number, depth: number) => all.filter((n) => n.parent_id === id).forEach((n) => (out.push({ n, depth }), walk(n.id, depth + 1)))
	walk(parent, 0)
	return out
}

// Spare parts built into it, below it, or into its model, and what is there of them.
function BuiltIn({ a }: { a: AssetView }) {
	const parts = useData<List<AssetPart>>(`${assetUrl(a.id)}/parts`, touches('part', 'ticket'))
	if (!parts.data?.items.length) return null
	return (
		<>
			<h2 class="section">{w.parts_in}</h2>
			<ul class="rows" aria-label={w.parts_in}>{parts.data.items.map((p) => (
				<li key={p.id}><a class="item" href={`/parts/${p.part_id}`}>
					<span class="grow"><span class="what lines-2">{partOf(p)}</span><span class="soft lines-2">{[p.part_code, p.spec, p.note].filter(Boolean).join(' · ')}</span></span>
					<span class="part-qty"><strong class="num">{quantity(p.available, p.unit)}</strong><span class="soft">{p.bin_code}</span></span>
				</a></li>))}
			</ul>
		</>
	)
}

export function Inside({ a }: { a: AssetView }) {
	const components = hasCode(a)
	const of = useData<List<Node>>(components ? `/api/v1/assets?under=${a.id}&kind=component&limit=500` : '/api/v1/ledger', touches('asset', ...(components ? [] : ['ticket'])))
	const [adding, setAdding] = useState(false), [renaming, setRenaming] = useState<number>()
	const add = leads() && <Button icon="plus" onClick={() => setAdding(true)}>{components ? w.add_component : w.add_here}</Button>
	return (
		<>
			<Load of={of}>
				{({ items }) => {
					const rows = components ? ordered(items, a.id) : items.filter((n) => n.parent_id === a.id).map((n) => ({ n, depth: 0 }))
					if (!rows.length) return <Empty icon="tree" title={components ? w.components_none : w.nothing_here} hint={components ? w.components_none_hint : w.nothing_here_hint}>{add}</Empty>
					return <><ul class="rows" aria-label={components ? w.tab_inside : w.tab_contents}>{rows.map(({ n, depth }) => <NodeRow key={n.id} n={n} depth={depth} edit={components && leads() ? () => setRenaming(n.id) : undefined} />)}</ul>{add && <div class="row field">{add}</div>}</>
				}}
			</Load>
			{components && <BuiltIn a={a} />}
			{adding && <AssetForm parent={a} close={() => setAdding(false)} />}
			{renaming && <Rename id={renaming} close={() => setRenaming(undefined)} />}
		</>
	)
}

// The form needs the whole of it.
function Rename({ id, close }: { id: number; close: () => void }) {
	const own = useData<AssetView>(assetUrl(id))
	return own.data ? <AssetForm asset={own.data} close={close} /> : null
}
