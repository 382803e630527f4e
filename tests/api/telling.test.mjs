// telling.test.mjs - who is told what in the app: by the table, their areas and shifts; each thing once, and to them alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, codeOf } from '../lib/plant.mjs';
import { assertRefused, eventually, startServer } from '../lib/server.mjs';

const DAY = 86_400_000;
let server, admin, north, south, machine, critical, li, wang, chen, store, buyer, boss, mark;

const add = (at, json) => admin.must(201, 'POST', at, { json });
const duty = async (who, json) => {
	const at = `/api/v1/accounts/${who.account.id}/duty`;
	const { version } = await admin.must(200, 'GET', at);
	return admin.must(200, 'PUT', at, { json, version });
};
const rule = async (name, json) => {
	const { items } = await admin.must(200, 'GET', '/api/v1/tell-rules');
	return admin.must(200, 'PATCH', `/api/v1/tell-rules/${name}`, { json, version: items.find((r) => r.rule === name).version });
};
const notices = async (who) => (await who.must(200, 'GET', '/api/v1/notices?limit=500')).items;
const about = async (who, ticket, name) => (await notices(who)).filter((n) => n.entity === 'ticket' && n.entity_id === ticket && (!name || n.rule === name));
const report = async (json = {}, by = admin) => (await by.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: '漏油', ...json } })).ticket;
const verb = async (t, name, json, by = admin) => {
	const { ticket } = await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`);
	return (await by.must(200, 'POST', `/api/v1/tickets/${t.id}/${name}`, { json, version: ticket.version })).ticket;
};

// Everything that happened before was followed: a report after it has been told.
async function followed() {
	const t = await report({ machine_id: south.machine.id, symptom: 'marker' });
	await eventually(() => about(mark, t.id), (n) => n.length === 1, 'the marker is told');
}

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	const site = await add('/api/v1/assets', { kind: 'site', name: '工厂' });
	north = await add('/api/v1/assets', { kind: 'area', parent_id: site.id, name: '北车间' });
	south = await add('/api/v1/assets', { kind: 'area', parent_id: site.id, name: '南车间' });
	const line = await add('/api/v1/assets', { kind: 'line', parent_id: north.id, name: '一线' });
	machine = await add('/api/v1/assets', { kind: 'machine', parent_id: line.id, code: 'M-1', name: '冲床', name_en: 'Press', criticality: 'B' });
	critical = await add('/api/v1/assets', { kind: 'machine', parent_id: line.id, code: 'M-A', name: '主线', criticality: 'A' });
	south.machine = await add('/api/v1/assets', { kind: 'machine', parent_id: south.id, code: 'M-2', name: '车床' });
	li = await addPerson(server, 'li', '李师傅');
	wang = await addPerson(server, 'wang', '王师傅');
	chen = await addPerson(server, 'chen', '陈师傅');
	store = await addPerson(server, 'ku', '库管', 'storekeeper');
	boss = await addPerson(server, 'boss', '何主管', 'manager');
	buyer = await addPerson(server, 'cai', '采购', 'manager');
	mark = await addPerson(server, 'mark', 'Mark');
	await duty(li, { areas: [north.id] });
	await duty(wang, { areas: [line.id] });
	await duty(chen, { areas: [south.id] });
	await duty(mark, { areas: [south.id] });
	await duty(buyer, { buyer: true });
});
after(() => server.stop());

test('a new report is told to the technicians of its area, up to the line, and not to who reported it', async () => {
	const t = await report({}, li);
	await eventually(() => about(wang, t.id), (n) => n.length === 1, 'wang is told');
	await followed();
	assert.deepEqual([(await about(li, t.id)).length, (await about(chen, t.id)).length, (await about(store, t.id)).length, (await about(boss, t.id)).length], [0, 0, 0, 0]);
	const [n] = await about(wang, t.id);
	assert.deepEqual([n.rule, n.title, n.title_en, n.code, n.detail, n.actor, n.stopped, n.widened, n.read_at], ['reported', '冲床', 'Press', 'M-1', '漏油', '李师傅', false, 0, null]);
});

test('planned work is not news', async () => {
	const t = await report({ kind: 'preventive', symptom: '保养' });
	await followed();
	assert.deepEqual(await about(li, t.id), []);
});

test('only who is on shift is told; when nobody is, all of the area; when nobody has it, all technicians; and it says so', async () => {
	const now = new Date(Date.now() + 8 * 3_600_000), today = now.getUTCDay() || 7;
	const shift = (name, weekday) => add('/api/v1/calendars', { name, shifts: [{ weekday, start_min: 0, end_min: 1440 }] });
	const working = await shift('当班', today), resting = await shift('休息', (today + 2) % 7 + 1);
	await duty(li, { areas: [north.id], calendar_id: working.id });
	await duty(wang, { areas: [north.id], calendar_id: resting.id });
	const first = await report();
	await eventually(() => about(li, first.id), (n) => n.length === 1, 'li is told');
	await followed();
	assert.equal((await about(wang, first.id)).length, 0);
	await duty(li, { areas: [north.id], calendar_id: resting.id });
	const second = await report();
	await eventually(() => about(wang, second.id), (n) => n.length === 1, 'wang too, for nobody is on shift');
	assert.equal((await about(li, second.id))[0].widened, 1);
	assert.equal((await about(chen, second.id)).length, 0);
	await duty(li, { areas: [south.id] });
	await duty(wang, { areas: [south.id] });
	const third = await report();
	await eventually(() => about(chen, third.id), (n) => n.length === 1, 'everybody, for nobody has the area');
	assert.equal((await about(li, third.id))[0].widened, 2);
	await duty(li, { areas: [north.id] });
	await duty(wang, { areas: [north.id] });
});

test('the shift of who has none of their own is the machine\'s', async () => {
	const today = new Date(Date.now() + 8 * 3_600_000).getUTCDay() || 7;
	const c = await add('/api/v1/calendars', { name: '两天后', shifts: [{ weekday: (today + 1) % 7 + 1, start_min: 600, end_min: 660 }] });
	const m = await add('/api/v1/assets', { kind: 'machine', parent_id: north.id, name: '周末才开', calendar_id: c.id });
	const t = await report({ machine_id: m.id });
	await eventually(() => about(li, t.id), (n) => n.length === 1, 'li is told');
	assert.equal((await about(li, t.id))[0].widened, 1);
});

test('waiting for parts is told to the storekeeper, another reason is not', async () => {
	const t = await report();
	await verb(t, 'start', undefined, li);
	await verb(t, 'wait', { reason: 'decision' }, li);
	await verb(t, 'resume', undefined, li);
	await verb(t, 'wait', { reason: 'parts' }, li);
	await eventually(() => about(store, t.id), (n) => n.length === 1, 'the storekeeper is told');
	await followed();
	assert.deepEqual((await about(store, t.id)).map((n) => n.rule), ['waiting_parts']);
});

test('low stock is told to storekeeper and buyer once, and again only after it was refilled', async () => {
	const bin = await add('/api/v1/bins', { code: 'A-1' });
	const p = await add('/api/v1/parts', { code: 'P-1', name: '油封', unit: '个', min_qty: 5, bin_id: bin.id });
	await add(`/api/v1/parts/${p.id}/receive`, { bin_id: bin.id, qty: 7, price_cents: 100 });
	const t = await report(), take = (qty) => admin.must(201, 'POST', `/api/v1/tickets/${t.id}/parts`, { json: { part_id: p.id, bin_id: bin.id, qty } });
	const low = async (who) => (await notices(who)).filter((n) => n.entity === 'part' && n.entity_id === p.id);
	await take(2);
	await followed();
	assert.deepEqual(await low(store), []);
	await take(1);
	await eventually(() => low(store), (n) => n.length === 1, 'the storekeeper is told');
	assert.equal((await low(store))[0].detail, '4 < 5 个');
	await take(1);
	await followed();
	assert.deepEqual([(await low(store)).length, (await low(buyer)).length, (await low(boss)).length, (await low(li)).length], [1, 1, 0, 0]);
	await add(`/api/v1/parts/${p.id}/receive`, { bin_id: bin.id, qty: 7, price_cents: 100 });
	await take(6);
	await eventually(() => low(buyer), (n) => n.length === 2, 'and again');
});

test('a critical machine that stands is passed on to the manager, later to the next; once each; others are not', async () => {
	const ago = (minutes) => Date.now() - minutes * 60_000;
	await rule('stopped', { minutes: 10 });
	await rule('stopped_longer', { minutes: 20 });
	const t = {
		fresh: await report({ machine_id: critical.id, stopped: true, symptom: 'fresh' }),
		first: await report({ machine_id: critical.id, stopped: true, occurred_at: ago(12), symptom: 'first' }),
		second: await report({ machine_id: critical.id, stopped: true, occurred_at: ago(40), symptom: 'second' }),
		runs: await report({ machine_id: critical.id, stopped: false, occurred_at: ago(40), symptom: 'runs' }),
		lesser: await report({ machine_id: machine.id, stopped: true, occurred_at: ago(40), symptom: 'B' }),
		ancient: await report({ machine_id: critical.id, stopped: true, occurred_at: Date.now() - 8 * DAY, symptom: 'ancient' }),
	};
	await server.restart(); // it looks at its start, and every twenty seconds
	await eventually(() => about(boss, t.second.id), (n) => n.length === 1, 'the manager is told of the second');
	await eventually(() => about(boss, t.first.id), (n) => n.length === 1, 'and of the first');
	await followed();
	assert.deepEqual((await about(boss, t.first.id)).map((n) => n.rule), ['stopped']);
	assert.deepEqual((await about(boss, t.second.id)).map((n) => n.rule), ['stopped_longer']);
	assert.deepEqual((await about(admin, t.second.id)).map((n) => n.rule), ['stopped_longer']);
	assert.deepEqual((await about(admin, t.first.id)).map((n) => n.rule), []);
	for (const name of ['fresh', 'runs', 'lesser', 'ancient']) assert.deepEqual(await about(boss, t[name].id), [], name);
	await server.restart();
	await followed();
	assert.equal((await about(boss, t.first.id)).length, 1);
	assert.equal((await about(boss, t.second.id)).length, 1);
	const { items } = await admin.must(200, 'GET', `/api/v1/tickets/${t.first.id}/history`);
	assert.ok(items.some((e) => e.kind === 'escalated'), 'the ticket\'s history has it');
	for (const x of Object.values(t)) await verb(x, 'cancel', { reason: 'no_fault_found' });
});

test('restored is told to who reported it, given to who it is given to, reopened and messages to who works on it', async () => {
	const t = await report({}, store);
	await verb(t, 'accept', { account_id: li.account.id });
	await eventually(() => about(li, t.id, 'assigned'), (n) => n.length === 1, 'li hears that it is his');
	await admin.must(201, 'POST', `/api/v1/tickets/${t.id}/comments`, { json: { text: '先看油位' } });
	await eventually(() => about(li, t.id, 'message'), (n) => n.length === 1, 'li reads the message');
	assert.equal((await about(li, t.id, 'message'))[0].detail, '先看油位');
	assert.equal((await about(store, t.id, 'message')).length, 1, 'and so does who reported it');
	await verb(t, 'start', undefined, li);
	await verb(t, 'restore', { action: '换油封' }, li);
	await eventually(() => about(store, t.id, 'restored'), (n) => n.length === 1, 'it runs again');
	assert.equal((await about(store, t.id, 'restored'))[0].detail, '换油封');
	await verb(t, 'reopen', { reason: '又漏了' });
	await eventually(() => about(li, t.id, 'reopened'), (n) => n.length === 1, 'not for long');
	await followed();
	assert.deepEqual((await about(li, t.id)).map((n) => n.rule).sort(), ['assigned', 'message', 'reopened', 'reported']);
});

test('the page of who reported without an account says that it runs again', async () => {
	const made = await server.client().must(201, 'POST', '/api/v1/reports', { json: { code: await codeOf(server, machine.id), text: '又漏油', stopped: true } });
	for (const [step, json] of [['start'], ['restore', { action: '换油封' }]]) await verb({ id: made.id }, step, json, li);
	const page = await server.client({ lang: 'zh' }).must(200, 'GET', `${made.link}/live`);
	assert.match(page.text, /换油封/);
});

test('a rule that is off tells nobody; one that has a place only of what stands there', async () => {
	await rule('reported', { enabled: false });
	const silent = await report();
	await rule('reported', { enabled: true, place_id: south.id });
	const elsewhere = await report();
	await followed();
	assert.deepEqual([(await about(li, silent.id)).length, (await about(li, elsewhere.id)).length], [0, 0]);
	await rule('reported', { place_id: null });
	const t = await report();
	await eventually(() => about(li, t.id), (n) => n.length === 1, 'li is told again');
});

test('the table: its rows, who may change them, and what cannot be', async () => {
	const { items } = await boss.must(200, 'GET', '/api/v1/tell-rules');
	assert.deepEqual(items.map((r) => r.rule), ['reported', 'assigned', 'waiting_parts', 'low_stock', 'stopped', 'stopped_longer', 'restored', 'reopened', 'message', 'meter', 'overdue', 'missed']);
	const { version } = items[0], at = '/api/v1/tell-rules/reported';
	assertRefused(await li.get('/api/v1/tell-rules'), 403);
	assertRefused(await admin.patch(at, { minutes: 5 }, { version }), 400, { fields: ['minutes'] });
	assertRefused(await admin.patch(at, { place_id: 987654 }, { version }), 400, { fields: ['place_id'] });
	assertRefused(await admin.patch(at, { enabled: null }, { version }), 400, { fields: ['enabled'] });
	assertRefused(await admin.patch('/api/v1/tell-rules/stopped', { minutes: null }, { version: items[4].version }), 400, { fields: ['minutes'] });
	assertRefused(await admin.patch('/api/v1/tell-rules/nothing', { enabled: true }, { version: 1 }), 404);
	const stale = await admin.patch(at, { enabled: true }, { version: version + 7 });
	assertRefused(stale, 412);
	assert.equal(stale.json.current.rule, 'reported');
	assertRefused(await admin.request('PUT', `/api/v1/accounts/${li.account.id}/duty`, { json: { areas: [] }, version: 1 }), 412);
	const { version: v } = await admin.must(200, 'GET', `/api/v1/accounts/${li.account.id}/duty`);
	assertRefused(await admin.request('PUT', `/api/v1/accounts/${li.account.id}/duty`, { json: { areas: [987654] }, version: v }), 400, { fields: ['areas'] });
	assertRefused(await admin.request('PUT', `/api/v1/accounts/${li.account.id}/duty`, { json: { calendar_id: 987654 }, version: v }), 400, { fields: ['calendar_id'] });
});

test('unread ones are counted, read with their ticket, or all at once; nobody reads another\'s', async () => {
	const count = async (who) => (await who.must(200, 'GET', '/api/v1/notices/count')).unread;
	const [was, theirs] = [await count(li), await count(wang)];
	assert.ok(was > 1);
	const [newest] = await notices(li), same = (await notices(li)).filter((n) => n.entity === newest.entity && n.entity_id === newest.entity_id && !n.read_at).length;
	const after = await li.must(200, 'POST', '/api/v1/notices/read', { json: { entity: newest.entity, entity_id: newest.entity_id } });
	assert.equal(after.unread, was - same);
	assert.ok((await notices(li))[0].read_at > 0);
	assert.equal((await li.must(200, 'GET', '/api/v1/notices?unread=1&limit=500')).items.length, after.unread);
	assert.equal((await li.must(200, 'POST', '/api/v1/notices/read', { json: { up_to: newest.id } })).unread, 0);
	assert.equal(await count(wang), theirs);
	assertRefused(await li.post('/api/v1/notices/read', {}), 400, { fields: ['up_to'] });
	assertRefused(await li.post('/api/v1/notices/read', { entity: 'ticket' }), 400, { fields: ['entity_id'] });
	assertRefused(await li.post('/api/v1/notices/read', { entity: 'ticket', entity_id: 987654 }), 400, { fields: ['entity_id'] });
	assertRefused(await server.client().get('/api/v1/notices'), 401);
});

test('pages of notices: every one of them once', async () => {
	const all = (await notices(chen)).map((n) => n.id), paged = [];
	for (let before; ;) {
		const { items, next } = await chen.must(200, 'GET', '/api/v1/notices', { query: { limit: 2, ...(before ? { before } : {}) } });
		paged.push(...items.map((n) => n.id));
		if (!next) break;
		before = next;
	}
	assert.deepEqual(paged, all);
});

test('who waits for news hears of their own notices alone', async () => {
	const { seq } = await li.must(200, 'GET', '/api/v1/changes');
	const t = await report();
	const told = async (who) => (await who.must(200, 'GET', '/api/v1/changes', { query: { after: seq } })).items.filter((c) => c.entity === 'notice');
	await eventually(() => told(li), (c) => c.length === 1, 'li hears');
	assert.deepEqual(await told(chen), []);
	// Another's notice wakes nobody: chen waits through it, and goes on after it.
	const last = (await li.must(200, 'GET', '/api/v1/changes', { query: { after: seq } })).items.filter((c) => c.entity !== 'notice').at(-1).seq;
	const waited = await chen.must(200, 'GET', '/api/v1/changes', { query: { after: last, wait: 1 } });
	assert.deepEqual([waited.items, waited.seq > last], [[], true]);
	assert.equal((await told(li))[0].id, (await li.must(200, 'GET', '/api/v1/changes', { query: { after: seq } })).items.find((c) => c.kind === 'reported' && c.id === t.id).seq);
});

test('started again, nothing is told twice and nothing is left out', async () => {
	const before = (await notices(li)).length, made = [];
	for (let i = 0; i < 20; i++) made.push((await report({ symptom: `第 ${i} 个` })).id);
	await server.kill();
	await server.start();
	await eventually(() => notices(li), (n) => n.length >= before + 20, 'all are told');
	await followed();
	const own = (await notices(li)).filter((n) => made.includes(n.entity_id));
	assert.deepEqual(own.map((n) => n.entity_id).sort((a, b) => a - b), made);
});
