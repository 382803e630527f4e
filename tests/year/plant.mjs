// plant.mjs - the plant of a seed: what it consists of, set up through the API on the day before the play begins.
import { codeOf, PASSWORD } from '../lib/plant.mjs';
import { DAY, midnight, plusDays } from './days.mjs';

const week = (days, ...shifts) => days.flatMap((weekday) => shifts.map(([start_min, end_min]) => ({ weekday, start_min, end_min })));
// Nobody works: Spring Festival, May, October; on two Sundays before they do instead.
const HOLIDAYS = ['01-01', '01-28', '01-29', '01-30', '01-31', '02-01', '02-02', '02-03', '02-04', '05-01', '05-02', '05-05', '10-01', '10-02', '10-03', '10-06', '10-07', '10-08'];
const CALENDARS = [
	{ name: '两班', shifts: week([1, 2, 3, 4, 5, 6], [480, 960], [960, 1440]) },
	{ name: '白班', shifts: week([1, 2, 3, 4, 5], [480, 720], [780, 1020]), extra: [['01-26', 480, 720], ['09-28', 480, 1020]] },
	{ name: '夜班', shifts: week([1, 2, 3, 4, 5], [480, 960], [1320, 1800]) },
];
const PEOPLE = [
	['t1', '李师傅', 'technician'], ['t2', '王师傅', 'technician'], ['t3', '陈师傅', 'technician'], ['t4', '赵师傅', 'technician'],
	['ku', '周库管', 'storekeeper'], ['ku2', '吴库管', 'storekeeper'], ['boss', '何主管', 'manager'], ['cai', '采购郑', 'manager'],
];
export const MODES = ['ELK', 'NOI', 'VIB', 'OHE', 'STD', 'BRD'];

export async function makePlant(server, dice, { from, machines, parts, fault = 1 }) {
	const admin = await server.admin(), year = from.slice(0, 4);
	const p = { server, from, calendars: [], places: [], machines: [], people: {}, parts: [], bins: [], suppliers: [], rates: [] };
	const add = (at, json) => admin.must(201, 'POST', `/api/v1/${at}`, { json });
	const token = async (client, account) => Object.assign(server.client({ token: (await client.must(201, 'POST', '/api/v1/tokens', { json: { name: 'play' } })).token }), { account });

	p.people.admin = await token(admin, await admin.must(200, 'GET', '/api/v1/session'));
	p.admin = p.people.admin;
	for (const c of CALENDARS) {
		const exceptions = [...HOLIDAYS.map((d) => ({ day: `${year}-${d}` })), ...(c.extra ?? []).map(([d, start_min, end_min]) => ({ day: `${year}-${d}`, start_min, end_min }))];
		p.calendars.push({ id: (await add('calendars', { name: c.name, shifts: c.shifts, exceptions })).id, shifts: c.shifts, exceptions });
	}
	await addPlaces(p, dice, add, machines, fault);
	for (const [login, name, role] of PEOPLE) {
		const account = await add('accounts', { login, name, role, password: PASSWORD });
		p.people[login] = await token(await server.login(login, PASSWORD), { ...account, role });
	}
	p.technicians = ['t1', 't2', 't3', 't4'].map((l) => p.people[l]);
	p.keepers = [p.people.ku, p.people.ku2];
	await addDuties(p);
	await addMoney(p, add);
	await addParts(p, dice, add, parts);
	await addUpkeep(p, dice, add);
	return p;
}

