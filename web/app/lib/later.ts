// Calls f when nothing came for a while: what is typed into a search is not asked for letter by letter.
import { useEffect, useRef } from 'preact/hooks'

export function useLater<T>(f: (value: T) => void, ms: number): (value: T) => void {
	const timer = useRef(0), latest = useRef(f)
	latest.current = f
	useEffect(() => () => clearTimeout(timer.current), [])
	return (value) => {
		clearTimeout(timer.current)
		timer.current = window.setTimeout(() => latest.current(value), ms)
	}
}
