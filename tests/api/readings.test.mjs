// readings.test.mjs - meters and what is read of them: typed, by HTTP, one by one and many at once, limits, alarms and their tickets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, codeOf, makePlant } from '../lib/plant.mjs';
import { assertRefused, eventually, startServer } from '../lib/server.mjs';

let server, admin, plant, worker, gateway;
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	plant = await makePlant(server, Array.from({ length: 16 }, (_, i) => ({ code: `M-${i}`, name: `泵 ${i}` })));
	worker = await addPerson(server, 'wang', '王师傅');
	const { token } = await worker.must(201, 'POST', '/api/v1/tokens', { json: { name: 'gateway' } });
	gateway = server.client({ token });
});
after(() => server?.stop());

let taken = 0;
const add = (json = {}, machine = plant.machines[taken++]) => admin.must(201, 'POST', `/api/v1/assets/${machine.id}/meters`, { json: { name: '油温', unit: '℃', kind: 'gauge', ...json } });
const get = (m) => admin.must(200, 'GET', `/api/v1/meters/${m.id}`);
const send = (m, value, ago = 0, more = {}) => ({ value, time: Date.now() - ago, ...more });
const post = (who, m, json) => who.post(`/api/v1/meters/${m.id}/readings`, json);
const read = async (m, value, ago, more) => {
	const answer = await post(worker, m, send(m, value, ago, more));
	assert.equal(answer.status, 201, answer.text);
	return answer.json;
};
const tickets = async (m) => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.asset_id } })).items;
const alarms = async (m) => (await admin.must(200, 'GET', `/api/v1/meters/${m.id}/alarms`)).items;

test('what is typed by a person and sent by a machine is kept with its source, once', async () => {
	const m = await add(), t = Date.now() - HOUR;
	assert.equal((await post(worker, m, { value: 41.5, time: t })).json.source, 'typed');
	const sent = await post(gateway, m, { value: 42.98765, time: t + 1000 });
	assert.deepEqual([sent.status, sent.json.source, sent.json.value], [201, 'http', 42.988]);
	assert.equal((await post(gateway, m, { value: 42.98765, time: t + 1000 })).status, 200);
	assertRefused(await post(gateway, m, { value: 50, time: t + 1000 }), 400, { fields: ['time'] });
	const { items } = await worker.must(200, 'GET', `/api/v1/meters/${m.id}/readings`);
	assert.deepEqual(items.map((r) => [r.value, r.source, r.account_name]), [[42.988, 'http', '王师傅'], [41.5, 'typed', '王师傅']]);
	assert.deepEqual([(await get(m)).last_value, (await get(m)).last_at], [42.988, t + 1000]);
	assertRefused(await server.client().post(`/api/v1/meters/${m.id}/readings`, { value: 1 }), 401);
});

test('what cannot be is refused with its field', async () => {
	const m = await add(), c = await add({ name: '运行小时', unit: 'h', kind: 'counter', rollover: 100000 }, { id: m.asset_id });
	for (const value of ['12', null, true, 1e300, -1e10]) assertRefused(await post(worker, m, { value }), 400, { fields: ['value'] });
	const raw = await worker.request('POST', `/api/v1/meters/${m.id}/readings`, { body: '{"value": NaN}', type: 'application/json' });
	assertRefused(raw, 400);
	assertRefused(await post(worker, m, { value: 1, time: Date.now() + 10 * MINUTE }), 400, { fields: ['time'] });
	assert.equal((await post(worker, m, { value: 1, time: Date.now() + MINUTE })).status, 201); // clocks differ
	await read(c, 1000, 3 * HOUR);
	const back = assertRefused(await post(worker, c, send(c, 900, 2 * HOUR)), 400, { fields: ['value'] });
	assert.match(back.fields[0].detail, /1000 h/);
	assert.equal((await read(c, 5, 2 * HOUR, { reset: true })).reset, true);
	assertRefused(await post(worker, c, send(c, 2000, 4 * HOUR)), 400, { fields: ['value'] }); // between is more than after
	await read(c, 800, 4 * HOUR);
	await read(c, 99990, HOUR);
	assert.equal((await read(c, 12, 0)).reset, false); // turned over
	for (const json of [{ low: 10, high: 5 }, { warn_high: 5, high: 4 }, { low: 0, high: 10, hysteresis: 6 }, { topic: 'a/+/b' }, { path: 'x' }, { rollover: 5 }, { hold_ms: -1 }, { unit: '' }])
		assertRefused(await admin.post(`/api/v1/assets/${m.asset_id}/meters`, { name: 'x', unit: 'u', kind: 'gauge', ...json }), 400);
	assertRefused(await admin.post(`/api/v1/assets/${m.asset_id}/meters`, { name: '油温', unit: '℃' }), 400, { fields: ['name'] });
	assertRefused(await admin.post(`/api/v1/assets/${plant.line.id}/meters`, { name: 'x', unit: 'u' }), 409);
	assertRefused(await admin.patch(`/api/v1/meters/${c.id}`, { kind: 'gauge' }, { version: c.version }), 400, { fields: ['kind'] });
	assertRefused(await worker.patch(`/api/v1/meters/${c.id}`, { name: 'y' }, { version: c.version }), 403);
});

