// Which machines: a place with all that stands in it, or one by one.
import { useEffect, useMemo, useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import { call } from '../../lib/api'
import { nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { leads } from '../../lib/session'
import type { LedgerRow } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { toast } from '../../ui/toast'
import { forgetAssets } from '../machine/asset'
import { ledgerOf, machinesOf, placeOf, sorted, useLedger, type Ledger } from '../machine/ledger'
import { PlaceButton } from '../reports/Place'

const w = words(words_)
const MOST = 100 // rows shown; what is typed finds the others

function WithoutCode({ rows }: { rows: readonly LedgerRow[] }) {
	const [at, setAt] = useState<number>()
	async function make() {
		try {
			for (let i = 0; i < rows.length; i++) {
				setAt(i)
				await call('POST', `/api/v1/assets/${rows[i]!.id}/code`)
			}
		} catch (e) {
			toast((e as Error).message, { bad: true })
		}
		setAt(undefined)
		forgetAssets()
	}
	if (!rows.length) return null
	return (
		<p class="notice warn"><Icon name="label" /><span class="grow">{fill(w.without_code, { n: rows.length })}</span>
			{leads() && <Button small busy={at !== undefined} onClick={() => void make()}>{at === undefined ? w.make_codes : fill(w.at, { a: at + 1, b: rows.length })}</Button>}</p>
	)
}

function Pick({ l, all, ids, set }: { l: Ledger; all: readonly LedgerRow[]; ids: ReadonlySet<number>; set: (ids: ReadonlySet<number>) => void }) {
	const [text, setText] = useState('')
	const found = text ? machinesOf(l, { text, state: '', criticality: '', under: undefined, open: false }) : all
	const toggle = (id: number) => { const now = new Set(ids); now.delete(id) || now.add(id); set(now) }
	return (
		<>
			<div class="row field"><Search label={w.search} value={text} set={setText} /></div>
			<div class="row between wrap field"><span class="soft" role="status">{fill(w.n_chosen, { n: ids.size })}</span><span class="row">
				<Button small onClick={() => set(new Set([...ids, ...found.map((r) => r.id)]))}>{fill(w.choose_found, { n: found.length })}</Button>
				{ids.size > 0 && <Button small onClick={() => set(new Set())}>{w.choose_none}</Button>}</span></div>
			{found.length ? (
				<ul class="rows pick-list" aria-label={w.what_machines}>{found.slice(0, MOST).map((r) => <li key={r.id}><label class="item"><input type="checkbox" class="pick" checked={ids.has(r.id)} onChange={() => toggle(r.id)} /><span class="grow"><span class="what lines-2">{nameOf(r)}</span><span class="soft">{[r.code, placeOf(l, r)].filter(Boolean).join(' · ')}</span></span></label></li>)}</ul>
			) : <Empty icon="search" title={w.none_found} hint={w.none_found_hint} />}
			{found.length > MOST && <p class="soft field">{fill(w.more_found, { n: found.length - MOST })}</p>}
		</>
	)
}

export function MachineLabels({ query, found }: { query: URLSearchParams; found: (codes: readonly string[]) => void }) {
	const ledger = useLedger(), items = ledger.data?.items, l = useMemo(() => items && ledgerOf(items), [items])
	const given = query.get('ids'), scope = query.get('scope') ?? (given ? 'pick' : 'place'), under = Number(query.get('under')) || undefined
	const [ids, setIds] = useState<ReadonlySet<number>>(new Set((given ?? '').split(',').map(Number).filter(Boolean)))
	const all = useMemo(() => (l ? sorted(l, machinesOf(l, { text: '', state: '', criticality: '', under: scope === 'place' ? under : undefined, open: false }), 'code') : []), [l, scope, under])
	const chosen = useMemo(() => (scope === 'place' ? all : all.filter((r) => ids.has(r.id))), [all, ids, scope])
	useEffect(() => found(chosen.map((r) => r.qr).filter((q) => q !== null)), [chosen])
	return (
		<Load of={ledger}>
			{() => l && (
				<>
					<div class="field"><Chips label={w.scope} value={scope} set={(v) => setQuery({ scope: v })} choices={[{ value: 'place', label: w.scope_place }, { value: 'pick', label: w.scope_pick }]} /></div>
					{scope === 'place' ? <div class="row wrap field"><PlaceButton under={under} choose={(id) => setQuery({ under: id ? String(id) : null })} /><span class="soft" role="status">{fill(w.n_chosen, { n: chosen.length })}</span></div>
						: <Pick l={l} all={all} ids={ids} set={setIds} />}
					{scope === 'place' && <ul class="rows wide-only" aria-label={w.what_machines}>{chosen.slice(0, MOST).map((r) => <li key={r.id} class="item"><span class="grow">{nameOf(r)}</span><span class="soft">{[r.code, placeOf(l, r)].filter(Boolean).join(' · ')}</span></li>)}</ul>}
					{scope === 'place' && chosen.length > MOST && <p class="soft field wide-only">{fill(w.and_more, { n: chosen.length - MOST })}</p>}
					<WithoutCode rows={chosen.filter((r) => !r.qr)} />
				</>
			)}
		</Load>
	)
}
