// Photos as small pictures; a tap shows one large. And the two buttons to add some: take one, or choose from the album.
import { useState } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import type { Document } from '../lib/types'
import { shrink } from '../lib/photo'
import { words } from '../lib/words'
import { Icon } from './Icon'
import { Sheet } from './Sheet'

const w = words(words_)
export const contentOf = (id: number) => `/api/v1/documents/${id}/content`
export const isPicture = (d: Document) => d.type.startsWith('image/')

export function Photos({ of }: { of: readonly Document[] }) {
	const [open, show] = useState<Document | null>(null)
	const all = of.filter(isPicture)
	if (!all.length) return null
	return (
		<div class="photos">
			{all.map((d) => (
				<button key={d.id} type="button" onClick={() => show(d)} aria-label={`${w.photo} ${d.name ?? ''}`}>
					<img class="photo" src={contentOf(d.id)} alt="" loading="lazy" />
				</button>
			))}
			{open && <Sheet wide title={open.name || w.photo} close={() => show(null)}><img src={contentOf(open.id)} alt={open.name || w.photo} /></Sheet>}
		</div>
	)
}

export function AddPhotos({ add }: { add: (photo: Blob) => void }) {
	const chosen = async (e: { currentTarget: HTMLInputElement }) => {
		const files = [...(e.currentTarget.files ?? [])]
		e.currentTarget.value = ''
		for (const f of files) add(await shrink(f))
	}
	return (
		<div class="two">
			<label class="btn"><Icon name="camera" />{w.take_photo}<input class="off" type="file" accept="image/*" capture="environment" onChange={chosen} /></label>
			<label class="btn"><Icon name="photo" />{w.from_album}<input class="off" type="file" accept="image/jpeg,image/png,image/webp" multiple onChange={chosen} /></label>
		</div>
	)
}