test('many at once: each is taken, known already, or refused by itself', async () => {
	const m = await add(), t = Date.now() - HOUR;
	const rows = [{ meter_id: m.id, value: 1, time: t }, { meter_id: m.id, value: 1, time: t }, { meter_id: 999999, value: 1 }, { meter_id: m.id, value: 2, time: Date.now() + HOUR }, { meter_id: m.id, value: 1e99, time: t + 5 }, { meter_id: m.id, value: 3, time: t + 1 }];
	const got = await gateway.must(200, 'POST', '/api/v1/readings', { json: { readings: rows }, lang: 'en' });
	assert.deepEqual([got.taken, got.again, got.refused.map((r) => [r.n, r.meter_id, r.field])], [2, 1, [[2, 999999, null], [3, m.id, 'time'], [4, m.id, 'value']]]);
	const again = await gateway.must(200, 'POST', '/api/v1/readings', { json: { readings: rows } });
	assert.deepEqual([again.taken, again.again, again.refused.length], [0, 3, 3]);
	assertRefused(await gateway.post('/api/v1/readings', { readings: Array.from({ length: 1001 }, () => rows[0]) }), 400);
});

test('beyond a limit for long enough is an alarm with one ticket; what comes meanwhile is added to it, and being well again is noted', async () => {
	const m = await add({ high: 80, hysteresis: 5, hold_ms: 30_000, ticket: true, priority: 2 });
	const first = await read(m, 95, 10 * MINUTE);
	assert.equal((await get(m)).level, 'normal'); // not long enough yet
	await read(m, 96, 9 * MINUTE);
	const up = await get(m), [t] = await tickets(m);
	assert.equal(up.level, 'high');
	assert.deepEqual([t.source, t.kind, t.priority, t.state, t.id], ['reading', 'inspection', 2, 'reported', up.ticket_id]);
	assert.match(t.symptom, /^油温 96 ℃，高于上限 80 ℃$/);
	assert.equal(t.occurred_at, first.time);
	await read(m, 99, 8 * MINUTE);
	await read(m, 79, 7 * MINUTE); // not back by the band
	assert.equal((await get(m)).level, 'high');
	await read(m, 70, 6 * MINUTE);
	assert.deepEqual([(await get(m)).level, (await get(m)).ticket_id], ['normal', null]);
	const one = await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`);
	assert.match(one.comments.at(-1).text, /油温 70 ℃，恢复正常/);
	assert.equal(one.ticket.state, 'reported'); // closing it stays with people
	await read(m, 90, 5 * MINUTE);
	await read(m, 91, 4 * MINUTE);
	const all = await tickets(m), rows = await alarms(m);
	assert.equal(all.length, 1);
	assert.equal(all[0].same_count, 1);
	assert.deepEqual(rows.map((x) => [x.worst, x.cleared_value, x.ticket_id, x.repeated]), [[91, null, t.id, true], [99, 70, t.id, false]]);
});

test('whatever key somebody outside reports with, no alarm is taken for it', async () => {
	const m = await add({ high: 80 }), told = await add({ name: '油压', high: 80, ticket: true }, { id: m.asset_id });
	const rows = Array.from({ length: 24 }, (_, i) => ({ meter_id: m.id, value: i % 2 ? 10 : 90, time: Date.now() - HOUR + i }));
	await gateway.must(200, 'POST', '/api/v1/readings', { json: { readings: rows } });
	const [{ id }] = await alarms(m), code = await codeOf(server, plant.machines[0].id);
	for (let k = 1; k <= 3; k++) await server.client().must(201, 'POST', '/api/v1/reports', { json: { code, text: '漏油', stopped: false }, headers: { 'Idempotency-Key': `alarm-${id + k}` } });
	await read(told, 95, MINUTE);
	assert.deepEqual((await tickets(told)).map((t) => t.source), ['reading']);
});

test('a sensor whose clock is ahead raises its alarm too; its ticket is of now', async () => {
	const m = await add({ high: 80, ticket: true });
	await read(m, 95, -1.5 * MINUTE);
	const [t] = await tickets(m);
	assert.ok(t.source === 'reading' && t.occurred_at <= t.reported_at);
});

test('after the repair the next alarm is a new ticket; a meter that says so makes it a failure of a machine that stands', async () => {
	const m = await add({ low: 3, ticket: true, stopped: true });
	await read(m, 1, 10 * MINUTE);
	const [t] = await tickets(m);
	assert.deepEqual([t.kind, t.stopped, t.failure], ['corrective', true, true]);
	const step = async (verb, json) => worker.must(200, 'POST', `/api/v1/tickets/${t.id}/${verb}`, { json, version: (await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`)).ticket.version });
	await step('accept', {});
	await step('restore', { action: '加油' });
	await read(m, 5, 5 * MINUTE);
	await read(m, 2, 4 * MINUTE);
	assert.equal((await tickets(m)).length, 2);
});

