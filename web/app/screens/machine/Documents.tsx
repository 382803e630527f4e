// Photos, manuals, drawings: opened in place, added from the phone or the PC.
import { useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { newKey } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { quantity, time } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { shrink } from '../../lib/photo'
import { leads, me, repairs } from '../../lib/session'
import type { AssetView, Document, List } from '../../lib/types'
import { fill, lang, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Select } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { AddPhotos, contentOf, isPicture } from '../../ui/Photos'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { assetUrl } from './asset'
import { DocumentSheet } from './DocumentSheet'
import { DocumentsOf } from '../documents/OfMachine'

const w = words(words_), c = words(common_)
const KINDS = ['manual', 'drawing', 'photo', 'other'] as const
const MOST = 40 * 1024 * 1024
const sizeText = (bytes: number) => (bytes < 1024 * 1024 ? quantity(Math.max(1, Math.round(bytes / 1024)), 'KB') : quantity(Math.round(bytes / 104857.6) / 10, 'MB'))

interface Going {
	file: File
	kind: string
	key: string // the same when it is tried again: it is one document
	sent: number
	fault?: string
}

// A manual is too long to lie in the outbox: it is sent while one looks, and can be stopped and tried again.
function useUpload(url: string, done: () => void) {
	const [going, set] = useState<Going>()
	const request = useRef<XMLHttpRequest | undefined>(undefined)
	function start(g: Going) {
		set({ ...g, sent: 0, fault: undefined })
		const x = (request.current = new XMLHttpRequest())
		x.open('PUT', `${url}/${g.key}?kind=${g.kind}&name=${encodeURIComponent(g.file.name.slice(0, 120))}`)
		x.setRequestHeader('Content-Type', g.file.type || 'application/octet-stream')
		x.setRequestHeader('Accept-Language', lang)
		x.upload.onprogress = (e) => set((now) => now && { ...now, sent: e.loaded })
		x.onerror = () => set((now) => now && { ...now, fault: c.unreachable })
		x.onload = () => {
			if (x.status >= 200 && x.status < 300) {
				set(undefined)
				toast(w.saved)
				return done()
			}
			let fault = c.failed
			try {
				const e = JSON.parse(x.responseText) as { detail?: string; fields?: { detail: string }[] }
				fault = e.fields?.[0]?.detail ?? e.detail ?? fault
			} catch (e) {
				// a proxy's page
			}
			set((now) => now && { ...now, fault })
		}
		x.send(g.file)
	}
	return { going, start, stop: () => (request.current?.abort(), set(undefined)), fail: (g: Going, fault: string) => set({ ...g, fault }) }
}

function Upload({ a, done }: { a: AssetView; done: () => void }) {
	const [kind, setKind] = useState<string>('manual')
	const up = useUpload(`${assetUrl(a.id)}/documents`, done)
	const act = useAct()
	const photo = (blob: Blob) => void act.run({ method: 'PUT', url: `${assetUrl(a.id)}/documents/${newKey()}?kind=photo`, blob, type: blob.type || 'image/jpeg', title: `${w.photo} · ${nameOf(a)}` }, done)
	const chosen = async (e: { currentTarget: HTMLInputElement }) => {
		const file = e.currentTarget.files?.[0]
		e.currentTarget.value = ''
		if (!file) return
		const small = await shrink(file), g = { file: small === file ? file : new File([small], file.name, { type: small.type }), kind, key: newKey(), sent: 0 }
		g.file.size > MOST ? up.fail(g, fill(w.too_large, { size: sizeText(MOST) })) : up.start(g)
	}
	const g = up.going
	return (
		<section class="card stack no-print">
			<AddPhotos add={photo} />
			{leads() && <div class="upload-row">
				<Select label={w.doc_kind} value={kind} set={setKind} choices={KINDS.map((k) => ({ value: k, label: wordOf(w, 'doc', k) }))} />
				<label class="btn tint"><Icon name="upload" />{w.upload}<input class="off" type="file" accept="application/pdf,image/jpeg,image/png,image/webp" onChange={(e) => void chosen(e)} disabled={!!g && !g.fault} /></label>
			</div>}
			{g && (
				<div role="status">
					<p class="row"><span class="grow cut">{g.file.name}</span><span class="soft num">{g.fault ? '' : fill(w.sent_of, { a: sizeText(g.sent), b: sizeText(g.file.size) })}</span></p>
					{!g.fault && <progress class="bar" max={g.file.size} value={g.sent} aria-label={g.file.name} />}
					{g.fault && <p class="complaint" role="alert">{g.fault}</p>}
					<div class="row">{g.fault && g.file.size <= MOST && <Button small onClick={() => up.start(g)}>{c.retry}</Button>}<Button small onClick={up.stop}>{c.cancel}</Button></div>
				</div>
			)}
		</section>
	)
}

function Removal({ d, close, done }: { d: Document; close: () => void; done: () => void }) {
	const act = useAct()
	const remove = async () => (await act.now('DELETE', `/api/v1/documents/${d.id}`, {}, done)) && close()
	return <Sheet title={w.remove_document} close={close} ends={<><Button onClick={close}>{c.cancel}</Button><Button kind="bad" busy={act.busy} onClick={() => void remove()}>{w.remove}</Button></>}><p class="field">{d.name}</p></Sheet>
}

const label = (d: Document) => d.name || wordOf(w, 'doc', d.kind)
export function Documents({ a }: { a: AssetView }) {
	const url = `${assetUrl(a.id)}/documents`
	const docs = useData<List<Document>>(url, touches('asset', 'document'))
	const [open, setOpen] = useState<Document>(), [removing, setRemoving] = useState<Document>()
	const again = () => (docs.reload(), forget(url))
	const mayRemove = (d: Document) => leads() || d.account_id === me()?.id
	return (
		<>
			<DocumentsOf a={a} />
			<Load of={docs}>
				{({ items }) => {
					const pictures = items.filter(isPicture), files = items.filter((d) => !isPicture(d))
					if (!items.length) return <Empty icon="file" title={w.documents_none} hint={leads() ? w.documents_none_hint : repairs() ? w.photos_none_hint : undefined} />
					return (
						<>
							{pictures.length > 0 && <ul class="card photo-grid" aria-label={wordOf(w, 'doc', 'photo')}>{pictures.map((d) => <li key={d.id}><button type="button" aria-label={label(d)} onClick={() => setOpen(d)}><img src={contentOf(d.id)} alt="" loading="lazy" /></button><span class="row"><span class="soft grow">{time(d.time)}</span>{mayRemove(d) && <IconButton icon="trash" label={`${w.remove} ${label(d)}`} onClick={() => setRemoving(d)} />}</span></li>)}</ul>}
							{files.length > 0 && (
								<ul class="rows" aria-label={w.tab_documents}>{files.map((d) => (
									<li key={d.id} class="row file-row">
										<button type="button" class="item" onClick={() => setOpen(d)}><Icon name="file" /><span class="grow"><span class="what lines-2">{label(d)}</span><span class="soft">{[wordOf(w, 'doc', d.kind), sizeText(d.size), time(d.time), d.account_name].filter(Boolean).join(' · ')}</span></span><Icon name="next" /></button>
										{mayRemove(d) && <IconButton icon="trash" label={`${w.remove} ${label(d)}`} onClick={() => setRemoving(d)} />}
									</li>))}
								</ul>
							)}
						</>
					)
				}}
			</Load>
			{repairs() && <Upload a={a} done={again} />}
			{open && <DocumentSheet id={open.id} name={label(open)} type={open.type} close={() => setOpen(undefined)} />}
			{removing && <Removal d={removing} close={() => setRemoving(undefined)} done={again} />}
		</>
	)
}
