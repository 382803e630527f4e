// roles.test.mjs - who may: the whole matrix role × route, read from the server's own list, so that a new route is
// walked without a word here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused, sleep, startServer } from '../lib/server.mjs';
import { addPerson, PASSWORD } from '../lib/plant.mjs';

const ROLES = ['technician', 'storekeeper', 'manager', 'admin'];
let server, routes, people, tokens;

before(async () => {
	server = await startServer();
	const admin = await server.admin();
	routes = (await admin.must(200, 'GET', '/api/v1/')).items;
	people = { public: server.client({ lang: 'en' }) };
	tokens = {};
	for (const role of ROLES) {
		people[role] = await addPerson(server, `the-${role}`, role, role);
		people[role].lang = 'en';
		const { token } = await people[role].must(201, 'POST', '/api/v1/tokens', { json: { name: 'matrix' } });
		tokens[role] = server.client({ token, lang: 'en' });
	}
});
after(() => server.stop());

// An address of this pattern that most likely leads nowhere: so that what is allowed changes nothing.
const nowhere = (pattern) => pattern.replace(/\{(\w+_)?id\}/g, '987654321').replace(/\{[^}]+\}/g, 'NOSUCHTHING');
// Signing out would end the session that the walk is made with.
const ends_session = (r) => r.method === 'DELETE' && /^\/api\/v1\/sessions?$/.test(r.path);

async function walk(clients) {
	let seen = 0;
	for (const route of routes) {
		for (const [role, client] of Object.entries(clients)) {
			if (ends_session(route) && role !== 'public') continue;
			const what = `${role}: ${route.method} ${route.path}`;
			const answer = await client.request(route.method, nowhere(route.path), {
				headers: { Accept: 'application/json' },
				...(route.method === 'GET' ? {} : { body: '' }),
			});
			const open = route.roles.includes('public');
			if (open || route.roles.includes(role)) {
				assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text}`);
				// Further rules (whose ticket it is, which file) may still refuse, but not the role.
				if (answer.status === 401 || answer.status === 403) assert.ok(!['LOGIN', 'DENIED'].includes(answer.json?.code), `${what}: ${answer.text}`);
			} else {
				const e = assertRefused(answer, role === 'public' ? 401 : 403);
				assert.equal(e.code, role === 'public' ? 'LOGIN' : 'DENIED', what);
			}
			seen++;
		}
	}
	return seen;
}

test('every route names who may, and says what it is for', () => {
	assert.ok(routes.length > 60, `${routes.length} routes`);
	for (const r of routes) {
		assert.ok(r.roles.length, `${r.method} ${r.path}`);
		for (const role of r.roles) assert.ok(role === 'public' || ROLES.includes(role), role);
		assert.ok(r.summary.length > 3, `${r.method} ${r.path}`);
		assert.ok(Number.isInteger(r.body_max), `${r.method} ${r.path}`);
		// Nothing under /api/ is public but the list, signing in and reporting.
		if (r.path.startsWith('/api/') && r.roles.includes('public')) {
			assert.ok(['/api/v1/', '/api/v1/openapi.json', '/api/v1/hello', '/api/v1/session', '/api/v1/reports'].includes(r.path), `${r.method} ${r.path} is public`);
		}
	}
	assert.equal(new Set(routes.map((r) => `${r.method} ${r.path}`)).size, routes.length);
});

test('each role reaches what the list says and nothing else, by cookie', async () => {
	const seen = await walk(people);
	assert.ok(seen >= routes.length * 4);
});

test('each role reaches what the list says and nothing else, by token', async () => {
	await walk(tokens);
});

test('HEAD is guarded like GET, and an unknown method gives nothing away', async () => {
	for (const route of routes.filter((r) => r.method === 'GET' && !r.roles.includes('public'))) {
		assert.equal((await people.public.request('HEAD', nowhere(route.path))).status, 401, route.path);
	}
	for (const route of routes.filter((r) => !r.roles.includes('public'))) {
		for (const method of ['PROPFIND', 'LOCK']) {
			assertRefused(await people.public.request(method, nowhere(route.path)), 405);
		}
	}
});

test('writes with a cookie from another place are refused on every route', async () => {
	const writes = routes.filter((r) => r.method !== 'GET');
	assert.ok(writes.length > 30);
	for (const route of writes) {
		for (const origin of [null, 'null', 'http://evil.example', `${server.url}.evil.example`, server.url.replace('http', 'ftp'), server.url.replace('http:', 'xhttp:'), `http://evil.example/${server.url}`]) {
			const answer = await people.admin.request(route.method, nowhere(route.path), {
				body: '',
				headers: { Origin: origin, Accept: 'application/json' },
			});
			const e = assertRefused(answer, 403);
			assert.equal(e.code, 'ORIGIN', `${route.method} ${route.path} from ${origin}`);
		}
	}
	// A token is not sent by a browser of itself.
	const answer = await tokens.admin.patch('/api/v1/session', {}, { headers: { Origin: 'http://evil.example' } });
	assert.equal(answer.status, 200);
	// Referer speaks where Origin is missing.
	const own = { headers: { Origin: null, Referer: `${server.url}/q` } };
	assert.equal((await people.admin.patch('/api/v1/session', {}, own)).status, 200);
	assertRefused(await people.admin.patch('/api/v1/session', {}, { headers: { Origin: null, Referer: 'http://evil.example/' } }), 403);
});

