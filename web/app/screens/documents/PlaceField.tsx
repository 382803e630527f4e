// For which machines a document is: all, one machine or place (found by typing), or a model.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/documents.json'
import common_ from '../../../i18n/common.json'
import { address } from '../../lib/api'
import { useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import type { FindItem, List } from '../../lib/types'
import { words } from '../../lib/words'
import { IconButton } from '../../ui/Button'
import { Chips, Search, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'

const w = words(words_), c = words(common_)
export interface Place {
	kind: 'all' | 'asset' | 'model'
	asset?: { id: number; name: string }
	model: string
}
export const whole = (p: Place) => p.kind === 'all' || (p.kind === 'asset' ? !!p.asset : !!p.model.trim())

function Pick({ choose }: { choose: (a: { id: number; name: string }) => void }) {
	const [text, setText] = useState('')
	const later = useLater(setText, 120)
	const found = useFound<List<FindItem>>(text.trim() ? address('/api/v1/find', { text: text.trim(), limit: 8 }) : null)
	const places = (all: List<FindItem>) => all.items.filter((f) => (f.kind === 'machine' || f.kind === 'asset') && f.id !== null)
	return (
		<>
			<div class="field"><Search label={w.which} value={text} set={later} /></div>
			{text.trim() && <Load of={found} rows={2}>{(all) => <ul class="rows" aria-label={w.which}>{places(all).map((f) => <li key={f.id}><button type="button" class="item" onClick={() => choose({ id: f.id!, name: [f.code, nameOf(f as { name: string })].filter(Boolean).join(' ') })}><span class="grow"><span class="what">{nameOf(f as { name: string })}</span><br /><span class="soft">{[f.code, f.detail].filter(Boolean).join(' · ')}</span></span><Icon name="next" /></button></li>)}</ul>}</Load>}
		</>
	)
}

export function PlaceField({ place, set, error }: { place: Place; set: (p: Place) => void; error?: unknown }) {
	return (
		<>
			<div class="field"><p class="label" aria-hidden="true">{w.for}</p><Chips label={w.for} value={place.kind} set={(kind) => set({ ...place, kind: kind as Place['kind'] })} choices={[{ value: 'all', label: w.for_all }, { value: 'asset', label: w.for_machine }, { value: 'model', label: w.for_model }]} /></div>
			{place.kind === 'model' && <TextField label={w.model} name="model" error={error} value={place.model} set={(model) => set({ ...place, model })} maxLength={80} />}
			{place.kind === 'asset' && (place.asset
				? <p class="row field"><Icon name="machine" /><strong class="grow">{place.asset.name}</strong><IconButton icon="close" label={c.cancel} onClick={() => set({ ...place, asset: undefined })} /></p>
				: <Pick choose={(asset) => set({ ...place, asset })} />)}
		</>
	)
}
