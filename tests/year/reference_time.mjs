// reference_time.mjs - the figures of PRODUCT.md the slow way: minute after minute, machine after machine. No thought is spent on
// speed, and none of it knows how the server does it. All times of the play are whole minutes, so nothing is lost between them.
import { DAY, MINUTE, dayOf, midnight, plusDays, shiftsOf } from './days.mjs';

const REPEAT = 30 * DAY;
const REASONS = { duplicate: 'duplicate', no_fault_found: 'no_fault_found', withdrawn: 'cancelled', other: 'cancelled' };

// What is known of a machine from `start` to `now`, a mark for each minute.
function minutesOf(machine, tickets, start, now) {
	const n = Math.round((now - start) / MINUTE), shift = new Uint8Array(n), planned = new Uint8Array(n), down = new Uint8Array(n), over = new Uint8Array(n), whose = new Uint32Array(n);
	const mark = (marks, from, to) => {
		for (let t = Math.max(from, start); t < Math.min(to, now); t += MINUTE) marks[Math.round((t - start) / MINUTE)] = 1;
	};
	if (machine.calendar === null) shift.fill(1);
	else for (let day = plusDays(dayOf(start), -1); midnight(day) < now; day = plusDays(day, 1)) for (const [from, to] of shiftsOf(machine.calendar, day)) mark(shift, from, to);
	for (const x of tickets) {
		if (x.failure && x.cancelled === null && x.stopped) mark(down, x.occurred, x.restored ?? now);
		if (x.planned && x.planned.to !== null && x.cancelled === null) {
			mark(planned, x.planned.from, x.planned.to);
			// It takes longer than planned: from there on it stands unplanned.
			if (x.started !== null || x.restored !== null) {
				const begun = x.started !== null ? Math.max(x.planned.to, x.started) : x.planned.to;
				if (x.started === null || x.restored === null || x.started <= x.restored) mark(over, begun, x.restored ?? now);
			}
		}
	}
	// Of several that stood it at the same moment it is the first one's.
	for (const x of tickets.filter((y) => y.failure && y.cancelled === null && y.stopped).sort((p, q) => p.occurred - q.occurred || p.id - q.id)) {
		for (let t = Math.max(x.occurred, start); t < Math.min(x.restored ?? now, now); t += MINUTE) whose[Math.round((t - start) / MINUTE)] ||= x.id;
	}
	return { shift, planned, down, over, whose, start };
}

// Failures that touch are one breakdown: { from, to, tickets }. A degraded one takes no time.
function breakdownsOf(failures, now) {
	const all = [];
	for (const x of failures) {
		let one = { from: x.occurred, to: x.stopped ? (x.restored ?? now) : x.occurred, tickets: [x] };
		for (let i = 0; i < all.length;) {
			if (all[i].from <= one.to && one.from <= all[i].to) {
				const [other] = all.splice(i, 1);
				one = { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to), tickets: [...one.tickets, ...other.tickets] };
				i = 0;
			} else {
				i++;
			}
		}
		all.push(one);
	}
	return all.sort((x, y) => x.from - y.from);
}

export class Reliability {
	constructor(plant, book, start, now) {
		Object.assign(this, { plant, start, now });
		this.machines = new Map();
		for (const machine of plant.machines) {
			const tickets = [...book.tickets.values()].filter((x) => x.machine === machine), failures = tickets.filter((x) => x.failure && x.cancelled === null);
			const breakdowns = breakdownsOf(failures, now), first = machine.born === null ? (breakdowns[0] ?? null) : null;
			const born = machine.born ?? first?.to ?? Infinity;
			this.machines.set(machine.id, { machine, tickets, failures, breakdowns, first: first?.tickets ?? [], born, marks: minutesOf(machine, tickets, start, now) });
		}
	}

