// What stands in a place, or what a machine is made of.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import { touches, useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { Asset, AssetView, List } from '../../lib/types'
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
