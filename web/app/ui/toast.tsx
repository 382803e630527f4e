// A sentence at the bottom that goes away by itself; with `undo`, a way back.
import words_ from '../../i18n/common.json'
import { useWatched } from '../lib/watch'
import { words } from '../lib/words'

const w = words(words_)
interface Told {
	id: number
	text: string
	bad?: boolean
	undo?: () => void
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

export function toast(text: string, { bad, undo }: Pick<Told, 'bad' | 'undo'> = {}): void {
	const t = { id: ++next, text, bad, undo }
	all = [...all.slice(-2), t]
	draw()
	setTimeout(() => drop(t.id), undo || bad ? 7000 : 3500)
}

export function Toasts() {
	const shown = useWatched(onTold, () => all)
	return (
		<div class="toasts" role="status" aria-live="polite">
			{shown.map((t) => (
				<div key={t.id} class={`toast ${t.bad ? 'bad' : ''}`}>
					<span class="grow">{t.text}</span>
					{t.undo && <button type="button" onClick={() => (drop(t.id), t.undo!())}>{w.undo}</button>}
				</div>
			))}
		</div>
	)
}
