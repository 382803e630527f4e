// The sheet that reads a code: live where the browser has a camera for us (HTTPS), by a photo everywhere, or typed.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../i18n/scan.json'
import { get, Refused } from '../lib/api'
import { decodeFrame, decodePhoto } from '../lib/decode'
import { go } from '../lib/router'
import { repairs } from '../lib/session'
import { words } from '../lib/words'
import { Button } from './Button'
import { TextField } from './Field'
import { Icon } from './Icon'
import { Sheet } from './Sheet'

const w = words(words_)
interface Props {
	title?: string
	found?: (code: string, typed: boolean) => void
	close: () => void
}
interface Code {
	code: string
	entity: string | null
	entity_id: number | null
	revoked_at: number | null
}

const hasCamera = () => isSecureContext && !!navigator.mediaDevices?.getUserMedia

// What was read may be our address with /q/CODE, or the code alone.
const codeIn = (text: string) => text.split('/q/').pop()!.split(/[?#]/)[0]!.trim()

async function open(code: string): Promise<string> {
	const c = await get<Code>(`/api/v1/codes/${encodeURIComponent(code)}`)
	if (!c.revoked_at && !c.entity_id && repairs()) return `/machines?bind=${c.code}`
	if (c.revoked_at || !c.entity_id) return `/q/${c.code}`
	return c.entity === 'bin' ? `/parts?bin=${c.entity_id}` : `/machines/${c.entity_id}`
}

function Camera({ found }: { found: (text: string) => void }) {
	const video = useRef<HTMLVideoElement>(null)
	const [failed, setFailed] = useState(false)
	useEffect(() => {
		let stream: MediaStream | undefined, over = false
		async function look() {
			while (!over) {
				const text = video.current?.videoWidth ? await decodeFrame(video.current) : undefined
				if (text && !over) return found(text)
				await new Promise((r) => setTimeout(r, 120))
			}
		}
		navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then((s) => {
			stream = s
			if (over || !video.current) return s.getTracks().forEach((t) => t.stop())
			video.current.srcObject = s
			void video.current.play()
			void look()
		}, () => setFailed(true))
		return () => {
			over = true
			stream?.getTracks().forEach((t) => t.stop())
		}
	}, [])
	if (failed) return <p class="notice warn"><Icon name="camera" />{w.no_camera}</p>
	return <video ref={video} class="finder" muted playsInline aria-label={w.finder} />
}

export default function ScanSheet({ title, found, close }: Props) {
	const [text, setText] = useState('')
	const [error, setError] = useState<string>()
	const [busy, setBusy] = useState(false)
	async function use(read: string | undefined, typed = false) {
		if (!read) return setError(w.nothing_read)
		setBusy(true)
		setError(undefined)
		try {
			const code = codeIn(read)
			if (found) found(code, typed)
			else go(await open(code))
			close()
		} catch (e) {
			// A machine's or part's own number was typed: the search knows it.
			if (e instanceof Refused && e.status < 500) {
				close()
				go(`/search?text=${encodeURIComponent(codeIn(read))}`)
			} else setError((e as Error).message)
		} finally {
			setBusy(false)
		}
	}
	const photo = async (e: { currentTarget: HTMLInputElement }) => {
		const file = e.currentTarget.files?.[0]
		e.currentTarget.value = ''
		if (file) {
			setBusy(true)
			await use(await decodePhoto(file).catch(() => undefined))
			setBusy(false)
		}
	}
	return (
		<Sheet title={title ?? w.title} close={close}>
			{hasCamera() && <Camera found={(t) => void use(t)} />}
			<label class={`btn full ${hasCamera() ? '' : 'main'}`} aria-busy={busy}>
				<Icon name="camera" />{w.photo_of_code}
				<input class="off" type="file" accept="image/*" capture="environment" onChange={photo} disabled={busy} />
			</label>
			<form class="scan-typed" onSubmit={(e) => (e.preventDefault(), void use(text, true))}>
				<TextField label={w.typed} hint={w.typed_hint} value={text} set={setText} autocomplete="off" maxLength={200} data-focus={matchMedia('(pointer: fine)').matches || undefined} />
				<Button type="submit" kind="tint" full busy={busy} disabled={!text.trim()}>{w.open}</Button>
			</form>
			{error && <p class="notice bad" role="alert"><Icon name="warn" />{error}</p>}
		</Sheet>
	)
}
