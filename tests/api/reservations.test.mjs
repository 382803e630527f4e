// reservations.test.mjs - parts kept for tickets, moved between bins, counted, and what is around them, over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin, tech, keeper, machine, number = 0;
const fresh = (what) => `${what}-${++number}`;

before(async () => {
	server = await startServer();
	admin = await server.admin();
	for (const role of ['technician', 'storekeeper'])
		await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: role, name: role, role, password: 'a good password' } });
	tech = await server.login('technician', 'a good password');
	keeper = await server.login('storekeeper', 'a good password');
	machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-1', name: 'Press', model: 'X1' } });
});
after(() => server.stop());

const add = (at, json) => keeper.must(201, 'POST', at, { json });
const bin = (store = 'Main') => add('/api/v1/bins', { code: fresh('B'), store });
const part = async (qty, where, more = {}) => {
	const p = await add('/api/v1/parts', { code: fresh('P'), name: 'Seal', unit: 'pc', price_cents: 100, bin_id: where.id, ...more });
	if (qty) await add(`/api/v1/parts/${p.id}/receive`, { qty });
	return p;
};
const ticket = async () => (await tech.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: 'leaks' } })).ticket;
const look = (p) => admin.must(200, 'GET', `/api/v1/parts/${p.id}`);
const reserve = (t, p, qty) => tech.must(201, 'POST', `/api/v1/tickets/${t.id}/reservations`, { json: { parts: [{ part_id: p.id, qty }] } });
const issue = (t, p, qty, more = {}, by = tech) => by.post(`/api/v1/tickets/${t.id}/parts`, { part_id: p.id, qty, ...more });
const kept = async (t) => (await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`)).reservations.map((r) => [r.part_id, r.bin_id, r.qty]);
const kinds = async (t) => (await admin.must(200, 'GET', `/api/v1/tickets/${t.id}/history`)).items.map((e) => e.kind);

test('what is kept for a ticket is not free, and an issue to it takes it off', async () => {
	const b = await bin(), p = await part(5, b), t = await ticket();
	await reserve(t, p, 3);
	let now = await look(p);
	assert.deepEqual([now.qty, now.reserved, now.available, now.stock[0].available], [5, 3, 2, 2]);
	assert.equal((await issue(t, p, 2)).status, 201);
	now = await look(p);
	assert.deepEqual([now.qty, now.reserved, now.available], [3, 1, 2]);
	assert.deepEqual(await kept(t), [[p.id, b.id, 1]]);
});

test('the last one that is kept goes to nobody else, but by the storekeeper with a reason; who lost it wants it again', async () => {
	const b = await bin(), p = await part(2, b), [mine, other] = [await ticket(), await ticket()];
	await reserve(mine, p, 2);
	const refused = await issue(other, p, 1);
	assertRefused(refused, 409);
	assert.equal(refused.json.code, 'STOCK_RESERVED');
	assert.match(refused.json.detail, new RegExp(`#${mine.id} 2`));
	assertRefused(await issue(other, p, 1, { override: true, reason: 'line stands' }), 403);
	assertRefused(await issue(other, p, 1, { override: true }, keeper), 400);
	assert.equal((await issue(other, p, 1, { override: true, reason: 'line stands' }, keeper)).status, 201);
	assert.deepEqual((await kept(mine)).sort(), [[p.id, b.id, 1], [p.id, null, 1]].sort());
	assert.ok((await kinds(mine)).includes('reservation_lost'));
});

test('what is not there is wanted, and kept when it comes in, the first who asked first', async () => {
	const b = await bin(), p = await part(1, b), [first, second] = [await ticket(), await ticket()];
	await reserve(first, p, 2);
	await reserve(second, p, 2);
	assert.deepEqual(await kept(second), [[p.id, null, 2]]);
	await add(`/api/v1/parts/${p.id}/receive`, { qty: 2 });
	assert.deepEqual(await kept(first), [[p.id, b.id, 2]]);
	assert.deepEqual(await kept(second), [[p.id, null, 1], [p.id, b.id, 1]]);
	assert.ok((await kinds(second)).includes('part_arrived'));
	assert.equal((await look(p)).available, 0);
});

