// A file becomes a document: chosen, read by the server and shown as it was understood, then put to its machines.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/documents.json'
import common_ from '../../../i18n/common.json'
import { address, call } from '../../lib/api'
import { useAct } from '../../lib/act'
import { remember } from '../../lib/data'
import { go } from '../../lib/router'
import type { ManualPreview, ManualView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { forgetManuals, manualUrl, lookOf } from './manual'
import { PlaceField, whole, type Place } from './PlaceField'

const w = words(words_), c = words(common_)
const MOST = 4 * 1024 * 1024, SHOWN = 12

// Our own media type says nothing of what is in it: the server looks.
const typeOf = (name: string) => (/\.x?html?$/i.test(name) ? 'text/html' : /\.(xml|dita)$/i.test(name) ? 'application/xml' : 'text/plain')

function Seen({ p }: { p: ManualPreview }) {
	return (
		<section class="field" aria-label={w.read_as}>
			<p class="row wrap"><strong class="grow">{p.title}</strong><span class="soft">{[wordOf(w, 'format', p.format), p.encoding, fill(w.sections, { n: p.sections })].join(' · ')}</span></p>
			{p.faulty_line != null && <p class="notice warn"><Icon name="warn" />{fill(w.faulty, { n: p.faulty_line })}</p>}
			{p.cut && <p class="notice warn"><Icon name="warn" />{fill(w.cut, { n: p.sections })}</p>}
			<ul class="rows seen">{p.parts.slice(0, SHOWN).map((s) => <li key={s.n} class="item"><span class="grow"><span class="what cut">{s.title}</span><span class="soft lines-2">{s.text}</span></span><Tag {...lookOf(s.kind)} text={wordOf(w, 'kind', s.kind)} /></li>)}</ul>
			{p.sections > SHOWN && <p class="soft">{fill(w.more_sections, { n: p.sections - SHOWN })}</p>}
		</section>
	)
}

export function AddSheet({ asset, close }: { asset?: { id: number; name: string }; close: () => void }) {
	const [file, setFile] = useState<File>(), [seen, setSeen] = useState<ManualPreview>(), [fault, setFault] = useState<unknown>(), [reading, setReading] = useState(false)
	const [place, setPlace] = useState<Place>({ kind: asset ? 'asset' : 'all', asset, model: '' })
	const act = useAct()
	async function chosen(e: { currentTarget: HTMLInputElement }) {
		const next = e.currentTarget.files?.[0]
		e.currentTarget.value = ''
		if (!next) return
		setFile(next)
		setSeen(undefined)
		setFault(undefined)
		if (next.size > MOST) return setFault(new Error(w.too_large))
		setReading(true)
		try {
			setSeen(await call<ManualPreview>('POST', address('/api/v1/manuals/preview', { name: next.name.slice(0, 200) }), { body: next, type: typeOf(next.name), seconds: 60 }))
		} catch (err) {
			setFault(err)
		}
		setReading(false)
	}
	async function send() {
		const query = { name: file!.name.slice(0, 200), asset: place.kind === 'asset' ? place.asset?.id : undefined, model: place.kind === 'model' ? place.model.trim() : undefined }
		await act.now<ManualView>('POST', address('/api/v1/manuals', query), { body: file!, type: typeOf(file!.name), seconds: 120 }, (m) => {
			forgetManuals()
			remember(manualUrl(m.id), m)
			toast(m.edition > 1 ? w.replaced : Date.now() - m.updated_at > 60_000 ? w.same : w.imported)
			close()
			go(`/documents/${m.id}`)
		})
	}
	return (
		<Sheet wide title={w.add} close={close} ends={<><Button onClick={close}>{c.cancel}</Button><Button kind="main" busy={act.busy} disabled={!seen || !whole(place)} onClick={() => void send()}>{w.import}</Button></>}>
			<Complaint error={fault ?? act.error} />
			<div class="field">
				<label class={`btn full ${seen ? '' : 'tint'}`} aria-busy={reading || undefined}><Icon name="upload" /><span class="cut">{reading ? w.reading : file?.name ?? w.choose}</span><input class="off" type="file" accept=".html,.htm,.xhtml,.xml,.dita,.md,.markdown,.txt,text/html,text/plain,text/markdown,application/xml" onChange={(e) => void chosen(e)} disabled={reading} /></label>
				<p class="hint">{w.choose_hint}</p>
			</div>
			{seen && <Seen p={seen} />}
			{seen && <PlaceField place={place} set={setPlace} error={act.error} />}
		</Sheet>
	)
}
