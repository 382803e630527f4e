// How plans, days and dues are worded, and what they have in common.
import words_ from '../../../i18n/plans.json'
import { quantity } from '../../lib/format'
import { lang, fill, locale, wordOf, words } from '../../lib/words'
import type { IconName } from '../../ui/Icon'

const w = words(words_)

export const WEEKDAYS = [w.mo, w.tu, w.we, w.th, w.fr, w.sa, w.su]
export const planUrl = (id: number) => `/api/v1/plans/${id}`

// Days are "2026-01-31" everywhere; here they are counted and shown, at noon so that no change of clocks matters.
const at = (day: string) => new Date(`${day}T12:00:00`)
const pad = (n: number) => String(n).padStart(2, '0')
export const textOf = (d: Date) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`
export const today = () => textOf(new Date())
export function plusDays(day: string, n: number): string {
	const d = at(day)
	d.setDate(d.getDate() + n)
	return textOf(d)
}
export const monday = (day: string) => plusDays(day, -((at(day).getDay() + 6) % 7))
export const firstOf = (day: string) => `${day.slice(0, 7)}-01`
export function plusMonths(day: string, n: number): string {
	const d = at(firstOf(day))
	d.setMonth(d.getMonth() + n)
	return textOf(d)
}
const short = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', weekday: 'short' })
const long = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short' })
const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' })
export const dayWord = (day: string) => (day.slice(0, 4) === today().slice(0, 4) ? short : long).format(at(day))
export const monthWord = (day: string) => months.format(at(day))
export const monthNames = Array.from({ length: 12 }, (_, i) => new Date(2026, i, 15).toLocaleDateString(locale, { month: 'short' }))
export const clockOf = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`

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
		if (p.weekdays.length && p.unit !== 'month') parts.push(fill(w.rule_on, { days: p.weekdays.map((d) => WEEKDAYS[d - 1]).join(lang === 'zh' ? '、' : ', ') }))
		if (p.unit === 'month' && p.month_day) parts.push(p.month_day === 32 ? w.rule_last : fill(w.rule_month_day, { n: p.month_day }))
		if (p.mode === 'after') parts.push(w.rule_after)
		if (p.months.length && p.months.length < 12) parts.push(p.months.map((m) => monthNames[m - 1]).join(lang === 'zh' ? '、' : ', '))
	}
	const meter = p.meter_every == null ? '' : fill(w.rule_meter, { n: quantity(p.meter_every), unit }).trim()
	return [parts.join(lang === 'zh' ? '，' : ', '), meter].filter(Boolean).join(` ${w.rule_or} `)
}

type Tone = 'good' | 'bad' | 'warn' | 'info' | ''
export const STANDING: Record<string, [Tone, IconName]> = {
	ahead: ['info', 'clock'], overdue: ['bad', 'warn'], in_time: ['good', 'check'], late: ['warn', 'clock'], missed: ['bad', 'close'], skipped: ['', 'minus'],
}
