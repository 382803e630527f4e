// The ledger as a table on wide screens, as a list on a phone: sorted by any column, the order in the address.
import { useEffect, useRef } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { day, roundMoney } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import type { LedgerRow } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { Criticality, MachineState } from '../../ui/Tag'
import { useWindow } from '../../ui/useWindow'
import { COLUMNS, placeOf, type Column, type Ledger } from './ledger'

const w = words(words_), c = words(common_)
const ROW = 48, LIST_ROW = 76
const NUMBERS: readonly Column[] = ['original_value_cents', 'open_tickets']
const headOf: Record<Column, string> = { code: w.code, name: w.name, place: w.place, model: w.model, maker: w.maker, state: w.state, criticality: c.criticality, open_tickets: w.col_open, original_value_cents: w.col_value, commissioned_day: w.col_since }

export interface Chosen {
	ids: ReadonlySet<number>
	set: (ids: readonly number[], on: boolean) => void
}

function Cell({ r, l, column }: { r: LedgerRow; l: Ledger; column: Column }) {
	if (column === 'name') return <a class="cut" href={`/machines/${r.id}`} title={nameOf(r)}>{nameOf(r)}</a>
	if (column === 'state') return <MachineState state={r.state} />
	if (column === 'criticality') return <Criticality of={r.criticality} />
	const text = column === 'place' ? placeOf(l, r) : column === 'original_value_cents' ? (r.original_value_cents == null ? '' : roundMoney(r.original_value_cents))
		: column === 'commissioned_day' ? (r.commissioned_day ? day(new Date(`${r.commissioned_day}T00:00`).getTime()) : '') : column === 'open_tickets' ? (r.open_tickets || '') : (r[column] ?? '')
	return <span class="cut" title={String(text)}>{text}</span>
}

function HeadCell({ column, sort }: { column: Column; sort: string }) {
	const own = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined
	return (
		<th scope="col" aria-sort={own} class={`col-${column} ${NUMBERS.includes(column) ? 'num' : ''}`}>
			<button type="button" onClick={() => setQuery({ sort: own === 'ascending' ? `-${column}` : column === 'code' ? null : column })}>{headOf[column]}<span class="sort-mark" aria-hidden="true">{own === 'ascending' ? '▲' : own === 'descending' ? '▼' : ''}</span></button>
		</th>
	)
}

// Where a box was scrolled to, by address: going back finds it there.
const places = new Map<string, number>()
const key = () => location.pathname + location.search

export function Table({ l, rows, sort, chosen }: { l: Ledger; rows: readonly LedgerRow[]; sort: string; chosen?: Chosen }) {
	const body = useRef<HTMLTableSectionElement>(null), box = useRef<HTMLDivElement>(null)
	const seen = useWindow(body, rows.length, ROW)
	useEffect(() => {
		if (box.current) box.current.scrollTop = places.get(key()) ?? 0
	}, [])
	const all = rows.length > 0 && rows.every((r) => chosen?.ids.has(r.id))
	return (
		<div ref={box} class="ledger-table" tabIndex={0} role="region" aria-label={w.table} onScroll={(e) => places.set(key(), e.currentTarget.scrollTop)}>
			<table aria-rowcount={rows.length + 1}>
				<thead><tr>
					{chosen && <th class="col-check"><label><input type="checkbox" aria-label={w.choose_all} checked={all} onChange={(e) => chosen.set(rows.map((r) => r.id), e.currentTarget.checked)} /></label></th>}
					{COLUMNS.map((x) => <HeadCell key={x} column={x} sort={sort} />)}
				</tr></thead>
				<tbody ref={body}>
					{seen.above > 0 && <tr aria-hidden="true"><td colSpan={COLUMNS.length + 1} class="gap" style={{ height: seen.above }} /></tr>}
					{rows.slice(seen.from, seen.to).map((r, i) => (
						<tr key={r.id} aria-rowindex={seen.from + i + 2} class={chosen?.ids.has(r.id) ? 'chosen' : ''}>
							{chosen && <td class="col-check"><label><input type="checkbox" aria-label={fill(w.choose_row, { name: nameOf(r) })} checked={chosen.ids.has(r.id)} onChange={(e) => chosen.set([r.id], e.currentTarget.checked)} /></label></td>}
							{COLUMNS.map((x) => <td key={x} class={`col-${x} ${NUMBERS.includes(x) ? 'num' : ''}`}><Cell r={r} l={l} column={x} /></td>)}
						</tr>))}
					{seen.below > 0 && <tr aria-hidden="true"><td colSpan={COLUMNS.length + 1} class="gap" style={{ height: seen.below }} /></tr>}
				</tbody>
			</table>
		</div>
	)
}

// The same on a phone.
export function Rows({ l, rows, chosen }: { l: Ledger; rows: readonly LedgerRow[]; chosen?: Chosen }) {
	const box = useRef<HTMLUListElement>(null), seen = useWindow(box, rows.length, LIST_ROW)
	return (
		<ul ref={box} class="rows machine-rows" aria-label={w.table} style={{ paddingTop: seen.above, paddingBottom: seen.below }}>
			{rows.slice(seen.from, seen.to).map((r) => (
				<li key={r.id} class="row file-row">
					{chosen && <label class="row-check"><input type="checkbox" aria-label={fill(w.choose_row, { name: nameOf(r) })} checked={chosen.ids.has(r.id)} onChange={(e) => chosen.set([r.id], e.currentTarget.checked)} /></label>}
					<a class="item" href={`/machines/${r.id}`}>
						<span class="grow"><span class="what cut">{nameOf(r)}</span><span class="soft cut">{[r.code, placeOf(l, r), r.model].filter(Boolean).join(' · ')}</span></span>
						<span class="row-state"><MachineState state={r.state} /><Criticality of={r.criticality} /></span>
						<Icon name="next" />
					</a>
				</li>
			))}
		</ul>
	)
}
