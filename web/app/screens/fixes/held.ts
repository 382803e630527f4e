// Did it hold, in words: of the repairs of which it is known, and only as sure as their number allows.
import words_ from '../../../i18n/fixes.json'
import { percent } from '../../lib/format'
import { fill, words } from '../../lib/words'

const w = words(words_)
interface Known {
	cases: number
	held: number
	came_back: number
	held_share: number
}
export function heldWords(f: Known): { tone: '' | 'good' | 'warn'; short: string; long: string } {
	const n = f.held + f.came_back
	if (!f.cases) return { tone: '', short: '', long: w.no_cases }
	if (!n) return { tone: '', short: '', long: w.held_unknown }
	const short = fill(w.held_of, { held: f.held, n })
	return { tone: f.held_share >= 0.7 ? 'good' : f.held_share < 0.5 ? 'warn' : '', short, long: `${short} · ${fill(w.held_expected, { share: percent(f.held_share, 0) })}` }
}
