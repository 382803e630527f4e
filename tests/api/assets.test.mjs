// assets.test.mjs - equipment, shift calendars, files and printed codes over HTTP.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin;
const people = {};
let line, press;

const jpeg = (n = 64) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(n), Buffer.alloc(60)]);
const png = () => Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(64)]);
const pdf = (n = 64) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(n), Buffer.alloc(60)]);
const key = () => randomBytes(9).toString('hex');
const make = (asset, client = admin) => client.must(201, 'POST', '/api/v1/assets', { json: asset });
const machine = (more = {}) => make({ kind: 'machine', name: '冲床', parent_id: line.id, ...more });

before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
	for (const role of ['technician', 'storekeeper', 'manager']) {
		await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: role, name: role, role, password: 'password-1' } });
		people[role] = await server.login(role, 'password-1');
	}
	const site = await make({ kind: 'site', name: '一厂', code: 'F1' });
	line = await make({ kind: 'line', name: '一线', code: 'L1', parent_id: site.id });
	press = await machine({ code: 'M-1', model: 'J23-100', maker: '扬力', commissioned_day: '2019-05-01', criticality: 'A' });
});
after(() => server.stop());

// ---- equipment ----

test('a machine comes back as it was sent, running, with a printed code', async () => {
	const sent = {
		kind: 'machine', parent_id: line.id, code: 'FULL-1', name: '数控车床', name_en: 'CNC lathe', model: 'CK6150',
		maker: '沈阳', serial: 'S/N 7', location: 'A-3', commissioned_day: '2020-02-29', original_value_cents: 35000000,
		criticality: 'B', note: 'two\nlines',
	};
	const made = await make(sent);
	for (const [name, value] of Object.entries(sent)) assert.equal(made[name], value, name);
	assert.equal(made.state, 'running');
	assert.equal(made.version, 1);
	assert.equal(made.codes.length, 1);
	assert.match(made.codes[0].code, /^[2-9A-HJKMNPR-Z]{10}$/);
	assert.equal(made.search, undefined);
	const read = await admin.get(`/api/v1/assets/${made.id}`);
	assert.deepEqual(read.json, made);
	assert.equal(read.headers.etag, '"1"');
});

test('what is added twice under one key is there once; with other words the key is refused', async () => {
	const again = key();
	const things = [
		['/api/v1/assets', { kind: 'machine', name: '没有编号', parent_id: line.id }],
		['/api/v1/parts', { code: 'KEY-1', name: '密封圈', unit: '个' }],
		['/api/v1/bins', { code: 'KEY-1', name: '货架' }],
		['/api/v1/calendars', { name: 'KEY-1', shifts: [{ weekday: 1, start_min: 480, end_min: 960 }] }],
	];
	for (const [at, json] of things) {
		const send = (body = json, k = again) => admin.post(at, body, { headers: { 'Idempotency-Key': k } });
		const count = async () => (await admin.must(200, 'GET', at, { query: at.endsWith('calendars') ? {} : { limit: 500 } })).items.length;
		const before = await count();
		const answers = await Promise.all(Array.from({ length: 4 }, () => send()));
		assert.deepEqual(answers.map((a) => a.status).sort(), [200, 200, 200, 201], at);
		for (const a of answers) assert.deepEqual(a.json, answers[0].json, at);
		assert.equal(await count(), before + 1, at);
		assertRefused(await send({ ...json, name: 'another' }), 409);
		assertRefused(await send(json, 'short'), 400, { fields: ['Idempotency-Key'] });
		assert.equal(await count(), before + 1, at);
	}
	// What was refused leaves the key free.
	const later = key(), add = (json) => admin.post('/api/v1/assets', json, { headers: { 'Idempotency-Key': later } });
	assertRefused(await add({ kind: 'machine', name: 'x', parent_id: 999999 }), 400);
	assert.equal((await add({ kind: 'machine', name: 'x', parent_id: line.id })).status, 201);
	// Without a key, twice is twice.
	const [one, two] = [await machine(), await machine()];
	assert.notEqual(one.id, two.id);
});

