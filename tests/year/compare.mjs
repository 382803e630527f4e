// compare.mjs - asks the server for every figure and holds it against the reference. Gives lines of what differs, the first first.
import { DAY, dayOf, midnight, plusDays, say } from './days.mjs';
import { Reliability, figuresOf, workloadOf } from './reference_time.mjs';
import { onOrder, playStock, toBuy, usersOf } from './reference_stock.mjs';
import { budgetOf, costOf, downtimeCost, rateOf, spendingsOf } from './reference_money.mjs';
import { complianceOf, duesOf, roundsOf } from './reference_plans.mjs';

const milli = (n) => (n === null ? null : Math.round(n * 1000));

class Differences {
	constructor() {
		this.lines = [];
		this.compared = 0;
	}
	// Whole numbers are equal; shares and means as far as they are written, nine digits.
	is(what, found, wanted) {
		this.compared++;
		if (found === wanted || (typeof found === 'number' && typeof wanted === 'number' && !(Number.isInteger(found) && Number.isInteger(wanted)) && Math.abs(found - wanted) <= 1e-8 * Math.max(1e-3, Math.abs(wanted)))) return;
		this.lines.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
	}
	all(what, found, wanted) {
		for (const [name, value] of Object.entries(wanted)) this.is(`${what}: ${name}`, found?.[name], value);
	}
	// Of what there is a list, each is on both sides, once.
	same(what, found, wanted) {
		const [here, there] = [new Set(found), new Set(wanted)];
		this.is(`${what}: how many`, found.length, wanted.length);
		for (const x of here) if (!there.has(x)) this.lines.push(`${what}: ${x} should not be there`);
		for (const x of there) if (!here.has(x)) this.lines.push(`${what}: ${x} is missing`);
	}
	// Members of the one and of the other; what is not said is `none`.
	both(what, found, wanted, none) {
		for (const k of new Set([...Object.keys(found ?? {}), ...Object.keys(wanted)])) this.is(`${what}: ${k}`, found?.[k] ?? none, wanted[k] ?? none);
	}
}

async function pages(get, at, query, key = 'before') {
	const all = [];
	for (let from; ;) {
		const { items, next } = await get(at, { ...query, limit: 500, ...(from && { [key]: from }) });
		all.push(...items);
		if (!next) return all;
		from = next;
	}
}
const idsOf = (list) => list.map((x) => x.id);

// The whole play, its months, and a window that begins and ends in the middle of a day.
function windowsOf(start, now) {
	const all = [[start, now], [start + 3 * DAY + 5 * 3_600_000, now - 2 * DAY - 7 * 3_600_000]];
	for (let t = start; t < now;) {
		const day = dayOf(t + 32 * DAY), next = midnight(`${day.slice(0, 8)}01`);
		all.push([t, Math.min(next, now)]);
		t = next;
	}
	return all;
}

export async function compare(play) {
	const { plant, book, until: now } = play, start = midnight(plant.from), d = new Differences();
	const get = (at, query) => plant.admin.must(200, 'GET', `/api/v1/${at}`, { query });
	const stock = playStock(plant, book), spendings = spendingsOf(plant, book), times = new Reliability(plant, book, start, now);
	d.lines.push(...stock.wrong);
	for (const l of book.labour) d.is(`the cost of labour ${l.id}`, l.said, Math.floor((l.minutes * rateOf(plant, l) + 30) / 60));
	await compareStock(d, play, get, stock);
	for (const [a, b] of windowsOf(start, now)) await compareWindow(d, play, get, { a, b, times, spendings });
	await compareMonths(d, play, get, { start, now, times, spendings });
	await compareTickets(d, play, get, spendings);
	await compareBudgets(d, play, get, spendings);
	await compareUpkeep(d, play, get, start);
	return d;
}

/* ---- stock ---- */

