// rounds.test.mjs - inspection over HTTP: editions, what is due, the walk sent late and twice, findings and their tickets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, jpeg, makePlant, repair } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin, li, wang, line, n = 0;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	li = await addPerson(server, 'li', '李师傅');
	wang = await addPerson(server, 'wang', '王师傅');
});
after(() => server.stop());

const add = (at, json) => admin.must(201, 'POST', `/api/v1/${at}`, { json });
const ITEMS = [
	{ kind: 'number', text: '油温', unit: '℃', low: 20, high: 60, ticket: 'auto', priority: 2 },
	{ kind: 'yes_no', text: 'Guard whole?', if_item: 1, if_value: 'finding' },
];
const ALL_DAY = { due: 'times', sign: false, windows: [{ start_min: 0, end_min: 1440 }] };
async function scene({ items = ITEMS, machines = 1, ...route } = {}) {
	const c = await add('checklists', { name: `表 ${++n}`, items }), all = [];
	for (let i = 0; i < machines; i++) all.push(await add('assets', { kind: 'machine', parent_id: line.id, code: `Q-${++n}`, name: `机 ${n}` }));
	const r = await add('routes', { name: `线 ${n}`, ...ALL_DAY, stops: all.map((m) => ({ machine_id: m.id, checklist_id: c.id })), ...route });
	const open = async () => {
		// The latest due comes first, and in the evening tomorrow's is open too.
		const x = (await admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: r.id, open: 1 } })).items.at(-1);
		return admin.must(200, 'GET', `/api/v1/rounds/${x.id}`);
	};
	return { checklist: c, route: r, machine: all[0], machines: all, open, round: await open() };
}
const stopAt = (r, k = 0) => `/api/v1/rounds/${r.id}/stops/${r.stops[k].id}`;
const walked = (s, value, more = {}) => ({ code: s.machine.code, typed: true, scanned_at: Date.now(), done: true, answers: [{ item_id: s.round.items[0].id, value, time: Date.now() }, { item_id: s.round.items[1].id, text: 'yes' }], ...more });
const ticketsOf = async (m) => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.id } })).items;

test('a round keeps the items it was made with; the next has the new ones, and a trend goes through both', async () => {
	const s = await scene();
	const [first, second] = s.checklist.items;
	const c = await admin.must(200, 'PUT', `/api/v1/checklists/${s.checklist.id}`, { version: 1, json: { name: s.checklist.name, items: [{ ...ITEMS[0], high: 50, root_id: first.root_id }] } });
	assert.deepEqual([c.edition, c.version, c.items.map((i) => [i.root_id, i.high])], [2, 2, [[first.root_id, 50]]]);
	assert.deepEqual((await s.open()).items.map((i) => [i.id, i.high]), [[first.id, 60], [second.id, null]], 'what is open today stays');
	const again = await admin.must(200, 'PUT', `/api/v1/checklists/${s.checklist.id}`, { version: 2, json: { name: 'Another name', items: c.items.map(({ id, n: _, ...i }) => i) } });
	assert.deepEqual([again.edition, again.name], [2, 'Another name'], 'the same items are no new edition');
	await li.must(200, 'PUT', stopAt(s.round), { json: walked(s, 41) });
	const trend = await li.must(200, 'GET', `/api/v1/assets/${s.machine.id}/checks/${c.items[0].id}`);
	assert.deepEqual([trend.item.high, trend.points.map((p) => p.value)], [50, [41]]);
	assertRefused(await admin.request('PUT', `/api/v1/checklists/${s.checklist.id}`, { version: 2, json: { name: 'x', items: ITEMS } }), 412);
});

test('a checklist that contradicts itself is refused at the place', async () => {
	const refuse = async (items, ...fields) => assertRefused(await admin.request('POST', '/api/v1/checklists', { json: { name: 'x', items } }), 400, { fields });
	await refuse([], 'items');
	await refuse([{ kind: 'choice', text: 'a', choices: 'one' }], 'items[0].choices');
	await refuse([{ kind: 'number', text: 'a', low: 2, high: 1 }], 'items[0].high');
	await refuse([{ kind: 'yes_no', text: 'a', if_item: 1, if_value: 'yes' }], 'items[0].if_item');
	await refuse([{ kind: 'yes_no', text: 'a' }, { kind: 'text', text: 'b', if_item: 1, if_value: 'perhaps' }], 'items[1].if_item');
	await refuse([{ kind: 'yes_no', text: 'a', root_id: 1 }], 'items[0].root_id');
});