test('lists filter, fold what is typed, and go by pages', async () => {
	const area = await make({ kind: 'area', name: 'page test' });
	const ids = [];
	for (let i = 0; i < 5; i++) ids.push((await make({ kind: 'machine', name: `Ｐage ${i}`, parent_id: area.id, code: `PG-${i}` })).id);
	const found = [];
	for (let next = '0'; next !== null; ) {
		const page = await admin.must(200, 'GET', '/api/v1/assets', { query: { parent: area.id, limit: 2, after: next } });
		assert.ok(page.items.length <= 2 && page.items.length > 0);
		found.push(...page.items.map((x) => x.id));
		next = page.next;
	}
	assert.deepEqual(found, ids);
	const one = async (query) => (await admin.must(200, 'GET', '/api/v1/assets', { query })).items.map((x) => x.id);
	assert.deepEqual(await one({ under: area.id }), [area.id, ...ids]);
	assert.deepEqual(await one({ under: area.id, kind: 'machine', text: 'PAGE 3' }), [ids[3]]);
	assert.deepEqual(await one({ text: 'pg-4' }), [ids[4]]);
	assert.deepEqual(await one({ under: area.id, state: 'stopped' }), []);
	assert.deepEqual(await one({ under: 999999 }), []);
	assert.ok((await one({ parent: 0 })).includes(area.id));
	assert.ok(!(await one({ parent: 0 })).includes(press.id));
});

test('the tree names parents before children, the path runs from the top', async () => {
	const part = await make({ kind: 'component', name: '主轴', parent_id: press.id });
	const tree = (await admin.must(200, 'GET', '/api/v1/tree')).items;
	const seen = new Set();
	for (const x of tree) {
		assert.ok(x.parent_id === null || seen.has(x.parent_id), JSON.stringify(x));
		seen.add(x.id);
	}
	assert.ok(!seen.has(part.id));
	assert.ok((await admin.must(200, 'GET', '/api/v1/tree?components=1')).items.some((x) => x.id === part.id));
	const up = await admin.must(200, 'GET', `/api/v1/assets/${part.id}/path`);
	assert.deepEqual(up.items.map((x) => x.code), ['F1', 'L1', 'M-1']);
});

test('a change names its version; a stale one is refused and changes nothing', async () => {
	const x = await machine();
	const changed = await admin.must(200, 'PATCH', `/api/v1/assets/${x.id}`, { json: { name: 'new', code: 'CH-1' }, version: 1 });
	assert.equal(changed.version, 2);
	assert.equal(changed.name, 'new');
	const refused = assertRefused(await admin.patch(`/api/v1/assets/${x.id}`, { name: 'older' }, { version: 1 }), 412, { type: 'stale' });
	assert.equal(refused.current.version, 2);
	assert.equal(refused.current.name, 'new');
	assertRefused(await admin.patch(`/api/v1/assets/${x.id}`, { name: 'none' }), 400);
	assert.equal((await admin.get(`/api/v1/assets/${x.id}`)).json.name, 'new');
	const cleared = await admin.must(200, 'PATCH', `/api/v1/assets/${x.id}`, { json: { code: null }, version: 2 });
	assert.equal(cleared.code, null);
	await admin.must(200, 'PATCH', `/api/v1/assets/${x.id}`, { json: { parent_id: null }, version: 3 });
});

