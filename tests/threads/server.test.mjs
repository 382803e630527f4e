// server.test.mjs - many people at once on a server built with the thread sanitizer.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';

const PEOPLE = 12;
const ROUNDS = 10;
let server, cookies;
const open = [];

// Each on a connection of its own, signed in as the administrator. A connection kept alive holds one of the few
// workers, so they are closed after each test.
function people() {
	return Array.from({ length: PEOPLE }, () => {
		const client = server.client();
		client.cookies = new Map(cookies);
		open.push(client);
		return client;
	});
}
afterEach(() => open.splice(0).forEach((client) => client.close()));

before(async () => {
	server = await startServer({ args: ['--workers', '16'] });
	cookies = (await server.admin()).cookies;
});
after(() => server.stop());

test('people who write and read at once all get their answers', async () => {
	await Promise.all(
		people().map(async (client, i) => {
			for (let round = 0; round < ROUNDS; round++) {
				const account = { login: `p${i}r${round}`, name: '张三', role: 'technician', password: 'abcd1234efgh' };
				const made = await client.must(201, 'POST', '/api/v1/accounts', { json: account });
				const change = { name: '李四' };
				await client.must(200, 'PATCH', `/api/v1/accounts/${made.id}`, { json: change, version: made.version });
				for (const path of ['/api/v1/', '/api/v1/accounts', '/api/v1/session', '/readyz', '/api/v1/nothing']) {
					assert.ok((await client.get(path)).status < 500, path);
				}
			}
		}),
	);
	const { items } = await people()[0].must(200, 'GET', '/api/v1/accounts');
	assert.equal(new Set(items.map((a) => a.login)).size, items.length);
});

test('of those who take one login at the same moment, one gets it', async () => {
	const account = { login: 'only', name: '王五', role: 'technician', password: 'abcd1234efgh' };
	const answers = await Promise.all(people().map((c) => c.post('/api/v1/accounts', account)));
	assert.equal(answers.filter((a) => a.status === 201).length, 1);
	assert.equal(answers.filter((a) => a.status >= 400 && a.status < 500).length, PEOPLE - 1);
});

test('of those who change one version at the same moment, one does', async () => {
	const [first] = people();
	const { id, version } = (await first.must(200, 'GET', '/api/v1/accounts')).items.find((a) => a.login === 'only');
	const answers = await Promise.all(
		people().map((c, i) => c.patch(`/api/v1/accounts/${id}`, { name: `王${i}` }, { version })),
	);
	assert.deepEqual(answers.map((a) => a.status).sort(), [200, ...Array(PEOPLE - 1).fill(412)]);
});

test('signing in and out at once mixes nobody up', async () => {
	await Promise.all(
		Array.from({ length: PEOPLE }, async () => {
			const client = await server.login('admin', server.adminPassword);
			open.push(client);
			assert.equal((await client.get('/api/v1/session')).json.login, 'admin');
			assert.equal((await client.delete('/api/v1/session')).status, 204);
			assert.equal((await client.get('/api/v1/session')).status, 401);
		}),
	);
});

test('told to stop among requests, it answers those it has taken', async () => {
	const asking = people().map(async (client) => {
		for (;;) {
			try {
				const { status } = await client.get('/api/v1/accounts');
				if (status === 503) return; // came after the word to stop
				assert.equal(status, 200);
			} catch (e) {
				if (e.code === 'ERR_ASSERTION') throw e;
				return; // the connection was closed between requests
			}
		}
	});
	await server.end('SIGTERM');
	await Promise.all(asking);
	await server.start();
});
