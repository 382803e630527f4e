// session.test.mjs - starting, signing in and out, stopping.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused, jixiu, startServer } from '../lib/server.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

test('the first start makes an administrator with a random password and says it once', async () => {
	assert.equal(server.adminLogin, 'admin');
	assert.match(server.adminPassword, /^\S{16,}$/);
	await server.restart();
	assert.equal(server.stdout.match(/first admin:/g).length, 1);
	await server.login('admin', server.adminPassword);
});

test('health and readiness are told without signing in', async () => {
	const client = server.client();
	for (const path of ['/healthz', '/readyz']) {
		assert.equal((await client.get(path)).status, 200, path);
	}
});

test('a wrong password and an unknown login are refused alike', async () => {
	const client = server.client({ lang: 'en' });
	const wrong = assertRefused(await client.post('/api/v1/session', { login: 'admin', password: 'wrong' }), 401);
	const nobody = assertRefused(await client.post('/api/v1/session', { login: 'nobody', password: 'wrong' }), 401);
	assert.equal(wrong.detail, nobody.detail);
	assert.equal(client.cookies.size, 0);
});

test('the session cookie is kept from scripts and other sites', async () => {
	const client = server.client();
	const { headers } = await client.post('/api/v1/session', { login: 'admin', password: server.adminPassword });
	assert.match(headers['set-cookie'][0], /^jixiu=\S+;.*HttpOnly/i);
	assert.match(headers['set-cookie'][0], /SameSite=Lax/i);
});

test('who has signed out is a stranger again', async () => {
	const client = await server.login('admin', server.adminPassword);
	const cookie = client.cookies.get('jixiu');
	assert.equal((await client.get('/api/v1/session')).json.login, 'admin');
	assert.equal((await client.delete('/api/v1/session')).status, 204);
	assertRefused(await client.get('/api/v1/session'), 401);
	assertRefused(await client.get('/api/v1/session', { headers: { Cookie: `jixiu=${cookie}` } }), 401);
});

test('a write with a cookie that comes from another site is refused', async () => {
	const admin = await server.admin();
	for (const origin of ['http://evil.example', 'null', `${server.url}.evil.example`, null]) {
		const answer = await admin.patch('/api/v1/session', { lang: 'en' }, { headers: { Origin: origin } });
		assertRefused(answer, 403);
	}
	assert.equal((await admin.patch('/api/v1/session', { lang: 'en' })).status, 200);
});

test('what a page asks for one person is refused when the cookie has become another\'s', async () => {
	const admin = await server.admin();
	const { json: me } = await admin.get('/api/v1/session');
	const as = (id) => ({ headers: { 'Jixiu-Account': String(id) }, lang: 'en' });
	assert.equal((await admin.get('/api/v1/session', as(me.id))).status, 200);
	for (const other of [me.id + 1, 0, 'admin']) {
		assertRefused(await admin.patch('/api/v1/session', { lang: 'zh' }, as(other)), 401);
		assert.match(assertRefused(await admin.get('/api/v1/session', as(other)), 401).detail, /now signed in as/);
	}
	assert.equal((await admin.get('/api/v1/hello', as(me.id + 1))).json.account.id, me.id, 'who it is now may be asked');
});

test('a refusal speaks the language asked for', async () => {
	const zh = assertRefused(await server.client({ lang: 'zh-CN,zh;q=0.9' }).get('/api/v1/session'), 401);
	const en = assertRefused(await server.client({ lang: 'en-GB' }).get('/api/v1/session'), 401);
	assert.match(zh.detail, /[一-龥]/);
	assert.doesNotMatch(en.detail, /[一-龥]/);
});

test('a second server on the same data folder is refused and says why', async () => {
	const second = await jixiu(['serve', '--data', server.data, '--listen', '127.0.0.1', '--port', '0']);
	assert.notEqual(second.code, 0);
	assert.ok(second.stderr.includes(server.data), second.stderr);
});

test('hello says who is asking, and asks nobody to sign in', async () => {
	const nobody = await server.client().get('/api/v1/hello');
	assert.equal(nobody.status, 200);
	assert.equal(nobody.json.account, null);
	assert.match(nobody.json.version, /^\d+\.\d+/);
	const admin = await server.admin();
	assert.equal((await admin.get('/api/v1/hello')).json.account.login, 'admin');
});
