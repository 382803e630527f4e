// stock.test.mjs - parts, bins and the stock ledger over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin, machine, other;
const people = {};
let number = 0;
const fresh = (what) => `${what}-${++number}`;

before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
	for (const role of ['technician', 'storekeeper', 'manager']) {
		await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: role, name: role, role, password: 'a good password' } });
		people[role] = await server.login(role, 'a good password');
		people[role].lang = 'en';
	}
	machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-1', name: '冲床' } });
	other = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-2', name: '车床' } });
});
after(() => server.stop());

const bin = (code = fresh('B')) => admin.must(201, 'POST', '/api/v1/bins', { json: { code } });
const part = (more = {}) =>
	admin.must(201, 'POST', '/api/v1/parts', { json: { code: fresh('P'), name: '油封', unit: '个', price_cents: 250, ...more } });
const ticket = async (machine_id = machine.id) =>
	(await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id, symptom: '漏油' } })).ticket;
const receive = (p, qty, more = {}) => admin.must(201, 'POST', `/api/v1/parts/${p.id}/receive`, { json: { qty, ...more } });
const issue = (t, p, qty, more = {}, by = people.technician) =>
	by.must(201, 'POST', `/api/v1/tickets/${t.id}/parts`, { json: { part_id: p.id, qty, ...more } });
const look = (p) => admin.must(200, 'GET', `/api/v1/parts/${p.id}`);
const sum = (list, of) => list.reduce((all, x) => all + of(x), 0);
const milli = (qty) => Math.round(qty * 1000);