	// What is looked at of a machine; an event at this very minute has happened.
	seen(machine, a, b) {
		const { born } = this.machines.get(machine.id), gone = machine.gone ?? Infinity, from = Math.max(a, born);
		return { from, last: Math.min(b, gone, this.now + MINUTE), to: Math.max(from, Math.min(b, gone, this.now)) };
	}

	// Failures that reach into it.
	met(machine, a, b) {
		const m = this.machines.get(machine.id), { from, last } = this.seen(machine, a, b);
		return m.failures.filter((x) => !m.first.includes(x) && from < last && x.occurred < last && (x.restored ?? this.now) >= from);
	}

	starts(machine, x, a, b) {
		const { from, last } = this.seen(machine, a, b);
		return x.occurred >= from && x.occurred < last ? 1 : 0;
	}

	// How long each failure stood it, of the time that was required: { ticket id → ms }.
	stood(machine, a, b) {
		const { marks: { shift, planned, whose, start } } = this.machines.get(machine.id), { from, to } = this.seen(machine, a, b), sums = new Map();
		for (let t = from; t < to; t += MINUTE) {
			const i = Math.round((t - start) / MINUTE), id = whose[i];
			if (id && shift[i] && !planned[i]) sums.set(id, (sums.get(id) ?? 0) + MINUTE);
		}
		return sums;
	}

	// One machine over [a, b).
	of(machine, a, b) {
		const m = this.machines.get(machine.id), now = this.now, { from, last, to } = this.seen(machine, a, b);
		const inside = (t) => t >= from && t < last;
		const sums = {
			machines: 1, no_calendar: machine.calendar === null ? 1 : 0, life_unknown: machine.born === null ? 1 : 0, required_ms: 0, planned_ms: 0, downtime_ms: 0, overrun_ms: 0, uptime_ms: 0,
			breakdowns: 0, failures: 0, degraded: 0, ongoing: 0, restored: 0, ttr_ms: 0, repeats: 0, repeat_base: 0,
		};
		const ttr = [], parts = { unreported: 0, reaction: 0, response: 0, waiting: 0, active: 0 }, excluded = {}, { shift, planned, down, over, start } = m.marks;
		const counts = m.failures.filter((x) => !m.first.includes(x));
		for (let t = from; t < to; t += MINUTE) {
			const i = Math.round((t - start) / MINUTE);
			if (!shift[i]) continue;
			if (planned[i]) {
				sums.planned_ms += MINUTE;
				continue;
			}
			sums.required_ms += MINUTE;
			// What the first failure of an unknown life did lies before that life.
			if (down[i] || over[i]) sums.downtime_ms += MINUTE;
			if (over[i] && !down[i]) sums.overrun_ms += MINUTE;
		}
		sums.uptime_ms = sums.required_ms - sums.downtime_ms;
		for (const x of m.breakdowns) if (x.tickets.some((t) => counts.includes(t)) && inside(x.from)) sums.breakdowns++;
		for (const x of counts) this.count(m, x, { sums, ttr, parts, inside, from, last });
		const leave = (reason) => (excluded[reason] = (excluded[reason] ?? 0) + 1);
		for (const x of m.tickets) {
			// A job that ended before it began says nothing of its overrun.
			if (x.planned && x.planned.to !== null && x.cancelled === null && x.started !== null && x.restored !== null && x.restored < x.started && x.planned.from >= a && x.planned.from < b) leave('reversed');
			if (!x.failure) continue;
			const end = x.restored ?? now;
			if (x.cancelled !== null) {
				if (x.reported >= a && x.reported < b) leave(REASONS[x.cancelled]);
			} else if (x.occurred < b && end >= a) {
				if (m.first.includes(x)) leave('first_failure');
				else if (!(from < last && x.occurred < last && end >= from)) leave('outside_life');
			}
		}
		return { sums, ttr, parts, excluded, from, to };
	}

