// days.mjs - times of the plant: ms, always whole minutes; days as '2025-01-31' in Shanghai's time, which has no summer time.
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ZONE = 8 * HOUR;

export const midnight = (day) => Date.parse(`${day}T00:00:00Z`) - ZONE;
export const dayOf = (ms) => new Date(ms + ZONE).toISOString().slice(0, 10);
export const plusDays = (day, n) => dayOf(midnight(day) + n * DAY);
export const daysBetween = (from, to) => Math.round((midnight(to) - midnight(from)) / DAY);
// 1 is Monday.
export const weekday = (day) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
export const monthOf = (day) => Number(day.slice(5, 7));
export const lastOfMonth = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
export const minutes = (n) => Math.round(n) * MINUTE;
export const toMinute = (ms) => Math.floor(ms / MINUTE) * MINUTE;
export const say = (ms) => (ms === null ? '–' : new Date(ms + ZONE).toISOString().slice(0, 16).replace('T', ' '));

// The shifts that begin on a day: [[from, to], …] in ms.
export function shiftsOf(calendar, day) {
	const differs = calendar.exceptions.filter((e) => e.day === day);
	const rows = differs.length ? differs.filter((e) => e.start_min !== undefined) : calendar.shifts.filter((s) => s.weekday === weekday(day));
	return rows.map((r) => [midnight(day) + r.start_min * MINUTE, midnight(day) + r.end_min * MINUTE]);
}
export const isFree = (calendar, day) => calendar !== null && shiftsOf(calendar, day).length === 0;
// Does somebody work in that minute? A night's shift belongs to the day before.
export const works = (calendar, t) =>
	[dayOf(t), plusDays(dayOf(t), -1)].some((day) => shiftsOf(calendar, day).some(([from, to]) => t >= from && t < to));
