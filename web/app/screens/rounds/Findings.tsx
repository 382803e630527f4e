// What rounds found on a machine, the newest first: the value, the photo, and the ticket that came of it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { touches, useData } from '../../lib/data'
import { quantity, time } from '../../lib/format'
import { nameOf } from '../../lib/names'
import type { List, RoundFinding } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { contentOf } from '../../ui/Photos'

const w = words(words_)
const FEW = 3
const saidOf = (f: RoundFinding) => (f.value != null ? quantity(f.value, f.unit) : f.text ? wordOf(w, 'answer', f.text) : '')

export function FindingsOf({ machine }: { machine: number }) {
	const found = useData<List<RoundFinding>>(`/api/v1/assets/${machine}/findings`, touches('round')), [all, show] = useState(false)
	const items = found.data?.items ?? []
	if (!items.length) return null
	return (
		<>
			<h2 class="section">{w.findings}</h2>
			<ul class="rows" aria-label={w.findings}>
				{items.slice(0, all ? undefined : FEW).map((f) => (
					<li key={`${f.round_id}-${f.item_id}`}><a class="item" href={`/rounds/${f.round_id}`}>
						<span class="edge bad" />
						{f.photo_id != null && <img class="photo finding-photo" src={contentOf(f.photo_id)} alt={w.photo} loading="lazy" />}
						<span class="grow">
							<span class="what lines-2">{nameOf({ name: f.item, name_en: f.item_en })}{saidOf(f) && ` · ${saidOf(f)}`}</span>
							{f.note && <span class="lines-2">{f.note}</span>}
							<span class="soft">{[time(f.time), f.by, f.ticket_id != null && fill(w.led_to, { id: f.ticket_id })].filter(Boolean).join(' · ')}</span>
						</span>
						<Icon name="next" />
					</a></li>
				))}
			</ul>
			{items.length > FEW && !all && <Button full kind="plain" onClick={() => show(true)}>{fill(w.findings_all, { n: items.length })}</Button>}
		</>
	)
}
