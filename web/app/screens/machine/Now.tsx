// Beside the tree, until a machine is chosen: how many run, and which stand.
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { count } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { setQuery } from '../../lib/router'
import { fill, wordOf, words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Criticality, MachineState } from '../../ui/Tag'
import { placeOf, type Ledger } from './ledger'

const w = words(words_), c = words(common_)
const STATES = ['stopped', 'degraded', 'running', 'idle'], MOST = 50

export function Now({ l }: { l: Ledger }) {
	const machines = l.rows.filter((r) => r.kind === 'machine'), of = (s: string) => machines.filter((r) => r.state === s)
	const bad = [...of('stopped'), ...of('degraded')].sort((a, b) => Number(b.state === 'stopped') - Number(a.state === 'stopped') || (a.criticality ?? 'Z').localeCompare(b.criticality ?? 'Z'))
	if (!machines.length) return null
	return (
		<Page title={w.now}>
			<div class="tile-grid">{STATES.map((s) => <button key={s} type="button" class="tile" onClick={() => setQuery({ state: s })}><MachineState state={s} /><span class="figure">{count(of(s).length)}</span><span class="soft">{wordOf(w, 'means', s)}</span></button>)}</div>
			<h2 class="section">{w.not_well}</h2>
			{bad.length ? (
				<ul class="rows" aria-label={w.not_well}>{bad.slice(0, MOST).map((r) => <li key={r.id}><a class="item" href={`/machines/${r.id}`}><span class={`edge ${r.state === 'stopped' ? 'bad' : 'warn'}`} /><span class="grow"><span class="what lines-2">{nameOf(r)}</span><span class="soft">{[r.code, placeOf(l, r), r.open_tickets ? fill(w.n_tickets, { n: r.open_tickets }) : ''].filter(Boolean).join(' · ')}</span></span><Criticality of={r.criticality} /><MachineState state={r.state} /><Icon name="next" /></a></li>)}</ul>
			) : <Empty icon="run" title={fill(w.all_well, { state: wordOf(c, 'machine', 'running') })} hint={w.choose_machine_hint} />}
		</Page>
	)
}