async function addPlaces(p, dice, add, count, fault) {
	const place = async (json, parent) => {
		const { id } = await add('assets', { ...json, ...(parent && { parent_id: parent.id }) });
		const made = { id, parent, path: [...(parent?.path ?? []), id], rate: json.downtime_cents_hour ?? parent?.rate ?? null, calendar: p.calendars.find((c) => c.id === json.calendar_id) ?? parent?.calendar ?? null };
		p.places.push(Object.assign(made, { kind: json.kind, lines: [] }));
		return made;
	};
	const [two, days, night] = p.calendars;
	const site = await place({ kind: 'site', name: '工厂' });
	p.areas = [await place({ kind: 'area', name: '一车间', downtime_cents_hour: 30000 }, site), await place({ kind: 'area', name: '二车间' }, site)];
	p.lines = [
		await place({ kind: 'line', name: '冲压线', calendar_id: two.id }, p.areas[0]),
		await place({ kind: 'line', name: '机加线', calendar_id: days.id, downtime_cents_hour: 45001 }, p.areas[0]),
		await place({ kind: 'line', name: '涂装线', calendar_id: night.id }, p.areas[1]),
		await place({ kind: 'line', name: '公用', downtime_cents_hour: 9999 }, p.areas[1]), // round the clock
	];
	for (let i = 0; i < count; i++) {
		const line = p.lines[i % p.lines.length];
		// One of which nobody knows when it began, one that comes in the course of the play, one that goes.
		const born = i === 1 ? null : i === 2 ? plusDays(p.from, 20) : '2016-05-04';
		const json = {
			kind: 'machine', code: `M-${i + 1}`, name: `机器 ${i + 1}`, criticality: 'ABC'[i % 3], ...(born && { commissioned_day: born }),
			...(i % 5 !== 4 && { original_value_cents: dice.int(50, 900) * 100000 }), ...(i % 4 === 1 && { calendar_id: dice.of(p.calendars).id }), ...(i % 6 === 3 && { downtime_cents_hour: dice.int(0, 90000) }),
		};
		const m = await place(json, line), components = [];
		for (const name of ['液压泵', '主轴']) components.push((await add('assets', { kind: 'component', parent_id: m.id, name })).id);
		Object.assign(m, {
			number: i, line, components, born: born === null ? null : midnight(born), gone: null, value: json.original_value_cents ?? null, critical: json.criticality === 'A',
			qr: await codeOf(p.server, m.id), every: (dice.int(5, 20) * DAY) / fault, modes: [dice.of(MODES), dice.of(MODES), dice.of(MODES)], hours: 1000,
		});
		p.machines.push(m);
	}
	p.site = site;
}

async function addDuties(p) {
	const put = async (who, json) => {
		const at = `/api/v1/accounts/${who.account.id}/duty`;
		await p.admin.must(200, 'PUT', at, { json, version: (await p.admin.must(200, 'GET', at)).version });
		who.duty = { areas: json.areas ?? [], calendar: p.calendars.find((c) => c.id === json.calendar_id) ?? null, buyer: Boolean(json.buyer) };
	};
	for (const who of Object.values(p.people)) who.duty = { areas: [], calendar: null, buyer: false };
	await put(p.people.t1, { areas: [p.areas[0].id], calendar_id: p.calendars[1].id });
	await put(p.people.t2, { areas: [p.lines[0].id, p.lines[2].id], calendar_id: p.calendars[0].id });
	await put(p.people.t3, { areas: [p.areas[1].id] });
	await put(p.people.t4, { areas: [], calendar_id: p.calendars[2].id });
	await put(p.people.cai, { buyer: true });
}

async function addMoney(p, add) {
	p.rate = async (who, from_day, cents_hour) => {
		await p.admin.must(201, 'POST', '/api/v1/rates', { json: { ...(who && { account_id: who.account.id }), from_day, cents_hour } });
		p.rates.push({ account: who?.account.id ?? null, from_day, cents_hour });
	};
	await p.rate(null, '2020-01-01', 6000);
	await p.rate(p.people.t1, '2022-01-01', 9050);
	const year = Number(p.from.slice(0, 4));
	p.budgets = [];
	for (const [place, cents] of [[null, 50_000_000], [p.lines[0], 7_000_000], [p.lines[1], 1], [p.machines[0], 900_000]]) {
		const b = await add('budgets', { ...(place && { asset_id: place.id }), year, cents });
		p.budgets.push({ id: b.id, place, year, cents });
	}
}

async function addParts(p, dice, add, count) {
	for (const name of ['东海密封', '北方轴承', '通用五金']) p.suppliers.push({ id: (await add('suppliers', { name })).id });
	for (let i = 0; i < Math.max(6, count / 3); i++) p.bins.push({ id: (await add('bins', { code: `${'AB'[i % 2]}-${i}`, store: i % 2 ? '二库' : '一库' })).id });
	for (let i = 0; i < count; i++) {
		const fluid = i % 7 === 6, unit = fluid ? 250 : 1000, price = dice.int(150, 90000);
		const bin = p.bins[i % p.bins.length], { id } = await add('parts', { code: `P-${i + 1}`, name: `备件 ${i + 1}`, unit: fluid ? 'L' : '个', bin_id: bin.id, price_cents: price });
		const part = { id, bin: bin.id, unit, price, min: dice.int(2, 6) * 1000, max: dice.int(8, 20) * 1000, supplier: dice.of(p.suppliers).id, order_min: null, pack: null };
		if (dice.chance(0.5)) part.pack = dice.of([2000, 5000]);
		if (dice.chance(0.3)) part.order_min = 4000;
		await p.admin.must(200, 'PUT', `/api/v1/parts/${id}/suppliers/${part.supplier}`, { json: { preferred: true, lead_days: dice.int(3, 12), ...(part.pack && { pack_qty: part.pack / 1000 }), ...(part.order_min && { min_qty: part.order_min / 1000 }) } });
		const { version } = await p.admin.must(200, 'GET', `/api/v1/parts/${id}`);
		await p.admin.must(200, 'PUT', `/api/v1/parts/${id}/reorder`, { json: { worked: false, min_qty: part.min / 1000, max_qty: part.max / 1000 }, version });
		p.parts.push(part);
	}
	// The first may be replaced by the second, and so on; those in litres by none.
	for (let i = 0; i + 1 < p.parts.length; i += 3) {
		const [a, b] = [p.parts[i], p.parts[i + 1]];
		if (a.unit !== b.unit) continue;
		await p.admin.must(200, 'PUT', `/api/v1/parts/${a.id}/substitutes/${b.id}`, { json: {} });
		a.substitute = b;
	}
	const rules = await p.admin.must(200, 'GET', '/api/v1/purchasing');
	await p.admin.must(200, 'PUT', '/api/v1/purchasing', {
		json: { cycle_days: 7, first_day: p.from, service: 950, order_cost_cents: 5000, holding: 20, run_minute: 0, enabled: true }, version: rules.version,
	});
}

