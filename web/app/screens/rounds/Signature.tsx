// A name drawn with a finger: a picture, dark on white in both schemes, for paper.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'

const w = words(words_)
const W = 600, H = 220

export function Signature({ set }: { set: (picture: Blob | null) => void }) {
	const canvas = useRef<HTMLCanvasElement>(null), last = useRef<[number, number] | null>(null), [drawn, setDrawn] = useState(false)
	function clear() {
		const c = canvas.current!.getContext('2d')!
		c.fillStyle = '#fff'
		c.fillRect(0, 0, W, H)
		setDrawn(false)
		set(null)
	}
	useEffect(clear, [])
	const at = (e: PointerEvent): [number, number] => {
		const r = canvas.current!.getBoundingClientRect()
		return [((e.clientX - r.left) * W) / r.width, ((e.clientY - r.top) * H) / r.height]
	}
	const move = (e: PointerEvent) => {
		if (!last.current) return
		const c = canvas.current!.getContext('2d')!, to = at(e)
		c.strokeStyle = '#171a18'
		c.lineWidth = 4
		c.lineCap = 'round'
		c.beginPath()
		c.moveTo(...last.current)
		c.lineTo(...to)
		c.stroke()
		last.current = to
	}
	const up = () => {
		if (!last.current) return
		last.current = null
		setDrawn(true)
		canvas.current!.toBlob((b) => set(b), 'image/png')
	}
	return (
		<div class="field">
			<div class="row between"><span class="label">{w.signature}</span>{drawn && <Button small onClick={clear}>{w.clear}</Button>}</div>
			<canvas ref={canvas} class="signature" width={W} height={H} role="img" aria-label={w.signature_here}
				onPointerDown={(e) => (canvas.current!.setPointerCapture(e.pointerId), (last.current = at(e)), move(e))} onPointerMove={move} onPointerUp={up} onPointerCancel={up} />
			{!drawn && <p class="hint">{w.signature_here}</p>}
		</div>
	)
}
