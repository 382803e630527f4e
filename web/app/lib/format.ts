// Times, spans, money and quantities as people here write them.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { fill, lang, locale, words } from './words'

const w = words(words_)
const dayTime = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })
const yearTime = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false })
const date = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric' })
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })

const NONE = '–'
export const NA = w.no_figure // of a figure that there is none of
const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

// "14:05" today, else with its day, else with its year.
export function time(ms: number | null | undefined): string {
	if (ms == null) return NONE
	const t = new Date(ms), now = new Date()
	if (sameDay(t, now)) return clock.format(t)
	return (t.getFullYear() === now.getFullYear() ? dayTime : yearTime).format(t)
}
export const fullTime = (ms: number | null | undefined) => (ms == null ? NONE : yearTime.format(new Date(ms)))
export const day = (ms: number | null | undefined) => (ms == null ? NONE : date.format(new Date(ms)))

// A length of time, in the two largest units: "3 天 4 小时", "3 d 4 h".
export function span(ms: number | null | undefined): string {
	if (ms == null || !Number.isFinite(ms)) return NONE
	const minutes = Math.max(0, Math.round(ms / 60_000))
	const d = Math.floor(minutes / 1440), h = Math.floor((minutes % 1440) / 60), m = minutes % 60
	const parts = d ? [[d, w.unit_d], [h, w.unit_h]] : h ? [[h, w.unit_h], [m, w.unit_m]] : [[m, w.unit_m]]
	return parts.filter(([n], i) => n || i === 0).map(([n, u]) => `${n} ${u}`).join(' ')
}
// Hours with one decimal, for figures that are compared.
export const hours = (ms: number | null | undefined) =>
	ms == null || !Number.isFinite(ms) ? NONE : `${number.format(Math.round(ms / 360_000) / 10)} ${w.unit_h}`
export const ago = (ms: number, now = Date.now()) => (now - ms < 60_000 ? w.just_now : fill(w.ago, { span: span(now - ms) }))
export const percent = (x: number | null | undefined, digits = 1) =>
	x == null || !Number.isFinite(x) ? NONE : `${(x * 100).toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`
export const count = (n: number | null | undefined) => (n == null ? NONE : whole.format(n))
export const quantity = (n: number | null | undefined, unit?: string | null) => (n == null ? NONE : `${number.format(n)}${unit ? ` ${unit}` : ''}`)
// "10 – 60 °C", "≤ 60 °C"; nothing where there is no limit.
export function limitsOf(x: { low: number | null; high: number | null; unit?: string | null }): string {
	if (x.low != null && x.high != null) return `${quantity(x.low)} – ${quantity(x.high, x.unit)}`
	return x.low != null ? `≥ ${quantity(x.low, x.unit)}` : x.high != null ? `≤ ${quantity(x.high, x.unit)}` : ''
}
const yuan = (cents: number, text: string) => `${cents < 0 ? '−' : ''}¥${text}`
export const money = (cents: number | null | undefined) => (cents == null ? NONE : yuan(cents, two.format(Math.abs(cents) / 100)))
// Large sums, where a cent says nothing.
export const roundMoney = (cents: number | null | undefined) =>
	cents == null ? NONE
	: lang === 'zh' && Math.abs(cents) >= 1_000_000 ? `${yuan(cents, number.format(Math.round(Math.abs(cents) / 10_000) / 100))} 万`
	: yuan(cents, whole.format(Math.abs(cents) / 100))

// Now, moving: redraws who uses it this often.
export function useNow(seconds = 30): number {
	const [now, set] = useState(Date.now())
	useEffect(() => {
		const t = setInterval(() => document.visibilityState === 'visible' && set(Date.now()), seconds * 1000)
		return () => clearInterval(t)
	}, [seconds])
	return now
}
