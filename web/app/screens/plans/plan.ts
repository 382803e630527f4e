// How plans and dues are worded, and what they have in common.
import words_ from '../../../i18n/plans.json'
import { MONTHS, WEEKDAYS } from '../../lib/days'
import { quantity } from '../../lib/format'
import { fill, lang, listed, wordOf, words } from '../../lib/words'
import type { IconName } from '../../ui/Icon'
import type { Tone } from '../../ui/Tag'

const w = words(words_)

export const planUrl = (id: number) => `/api/v1/plans/${id}`

interface Rule {
	unit: string | null
	every: number | null
	mode: string
	weekdays: readonly number[]
	month_day: number | null
	months: readonly number[]
	meter_every: number | null
}
// "every 2 weeks, on Mo, Fr" in a line.
export function ruleWord(p: Rule, unit = ''): string {
	const n = p.every ?? 1, parts: string[] = []
	if (p.unit) {
		parts.push(n === 1 ? wordOf(w, 'rule', `${p.unit}_1`) : fill(wordOf(w, 'rule', p.unit), { n }))
		if (p.weekdays.length && p.unit !== 'month') parts.push(fill(w.rule_on, { days: listed(p.weekdays.map((d) => WEEKDAYS[d - 1]!)) }))
		if (p.unit === 'month' && p.month_day) parts.push(p.month_day === 32 ? w.rule_last : fill(w.rule_month_day, { n: p.month_day }))
		if (p.mode === 'after') parts.push(w.rule_after)
		if (p.months.length && p.months.length < 12) parts.push(listed(p.months.map((m) => MONTHS[m - 1]!)))
	}
	const meter = p.meter_every == null ? '' : fill(unit ? w.rule_meter : w.rule_meter_any, { n: quantity(p.meter_every), unit })
	return [parts.join(lang === 'zh' ? '，' : ', '), meter].filter(Boolean).join(` ${w.rule_or} `)
}

export const STANDING: Record<string, [Tone, IconName]> = {
	ahead: ['info', 'clock'], overdue: ['bad', 'warn'], in_time: ['good', 'check'], late: ['warn', 'clock'], missed: ['bad', 'close'], skipped: ['', 'minus'],
}