// All movements of a part, read page by page.
async function ledger(p) {
	const all = [];
	for (let before; ; ) {
		const query = { limit: 7, ...(before && { before }) };
		const page = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/movements`, { query });
		all.push(...page.items);
		if (!page.next) return all;
		before = page.next;
	}
}

// What the part, its bins and its movements say must be the same.
async function assertSound(p) {
	const now = await look(p);
	const moves = await ledger(p);
	assert.equal(milli(now.qty), sum(moves, (m) => milli(m.qty)));
	assert.equal(milli(now.qty), sum(now.stock, (s) => milli(s.qty)));
	assert.equal(now.value_cents, sum(moves, (m) => m.value_cents));
	assert.ok(moves.every((m) => m.qty_after >= 0 && m.bin_after >= 0 && m.value_after >= 0));
	return now;
}

test('a part in the catalogue has all it was given, and starts with nothing in stock', async () => {
	const b = await bin();
	const given = {
		code: fresh('P'), name: '油封', name_en: 'Oil seal', spec: '35×52×7', maker: 'NOK', unit: '个', category: 'seals',
		bin_id: b.id, min_qty: 2.5, price_cents: 250, note: 'NBR',
	};
	const answer = await people.storekeeper.post('/api/v1/parts', given);
	assert.equal(answer.status, 201, answer.text);
	assert.equal(answer.headers.etag, '"1"');
	const p = answer.json;
	for (const name in given) assert.equal(p[name], given[name], name);
	assert.deepEqual([p.qty, p.value_cents, p.average_cents, p.missing, p.retired], [0, 0, null, 2.5, false]);
	assert.deepEqual(p.stock, []);
	assert.equal(p.bin_code, b.code);
	assert.ok(!('search' in p));
	assert.deepEqual(await look(p), p);
});

test('a catalogue entry changes on the version it was read at, and only so', async () => {
	const p = await part();
	assertRefused(await admin.patch(`/api/v1/parts/${p.id}`, { name: 'x' }), 400);
	const one = await admin.must(200, 'PATCH', `/api/v1/parts/${p.id}`, { json: { name: '骨架油封', price_cents: null }, version: 1 });
	assert.deepEqual([one.name, one.price_cents, one.version, one.code], ['骨架油封', null, 2, p.code]);
	const stale = assertRefused(await admin.patch(`/api/v1/parts/${p.id}`, { name: 'y' }, { version: 1 }), 412);
	assert.equal(stale.current.name, '骨架油封');
	const b = await bin();
	await receive(p, 3, { bin_id: b.id });
	assert.equal((await look(p)).version, 2, 'movements leave the version alone');
});

test('what cannot be in the catalogue is refused field by field', async () => {
	const p = await part();
	const table = [
		[{}, ['code', 'name', 'unit']],
		[{ code: '', name: ' ', unit: null }, ['code', 'name', 'unit']],
		[{ code: 'x', name: 'x', unit: 'x', qty: 5 }, ['qty']],
		[{ code: 'x', name: 'x', unit: 'x', bin_id: 999999 }, ['bin_id']],
		[{ code: 'x\ny', name: 'x', unit: 'x' }, ['code']],
		[{ code: 'x', name: 'x', unit: 'x', min_qty: -1 }, ['min_qty']],
		[{ code: 'x', name: 'x', unit: 'x', min_qty: 0.0001 }, ['min_qty']],
		[{ code: 'x', name: 'x', unit: 'x', price_cents: 1.5 }, ['price_cents']],
		[{ code: 'x', name: 'x', unit: 'x', price_cents: 1e15 }, ['price_cents']],
		[{ code: 'x'.repeat(65), name: 'x', unit: 'x' }, ['code']],
		[{ code: 'x', name: 7, unit: [] }, ['name', 'unit']],
	];
	for (const [json, fields] of table) assertRefused(await admin.post('/api/v1/parts', json), 400, { fields });
	assertRefused(await admin.post('/api/v1/parts', { code: p.code, name: 'x', unit: 'x' }), 409, { fields: ['code'] });
	assertRefused(await admin.get('/api/v1/parts/999999'), 404);
	assertRefused(await admin.patch('/api/v1/parts/999999', { name: 'x' }, { version: 1 }), 404);
	assertRefused(await admin.get('/api/v1/parts/0'), 404);
});

test('parts are found by text, category, bin and low stock, and paged by code', async () => {
	const category = fresh('category');
	const b = await bin();
	const codes = ['a', 'b', 'c', 'd', 'e'].map((c) => `${category}-${c}`);
	const all = [];
	for (const code of codes) all.push(await part({ code, category, min_qty: 2, bin_id: b.id }));
	await receive(all[1], 1);
	await receive(all[2], 2);
	await admin.must(200, 'PATCH', `/api/v1/parts/${all[4].id}`, { json: { retired: true }, version: 1 });
	const list = async (query) => {
		const page = await admin.must(200, 'GET', '/api/v1/parts', { query: { category, ...query } });
		return page.items.map((p) => p.code.slice(-1)).join('') + (page.next ? `>${page.next.slice(-1)}` : '');
	};
	assert.equal(await list({}), 'abcd');
	assert.equal(await list({ limit: 2 }), 'ab>b');
	assert.equal(await list({ limit: 2, after: codes[1] }), 'cd');
	assert.equal(await list({ limit: 4 }), 'abcd');
	assert.equal(await list({ low: 1 }), 'abd');
	assert.equal(await list({ retired: 1 }), 'e');
	assert.equal(await list({ bin: b.id }), 'bc');
	assert.equal(await list({ text: `${category}-Ｃ` }), 'c');
	assert.equal(await list({ text: '%' }), '');
	const low = (await admin.must(200, 'GET', '/api/v1/parts/low')).items.filter((p) => p.category === category);
	assert.deepEqual(low.map((p) => [p.code.slice(-1), p.missing]), [['a', 2], ['d', 2], ['b', 1]]);
	for (const query of ['low=2', 'limit=0', 'limit=501', 'bin=x', 'retired=yes']) {
		assertRefused(await admin.get(`/api/v1/parts?${query}`), 400, { fields: [query.split('=')[0]] });
	}
	for (const text of ['x'.repeat(2000), '油'.repeat(300), '%_'.repeat(500), 'x%油_'.repeat(200)]) {
		for (const path of ['/api/v1/parts', '/api/v1/bins', '/api/v1/tickets', '/api/v1/assets']) {
			await admin.must(200, 'GET', path, { query: { text } });
		}
	}
});

test('bins have a unique code and change by version', async () => {
	const b = await bin();
	assertRefused(await admin.post('/api/v1/bins', { code: b.code }), 409, { fields: ['code'] });
	assertRefused(await admin.post('/api/v1/bins', {}), 400, { fields: ['code'] });
	const code = fresh('B');
	const changed = await admin.must(200, 'PATCH', `/api/v1/bins/${b.id}`, { json: { code, name: '左上', store: '主库' }, version: 1 });
	assert.deepEqual(changed, { id: b.id, code, name: '左上', store: '主库', version: 2 });
	assert.equal(assertRefused(await admin.patch(`/api/v1/bins/${b.id}`, { name: 'x' }, { version: 1 }), 412).current.version, 2);
	assert.deepEqual(await admin.must(200, 'GET', `/api/v1/bins/${b.id}`), changed);
	const page = await admin.must(200, 'GET', '/api/v1/bins', { query: { text: '左上', limit: 1 } });
	assert.deepEqual(page, { items: [changed], next: null });
});

test('a repair costs what its parts had cost, whatever is bought later, and gives back at that price', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const t = await ticket();
	await receive(p, 10, { price_cents: 150 });
	const out = await issue(t, p, 3);
	assert.deepEqual(
		[out.kind, out.qty, out.value_cents, out.ticket_id, out.machine_id, out.bin_code, out.account_name, out.qty_after],
		['issue', -3, -450, t.id, machine.id, b.code, 'technician', 7],
	);
	await receive(p, 10, { value_cents: 9000 });
	assert.equal((await look(p)).average_cents, 591, '10050 / 17 = 591.18');
	const back = await people.technician.must(201, 'POST', `/api/v1/tickets/${t.id}/parts/return`, { json: { part_id: p.id, qty: 1.5 } });
	assert.deepEqual(back.items.map((m) => [m.kind, m.qty, m.value_cents, m.reverses]), [['return', 1.5, 225, out.id]]);
	const used = await people.technician.must(200, 'GET', `/api/v1/tickets/${t.id}/parts`);
	assert.equal(used.cost_cents, 225);
	assert.deepEqual(
		used.items.map((u) => [u.part_id, u.code, u.issued, u.returned, u.qty, u.cost_cents]),
		[[p.id, p.code, 3, 1.5, 1.5, 225]],
	);
	assertRefused(await admin.post(`/api/v1/tickets/${t.id}/parts/return`, { part_id: p.id, qty: 1.501 }), 409);
	await assertSound(p);
	const machines = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/machines`);
	assert.deepEqual(machines.items.map((m) => [m.machine_id, m.code, m.qty, m.cost_cents, m.tickets]), [[machine.id, 'M-1', 1.5, 225, 1]]);
	const later = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/machines`, { query: { from: Date.now() + 60_000 } });
	assert.deepEqual(later.items, []);
});

test('the ledger is read by ticket, machine, kind and time', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const [one, two] = [await ticket(other.id), await ticket()];
	await receive(p, 10);
	await issue(one, p, 1);
	await issue(two, p, 2);
	const ids = async (query) =>
		(await admin.must(200, 'GET', '/api/v1/movements', { query: { part: p.id, ...query } })).items.map((m) => m.qty).join(' ');
	assert.equal(await ids({}), '-2 -1 10');
	assert.equal(await ids({ ticket: one.id }), '-1');
	assert.equal(await ids({ machine: other.id }), '-1');
	assert.equal(await ids({ kind: 'receive' }), '10');
	assert.equal(await ids({ bin: b.id, limit: 1 }), '-2');
	assert.equal(await ids({ to: 1000 }), '');
	assert.equal(await ids({ from: '2020-01-01' }), '-2 -1 10');
	for (const query of ['kind=theft', 'from=yesterday', 'machine=-1', 'before=0']) {
		assertRefused(await admin.get(`/api/v1/movements?${query}`), 400, { fields: [query.split('=')[0]] });
	}
	assertRefused(await admin.get('/api/v1/parts/999999/movements'), 404);
});

test('stock is corrected with a reason, by a difference or by a count', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const adjust = (json) => people.storekeeper.post(`/api/v1/parts/${p.id}/adjust`, json);
	await receive(p, 4);
	assertRefused(await adjust({ qty: -1 }), 400, { fields: ['reason'] });
	assertRefused(await adjust({ qty: -1, reason: ' ' }), 400, { fields: ['reason'] });
	assertRefused(await adjust({ reason: 'count' }), 400, { fields: ['counted'] });
	assertRefused(await adjust({ qty: 1, counted: 1, reason: 'count' }), 400, { fields: ['counted'] });
	assertRefused(await adjust({ qty: 0, reason: 'count' }), 400, { fields: ['qty'] });
	assertRefused(await adjust({ qty: -5, reason: 'lost' }), 409);
	assert.deepEqual((await adjust({ qty: -1, reason: 'broken' })).json.value_cents, -250);
	const count = (await adjust({ counted: 5, reason: 'count' })).json;
	assert.deepEqual([count.qty, count.value_cents, count.bin_after, count.reason], [2, 500, 5, 'count']);
	const same = (await adjust({ counted: 5, reason: 'count' })).json;
	assert.deepEqual([same.qty, same.value_cents], [0, 0]);
	await assertSound(p);
});

test('what is not there is not issued, and the answer says how much lies where', async () => {
	const [a, b] = [await bin(), await bin()];
	const p = await part({ bin_id: a.id });
	const t = await ticket();
	const path = `/api/v1/tickets/${t.id}/parts`;
	assert.match(assertRefused(await people.technician.post(path, { part_id: p.id, qty: 1 }), 409).detail, new RegExp(p.code));
	await receive(p, 2);
	await receive(p, 5, { bin_id: b.id });
	const short = assertRefused(await people.technician.post(path, { part_id: p.id, qty: 3, bin_id: a.id }), 409);
	assert.ok(short.detail.includes(`${a.code} 2, ${b.code} 5 个`), short.detail);
	assertRefused(await people.technician.post(path, { part_id: p.id, qty: 7 }), 409);
	assert.equal((await issue(t, p, 3)).bin_id, b.id, 'the bin that has enough');
	assert.equal((await issue(t, p, 2)).bin_id, a.id, 'the usual bin');
	await assertSound(p);
});

test('a movement that cannot be is refused field by field and moves nothing', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const homeless = await part();
	const retired = await part({ bin_id: b.id, retired: true });
	const t = await ticket();
	await receive(p, 1);
	const table = [
		[`/api/v1/parts/${p.id}/receive`, {}, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: 0 }, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: -1 }, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: '1' }, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: 1e300 }, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: 1, price_cents: 1, value_cents: 1 }, 400, ['value_cents']],
		[`/api/v1/parts/${p.id}/receive`, { qty: 1e9, price_cents: 1e11 }, 400, ['qty']],
		[`/api/v1/parts/${p.id}/receive`, { qty: 1, bin_id: 999999 }, 400, ['bin_id']],
		[`/api/v1/parts/${homeless.id}/receive`, { qty: 1 }, 400, ['bin_id']],
		[`/api/v1/parts/${retired.id}/receive`, { qty: 1 }, 409, []],
		['/api/v1/parts/999999/receive', { qty: 1 }, 404, []],
		['/api/v1/parts/999999/adjust', { qty: 1, reason: 'x' }, 404, []],
		[`/api/v1/tickets/${t.id}/parts`, { qty: 1 }, 400, ['part_id']],
		[`/api/v1/tickets/${t.id}/parts`, { part_id: 999999, qty: 1 }, 400, ['part_id']],
		[`/api/v1/tickets/${t.id}/parts`, { part_id: p.id, qty: 1, price_cents: 1 }, 400, ['price_cents']],
		['/api/v1/tickets/999999/parts', { part_id: p.id, qty: 1 }, 404, []],
		[`/api/v1/tickets/${t.id}/parts/return`, { qty: 1 }, 400, ['part_id']],
		[`/api/v1/tickets/${t.id}/parts/return`, { qty: 1, movement_id: 999999 }, 400, ['movement_id']],
		[`/api/v1/tickets/${t.id}/parts/return`, { qty: 1, part_id: p.id }, 409, []],
		['/api/v1/tickets/999999/parts/return', { qty: 1, part_id: p.id }, 404, []],
	];
	for (const [path, json, status, fields] of table) assertRefused(await admin.post(path, json), status, { fields });
	assertRefused(await admin.get('/api/v1/tickets/999999/parts'), 404);
	const bad = await admin.post(`/api/v1/parts/${p.id}/receive`, { qty: 1 }, { headers: { 'Idempotency-Key': 'a b' } });
	assertRefused(bad, 400, { fields: ['Idempotency-Key'] });
	assert.equal((await assertSound(p)).qty, 1);
});

test('a closed or cancelled ticket takes no more parts, but gives back what it has', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const t = await ticket();
	await receive(p, 5);
	await issue(t, p, 2);
	await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/cancel`, { json: { reason: 'other', note: 'x' }, version: 1 });
	assertRefused(await people.technician.post(`/api/v1/tickets/${t.id}/parts`, { part_id: p.id, qty: 1 }), 409);
	await people.technician.must(201, 'POST', `/api/v1/tickets/${t.id}/parts/return`, { json: { part_id: p.id, qty: 2 } });
	assert.equal((await assertSound(p)).qty, 5);
});

