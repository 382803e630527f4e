// A document opened where one is: a picture, or a PDF in the browser's own viewer. What a phone can't show it can save.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Failed, Skeleton } from '../../ui/Load'
import { contentOf } from '../../ui/Photos'
import { Sheet } from '../../ui/Sheet'

const w = words(words_), c = words(common_)

// The server hands a PDF out as something that may do nothing, not even be shown by the viewer: a copy of the page's own may.
function Pdf({ id, name }: { id: number; name: string }) {
	const [url, setUrl] = useState<string>(), [error, setError] = useState<Error>()
	useEffect(() => {
		let made: string | undefined, over = false
		fetch(contentOf(id), { credentials: 'same-origin' }).then((r) => (r.ok ? r.blob() : Promise.reject(new Error(c.failed)))).then((b) => {
			if (over) return
			made = URL.createObjectURL(new Blob([b], { type: 'application/pdf' }))
			setUrl(made)
		}, (e: Error) => !over && setError(new Error(e.message || c.unreachable)))
		return () => {
			over = true
			if (made) URL.revokeObjectURL(made)
		}
	}, [id])
	if (error) return <Failed error={error} />
	return url ? <iframe class="pdf" src={url} title={name} /> : <Skeleton rows={3} height={120} />
}

export function DocumentSheet({ id, name, type, close }: { id: number; name: string; type: string; close: () => void }) {
	const url = contentOf(id)
	return (
		<Sheet wide title={name} close={close} ends={<><LinkButton href={url} target="_blank" icon="full">{w.open_window}</LinkButton><LinkButton href={url} download={name} icon="download">{w.save_file}</LinkButton></>}>
			{type.startsWith('image/') ? <img class="document" src={url} alt={name} /> : type === 'application/pdf' ? <Pdf id={id} name={name} /> : <p class="card">{w.no_viewer}</p>}
		</Sheet>
	)
}
