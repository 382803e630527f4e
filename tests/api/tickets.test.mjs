// tickets.test.mjs - the life of a ticket over HTTP, as people lead it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

const HOUR = 3_600_000;
let server, admin, li, wang, store, boss, plant;
let number = 0;
const fresh = (what) => `${what}-${++number}`;

before(async () => {
	server = await startServer();
	admin = await server.admin();
	plant = await makePlant(server, [
		{ code: 'CNC-012', name: '数控车床', criticality: 'A' },
		{ code: 'PR-003', name: '冲床', criticality: 'C' },
		{ code: 'HYD-1', name: '液压站' },
	]);
	li = await addPerson(server, 'li', '李师傅');
	wang = await addPerson(server, 'wang', '王师傅');
	store = await addPerson(server, 'ku', '库管', 'storekeeper');
	boss = await addPerson(server, 'boss', '赵主管', 'manager');
	for (const who of [admin, li, wang, store, boss]) who.lang = 'en';
});
after(() => server.stop());

const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
const report = async (by = li, more = {}) =>
	(await by.must(201, 'POST', T('').slice(0, -1), { json: { machine_id: plant.machines[0].id, symptom: '主轴漏油', ...more } })).ticket;
const look = (id, by = li) => by.must(200, 'GET', T(id));
// A step on the version as it is now; the ticket afterwards.
const step = async (by, id, verb, json = {}) => {
	const { ticket } = await look(id);
	return (await by.must(200, 'POST', T(id, verb), { json, version: ticket.version })).ticket;
};
// A step that may be refused.
const tryStep = async (by, id, verb, json = {}, version) =>
	by.post(T(id, verb), json, { version: version ?? (await look(id)).ticket.version });
const VERBS = ['accept', 'start', 'wait', 'resume', 'restore', 'close', 'reopen', 'cancel'];
const verbsOf = ({ actions }) => actions.filter((a) => VERBS.includes(a));
const historyOf = async (id) => (await li.must(200, 'GET', T(id, 'history'))).items.reverse();
const kinds = async (id) => (await historyOf(id)).map((e) => e.kind);

// In the state that is asked for.
async function ticketIn(state, by = li) {
	const t = await report(by);
	const ways = {
		reported: [],
		accepted: [['accept']],
		in_progress: [['accept'], ['start']],
		waiting: [['accept'], ['start'], ['wait', { reason: 'parts' }]],
		restored: [['accept'], ['start'], ['restore', { action: '换油封' }]],
		closed: [['accept'], ['start'], ['restore', { action: '换油封' }], ['close']],
		cancelled: [['cancel', { reason: 'withdrawn' }]],
	};
	for (const [verb, json] of ways[state]) await step(verb === 'close' ? boss : by, t.id, verb, json);
	return (await look(t.id)).ticket;
}

// ---- a life ----

test('a fault goes from report to closed, each time in its place, each step in the history', async () => {
	const begun = Date.now();
	const t = await report(store, { stopped: true, symptom: '主轴漏油，停机' });
	assert.deepEqual(
		[t.state, t.kind, t.source, t.priority, t.stopped, t.failure, t.version, t.reporter, t.reporter_account_id],
		['reported', 'corrective', 'account', 1, true, true, 1, '库管', store.account.id],
	);
	assert.ok(t.reported_at >= begun && t.occurred_at <= t.reported_at);
	assert.deepEqual(verbsOf(await look(t.id, boss)), ['accept', 'start', 'cancel']);

	const accepted = await step(li, t.id, 'accept');
	assert.deepEqual([accepted.state, accepted.assignee_id, accepted.assignee_name], ['accepted', li.account.id, '李师傅']);
	const started = await step(li, t.id, 'start');
	assert.ok(started.accepted_at <= started.started_at);
	for (const reason of ['parts', 'outside', 'production', 'decision']) {
		const waiting = await step(li, t.id, 'wait', { reason, note: `等 ${reason}` });
		assert.deepEqual([waiting.state, waiting.wait_reason], ['waiting', reason]);
		assert.equal((await step(li, t.id, 'resume')).wait_reason, null);
	}
	const restored = await step(li, t.id, 'restore', { action: '更换主轴油封', action_code: 'REP', cause_code: 'SEA', failure_mode: 'ELK', cause: '老化' });
	assert.deepEqual(
		[restored.state, restored.action_code, restored.cause_code, restored.failure_mode, restored.cause],
		['restored', 'REP', 'SEA', 'ELK', '老化'],
	);
	const closed = await step(boss, t.id, 'close');
	assert.deepEqual([closed.state, closed.restored_at], ['closed', restored.restored_at]);
	const view = await look(t.id);
	assert.deepEqual(verbsOf(view), ['reopen']);
	assert.deepEqual(view.waits.map((w) => [w.reason, w.note]), ['parts', 'outside', 'production', 'decision'].map((r) => [r, `等 ${r}`]));
	assert.ok(view.waits.every((w) => w.to_at >= w.from_at));
	const times = ['occurred_at', 'reported_at', 'accepted_at', 'started_at', 'restored_at', 'closed_at'].map((n) => closed[n]);
	assert.deepEqual(times, [...times].sort((a, b) => a - b));
	assert.deepEqual(await kinds(t.id), [
		'reported', 'accepted', 'started', ...Array(4).fill(['waiting', 'resumed']).flat(), 'restored', 'closed',
	]);
	const last = (await historyOf(t.id)).at(-1);
	assert.deepEqual([last.actor, last.account_id, last.body.state], ['赵主管', boss.account.id, ['restored', 'closed']]);
});

