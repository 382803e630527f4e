// How the repairs of each month went: held, came back, not known yet, one on the other. The words beside it say the numbers.
import words_ from '../../../i18n/fixes.json'
import { two } from '../../lib/days'
import type { FixMonth } from '../../lib/types'
import { fill, words } from '../../lib/words'

const w = words(words_)
const MOST = 24, WIDTH = 12, HEIGHT = 56

const monthOf = (m: number) => `${Math.floor(m / 100)}-${two(m % 100)}`

export function Months({ of }: { of: readonly FixMonth[] }) {
	const shown = of.slice(-MOST), most = Math.max(1, ...shown.map((m) => m.held + m.came_back + m.pending))
	if (shown.length < 2) return null
	const sum = (k: 'held' | 'came_back' | 'pending') => shown.reduce((n, m) => n + m[k], 0)
	const label = fill(w.months_label, { from: monthOf(shown[0]!.month), to: monthOf(shown[shown.length - 1]!.month), held: sum('held'), back: sum('came_back'), pending: sum('pending') })
	return (
		<figure class="months">
			<svg viewBox={`0 0 ${shown.length * WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
				{shown.map((m, i) => {
					let y = HEIGHT
					return (['held', 'came_back', 'pending'] as const).map((k) => {
						const h = (m[k] * HEIGHT) / most
						y -= h
						return h > 0 && <rect key={`${m.month}${k}`} class={`is-${k}`} x={i * WIDTH + 1} width={WIDTH - 2} y={y} height={h} />
					})
				})}
			</svg>
			<figcaption><span>{monthOf(shown[0]!.month)}</span><span class="grow months-key"><span><i class="is-held" />{w.case_held}</span><span><i class="is-came_back" />{w.case_back}</span><span><i class="is-pending" />{w.case_pending}</span></span><span>{monthOf(shown[shown.length - 1]!.month)}</span></figcaption>
		</figure>
	)
}