test('every wrong member is named', async () => {
	const bad = [
		[{}, ['kind', 'name']],
		[{ kind: 'machine' }, ['name']],
		[{ kind: 'robot', name: 'x' }, ['kind']],
		[{ kind: 'machine', name: '' }, ['name']],
		[{ kind: 'machine', name: '  ' }, ['name']],
		[{ kind: 'machine', name: 7 }, ['name']],
		[{ kind: 'machine', name: 'x'.repeat(121) }, ['name']],
		[{ kind: 'machine', name: 'a\u0001b' }, ['name']],
		[{ kind: 'machine', name: 'x', colour: 'red' }, ['colour']],
		[{ kind: 'machine', name: 'x', id: 7 }, ['id']],
		[{ kind: 'machine', name: 'x', version: 7 }, ['version']],
		[{ kind: 'machine', name: 'x', search: 'x' }, ['search']],
		[{ kind: 'machine', name: 'x', parent_id: 999999 }, ['parent_id']],
		[{ kind: 'machine', name: 'x', parent_id: -1 }, ['parent_id']],
		[{ kind: 'machine', name: 'x', parent_id: '1' }, ['parent_id']],
		[{ kind: 'machine', name: 'x', parent_id: 1.5 }, ['parent_id']],
		[{ kind: 'line', name: 'x', parent_id: press.id }, ['parent_id']],
		[{ kind: 'component', name: 'x' }, ['parent_id']],
		[{ kind: 'component', name: 'x', parent_id: line.id }, ['parent_id']],
		[{ kind: 'machine', name: 'x', calendar_id: 999 }, ['calendar_id']],
		[{ kind: 'machine', name: 'x', commissioned_day: '2026-02-30' }, ['commissioned_day']],
		[{ kind: 'machine', name: 'x', commissioned_day: 20260201 }, ['commissioned_day']],
		[{ kind: 'machine', name: 'x', commissioned_day: 'soon' }, ['commissioned_day']],
		[{ kind: 'machine', name: 'x', retired_day: '2026-02-01' }, ['retired_day']],
		[{ kind: 'machine', name: 'x', original_value_cents: -1 }, ['original_value_cents']],
		[{ kind: 'machine', name: 'x', original_value_cents: 1e15 }, ['original_value_cents']],
		[{ kind: 'machine', name: 'x', criticality: 'D' }, ['criticality']],
		[{ kind: 'machine', name: 'x', state: 'flying' }, ['state']],
		[{ kind: 'line', name: 'x', state: 'running' }, ['state']],
		[{ kind: 'machine', name: 'x', note: 'x'.repeat(2001) }, ['note']],
		[{ kind: 'machine', name: 'x', code: 'x'.repeat(41), serial: [] }, ['code', 'serial']],
	];
	const count = (await admin.get('/api/v1/tree')).json.items.length;
	for (const [json, fields] of bad) assertRefused(await admin.post('/api/v1/assets', json), 400, { type: 'invalid', fields });
	for (const body of ['', '[]', '{', '"x"', 'null', '{"kind":"machine","kind":"line"}', '['.repeat(5000)])
		assertRefused(await admin.request('POST', '/api/v1/assets', { body, type: 'application/json' }), 400);
	assertRefused(await admin.post('/api/v1/assets', { kind: 'machine', name: 'x', code: 'M-1' }), 409, { fields: ['code'] });
	assertRefused(await admin.post('/api/v1/assets', { kind: 'machine', name: 'x', note: 'x'.repeat(20000) }), 413);
	assert.equal((await admin.get('/api/v1/tree')).json.items.length, count);
	for (const query of ['parent=x', 'under=0', 'under=-1', 'kind=robot', 'state=x', 'limit=0', 'limit=501', 'after=x', 'limit=1e3'])
		assertRefused(await admin.get(`/api/v1/assets?${query}`), 400, { fields: [query.split('=')[0]] });
	const said = assertRefused(await admin.get('/api/v1/assets?state=x'), 400).fields[0].detail;
	for (const state of ['running', 'degraded', 'stopped', 'idle', 'retired']) assert.ok(said.includes(state), said);
	for (const id of ['0', '-1', 'x', '1x', '9'.repeat(30)]) assertRefused(await admin.get(`/api/v1/assets/${id}`), 404);
	for (const tail of ['', '/path', '/life', '/documents'])
		assertRefused(await admin.get(`/api/v1/assets/999999${tail}`), 404, { type: 'not_found' });
});

test('the kind stays and the state has its own call', async () => {
	const x = await machine();
	assertRefused(await admin.patch(`/api/v1/assets/${x.id}`, { kind: 'line' }, { version: 1 }), 400, { fields: ['kind'] });
	assertRefused(await admin.patch(`/api/v1/assets/${x.id}`, { state: 'idle' }, { version: 1 }), 400, { fields: ['state'] });
	await admin.must(200, 'PATCH', `/api/v1/assets/${x.id}`, { json: { kind: 'machine', state: 'running' }, version: 1 });
});

