// A blank code was scanned: to which machine does it belong?
import { useMemo, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { forget, useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import { repairs } from '../../lib/session'
import type { CodeView, LedgerRow } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { assetUrl, forgetAssets } from './asset'
import { ledgerOf, machinesOf, placeOf, useLedger } from './ledger'

const w = words(words_), c = words(common_)
const MOST = 100

function Choose({ code }: { code: string }) {
	const ledger = useLedger(), items = ledger.data?.items, l = useMemo(() => items && ledgerOf(items), [items])
	const [text, setText] = useState(''), [chosen, setChosen] = useState<LedgerRow>()
	const act = useAct()
	// Those that have no code yet come first.
	const found = l ? machinesOf(l, { text, state: '', criticality: '', under: undefined, open: false }).sort((a, b) => Number(!!a.qr) - Number(!!b.qr)).slice(0, MOST) : []
	async function bind(r: LedgerRow) {
		const ok = await act.run<CodeView>({ method: 'PUT', url: `/api/v1/codes/${code}`, json: { entity: 'asset', entity_id: r.id }, title: `${w.bind} · ${nameOf(r)}` }, () => {
			forgetAssets()
			forget('/api/v1/codes', assetUrl(r.id))
			toast(fill(w.bound, { name: nameOf(r) }))
		})
		if (ok) go(`/machines/${r.id}/about`, { replace: true })
	}
	return (
		<>
			<p class="notice"><Icon name="label" /><span>{fill(w.bind_hint, { code })}</span></p>
			<div class="row field"><Search label={w.search} value={text} set={setText} autofocus /></div>
			<Load of={ledger}>
				{() => found.length && l ? (
					<ul class="rows" aria-label={w.title}>{found.map((r) => <li key={r.id}><button type="button" class="item" onClick={() => setChosen(r)}><span class="grow"><span class="what lines-2">{nameOf(r)}</span><span class="soft">{[r.code, placeOf(l, r)].filter(Boolean).join(' · ')}</span></span>{r.qr && <span class="soft">{w.has_code}</span>}<Icon name="next" /></button></li>)}</ul>
				) : <Empty icon="search" title={w.none_found} hint={w.none_found_hint} />}
			</Load>
			{chosen && (
				<Sheet title={w.bind} close={() => setChosen(undefined)} ends={<><Button onClick={() => setChosen(undefined)}>{c.cancel}</Button><Button kind="main" busy={act.busy} onClick={() => void bind(chosen)}>{w.bind}</Button></>}>
					<p class="field"><strong>{nameOf(chosen)}</strong> <span class="soft">{chosen.code}</span></p>
					<p class="field">{chosen.qr ? fill(w.bind_second, { code }) : fill(w.bind_first, { code })}</p>
				</Sheet>
			)}
		</>
	)
}

export function BindPage({ code }: { code: string }) {
	const own = useData<CodeView>(`/api/v1/codes/${encodeURIComponent(code)}`)
	return (
		<Page title={w.bind} backTo="/machines" narrow>
			<Load of={own}>
				{(q) => q.revoked_at ? <Empty icon="close" title={fill(w.code_is_revoked, { code: q.code })} />
					: q.entity_id ? <Empty icon="check" title={fill(w.code_is_bound, { code: q.code, name: q.name ?? '' })}><LinkButton href={q.entity === 'bin' ? `/parts?bin=${q.entity_id}` : `/machines/${q.entity_id}`}>{w.open_it}</LinkButton></Empty>
					: !repairs() ? <Empty icon="label" title={w.bind_not_yours} hint={w.bind_not_yours_hint} />
					: <Choose code={q.code} />}
			</Load>
		</Page>
	)
}