test('in each state only what the state allows is done; the rest says what the state is', async () => {
	const rules = {
		accept: 'reported', start: 'reported accepted', wait: 'in_progress', resume: 'waiting', restore: 'accepted in_progress waiting',
		close: 'restored', reopen: 'restored closed', cancel: 'reported accepted in_progress waiting',
	};
	const bodies = { wait: { reason: 'parts' }, restore: { action: 'x' }, reopen: { reason: 'x' }, cancel: { reason: 'withdrawn' } };
	for (const state of ['reported', 'accepted', 'in_progress', 'waiting', 'restored', 'closed', 'cancelled']) {
		const t = await ticketIn(state);
		assert.equal(t.state, state);
		const allowed = Object.keys(rules).filter((verb) => rules[verb].split(' ').includes(state));
		assert.deepEqual(verbsOf(await look(t.id, boss)), allowed);
		for (const verb of Object.keys(rules).filter((v) => !allowed.includes(v))) {
			const e = assertRefused(await tryStep(boss, t.id, verb, bodies[verb]), 409);
			if (verb !== 'accept') assert.match(e.detail, /The ticket is now/, verb);
		}
		assert.equal((await look(t.id)).ticket.version, t.version, 'nothing was changed');
	}
});

test('running again: now, or at a time; the restoration ends the wait it interrupts, never before that began', async () => {
	const at = (t, ms) => t.reported_at + ms;
	const t = await report(li, { occurred_at: Date.now() - 5 * HOUR });
	await step(li, t.id, 'accept');
	assertRefused(await tryStep(li, t.id, 'restore', {}), 400, { fields: ['action'] });
	assertRefused(await tryStep(li, t.id, 'restore', { action: 'x', restored_at: at(t, HOUR) }), 400, { fields: ['restored_at'] });
	assertRefused(await tryStep(li, t.id, 'restore', { action: 'x', restored_at: at(t, -6 * HOUR) }), 400, { fields: ['restored_at'] });
	assertRefused(await tryStep(li, t.id, 'restore', { action: 'x', action_code: 'NIX' }), 400, { fields: ['action_code'] });
	assertRefused(await tryStep(li, t.id, 'restore', { action: 'x', component_id: plant.machines[1].id }), 400, { fields: ['component_id'] });
	const done = await step(li, t.id, 'restore', { action_code: 'TIG', restored_at: at(t, -HOUR), occurred_at: at(t, -4 * HOUR) });
	assert.deepEqual([done.restored_at, done.occurred_at, done.action_code], [at(t, -HOUR), at(t, -4 * HOUR), 'TIG']);

	const w = await report(li, { occurred_at: Date.now() - 5 * HOUR });
	for (const [verb, json] of [['start'], ['wait', { reason: 'parts' }]]) await step(li, w.id, verb, json);
	await step(li, w.id, 'restore', { action: '其实早就好了', restored_at: at(w, -HOUR) });
	const [wait] = (await look(w.id)).waits;
	assert.ok(wait.to_at >= wait.from_at, 'a wait ends after it began');
});

test('closing is for the manager and for who reported it; a technician who did not report it is refused', async () => {
	const t = await ticketIn('restored', wang);
	const e = assertRefused(await tryStep(li, t.id, 'close'), 403);
	assert.match(e.detail, /reporter or a manager/);
	assertRefused(await tryStep(store, t.id, 'close'), 403);
	assert.equal((await step(wang, t.id, 'close')).state, 'closed');
	const u = await ticketIn('restored', wang);
	assert.equal((await step(boss, u.id, 'close')).state, 'closed');
});

test('a repair that did not hold is reopened with its reason, and the failure goes on', async () => {
	for (const state of ['restored', 'closed']) {
		const t = await ticketIn(state);
		assertRefused(await tryStep(li, t.id, 'reopen', {}), 400, { fields: ['reason'] });
		const back = await step(store, t.id, 'reopen', { reason: '又漏了' });
		assert.deepEqual([back.state, back.restored_at, back.closed_at, back.reopened], ['in_progress', null, null, 1]);
		assert.equal((await look(t.id)).comments.at(-1).text, '又漏了');
		const event = (await historyOf(t.id)).at(-1);
		assert.deepEqual([event.kind, event.body.restored_at], ['reopened', [t.restored_at, null]]);
		assert.equal((await step(li, t.id, 'restore', { action: '换轴' })).reopened, 1);
	}
});

test('a ticket is cancelled with one of four reasons; other needs words, a duplicate needs its ticket', async () => {
	const first = await report();
	const table = [
		[{ reason: 'withdrawn' }, 200],
		[{ reason: 'no_fault_found', note: '试机正常' }, 200],
		[{ reason: 'other', note: '设备已卖' }, 200],
		[{ reason: 'duplicate', duplicate_of: first.id }, 200],
		[{}, 400, ['reason']],
		[{ reason: 'nonsense' }, 400, ['reason']],
		[{ reason: 'other' }, 400, ['note']],
		[{ reason: 'duplicate' }, 400, ['duplicate_of']],
		[{ reason: 'duplicate', duplicate_of: 999999 }, 400, ['duplicate_of']],
		[{ reason: 'duplicate', duplicate_of: 'self' }, 400, ['duplicate_of']],
	];
	for (const [json, status, fields] of table) {
		const t = await ticketIn('waiting');
		if (json.duplicate_of === 'self') json.duplicate_of = t.id;
		const answer = await tryStep(li, t.id, 'cancel', json);
		if (status !== 200) {
			assertRefused(answer, status, { fields });
			assert.equal((await look(t.id)).ticket.state, 'waiting');
			continue;
		}
		const { ticket } = answer.json;
		assert.deepEqual(
			[answer.status, ticket.state, ticket.cancel_reason, ticket.cancel_note, ticket.duplicate_of, ticket.wait_reason],
			[200, 'cancelled', json.reason, json.note ?? null, json.duplicate_of ?? null, null],
		);
		assert.notEqual((await look(t.id)).waits[0].to_at, null, 'the wait is over');
	}
});

