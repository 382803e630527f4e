// Of a long list of rows that are all as high as each other only those in sight are drawn. The scroller is the nearest
// box around it that scrolls, or the page.
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const MORE = 10 // rows drawn beyond the edges, for fast fingers and the arrow keys
const STEP = 5 // rows that come and go together: not every frame draws

function scrollerOf(e: HTMLElement): HTMLElement | Window {
	for (let x = e.parentElement; x && x !== document.body; x = x.parentElement) {
		const how = getComputedStyle(x).overflowY
		if (how === 'auto' || how === 'scroll') return x
	}
	return window
}

export interface Seen {
	from: number
	to: number
	above: number // px of the rows that are not drawn
	below: number
}

export function useWindow(box: RefObject<HTMLElement | null>, n: number, height: number): Seen {
	const [[from, to], set] = useState<[number, number]>([0, 40])
	useEffect(() => {
		const own = box.current
		if (!own) return
		const scroller = scrollerOf(own)
		let frame = 0
		const look = () => {
			frame = 0
			const top = scroller === window ? 0 : (scroller as HTMLElement).getBoundingClientRect().top
			const tall = scroller === window ? innerHeight : (scroller as HTMLElement).clientHeight
			const gone = top - own.getBoundingClientRect().top
			const a = Math.max(0, Math.floor(gone / height / STEP) * STEP - MORE), b = Math.min(n, Math.ceil((gone + tall) / height / STEP) * STEP + MORE)
			set((was) => (was[0] === a && was[1] === b ? was : [a, Math.max(a, b)]))
		}
		const soon = () => (frame ||= requestAnimationFrame(look))
		look()
		scroller.addEventListener('scroll', soon, { passive: true })
		addEventListener('resize', soon)
		return () => {
			scroller.removeEventListener('scroll', soon)
			removeEventListener('resize', soon)
			cancelAnimationFrame(frame)
		}
	}, [n, height])
	const a = Math.min(from, n), b = Math.min(to, n)
	return { from: a, to: b, above: a * height, below: (n - b) * height }
}
