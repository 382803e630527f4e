// A sentence at the bottom that goes away by itself; with `undo`, a way back.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../i18n/common.json'
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
	const [, set] = useState(0)
	useEffect(() => {
		const f = () => set((n) => n + 1)
		listeners.add(f)
		return () => void listeners.delete(f)
	}, [])
	return (
		<div class="toasts" role="status" aria-live="polite">
			{all.map((t) => (
				<div key={t.id} class={`toast ${t.bad ? 'bad' : ''}`}>
					<span class="grow">{t.text}</span>
					{t.undo && <button type="button" onClick={() => (drop(t.id), t.undo!())}>{w.undo}</button>}
				</div>
			))}
		</div>
	)
}