test('a ticket that is cancelled lets go, and the next who wants it has it', async () => {
	const b = await bin(), p = await part(1, b), [first, second] = [await ticket(), await ticket()];
	await reserve(first, p, 1);
	await reserve(second, p, 1);
	await tech.must(200, 'POST', `/api/v1/tickets/${first.id}/cancel`, { json: { reason: 'no_fault_found' }, version: first.version });
	assert.deepEqual(await kept(first), []);
	assert.deepEqual(await kept(second), [[p.id, b.id, 1]]);
	const released = await tech.must(200, 'POST', `/api/v1/tickets/${second.id}/reservations/release`, { json: { part_id: p.id } });
	assert.deepEqual(released.items.map((r) => [r.qty, r.dropped]).sort(), [[0, 0], [0, 1]]);
	assert.equal((await look(p)).available, 1);
});

test('two who want the last one at once: one has it, the other wants it', async () => {
	const p = await part(1, await bin()), all = await Promise.all(Array.from({ length: 8 }, ticket));
	await Promise.all(all.map((t) => reserve(t, p, 1)));
	const has = (await Promise.all(all.map(kept))).filter(([r]) => r[1] !== null);
	assert.equal(has.length, 1);
	assert.deepEqual([(await look(p)).reserved, (await look(p)).qty], [1, 1]);
});

test('a transfer changes no value and takes along what is kept', async () => {
	const from = await bin(), to = await bin('Line side'), p = await part(5, from), t = await ticket();
	await reserve(t, p, 4);
	const before = await look(p);
	const m = await add(`/api/v1/parts/${p.id}/transfer`, { to_bin_id: to.id, qty: 3 });
	assert.deepEqual([m.kind, m.qty, m.value_cents, m.other_bin_code], ['transfer', 3, 0, from.code]);
	const now = await look(p);
	assert.deepEqual([now.qty, now.value_cents, now.reserved], [5, before.value_cents, 4]);
	assert.deepEqual(now.stock.map((s) => [s.bin_id, s.qty, s.reserved]).sort(), [[from.id, 2, 2], [to.id, 3, 2]]);
	assertRefused(await keeper.post(`/api/v1/parts/${p.id}/transfer`, { bin_id: from.id, to_bin_id: to.id, qty: 3 }), 409);
	assertRefused(await keeper.post(`/api/v1/parts/${p.id}/transfer`, { bin_id: from.id, to_bin_id: from.id, qty: 1 }), 400);
});