test('without a ticket people are told of the alarm itself; in English where the plant speaks it', async () => {
	const m = await add({ high: 10, name_en: 'Oil' }), before = (await worker.must(200, 'GET', '/api/v1/notices')).items.length;

	await admin.must(200, 'PATCH', '/api/v1/settings', { json: { lang: 'en' } });
	assert.equal((await post(await server.admin(), m, send(m, 12))).status, 201);
	assert.deepEqual(await tickets(m), []);
	const told = await eventually(async () => (await worker.must(200, 'GET', '/api/v1/notices')).items, (all) => all.length > before, 'a notice');
	assert.deepEqual([told[0].rule, told[0].entity, told[0].entity_id, told[0].detail], ['meter', 'meter', m.id, 'Oil 12 ℃, above its limit of 10 ℃']);
});

test('time alone: what stays beyond is raised, and silence is told once, until something is heard', async () => {
	const held = await add({ high: 80, hold_ms: 60_000 }), quiet = await add({ stale_ms: 60_000 });
	await read(held, 95, 2 * MINUTE);
	await read(quiet, 50, 2 * MINUTE);
	const look = () => process.kill(server.pid, 'SIGUSR1');
	look();
	assert.equal((await eventually(() => get(held), (m) => m.level === 'high', 'an alarm')).level_at > Date.now() - MINUTE, true);
	await eventually(() => get(quiet), (m) => m.stale, 'silence');
	look();
	await eventually(async () => (await worker.must(200, 'GET', '/api/v1/notices')).items, (all) => all.some((n) => n.entity_id === quiet.id && n.detail === '油温, no reading for too long'), 'a notice of silence');
	await read(quiet, 51, 0);
	assert.equal((await get(quiet)).stale, false);
	const told = (await worker.must(200, 'GET', '/api/v1/notices', { query: { limit: 500 } })).items;
	assert.equal(told.filter((n) => n.rule === 'meter' && n.entity_id === quiet.id).length, 1);
});

test('other limits judge what was read last; a meter no longer used takes nothing', async () => {
	const m = await add({ high: 100 });
	await read(m, 90, MINUTE);
	let now = await admin.must(200, 'PATCH', `/api/v1/meters/${m.id}`, { json: { high: 80 }, version: m.version });
	assert.equal(now.level, 'high');
	assertRefused(await admin.patch(`/api/v1/meters/${m.id}`, { high: 70 }, { version: m.version }), 412);
	now = await admin.must(200, 'PATCH', `/api/v1/meters/${m.id}`, { json: { retired: true }, version: now.version });
	assert.equal(now.level, 'normal');
	assertRefused(await post(worker, m, { value: 1 }), 409);
	const gone = await add({ high: 1 });
	await read(gone, 5, MINUTE);
	await admin.must(200, 'POST', `/api/v1/assets/${gone.asset_id}/state`, { json: { state: 'retired', reason: '报废' } });
	assert.ok(!(await admin.must(200, 'GET', '/api/v1/meters', { query: { limit: 500 } })).items.some((x) => [m.id, gone.id].includes(x.id)));
});

