// The ledger as a tree: places open and close, machines lead to their page.
import { useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import { nameOf } from '../../lib/names'
import { fill, words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { MachineState } from '../../ui/Tag'
import { useWindow } from '../../ui/useWindow'
import { kindWord } from './asset'
import { branches, type Branch, type Filter, type Ledger } from './ledger'

const w = words(words_)
const KEPT = 'jixiu.tree', FEW = 40
const TREE_ROW = 60

// What is open is remembered on this device. Small plants are seen whole at first, large ones down to the lines.
function useOpen(l: Ledger): [(id: number) => boolean, (id: number, open: boolean) => void] {
	const [kept, set] = useState<Record<string, boolean>>(() => {
		try {
			return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, boolean>
		} catch (e) {
			return {}
		}
	})
	const few = l.rows.length <= FEW
	const isOpen = (id: number) => kept[id] ?? (few || l.byId.get(id)?.kind === 'site')
	return [isOpen, (id, open) => {
		const now = { ...kept, [id]: open }
		set(now)
		try {
			localStorage.setItem(KEPT, JSON.stringify(now))
		} catch (e) {
			// it lasts as long as the page
		}
	}]
}

// Up and down walk the rows, right opens a place, left closes it.
function walk(e: KeyboardEvent, toggle: (id: number, open: boolean) => void): void {
	const at = document.activeElement as HTMLElement | null
	const all = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[data-row]')], i = at ? all.indexOf(at) : -1
	if (i < 0) return
	if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
		e.preventDefault()
		all[i + (e.key === 'ArrowDown' ? 1 : -1)]?.focus()
	}
	const open = at!.getAttribute('aria-expanded')
	if ((e.key === 'ArrowRight' && open === 'false') || (e.key === 'ArrowLeft' && open === 'true')) {
		e.preventDefault()
		toggle(Number(at!.dataset['row']), e.key === 'ArrowRight')
	}
}

function Open({ n }: { n: number }) {
	return n > 0 ? <span class="badge" title={w.open_tickets}>{n}<span class="off"> {w.open_tickets}</span></span> : null
}

function Place({ b, l, toggle, chosen }: { b: Branch; l: Ledger; toggle: (id: number, open: boolean) => void; chosen: boolean }) {
	const t = l.totals.get(b.r.id) ?? { machines: 0, stopped: 0, open: 0 }
	return (
		<>
			<button type="button" class="item" data-row={b.r.id} aria-expanded={b.open ?? false} aria-current={chosen ? 'true' : undefined} style={{ paddingLeft: 12 + b.depth * 16 }} onClick={() => toggle(b.r.id, !b.open)}>
				<Icon name={b.open ? 'down' : 'next'} />
				<span class="grow"><span class="what cut">{nameOf(b.r)}</span><span class="soft cut">{kindWord(b.r.kind)} · {fill(w.n_machines, { n: t.machines })}{t.stopped > 0 && <span class="bad-text"> · {fill(w.n_stopped, { n: t.stopped })}</span>}</span></span>
				<Open n={t.open} />
			</button>
			<a class="btn icon" href={`/machines/${b.r.id}${location.search}`} aria-label={fill(w.open_place, { place: nameOf(b.r) })} title={fill(w.open_place, { place: nameOf(b.r) })}><Icon name="tree" /></a>
		</>
	)
}

function Machine({ b, chosen }: { b: Branch; chosen: boolean }) {
	return (
		<a class="item" data-row={b.r.id} href={`/machines/${b.r.id}${location.search}`} aria-current={chosen ? 'true' : undefined} style={{ paddingLeft: 16 + b.depth * 16 }}>
			<span class="grow"><span class="cut">{nameOf(b.r)}</span><span class="soft cut">{[b.r.code, b.r.criticality].filter(Boolean).join(' · ')}</span></span>
			<Open n={b.r.open_tickets ?? 0} />
			<MachineState state={b.r.state} />
		</a>
	)
}

export function Tree({ l, f, chosen }: { l: Ledger; f: Filter; chosen?: number }) {
	const [isOpen, toggle] = useOpen(l)
	const rows = branches(l, f, isOpen)
	const box = useRef<HTMLUListElement>(null)
	const seen = useWindow(box, rows.length, TREE_ROW)
	return (
		<ul ref={box} class="rows tree" aria-label={w.tree} style={{ paddingTop: seen.above, paddingBottom: seen.below }} onKeyDown={(e) => walk(e, toggle)}>
			{rows.slice(seen.from, seen.to).map((b) => <li key={b.r.id} class="row file-row">{b.r.kind === 'machine' ? <Machine b={b} chosen={b.r.id === chosen} /> : <Place b={b} l={l} toggle={toggle} chosen={b.r.id === chosen} />}</li>)}
		</ul>
	)
}
