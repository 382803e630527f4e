// A scanned bin: what lies in it and for whom. One tap on a ticket, a number, done.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/parts.json'
import { get } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { quantity } from '../../lib/format'
import { machineOf, nameOf, partOf } from '../../lib/names'
import type { BinContents, BinPart, PartDetail, Reservation } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Icon } from '../../ui/Icon'
import { MoveSheet, type Move } from './MoveSheet'
import { PartPage } from './PartPage'

const w = words(words_)

function Kept({ r, take }: { r: Reservation; take: () => void }) {
	return (
		<li><button type="button" class="item" onClick={take}>
			<span class="grow"><span class="what lines-2">{machineOf(r)}</span><span class="soft lines-2">#{r.ticket_id} {r.symptom} · {partOf(r)}</span></span>
			<strong class="num">{quantity(r.qty, r.unit)}</strong><Icon name="next" />
		</button></li>
	)
}

function Lies({ p, bin }: { p: BinPart; bin: number }) {
	return (
		<li><a class="item" href={`/parts/${p.part_id}?bin=${bin}`}>
			<span class="grow"><span class="what lines-2">{nameOf(p)}</span><span class="soft lines-2">{[p.code, p.spec].filter(Boolean).join(' · ')}</span></span>
			<span class="part-qty"><strong class="num">{quantity(p.qty, p.unit)}</strong>{p.reserved > 0 && <span class="soft">{fill(w.free, { qty: quantity(p.available, p.unit) })}</span>}</span>
		</a></li>
	)
}

export function InBin({ bin }: { bin: number }) {
	const all = useData<BinContents>(`/api/v1/bins/${bin}/contents`, touches('part', 'ticket'))
	const [chosen, setChosen] = useState<{ part: PartDetail; move: Move }>()
	const take = (r: Reservation) => void get<PartDetail>(`/api/v1/parts/${r.part_id}`).then((part) => setChosen({ part, move: { kind: 'issue', to: r } }))
	const [only] = all.data?.parts ?? []
	const kept = all.data?.reservations ?? []
	const waiting = kept.length > 0 && (
		<><h2 class="section">{w.waiting_here}</h2><ul class="rows" aria-label={w.waiting_here}>{kept.map((r) => <Kept key={r.id} r={r} take={() => take(r)} />)}</ul></>
	)
	const sheet = chosen && <MoveSheet part={chosen.part} move={chosen.move} bin={bin} close={() => setChosen(undefined)} />
	// One part alone is shown at once: its storekeeper stands in front of it.
	if (only && all.data?.parts.length === 1) return <PartPage id={only.part_id} bin={bin} backTo="/parts" first={<>{waiting}{sheet}</>} />
	return (
		<Page title={all.data ? fill(w.in_bin, { code: all.data.code }) : w.bin} backTo="/parts" narrow>
			<Load of={all}>
				{({ parts, store, name }) => (
					<>
						{(store || name) && <p class="soft field">{[store, name].filter(Boolean).join(' · ')}</p>}
						{waiting}
						{parts.length ? <ul class="rows">{parts.map((p) => <Lies key={p.part_id} p={p} bin={bin} />)}</ul> : <Empty icon="part" title={w.bin_empty} hint={w.bin_empty_hint} />}
					</>
				)}
			</Load>
			{sheet}
		</Page>
	)
}