// ---- who has it ----

test('of two technicians who take a ticket at the same moment one gets it and the other is told who has it', async () => {
	for (const verb of ['accept', 'start']) {
		for (let i = 0; i < 10; i++) {
			const t = await report();
			const both = await Promise.all([li, wang].map((who) => who.post(T(t.id, verb), {}, { version: t.version })));
			const [won, lost] = both[0].status === 200 ? both : [...both].reverse();
			assert.equal(won.status, 200, won.text);
			const e = assertRefused(lost, 409);
			assert.ok(e.detail.includes(won.json.ticket.assignee_name), e.detail);
			const { ticket } = await look(t.id);
			assert.equal(ticket.assignee_id, won.json.ticket.assignee_id);
			assert.equal(ticket.version, 2);
		}
	}
});

test('of many changes to one version one is kept, the others get the current state with their 412', async () => {
	const t = await ticketIn('accepted');
	const answers = await Promise.all(
		[li, wang, boss, admin].map((who, i) => who.patch(T(t.id), { symptom: `漏油 ${i}` }, { version: t.version })),
	);
	assert.deepEqual(answers.map((a) => a.status).sort(), [200, 412, 412, 412]);
	const kept = answers.find((a) => a.status === 200).json.ticket;
	for (const answer of answers.filter((a) => a.status === 412)) {
		const { current } = assertRefused(answer, 412);
		assert.deepEqual([current.id, current.version, current.symptom], [t.id, t.version + 1, kept.symptom]);
		assert.ok(!('search' in current) && !('report_key' in current));
	}
	const stale = assertRefused(await li.post(T(t.id, 'start'), {}, { version: t.version }), 412);
	assert.equal(stale.current.version, t.version + 1);
	for (const headers of [{}, { 'If-Match': 'x' }, { 'If-Match': '0' }, { 'If-Match': '*' }]) {
		assertRefused(await li.post(T(t.id, 'start'), {}, { headers }), 400);
	}
	assertRefused(await li.post(T(t.id, 'start'), {}, { version: 99 }), 412);
});

test('a manager hands a ticket to somebody, a technician takes it for himself alone', async () => {
	const t = await report();
	assertRefused(await tryStep(li, t.id, 'accept', { account_id: wang.account.id }), 403);
	assertRefused(await tryStep(boss, t.id, 'accept', { account_id: store.account.id }), 400, { fields: ['account_id'] });
	assertRefused(await tryStep(boss, t.id, 'accept', { account_id: 999999 }), 400, { fields: ['account_id'] });
	assertRefused(await tryStep(store, t.id, 'accept'), 403);
	assert.equal((await step(boss, t.id, 'accept', { account_id: wang.account.id })).assignee_id, wang.account.id);
	// handed on by who has it or by who leads, not taken away by a colleague
	const { version } = (await look(t.id)).ticket;
	assertRefused(await li.patch(T(t.id), { assignee_id: li.account.id }, { version }), 403);
	const given = await wang.must(200, 'PATCH', T(t.id), { json: { assignee_id: li.account.id }, version });
	assert.equal(given.ticket.assignee_name, '李师傅');
	await boss.must(200, 'PATCH', T(t.id), { json: { assignee_id: wang.account.id }, version: version + 1 });
	assertRefused(await boss.patch(T(t.id), { assignee_id: null }, { version: version + 2 }), 400, { fields: ['assignee_id'] });
});

test('several technicians work on one ticket, and it is in the list of each', async () => {
	const t = await ticketIn('in_progress', li);
	const { people } = await li.must(200, 'POST', T(t.id, 'people'), { json: { account_id: wang.account.id } });
	assert.deepEqual(people.map((p) => p.name), ['王师傅']);
	await li.must(200, 'POST', T(t.id, 'people'), { json: { account_id: wang.account.id } });
	assert.equal((await look(t.id)).people.length, 1, 'joining twice is once');
	for (const who of [li, wang]) {
		const { items } = await li.must(200, 'GET', '/api/v1/tickets', { query: { technician: who.account.id, open: 1 } });
		assert.ok(items.some((x) => x.id === t.id), who.account.name);
	}
	assertRefused(await li.post(T(t.id, 'people'), { account_id: store.account.id }), 400, { fields: ['account_id'] });
	assertRefused(await li.post(T(t.id, 'people'), { account_id: 999999 }), 400, { fields: ['account_id'] });
	await li.must(200, 'DELETE', T(t.id, `people/${wang.account.id}`));
	assertRefused(await li.delete(T(t.id, `people/${wang.account.id}`)), 404);
	assert.deepEqual((await kinds(t.id)).slice(-3), ['joined', 'joined', 'left']);
	const over = await ticketIn('closed');
	assertRefused(await li.post(T(over.id, 'people'), { account_id: wang.account.id }), 409);
});

