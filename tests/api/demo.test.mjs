// demo.test.mjs - jixiu demo: the same factory from the same seed and day, whole, alive, and of use.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, jixiu, startServer, tempFolder } from '../lib/server.mjs';

const DAY = `${new Date().getFullYear() - 1}-06-15`; // a day that is over wherever the clock stands
const NOW = Date.parse(`${DAY}T10:30:00+08:00`);
const PASSWORD = 'jixiu-demo';
const PEOPLE = ['admin', 'manager', 'tech1', 'tech2', 'tech3', 'tech4', 'store'];

// A data folder made by jixiu demo, gone after t.
async function make(t, ...args) {
	const data = path.join(await tempFolder(t), 'data');
	const made = await jixiu(['demo', '--data', data, ...args], { env: { LC_ALL: 'C' } });
	assert.equal(made.code, 0, made.stderr);
	return { data, said: made.stdout };
}
const rows = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
async function list(data, what) {
	const { code, stdout, stderr } = await jixiu(['export', '-', '--what', what, '--format', 'jsonl', '--data', data]);
	assert.equal(code, 0, stderr);
	return rows(stdout);
}
const groupBy = (items, key) => items.reduce((sums, x) => ((sums[x[key]] = (sums[x[key]] ?? 0) + 1), sums), {});

// Everything that is not drawn from the system's randomness.
const CODES = new Set(['code_added']);
async function content(data) {
	const all = {};
	for (const what of ['assets', 'parts', 'bins', 'tickets', 'movements', 'accounts', 'repairs']) all[what] = await list(data, what);
	all.events = (await list(data, 'events')).filter((e) => !CODES.has(e.kind));
	return all;
}

test('the same seed and day give the same factory; another seed gives another', async (t) => {
	const size = ['--machines', '40', '--tickets', '700', '--today', DAY];
	const [a, b, c] = [await make(t, ...size, '--seed', '7'), await make(t, ...size, '--seed', '7'), await make(t, ...size, '--seed', '8')];
	const [one, two] = [await content(a.data), await content(b.data)];
	for (const what of Object.keys(one)) assert.deepEqual(one[what], two[what], what);
	const other = await list(c.data, 'tickets');
	assert.equal(other.length, 700);
	assert.notDeepEqual(other.map((x) => x.symptom), one.tickets.map((x) => x.symptom));
});

test('a folder that holds anything is refused and left as it was', async (t) => {
	const { data } = await make(t, '--machines', '8', '--tickets', '30', '--today', DAY);
	const before = await list(data, 'events');
	const again = await jixiu(['demo', '--data', data], { env: { LC_ALL: 'C' } });
	assert.equal(again.code, 1);
	assert.match(again.stderr, /goes into an empty one/);
	assert.deepEqual(await list(data, 'events'), before);
	const server = await startServer();
	t.after(() => server.stop());
	await server.end('SIGTERM');
	assert.equal((await jixiu(['demo', '--data', server.data])).code, 1, 'a folder with an administrator');
});

test('a wrong size, seed or day ends with status 2 and makes nothing', async (t) => {
	for (const [name, value] of [['machines', '0'], ['machines', 'x'], ['tickets', '7'], ['tickets', '1e3'], ['seed', '-1'], ['today', '2026-02-30'], ['today', '2199-01-01'], ['today', 'soon']]) {
		const data = path.join(await tempFolder(t), 'data');
		const { code, stderr } = await jixiu(['demo', '--data', data, `--${name}`, value], { env: { LC_ALL: 'C' } });
		assert.equal(code, 2, `--${name} ${value}`);
		assert.match(stderr, new RegExp(name));
		assert.ok(!existsSync(data), data);
	}
});

test('few machines and few tickets make a factory too', async (t) => {
	for (const [machines, tickets] of [[5, 20], [7, 400], [63, 90]]) {
		const { data } = await make(t, '--machines', machines, '--tickets', tickets, '--today', DAY);
		assert.equal((await list(data, 'tickets')).length, tickets);
		assert.equal((await list(data, 'machines')).length, machines);
		assert.equal((await jixiu(['check', '--data', data])).code, 0);
	}
});

// ---- the usual factory ----
let factory, server, tickets, assets;
before(async () => {
	factory = await make(undefined, '--today', DAY);
	tickets = await list(factory.data, 'tickets');
	assets = await list(factory.data, 'assets');
	server = await startServer({ data: factory.data });
});
after(async () => {
	await server.stop();
	await rm(path.dirname(factory.data), { recursive: true, force: true });
});