async function compareStock(d, { plant, book }, get, stock) {
	const drafts = new Map(); // a proposal that nobody has approved yet is on its way too
	for (const { id, state } of (await get('requisitions', { open: 1 })).items) {
		if (state !== 'proposed' && state !== 'edited') continue;
		for (const l of (await get(`requisitions/${id}`)).items) if (!l.ended) drafts.set(l.part_id, milli(l.qty));
	}
	d.same('parts', idsOf((await get('parts', { limit: 500 })).items), idsOf(plant.parts));
	for (const part of plant.parts) {
		const r = stock.parts.get(part.id), found = await get(`parts/${part.id}`), what = `part ${part.id}`;
		d.is(`${what}: on hand`, milli(found.qty), r.qty);
		d.is(`${what}: value`, found.value_cents, r.value);
		d.is(`${what}: reserved`, milli(found.reserved), r.reserved);
		d.is(`${what}: available`, milli(found.available), r.qty - r.reserved);
		d.both(`${what}, by bin`, Object.fromEntries(found.stock.map((s) => [s.bin_id, milli(s.qty)])), Object.fromEntries(r.bins), 0);
		d.is(`${what}: reserved in its bins`, found.stock.reduce((n, s) => n + milli(s.reserved), 0), r.reserved);
		for (const s of found.stock) if (s.reserved > s.qty) d.lines.push(`${what}: more is kept in bin ${s.bin_id} than lies there`);
		const rule = await get(`parts/${part.id}/reorder`), ordered = onOrder(book, part.id) + (drafts.get(part.id) ?? 0), position = r.qty - r.needed + ordered;
		d.all(`${what}, buying`, { ...rule, on_order: milli(rule.on_order), position: milli(rule.position), wanted: milli(rule.wanted), qty: milli(rule.qty) }, { on_order: ordered, position, wanted: r.wanted, qty: toBuy(part, position) });
	}
	const moves = await pages(get, 'movements'), sum = (of) => moves.reduce((n, m) => n + of(m), 0);
	// What was moved left one bin and came into another.
	const key = (kind, part, bin, qty, time) => `${kind} of part ${part}, bin ${bin}: ${qty}, ${say(time)}`, signed = (m) => (m.kind === 'issue' ? -m.qty : m.qty);
	d.same('movements', moves.map((m) => key(m.kind, m.part_id, m.bin_id, milli(m.qty), m.time)), book.moves.flatMap((m) => [key(m.kind, m.part, m.bin, signed(m), m.time), ...(m.kind === 'transfer' ? [key(m.kind, m.part, m.from, -m.qty, m.time)] : [])]));
	d.is('the sum of all movements', sum((m) => milli(m.qty)), [...stock.parts.values()].reduce((n, p) => n + p.qty, 0));
	d.is('the value of all movements', sum((m) => m.value_cents), [...stock.parts.values()].reduce((n, p) => n + p.value, 0));
	await compareRequisitions(d, book, get);
}

async function compareRequisitions(d, book, get) {
	for (const r of book.proposals) d.is(`what requisition ${r.id} proposes`, JSON.stringify(r.found), JSON.stringify(r.wanted));
	// Whoever approved, ordered or cancelled one knows it. A draft goes with the day: where nothing is left to buy it is withdrawn by itself.
	const all = await pages(get, 'requisitions'), drafts = all.filter((r) => r.state === 'proposed' || r.state === 'edited');
	const withdrawn = all.filter((r) => r.state === 'cancelled' && r.ended_by === null && r.lines === 0), known = [...book.requisitions.values()].filter((r) => r.state);
	d.same('requisitions', idsOf(all.filter((r) => !drafts.includes(r) && !withdrawn.includes(r))), idsOf(known));
	d.is('no more than one draft', drafts.length > 1, false);
	for (const r of book.requisitions.values()) {
		if (!r.state) continue;
		const view = await get(`requisitions/${r.id}`), what = `requisition ${r.id}`;
		d.is(`${what}: state`, view.state, r.state);
		d.same(`${what}: lines`, view.items.map((l) => l.part_id), [...r.lines.keys()]);
		for (const l of view.items) {
			const w = r.lines.get(l.part_id), found = { qty: milli(l.qty), received: milli(l.received), price_cents: l.price_cents, ended: Boolean(l.ended) };
			d.all(`${what}, part ${l.part_id}`, found, { qty: w?.qty, received: w?.received, price_cents: w?.price, ended: w?.ended });
		}
		compareUse(d, what, book, view);
		d.is(`${what}: total`, view.total_cents, [...r.lines.values()].reduce((n, l) => n + Math.floor((l.qty * l.price + 500) / 1000), 0));
	}
}

