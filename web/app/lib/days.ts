// Days are "2026-01-31", times of a day are minutes from its beginning, weekdays are 1 (Monday) to 7: here they are counted
// and shown. At noon, so that no change of clocks matters.
import { locale } from './words'

export const two = (n: number) => String(n).padStart(2, '0')
const at = (day: string) => new Date(`${day}T12:00:00`)
export const dayOf = (d: Date) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
export const today = () => dayOf(new Date())
export function plusDays(day: string, n: number): string {
	const d = at(day)
	d.setDate(d.getDate() + n)
	return dayOf(d)
}
export const monday = (day: string) => plusDays(day, -((at(day).getDay() + 6) % 7))
export const firstOf = (day: string) => `${day.slice(0, 7)}-01`
export function plusMonths(day: string, n: number): string {
	const d = at(firstOf(day))
	d.setMonth(d.getMonth() + n)
	return dayOf(d)
}

// "23:30" of 1410, and of 1440 + 1410.
export const clockOf = (minute: number) => `${two(Math.floor((minute % 1440) / 60))}:${two(minute % 60)}`
export const hoursOf = (s: { start_min: number; end_min: number }) => `${clockOf(s.start_min)}–${s.end_min === 1440 ? '24:00' : clockOf(s.end_min)}`
export const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

// <input type="datetime-local"> speaks local time without a zone.
export function toLocalInput(ms: number): string {
	const t = new Date(ms)
	return `${dayOf(t)}T${clockOf(t.getHours() * 60 + t.getMinutes())}`
}
export const fromLocalInput = (text: string): number | null => (text ? new Date(text).getTime() : null)

const short = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', weekday: 'short' })
const long = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short' })
const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' })
export const dayWord = (day: string) => (day.slice(0, 4) === today().slice(0, 4) ? short : long).format(at(day))
export const monthWord = (day: string) => months.format(at(day))
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' }), month = new Intl.DateTimeFormat(locale, { month: 'short' })
// 1 January 2024 was a Monday.
export const WEEKDAYS = Array.from({ length: 7 }, (_, i) => weekday.format(new Date(2024, 0, 1 + i)))
export const MONTHS = Array.from({ length: 12 }, (_, i) => month.format(new Date(2026, i, 15)))
