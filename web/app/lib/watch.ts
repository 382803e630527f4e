// What a module knows, drawn again whenever it changes. An effect runs a moment after the first drawing, and what changed
// in that moment is seen too: `read` answers the same value (===) as long as nothing changed.
import { useEffect, useState } from 'preact/hooks'

export function useWatched<T>(on: (f: () => void) => () => void, read: () => T): T {
	const [seen, see] = useState(read)
	useEffect(() => {
		const look = () => see(read)
		const off = on(look)
		look()
		return off
	}, [])
	return seen
}
