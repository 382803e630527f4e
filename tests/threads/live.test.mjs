// live.test.mjs - many who wait for news while others work, come and go, and the server is told to stop in the middle of
// it, under the thread sanitizer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePlant } from '../lib/plant.mjs';
import { eventually, sleep, startServer } from '../lib/server.mjs';

test('who waits misses nothing, who is one too many is served too, and a stop ends them all', async (t) => {
	const server = await startServer({ args: ['--quiet', '--workers', '96', '--held', '40'] });
	t.after(() => server.stop());
	const admin = await server.admin();
	const { machines } = await makePlant(server, [{ code: 'M-1', name: '冲床' }]);
	const { token } = await admin.must(201, 'POST', '/api/v1/tokens', { json: { name: 'many' } });
	const start = (await admin.must(200, 'GET', '/api/v1/changes')).seq;
	const clients = Array.from({ length: 60 }, () => ({ client: server.client({ token }), seq: start, seen: [], full: 0 }));
	let over = false;
	const follow = async (c, i) => {
		while (!over) {
			try {
				const timeout = i % 10 ? 60_000 : 150; // some hang up and come again
				const { json } = await c.client.get('/api/v1/changes', { query: { after: c.seq, wait: 3 }, timeout });
				if (!json || json.seq === undefined) break; // told that it stops
				c.seen.push(...json.items.map((e) => e.seq));
				c.seq = json.seq;
				c.full += Boolean(json.retry_ms);
				if (json.retry_ms) await sleep(200);
			} catch {
				await sleep(20);
			}
		}
	};
	const all = Promise.all(clients.map(follow));
	for (let i = 0; i < 40; i++) {
		await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machines[0].id, symptom: `第 ${i} 次` } });
		await admin.must(200, 'GET', '/api/v1/today');
		await sleep(i % 3 ? 10 : 120);
	}
	const { seq } = await admin.must(200, 'GET', '/api/v1/changes');
	await eventually(() => clients.map((c) => c.seq), (seen) => seen.every((s) => s >= seq), 'all are told');
	for (const c of clients) assert.deepEqual(c.seen, Array.from({ length: seq - start }, (_, i) => start + 1 + i));
	assert.ok(clients.some((c) => c.full), 'some were one too many');
	await sleep(300);
	const begun = Date.now();
	over = true;
	await server.end('SIGTERM');
	assert.ok(Date.now() - begun < 20_000);
	await all;
});
