// reference_plans.mjs - planned maintenance once more, day after day: when each plan falls due on each machine, what became of it, how
// much was done in time. And rounds: which windows there were, which were walked.
import { DAY, dayOf, daysBetween, isFree, lastOfMonth, midnight, monthOf, plusDays, weekday } from './days.mjs';
import { windowsOf } from './upkeep.mjs';

const monday = (day) => plusDays(day, 1 - weekday(day));
const months = (from, day) => (Number(day.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + monthOf(day) - monthOf(from);

// Is it a day that the rule of a fixed plan names?
function named(plan, day) {
	if (day < plan.from_day) return false;
	if (plan.unit === 'day') return daysBetween(plan.from_day, day) % plan.every === 0;
	if (plan.unit === 'week') return (daysBetween(monday(plan.from_day), monday(day)) / 7) % plan.every === 0 && (plan.weekdays ?? [weekday(plan.from_day)]).includes(weekday(day));
	const wanted = Math.min(plan.month_day ?? Number(plan.from_day.slice(8)), lastOfMonth(Number(day.slice(0, 4)), monthOf(day)));
	return months(plan.from_day, day) % plan.every === 0 && Number(day.slice(8)) === wanted;
}

// The day on which it takes place, or null: it does not.
function held(plan, calendar, day) {
	if (!isFree(calendar, day) || plan.holiday === undefined || plan.holiday === 'stay') return day;
	if (plan.holiday === 'skip') return null;
	for (let n = 1; n <= 60; n++) {
		const other = plusDays(day, plan.holiday === 'before' ? -n : n);
		if (!isFree(calendar, other)) return other;
	}
	return day;
}

function nextFixed(plan, calendar, base) {
	for (let day = base ? plusDays(base.rule, 1) : plan.from_day, n = 0; n < 4000; day = plusDays(day, 1), n++) {
		if (!named(plan, day)) continue;
		const due = held(plan, calendar, day);
		if (due !== null && (!base || due > base.due)) return { rule: day, due };
	}
	return null;
}

// So many days after it was done (or should have been), then on to the next weekday named.
function nextAfter(plan, calendar, base) {
	let day = base ? plusDays(base.done ?? base.due, plan.every) : plan.from_day;
	for (;; day = plusDays(day, 1)) {
		if (plan.weekdays && !plan.weekdays.includes(weekday(day))) continue;
		const due = held(plan, calendar, day);
		if (due !== null) return { rule: day, due };
	}
}

// How far a counter rose from one reading to another, as far as that lies after `since`: evenly in between, and never downwards.
const rise = (a, b, since) => (b.value <= a.value || b.t <= Math.max(since, a.t) ? 0 : ((b.value - a.value) * (b.t - Math.max(since, a.t))) / (b.t - a.t));

// When it has risen by so much: on the day that was measured, else on that of the mean of the last sixty days, not before now.
function nextByMeter(plan, machine, book, base, now) {
	const all = book.readings.filter((r) => r.machine === machine && r.t <= now), since = Math.max(plan.since, !base ? 0 : base.doneAt ?? midnight(base.due));
	let used = 0;
	for (let i = 1; i < all.length; i++) {
		const step = rise(all[i - 1], all[i], since), from = Math.max(since, all[i - 1].t);
		if (step > 0 && used + step >= plan.meter_every) return day(from + ((all[i].t - from) * (plan.meter_every - used)) / step);
		used += step;
	}
	const last = all.at(-1), from = last ? Math.max(last.t - 60 * DAY, all[0].t) : 0;
	if (!last || last.t <= from) return null;
	let rose = 0;
	for (let i = 1; i < all.length; i++) rose += rise(all[i - 1], all[i], from);
	return rose > 0 ? day(Math.max(now, Math.max(last.t, since) + ((plan.meter_every - used) / rose) * (last.t - from))) : null;
}
const day = (t) => ({ rule: dayOf(t), due: dayOf(t) });

// All dues of one plan on one machine: [{ rule, due, grace, state, done, moved, ticket, told }], as they stand at the end; told: when it was
// said that its grace is over, or that the next day came before. Which ticket is whose: in the order in which they were made; while one is
// open the days that come are its own.
export function duesOf(plan, machine, book, from, until) {
	const dues = [], acts = book.done.filter((d) => d.plan === plan && d.machine === machine);
	const tickets = [...book.tickets.values()].filter((x) => x.plan === plan && x.machine === machine).map((x) => x.id).sort((x, y) => x - y);
	let job = 0, k = 0;
	const last = () => dues.at(-1), graceOf = (due) => plusDays(due, plan.grace_days), gone = (day) => machine.gone !== null && machine.gone < midnight(day);
	const next = (now) => (plan.metered ? nextByMeter(plan, machine, book, last(), now) : plan.mode === 'fixed' ? nextFixed(plan, machine.calendar, last()) : nextAfter(plan, machine.calendar, last()));
	const begin = (o, n) => dues.push({ ...o, grace: graceOf(o.due), state: 'open', done: null, moved: false, job: n, ticket: tickets[n], told: null });
	// Said once of each, by whoever looks.
	const look = (now) => {
		for (const d of dues) if (d.state === 'open' && d.grace < dayOf(now)) d.told ??= now;
	};
	// Other days of a fixed plan come while its ticket is open: they are missed but for the last.
	const roll = (now) => {
		for (let o; plan.mode === 'fixed' && (o = next()) && o.due <= dayOf(now);) {
			last().state = 'missed';
			last().told ??= now;
			begin(o, last().job);
		}
	};
	const settle = (now) => {
		const today = dayOf(now);
		if (gone(today)) return undefined; // what waits is dropped
		if (last()?.state === 'open') return roll(now);
		const o = next(now);
		if (!o || plusDays(o.due, -plan.lead_days) > today) return undefined;
		begin(o, job++);
		return roll(now);
	};
	const happened = (act) => {
		const due = dues.findLast((d) => d.job === tickets.indexOf(act.ticket));
		if (!due) return; // of a book that says untruths; that there are fewer is seen
		if (act.what === 'move') Object.assign(due, { due: act.day, grace: graceOf(act.day), moved: true, told: null });
		else if (act.what === 'skip') Object.assign(due, { state: 'skipped', done: null, doneAt: null });
		else if (act.what === 'reopen') Object.assign(due, { state: 'open', done: null, doneAt: null });
		else Object.assign(due, { state: 'done', done: dayOf(act.at), doneAt: act.at });
		settle(act.t);
		if (act.what === 'reopen') look(act.t);
	};
	for (let at = midnight(from) - DAY; at < until; at += DAY) {
		settle(at);
		look(at);
		for (; k < acts.length && acts[k].t < at + DAY; k++) happened(acts[k]);
	}
	settle(until);
	look(until);
	const waits = last()?.state === 'open' || gone(dayOf(until)) ? null : next(until);
	return { dues, waits: waits && { ...waits, grace: graceOf(waits.due) } };
}

export function standing(due, today) {
	if (due.state === 'done') return due.done <= due.grace ? 'in_time' : 'late';
	if (due.state === 'skipped' || due.state === 'missed') return due.state;
	return due.grace < today ? 'overdue' : 'pending';
}

// Of the dues whose day lies in the window and is over, those that were done in time.
export function complianceOf(dues, from, to, today) {
	const c = { due: 0, in_time: 0, late: 0, overdue: 0, missed: 0, skipped: 0, pending: 0, moved: 0 };
	for (const d of dues) {
		if (d.due < from || d.due > to) continue;
		const s = standing(d, today);
		c[s]++;
		c.due += s !== 'pending';
		c.moved += d.moved;
	}
	return { ...c, share: c.due ? c.in_time / c.due : null };
}

// Rounds whose window began in [a, b) and has ended, or that are done.
export function roundsOf(route, book, a, b, now) {
	const c = { due: 0, done: 0, late: 0, missed: 0 };
	for (let day = plusDays(dayOf(a), -1); midnight(day) < b; day = plusDays(day, 1)) {
		for (const [from, to] of windowsOf(route, day)) {
			if (from < a || from >= b) continue;
			const walk = book.walks.find((w) => w.route === route && w.from === from), done = walk?.done ?? null;
			if (done === null && to > now) continue;
			c.due++;
			if (done === null) c.missed++;
			else c[done <= to ? 'done' : 'late']++;
		}
	}
	return c;
}