// Read by machine: each line is shared out among those that used the part, by how much, and nothing of it is lost.
function compareUse(d, what, book, view) {
	const kept = new Set(view.items.filter((x) => !x.ended || x.received).map((l) => l.part_id));
	for (const m of view.machines) for (const p of m.parts) if (!kept.has(p.part_id)) d.lines.push(`${what}: machine ${m.machine_id} has part ${p.part_id}, which is on no line`);
	for (const l of view.items.filter((x) => !x.ended || x.received)) {
		const users = usersOf(book, l.part_id, view.created_at), total = [...users.values()].reduce((n, u) => n + u.used, 0);
		const rows = view.machines.flatMap((m) => m.parts.filter((p) => p.part_id === l.part_id).map((p) => ({ machine: m.machine_id, ...p })));
		d.is(`${what}, part ${l.part_id}: its machines`, JSON.stringify(rows.map((r) => r.machine).sort()), JSON.stringify(total ? [...users.keys()].sort() : [null]));
		d.is(`${what}, part ${l.part_id}: shared out`, rows.reduce((n, r) => n + milli(r.qty), 0), milli(l.qty));
		d.is(`${what}, part ${l.part_id}: its money`, rows.reduce((n, r) => n + r.cents, 0), l.cents);
		for (const r of rows.filter((x) => x.machine !== null && users.has(x.machine))) {
			const u = users.get(r.machine);
			d.all(`${what}, part ${l.part_id}, machine ${r.machine}`, { used: milli(r.used), tickets: r.tickets }, { used: u.used, tickets: u.tickets.size });
			if (Math.abs(milli(r.qty) - (milli(l.qty) * u.used) / total) > users.size) d.lines.push(`${what}: machine ${r.machine} has ${r.qty} of part ${l.part_id}, used ${u.used} of ${total}`);
		}
	}
}

/* ---- figures and costs ---- */

const MACHINE = ['required_ms', 'planned_ms', 'downtime_ms', 'overrun_ms', 'uptime_ms', 'breakdowns', 'failures', 'degraded', 'ongoing', 'restored', 'ttr_ms', 'repeats', 'repeat_base', 'no_calendar', 'life_unknown', 'machines'];
const SPLIT = ['unreported', 'reaction', 'response', 'waiting', 'active', 'unknown'];

function compareFigures(d, what, found, wanted, cost) {
	d.all(what, found, Object.fromEntries(MACHINE.map((k) => [k, wanted.sums[k] ?? 0])));
	d.all(what, found, figuresOf(wanted));
	const k = wanted.ttr.length;
	d.all(`${what}, split`, found?.parts, Object.fromEntries(SPLIT.map((part) => [`${part}_ms`, k ? (wanted.parts[part] ?? 0) / k : null])));
	d.both(`${what}, left out`, found?.excluded, wanted.excluded, 0);
	d.all(what, found, { cost_parts_cents: cost.parts, cost_labour_cents: cost.labour, cost_outside_cents: cost.outside, cost_total_cents: cost.total, cost_downtime_cents: cost.downtime });
}

async function compareWindow(d, play, get, { a, b, times, spendings }) {
	const { plant } = play, query = { from: a, to: b }, rows = new Map(), when = `${dayOf(a)} to ${dayOf(b)}`;
	for (const m of plant.machines) {
		const row = times.of(m, a, b);
		row.cost = { ...costOf(spendings, m, a, b), downtime: downtimeCost(m, row.sums.downtime_ms) ?? 0 };
		rows.set(m, row);
	}
	const pooled = (list) => {
		const cost = { parts: 0, labour: 0, outside: 0, total: 0, downtime: 0 };
		for (const r of list) for (const k of Object.keys(cost)) cost[k] += r.cost[k];
		return [times.pool(list), cost];
	};
	const machines = await get('figures', { ...query, group: 'machine' }), lines = await get('figures', { ...query, group: 'line' });
	d.same(`${when}, machines`, idsOf(machines.machines), idsOf(plant.machines));
	d.same(`${when}, lines`, idsOf(lines.groups), idsOf(plant.lines.filter((l) => plant.machines.some((m) => m.line === l))));
	for (const [m, row] of rows) compareFigures(d, `${when}, machine ${m.number + 1}`, machines.machines.find((x) => x.id === m.id), row, row.cost);
	for (const line of plant.lines) {
		const own = [...rows].filter(([m]) => m.line === line).map(([, r]) => r);
		if (own.length) compareFigures(d, `${when}, line ${line.id}`, lines.groups.find((x) => x.id === line.id), ...pooled(own));
	}
	compareFigures(d, `${when}, the plant`, machines.pooled, ...pooled([...rows.values()]));
	const load = workloadOf(play.book, a, b), kinds = ([corrective, preventive, inspection, improvement]) => ({ corrective, preventive, inspection, improvement });
	const work = await get('figures/workload', query);
	d.all(`${when}, reported`, work.reported, kinds(load.reported));
	d.all(`${when}, open`, work.open, kinds(load.open));
	d.all(`${when}, work`, work, { failures_restored: load.failures_restored, failures_reopened: load.failures_reopened, corrective_share: load.corrective_share, first_time_fix_rate: load.first_time_fix_rate });
	await compareCosts(d, get, { a, b, rows, times, spendings, when });
}