test('another site cannot sign its visitor in', async () => {
	const login = { login: server.adminLogin, password: server.adminPassword };
	for (const origin of ['http://evil.example', 'null']) {
		const answer = await server.client().post('/api/v1/session', login, { headers: { Origin: origin } });
		assertRefused(answer, 403);
		assert.equal(answer.headers['set-cookie'], undefined);
	}
	assert.equal((await server.client().post('/api/v1/session', login, { headers: { Origin: null } })).status, 200);
});

test('the configured address counts as the own place, also where a proxy changes Host', async () => {
	const own = await startServer({ args: ['--url', 'https://plant.example'] });
	try {
		const client = own.client();
		const origin = { headers: { Origin: 'https://plant.example' } };
		const made = await client.post('/api/v1/session', { login: own.adminLogin, password: own.adminPassword }, origin);
		assert.equal(made.status, 200);
		assert.match(made.headers['set-cookie'][0], /; Secure/);
		assert.equal((await client.patch('/api/v1/session', {}, origin)).status, 200);
		for (const bad of ['https://plant.example.evil', 'http://plant.example', 'https://plant.exampleX/']) {
			assertRefused(await client.patch('/api/v1/session', {}, { headers: { Origin: bad } }), 403);
		}
	} finally {
		await own.stop();
	}
});