// ---- corrections ----

test('what was written is corrected; both values are in the history', async () => {
	const t = await ticketIn('restored');
	const changes = { symptom: '导轨漏油', priority: 4, failure_mode: 'ELK', cause_code: 'WEA', cause: '磨损', action_code: 'REP', action: '换导轨油封', fault_code: 'E-17' };
	const { ticket } = await li.must(200, 'PATCH', T(t.id), { json: changes, version: t.version });
	for (const [name, value] of Object.entries(changes)) assert.equal(ticket[name], value, name);
	const event = (await historyOf(t.id)).at(-1);
	assert.equal(event.kind, 'corrected');
	for (const [name, value] of Object.entries(changes)) assert.deepEqual(event.body[name], [t[name], value], name);
	const table = [
		[{ symptom: '' }, ['symptom']], [{ symptom: null }, ['symptom']], [{ priority: 0 }, ['priority']], [{ priority: null }, ['priority']],
		[{ failure_mode: 'NIX' }, ['failure_mode']], [{ component_id: plant.machines[1].id }, ['component_id']], [{ state: 'closed' }, ['state']],
		[{ version: 9 }, ['version']], [{ stopped: 1 }, ['stopped']], [{ symptom: 'x'.repeat(501) }, ['symptom']],
		[{ assignee_id: store.account.id }, ['assignee_id']], [{ planned_from: 2000, planned_to: 1000 }, ['planned_to']],
	];
	for (const [json, fields] of table) assertRefused(await boss.patch(T(t.id), json, { version: ticket.version }), 400, { fields });
	assert.equal((await look(t.id)).ticket.version, ticket.version);
});

test('times entered late are corrected with a reason; both values stay in the history', async () => {
	const t = await ticketIn('restored');
	const names = ['occurred_at', 'reported_at', 'accepted_at', 'started_at', 'restored_at'];
	const yesterday = Object.fromEntries(names.map((name, i) => [name, t.reported_at - 24 * HOUR + i * HOUR]));
	for (const name of names) {
		assertRefused(await li.patch(T(t.id), { [name]: yesterday[name] }, { version: t.version }), 400, { fields: name === 'restored_at' ? ['reason', 'restored_at'] : ['reason'] });
		assertRefused(await li.patch(T(t.id), { [name]: Date.now() + HOUR, reason: 'x' }, { version: t.version }), 400);
	}
	const { ticket } = await li.must(200, 'PATCH', T(t.id), { json: { ...yesterday, reason: '昨天修的，今天补录' }, version: t.version });
	for (const name of names) assert.equal(ticket[name], yesterday[name], name);
	const event = (await historyOf(t.id)).at(-1);
	for (const name of names) assert.deepEqual(event.body[name], [t[name], yesterday[name]], name);
	assert.equal((await look(t.id)).comments.at(-1).text, '昨天修的，今天补录');
	// what has not happened gets no time by a correction, and what has happened does not lose it
	const open = await report();
	for (const name of ['accepted_at', 'started_at', 'restored_at']) {
		assertRefused(await li.patch(T(open.id), { [name]: Date.now(), reason: 'x' }, { version: open.version }), 400, { fields: [name] });
		assertRefused(await li.patch(T(t.id), { [name]: null, reason: 'x' }, { version: ticket.version }), 400, { fields: [name] });
	}
	assertRefused(await li.patch(T(open.id), { reported_at: null, reason: 'x' }, { version: open.version }), 400, { fields: ['reported_at'] });
});

test('waits entered late are corrected too', async () => {
	const t = await ticketIn('waiting');
	await step(li, t.id, 'restore', { action: 'x' });
	const { ticket, waits: [wait] } = await look(t.id);
	const path = T(t.id, `waits/${wait.id}`);
	const from_at = ticket.reported_at - 3 * HOUR, to_at = ticket.reported_at - HOUR;
	const version = ticket.version;
	assertRefused(await li.patch(path, { from_at, to_at }, { version }), 400, { fields: ['why'] });
	assertRefused(await li.patch(path, { from_at: to_at, to_at: from_at, why: 'x' }, { version }), 400, { fields: ['to_at'] });
	assertRefused(await li.patch(path, { from_at, to_at: Date.now() + HOUR, why: 'x' }, { version }), 400, { fields: ['to_at'] });
	assertRefused(await li.patch(path, { from_at, to_at: null, why: 'x' }, { version }), 400, { fields: ['to_at'] });
	assertRefused(await li.patch(path, { from_at, to_at, why: 'x' }, { version: version - 1 }), 412);
	assertRefused(await li.patch(T(t.id, 'waits/999999'), { from_at, to_at, why: 'x' }, { version }), 404);
	const other = await ticketIn('waiting');
	assertRefused(await li.patch(T(t.id, `waits/${(await look(other.id)).waits[0].id}`), { from_at, to_at, why: 'x' }, { version }), 404);
	const view = await li.must(200, 'PATCH', path, { json: { from_at, to_at, why: '补录' }, version });
	assert.deepEqual(view.waits.map((w) => [w.reason, w.from_at, w.to_at]), [['parts', from_at, to_at]]);
	assert.equal(view.ticket.version, version + 1);
	const event = (await historyOf(t.id)).at(-1);
	assert.deepEqual([event.kind, event.body.from_at, event.body.to_at], ['wait_corrected', [wait.from_at, from_at], [wait.to_at, to_at]]);
	// a wait that nobody marked is added; the one that still runs has no end yet
	const more = await li.must(201, 'POST', T(t.id, 'waits'), { json: { reason: 'outside', from_at: to_at, to_at: to_at + 1000 }, version: version + 1 });
	assert.deepEqual(more.waits.map((w) => w.reason), ['parts', 'outside']);
	assertRefused(await li.post(T(t.id, 'waits'), { reason: 'nix', from_at, to_at }, { version: version + 2 }), 400, { fields: ['reason'] });
	assertRefused(await li.post(T(t.id, 'waits'), { reason: 'parts', from_at }, { version: version + 2 }), 400, { fields: ['to_at'] });
	const running = (await look(other.id)).waits[0];
	const moved = await li.must(200, 'PATCH', T(other.id, `waits/${running.id}`), { json: { from_at: running.from_at - 1, why: 'x' }, version: other.version });
	assert.deepEqual(moved.waits.map((w) => w.to_at), [null]);
});