test('a route without times, machines or the calendar it needs is refused', async () => {
	const { machine, checklist } = await scene(), stops = [{ machine_id: machine.id, checklist_id: checklist.id }];
	const refuse = async (json, ...fields) => assertRefused(await admin.request('POST', '/api/v1/routes', { json: { name: 'x', ...json } }), 400, { fields });
	await refuse({ due: 'times', stops }, 'windows');
	await refuse({ due: 'shift', stops }, 'calendar_id');
	await refuse({ ...ALL_DAY, stops: [] }, 'stops');
	await refuse({ ...ALL_DAY, stops: [{ machine_id: line.id, checklist_id: 99999 }] }, 'stops[0].machine_id', 'stops[0].checklist_id');
	await refuse({ ...ALL_DAY, windows: [{ start_min: 600, end_min: 500 }], stops }, 'windows[0].end_min');
	assertRefused(await li.request('POST', '/api/v1/routes', { json: { name: 'x', ...ALL_DAY, stops } }), 403);
	assertRefused(await li.request('GET', '/api/v1/assets/987654321/findings'), 404);
	assertRefused(await li.request('GET', `/api/v1/assets/987654321/checks/${checklist.items[0].id}`), 404);
});

test('a stop is done when it is proven and everything that is asked is answered', async () => {
	const s = await scene({ machines: 2 }), at = stopAt(s.round);
	assertRefused(await li.request('PUT', at, { json: walked(s, 30, { code: undefined }) }), 400, { fields: ['code'] });
	assertRefused(await li.request('PUT', at, { json: walked(s, 30, { code: s.machines[1].code }) }), 400, { fields: ['code'] });
	assertRefused(await li.request('PUT', at, { json: walked(s, 30, { answers: [] }) }), 400, { fields: ['answers'] });
	assertRefused(await li.request('PUT', at, { json: walked(s, 70, { answers: [{ item_id: s.round.items[0].id, value: 70 }] }) }), 400, { fields: ['answers'] });
	assertRefused(await li.request('PUT', at, { json: walked(s, null, { answers: [{ item_id: s.round.items[0].id, text: 'warm' }] }) }), 400, { fields: ['answers[0].value'] });
	assert.deepEqual(await ticketsOf(s.machine), [], 'what was refused left nothing');
	const ok = await li.must(200, 'PUT', at, { json: walked(s, 60, { answers: [{ item_id: s.round.items[0].id, value: 60 }] }) });
	assert.deepEqual([ok.answers.map((x) => x.finding), ok.typed, Boolean(ok.done_at)], [[false], true, true], 'the limit itself is good');
	assertRefused(await li.request('POST', `/api/v1/rounds/${s.round.id}/finish`, { json: {} }), 409);
	await li.must(200, 'PUT', stopAt(s.round, 1), { json: { skipped: 'away' } });
	assert.equal((await li.must(200, 'POST', `/api/v1/rounds/${s.round.id}/finish`, { json: {} })).state, 'done');
	assertRefused(await li.request('PUT', at, { json: walked(s, 61) }), 409);
});

