// changes.test.mjs - what has happened since: told at once, told to those who wait, and never in the way of others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, sleep, startServer, withServer } from '../lib/server.mjs';

let server, admin, li, store, machine;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	[machine] = (await makePlant(server, [{ code: 'M-1', name: '冲床' }])).machines;
	li = await addPerson(server, 'li', '李师傅');
	store = await addPerson(server, 'ku', '库管', 'storekeeper');
	// Only what people do is in the log here; that they are told of it is for telling.test.mjs.
	await admin.must(200, 'PATCH', '/api/v1/tell-rules/reported', { json: { enabled: false }, version: 1 });
});
after(() => server.stop());

const changes = (query, by = li) => by.must(200, 'GET', '/api/v1/changes', { query });
const newest = async (by = li) => (await by.must(200, 'GET', '/api/v1/changes')).seq;
const report = async (symptom = '漏油', by = admin, at = machine) =>
	(await by.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: at.id, symptom } })).ticket;
const timed = async (promise) => {
	const begun = Date.now();
	return { ...(await promise), ms: Date.now() - begun };
};

test('without after: only where the log stands', async () => {
	const c = await changes();
	assert.ok(c.seq > 0);
	assert.deepEqual([c.items, c.more, c.retry_ms], [[], false, null]);
});

test('with after: everything since, oldest first, without what was written in it', async () => {
	const from = await newest();
	const t = await report();
	await li.must(200, 'POST', `/api/v1/tickets/${t.id}/accept`, { json: {}, version: 1 });
	const c = await changes({ after: from });
	assert.deepEqual(c.items.map((i) => [i.entity, i.id, i.kind, i.machine_id]), [
		['ticket', t.id, 'reported', machine.id], ['asset', machine.id, 'state', null], ['ticket', t.id, 'accepted', machine.id],
	]);
	assert.equal(c.items[2].actor, '李师傅');
	assert.deepEqual(Object.keys(c.items[0]).sort(), ['actor', 'entity', 'id', 'kind', 'machine_id', 'seq', 'time']);
	assert.equal(c.seq, c.items.at(-1).seq);
	assert.deepEqual((await changes({ after: c.seq })).items, []);
	assert.deepEqual((await changes({ after: c.items[0].seq })).items.length, 2);
});

test('who waits is told as soon as it happens', async () => {
	const from = await newest();
	const held = timed(changes({ after: from, wait: 20 }));
	await sleep(300);
	const t = await report();
	const c = await held;
	assert.ok(c.ms >= 250 && c.ms < 15_000, `${c.ms} ms`);
	assert.equal(c.items[0].id, t.id);
});

test('who waits in vain is answered when the time is up, and goes on from there', async () => {
	const from = await newest();
	const c = await timed(changes({ after: from, wait: 1 }));
	assert.ok(c.ms >= 900 && c.ms < 15_000, `${c.ms} ms`);
	assert.deepEqual([c.items, c.seq, c.more, c.retry_ms], [[], from, false, null]);
});

test('many changes one after the other go out in rounds, and none is missed', async () => {
	let from = await newest();
	const seen = [];
	let rounds = 0, done = false;
	const follower = (async () => {
		while (!done || from < (await newest())) {
			const c = await changes({ after: from, wait: 2 }, store);
			from = c.seq;
			seen.push(...c.items.map((i) => i.seq));
			rounds++;
		}
	})();
	const begun = Date.now(), first = await newest();
	for (let i = 0; i < 40; i++) {
		await report(`第 ${i} 次`);
		await sleep(25);
	}
	const took = Date.now() - begun;
	done = true;
	await follower;
	assert.deepEqual(seen, Array.from({ length: seen.length }, (_, i) => first + 1 + i));
	assert.equal(seen.length, (await newest()) - first);
	assert.ok(rounds <= took / 250 + 4, `${rounds} answers in ${took} ms`);
});

test('too much to tell, or a log that is another one: read afresh, and go on from there', async () => {
	const from = await newest();
	const t = await report();
	for (let i = 0; i < 501; i += 10) await Promise.all(Array.from({ length: 10 }, (_, k) => admin.post(`/api/v1/tickets/${t.id}/comments`, { text: `${i + k}` })));
	const c = await changes({ after: from });
	assert.deepEqual([c.more, c.items, c.seq], [true, [], await newest()]);
	const other = await timed(changes({ after: c.seq + 1000, wait: 0 }));
	assert.deepEqual([other.more, other.items, other.seq], [true, [], c.seq]);
});

