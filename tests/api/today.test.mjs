// today.test.mjs - what a technician opens first: own tickets, free ones most urgent first, planned work that is due.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, jpeg, makePlant } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

const DAY = 86_400_000;
let server, admin, li, wang, store, a, b, c;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	const plant = await makePlant(server, [
		{ code: 'A-1', name: '注塑机', criticality: 'A' },
		{ code: 'B-1', name: '冲床', criticality: 'B' },
		{ code: 'C-1', name: '风机' },
	]);
	[a, b, c] = plant.machines;
	li = await addPerson(server, 'li', '李师傅');
	wang = await addPerson(server, 'wang', '王师傅');
	store = await addPerson(server, 'ku', '库管', 'storekeeper');
});
after(() => server.stop());

const today = (by = li) => by.must(200, 'GET', '/api/v1/today');
const report = async (machine, symptom, more = {}) =>
	(await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom, ...more } })).ticket;
const step = async (by, id, verb, json = {}) => {
	const { ticket } = await by.must(200, 'GET', `/api/v1/tickets/${id}`);
	return (await by.must(200, 'POST', `/api/v1/tickets/${id}/${verb}`, { json, version: ticket.version })).ticket;
};

test('an empty plant: nothing to do, all counts 0', async () => {
	const d = await today();
	assert.deepEqual([d.mine, d.free, d.due, d.free_next], [[], [], [], null]);
	assert.deepEqual(new Set(Object.values(d.counts)), new Set([0]));
});

test('free tickets: stopped machines first, then the critical, then who waits longest; without what somebody has', async () => {
	const running_c = await report(c, '异响');
	const stopped_b = await report(b, '漏油', { stopped: true });
	const running_a = await report(a, '温度高');
	const stopped_a = await report(a, '不动', { stopped: true });
	const later_b = await report(b, '又漏', { stopped: true });
	const taken = await report(c, '有人接', { stopped: true });
	await step(wang, taken.id, 'accept');
	const d = await today();
	assert.deepEqual(d.free.map((t) => t.id), [stopped_a, stopped_b, later_b, running_a, running_c].map((t) => t.id));
	assert.deepEqual([d.counts.free, d.counts.free_stopped, d.counts.mine], [5, 3, 0]);
	const [first] = d.free;
	assert.deepEqual([first.machine_name, first.machine_code, first.machine_criticality, first.machine_state], ['注塑机', 'A-1', 'A', 'stopped']);
	assert.ok(first.machine_place, 'where it stands');
	assert.ok(first.actions.includes('accept') && first.actions.includes('start'));
	assert.ok(!(await today(store)).free[0].actions.includes('accept'));
	assert.ok(Math.abs(d.now - Date.now()) < 60_000);
});

test('mine: what I have and what I help with, until the machine runs; others see it as theirs not', async () => {
	const own = (await today()).free[0];
	await step(li, own.id, 'accept');
	const helped = (await today(wang)).mine[0];
	await wang.must(200, 'POST', `/api/v1/tickets/${helped.id}/people`, { json: { account_id: li.account.id } });
	let d = await today();
	assert.deepEqual(new Set(d.mine.map((t) => t.id)), new Set([own.id, helped.id]));
	assert.ok(!d.free.some((t) => t.id === own.id));
	assert.deepEqual([d.counts.mine, d.counts.working, d.counts.waiting], [2, 0, 0]);
	await step(li, own.id, 'start');
	await step(li, own.id, 'wait', { reason: 'parts' });
	assert.deepEqual([(await today()).counts.working, (await today()).counts.waiting], [0, 1]);
	await step(li, own.id, 'resume');
	assert.equal((await today()).counts.working, 1);
	const before = await today();
	await step(li, own.id, 'restore', { action: '换保险' });
	d = await today();
	assert.deepEqual(d.mine.map((t) => t.id), [helped.id]);
	assert.equal(d.counts.restored, before.counts.restored + 1);
	assert.ok(d.seq > before.seq, 'the log went on');
});

test('planned work is due, not free; what is far off is neither', async () => {
	const plan = (when, symptom) => report(c, symptom, { kind: 'preventive', planned_from: Date.now() + when, planned_to: Date.now() + when + 3_600_000 });
	const before = await today();
	const tomorrow = await plan(DAY, '换油'), overdue = await plan(-DAY, '清洗'), far = await plan(30 * DAY, '大修');
	const d = await today();
	assert.deepEqual(d.due.map((t) => t.id), [overdue.id, tomorrow.id]);
	assert.deepEqual([d.counts.due, d.counts.free], [2, before.counts.free]);
	assert.ok(![...d.free, ...d.due, ...d.mine].some((t) => t.id === far.id));
	await step(li, tomorrow.id, 'accept');
	assert.ok((await today()).mine.some((t) => t.id === tomorrow.id));
	assert.deepEqual((await today()).due.map((t) => t.id), [overdue.id]);
});

test('more than a page of free tickets: the list of tickets goes on where today ends', async () => {
	for (let i = 0; i < 60; i++) await report(c, `故障 ${i}`);
	const d = await today();
	assert.equal(d.free.length, 50);
	const query = { open: 1, state: 'reported', unassigned: 1, planned: 0 };
	const rest = await li.must(200, 'GET', '/api/v1/tickets', { query: { ...query, after: d.free_next } });
	const all = await li.must(200, 'GET', '/api/v1/tickets', { query });
	assert.deepEqual([...d.free, ...rest.items].map((t) => t.id), all.items.map((t) => t.id));
	assert.equal(all.items.length, d.counts.free);
	const planned = await li.must(200, 'GET', '/api/v1/tickets', { query: { ...query, planned: 1 } });
	assert.ok(planned.items.length && planned.items.every((t) => t.planned_from));
	assertRefused(await li.get('/api/v1/tickets?planned=2'), 400, { fields: ['planned'] });
});

test('a ticket comes with its machine: where it stands, its photo and code, how much else is open on it', async () => {
	const photo = await admin.must(201, 'PUT', `/api/v1/assets/${a.id}/documents/machine-photo?kind=photo`, { body: jpeg });
	const t = await report(a, '看机器');
	const { machine } = await li.must(200, 'GET', `/api/v1/tickets/${t.id}`);
	assert.deepEqual([machine.id, machine.code, machine.name, machine.criticality, machine.photo_id], [a.id, 'A-1', '注塑机', 'A', photo.id]);
	assert.ok(machine.path.length >= 1 && machine.path.every((s) => s.name && s.kind));
	assert.match(machine.qr, /^[2-9A-Z]{10}$/);
	const open = await li.must(200, 'GET', '/api/v1/tickets', { query: { open: 1, machine: a.id } });
	assert.equal(machine.open_tickets, open.items.length);
});

test('who is nobody is not told', async () => {
	assertRefused(await server.client().get('/api/v1/today'), 401);
});