test('it has forty machines on five lines, sixty parts and three thousand tickets of two years', async () => {
	const kinds = groupBy(assets, 'kind');
	assert.equal(kinds.machine, 40);
	assert.equal(kinds.line, 5);
	assert.ok(kinds.component > 150, kinds.component);
	assert.ok((await list(factory.data, 'parts')).length >= 60);
	assert.equal(tickets.length, 3000);
	const times = tickets.map((x) => x.reported_at);
	assert.ok(Math.max(...times) <= NOW);
	assert.ok(Math.min(...times) < NOW - 700 * 86400e3);
});

test('every state, kind, source and way of ending is there', () => {
	const of = (key) => Object.keys(groupBy(tickets, key)).sort();
	assert.deepEqual(of('state'), ['accepted', 'cancelled', 'closed', 'in_progress', 'reported', 'restored', 'waiting']);
	assert.deepEqual(of('kind'), ['corrective', 'improvement', 'inspection', 'preventive']);
	assert.deepEqual(of('source'), ['account', 'import', 'inspection', 'plan', 'reading', 'scan']);
	assert.deepEqual(of('cancel_reason'), ['duplicate', 'no_fault_found', 'null', 'withdrawn']);
	const some = (what, least, test) => assert.ok(tickets.filter(test).length >= least, `${what}: ${tickets.filter(test).length}`);
	some('reopened', 20, (x) => x.reopened > 0);
	some('without the time it stopped', 10, (x) => x.kind === 'corrective' && x.occurred_at === null);
	some('with several technicians', 20, (x) => x.people.length > 0);
	some('with comments', 200, (x) => x.comments.length > 0);
	some('with outside invoices', 10, (x) => x.invoices.length > 0);
	some('with parts', 800, (x) => x.parts.length > 0);
	some('waited for parts', 5, (x) => x.waits.some((w) => w.reason === 'parts'));
	some('said twice', 20, (x) => x.same_count > 0);
	some('services that overran', 10, (x) => x.kind === 'preventive' && x.restored_at > x.planned_to);
	some('planned for later', 1, (x) => x.planned_from > NOW);
});

test('both languages are there, most of it in Chinese', () => {
	const english = tickets.filter((x) => /^[\x20-\x7e]+$/.test(x.symptom)).length / tickets.length;
	assert.ok(english > 0.08 && english < 0.25, english);
});

test('today has something to look at: an A machine down, two waiting for parts, one that nobody has, parts that are low', async () => {
	const open = tickets.filter((x) => !['closed', 'cancelled'].includes(x.state));
	assert.ok(open.length >= 12 && open.length < 60, open.length);
	const critical = new Set(assets.filter((x) => x.criticality === 'A').map((x) => x.id));
	assert.ok(open.some((x) => x.state === 'reported' && x.stopped && critical.has(x.machine_id)), 'an A machine');
	assert.ok(open.filter((x) => x.wait_reason === 'parts').length >= 2, 'waiting for parts');
	assert.ok(open.some((x) => x.kind === 'corrective' && x.assignee_id === null), 'unassigned');
	for (const state of ['running', 'degraded', 'stopped', 'idle', 'retired']) assert.ok(assets.some((x) => x.state === state), state);
	const low = (await list(factory.data, 'parts')).filter((p) => p.qty < p.min_qty);
	assert.ok(low.length >= 3 && low.length < 20, low.length);
});

test('stock is the sum of its movements', async () => {
	const sums = {};
	for (const m of await list(factory.data, 'movements')) sums[m.part_code] = (sums[m.part_code] ?? 0) + Math.round(m.qty * 1000);
	for (const p of await list(factory.data, 'parts')) assert.equal(sums[p.code] ?? 0, Math.round(p.qty * 1000), p.code);
});

test('times are in order, and nothing is later than now', () => {
	for (const t of tickets) {
		const times = [t.occurred_at, t.reported_at, t.accepted_at, t.started_at, t.restored_at, t.closed_at].filter((x) => x !== null);
		assert.ok(times.every((x) => x <= NOW), JSON.stringify(t));
		const life = [t.reported_at, t.accepted_at, t.started_at, t.restored_at, t.closed_at].filter((x) => x !== null);
		assert.deepEqual(life, [...life].sort((a, b) => a - b), `ticket ${t.id}`);
		if (t.occurred_at !== null && t.restored_at !== null) assert.ok(t.occurred_at <= t.restored_at, `ticket ${t.id}`);
	}
});