test('the machine follows its tickets, also when they are corrected', async () => {
	const machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: fresh('M'), name: '磨床', parent_id: plant.line.id } });
	const state = async () => (await admin.must(200, 'GET', `/api/v1/assets/${machine.id}`)).state;
	const t = await report(li, { machine_id: machine.id, stopped: true });
	assert.equal(await state(), 'stopped');
	const patch = async (json) => li.must(200, 'PATCH', T(t.id), { json, version: (await look(t.id)).ticket.version });
	await patch({ stopped: false });
	assert.equal(await state(), 'degraded');
	await patch({ failure: false });
	assert.equal(await state(), 'running');
	await patch({ failure: true, stopped: true });
	assert.equal(await state(), 'stopped');
	await step(li, t.id, 'start');
	await step(li, t.id, 'restore', { action: 'x' });
	assert.equal(await state(), 'running');
	await step(li, t.id, 'reopen', { reason: 'x' });
	assert.equal(await state(), 'stopped');
	await step(li, t.id, 'cancel', { reason: 'no_fault_found' });
	assert.equal(await state(), 'running');
});

// ---- what hangs on it ----

test('a comment sent twice with its key is there once', async () => {
	const t = await report(), u = await report();
	const key = { headers: { 'Idempotency-Key': fresh('comment-key') } };
	const answers = await Promise.all(Array.from({ length: 6 }, () => wang.post(T(t.id, 'comments'), { text: '已到现场' }, key)));
	for (const a of answers) assert.equal(a.status, 201, a.text);
	assert.equal(new Set(answers.map((a) => a.json.id)).size, 1);
	await wang.must(201, 'POST', T(t.id, 'comments'), { json: { text: '没有密钥' } });
	await wang.must(201, 'POST', T(t.id, 'comments'), { json: { text: '没有密钥' } });
	assert.deepEqual((await look(t.id)).comments.map((c) => [c.author, c.text]), [
		['王师傅', '已到现场'], ['王师傅', '没有密钥'], ['王师傅', '没有密钥'],
	]);
	assertRefused(await wang.post(T(u.id, 'comments'), { text: '别的工单' }, key), 409);
	assertRefused(await wang.post(T(t.id, 'comments'), { text: '  ' }), 400, { fields: ['text'] });
	assertRefused(await wang.post(T(t.id, 'comments'), { text: 'x'.repeat(2001) }), 400, { fields: ['text'] });
	assertRefused(await wang.post(T(999999, 'comments'), { text: 'x' }), 404);
});

test('labour costs the rate of its day, frozen; it is taken back once', async () => {
	const t = await ticketIn('in_progress');
	const day = (ago) => new Date(Date.now() + 8 * HOUR - ago * 24 * HOUR).toISOString().slice(0, 10);
	await boss.must(201, 'POST', '/api/v1/rates', { json: { from_day: day(10), cents_hour: 6000 } });
	await boss.must(201, 'POST', '/api/v1/rates', { json: { from_day: day(3), cents_hour: 7200 } });
	await boss.must(201, 'POST', '/api/v1/rates', { json: { account_id: wang.account.id, from_day: day(2), cents_hour: 9000 } });
	const book = (json, options) => li.must(201, 'POST', T(t.id, 'labour'), { json, ...options });
	const table = [
		[{ minutes: 90, day: day(11) }, 0, 0],
		[{ minutes: 90, day: day(5) }, 6000, 9000],
		[{ minutes: 90 }, 7200, 10800],
		[{ minutes: 1, day: day(3) }, 7200, 120],
		[{ minutes: 60, account_id: wang.account.id, day: day(3) }, 7200, 7200],
		[{ minutes: 60, account_id: wang.account.id }, 9000, 9000],
	];
	const made = [];
	for (const [json, rate, cost] of table) {
		const row = await book(json);
		assert.deepEqual([row.cents_hour, row.cost_cents, row.account_id], [rate, cost, json.account_id ?? li.account.id], JSON.stringify(json));
		made.push(row);
	}
	await boss.must(201, 'POST', '/api/v1/rates', { json: { from_day: day(6), cents_hour: 100 } });
	const sum = table.reduce((all, [, , cost]) => all + cost, 0);
	assert.equal((await look(t.id)).labour_cents, sum, 'a later change of rates changes nothing that is booked');

	const key = { headers: { 'Idempotency-Key': fresh('labour-key') } };
	const twice = await Promise.all([book({ minutes: 10, day: day(3) }, key), book({ minutes: 10, day: day(3) }, key)]);
	assert.equal(twice[0].id, twice[1].id);
	assert.equal((await look(t.id)).labour_cents, sum + 1200);
	assert.equal((await li.delete(T(t.id, `labour/${twice[0].id}`))).status, 204);
	assertRefused(await li.delete(T(t.id, `labour/${twice[0].id}`)), 404);
	assertRefused(await li.delete(T((await report()).id, `labour/${made[0].id}`)), 404);
	assert.equal((await look(t.id)).labour_cents, sum);
	assert.deepEqual((await kinds(t.id)).slice(-2), ['labour', 'labour_removed']);
	const bad = [[{}, ['minutes']], [{ minutes: 0 }, ['minutes']], [{ minutes: 1441 }, ['minutes']], [{ minutes: 5, day: day(-1) }, ['day']], [{ minutes: 5, account_id: 999999 }, ['account_id']], [{ minutes: 5, day: '2026-02-30' }, ['day']]];
	for (const [json, fields] of bad) assertRefused(await li.post(T(t.id, 'labour'), json), 400, { fields });
	assertRefused(await store.post(T(t.id, 'labour'), { minutes: 5 }), 403);
	assertRefused(await li.post(T((await ticketIn('cancelled')).id, 'labour'), { minutes: 5 }), 409);
});

