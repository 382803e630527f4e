// A sentence over the screen that goes away by itself; the next one takes its place, a fault stays beside it.
import { useWatched } from '../lib/watch'

interface Told {
	id: number
	text: string
	bad?: boolean
}
let all: Told[] = []
let next = 0
const listeners = new Set<() => void>()
const onTold = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))
const draw = () => listeners.forEach((f) => f())
const drop = (id: number) => {
	all = all.filter((t) => t.id !== id)
	draw()
}

export function toast(text: string, { bad }: Pick<Told, 'bad'> = {}): void {
	const t = { id: ++next, text, bad }
	all = [...all.filter((x) => x.bad).slice(-1), t]
	draw()
	setTimeout(() => drop(t.id), bad ? 7000 : 3500)
}

export function Toasts() {
	const shown = useWatched(onTold, () => all)
	return (
		<div class="toasts" role="status" aria-live="polite">
			{shown.map((t) => <div key={t.id} class={`toast ${t.bad ? 'bad' : ''}`}>{t.text}</div>)}
		</div>
	)
}
