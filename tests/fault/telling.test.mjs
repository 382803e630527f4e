// telling.test.mjs - killed in the middle of sending, again and again: everybody is told of everything once, and outside
// nothing is lost; what arrives twice is the one message that was on its way, under the same key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD } from '../lib/plant.mjs';
import { startRobot } from '../lib/robots.mjs';
import { eventually, sleep, startServer } from '../lib/server.mjs';

const ROUNDS = 8, MINUTE = 1500;

test('killed while it sends, nothing told is lost, and nothing is doubled but what was on its way', async (t) => {
	const server = await startServer({ args: ['--quiet', '--tell-hosts', '127.0.0.1', '--tell-minute-ms', String(MINUTE)] });
	t.after(() => server.stop());
	const admin = await server.admin(), hook = await startRobot(t, 'webhook', { secret: 'a-secret', delay: 40 });
	const machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '冲床' } });
	await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: 'li', name: '李师傅', role: 'technician', password: PASSWORD } });
	await admin.must(201, 'POST', '/api/v1/channels', { json: { kind: 'webhook', name: 'Hook', url: hook.url, secret: 'a-secret', rules: ['reported'], enabled: true } });
	const acknowledged = [];
	let random = 20260131, stop = false;
	const next = () => (random = (random * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;

	for (let round = 0; round < ROUNDS; round++) {
		stop = false;
		const worker = async () => {
			while (!stop) {
				const answer = await admin.request('POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: `${round}` } }).catch(() => undefined);
				if (answer?.status === 201) acknowledged.push(answer.json.ticket.id);
				else if (answer === undefined) return;
				await sleep(10);
			}
		};
		const work = worker(), before = hook.requests;
		await eventually(() => hook.requests, (n) => n > before, 'something is on its way');
		await sleep(next() * 120);
		await server.kill();
		stop = true;
		await work;
		await server.start();
	}
	const waiting = () => admin.must(200, 'GET', '/api/v1/messages?state=waiting').then((m) => m.items.length);
	const told = () => hook.got.flatMap((m) => m.data.items.map((x) => x.entity_id));
	await eventually(told, (ids) => acknowledged.every((id) => ids.includes(id)), 'everything that was acknowledged arrives', 30_000);
	await eventually(waiting, (n) => n === 0, 'nothing waits any more', 30_000);

	// The same thing twice only in the same message.
	const messageOf = new Map();
	for (const m of hook.got) for (const x of m.data.items) {
		messageOf.set(x.event_seq, messageOf.get(x.event_seq) ?? m.id);
		assert.equal(messageOf.get(x.event_seq), m.id, `event ${x.event_seq} came in two messages`);
	}
	const doubled = hook.got.length - new Set(hook.got.map((m) => m.id)).size;
	assert.ok(doubled <= ROUNDS, `${doubled} came twice in ${ROUNDS} kills`);
	assert.deepEqual(hook.refused, []);
	t.diagnostic(`${acknowledged.length} reports, ${hook.got.length} messages, ${doubled} of them twice`);

	// In the app: each report once.
	const li = await server.login('li', PASSWORD), own = [];
	for (let query = { limit: 500 }; ;) {
		const { items, next: before } = await li.must(200, 'GET', '/api/v1/notices', { query });
		own.push(...items.map((n) => n.entity_id));
		if (!before) break;
		query = { limit: 500, before };
	}
	const tickets = new Set(own);
	assert.equal(own.length, tickets.size, 'a notice twice');
	for (const id of acknowledged) assert.ok(tickets.has(id), `ticket ${id} was told to nobody`);
});