test('a request sent again with its key has the first answer and moves nothing', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const t = await ticket();
	const twice = async (path, json) => {
		const headers = { 'Idempotency-Key': fresh('a-key-long-enough') };
		const first = await admin.post(path, json, { headers });
		assert.equal(first.status, 201, first.text);
		const again = await admin.post(path, json, { headers });
		assert.equal(again.status, 201);
		assert.equal(again.text, first.text);
		assertRefused(await admin.post(path, { ...json, qty: 0.5 }, { headers }), 409);
	};
	await twice(`/api/v1/parts/${p.id}/receive`, { qty: 10 });
	await twice(`/api/v1/tickets/${t.id}/parts`, { part_id: p.id, qty: 2 });
	await twice(`/api/v1/tickets/${t.id}/parts`, { part_id: p.id, qty: 2 });
	await twice(`/api/v1/tickets/${t.id}/parts/return`, { part_id: p.id, qty: 3 });
	await twice(`/api/v1/parts/${p.id}/adjust`, { qty: 1, reason: 'found' });
	assert.equal((await assertSound(p)).qty, 10);
	assert.equal((await ledger(p)).length, 6);
});

test('technicians issue and return; only those who keep the stock change it otherwise', async () => {
	const b = await bin();
	const p = await part({ bin_id: b.id });
	const t = await ticket();
	await receive(p, 10);
	const writes = [
		['POST', '/api/v1/parts', { code: 'x', name: 'x', unit: 'x' }],
		['PATCH', `/api/v1/parts/${p.id}`, { name: 'x' }],
		['POST', `/api/v1/parts/${p.id}/receive`, { qty: 1 }],
		['POST', `/api/v1/parts/${p.id}/adjust`, { qty: 1, reason: 'x' }],
		['POST', '/api/v1/bins', { code: 'x' }],
		['PATCH', `/api/v1/bins/${b.id}`, { name: 'x' }],
	];
	for (const [method, path, json] of writes) {
		assertRefused(await people.technician.request(method, path, { json, version: 1 }), 403);
		assertRefused(await server.client().request(method, path, { json, version: 1 }), 401);
	}
	for (const who of Object.values(people)) {
		await issue(t, p, 1, {}, who);
		await who.must(201, 'POST', `/api/v1/tickets/${t.id}/parts/return`, { json: { part_id: p.id, qty: 1 } });
		for (const path of ['parts', 'parts/low', `parts/${p.id}`, `parts/${p.id}/movements`, `parts/${p.id}/machines`, 'bins', 'movements', `tickets/${t.id}/parts`]) {
			await who.must(200, 'GET', `/api/v1/${path}`);
		}
	}
	assertRefused(await server.client().get('/api/v1/parts'), 401);
	assert.equal((await assertSound(p)).qty, 10);
});