test('an outside firm’s invoice is booked on its day by who leads, once a key', async () => {
	const t = await ticketIn('closed');
	const key = { headers: { 'Idempotency-Key': fresh('invoice-key') } };
	const json = { cost_cents: 123456, supplier: '某某机电', note: '返修主轴', day: '2026-01-31' };
	const one = await boss.must(201, 'POST', T(t.id, 'invoices'), { json, ...key });
	const two = await boss.must(201, 'POST', T(t.id, 'invoices'), { json, ...key });
	assert.equal(one.id, two.id);
	assert.deepEqual([one.cost_cents, one.supplier, one.kind, one.booked_at], [123456, '某某机电', 'outside', Date.parse('2026-01-31T00:00:00+08:00')]);
	assert.deepEqual([(await look(t.id)).invoice_cents, (await look(t.id)).total_cents], [123456, 123456]);
	assertRefused(await li.post(T(t.id, 'invoices'), json), 403);
	assertRefused(await boss.post(T(t.id, 'invoices'), { cost_cents: 1.5 }), 400, { fields: ['cost_cents'] });
	assertRefused(await boss.post(T(t.id, 'invoices'), { cost_cents: 5, day: '2999-01-01' }), 400, { fields: ['day'] });
	assert.equal((await boss.delete(T(t.id, `invoices/${one.id}`))).status, 204);
	assertRefused(await boss.delete(T(t.id, `invoices/${one.id}`)), 404);
	assert.equal((await look(t.id)).total_cents, 0);
});

test('the same problem counts on an open ticket, once a key, and no longer when it is restored', async () => {
	const t = await ticketIn('accepted');
	const key = { headers: { 'Idempotency-Key': fresh('same-key') } };
	await store.must(200, 'POST', T(t.id, 'same'), { json: { note: '我也看到' }, ...key });
	await store.must(200, 'POST', T(t.id, 'same'), { json: { note: '我也看到' }, ...key });
	await wang.must(200, 'POST', T(t.id, 'same'));
	const view = await look(t.id);
	assert.deepEqual([view.ticket.same_count, view.same.map((s) => s.reporter)], [2, ['库管', '王师傅']]);
	assertRefused(await wang.post(T((await ticketIn('restored')).id, 'same')), 409);
});

test('a report sent twice is one ticket; the same key for another machine is refused', async () => {
	const key = fresh('report-key');
	const headers = { 'Idempotency-Key': key };
	const send = (machine_id) => li.post('/api/v1/tickets', { machine_id, symptom: '异响' }, { headers });
	const answers = await Promise.all(Array.from({ length: 6 }, () => send(plant.machines[0].id)));
	assert.deepEqual(answers.map((a) => a.status).sort(), [200, 200, 200, 200, 200, 201]);
	assert.equal(new Set(answers.map((a) => a.json.ticket.id)).size, 1);
	assertRefused(await send(plant.machines[1].id), 409);
	for (const bad of ['short', 'x'.repeat(65), 'mit leerzeichen', 'tab\tulator', '密钥密钥密钥密钥'.slice(0, 0) + 'a/b/c/d/e']) {
		assertRefused(await li.post('/api/v1/tickets', { machine_id: plant.machines[0].id, symptom: 'x' }, { headers: { 'Idempotency-Key': bad } }), 400);
	}
});

