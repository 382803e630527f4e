// A plot with its table: the table says the same in words and numbers, has the links, and is what is printed and read
// aloud. The drawing code is loaded when the first plot is shown.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../i18n/reports.json'
import { go } from '../lib/router'
import { onTheme } from '../lib/theme'
import { words } from '../lib/words'
import type { Draw, EChartsOption } from '../lib/plots'
import { Icon } from './Icon'

const w = words(words_)
// What of the tokens a plot is drawn with.
export interface Ink {
	text: string
	soft: string
	line: string
	grid: string
	card: string
	font: string
	colour: readonly string[] // 1 good, 2 info, 3 warn, 4 other, 5 bad
}
function inkOf(e: Element): Ink {
	const s = getComputedStyle(e), v = (name: string) => s.getPropertyValue(name).trim()
	return { text: v('--text'), soft: v('--soft'), line: v('--line'), grid: v('--plot-grid'), card: v('--card'), font: s.fontFamily,
		colour: [1, 2, 3, 4, 5].map((n) => v(`--plot-${n}`)) }
}

const PAPER = 680 // px: what fits between the margins of an A4 page

interface Props {
	title: string
	height: number
	option: (ink: Ink, width: number) => EChartsOption
	// Where a click on a mark leads.
	open?: (mark: { dataIndex: number; seriesIndex: number; data: unknown }) => string | null | undefined
	excel?: string
	tools?: ComponentChildren
	table: ComponentChildren
}

async function savePicture(svg: SVGElement, name: string): Promise<void> {
	const { width, height } = svg.getBoundingClientRect(), k = 2
	const copy = svg.cloneNode(true) as SVGElement
	copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
	const image = new Image()
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
	await image.decode()
	const canvas = document.createElement('canvas')
	canvas.width = width * k
	canvas.height = height * k
	const c = canvas.getContext('2d')!
	c.fillStyle = inkOf(document.body).card
	c.fillRect(0, 0, canvas.width, canvas.height)
	c.drawImage(image, 0, 0, canvas.width, canvas.height)
	canvas.toBlob((blob) => {
		if (!blob) return
		const a = document.createElement('a')
		a.href = URL.createObjectURL(blob)
		a.download = `${name}.png`
		a.click()
		setTimeout(() => URL.revokeObjectURL(a.href), 10_000)
	})
}

export function Plot({ title, height, option, open, excel, tools, table }: Props) {
	const box = useRef<HTMLDivElement>(null), drawn = useRef<ReturnType<Draw> | undefined>(undefined)
	const [asTable, setAsTable] = useState(false), [ready, setReady] = useState(false)
	const latest = useRef({ option, open, height })
	latest.current = { option, open, height }
	const redraw = (width?: number) => {
		if (!box.current || !drawn.current) return
		drawn.current.setOption(latest.current.option(inkOf(box.current), width ?? box.current.clientWidth), true)
		drawn.current.getZr().flush() // a printer does not wait for the next frame
	}
	useEffect(() => {
		if (asTable) return
		let over = false, off = () => {}, sizes: ResizeObserver | undefined
		void import('../lib/plots').then(({ draw }) => {
			if (over || !box.current) return
			const chart = draw(box.current)
			drawn.current = chart
			chart.on('click', (mark) => {
				const url = latest.current.open?.(mark as never)
				if (url) go(url)
			})
			redraw()
			setReady(true)
			const offTheme = onTheme(() => redraw())
			const print = () => {
				chart.resize({ width: PAPER })
				redraw(PAPER)
				// Made smaller as a whole where a page is not high enough.
				box.current?.querySelector('svg')?.setAttribute('viewBox', `0 0 ${PAPER} ${latest.current.height}`)
			}
			const screen = () => {
				box.current?.querySelector('svg')?.removeAttribute('viewBox')
				chart.resize()
				redraw()
			}
			addEventListener('beforeprint', print)
			addEventListener('afterprint', screen)
			off = () => (offTheme(), removeEventListener('beforeprint', print), removeEventListener('afterprint', screen))
			sizes = new ResizeObserver(() => !matchMedia('print').matches && screen())
			sizes.observe(box.current)
		})
		return () => {
			over = true
			off()
			sizes?.disconnect()
			drawn.current?.dispose()
			drawn.current = undefined
		}
	}, [asTable])
	useEffect(() => void redraw(), [option])
	return (
		<section class="card plot">
			<header>
				<h2 class="grow">{title}</h2>
				{tools}
				<div class="plot-tools no-print">
					<button type="button" class="btn small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}><Icon name={asTable ? 'report' : 'table'} />{asTable ? w.show_plot : w.show_table}</button>
					{!asTable && <button type="button" class="btn small" onClick={() => { const svg = box.current?.querySelector('svg'); if (svg) void savePicture(svg, title) }}><Icon name="photo" />{w.png}</button>}
					{excel && <a class="btn small" href={excel} download><Icon name="download" />{w.excel}</a>}
				</div>
			</header>
			{/* For eyes; the table behind says it to everybody else. */}
			{!asTable && <div ref={box} class="plot-box" style={{ height }} aria-hidden="true" aria-busy={!ready || undefined} />}
			<div class={asTable ? 'scroll-x' : 'off-table'}>{table}</div>
		</section>
	)
}