test('a technician sets the state; only those who lead retire, with a reason, when no ticket is open', async () => {
	const x = await machine();
	const set = (client, json, options) => client.post(`/api/v1/assets/${x.id}/state`, json, options);
	assert.equal((await set(people.technician, { state: 'stopped' })).json.state, 'stopped');
	assertRefused(await set(people.technician, { state: 'running' }, { version: 1 }), 412);
	assertRefused(await set(people.technician, { state: 'retired', reason: 'old' }), 403);
	assertRefused(await set(people.storekeeper, { state: 'running' }), 403);
	assertRefused(await set(people.manager, { state: 'retired' }), 400, { fields: ['reason'] });
	assertRefused(await set(people.manager, {}), 400, { fields: ['state'] });
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: x.id, symptom: 'leak' } });
	assertRefused(await set(people.manager, { state: 'retired', reason: 'old' }), 409);
	await admin.must(200, 'POST', `/api/v1/tickets/${ticket.id}/cancel`, { json: { reason: 'other', note: 'test' }, version: ticket.version });
	const retired = (await set(people.manager, { state: 'retired', reason: 'old' })).json;
	assert.equal(retired.state, 'retired');
	assert.match(retired.retired_day, /^\d{4}-\d\d-\d\d$/);
	assert.equal((await set(people.manager, { state: 'idle', reason: 'needed' })).json.retired_day, null);
	assertRefused(await admin.post(`/api/v1/assets/${line.id}/state`, { state: 'idle' }), 400, { fields: ['state'] });
	assertRefused(await admin.post('/api/v1/assets/999999/state', { state: 'idle' }), 404);
});

test('who may do what with equipment', async () => {
	const stranger = server.client();
	for (const target of ['/api/v1/assets', `/api/v1/assets/${press.id}`, '/api/v1/tree', '/api/v1/calendars', '/api/v1/codes'])
		assertRefused(await stranger.get(target), 401);
	for (const who of ['technician', 'storekeeper']) {
		await people[who].must(200, 'GET', `/api/v1/assets/${press.id}`);
		assertRefused(await people[who].post('/api/v1/assets', { kind: 'site', name: 'x' }), 403);
		assertRefused(await people[who].patch(`/api/v1/assets/${press.id}`, { name: 'x' }, { version: 1 }), 403);
		assertRefused(await people[who].post('/api/v1/calendars', { name: 'x' }), 403);
		assertRefused(await people[who].post('/api/v1/codes', { count: 1 }), 403);
		assertRefused(await people[who].delete(`/api/v1/codes/${press.codes[0].code}`), 403);
	}
	await make({ kind: 'site', name: 'by the manager' }, people.manager);
});

// ---- calendars ----

test('a calendar is written whole, holds for what is below, and is replaced by version', async () => {
	const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start_min: 480, end_min: 960 }));
	const exceptions = [{ day: '2026-01-01', start_min: null, end_min: null, note: '元旦' }, { day: '2026-01-03', start_min: 480, end_min: 720, note: null }];
	const made = await admin.must(201, 'POST', '/api/v1/calendars', { json: { name: '单班', shifts, exceptions } });
	assert.deepEqual(made.shifts, shifts);
	assert.deepEqual(made.exceptions, exceptions);
	assert.deepEqual((await admin.get(`/api/v1/calendars/${made.id}`)).json, made);
	assert.ok((await admin.get('/api/v1/calendars')).json.items.some((c) => c.id === made.id && c.shifts.length === 5));
	const before = (await admin.get(`/api/v1/assets/${line.id}`)).json;
	await admin.must(200, 'PATCH', `/api/v1/assets/${line.id}`, { json: { calendar_id: made.id }, version: before.version });
	assert.equal((await admin.get(`/api/v1/assets/${press.id}`)).json.effective_calendar_id, made.id);
	const night = [{ weekday: 7, start_min: 1320, end_min: 1800 }];
	const put = await admin.must(200, 'PUT', `/api/v1/calendars/${made.id}`, { json: { name: '夜班', shifts: night }, version: 1 });
	assert.deepEqual([put.version, put.shifts, put.exceptions], [2, night, []]);
	const refused = assertRefused(await admin.request('PUT', `/api/v1/calendars/${made.id}`, { json: { name: 'x' }, version: 1 }), 412);
	assert.equal(refused.current.name, '夜班');
	assertRefused(await admin.request('PUT', `/api/v1/calendars/${made.id}`, { json: { name: 'x' } }), 400);
	assertRefused(await admin.request('PUT', '/api/v1/calendars/9999', { json: { name: 'x' }, version: 1 }), 404);
	assertRefused(await admin.get('/api/v1/calendars/9999'), 404);
	assertRefused(await admin.post('/api/v1/calendars', { name: '夜班' }), 409, { fields: ['name'] });
});

