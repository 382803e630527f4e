// The documents that were read for a machine: its own, its places' and its model's; and a new one for it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/documents.json'
import { useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { leads } from '../../lib/session'
import type { AssetView, List, Manual } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { AddSheet } from './AddSheet'
import { manualsUrl, placeOf, touchesManuals } from './manual'

const w = words(words_)

export function DocumentsOf({ a }: { a: AssetView }) {
	const all = useData<List<Manual>>(manualsUrl({ machine: a.id }), touchesManuals), [adding, setAdding] = useState(false)
	const items = all.data?.items ?? []
	if (!items.length && !leads()) return null
	return (
		<>
			<h2 class="section"><span>{w.of_machine}</span>{leads() && <Button small kind="plain" icon="upload" onClick={() => setAdding(true)}>{w.add}</Button>}</h2>
			{items.length > 0 && <ul class="rows" aria-label={w.list}>{items.map((m) => <li key={m.id}><a class="item" href={`/documents/${m.id}`}><Icon name="file" /><span class="grow"><span class="what lines-2">{m.title}</span><span class="soft">{[placeOf(m), wordOf(w, 'format', m.format), fill(w.sections, { n: m.sections })].join(' · ')}</span></span><Icon name="next" /></a></li>)}</ul>}
			{adding && <AddSheet asset={{ id: a.id, name: [a.code, nameOf(a)].filter(Boolean).join(' ') }} close={() => setAdding(false)} />}
		</>
	)
}
