// Is there room for two panes and tables? The same border as in style/ui.css.
import { useEffect, useState } from 'preact/hooks'

const wide = matchMedia('(min-width: 900px)')
export function useWide(): boolean {
	const [yes, set] = useState(wide.matches)
	useEffect(() => {
		const f = () => set(wide.matches)
		wide.addEventListener('change', f)
		return () => wide.removeEventListener('change', f)
	}, [])
	return yes
}