test('events are in time order and the folder is whole', async () => {
	const events = await list(factory.data, 'events');
	const times = events.map((e) => (typeof e.time === 'number' ? e.time : Date.parse(e.time)));
	for (let i = 1; i < times.length; i++) assert.ok(times[i] >= times[i - 1], `event ${i + 1}`);
	const { code, stdout } = await jixiu(['check', '--data', factory.data]);
	assert.equal(code, 0, stdout);
});

test('everybody signs in with the password that is printed, at the end and whenever it is served', async () => {
	for (const text of [factory.said, server.stdout]) {
		assert.ok(text.includes(PASSWORD), text);
		for (const login of ['admin', 'manager', 'tech1', 'store']) assert.match(text, new RegExp(`^  ${login} `, 'm'));
	}
	assert.match(server.stdout, /[█▀▄]{4}/, 'a QR code of the address');
	for (const login of PEOPLE) assert.equal((await (await server.login(login, PASSWORD)).get('/api/v1/session')).json.login, login);
});

test('the figures of the month are alive', async () => {
	const manager = await server.login('manager', PASSWORD);
	const { pooled, machines } = await manager.must(200, 'GET', `/api/v1/figures?from=${DAY.slice(0, 4)}-05-15&to=${DAY}`);
	assert.equal(machines.length, 40);
	for (const name of ['availability', 'mtbf_ms', 'mttr_ms', 'breakdowns', 'cost_parts_cents', 'cost_labour_cents', 'cost_total_cents'])
		assert.ok(machines.filter((m) => m[name] > 0).length > 8, name);
	assert.ok(pooled.availability > 0.9 && pooled.availability < 0.999, pooled.availability);
	assert.ok(pooled.breakdowns > 50, pooled.breakdowns);
	assert.ok(pooled.planned_ms > 0 && pooled.overrun_ms > 0, 'services');
});

test('the knowledge base knows what to do about what people say', async () => {
	const tech = await server.login('tech1', PASSWORD);
	const machine = Object.fromEntries(assets.filter((x) => x.kind === 'machine').map((x) => [x.code, x.id]));
	const cases = [
		['冲床离合打滑 滑块不下来', 'CY-02', 'REP', '离合器'],
		['1号冲床漏气', 'CY-01', 'REP', '气路'],
		['光幕没人也报警', 'CY-03', 'CLE', '光电保护装置'],
		['送料步距不准', 'SL-01', 'CLE', '送料辊'],
		['注塑机下面好多油', 'ZS-01', 'REP', '液压油管'],
		['炮筒二段不加热', 'ZS-02', 'REP', '加热圈'],
		['射嘴漏胶 快来', 'ZS-03', 'REP', '射嘴'],
		['老掉产品 真空不够', 'JX-01', 'REP', '真空吸盘'],
		['刀塔换刀换不到位', 'CK-01', 'REP', '刀塔'],
		['排屑卡死了', 'CK-02', 'CLE', '排屑器'],
		['点焊虚焊', 'DH-01', 'REP', '电极'],
		['导电嘴粘丝', 'HJ-01', 'REP', '焊枪'],
		['空压机高温跳机', 'KY-01', 'CLE', '油冷却器'],
		['hydraulic hose burst, oil leak', 'ZS-04', 'REP', '液压油管'],
		['light curtain trips', 'CY-01', 'CLE', '光电保护装置'],
	];
	let right = 0;
	await eventually(() => tech.must(200, 'GET', '/api/v1/suggestions?text=x'), (s) => s.ready, 'all repairs are known');
	const missed = [];
	for (const [text, code, action, component] of cases) {
		const { fixes, verdict } = await tech.must(200, 'GET', '/api/v1/suggestions', { query: { text, machine: machine[code] } });
		assert.notEqual(verdict, 'nothing', text);
		const hit = fixes.slice(0, 2).some((f) => f.action_code === action && f.component === component);
		right += hit;
		if (!hit) missed.push(`${text}: ${fixes.slice(0, 2).map((f) => f.group)}`);
		assert.ok(fixes[0].cases > 0 && fixes[0].evidence.length > 0, text);
	}
	assert.ok(right >= cases.length - 2, missed.join('\n'));
	const { verdict } = await tech.must(200, 'GET', '/api/v1/suggestions', { query: { text: '今天中午吃什么' } });
	assert.equal(verdict, 'nothing');
});