	count(m, x, { sums, ttr, parts, inside, from, last }) {
		const end = x.restored ?? this.now, starts = inside(x.occurred);
		sums.failures += starts;
		sums.degraded += starts && !x.stopped;
		// Not restored when what is looked at ends.
		if (from < last && x.occurred < last && end >= from && (x.restored === null || end >= last)) sums.ongoing++;
		if (x.stopped && x.restored !== null && inside(x.restored)) {
			sums.restored++;
			sums.ttr_ms += x.restored - x.occurred;
			ttr.push(x.restored - x.occurred);
			this.split(x, parts);
		}
		if (!starts || x.mode === null) return;
		sums.repeat_base++;
		const again = m.failures.some((y) => y.mode === x.mode && y.occurred < x.occurred && y.restored !== null && y.restored <= x.occurred && y.restored >= x.occurred - REPEAT);
		sums.repeats += again;
	}

	// From stopped to running again, cut at reported, accepted, begun; each where it lies within what is left.
	split(x, parts) {
		let at = x.occurred;
		for (const [part, mark] of [['unreported', x.reported], ['reaction', x.accepted], ['response', x.started]]) {
			const cut = Math.min(Math.max(mark, at), x.restored);
			parts[part] += cut - at;
			at = cut;
		}
		const waited = Math.min(x.restored - at, x.waits.reduce((n, w) => n + (w.to ?? this.now) - w.from, 0));
		parts.waiting += waited;
		parts.active += x.restored - at - waited;
	}

	// Sums of sums; the middle and the ninth of ten of all values together.
	pool(rows) {
		const sums = {}, parts = {}, excluded = {}, ttr = rows.flatMap((r) => r.ttr);
		for (const r of rows) {
			for (const [k, v] of Object.entries(r.sums)) sums[k] = (sums[k] ?? 0) + v;
			for (const [k, v] of Object.entries(r.parts)) parts[k] = (parts[k] ?? 0) + v;
			for (const [k, v] of Object.entries(r.excluded)) excluded[k] = (excluded[k] ?? 0) + v;
		}
		return { sums, parts, excluded, ttr };
	}
}

// What is shown of them; null is n/a.
export function figuresOf({ sums: s, ttr }) {
	const n = s.breakdowns, some = s.required_ms > 0, values = [...ttr].sort((x, y) => x - y), k = values.length;
	return {
		availability: some ? s.uptime_ms / s.required_ms : null,
		mtbf_ms: some && n ? s.uptime_ms / n : null,
		mtbf_with_repair_ms: some && n ? s.required_ms / n : null,
		mdt_ms: some && n ? s.downtime_ms / n : null,
		failure_free_ms: some && !n ? s.uptime_ms : null,
		mtbf_lower_ms: some && !n ? s.uptime_ms / Math.log(10) : null,
		mttr_ms: k ? s.ttr_ms / k : null,
		ttr_median_ms: k ? (k % 2 ? values[(k - 1) / 2] : Math.floor((values[k / 2 - 1] + values[k / 2]) / 2)) : null,
		ttr_p90_ms: k ? values[Math.ceil(0.9 * k) - 1] : null,
		stop_rate: some ? (s.downtime_ms - s.overrun_ms) / s.required_ms : null,
		repeat_rate: s.repeat_base ? s.repeats / s.repeat_base : null,
		weak: n < 3,
	};
}


// What came in, what is left, how often a repair held.
export function workloadOf(book, a, b) {
	const of = (list) => ['corrective', 'preventive', 'inspection', 'improvement'].map((kind) => list.filter((x) => x.kind === kind).length);
	const all = [...book.tickets.values()], came = all.filter((x) => x.reported >= a && x.reported < b), done = all.filter((x) => x.failure && x.restored !== null && x.restored >= a && x.restored < b);
	const reported = of(came), open = of(all.filter((x) => ['reported', 'accepted', 'in_progress', 'waiting'].includes(x.state))), again = done.filter((x) => x.reopened > 0).length;
	return { reported, open, failures_restored: done.length, failures_reopened: again, corrective_share: came.length ? reported[0] / came.length : null, first_time_fix_rate: done.length ? (done.length - again) / done.length : null };
}