test('a substitute is issued as such, and only one that is', async () => {
	const b = await bin(), p = await part(0, b), s = await part(3, b), t = await ticket();
	await reserve(t, p, 1);
	assertRefused(await issue(t, s, 1, { instead_of_id: p.id }), 400);
	await keeper.must(200, 'PUT', `/api/v1/parts/${p.id}/substitutes/${s.id}`, { json: { note: 'softer' } });
	const { substitutes } = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/supply`);
	assert.deepEqual(substitutes.map((x) => [x.id, x.available, x.note]), [[s.id, 3, 'softer']]);
	const done = await issue(t, s, 1, { instead_of_id: p.id });
	assert.equal(done.json.instead_of_code, p.code);
	assert.deepEqual(await kept(t), [], 'it needs the other no longer');
});

test('a counting compares with the moment of counting, explains, and books all at once', async () => {
	const b = await bin(fresh('S')), p = await part(10, b), q = await part(4, b), t = await ticket();
	const c = await add('/api/v1/counts', { name: 'Year end', store: b.store });
	assert.deepEqual([c.lines, c.counted, c.bins.length], [2, 0, 1]);
	assertRefused(await keeper.post('/api/v1/counts', { name: 'again', bin_ids: [b.id] }), 409);
	const line = await add(`/api/v1/counts/${c.id}/lines`, { bin_id: b.id, part_id: p.id, counted: 8 });
	assert.deepEqual([line.expected, line.difference, line.value_cents], [10, -2, -200]);
	assert.equal((await issue(t, p, 5)).status, 201, 'work goes on');
	const url = `/api/v1/counts/${c.id}`, close = (leave) => keeper.request('POST', `${url}/close`, { json: { leave }, version: c.version });
	assertRefused(await close(false), 409);
	await add(`${url}/lines`, { bin_id: b.id, part_id: q.id, counted: 4 });
	const why = await close(false);
	assert.equal(why.json.code, 'COUNT_WHY');
	await keeper.must(200, 'PATCH', `${url}/lines/${line.id}`, { json: { reason: 'not booked' } });
	const closed = await close(false);
	assert.equal(closed.status, 200, closed.text);
	assert.deepEqual([closed.json.state, closed.json.value_cents], ['closed', -200]);
	assert.equal((await look(p)).qty, 3, '10 − 2 − 5');
	assert.equal((await look(q)).qty, 4);
	const [m] = (await admin.must(200, 'GET', '/api/v1/movements', { query: { part: p.id, kind: 'adjust' } })).items;
	assert.deepEqual([m.qty, m.reason, m.count_id], [-2, 'not booked', c.id]);
	assertRefused(await keeper.post(`${url}/lines`, { bin_id: b.id, part_id: p.id, counted: 1 }), 409);
});

test('a number that was written down before something moved is held against the books of that moment', async () => {
	const b = await bin(), p = await part(10, b), t = await ticket();
	const c = await add('/api/v1/counts', { name: 'Shelf', bin_ids: [b.id] }), at = Date.now();
	await new Promise((done) => setTimeout(done, 5));
	assert.equal((await issue(t, p, 4)).status, 201);
	const late = await add(`/api/v1/counts/${c.id}/lines`, { bin_id: b.id, part_id: p.id, counted: 10, counted_at: at });
	assert.deepEqual([late.expected, late.difference], [10, 0]);
	const gone = await add(`/api/v1/counts/${c.id}/lines`, { bin_id: b.id, part_id: p.id, counted: 3, counted_at: at, reason: 'lost' });
	assert.equal(gone.difference, -7);
	const again = await keeper.request('POST', `/api/v1/counts/${c.id}/close`, { json: {}, version: c.version });
	assert.equal(again.json.code, 'COUNT_AGAIN', 'six lie there: seven cannot be missing');
	const better = await add(`/api/v1/counts/${c.id}/lines`, { bin_id: b.id, part_id: p.id, counted: 6 });
	const older = await add(`/api/v1/counts/${c.id}/lines`, { bin_id: b.id, part_id: p.id, counted: 10, counted_at: at, reason: 'from the cellar' });
	assert.deepEqual(older, better, 'what was counted before that changes it no more');
});

test('a count below what is kept takes it from the latest', async () => {
	const b = await bin(), p = await part(3, b), [first, second] = [await ticket(), await ticket()];
	await reserve(first, p, 1);
	await reserve(second, p, 2);
	await add(`/api/v1/parts/${p.id}/adjust`, { counted: 2, reason: 'counted' });
	assert.deepEqual(await kept(first), [[p.id, b.id, 1]]);
	assert.deepEqual((await kept(second)).sort(), [[p.id, b.id, 1], [p.id, null, 1]].sort());
});

test('suppliers, prices over time, and where a part is built in', async () => {
	const b = await bin(), p = await part(0, b);
	const s = await add('/api/v1/suppliers', { name: fresh('Seals Ltd') }), x = await add('/api/v1/suppliers', { name: fresh('Other') });
	await keeper.must(200, 'PUT', `/api/v1/parts/${p.id}/suppliers/${s.id}`, { json: { lead_days: 12, min_qty: 10, pack_qty: 5, preferred: true } });
	await keeper.must(200, 'PUT', `/api/v1/parts/${p.id}/suppliers/${x.id}`, { json: { lead_days: 3, preferred: true } });
	await add(`/api/v1/parts/${p.id}/prices`, { supplier_id: s.id, day: '2026-01-31', price_cents: 250 });
	await add(`/api/v1/parts/${p.id}/receive`, { qty: 4, value_cents: 1100, supplier_id: s.id, slip: 'D-7' });
	await add(`/api/v1/parts/${p.id}/uses`, { model: 'X1', qty: 2 });
	assertRefused(await keeper.post(`/api/v1/parts/${p.id}/uses`, { model: 'X1' }), 409);
	assertRefused(await keeper.post(`/api/v1/parts/${p.id}/uses`, { model: 'X1', asset_id: machine.id }), 400);
	const all = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/supply`);
	assert.deepEqual(all.suppliers.map((y) => [y.supplier_id, y.preferred, y.lead_days, y.price_cents]), [[x.id, true, 3, null], [s.id, false, 12, 275]]);
	assert.deepEqual(all.prices.map((y) => [y.price_cents, y.movement_id !== null, y.note]), [[250, false, null], [275, true, 'D-7']]);
	assert.deepEqual(all.uses.map((u) => [u.model, u.qty]), [['X1', 2]]);
	const built = (await admin.must(200, 'GET', `/api/v1/assets/${machine.id}/parts`)).items;
	assert.ok(built.some((u) => u.part_id === p.id && u.on_hand === 4));
});