test('every wrong row of a calendar is named', async () => {
	const shift = { weekday: 1, start_min: 0, end_min: 1 };
	const bad = [
		[{}, ['name']],
		[{ name: 'x', shifts: {} }, ['shifts']],
		[{ name: 'x', shifts: [7] }, ['shifts[0].']],
		[{ name: 'x', shifts: [shift, {}] }, ['shifts[1].weekday', 'shifts[1].start_min', 'shifts[1].end_min']],
		[{ name: 'x', shifts: [{ ...shift, weekday: 8 }] }, ['shifts[0].weekday']],
		[{ name: 'x', shifts: [{ ...shift, end_min: 1441 }] }, ['shifts[0].end_min']],
		[{ name: 'x', shifts: [{ ...shift, start_min: 600, end_min: 500 }] }, ['shifts[0].end_min']],
		[{ name: 'x', shifts: [{ ...shift, note: 'x' }] }, ['shifts[0].note']],
		[{ name: 'x', shifts: Array(101).fill(shift) }, ['shifts']],
		[{ name: 'x', exceptions: [{ day: '2026-13-01' }] }, ['exceptions[0].day']],
		[{ name: 'x', exceptions: [{ day: '2026-01-01', start_min: 5 }] }, ['exceptions[0].end_min']],
		[{ name: 'x', exceptions: [{ day: '2026-01-01', start_min: 5, end_min: 5 }] }, ['exceptions[0].end_min']],
	];
	for (const [json, fields] of bad) assertRefused(await admin.post('/api/v1/calendars', json), 400, { fields });
	assert.ok(!(await admin.get('/api/v1/calendars')).json.items.some((c) => c.name === 'x'));
});

// ---- files ----

const upload = (client, owner, k, body, query = {}, options = {}) => client.put(`${owner}/documents/${k}`, body, { query, ...options });

test('a photo sent twice is one document; the key with another content is refused', async () => {
	const x = await machine(), owner = `/api/v1/assets/${x.id}`;
	const k = key(), body = jpeg();
	const first = await upload(people.technician, owner, k, body, { name: '铭牌.jpg' });
	assert.equal(first.status, 201, first.text);
	assert.deepEqual(
		[first.json.kind, first.json.type, first.json.size, first.json.name, first.json.digest, first.json.account_name],
		['photo', 'image/jpeg', body.length, '铭牌.jpg', createHash('sha256').update(body).digest('hex'), 'technician'],
	);
	const again = await upload(people.technician, owner, k, body, { name: 'other' });
	assert.equal(again.status, 200);
	assert.deepEqual(again.json, first.json);
	assertRefused(await upload(people.technician, owner, k, jpeg()), 409);
	assert.equal((await upload(people.technician, owner, key(), body)).status, 201);
	assert.equal((await admin.get(`${owner}/documents`)).json.items.length, 2);
	const held = path.join(server.data, 'files', first.json.digest.slice(0, 2));
	assert.deepEqual(readdirSync(held).filter((n) => n === first.json.digest).length, 1);
	assert.deepEqual(readFileSync(path.join(held, first.json.digest)), body);
});

test('the same upload sent many times at once is one document', async () => {
	const x = await machine(), k = key(), body = jpeg(20000);
	const answers = await Promise.all(Array.from({ length: 12 }, async () => {
		const client = await server.login('technician', 'password-1');
		const answer = await upload(client, `/api/v1/assets/${x.id}`, k, body);
		client.close();
		return answer;
	}));
	assert.deepEqual(answers.map((a) => a.status).sort(), [...Array(11).fill(200), 201]);
	assert.equal(new Set(answers.map((a) => a.json.id)).size, 1);
});

test('contents go out exactly, as what they are, and nothing in them runs', async () => {
	const owner = `/api/v1/assets/${press.id}`;
	const bodies = [[jpeg(), 'image/jpeg', 'photo', 'jpg'], [png(), 'image/png', 'drawing', 'png'], [pdf(100000), 'application/pdf', 'manual', 'pdf']];
	for (const [body, type, kind, extension] of bodies) {
		const made = await upload(admin, owner, key(), body, { kind, name: '说明 "1"' }, { type: 'text/html' });
		assert.equal(made.status, 201, made.text);
		const got = await people.storekeeper.get(`/api/v1/documents/${made.json.id}/content`);
		assert.equal(got.status, 200);
		assert.deepEqual(got.body, body);
		assert.equal(got.headers['content-type'], type);
		assert.equal(got.headers['x-content-type-options'], 'nosniff');
		assert.equal(got.headers['content-security-policy'], "default-src 'none'; sandbox");
		assert.match(got.headers['cache-control'], /immutable/);
		assert.equal(
			got.headers['content-disposition'],
			`inline; filename="document-${made.json.id}.${extension}"; filename*=UTF-8''%E8%AF%B4%E6%98%8E%20%221%22.${extension}`,
		);
		const head = await admin.request('HEAD', `/api/v1/documents/${made.json.id}/content`);
		assert.deepEqual([head.status, head.body.length, Number(head.headers['content-length'])], [200, 0, body.length]);
		assertRefused(await server.client().get(`/api/v1/documents/${made.json.id}/content`), 401);
	}
});

