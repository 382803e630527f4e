// A sheet that rises over the screen (a dialog in the middle of a wide one). Escape and the shade close it; the focus
// stays inside and goes back to where it was.
import type { ComponentChildren } from 'preact'
import { createPortal } from 'preact/compat'
import { useLayoutEffect, useRef } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { words } from '../lib/words'
import { IconButton } from './Button'

const w = words(words_)
const CAN_FOCUS = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]'
let count = 0

interface Props {
	title: string
	close: () => void
	ends?: ComponentChildren // buttons at the bottom
	wide?: boolean
	children: ComponentChildren
}

function trap(e: KeyboardEvent, box: HTMLElement, close: () => void): void {
	if (e.key === 'Escape') {
		e.stopPropagation()
		close()
	}
	if (e.key !== 'Tab') return
	const all = [...box.querySelectorAll<HTMLElement>(CAN_FOCUS)].filter((x) => x.offsetParent !== null)
	const first = all[0], last = all[all.length - 1]
	if (!first || !last) return
	if (e.shiftKey && (document.activeElement === first || document.activeElement === box)) {
		e.preventDefault()
		last.focus()
	} else if (!e.shiftKey && document.activeElement === last) {
		e.preventDefault()
		first.focus()
	}
}

export function Sheet({ title, close, ends, wide, children }: Props) {
	const box = useRef<HTMLDivElement>(null)
	const id = useRef(`sheet-${++count}`)
	// Before anything can be typed: a scanner types faster than a frame.
	useLayoutEffect(() => {
		const before = document.activeElement as HTMLElement | null
		const wanted = box.current?.querySelector<HTMLElement>('[data-focus]') ?? box.current
		wanted?.focus()
		document.documentElement.style.overflow = 'hidden'
		return () => {
			if (!document.querySelector('.shade')) document.documentElement.style.overflow = ''
			before?.focus?.()
		}
	}, [])
	return createPortal(
		<div class="shade" onMouseDown={(e) => e.target === e.currentTarget && close()}>
			<div ref={box} class={`sheet ${wide ? 'wide' : ''}`} role="dialog" aria-modal="true" aria-labelledby={id.current} tabIndex={-1}
				onKeyDown={(e) => box.current && trap(e, box.current, close)}>
				<header>
					<h2 id={id.current}>{title}</h2>
					<IconButton icon="close" label={w.close} onClick={close} />
				</header>
				{children}
				{ends && <div class="ends">{ends}</div>}
			</div>
		</div>,
		document.body,
	)
}
