// board.test.mjs - what a wall screen shows: what is down and since when, who is on what, who is free, what waits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

const HOUR = 3_600_000;
let server, admin, li, wang, zhao, a, b, c, d, line;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	const plant = await makePlant(server, [
		{ code: 'A-1', name: '注塑机', criticality: 'A' },
		{ code: 'B-1', name: '冲床', criticality: 'B' },
		{ code: 'C-1', name: '风机' },
	]);
	[a, b, c] = plant.machines;
	line = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'line', name: '二线' } });
	d = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: 'D-1', name: '机器人' } });
	li = await addPerson(server, 'li', '李师傅');
	wang = await addPerson(server, 'wang', '王师傅');
	zhao = await addPerson(server, 'zhao', '赵师傅');
	await addPerson(server, 'ku', '库管', 'storekeeper');
});
after(() => server.stop());

const board = (query, by = li) => by.must(200, 'GET', '/api/v1/board', { query });
const report = async (machine, symptom, more = {}) =>
	(await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom, ...more } })).ticket;
const step = async (by, id, verb, json = {}) => {
	const { ticket } = await by.must(200, 'GET', `/api/v1/tickets/${id}`);
	return (await by.must(200, 'POST', `/api/v1/tickets/${id}/${verb}`, { json, version: ticket.version })).ticket;
};

test('all is well: nothing is down, all technicians are free, nobody else is listed', async () => {
	const n = await board();
	assert.deepEqual([n.down, n.degraded, n.waits], [[], [], []]);
	assert.deepEqual(n.machines, { running: 4, degraded: 0, stopped: 0, idle: 0, retired: 0 });
	assert.deepEqual(n.people.map((p) => [p.name, p.role, p.free, p.tickets]), ['李师傅', '王师傅', '赵师傅'].map((name) => [name, 'technician', true, []]));
	assert.deepEqual([n.today, n.tickets], [{ reported: 0, restored: 0 }, { reported: 0, accepted: 0, in_progress: 0, waiting: 0, planned: 0 }]);
});

let stopped, older, waiting, slow;
test('what is down: since when, why, who is on it and what it waits for; the critical first', async () => {
	const now = Date.now();
	waiting = await report(b, '漏油', { stopped: true, occurred_at: now - 5 * HOUR });
	stopped = await report(a, '不加热', { stopped: true, occurred_at: now - HOUR });
	older = await report(a, '断电', { stopped: true, priority: 2, occurred_at: now - 2 * HOUR });
	slow = await report(c, '异响', { occurred_at: now - 3 * HOUR });
	await step(li, waiting.id, 'start');
	await step(li, waiting.id, 'wait', { reason: 'parts' });
	await step(wang, stopped.id, 'start');
	await wang.must(200, 'POST', `/api/v1/tickets/${stopped.id}/people`, { json: { account_id: li.account.id } });
	const n = await board();
	assert.deepEqual(n.down.map((m) => [m.code, m.criticality, m.since, m.tickets, m.ticket.id]), [
		['A-1', 'A', now - 2 * HOUR, 2, stopped.id],
		['B-1', 'B', now - 5 * HOUR, 1, waiting.id],
	]);
	const [first, second] = n.down;
	assert.deepEqual([first.ticket.symptom, first.ticket.state, first.ticket.assignee_name], ['不加热', 'in_progress', '王师傅']);
	assert.deepEqual(new Set(first.people.map((p) => p.name)), new Set(['王师傅', '李师傅']));
	assert.deepEqual([second.ticket.state, second.ticket.wait_reason], ['waiting', 'parts']);
	assert.ok(second.ticket.wait_since >= now - 1000 && second.ticket.wait_since <= Date.now() + 1000);
	assert.ok(first.place);
	assert.deepEqual(n.degraded.map((m) => [m.code, m.since, m.ticket.id, m.people]), [['C-1', now - 3 * HOUR, slow.id, []]]);
	assert.deepEqual(n.machines, { running: 1, degraded: 1, stopped: 2, idle: 0, retired: 0 });
	assert.deepEqual(n.waits, [{ reason: 'parts', n: 1 }]);
	assert.deepEqual(n.tickets, { reported: 2, accepted: 0, in_progress: 1, waiting: 1, planned: 0 });
	assert.deepEqual(n.today, { reported: 4, restored: 0 });
});

