// Scan or type a code, from anywhere. What it opens is the server's word; who asked for a code (a part, a bin) gets it
// instead. The reading itself is loaded when it is first used.
import { lazy, Suspense } from 'preact/compat'
import { useEffect, useState } from 'preact/hooks'

type Scanned = (code: string, typed: boolean) => void
interface Wanted {
	title?: string
	found?: Scanned // none: the code's page is opened
}
let show: ((w: Wanted | null) => void) | undefined
export const openScanner = (wanted: Wanted = {}): void => show?.(wanted)

const ScanSheet = lazy(() => import('./ScanSheet'))

export function ScannerHost() {
	const [wanted, set] = useState<Wanted | null>(null)
	useEffect(() => {
		show = set
		return () => {
			show = undefined
		}
	}, [])
	if (!wanted) return null
	return <Suspense fallback={null}><ScanSheet title={wanted.title} found={wanted.found} close={() => set(null)} /></Suspense>
}