test('a new ticket is checked field by field', async () => {
	const m = plant.machines[0].id;
	const table = [
		[{}, ['machine_id', 'symptom']],
		[{ machine_id: m, symptom: '   ' }, ['symptom']],
		[{ machine_id: 999999, symptom: 'x' }, ['machine_id']],
		[{ machine_id: plant.line.id, symptom: 'x' }, ['machine_id']],
		[{ machine_id: m, symptom: 'x', occurred_at: Date.now() + HOUR }, ['occurred_at']],
		[{ machine_id: m, symptom: 'x', occurred_at: 'yesterday' }, ['occurred_at']],
		[{ machine_id: m, symptom: 'x', kind: 'disaster' }, ['kind']],
		[{ machine_id: m, symptom: 'x', priority: 5 }, ['priority']],
		[{ machine_id: m, symptom: 'x', failure_mode: 'NIX' }, ['failure_mode']],
		[{ machine_id: m, symptom: 'x', component_id: m }, ['component_id']],
		[{ machine_id: m, symptom: 'x', stopped: 'yes' }, ['stopped']],
		[{ machine_id: m, symptom: 'x', planned_from: 5000, planned_to: 4000 }, ['planned_to']],
		[{ machine_id: m, symptom: 'x', state: 'closed' }, ['state']],
	];
	for (const [json, fields] of table) assertRefused(await li.post('/api/v1/tickets', json), 400, { fields });
	for (const body of ['', '{', '[]', 'null', '"x"', `${'['.repeat(5000)}`]) {
		assertRefused(await li.request('POST', '/api/v1/tickets', { body, type: 'application/json' }), 400);
	}
	for (const id of ['0', '-1', 'x', '1.5', '99999999999999999999']) assertRefused(await li.get(T(id)), 404);
});

// ---- lists ----

const list = async (query, by = li) => by.must(200, 'GET', '/api/v1/tickets', { query });
async function pages(query, between) {
	const all = [];
	for (let at = {}, n = 0; ; n++) {
		const page = await list({ ...query, ...at });
		all.push(...page.items);
		if (page.next === null) return all;
		assert.ok(n < 500, 'it never ends');
		at = { [query.open === 1 ? 'after' : 'before']: page.next };
		await between?.(n);
	}
}

test('lists by state, machine, technician, priority, time and text', async () => {
	const word = fresh('字');
	const other = plant.machines[1];
	const a = await report(li, { symptom: `${word} 甲`, machine_id: other.id, priority: 1 });
	const b = await report(wang, { symptom: `${word} 乙 ＡＢＣ`, priority: 4 });
	await step(wang, b.id, 'accept');
	const ids = async (query) => (await list({ text: word, ...query })).items.map((t) => t.id);
	assert.deepEqual(await ids({}), [b.id, a.id], 'newest first');
	assert.deepEqual(await ids({ state: 'accepted' }), [b.id]);
	assert.deepEqual(await ids({ state: 'closed' }), []);
	assert.deepEqual(await ids({ machine: other.id }), [a.id]);
	assert.deepEqual(await ids({ technician: wang.account.id }), [b.id]);
	assert.deepEqual(await ids({ unassigned: 1 }), [a.id]);
	assert.deepEqual(await ids({ priority: 4 }), [b.id]);
	assert.deepEqual(await ids({ from: a.reported_at, to: b.reported_at }), [a.id]);
	assert.deepEqual(await ids({ open: 1 }), [a.id, b.id], 'most urgent first');
	assert.deepEqual(await ids({ open: 0 }), []);
	assert.deepEqual((await list({ text: 'abc' })).items.filter((t) => [a.id, b.id].includes(t.id)).map((t) => t.id), [b.id], 'width and case do not matter');
	assert.deepEqual((await list({ text: 'cnc-012', priority: 4 })).items.filter((t) => t.id === b.id).length, 1, 'the number of the machine is found');
	assert.deepEqual(await ids({ machine: other.id, state: 'reported', priority: 1, technician: undefined ?? li.account.id }), []);
	for (const query of ['state=x', 'open=2', 'machine=0', 'machine=x', 'technician=-1', 'priority=5', 'limit=0', 'limit=501', 'before=x', 'from=x', 'unassigned=2', 'after=x']) {
		assertRefused(await li.get(`/api/v1/tickets?${query}`), 400, { fields: [query.split('=')[0]] });
	}
});

test('the work list: stopped machines, then priority, criticality, age', async () => {
	const word = fresh('序');
	const [critical, low, plain] = plant.machines;
	const make = (machine, more) => report(li, { symptom: word, machine_id: machine.id, ...more });
	const wanted = [];
	const rows = [
		[5, plain, { priority: 2 }], [2, critical, { priority: 2, stopped: true }], [4, low, { priority: 2 }], [1, low, { priority: 1, stopped: true }],
		[3, critical, { priority: 2 }], [6, critical, { priority: 3 }], [7, critical, { priority: 3 }],
	];
	for (const [place, machine, more] of rows) wanted[place - 1] = (await make(machine, more)).id;
	assert.deepEqual((await list({ open: 1, text: word })).items.map((t) => t.id), wanted);
	for (const limit of [1, 2, 3, 7]) assert.deepEqual((await pages({ open: 1, text: word, limit })).map((t) => t.id), wanted, `pages of ${limit}`);
});