test('the session cookie is for this site, for HTTP, and for a while', async () => {
	const { headers } = await server.client().post('/api/v1/session', { login: server.adminLogin, password: server.adminPassword });
	const [cookie] = headers['set-cookie'];
	const [pair, ...attributes] = cookie.split('; ');
	assert.match(pair, /^jixiu=[0-9a-z]{24}$/);
	assert.deepEqual(attributes.filter((a) => !a.startsWith('Max-Age')).sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax']);
	const age = Number(/Max-Age=(\d+)/.exec(cookie)[1]);
	assert.ok(age >= 3600 && age <= 366 * 86400, `${age} s`);
	// A cookie that is no session is a stranger, not an error.
	for (const value of ['', 'x', 'a'.repeat(5000), "' OR 1=1 --", '%00', pair.slice(6).toUpperCase()]) {
		assertRefused(await server.client().get('/api/v1/session', { headers: { Cookie: `jixiu=${value}` } }), 401);
	}
	const both = `x=y; jixiu2=a;${pair}; z=`;
	assert.equal((await server.client().get('/api/v1/session', { headers: { Cookie: both } })).status, 200);
});

test('a token that is none is refused, also where none is needed', async () => {
	for (const authorization of ['Bearer', 'Bearer ', 'Bearer x', 'Bearer jx_', `Bearer jx_${'a'.repeat(24)}`, 'Basic YTpi', 'Digest a', `Bearer ${'x'.repeat(8000)}`, `Bearer ${server.adminPassword}`]) {
		assertRefused(await people.public.get('/api/v1/session', { headers: { Authorization: authorization } }), 401);
	}
	const { token } = tokens.admin;
	for (const wrong of [`${token}x`, token.slice(0, -1), token.toUpperCase(), ` ${token}`, token.replace('jx_', '')]) {
		assertRefused(await people.public.get('/api/v1/session', { headers: { Authorization: `Bearer ${wrong}` } }), 401);
	}
});

test('who is disabled is out at once, by cookie and by token', async () => {
	const admin = await server.admin();
	const li = await addPerson(server, 'li', '李');
	const { token } = await li.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	const by_token = server.client({ token });
	assert.equal((await by_token.get('/api/v1/session')).status, 200);
	const { version } = li.account;
	const changed = await admin.must(200, 'PATCH', `/api/v1/accounts/${li.account.id}`, { json: { disabled: true }, version });
	assertRefused(await li.get('/api/v1/session'), 401);
	assertRefused(await by_token.get('/api/v1/session'), 401);
	assertRefused(await server.client().post('/api/v1/session', { login: 'li', password: PASSWORD }), 401);
	await admin.must(200, 'PATCH', `/api/v1/accounts/${li.account.id}`, { json: { disabled: false }, version: changed.version });
	assertRefused(await li.get('/api/v1/session'), 401); // the old session stays ended
	await server.login('li', PASSWORD);
});

test('a role that is taken away is gone with the next request', async () => {
	const admin = await server.admin();
	const wu = await addPerson(server, 'wu', '吴', 'admin');
	const { token } = await wu.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	await admin.must(200, 'PATCH', `/api/v1/accounts/${wu.account.id}`, { json: { role: 'technician' }, version: wu.account.version });
	assertRefused(await wu.get('/api/v1/system'), 403);
	assertRefused(await server.client({ token }).get('/api/v1/system'), 403);
	assertRefused(await wu.patch(`/api/v1/accounts/${wu.account.id}`, { role: 'admin' }, { version: wu.account.version + 1 }), 403);
	assertRefused(await wu.patch('/api/v1/session', { role: 'admin' }), 400, { fields: ['role'] });
});

test('a revoked token is out at once; those of others are out of reach', async () => {
	const me = people.technician;
	const made = await me.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	const by_token = server.client({ token: made.token });
	assert.equal((await by_token.get('/api/v1/session')).status, 200);
	const list = await me.must(200, 'GET', '/api/v1/tokens');
	assert.ok(list.items.some((t) => t.id === made.id));
	assert.doesNotMatch(JSON.stringify(list), new RegExp(made.token));
	assertRefused(await people.manager.delete(`/api/v1/tokens/${made.id}`), 404);
	assertRefused(await people.admin.delete(`/api/v1/tokens/${made.id}`), 404);
	assert.equal((await by_token.get('/api/v1/session')).status, 200);
	assert.equal((await me.delete(`/api/v1/tokens/${made.id}`)).status, 204);
	assertRefused(await by_token.get('/api/v1/session'), 401);
	assertRefused(await by_token.get('/api/v1/assets'), 401);
});

test('the last administrator stays', async () => {
	const own = await startServer();
	try {
		const admin = await own.admin();
		const me = await admin.must(200, 'GET', '/api/v1/session');
		for (const change of [{ disabled: true }, { role: 'manager' }, { role: 'technician', disabled: true }]) {
			assertRefused(await admin.patch(`/api/v1/accounts/${me.id}`, change, { version: me.version }), 409);
		}
		const second = await addPerson(own, 'second', '二', 'admin');
		await admin.must(200, 'PATCH', `/api/v1/accounts/${me.id}`, { json: { role: 'manager' }, version: me.version });
		// The other is the last now, and a disabled one does not count.
		assertRefused(await second.patch(`/api/v1/accounts/${second.account.id}`, { disabled: true }, { version: second.account.version }), 409);
	} finally {
		await own.stop();
	}
});

test('a new password ends every other session and needs the old one', async () => {
	const old = PASSWORD, next = 'noch ein langes 8';
	const wang = await addPerson(server, 'wang', '王');
	const elsewhere = await server.login('wang', old);
	const { token } = await wang.must(201, 'POST', '/api/v1/tokens', { json: { name: 'x' } });
	for (const json of [{ password: next }, { password: next, old_password: 'x' }, { password: next, old_password: '' }, { password: next, old_password: null }]) {
		assertRefused(await wang.patch('/api/v1/session', json), 400, { fields: ['old_password'] });
	}
	for (const password of ['short', 'x'.repeat(129)]) {
		assertRefused(await wang.patch('/api/v1/session', { password, old_password: old }), 400, { fields: ['password'] });
	}
	assert.equal((await elsewhere.get('/api/v1/session')).status, 200);
	const changed = await wang.patch('/api/v1/session', { password: next, old_password: old });
	assert.equal(changed.status, 200, changed.text);
	assert.doesNotMatch(changed.text, /argon2|password/);
	assertRefused(await elsewhere.get('/api/v1/session'), 401);
	assertRefused(await server.client().post('/api/v1/session', { login: 'wang', password: old }), 401);
	await server.login('wang', next);
	// An administrator who sets it ends them too.
	const admin = await server.admin();
	const again = await server.login('wang', next);
	const { version } = await admin.must(200, 'GET', `/api/v1/accounts/${wang.account.id}`);
	await admin.must(200, 'PATCH', `/api/v1/accounts/${wang.account.id}`, { json: { password: old }, version });
	assertRefused(await again.get('/api/v1/session'), 401);
	assert.equal((await server.client({ token }).get('/api/v1/session')).status, 200); // a machine's key is no password
});

test('wrong passwords are slowed down by login, not by address, and a right one is still refused meanwhile', async () => {
	await addPerson(server, 'zhao', '赵');
	const client = server.client({ lang: 'en' });
	const statuses = [];
	for (let i = 0; i < 10; i++) statuses.push((await client.post('/api/v1/session', { login: 'zhao', password: `wrong ${i}` })).status);
	assert.deepEqual(statuses, [...Array(8).fill(401), 429, 429]);
	const answer = await client.post('/api/v1/session', { login: 'zhao', password: PASSWORD });
	assertRefused(answer, 429);
	assert.equal(answer.headers['retry-after'], '60');
	// Somebody else at the same address signs in.
	await server.login('the-manager', PASSWORD);
	// Unknown logins are slowed down alike, so that nothing tells who exists.
	const unknown = [];
	for (let i = 0; i < 9; i++) unknown.push((await client.post('/api/v1/session', { login: 'nobody-here', password: 'x' })).status);
	assert.deepEqual(unknown, [...Array(8).fill(401), 429]);
});

test('a login that exists cannot be told from one that does not by the time it takes', async () => {
	const time = async (login) => {
		const begun = process.hrtime.bigint();
		await server.client().post('/api/v1/session', { login, password: 'wrong' });
		return Number(process.hrtime.bigint() - begun) / 1e6;
	};
	const known = [], unknown = [];
	for (let i = 0; i < 5; i++) {
		known.push(await time('the-storekeeper'));
		unknown.push(await time(`nobody-${i}`));
	}
	const middle = (a) => a.sort((x, y) => x - y)[2];
	assert.ok(middle(unknown) > middle(known) / 2, `${middle(known)} ms and ${middle(unknown)} ms`);
});

test('passwords that arrive all at once do not keep the others from being served', async () => {
	let answered = 0;
	const crowd = Array.from({ length: 120 }, async (_, i) => {
		const client = server.client();
		const answer = await client.post('/api/v1/session', { login: `crowd-${i}`, password: 'x' }).finally(() => client.close());
		answered++;
		return answer;
	});
	await sleep(50);
	assert.equal((await server.client().get('/readyz')).status, 200);
	assert.ok(answered < crowd.length, 'the crowd had gone before');
	for (const answer of await Promise.all(crowd)) assert.ok([401, 429].includes(answer.status), `${answer.status}`);
});

test('nobody is told a secret', async () => {
	const admin = await server.admin();
	for (const path of ['/api/v1/accounts', '/api/v1/session', '/api/v1/tokens', `/api/v1/accounts/${people.manager.account.id}`]) {
		assert.doesNotMatch((await admin.get(path)).text, /argon2|\$|digest|"password|"secret/, path);
	}
	assertRefused(await people.technician.get(`/api/v1/accounts/${people.manager.account.id}`), 403);
});
