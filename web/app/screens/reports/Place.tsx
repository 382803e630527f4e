// Which part of the plant: any node of the tree.
import { useMemo, useState } from 'preact/hooks'
import words_ from '../../../i18n/reports.json'
import { useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import type { Asset, List } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'

const w = words(words_)
type Node = Pick<Asset, 'id' | 'parent_id' | 'kind' | 'code' | 'name' | 'name_en'>
const MOST = 200

interface Row {
	node: Node
	depth: number
}
// Parents before their children, each with how deep it is.
function ordered(all: readonly Node[]): Row[] {
	const below = new Map<number | null, Node[]>()
	for (const n of all) below.set(n.parent_id ?? null, [...(below.get(n.parent_id ?? null) ?? []), n])
	const out: Row[] = []
	const walk = (parent: number | null, depth: number) => (below.get(parent) ?? []).forEach((node) => (out.push({ node, depth }), walk(node.id, depth + 1)))
	walk(null, 0)
	return out
}

export function PlaceSheet({ choose, close, only }: { choose: (id: number | undefined) => void; close: () => void; only?: 'machine' }) {
	const tree = useData<{ items: Node[] }>('/api/v1/tree')
	const [text, setText] = useState('')
	const rows = useMemo(() => ordered((tree.data?.items ?? []).filter((n) => n.kind !== 'component')), [tree.data])
	const wanted = text.trim().toLowerCase()
	const found = rows.filter(({ node: n }) => (wanted ? `${n.name} ${n.name_en ?? ''} ${n.code ?? ''}`.toLowerCase().includes(wanted) : only ? true : n.kind !== 'machine') && (!only || !wanted || n.kind === only))
	const pick = (id: number | undefined) => (choose(id), close())
	return (
		<Sheet title={w.choose_place} close={close}>
			<div class="field"><Search label={w.find_place} value={text} set={setText} autofocus /></div>
			<Load of={tree}>
				{() => (
					<ul class="rows" aria-label={w.choose_place}>
						{!only && !wanted && <li><button type="button" class="item" onClick={() => pick(undefined)}><Icon name="tree" /><span class="grow what">{w.whole_plant}</span></button></li>}
						{found.slice(0, MOST).map(({ node: n, depth }) => (
							<li key={n.id}><button type="button" class="item" disabled={only && n.kind !== only} style={{ paddingLeft: 16 + (wanted ? 0 : depth * 18) }} onClick={() => pick(n.id)}>
								<span class="grow"><span class={n.kind === 'machine' ? '' : 'what'}>{nameOf(n)}</span> <span class="soft">{n.code}</span></span>
							</button></li>
						))}
					</ul>
				)}
			</Load>
		</Sheet>
	)
}

// "Plant › line": for what is printed.
export function usePlaceName(under: number | undefined): string {
	const own = useData<Asset>(under ? `/api/v1/assets/${under}` : null), sites = useData<List<Asset>>('/api/v1/assets?kind=site&limit=2')
	const site = sites.data?.items.length === 1 ? nameOf(sites.data.items[0]!) : undefined, place = own.data ? nameOf(own.data) : undefined
	return [site, place !== site && place].filter(Boolean).join(' › ') || w.whole_plant
}

export function PlaceButton({ under, choose }: { under: number | undefined; choose: (id: number | undefined) => void }) {
	const [open, setOpen] = useState(false)
	const own = useData<Asset>(under ? `/api/v1/assets/${under}` : null)
	const name = under ? (own.data ? nameOf(own.data) : '…') : w.whole_plant
	return (
		<>
			<Button icon="tree" onClick={() => setOpen(true)} aria-label={`${w.place}: ${name}`} class="place"><span class="cut">{name}</span></Button>
			{open && <PlaceSheet choose={choose} close={() => setOpen(false)} />}
		</>
	)
}