test('paging by key: no row twice and none missing while new ones arrive', async () => {
	const word = fresh('页');
	const made = [];
	for (let i = 0; i < 23; i++) made.push(await report(li, { symptom: word, machine_id: plant.machines[i % 3].id, stopped: i % 2 === 0, priority: 1 + (i % 4) }));
	const whole = made.map((t) => t.id).sort((x, y) => x - y);
	const sorted = (rows) => rows.map((t) => t.id).filter((id) => whole.includes(id)).sort((x, y) => x - y);
	for (const query of [{}, { state: 'reported' }, { open: 1 }]) {
		const rows = await pages({ text: word, limit: 4, ...query }, () => report(li, { symptom: word, stopped: true }));
		assert.deepEqual(sorted(rows), whole, JSON.stringify(query));
		assert.equal(new Set(rows.map((t) => t.id)).size, rows.length, 'no row twice');
	}
	const exact = await list({ text: word, limit: 23, before: whole.at(-1) + 1 });
	assert.equal(exact.next, null, 'a full last page is the last');
	// closing one that is the key of the next page loses nobody
	const first = await list({ open: 1, text: word, limit: 5 });
	await step(li, first.items.at(-1).id, 'cancel', { reason: 'withdrawn' });
	const rest = await pages({ open: 1, text: word, limit: 50, after: first.next });
	assert.deepEqual(
		[...first.items, ...rest].map((t) => t.id),
		[...new Set([...first.items, ...rest].map((t) => t.id))],
	);
	const seen = new Set([...first.items, ...rest].map((t) => t.id));
	for (const id of whole) assert.ok(seen.has(id), `ticket ${id} is missing`);
});

test('the history is paged too', async () => {
	const t = await report();
	for (let i = 0; i < 12; i++) await li.must(201, 'POST', T(t.id, 'comments'), { json: { text: `${i}` } });
	const seen = [];
	for (let before; ; ) {
		const page = await li.must(200, 'GET', T(t.id, 'history'), { query: { limit: 5, ...(before && { before }) } });
		seen.push(...page.items);
		if (page.next === null) break;
		before = page.next;
	}
	assert.deepEqual(seen.map((e) => e.kind), [...Array(12).fill('commented'), 'reported']);
	assertRefused(await li.get(T(999999, 'history')), 404);
});

// ---- code lists ----

test('code lists come in both languages and can be extended by who leads', async () => {
	const lists = await li.must(200, 'GET', '/api/v1/codelists');
	for (const name of ['failure_mode', 'cause', 'action', 'wait_reason']) {
		const of = lists.items.filter((c) => c.list === name);
		assert.ok(of.length >= 4, name);
		assert.ok(of.every((c) => c.zh && c.en && c.active), name);
	}
	const path = '/api/v1/codelists/wait_reason/tooling';
	assertRefused(await li.put(path, JSON.stringify({ zh: '等工装', en: 'waiting for tooling' }), { type: 'application/json' }), 403);
	const put = (where, json) => boss.request('PUT', where, { json });
	const made = await boss.must(200, 'PUT', path, { json: { zh: '等工装', en: 'waiting for tooling' } });
	assert.deepEqual([made.list, made.code, made.zh, made.en, made.active], ['wait_reason', 'tooling', '等工装', 'waiting for tooling', true]);
	const t = await ticketIn('in_progress');
	assert.equal((await step(li, t.id, 'wait', { reason: 'tooling' })).wait_reason, 'tooling');
	await boss.must(200, 'PUT', path, { json: { zh: '等夹具', en: 'waiting for a fixture' } });
	const { items } = await li.must(200, 'GET', '/api/v1/codelists', { query: { list: 'wait_reason' } });
	assert.equal(items.find((c) => c.code === 'tooling').zh, '等夹具');
	assertRefused(await put('/api/v1/codelists/nonsense/x', { zh: 'x', en: 'x' }), 400, { fields: ['list'] });
	assertRefused(await put('/api/v1/codelists/cause/a-b', { zh: 'x', en: 'x' }), 400, { fields: ['code'] });
	assertRefused(await put('/api/v1/codelists/cause/X1', { zh: 'x' }), 400, { fields: ['en'] });
	assertRefused(await put('/api/v1/codelists/cause/X1', { zh: '', en: 'x' }), 400, { fields: ['zh'] });
	// shipped ones can be renamed, and stay renamed
	await boss.must(200, 'PUT', '/api/v1/codelists/cause/WEA', { json: { zh: '磨损了', en: 'worn' } });
	await server.restart();
	const again = await li.must(200, 'GET', '/api/v1/codelists', { query: { list: 'cause' } });
	assert.equal(again.items.find((c) => c.code === 'WEA').zh, '磨损了');
});

test('a verb sent twice under one key is done once; under another body or ticket it is refused', async () => {
	const admin = await server.admin();
	const { items: [machine] } = await admin.must(200, 'GET', '/api/v1/assets', { query: { kind: 'machine', limit: 1 } });
	const report = async () => (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: 'twice' } })).ticket;
	const t = await report(), other = await report(), key = 'verb-key-0001';
	const accept = (at, json = {}) => admin.request('POST', `/api/v1/tickets/${at.id}/accept`, { json, version: at.version, headers: { 'Idempotency-Key': key } });
	const first = await accept(t), again = await accept(t);
	assert.equal(first.status, 200);
	assert.equal(again.status, 200);
	assert.equal(again.json.ticket.version, first.json.ticket.version);
	const { items } = await admin.must(200, 'GET', `/api/v1/tickets/${t.id}/history`);
	assert.equal(items.filter((e) => e.kind === 'accepted').length, 1);
	assertRefused(await accept(t, { account_id: 1 }), 409);
	assertRefused(await accept(other), 409);
	const patch = () => admin.request('PATCH', `/api/v1/tickets/${t.id}`, { json: { symptom: 'once' }, version: first.json.ticket.version, headers: { 'Idempotency-Key': 'verb-key-0002' } });
	assert.equal((await patch()).status, 200);
	assert.equal((await patch()).json.ticket.symptom, 'once');
});
