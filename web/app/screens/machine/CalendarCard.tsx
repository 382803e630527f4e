// When it should run: the week as a picture, and the days that differ.
import words_ from '../../../i18n/machine.json'
import { touches, useData } from '../../lib/data'
import { hoursOf, WEEKDAYS } from '../../lib/days'
import { day } from '../../lib/format'
import type { AssetView, Calendar } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Load } from '../../ui/Load'

const w = words(words_)
type Shift = { weekday: number; start_min: number; end_min: number }
const DAY = 1440, SHOWN = 8

// A night shift goes on at the left of the next day.
function bars(shifts: readonly Shift[]): { day: number; from: number; to: number }[] {
	return shifts.flatMap((s) => s.end_min <= DAY ? [{ day: s.weekday, from: s.start_min, to: s.end_min }]
		: [{ day: s.weekday, from: s.start_min, to: DAY }, { day: (s.weekday % 7) + 1, from: 0, to: s.end_min - DAY }])
}

function Week({ shifts }: { shifts: readonly Shift[] }) {
	const X = 44, W = 360, ROW = 26, width = X + W + 8
	const x = (min: number) => X + (min / DAY) * W
	return (
		<svg class="week" viewBox={`0 0 ${width} ${7 * ROW + 20}`} aria-hidden="true">
			{[0, 6, 12, 18, 24].map((h) => <g key={h}><path class="grid" d={`M${x(h * 60)} 0V${7 * ROW}`} /><text x={x(h * 60)} y={7 * ROW + 15} text-anchor="middle">{h}</text></g>)}
			{[1, 2, 3, 4, 5, 6, 7].map((d) => <g key={d}><text x={X - 8} y={(d - 1) * ROW + 18} text-anchor="end">{WEEKDAYS[d - 1]}</text><rect class="free" x={X} y={(d - 1) * ROW + 4} width={W} height={ROW - 8} rx="3" /></g>)}
			{bars(shifts).map((b, i) => <rect key={i} class="shift" x={x(b.from)} y={(b.day - 1) * ROW + 4} width={x(b.to) - x(b.from)} height={ROW - 8} rx="3" />)}
		</svg>
	)
}

// Said in words too: for who can't see the picture.
function InWords({ shifts }: { shifts: readonly Shift[] }) {
	return <ul class="off">{[1, 2, 3, 4, 5, 6, 7].map((d) => <li key={d}>{WEEKDAYS[d - 1]}: {shifts.filter((s) => s.weekday === d).map(hoursOf).join(', ') || w.no_shift}</li>)}</ul>
}

function Exceptions({ of }: { of: Calendar['exceptions'] }) {
	const today = new Date().toISOString().slice(0, 10), byDay = (of ?? []).slice().sort((a, b) => (a.day < b.day ? -1 : 1))
	const next = byDay.filter((e) => e.day >= today).slice(0, SHOWN), coming = next.length ? next : byDay.slice(-SHOWN)
	if (!coming.length) return null
	return (
		<>
			<h3 class="soft exceptions">{w.exceptions}</h3>
			<ul class="plain-list">{coming.map((e, i) => <li key={i} class="row"><span class="num">{day(new Date(`${e.day}T00:00`).getTime())}</span><strong>{e.start_min == null || e.end_min == null ? w.day_off : hoursOf({ start_min: e.start_min, end_min: e.end_min })}</strong><span class="soft grow">{e.note}</span></li>)}</ul>
		</>
	)
}

export function CalendarCard({ a }: { a: AssetView }) {
	const calendar = useData<Calendar>(a.effective_calendar_id ? `/api/v1/calendars/${a.effective_calendar_id}` : null, touches('calendar'))
	return (
		<section class="card">
			<h2>{w.calendar}</h2>
			{a.effective_calendar_id ? (
				<Load of={calendar} rows={2}>
					{(cal) => {
						const shifts = (cal.shifts ?? []) as Shift[], week = shifts.reduce((s, x) => s + x.end_min - x.start_min, 0)
						return <><p><strong>{cal.name}</strong> <span class="soft">{fill(w.week_hours, { n: Math.round(week / 6) / 10 })}{a.calendar_id ? '' : ` · ${w.inherited}`}</span></p><Week shifts={shifts} /><InWords shifts={shifts} /><Exceptions of={cal.exceptions} /></>
					}}
				</Load>
			) : <p class="soft">{w.no_calendar}</p>}
		</section>
	)
}
