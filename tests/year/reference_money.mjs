// reference_money.mjs - what it cost, entry after entry: parts at the price frozen when they were issued, minutes at the rate that was
// known when they were booked for that day, bills on their day; and what standing still cost.
import { MINUTE, midnight, monthOf } from './days.mjs';

// The newest rate of one's own that holds on the day, else everybody's; of those known at the time of booking.
export function rateOf(plant, entry) {
	const known = plant.rates.slice(0, entry.rates), newest = (account) => {
		let best = null;
		for (const r of known) if (r.account === account && r.from_day <= entry.day && (best === null || r.from_day >= best.from_day)) best = r;
		return best;
	};
	return (newest(entry.account) ?? newest(null))?.cents_hour ?? 0;
}

// Every cent that was spent on a machine: { machine, ticket, time, kind, cents }.
export function spendingsOf(plant, book) {
	const all = [];
	for (const l of book.labour) {
		if (!l.removed) all.push({ machine: l.ticket.machine, ticket: l.ticket, time: midnight(l.day), kind: 'labour', cents: Math.floor((l.minutes * rateOf(plant, l) + 30) / 60) });
	}
	for (const i of book.invoices) if (!i.removed) all.push({ machine: i.ticket.machine, ticket: i.ticket, time: midnight(i.day), kind: 'outside', cents: i.cost });
	for (const m of book.moves) if (m.kind === 'issue' || m.kind === 'return') all.push({ machine: m.ticket.machine, ticket: m.ticket, time: m.time, kind: 'parts', cents: -m.cents });
	return all;
}

export function costOf(all, machine, a, b) {
	const cost = { parts: 0, labour: 0, outside: 0 };
	for (const s of all) if (s.machine === machine && s.time >= a && s.time < b) cost[s.kind] += s.cents;
	return { ...cost, total: cost.parts + cost.labour + cost.outside };
}

// Rounded half up to the cent; null: an hour of it has no price.
export function downtimeCost(machine, ms) {
	return machine.rate === null ? null : Math.floor((Math.round(ms / MINUTE) * machine.rate + 30) / 60);
}

// Spent in the year, by month.
export function budgetOf(all, budget, now) {
	const months = Array(12).fill(0), to = Math.min(now, midnight(`${budget.year + 1}-01-01`));
	for (const s of all) {
		if (budget.place && !s.machine.path.includes(budget.place.id)) continue;
		if (s.time >= midnight(`${budget.year}-01-01`) && s.time < to) months[monthOf(new Date(s.time + 8 * 3_600_000).toISOString().slice(0, 10)) - 1] += s.cents;
	}
	return { months, spent: months.reduce((x, y) => x + y, 0) };
}
