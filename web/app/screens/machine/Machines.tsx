// The ledger, as a tree or as a table, and beside the tree the machine that was chosen.
import { useMemo, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { address } from '../../lib/api'
import { useLater } from '../../lib/later'
import { setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import { fill, wordOf, words } from '../../lib/words'
import { useWide } from '../../lib/wide'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Search, Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { openScanner } from '../../ui/Scanner'
import type { ScreenProps } from '../screens'
import { PlaceButton } from '../reports/Place'
import { AssetForm } from './AssetForm'
import { BindPage } from './Bind'
import { BulkSheet } from './Bulk'
import { filterOf, isFiltered, ledgerOf, machinesOf, sorted, useLedger, type Filter, type Ledger } from './ledger'
import { MachinePage } from './MachinePage'
import { Now } from './Now'
import { Rows, Table, type Chosen } from './Table'
import { Tree } from './Tree'

const w = words(words_), c = words(common_)
const STATES = ['running', 'degraded', 'stopped', 'idle', 'retired']
const KEPT = 'jixiu.ledger'
type View = 'tree' | 'table'
const viewOf = (q: URLSearchParams): View => (q.get('view') ?? localStorage.getItem(KEPT)) === 'table' ? 'table' : 'tree'

function Filters({ f, more }: { f: Filter; more: boolean }) {
	const set = useLater((v: string) => setQuery({ text: v }), 150)
	return (
		<div class="field stack-small filters">
			<div class="row"><Search label={w.search} value={f.text} set={set} /><IconButton icon="scan" label={c.nav_scan} onClick={() => openScanner()} /></div>
			<div class="filter-row">
				<select class="input" aria-label={w.state} value={f.state} onChange={(e) => setQuery({ state: e.currentTarget.value })}><option value="">{w.any_state}</option>{STATES.map((s) => <option key={s} value={s}>{wordOf(c, 'machine', s)}</option>)}</select>
				<select class="input" aria-label={c.criticality} value={f.criticality} onChange={(e) => setQuery({ criticality: e.currentTarget.value })}><option value="">{w.any_criticality}</option>{['A', 'B', 'C'].map((x) => <option key={x} value={x}>{x}</option>)}</select>
				{more && <PlaceButton under={f.under} choose={(id) => setQuery({ under: id ? String(id) : null })} />}
				<button type="button" class="chip" aria-pressed={f.open} onClick={() => setQuery({ open: f.open ? null : '1' })}>{w.with_tickets}</button>
				{isFiltered(f) && <Button kind="plain" icon="close" onClick={() => setQuery({ text: null, state: null, criticality: null, under: null, open: null })}>{w.no_filter}</Button>}
			</div>
		</div>
	)
}

function Nothing({ f, add }: { f: Filter; add: () => void }) {
	if (isFiltered(f)) return <Empty icon="search" title={w.none_found} hint={w.none_found_hint} />
	return <Empty icon="machine" title={w.none} hint={w.none_hint}>{leads() && <div class="row wrap empty-acts"><LinkButton kind="main" icon="upload" href="/import">{w.import}</LinkButton><Button icon="plus" onClick={add}>{w.add}</Button></div>}</Empty>
}

function ViewSwitch({ view }: { view: View }) {
	return <Segments label={w.view} value={view} set={(v) => (localStorage.setItem(KEPT, v), setQuery({ view: v }))} choices={[{ value: 'tree', label: w.tree }, { value: 'table', label: w.table }]} />
}

function Actions({ f, add }: { f: Filter; add: () => void }) {
	return (
		<>
			<a class="btn icon" href={address('/api/v1/assets.xlsx', { kind: 'machine', text: f.text, state: f.state, under: f.under })} download aria-label={w.download} title={w.download}><Icon name="download" /></a>
			{leads() && <IconButton icon="plus" label={w.add} onClick={add} />}
		</>
	)
}

function useLedgerOf(): { data: ReturnType<typeof useLedger>; l: Ledger | undefined } {
	const data = useLedger(), items = data.data?.items
	return { data, l: useMemo(() => items && ledgerOf(items), [items]) }
}

function TreeList({ query, chosen }: { query: URLSearchParams; chosen?: number }) {
	const f = filterOf(query), { data, l } = useLedgerOf()
	const [adding, setAdding] = useState(false), add = () => setAdding(true)
	const empty = l && (isFiltered(f) ? !machinesOf(l, f).length && !f.text : !l.rows.length)
	return (
		<Page title={w.title} actions={<Actions f={f} add={add} />}>
			<div class="row between field"><ViewSwitch view="tree" />{l && <span class="soft num">{fill(w.n_machines, { n: machinesOf(l, f).length })}</span>}</div>
			<Filters f={f} more={false} />
			<Load of={data} rows={8}>{() => (empty ? <Nothing f={f} add={add} /> : l && <Tree l={l} f={f} chosen={chosen} />)}</Load>
			{adding && <AssetForm close={() => setAdding(false)} />}
		</Page>
	)
}

function TableList({ query }: { query: URLSearchParams }) {
	const f = filterOf(query), sort = query.get('sort') ?? 'code', { data, l } = useLedgerOf(), wide = useWide()
	const [ids, setIds] = useState<ReadonlySet<number>>(new Set()), [picking, setPicking] = useState(false)
	const [adding, setAdding] = useState(false), [bulk, setBulk] = useState(false), add = () => setAdding(true)
	const rows = useMemo(() => (l ? sorted(l, machinesOf(l, f), sort) : []), [l, query.toString()])
	const chosen: Chosen | undefined = leads() && (wide || picking) ? { ids, set: (list, on) => setIds((was) => { const now = new Set(was); list.forEach((id) => (on ? now.add(id) : now.delete(id))); return now }) } : undefined
	const picked = l ? [...ids].map((id) => l.byId.get(id)).filter((r) => r !== undefined) : []
	return (
		<Page title={w.title} wide actions={<Actions f={f} add={add} />}>
			<div class="row between wrap field"><ViewSwitch view="table" />
				<span class="row">
					{l && <span class="soft num">{fill(w.n_machines, { n: rows.length })}</span>}
					{leads() && !wide && <Button small aria-pressed={picking} onClick={() => (setPicking(!picking), setIds(new Set()))}>{picking ? c.cancel : w.choose}</Button>}
				</span>
			</div>
			<Filters f={f} more />
			{picked.length > 0 && (
				<div class="notice chosen-bar" role="status"><span class="grow">{fill(w.n_chosen, { n: picked.length })}</span>
					<Button small kind="tint" icon="edit" onClick={() => setBulk(true)}>{w.bulk}</Button>
					<LinkButton small icon="label" href={`/labels?ids=${picked.slice(0, 300).map((r) => r.id).join(',')}`}>{w.labels}</LinkButton>
					<Button small onClick={() => setIds(new Set())}>{w.choose_none}</Button>
				</div>
			)}
			<Load of={data} rows={8}>{() => (!rows.length ? <Nothing f={f} add={add} /> : l && (wide ? <Table l={l} rows={rows} sort={sort} chosen={chosen} /> : <Rows l={l} rows={rows} chosen={chosen} />))}</Load>
			{adding && <AssetForm close={() => setAdding(false)} />}
			{bulk && <BulkSheet rows={picked} close={() => setBulk(false)} done={(left) => setIds(new Set(left))} />}
		</Page>
	)
}

function NothingChosen() {
	const { l } = useLedgerOf(), wide = useWide()
	return wide && l ? <Now l={l} /> : null
}

export default function Machines({ id, tab, query }: ScreenProps) {
	const bind = query.get('bind')
	if (bind && !id) return <BindPage code={bind} />
	if (!id && viewOf(query) === 'table') return <TableList query={query} />
	return <Panes list={<TreeList query={query} chosen={id} />} detail={id ? <MachinePage key={id} id={id} tab={tab} backTo="/machines" /> : undefined} nothing={<NothingChosen />} />
}
