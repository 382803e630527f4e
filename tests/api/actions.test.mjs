// actions.test.mjs - "actions" is the truth: what it names is done when asked for, what it does not name is refused,
// for every role, in every state.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { addPerson, jpeg, makePlant } from '../lib/plant.mjs';
import { startServer } from '../lib/server.mjs';

let server, admin, plant, part, people;
const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
const look = (id, by = admin) => by.must(200, 'GET', T(id));

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	plant = await makePlant(server, [{ code: 'M-1', name: '冲床', criticality: 'A' }]);
	people = {
		holder: await addPerson(server, 'li', '李师傅'),
		colleague: await addPerson(server, 'wang', '王师傅'),
		reporter: await addPerson(server, 'chen', '陈库管', 'storekeeper'),
		storekeeper: await addPerson(server, 'ku', '库管', 'storekeeper'),
		manager: await addPerson(server, 'boss', '主管', 'manager'),
		admin,
	};
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'A-1' } });
	part = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'P-1', name: '油封', unit: '个', bin_id: bin.id } });
	await admin.must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { bin_id: bin.id, qty: 10000, price_cents: 100 } });
});
after(() => server.stop());

const WAYS = {
	reported: [],
	accepted: ['accept'],
	in_progress: ['accept', 'start'],
	waiting: ['accept', 'start', 'wait'],
	restored: ['accept', 'start', 'restore'],
	closed: ['accept', 'start', 'restore', 'close'],
	cancelled: ['cancel'],
};
const BODY = { accept: {}, start: {}, wait: { reason: 'parts' }, resume: {}, restore: { action: '换油封' }, close: {}, reopen: { reason: '又漏' }, cancel: { reason: 'withdrawn' } };

// A ticket in that state: reported by "reporter", held by "holder", with a part on it.
async function ticketIn(state) {
	const json = { machine_id: plant.machines[0].id, symptom: '漏油', kind: 'inspection' };
	let { ticket: t } = await people.reporter.must(201, 'POST', '/api/v1/tickets', { json });
	await people.holder.must(201, 'POST', T(t.id, 'parts'), { json: { part_id: part.id, qty: 3 } });
	for (const verb of WAYS[state]) {
		const by = verb === 'close' ? people.manager : people.holder;
		({ ticket: t } = await by.must(200, 'POST', T(t.id, verb), { json: BODY[verb], version: t.version }));
	}
	return t;
}

// How each action is done.
const DO = {
	...Object.fromEntries(Object.entries(BODY).map(([verb, json]) => [verb, (by, t) => by.post(T(t.id, verb), json, { version: t.version })])),
	assign: (by, t) => by.patch(T(t.id), { assignee_id: people.colleague.account.id }, { version: t.version }),
	edit: (by, t) => by.patch(T(t.id), { symptom: '漏水' }, { version: t.version }),
	comment: (by, t) => by.post(T(t.id, 'comments'), { text: '看过了' }),
	same: (by, t) => by.post(T(t.id, 'same'), {}),
	add_document: (by, t) => by.request('PUT', T(t.id, `documents/${randomUUID()}`), { body: jpeg, type: 'image/jpeg' }),
	add_person: (by, t) => by.post(T(t.id, 'people'), { account_id: people.colleague.account.id }),
	add_wait: (by, t) => by.post(T(t.id, 'waits'), { reason: 'parts', from_at: t.reported_at, to_at: t.reported_at }, { version: t.version }),
	book_labour: (by, t) => by.post(T(t.id, 'labour'), { account_id: people.holder.account.id, minutes: 5 }),
	book_invoice: (by, t) => by.post(T(t.id, 'invoices'), { cost_cents: 100 }),
	issue_part: (by, t) => by.post(T(t.id, 'parts'), { part_id: part.id, qty: 1 }),
	judge_suggestion: (by, t) => by.post(T(t.id, 'suggestions/feedback'), { fix: 'REP/油封', mark: 'worked' }),
	return_part: (by, t) => by.post(T(t.id, 'parts/return'), { part_id: part.id, qty: 1 }),
};

for (const state of Object.keys(WAYS)) {
	test(`${state}: each may do what "actions" names, and nothing else`, async () => {
		let t = await ticketIn(state);
		for (const [who, by] of Object.entries(people)) {
			const { actions } = await look(t.id, by);
			const [listed] = (await by.must(200, 'GET', '/api/v1/tickets', { query: { before: t.id + 1, limit: 1 } })).items;
			assert.deepEqual(listed.actions, actions, 'a list says the same');
			for (const [action, run] of Object.entries(DO)) {
				const may = actions.includes(action);
				const answer = await run(by, t);
				const what = `${who}, ${state}, ${action}: ${answer.status} ${answer.text.slice(0, 200)}`;
				if (may) assert.ok(answer.status === 200 || answer.status === 201, what);
				else assert.ok(answer.status === 403 || answer.status === 409, what);
				if (may) t = await ticketIn(state);
			}
		}
	});
}

test('who may what, in words', async () => {
	const reported = await ticketIn('reported');
	const verbs = async (t, by) => (await look(t.id, by)).actions.filter((a) => a in BODY);
	assert.deepEqual(await verbs(reported, people.colleague), ['accept', 'start', 'cancel']);
	assert.deepEqual(await verbs(reported, people.storekeeper), []);
	const restored = await ticketIn('restored');
	assert.deepEqual(await verbs(restored, people.reporter), ['close', 'reopen']);
	assert.deepEqual(await verbs(restored, people.holder), ['reopen']);
	assert.deepEqual(await verbs(restored, people.manager), ['close', 'reopen']);
	const held = await ticketIn('accepted');
	assert.ok((await look(held.id, people.holder)).actions.includes('assign'));
	assert.ok(!(await look(held.id, people.colleague)).actions.includes('assign'));
});