async function addUpkeep(p, dice, add) {
	const job = async (name, minutes, stands, parts = []) => ({
		id: (await add('jobs', { name, minutes, stands, tasks: [{ text: '清洁' }, { text: '加油' }], parts: parts.map(([part, qty]) => ({ part_id: part.id, qty: qty / 1000 })) })).id, minutes, stands, parts,
	});
	const grease = p.parts.at(-1), weekly = await job('周保养', 45, false), monthly = await job('月保养', 120, true, [[p.parts[0], 1000]]);
	const big = await job('季保养', 300, true), oil = await job('换油', 60, true, [[grease, grease.unit]]);
	const known = p.machines.filter((m) => m.born !== null && m.born < midnight(p.from)), some = (n) => known.slice(0, n);
	const from = (n) => plusDays(p.from, n);
	p.plans = [];
	for (const plan of [
		{ job: weekly, unit: 'week', every: 1, mode: 'fixed', weekdays: [3], holiday: 'after', from_day: from(1), lead_days: 1, grace_days: 1, on: some(4) },
		{ job: monthly, unit: 'month', every: 1, mode: 'fixed', month_day: 31, holiday: 'before', from_day: from(0), lead_days: 3, grace_days: 2, on: some(5) },
		{ job: big, unit: 'day', every: 25, mode: 'after', weekdays: [2, 4], holiday: 'after', from_day: from(9), lead_days: 2, grace_days: 3, on: some(3) },
		{ job: weekly, unit: 'day', every: 10, mode: 'fixed', holiday: 'skip', from_day: from(4), lead_days: 0, grace_days: 2, on: known.slice(-2) },
		{ job: oil, meter_every: 250_000, from_day: from(0), lead_days: 2, grace_days: 3, on: known.slice(0, 2), metered: true },
	]) {
		const { job: j, on, metered, ...json } = plan, assets = [];
		for (const m of on) {
			if (metered) m.meter ??= (await add(`assets/${m.id}/meters`, { name: '运行', unit: 'h' })).id;
			assets.push({ asset_id: m.id, ...(metered && { meter_id: m.meter }) });
		}
		const made = await add('plans', { name: `计划 ${p.plans.length + 1}`, job_plan_id: j.id, start_min: 540, priority: 3, ...json, ...(metered && { meter_every: json.meter_every / 1000 }), assets });
		p.plans.push({ id: made.id, ...plan, since: midnight(p.from) - 16 * 3_600_000 });
	}
	const checklist = await add('checklists', {
		name: '点检', items: [{ kind: 'number', text: '油温', unit: '℃', low: 20, high: 60, required: true, ticket: 'auto', priority: 3 }, { kind: 'yes_no', text: '护罩完好？', required: true, bad: 2, ticket: 'offer' }],
	});
	p.routes = [];
	for (const [due, line, more] of [['shift', p.lines[0], {}], ['times', p.lines[1], { workdays: true, windows: [{ start_min: 540, end_min: 660 }], assignee_id: p.people.t1.account.id }]]) {
		const stops = p.machines.filter((m) => m.line === line).slice(0, 2);
		const made = await add('routes', { name: `点检 ${due}`, due, sign: false, calendar_id: line.calendar.id, ...more, stops: stops.map((m) => ({ machine_id: m.id, checklist_id: checklist.id })) });
		p.routes.push({ id: made.id, due, calendar: line.calendar, windows: more.windows, stops, assignee: more.assignee_id ?? null, made: midnight(p.from) - 16 * 3_600_000 });
	}
	p.items = checklist.items;
}