test('sent twice it is one; a finding is one ticket while that is open, and a new one after', async () => {
	const s = await scene(), at = stopAt(s.round), key = 'photo-key-1';
	await li.must(201, 'PUT', `/api/v1/rounds/${s.round.id}/photos/${key}`, { body: jpeg });
	const said = walked(s, 75.5, { answers: [{ item_id: s.round.items[0].id, value: 75.5, photo_key: key, note: 'smells' }, { item_id: s.round.items[1].id, text: 'yes' }] });
	for (let i = 0; i < 3; i++) await li.must(200, 'PUT', at, { json: said });
	let [t, ...more] = await ticketsOf(s.machine);
	assert.deepEqual(more, []);
	assert.deepEqual([t.kind, t.source, t.priority, t.state, t.reporter], ['inspection', 'inspection', 2, 'reported', '李师傅']);
	assert.equal(t.symptom, '油温: 75.5 ℃ (20–60) · smells');
	assert.equal((await admin.must(200, 'GET', `/api/v1/tickets/${t.id}/documents`)).items.length, 1, 'the photo is on the ticket');
	for (let i = 0; i < 2; i++) assert.equal((await li.must(200, 'POST', `/api/v1/rounds/${s.round.id}/finish`, { json: {} })).state, 'done');

	const again = async (value) => {
		const r = await add('routes', { name: `again ${++n}`, ...ALL_DAY, stops: [{ machine_id: s.machine.id, checklist_id: s.checklist.id }] });
		const { id } = (await admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: r.id, open: 1 } })).items.at(-1);
		const round = await admin.must(200, 'GET', `/api/v1/rounds/${id}`);
		return li.must(200, 'PUT', stopAt(round), { json: walked({ ...s, round }, value) });
	};
	const second = (await again(80)).answers[0];
	assert.deepEqual([second.ticket_id, second.repeated], [t.id, true]);
	[t, ...more] = await ticketsOf(s.machine);
	assert.deepEqual([more, t.same_count], [[], 1]);
	await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/cancel`, { json: { reason: 'no_fault_found' }, version: t.version });
	const third = (await again(81)).answers[0];
	assert.ok(third.ticket_id !== t.id && !third.repeated);
	// Repaired and not yet checked: found again, it was not repaired, or it is back.
	await repair(li, third.ticket_id);
	const fourth = (await again(82)).answers[0];
	assert.ok(fourth.ticket_id !== third.ticket_id && !fourth.repeated);
	const found = (await li.must(200, 'GET', `/api/v1/assets/${s.machine.id}/findings`)).items;
	assert.deepEqual(found.map((f) => [f.value, f.item, f.by]), [[82, '油温', '李师傅'], [81, '油温', '李师傅'], [80, '油温', '李师傅'], [75.5, '油温', '李师傅']]);
});

test('whatever key a report comes with, no finding is taken for it', async () => {
	const s = await scene(), other = await scene();
	const { answers } = await li.must(200, 'PUT', stopAt(s.round), { json: walked(s, 30) });
	for (let k = 1; k <= 4; k++)
		await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: s.machine.id, symptom: '漏油' }, headers: { 'Idempotency-Key': `inspection-${answers.at(-1).id + k}` } });
	await li.must(200, 'PUT', stopAt(other.round), { json: walked(other, 75) });
	assert.deepEqual((await ticketsOf(other.machine)).map((t) => t.source), ['inspection']);
});

test('of two who walk the same round the first has it; the other is told who, and may take it over', async () => {
	const s = await scene(), start = `/api/v1/rounds/${s.round.id}/start`;
	await li.must(200, 'POST', start, { json: {} });
	await li.must(200, 'POST', start, { json: {} });
	const refused = await wang.request('POST', start, { json: {} });
	assert.match(assertRefused(refused, 409).detail, /李师傅/);
	assertRefused(await wang.request('PUT', stopAt(s.round), { json: walked(s, 30) }), 409);
	assert.equal((await wang.must(200, 'POST', start, { json: { take: true } })).account_name, '王师傅');
	assertRefused(await li.request('PUT', stopAt(s.round), { json: walked(s, 30) }), 409);
	const mine = async (person) => (await person.must(200, 'GET', '/api/v1/rounds', { query: { open: 1, mine: 1, route_id: s.route.id } })).items.some((r) => r.id === s.round.id);
	assert.deepEqual([await mine(li), await mine(wang)], [false, true]);
});

test("the phone's time counts unless it cannot be true; the server's stands beside it", async () => {
	const day = 86_400_000;
	for (const [said, counts] of [[Date.now() - 3_600_000, true], [Date.now() + day, false], [Date.now() - 60 * day, false]]) {
		const s = await scene();
		await li.must(200, 'PUT', stopAt(s.round), { json: walked(s, 30) });
		const r = await li.must(200, 'POST', `/api/v1/rounds/${s.round.id}/finish`, { json: { at: said } });
		assert.equal(r.finished_said, said);
		assert.equal(r.done_at === said, counts);
		assert.ok(counts || r.done_at === r.finished_at);
	}
});

test('who must sign signs', async () => {
	const s = await scene({ sign: true }), end = `/api/v1/rounds/${s.round.id}/finish`;
	await li.must(200, 'PUT', stopAt(s.round), { json: walked(s, 30) });
	assertRefused(await li.request('POST', end, { json: {} }), 400, { fields: ['signature_key'] });
	assertRefused(await li.request('POST', end, { json: { signature_key: 'never-sent' } }), 400);
	await li.must(201, 'PUT', `/api/v1/rounds/${s.round.id}/photos/signature-1`, { body: jpeg });
	assert.ok((await li.must(200, 'POST', end, { json: { signature_key: 'signature-1' } })).signature_id);
});
