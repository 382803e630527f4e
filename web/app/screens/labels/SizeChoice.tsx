// 50×30, 70×50, a sheet of office labels, or a size of one's own.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import { setQuery } from '../../lib/router'
import { wordOf, words } from '../../lib/words'
import { Chips, TextField } from '../../ui/Field'

const w = words(words_)
const NAMED: Record<string, string> = { '50x30': '50', '70x50': '70', a4: 'a4' }
export const PER_PAGE: Record<string, number> = { a4: 24 }
export const isSize = (size: string): boolean => size in NAMED || /^\d+x\d+$/.test(size) && size.split('x').every((n) => Number(n) >= 20 && Number(n) <= 300)
export const millimetres = (size: string): [number, number] => (size === 'a4' ? [210, 297] : (size.split('x').map(Number) as [number, number]))

export function SizeChoice({ size }: { size: string }) {
	const free = !(size in NAMED)
	const [own, setOwn] = useState(free ? size.split('x') : ['60', '40'])
	const set = (pair: string[]) => (setOwn(pair), setQuery({ size: pair.join('x') }))
	return (
		<section class="card">
			<h2>{w.size}</h2>
			<Chips label={w.size} value={free ? 'free' : size} set={(v) => setQuery({ size: v === 'free' ? own.join('x') : v })}
				choices={[{ value: '50x30', label: w.size_50 }, { value: '70x50', label: w.size_70 }, { value: 'a4', label: w.size_a4 }, { value: 'free', label: w.size_free }]} />
			{free ? (
				<div class="two own-size">
					<TextField label={w.width} inputMode="numeric" value={own[0] ?? ''} set={(v) => set([v.replace(/\D/g, ''), own[1] ?? ''])} maxLength={3} />
					<TextField label={w.height} inputMode="numeric" value={own[1] ?? ''} set={(v) => set([own[0] ?? '', v.replace(/\D/g, '')])} maxLength={3} />
				</div>
			) : <p class="soft own-size">{wordOf(w, 'reads', NAMED[size])}</p>}
			{!isSize(size) && <p class="complaint" role="alert">{w.size_range}</p>}
		</section>
	)
}