test('what was typed wrong is taken away, and the one before counts again', async () => {
	const m = await add({ high: 80 }), wrong = await read(m, 50, 2 * MINUTE) && await read(m, 999, MINUTE);
	assert.equal((await get(m)).level, 'high');
	await worker.must(204, 'DELETE', `/api/v1/meters/${m.id}/readings/${wrong.time}`);
	assert.deepEqual([(await get(m)).level, (await get(m)).last_value], ['normal', 50]);
	assertRefused(await worker.delete(`/api/v1/meters/${m.id}/readings/${wrong.time}`), 404);
});

test('the trend has the least, the most and the mean of each step; old readings fill it and alarm nobody', async () => {
	const m = await add({ high: 80 }), from = Date.UTC(2026, 0, 1), at = (n) => from + n * MINUTE;
	await read(m, 20, 0);
	const rows = [[0, 10], [1, 20], [2, 90], [10, 5], [11, 6]].map(([n, value]) => ({ meter_id: m.id, value, time: at(n) }));
	assert.equal((await gateway.must(200, 'POST', '/api/v1/readings', { json: { readings: rows.reverse() } })).taken, 5);
	const t = await worker.must(200, 'GET', `/api/v1/meters/${m.id}/trend`, { query: { from, to: at(20), steps: 2 } });
	assert.equal(t.step_ms, 10 * MINUTE);
	assert.deepEqual(t.items.map((x) => [x.time, x.min, x.max, x.mean, x.n]), [[at(0), 10, 90, 40, 3], [at(10), 5, 6, 5.5, 2]]);
	assert.equal((await get(m)).level, 'normal');
	assertRefused(await worker.get(`/api/v1/meters/${m.id}/trend`, { query: { from: at(1), to: at(1) } }), 400, { fields: ['to'] });
	assertRefused(await worker.get(`/api/v1/meters/${m.id}/trend`, { query: { steps: 501 } }), 400);
});

test('meters are listed by what wants attention, page by page, and found by their machine', async () => {
	const ids = [];
	for (let after; after !== null; ) {
		const page = await admin.must(200, 'GET', '/api/v1/meters', { query: { limit: 3, ...(after ? { after } : {}) } });
		ids.push(...page.items);
		after = page.next;
	}
	const rank = (m) => (['low', 'high'].includes(m.level) ? 0 : m.stale ? 1 : m.level !== 'normal' ? 2 : 3);
	assert.deepEqual(ids.map((m) => m.id), [...ids].sort((a, b) => rank(a) - rank(b) || a.id - b.id).map((m) => m.id));
	assert.ok(rank(ids[0]) === 0 && ids.length >= 8);
	const wanting = (await admin.must(200, 'GET', '/api/v1/meters', { query: { wants: 1 } })).items;
	assert.ok(wanting.length && wanting.every((m) => rank(m) < 3));
	const found = (await admin.must(200, 'GET', '/api/v1/meters', { query: { text: 'm-1' } })).items;
	assert.ok(found.length && found.every((m) => /^M-1/.test(m.machine_code)));
	const cards = (await worker.must(200, 'GET', `/api/v1/assets/${found[0].asset_id}/meters`)).items;
	assert.ok(cards[0].points.length);
});

test('the answer to a question of a round is a reading of the meter with its name', async () => {
	const m = await add({ high: 60 }), machine = plant.machines.find((x) => x.id === m.asset_id);
	const sheet = await admin.must(201, 'POST', '/api/v1/checklists', { json: { name: '点检', items: [{ kind: 'number', text: '油温', unit: '℃' }, { kind: 'number', text: '油压', unit: 'MPa' }] } });
	const route = await admin.must(201, 'POST', '/api/v1/routes', { json: { name: '一线', due: 'times', sign: false, windows: [{ start_min: 0, end_min: 1440 }], stops: [{ machine_id: machine.id, checklist_id: sheet.id }] } });
	const { items: [due] } = await worker.must(200, 'GET', '/api/v1/rounds', { query: { open: 1, route_id: route.id } });
	const round = await worker.must(200, 'POST', `/api/v1/rounds/${due.id}/start`, { json: {} });
	const stop = round.stops[0], time = Date.now() - MINUTE;
	await worker.must(200, 'PUT', `/api/v1/rounds/${due.id}/stops/${stop.id}`, { json: { code: machine.code, typed: true, answers: round.items.map((i, n) => ({ item_id: i.id, value: n ? 0.5 : 66, time })) } });
	const [r] = (await worker.must(200, 'GET', `/api/v1/meters/${m.id}/readings`)).items;
	assert.deepEqual([r.value, r.source, r.time, (await get(m)).level], [66, 'round', time, 'high']);
});