test('what is no image or PDF is refused, whatever it says it is', async () => {
	const owner = `/api/v1/assets/${press.id}`;
	const before = (await admin.get(`${owner}/documents`)).json.items.length;
	const bodies = ['', 'x', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
		'<!DOCTYPE html><script>alert(1)</script>                                      ', 'GIF89a' + 'x'.repeat(100),
		'\0'.repeat(100), 'PK\u0003\u0004' + 'x'.repeat(100)];
	for (const body of bodies)
		assertRefused(await upload(admin, owner, key(), body, { kind: 'other' }, { type: 'image/jpeg' }), 400, { fields: ['body'] });
	for (const k of ['short', 'x'.repeat(65), 'with%20space', '机机机机机机机机', 'a;drop-table'])
		assertRefused(await upload(admin, owner, encodeURI(k), jpeg()), 400, { fields: ['key'] });
	for (const kind of ['before', 'selfie', '1']) assertRefused(await upload(admin, owner, key(), jpeg(), { kind }), 400, { fields: ['kind'] });
	assertRefused(await upload(admin, owner, key(), pdf(), { kind: 'photo' }), 400, { fields: ['kind'] });
	assertRefused(await upload(admin, owner, key(), jpeg(), { name: 'x'.repeat(121) }), 400, { fields: ['name'] });
	assertRefused(await upload(admin, owner, key(), jpeg(10 * 1024 * 1024)), 413);
	assertRefused(await upload(admin, '/api/v1/assets/999999', key(), jpeg()), 404);
	assertRefused(await upload(admin, '/api/v1/tickets/999999', key(), jpeg()), 404);
	assertRefused(await upload(admin, '/api/v1/parts/999999', key(), jpeg()), 404);
	assert.equal((await admin.get(`${owner}/documents`)).json.items.length, before);
	assertRefused(await admin.get(`${owner}/documents?kind=x`), 400, { fields: ['kind'] });
});

test('a body over the limit is refused before it is read, a PDF of 30 MB is kept', async () => {
	const owner = `/api/v1/assets/${press.id}`, big = pdf(30 * 1024 * 1024);
	const made = await upload(admin, owner, key(), big, { kind: 'manual' });
	assert.equal(made.status, 201, made.text);
	assert.deepEqual((await admin.get(`/api/v1/documents/${made.json.id}/content`)).body, big);
	const answer = await server.raw(
		`PUT ${owner}/documents/${key()} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.url}\r\n` +
			`Cookie: jixiu=${admin.cookies.get('jixiu')}\r\nContent-Length: ${50 * 1024 * 1024}\r\n\r\n`);
	assert.match(answer, /^HTTP\/1.1 413/);
});

test('who may upload and remove', async () => {
	const x = await machine(), owner = `/api/v1/assets/${x.id}`;
	assertRefused(await upload(people.technician, owner, key(), pdf()), 403);
	assertRefused(await upload(people.technician, owner, key(), jpeg(), { kind: 'drawing' }), 403);
	assertRefused(await upload(people.storekeeper, owner, key(), jpeg()), 403);
	assertRefused(await upload(server.client(), owner, key(), jpeg()), 401);
	const theirs = (await upload(people.manager, owner, key(), jpeg())).json;
	const own = (await upload(people.technician, owner, key(), jpeg())).json;
	assertRefused(await people.technician.delete(`/api/v1/documents/${theirs.id}`), 403);
	for (let i = 0; i < 2; i++) assert.equal((await people.technician.delete(`/api/v1/documents/${own.id}`)).status, 204);
	assertRefused(await admin.get(`/api/v1/documents/${own.id}`), 404);
	assertRefused(await admin.get(`/api/v1/documents/${own.id}/content`), 404);
	assertRefused(await admin.delete('/api/v1/documents/999999'), 404);
	assert.deepEqual((await admin.get(`${owner}/documents`)).json.items.map((d) => d.id), [theirs.id]);
});

