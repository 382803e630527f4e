// How a meter stands, in words, colour and shape.
import words_ from '../../../i18n/meters.json'
import { forget } from '../../lib/data'
import { limitsOf } from '../../lib/format'
import type { Meter } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import type { IconName } from '../../ui/Icon'
import type { Tone } from '../../ui/Tag'

const w = words(words_)
interface Stand {
	tone: Tone
	icon: IconName
	text: string
}

export function standOf(m: Meter): Stand {
	if (m.retired) return { tone: '', icon: 'close', text: w.retired }
	if (m.level === 'low' || m.level === 'high') return { tone: 'bad', icon: 'warn', text: wordOf(w, 'level', m.level) }
	if (m.stale) return { tone: 'warn', icon: 'wait', text: w.stale }
	if (m.level !== 'normal') return { tone: 'warn', icon: 'warn', text: wordOf(w, 'level', m.level) }
	return { tone: m.last_at == null ? '' : 'good', icon: m.last_at == null ? 'ring' : 'check', text: m.last_at == null ? w.no_reading : w.level_normal }
}

export const limitsWord = (m: Meter): string => (limitsOf(m) ? fill(w.limits, { limits: limitsOf(m) }) : '')
export const meterUrl = (id: number) => `/api/v1/meters/${id}`
export const changedMeters = (asset: number) => forget('/api/v1/meters', `/api/v1/assets/${asset}/meters`, '/api/v1/tickets', '/api/v1/plans')
