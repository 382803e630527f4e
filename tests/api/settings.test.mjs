// settings.test.mjs - what the plant says of itself, and what the app asks first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, codeOf } from '../lib/plant.mjs';
import { assertRefused, startServer } from '../lib/server.mjs';

let server, admin, manager;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
});
after(() => server.stop());

const hello = (who = server.client()) => who.must(200, 'GET', '/api/v1/hello');
const set = (json, more) => admin.must(200, 'PATCH', '/api/v1/settings', { json, ...more });

test('a new plant has everything to do, and says so to its administrator alone', async () => {
	assert.deepEqual((await hello(admin)).setup, { named: false, machines: 0, labels_printed: false, people: 0, done: false });
	assert.equal((await hello()).setup, null);
	manager = await addPerson(server, 'chief', 'Chief', 'manager');
	assert.equal((await hello(manager)).setup, null);
	await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-1', name: 'Press' } });
	await set({ plant_name: '长春一厂', labels_printed: true });
	assert.deepEqual((await hello(admin)).setup, { named: true, machines: 1, labels_printed: true, people: 1, done: false });
	await set({ setup_done: true });
	assert.equal((await hello(admin)).setup.done, true);
});

test('before anybody signs in, the app knows the name, the languages and the version', async () => {
	const h = await hello();
	assert.equal(h.plant_name, '长春一厂');
	assert.deepEqual(h.languages, ['zh', 'en']);
	assert.equal(h.currency, 'CNY');
	assert.equal(h.account, null);
	assert.match(h.version, /^\d+\.\d+/);
});

test('the address kept here is what links begin with, and labels too', async () => {
	const view = await set({ url: 'https://jixiu.example///' });
	assert.equal(view.url, 'https://jixiu.example');
	assert.equal(view.base_url, 'https://jixiu.example');
	assert.equal(view.url_by_option, false);
	const code = await codeOf(server, 1);
	assert.equal((await admin.must(200, 'GET', `/api/v1/codes/${code}`)).url, `https://jixiu.example/q/${code}`);
	// Plain HTTP by IP goes on: its cookie must come back there.
	const login = await server.client().request('POST', '/api/v1/session', { json: { login: server.adminLogin, password: server.adminPassword } });
	assert.doesNotMatch(String(login.headers['set-cookie']), /Secure/);
	const back = await set({ url: null });
	assert.equal(back.base_url, server.url);
});

test('an address that no label could bear is refused, with the field', async () => {
	for (const url of ['jixiu.example', 'ftp://x', 'http://', 'http://:80', 'http://a/b', 'http://a?b', 'http://a b', `http://${'a'.repeat(100)}`, 'javascript:alert(1)'])
		assertRefused(await admin.request('PATCH', '/api/v1/settings', { json: { url } }), 400, { fields: ['url'] });
	assertRefused(await admin.request('PATCH', '/api/v1/settings', { json: { currency: 'yuan' } }), 400, { fields: ['currency'] });
	assertRefused(await admin.request('PATCH', '/api/v1/settings', { json: { currency: null } }), 400, { fields: ['currency'] });
	assertRefused(await admin.request('PATCH', '/api/v1/settings', { json: { lang: 'fr' } }), 400, { fields: ['lang'] });
	assertRefused(await admin.request('PATCH', '/api/v1/settings', { json: { close_after_days: -1 } }), 400, { fields: ['close_after_days'] });
});

test('who asks for no language gets the one kept here', async () => {
	const fault = async () => (await server.client().request('GET', '/api/v1/nowhere', { headers: { 'Accept-Language': '' } })).json.detail;
	const zh = await fault();
	await set({ lang: 'en' });
	assert.notEqual(await fault(), zh);
	assert.equal((await hello()).lang, 'en');
	await set({ lang: null });
	assert.equal(await fault(), zh);
});

test('settings are the administrator\'s to change, a manager may look, a stale change is refused with what is', async () => {
	assert.equal((await manager.must(200, 'GET', '/api/v1/settings')).plant_name, '长春一厂');
	assertRefused(await manager.request('PATCH', '/api/v1/settings', { json: { plant_name: 'x' } }), 403);
	const { version } = await admin.must(200, 'GET', '/api/v1/settings');
	await set({ close_after_days: 3 }, { version });
	const late = await admin.request('PATCH', '/api/v1/settings', { json: { close_after_days: 5 }, version });
	assertRefused(late, 412);
	assert.equal(late.json.current.close_after_days, 3);
	assert.equal((await admin.must(200, 'GET', '/api/v1/settings')).close_days_now, 3);
});

test('the settings are there after a restart', async () => {
	await set({ url: 'http://10.0.0.9:8080', close_after_days: 0 });
	await server.restart();
	const s = await admin.must(200, 'GET', '/api/v1/settings');
	assert.equal(s.base_url, 'http://10.0.0.9:8080');
	assert.equal(s.close_days_now, 0);
	await set({ url: null });
});