test('tickets have photos before and after; parts have data sheets', async () => {
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: press.id, symptom: 'noise' } });
	const owner = `/api/v1/tickets/${ticket.id}`;
	for (const kind of ['photo', 'before', 'after']) assert.equal((await upload(people.technician, owner, key(), png(), { kind })).status, 201);
	assertRefused(await upload(people.technician, owner, key(), pdf(), { kind: 'manual' }), 400, { fields: ['kind'] });
	assert.equal((await admin.get(`${owner}/documents?kind=after`)).json.items.length, 1);
	const part = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'P-1', name: '油封', unit: '个' } });
	const sheet = await upload(people.storekeeper, `/api/v1/parts/${part.id}`, key(), pdf(), { kind: 'drawing' });
	assert.equal(sheet.status, 201, sheet.text);
	assertRefused(await upload(people.technician, `/api/v1/parts/${part.id}`, key(), jpeg()), 403);
	const by = (await upload(people.manager, `/api/v1/parts/${part.id}`, key(), jpeg())).json;
	assert.equal((await people.storekeeper.delete(`/api/v1/documents/${by.id}`)).status, 204);
	assertRefused(await people.storekeeper.get(`${owner}/documents/x`), 405);
});

test('a file that is lost on the server is said to be lost', async () => {
	const owner = `/api/v1/assets/${press.id}`, body = jpeg();
	const d = (await upload(admin, owner, key(), body)).json;
	const file = path.join(server.data, 'files', d.digest.slice(0, 2), d.digest);
	writeFileSync(file, 'cut');
	assert.equal(assertRefused(await admin.get(`/api/v1/documents/${d.id}/content`), 404).code, 'DOCUMENT_LOST');
	unlinkSync(file);
	assert.equal(assertRefused(await admin.get(`/api/v1/documents/${d.id}/content`), 404).code, 'DOCUMENT_LOST');
	assert.equal((await upload(admin, owner, key(), body)).status, 201);
	assert.deepEqual((await admin.get(`/api/v1/documents/${d.id}/content`)).body, body);
});

// ---- printed codes ----

test('a blank code is bound on the floor, once, and revoked for ever', async () => {
	const { items } = await admin.must(201, 'POST', '/api/v1/codes', { json: { count: 3 } });
	assert.equal(new Set(items.map((c) => c.code)).size, 3);
	assert.ok(items.every((c) => c.entity === null && c.url === `${server.url}/q/${c.code}`));
	const x = await machine(), y = await machine();
	const bind = (client, code, json) => client.request('PUT', `/api/v1/codes/${code}`, { json });
	const code = items[0].code, to = { entity: 'asset', entity_id: x.id };
	const bound = await bind(people.technician, code.toLowerCase(), to);
	assert.equal(bound.status, 200, bound.text);
	assert.deepEqual([bound.json.entity, bound.json.entity_id, bound.json.name], ['asset', x.id, '冲床']);
	assert.equal((await bind(people.technician, code, to)).status, 200);
	assertRefused(await bind(people.technician, code, { ...to, entity_id: y.id }), 409);
	assertRefused(await bind(people.storekeeper, items[1].code, to), 403);
	assertRefused(await bind(people.technician, items[1].code, { entity: 'asset', entity_id: 999999 }), 400, { fields: ['entity_id'] });
	assertRefused(await bind(people.technician, items[1].code, { entity: 'asset', entity_id: line.id }), 400, { fields: ['entity_id'] });
	assertRefused(await bind(people.technician, items[1].code, { entity: 'car', entity_id: 1 }), 400, { fields: ['entity'] });
	assertRefused(await bind(people.technician, items[1].code, {}), 400, { fields: ['entity', 'entity_id'] });
	assertRefused(await bind(people.technician, '2222222222', to), 404);
	assert.equal((await admin.get(`/api/v1/assets/${x.id}`)).json.codes.length, 2);
	for (let i = 0; i < 2; i++) assert.equal((await admin.delete(`/api/v1/codes/${code}`)).status, 204);
	assertRefused(await bind(people.technician, code, to), 409);
	assert.equal((await admin.get(`/api/v1/assets/${x.id}`)).json.codes.length, 1);
	assert.ok((await admin.get(`/api/v1/assets/${x.id}/codes`)).json.items.some((c) => c.code === code && c.revoked_at > 0));
	assert.ok((await admin.get(`/api/v1/codes/${code}`)).json.revoked_at > 0);
	const blank = (await admin.get('/api/v1/codes?limit=1')).json;
	assert.equal(blank.items.length, 1);
	assert.equal((await admin.get(`/api/v1/codes?limit=1&after=${blank.next}`)).json.items.length, 1);
});