test('who was added or changed is told to those who lead only', async () => {
	const from = await newest();
	await addPerson(server, 'neu', '新人');
	const lead = await changes({ after: from }, admin), other = await changes({ after: from });
	assert.ok(lead.items.some((i) => i.entity === 'account'));
	assert.deepEqual(other.items, []);
	assert.equal(other.seq, lead.seq, 'it goes on all the same');
});

test('what cannot be asked is refused', async () => {
	assertRefused(await server.client().get('/api/v1/changes'), 401);
	assertRefused(await li.get('/api/v1/changes?after=x'), 400, { fields: ['after'] });
	assertRefused(await li.get('/api/v1/changes?after=1&wait=31'), 400, { fields: ['wait'] });
	assertRefused(await li.get('/api/v1/changes?after=-1'), 400, { fields: ['after'] });
});

test('no more than so many are held: the next is answered at once and told when to ask again; others are served', async (t) => {
	const own = await withServer(t, { args: ['--quiet', '--workers', '16', '--held', '4'] });
	const boss = await own.admin();
	const { machines } = await makePlant(own, [{ code: 'M-1', name: '冲床' }]);
	const { token } = await boss.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	const from = await newest(boss);
	const clients = Array.from({ length: 9 }, () => own.client({ token }));
	const held = clients.slice(0, 4).map((c) => timed(changes({ after: from, wait: 20 }, c)));
	await sleep(300);
	for (const c of clients.slice(4)) {
		const answer = await timed(changes({ after: from, wait: 20 }, c));
		assert.ok(answer.ms < 15_000 && answer.retry_ms >= 1000 && answer.retry_ms <= 5000, JSON.stringify(answer));
	}
	await report('漏油', boss, machines[0]);
	for (const h of held) assert.equal((await h).items.length, 2);
	assert.equal((await timed(changes({ after: from, wait: 20 }, clients[8]))).items.length, 2);
});

test('one who went away leaves its place within seconds', async (t) => {
	const own = await withServer(t, { args: ['--quiet', '--workers', '8', '--held', '1'] });
	const boss = await own.admin(), from = await newest(boss);
	const gone = own.client();
	gone.cookies = boss.cookies;
	await assert.rejects(gone.request('GET', '/api/v1/changes', { query: { after: from, wait: 30 }, timeout: 300 }));
	assert.ok((await changes({ after: from, wait: 30 }, boss)).retry_ms > 0, 'it is not noticed at once');
	await sleep(3000);
	assert.equal((await changes({ after: from, wait: 1 }, boss)).retry_ms, null);
});

test('the log has no line for each of those who wait, but for what went wrong', async (t) => {
	const own = await withServer(t);
	const boss = await own.admin(), from = await newest(boss);
	await changes({ after: from, wait: 1 }, boss);
	assertRefused(await boss.get('/api/v1/changes?after=x'), 400);
	await own.end('SIGTERM');
	const lines = own.stderr.concat(own.stdout).split('\n').filter((l) => l.includes('/api/v1/changes'));
	assert.deepEqual(lines.map((l) => / (200|400) /.exec(l)?.[1]), ['200', '400'], lines.join('\n'));
});

test('a stop wakes all who wait, at once', async (t) => {
	const own = await withServer(t, { args: ['--quiet', '--workers', '64'] });
	const boss = await own.admin(), from = await newest(boss);
	const { token } = await boss.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	const held = Array.from({ length: 30 }, () => timed(changes({ after: from, wait: 30 }, own.client({ token }))));
	await sleep(400);
	const begun = Date.now();
	await own.end('SIGTERM');
	assert.ok(Date.now() - begun < 20_000, `stopped after ${Date.now() - begun} ms`);
	for (const h of held) {
		const c = await h;
		assert.ok(c.items.length === 0 && c.retry_ms > 0 && c.ms < 20_000, JSON.stringify(c));
	}
});