async function compareCosts(d, get, { a, b, rows, times, spendings, when }) {
	const { items, total, left_out } = await get('figures/cost', { from: a, to: b, group: 'machine', limit: 500 });
	const whole = { parts: 0, labour: 0, outside: 0, total: 0, downtime: 0 }, valued = [...rows].filter(([m]) => m.value !== null);
	const said = (cost) => Object.fromEntries(Object.entries(cost).map(([k, cents]) => [`cost_${k}_cents`, cents]));
	d.same(`${when}, what machines cost`, idsOf(items), [...rows.keys()].map((m) => m.id));
	d.is(`${when}, what machines cost: left out`, left_out, 0);
	for (const [m, { cost }] of rows) {
		d.all(`${when}, cost of machine ${m.number + 1}`, items.find((i) => i.id === m.id), { ...said(cost), cost_ratio: m.value ? cost.total / m.value : null });
		for (const k of Object.keys(whole)) whole[k] += cost[k];
	}
	d.all(`${when}, cost`, total, { ...said(whole), cost_ratio: valued.reduce((n, [, r]) => n + r.cost.total, 0) / valued.reduce((n, [m]) => n + m.value, 0) });
	// By failure mode: how many failures began in the window, how long they stood in it, what was booked in it on tickets that met it.
	const marks = await get('figures/pareto', { from: a, to: b, by: 'failure_mode', sort: 'cost', top: 500 }), wanted = new Map(), all = { failures: 0, downtime_ms: 0, cost_cents: 0 };
	for (const [m] of rows) {
		const stood = times.stood(m, a, b);
		for (const x of times.met(m, a, b)) {
			const one = wanted.get(x.mode) ?? { failures: 0, downtime_ms: 0, cost_cents: 0 };
			one.failures += times.starts(m, x, a, b);
			one.downtime_ms += stood.get(x.id) ?? 0;
			for (const s of spendings) if (s.ticket === x && s.time >= a && s.time < b) one.cost_cents += s.cents;
			wanted.set(x.mode, one);
		}
	}
	for (const [mode, w] of wanted) if (!Object.values(w).some(Boolean)) wanted.delete(mode);
	d.same(`${when}, failure modes`, marks.items.map((k) => k.key), [...wanted.keys()]);
	for (const [mode, w] of wanted) {
		d.all(`${when}, failure mode ${mode}`, marks.items.find((k) => k.key === mode), w);
		for (const k of Object.keys(all)) all[k] += w[k];
	}
	d.all(`${when}, all failure modes`, marks.total, all);
}

// Month by month in one answer, of a line.
async function compareMonths(d, { plant }, get, { start, now, times, spendings }) {
	const months = windowsOf(start, now).slice(2);
	for (const line of plant.lines.slice(0, 2)) {
		const { items } = await get('figures/trend', { from: start, to: now, step: 'month', under: line.id }), own = plant.machines.filter((m) => m.line === line);
		d.same(`the trend of line ${line.id}`, items.map((i) => `${i.start} to ${i.end}`), months.map(([a, b]) => `${a} to ${b}`));
		for (const [i, [a, b]] of months.entries()) {
			const rows = own.map((m) => ({ ...times.of(m, a, b), spent: costOf(spendings, m, a, b).total })), pooled = times.pool(rows), what = `the trend of line ${line.id} from ${dayOf(a)}`;
			d.all(what, items[i], Object.fromEntries(MACHINE.filter((k) => !k.startsWith('repeat')).map((k) => [k, pooled.sums[k]])));
			d.is(`${what}: cost_total_cents`, items[i]?.cost_total_cents, rows.reduce((n, r) => n + r.spent, 0));
		}
	}
}

// Every ticket as it stands; what it cost: a fifth of them are asked.
async function compareTickets(d, { book }, get, spendings) {
	const found = await pages(get, 'tickets');
	d.same('tickets', idsOf(found), [...book.tickets.keys()]);
	for (const t of found) {
		const x = book.tickets.get(t.id);
		if (!x) continue;
		d.all(`ticket ${x.id}`, t, {
			machine_id: x.machine.id, kind: x.kind, source: x.source, state: x.state, stopped: x.stopped, failure: x.failure, failure_mode: x.mode, assignee_id: x.assignee,
			reported_at: x.reported, accepted_at: x.accepted, started_at: x.started, occurred_at: x.occurred, restored_at: x.restored, reopened: x.reopened,
		});
	}
	for (const x of [...book.tickets.values()].filter((t) => t.id % 5 === 0)) {
		const own = { parts: 0, labour: 0, outside: 0 };
		for (const s of spendings) if (s.ticket === x) own[s.kind] += s.cents;
		d.all(`ticket ${x.id}`, await get(`tickets/${x.id}`), { parts_cents: own.parts, labour_cents: own.labour, invoice_cents: own.outside, total_cents: own.parts + own.labour + own.outside });
	}
}