test('codes that can be none, and counts that cannot be', async () => {
	for (const code of ['x', '2222222223', '23456789A0', '23456789ABC', '../../etc', '机'])
		assertRefused(await admin.get(`/api/v1/codes/${encodeURIComponent(code)}`), code.includes('/') ? 404 : 400);
	assertRefused(await admin.get('/api/v1/codes/2222222222'), 404);
	assertRefused(await admin.delete('/api/v1/codes/2222222222'), 404);
	for (const count of [0, -1, 1001, '5', 1.5, null, []]) assertRefused(await admin.post('/api/v1/codes', { count }), 400, { fields: ['count'] });
	assertRefused(await admin.post('/api/v1/codes', {}), 400, { fields: ['count'] });
});

test('one more code leaves those there are good; bins have codes too', async () => {
	const x = await machine();
	const more = await admin.must(201, 'POST', `/api/v1/assets/${x.id}/code`);
	assert.equal(more.entity_id, x.id);
	assert.equal((await admin.get(`/api/v1/assets/${x.id}`)).json.codes.length, 2);
	assertRefused(await admin.post(`/api/v1/assets/${line.id}/code`), 404);
	assertRefused(await people.technician.post(`/api/v1/assets/${x.id}/code`), 403);
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'A-01-1' } });
	const code = await people.storekeeper.must(201, 'POST', `/api/v1/bins/${bin.id}/code`);
	assert.deepEqual([code.entity, code.number], ['bin', 'A-01-1']);
	assert.equal((await admin.get(`/api/v1/bins/${bin.id}/codes`)).json.items.length, 1);
	assertRefused(await people.storekeeper.post('/api/v1/bins/999999/code'), 404);
});

// ---- a life ----

test('the whole life of a machine, newest first, page by page', async () => {
	const x = await machine({ code: 'LIFE-1' });
	const pump = await make({ kind: 'component', name: '液压泵', parent_id: x.id });
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: x.id, component_id: pump.id, symptom: '漏油' } });
	await upload(admin, `/api/v1/assets/${pump.id}`, key(), pdf(), { name: 'pump manual' });
	await admin.must(200, 'POST', `/api/v1/assets/${x.id}/state`, { json: { state: 'stopped', reason: '漏油' } });
	await machine({ code: 'LIFE-2' });
	const all = (await admin.must(200, 'GET', `/api/v1/assets/${x.id}/life`)).items;
	assert.deepEqual(new Set(all.map((i) => `${i.kind} ${i.title}`)), new Set([
		'event created', 'event code_added', 'ticket 漏油', 'document pump manual', 'event state',
	]));
	assert.equal(all.filter((i) => i.title === 'created').length, 2);
	assert.ok(all.every((item, i) => i === 0 || all[i - 1].time >= item.time));
	assert.equal(all.find((i) => i.kind === 'ticket').ticket_id, ticket.id);
	const { state, reason } = all.find((i) => i.title === 'state').body;
	assert.deepEqual([state[1], reason], ['stopped', '漏油']);
	const found = [];
	for (let before; before !== null; ) {
		const page = await admin.must(200, 'GET', `/api/v1/assets/${x.id}/life`, { query: { limit: 2, ...(before && { before }) } });
		found.push(...page.items);
		before = page.next;
	}
	assert.deepEqual(found, all);
	for (const before of ['x', '1', '1-2', '1-2-3-4', '-1-0-0'])
		assertRefused(await admin.get(`/api/v1/assets/${x.id}/life?before=${before}`), 400, { fields: ['before'] });
	assertRefused(await admin.get(`/api/v1/assets/${x.id}/life?limit=0`), 400, { fields: ['limit'] });
});
