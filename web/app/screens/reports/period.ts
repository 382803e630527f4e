// The period and the place of a report: chosen once, kept in the address, the same for every report.
import { address } from '../../lib/api'
import { dayOf } from '../../lib/days'

export const PERIODS = ['month', 'last', 'quarter', 'year', 'custom'] as const
type PeriodName = (typeof PERIODS)[number]
export interface Scope {
	period: PeriodName
	from: string // days "2026-01-31"; `to` is the day after the last
	to: string
	under: number | undefined
}

const isDay = (text: string | null): text is string => !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

export function daysOf(period: PeriodName, now = new Date()): [string, string] {
	const y = now.getFullYear(), m = now.getMonth(), tomorrow = dayOf(new Date(y, m, now.getDate() + 1))
	switch (period) {
	case 'last': return [dayOf(new Date(y, m - 1, 1)), dayOf(new Date(y, m, 1))]
	case 'quarter': return [dayOf(new Date(y, m - 2, 1)), tomorrow]
	case 'year': return [`${y}-01-01`, tomorrow]
	default: return [dayOf(new Date(y, m, 1)), tomorrow]
	}
}

export function scopeOf(q: URLSearchParams): Scope {
	const under = Number(q.get('under')) || undefined
	const named = q.get('period') as PeriodName | null
	const period = named && PERIODS.includes(named) ? named : isDay(q.get('from')) ? 'custom' : 'month'
	const [from, to] = daysOf(period)
	if (period !== 'custom') return { period, from, to, under }
	const a = q.get('from'), b = q.get('to')
	return { period, from: isDay(a) ? a : from, to: isDay(b) && (!isDay(a) || b > a) ? b : to, under }
}

// An address of the figures for this period and place.
export const figuresUrl = (path: string, s: Scope, more: Record<string, string | number | boolean | null | undefined> = {}) =>
	address(`/api/v1/figures${path}`, { from: s.from, to: s.to, under: s.under, ...more })

// How finely a trend is cut, so that it has some ten steps.
export function stepOf(s: Scope): 'day' | 'week' | 'month' {
	const days = (Date.parse(s.to) - Date.parse(s.from)) / 86_400_000
	return days > 120 ? 'month' : days > 20 ? 'week' : 'day'
}

// The list of exactly the tickets behind a figure or a mark. from and to of a mark may be times in ms.
export const behindUrl = (s: Scope, figure: string, more: Record<string, string | number | null | undefined> = {}) =>
	address('/reports/tickets', { figure, from: s.from, to: s.to, under: s.under, ...more })