async function compareBudgets(d, { plant, until }, get, spendings) {
	for (const year of new Set(plant.budgets.map((b) => b.year))) {
		const own = plant.budgets.filter((b) => b.year === year), { items } = await get('figures/budget', { year });
		d.same(`budgets of ${year}`, idsOf(items), idsOf(own));
		for (const budget of own) {
			const found = items.find((i) => i.id === budget.id), { months, spent } = budgetOf(spendings, budget, until), what = `budget ${budget.id}`;
			d.all(what, found, { spent_cents: spent, used: spent / budget.cents });
			d.is(`${what}: by month`, found?.months.map((m) => m.cents).join(), months.join());
		}
	}
}

/* ---- plans and rounds ---- */

async function compareUpkeep(d, { plant, book, until }, get, start) {
	const all = [], today = dayOf(until), last = plusDays(today, -1);
	d.same('plans', idsOf((await get('plans', { limit: 500 })).items), idsOf(plant.plans));
	for (const plan of plant.plans) {
		const kept = (await pages(get, 'dues', { plan: plan.id, from: start - 5 * DAY, to: until + 300 * DAY }, 'after')).filter((x) => !x.projected);
		for (const x of kept) if (!plan.on.some((m) => m.id === x.asset_id)) d.lines.push(`plan ${plan.id} is due on machine ${x.asset_id}`);
		for (const machine of plan.on) {
			const what = `plan ${plan.id} on machine ${machine.number + 1}`, found = kept.filter((x) => x.asset_id === machine.id), waiting = found.filter((x) => x.state === 'waiting');
			const { dues, waits } = duesOf(plan, machine, book, plant.from, until), ended = found.filter((x) => x.state !== 'waiting').sort((x, y) => x.n - y.n);
			d.is(`${what}: how often it was due`, ended.length, dues.length);
			dues.forEach((w, i) => {
				const x = ended[i], seen = x && { due: x.due_day, grace: x.grace_day, state: x.state, done: x.done_day, moved: x.moved };
				d.all(`${what}, ${i + 1}.`, seen, { due: w.due, grace: w.grace, state: w.state, done: w.done, moved: w.moved });
			});
			d.is(`${what}: waits for`, waiting.map((x) => x.due_day).join(), waits?.due ?? '');
			all.push(...dues.map((x) => ({ ...x, machine })), ...(waits ? [{ ...waits, machine, state: 'waiting', moved: false }] : []));
		}
	}
	for (const [what, under] of [['the plant', null], ...plant.lines.map((l) => [`line ${l.id}`, l])]) {
		for (const [from, to] of [[plant.from, last], [plant.from, plusDays(plant.from, 30)]]) {
			const own = all.filter((x) => !under || x.machine.line === under);
			const found = await get('figures/compliance', { from: midnight(from), to: midnight(to) + DAY, ...(under && { under: under.id }) });
			d.all(`compliance of ${what} up to ${to}`, found, complianceOf(own, from, to, today));
		}
	}
	const { routes } = await get('figures/rounds', { from: start, to: until });
	d.same('routes', routes.map((r) => r.route_id), idsOf(plant.routes));
	for (const route of plant.routes) {
		d.all(`rounds of route ${route.id}`, routes.find((r) => r.route_id === route.id), roundsOf(route, book, start, until, until));
		const own = await pages(get, 'rounds', { route_id: route.id, to: until }), walks = book.walks.filter((w) => w.route === route), key = (from, to, done) => `${say(from)} to ${say(to)}, done ${say(done)}`;
		d.same(`rounds of route ${route.id}`, own.map((r) => key(r.due_from, r.due_to, r.done_at)), walks.map((w) => key(w.from, w.to, w.done)));
	}
	for (const m of plant.machines.filter((x) => x.meter)) {
		const key = (t, value) => `${say(t)}: ${value}`, read = book.readings.filter((r) => r.machine === m);
		d.same(`readings of machine ${m.number + 1}`, (await pages(get, `meters/${m.meter}/readings`)).map((r) => key(r.time, milli(r.value))), read.map((r) => key(r.t, r.value)));
	}
}