test('32 clients who want more than there is get exactly what there is', async () => {
	const [a, b] = [await bin(), await bin()];
	const p = await part({ bin_id: a.id });
	const t = await ticket();
	await receive(p, 60, { value_cents: 10007 });
	await receive(p, 37.5, { bin_id: b.id, value_cents: 777 });
	const cookie = people.technician.cookies;
	const clients = Array.from({ length: 32 }, () => Object.assign(server.client(), { cookies: cookie }));
	const path = `/api/v1/tickets/${t.id}/parts`;
	let issued = 0, worth = 0, refused = 0;
	await Promise.all(
		clients.map(async (client, n) => {
			for (let i = 0; i < 10; i++) {
				// Every other answer is lost on the way, so the request is sent again.
				const headers = { 'Idempotency-Key': `client-${n}-request-${i}` };
				const json = { part_id: p.id, qty: 0.5 };
				let answer = await client.post(path, json, { headers });
				if (i % 2) answer = await client.post(path, json, { headers });
				if (answer.status === 201) {
					issued += milli(-answer.json.qty);
					worth -= answer.json.value_cents;
				} else {
					assertRefused(answer, 409);
					refused++;
				}
			}
			client.close();
		}),
	);
	assert.equal(issued, 97500);
	assert.equal(worth, 10007 + 777);
	assert.equal(refused, 320 - 195);
	const now = await assertSound(p);
	assert.deepEqual([now.qty, now.value_cents, now.stock], [0, 0, []]);
	assert.equal((await ledger(p)).length, 2 + 195);
	assert.equal((await admin.must(200, 'GET', path)).cost_cents, 10784);
});
