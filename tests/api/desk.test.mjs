// desk.test.mjs - what managers do at the desk: many machines changed alike, people, labels of chosen machines.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin, chief, line, calendar;
const ids = [];
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
	chief = await addPerson(server, 'chief', 'Chief', 'manager');
	chief.lang = 'en';
	line = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'line', name: 'Line 2' } });
	calendar = await admin.must(201, 'POST', '/api/v1/calendars', { json: { name: 'Days', shifts: [{ weekday: 1, start_min: 480, end_min: 960 }], exceptions: [] } });
	for (let i = 0; i < 5; i++) ids.push((await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: `M-${i}`, name: `Press ${i}`, note: 'keep me' } })).id);
});
after(() => server.stop());

const bulk = (json, who = chief) => who.must(200, 'PATCH', '/api/v1/assets', { json });
const machine = (id) => admin.must(200, 'GET', `/api/v1/assets/${id}`);

test('many are changed alike: what is sent and nothing else, an event each', async () => {
	const answer = await bulk({ ids, criticality: 'A', parent_id: line.id, calendar_id: calendar.id });
	assert.deepEqual(answer, { changed: 5, same: 0 });
	for (const id of ids) {
		const m = await machine(id);
		assert.deepEqual([m.criticality, m.parent_id, m.calendar_id, m.note, m.version], ['A', line.id, calendar.id, 'keep me', 2]);
	}
	assert.deepEqual(await bulk({ ids, criticality: 'A' }), { changed: 0, same: 5 });
	await bulk({ ids: ids.slice(0, 1), calendar_id: null });
	assert.equal((await machine(ids[0])).calendar_id, null);
	assert.equal((await machine(ids[1])).calendar_id, calendar.id);
});

test('one that is refused keeps all from being changed, and the answer says why', async () => {
	await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: ids[2], symptom: 'leaks' } });
	const refused = await chief.request('PATCH', '/api/v1/assets', { json: { ids: [...ids, 99999], state: 'retired', reason: 'sold' } });
	assertRefused(refused, 409);
	const answer = refused.json.current;
	assert.deepEqual(answer.refused.map((r) => r.id), [ids[2], 99999]);
	assert.equal(answer.refused[0].name, 'Press 2');
	assert.match(answer.refused[0].problems[0].message, /open/);
	assert.equal(answer.refused[1].name, null);
	assert.ok((await Promise.all(ids.map(machine))).every((m) => m.state !== 'retired' && m.version <= 4));
	const wrong = await chief.request('PATCH', '/api/v1/assets', { json: { ids: [ids[0], line.id], parent_id: ids[1] } });
	assertRefused(wrong, 400, { fields: ['parent_id'] });
	assert.deepEqual(wrong.json.current.refused.map((r) => r.problems[0].field), ['parent_id', 'parent_id']);
	const done = await bulk({ ids: ids.slice(3), state: 'retired', reason: 'sold' });
	assert.equal(done.changed, 2);
	assert.equal((await machine(ids[3])).state, 'retired');
});

test('a list that is none, too long, or of members that are not alike is refused', async () => {
	assertRefused(await chief.request('PATCH', '/api/v1/assets', { json: { criticality: 'A' } }), 400, { fields: ['ids'] });
	assertRefused(await chief.request('PATCH', '/api/v1/assets', { json: { ids: [] } }), 400, { fields: ['ids'] });
	assertRefused(await chief.request('PATCH', '/api/v1/assets', { json: { ids: Array.from({ length: 501 }, (_, i) => i + 1) } }), 400, { fields: ['ids'] });
	assertRefused(await chief.request('PATCH', '/api/v1/assets', { json: { ids, name: 'the same' } }), 400, { fields: ['name'] });
	const tech = await addPerson(server, 'tech', 'Tech');
	assertRefused(await tech.request('PATCH', '/api/v1/assets', { json: { ids, criticality: 'A' } }), 403);
});

test('people: when they were here, and what they have to do', async () => {
	const idle = await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: 'idle', name: 'Idle', role: 'technician', password: 'a good password' } });
	const busy = await addPerson(server, 'busy', 'Busy');
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: ids[0], symptom: 'noise' } });
	const all = (await chief.must(200, 'GET', '/api/v1/people')).items;
	const of = (login) => all.find((p) => p.login === login);
	assert.ok(Date.now() - of('chief').seen_at < 60_000);
	assert.deepEqual([of('idle').seen_at, of('idle').sessions, of('idle').open_tickets], [null, 0, 0]);
	await busy.must(200, 'POST', `/api/v1/tickets/${ticket.id}/accept`, { json: {}, version: ticket.version });
	assert.equal((await chief.must(200, 'GET', '/api/v1/people')).items.find((p) => p.login === 'busy').open_tickets, 1);
	assert.ok(idle.id);
	assert.ok(all.every((p) => !('password' in p)));
});

test('who forgot the password gets a new one, once; the old one and every session are out', async () => {
	const forgetful = await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: 'forget', name: 'Forget', role: 'technician', password: 'a good password' } });
	const before = await server.login('forget', 'a good password');
	const fresh = await admin.must(200, 'POST', `/api/v1/accounts/${forgetful.id}/password`);
	assert.equal(fresh.login, 'forget');
	assertRefused(await before.request('GET', '/api/v1/session'), 401);
	assertRefused(await server.client().request('POST', '/api/v1/session', { json: { login: 'forget', password: 'a good password' } }), 401);
	await server.login('forget', fresh.password);
	assertRefused(await chief.request('POST', `/api/v1/accounts/${forgetful.id}/password`), 403);
	const me = (await admin.must(200, 'GET', '/api/v1/session')).id;
	assertRefused(await admin.request('POST', `/api/v1/accounts/${me}/password`), 409);
	assertRefused(await admin.request('POST', '/api/v1/accounts/99999/password'), 404);
});

test('who is signed in twice sees it, and signs out elsewhere', async () => {
	await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: 'twice', name: 'Twice', role: 'technician', password: 'a good password' } });
	const one = await server.login('twice', 'a good password'), two = await server.login('twice', 'a good password');
	const { items } = await one.must(200, 'GET', '/api/v1/sessions');
	assert.deepEqual(items.map((s) => s.here).sort(), [false, true]);
	await one.must(204, 'DELETE', '/api/v1/sessions');
	assertRefused(await two.request('GET', '/api/v1/session'), 401);
	assert.equal((await one.must(200, 'GET', '/api/v1/sessions')).items.length, 1);
});

test('labels of chosen machines, in their order; one without a good code is named', async () => {
	const svg = await admin.request('GET', '/api/v1/labels.svg', { query: { assets: `${ids[1]},${ids[0]}`, sheet: '50x30', page: 2 } });
	assert.equal(svg.status, 200);
	assert.match(svg.text, /width="50(\.0+)?mm"/);
	assertRefused(await admin.request('GET', '/api/v1/labels.svg', { query: { assets: `${ids[1]},${ids[0]}`, sheet: '50x30', page: 3 } }), 400, { fields: ['page'] });
	assertRefused(await admin.request('GET', '/api/v1/labels.svg', { query: { assets: '99999' } }), 400, { fields: ['assets'] });
	assertRefused(await admin.request('GET', '/api/v1/labels.svg', { query: { assets: 'x' } }), 400, { fields: ['assets'] });
	for (const c of (await machine(ids[4])).codes) await admin.must(204, 'DELETE', `/api/v1/codes/${c.code}`);
	const none = await admin.request('GET', '/api/v1/labels.pdf', { query: { assets: ids.join(',') } });
	assertRefused(none, 409);
	assert.match(none.json.detail, /Press 4/);
});