test('who is on what; free is who has nothing in progress, also when something waits for them', async () => {
	const n = await board();
	const of = (name) => n.people.find((p) => p.name === name);
	assert.deepEqual([of('王师傅').free, of('王师傅').tickets.map((t) => t.id)], [false, [stopped.id]]);
	assert.deepEqual([of('李师傅').free, new Set(of('李师傅').tickets.map((t) => t.id))], [false, new Set([stopped.id, waiting.id])]);
	assert.deepEqual([of('赵师傅').free, of('赵师傅').tickets], [true, []]);
	await wang.must(200, 'DELETE', `/api/v1/tickets/${stopped.id}/people/${li.account.id}`);
	const later = (await board()).people.find((p) => p.name === '李师傅');
	assert.deepEqual([later.free, later.tickets.map((t) => t.id)], [true, [waiting.id]]);
	// A manager who works on something is listed; who left is not.
	await step(admin, slow.id, 'accept');
	const boss = (await board()).people.find((p) => p.id === slow.assignee_id || p.role === 'admin');
	assert.deepEqual([boss.free, boss.tickets.map((t) => t.id)], [true, [slow.id]]);
	await admin.must(200, 'PATCH', `/api/v1/accounts/${zhao.account.id}`, { json: { disabled: true }, version: zhao.account.version });
	assert.ok(!(await board()).people.some((p) => p.name === '赵师傅'));
});

test('a machine stopped by hand is down too, without a ticket, since it was said', async () => {
	const begun = Date.now();
	await admin.must(200, 'POST', `/api/v1/assets/${d.id}/state`, { json: { state: 'stopped', reason: '等料' } });
	const m = (await board()).down.find((x) => x.id === d.id);
	assert.deepEqual([m.ticket, m.tickets, m.people], [null, 0, []]);
	assert.ok(m.since >= begun - 1000 && m.since <= Date.now() + 1000);
});

test('a part of the plant alone', async () => {
	const part = await board({ under: line.id });
	assert.deepEqual(part.down.map((m) => m.code), ['D-1']);
	assert.deepEqual([part.degraded, part.waits, part.today], [[], [], { reported: 0, restored: 0 }]);
	assert.deepEqual(part.machines, { running: 0, degraded: 0, stopped: 1, idle: 0, retired: 0 });
	const of = (name) => part.people.find((p) => p.name === name);
	assert.deepEqual([of('王师傅').free, of('王师傅').tickets], [false, []], 'busy elsewhere');
	assert.equal(of('李师傅').free, true);
});

test('repaired: it is gone from the board and counted today', async () => {
	await step(wang, stopped.id, 'restore', { action: '换加热圈' });
	let n = await board();
	assert.deepEqual(n.down.find((m) => m.code === 'A-1').ticket.id, older.id);
	await step(wang, older.id, 'start');
	await step(wang, older.id, 'restore', { action: '合闸' });
	n = await board();
	assert.ok(!n.down.some((m) => m.code === 'A-1'));
	assert.deepEqual(n.today, { reported: 4, restored: 2 });
	assert.equal(n.people.find((p) => p.name === '王师傅').free, true);
});

test('planned work and old tickets are not what came in today', async () => {
	const before = await board();
	await report(d, '保养', { kind: 'preventive', planned_from: Date.now() + HOUR });
	const n = await board();
	assert.deepEqual([n.today, n.tickets.planned], [before.today, 1]);
});

test('asked again with its ETag, it answers nothing new without a look; after any change it is new', async () => {
	const first = await li.get('/api/v1/board');
	const again = await li.get('/api/v1/board', { headers: { 'If-None-Match': first.headers.etag } });
	assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', first.headers.etag]);
	await li.must(201, 'POST', `/api/v1/tickets/${waiting.id}/comments`, { json: { text: '货到了' } });
	const new_ = await li.get('/api/v1/board', { headers: { 'If-None-Match': first.headers.etag } });
	assert.equal(new_.status, 200);
	assert.notEqual(new_.headers.etag, first.headers.etag);
	assert.ok(new_.json.seq > first.json.seq);
});

test('what cannot be asked is refused', async () => {
	assertRefused(await server.client().get('/api/v1/board'), 401);
	assertRefused(await li.get('/api/v1/board?under=999999'), 404);
	assertRefused(await li.get('/api/v1/board?under=x'), 400, { fields: ['under'] });
});
