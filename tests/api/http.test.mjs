// http.test.mjs - HTTP as bytes: what is one request and what is refused, how connections live and end.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { assertRefused, exchange, sleep, startServer, withServer } from '../lib/server.mjs';
import { ask, connect } from '../lib/raw.mjs';

let server;
before(async () => (server = await startServer({ args: ['--request-seconds', '2'] })));
after(() => server.stop());

const get = (path, ...lines) => [`GET ${path} HTTP/1.1`, 'Host: a', ...lines, '', ''].join('\r\n');
const post = (path, body, ...lines) =>
	[`POST ${path} HTTP/1.1`, 'Host: a', `Content-Length: ${Buffer.byteLength(body)}`, ...lines, '', body].join('\r\n');

// An envelope in raw bytes.
function refused(answer, status) {
	assert.ok(answer, 'the connection was closed without an answer');
	return assertRefused({ ...answer, text: answer.body }, status);
}

const many = (n) => Array.from({ length: n }, (_, i) => `X-${i}: y`);

// [what, bytes]: each is answered with 400 and the connection closed, so that nothing after it is taken for a request.
const broken = [
	['Content-Length and Transfer-Encoding', post('/api/v1/session', '0\r\n\r\n', 'Transfer-Encoding: chunked')],
	['Content-Length twice', post('/api/v1/session', '{}', 'Content-Length: 2')],
	['Content-Length twice, different', post('/api/v1/session', '{}', 'Content-Length: 0')],
	...['+2', '-1', '0x2', '2, 2', '2 ', '', 'two', '1e1', '99999999999999999999', '\u00b2'].map((n) => [
		`Content-Length "${n}"`,
		`POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: ${n}\r\n\r\n{}`,
	]),
	['Transfer-Encoding twice', get('/healthz', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
	...['gzip', 'identity', 'chunked, gzip', 'gzip, chunked', ' chunked ', 'xchunked', ''].map((t) => [
		`Transfer-Encoding "${t}"`,
		get('/healthz', `Transfer-Encoding: ${t}`),
	]),
	['Transfer-Encoding in HTTP/1.0', 'POST /api/v1/session HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
	['no Host', 'GET /healthz HTTP/1.1\r\n\r\n'],
	['an empty Host', 'GET /healthz HTTP/1.1\r\nHost: \r\n\r\n'],
	['two Hosts', get('/healthz', 'Host: b')],
	...['a b', 'a/b', 'a"b', '<a>', 'a,b', 'user@a', 'a?b', 'bücher'].map((h) => [`Host "${h}"`, `GET /healthz HTTP/1.1\r\nHost: ${h}\r\n\r\n`]),
	['61 headers', get('/healthz', ...many(60))],
	['200 headers', get('/healthz', ...many(199))],
	['a folded header', get('/healthz', 'X: a', ' b: c', 'Content-Length: 5')],
	['a first line that is folded', 'GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n'],
	['a header without a name', get('/healthz', ': a', 'Content-Length: 5')],
	['a header without a colon', get('/healthz', 'nonsense')],
	['a blank before the colon', get('/healthz', 'Content-Length : 5')],
	['a blank in a header name', get('/healthz', 'Content Length: 5')],
	['a header name that is no token', get('/healthz', 'X(a): b')],
	['a header name beyond ASCII', get('/healthz', '\u00e9: b', 'Content-Length: 5')],
	...['\0', '\x01', '\x0b', '\x1b', '\x7f', '\r', '\t'].map((c) => [
		`control character ${JSON.stringify(c)} in a header`,
		get('/healthz', `X: a${c}b`),
	]),
	['bare line feeds', 'GET /healthz HTTP/1.1\nHost: a\n\n'],
	['one bare line feed', 'GET /healthz HTTP/1.1\r\nHost: a\nX: y\r\n\r\n'],
	['a bare line feed after the request line', 'GET /healthz HTTP/1.1\nHost: a\r\n\r\n'],
	['an empty line in front', `\r\n${get('/healthz')}`],
	['two empty lines in front', `\r\n\r\n${get('/healthz')}`],
	['blanks in front', `  ${get('/healthz')}`],
	['only an empty line', '\r\n\r\n'],
	['two blanks in the request line', 'GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
	['a line break in the request line', 'GET /healthz \r\nHTTP/1.1\r\nHost: a\r\n\r\n'],
	['a blank after the version', 'GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n'],
	['a blank in the address', 'GET /health z HTTP/1.1\r\nHost: a\r\n\r\n'],
	['no version', 'GET /healthz\r\n\r\n'],
	['another protocol', 'GET /healthz ICY/1.1\r\nHost: a\r\n\r\n'],
	['a method in small letters', 'get /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
	['a method that nobody knows', 'BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
	['TRACE', 'TRACE /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
	['an address without a slash', 'GET healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
	['raw bytes beyond ASCII in the address', 'GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n'],
	['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n'],
	...['Authorization', 'Origin', 'If-Match', 'Idempotency-Key', 'Content-Type', 'Expect', 'Referer'].map((h) => [
		`${h} twice`,
		get('/healthz', `${h}: a`, `${h}: b`),
	]),
	['TLS', Buffer.from('16030100a5010000a10303\r\n\r\n', 'latin1')],
	['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
];

test('a request that others could read differently is refused and ends the connection', async () => {
	for (const [what, bytes] of broken) {
		const line = await connect(server);
		// A second request right behind: it must not be answered.
		line.write(Buffer.concat([Buffer.from(bytes, 'latin1'), Buffer.from(get('/readyz'), 'latin1')]));
		try {
			refused(await line.answer(), 400);
			assert.equal((await line.closed()).length, 0, 'the connection went on');
		} catch (e) {
			e.message = `${what}: ${e.message}`;
			throw e;
		} finally {
			line.destroy();
		}
	}
});

test('an address that is not properly encoded is refused', async () => {
	const paths = [
		'/%', '/%4', '/%zz', '/%00', '/a%00b', '/%0a', '/%0d%0aSet-Cookie:%20a=b', '/%1f', '/%7f',
		'/%c0%af', '/%c1%81', '/%e0%80%af', '/%f0%80%80%af', '/%ed%a0%80', '/%f4%90%80%80', '/%ff', '/%80', '/%e4%bd', '/%f5%80%80%80',
	];
	for (const path of paths) {
		refused(await ask(server, get(path, 'Accept-Language: en')), 400);
		refused(await ask(server, get(`/api/v1/?a=${path.slice(1)}`, 'Accept-Language: en')), 400);
	}
	refused(await ask(server, get(`/api/v1/?${'a=b&'.repeat(41)}`)), 400);
});

test('what climbs out of its folder finds nothing', async () => {
	for (const path of ['/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/api/v1/../../healthz', '//healthz', '/healthz/', '/healthz/.', '/HEALTHZ', '/healthz%2f', '/healthz;a=b', '/.htpasswd', '/api/v1/tickets/1%2f..%2f2']) {
		refused(await ask(server, get(path, 'Accept: application/json')), 404);
	}
});

test('a head that is too long is refused', async () => {
	for (const bytes of [get(`/${'a'.repeat(20_000)}`), get('/healthz', `X: ${'a'.repeat(20_000)}`)]) {
		const line = await connect(server);
		line.write(bytes);
		refused(await line.answer(), 400);
		line.destroy();
	}
	assert.equal((await ask(server, get('/healthz', `X: ${'a'.repeat(12_000)}`))).status, 200);
});

test('another version of HTTP is refused with 505', async () => {
	for (const version of ['0.9', '1.2', '2.0', '3', '9.9']) {
		refused(await ask(server, `GET /healthz HTTP/${version}\r\nHost: a\r\n\r\n`), 505);
	}
});

test('sixty headers, long names and Chinese values are taken', async () => {
	const line = await connect(server);
	line.write(get('/healthz', ...many(59)));
	assert.equal((await line.answer()).status, 200);
	line.write(Buffer.from(get('/healthz', 'X: 中文', `${'X'.repeat(200)}: y`, 'Empty:', "odd!#$%&'*+-.^_`|~: y")));
	assert.equal((await line.answer()).status, 200);
	line.destroy();
});

test('an absolute address is as good as a path', async () => {
	const host = `127.0.0.1:${server.port}`;
	const line = await connect(server);
	line.write(`GET http://${host}/api/v1/? HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
	assert.ok((await line.answer()).json.items.length > 10);
	line.write(`GET HTTP://${host.toUpperCase()}/readyz HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
	assert.equal((await line.answer()).body, 'ready\n');
	line.destroy();
	const other = await connect(server);
	other.write(`GET http://b:${server.port}/readyz HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
	refused(await other.answer(), 400);
	await other.closed();
	// Another port is another server: civetweb hangs up.
	assert.equal(await ask(server, 'GET http://a:1/readyz HTTP/1.1\r\nHost: a:1\r\n\r\n'), null);
});

test('a person is told in the language asked for, also when the request is broken', async () => {
	const zh = refused(await ask(server, get('/%zz', 'Accept-Language: zh')), 400);
	const en = refused(await ask(server, get('/%zz', 'Accept-Language: en')), 400);
	assert.match(zh.title + zh.detail, /^[^A-Za-z]+$/);
	assert.doesNotMatch(en.title + en.detail, /[一-龥]/);
});

/* ---- connections ---- */

test('HTTP/1.0 ends after its answer unless it asks for more', async () => {
	let line = await connect(server);
	line.write('GET /healthz HTTP/1.0\r\n\r\n');
	assert.equal((await line.answer()).headers.connection, 'close');
	await line.closed();

	line = await connect(server);
	for (let i = 0; i < 3; i++) {
		line.write('GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n');
		assert.equal((await line.answer()).headers.connection, 'keep-alive');
	}
	line.destroy();
});

test('HTTP/1.1 goes on until it is told to end', async () => {
	for (const [connection, goes] of [
		[null, true], ['keep-alive', true], ['Keep-Alive', true], ['close', false], ['Close', false],
		['keep-alive, close', false], ['close, keep-alive', false], ['upgrade', false], ['TE', false],
	]) {
		const line = await connect(server);
		line.write(get('/healthz', ...(connection ? [`Connection: ${connection}`] : [])));
		const { headers } = await line.answer();
		assert.equal(headers.connection, goes ? 'keep-alive' : 'close', `Connection: ${connection}`);
		if (!goes) await line.closed();
		line.destroy();
	}
	// What asks for another protocol gets an answer in this one, and the end.
	const line = await connect(server);
	line.write(get('/healthz', 'Connection: keep-alive, Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x'));
	const answer = await line.answer();
	assert.deepEqual([answer.status, answer.headers.connection], [200, 'close']);
	await line.closed();
});

test('one connection takes many requests, also after refusals', async () => {
	const line = await connect(server);
	const json = ['Content-Type: application/json', 'Accept: application/json'];
	for (let i = 0; i < 100; i++) {
		for (const [bytes, status] of [
			[get('/healthz'), 200],
			[get('/nothing', ...json), 404],
			[get('/api/v1/tickets'), 401],
			[post('/healthz', 'a body nobody wants'), 405],
			[post('/nothing', 'x'.repeat(5000), ...json), 404],
			[post('/api/v1/session', '{'), 400],
			[post('/api/v1/accounts', '{}'), 401],
			[post('/api/v1/session', 'x'.repeat(5000)), 413],
			[get('/%zz'), 400],
		]) {
			line.write(bytes);
			const answer = await line.answer();
			assert.equal(answer?.status, status, bytes);
			assert.equal(answer.headers.connection, 'keep-alive', bytes);
		}
	}
	line.destroy();
});

test('requests sent in one go are answered in their order', async () => {
	const line = await connect(server);
	line.write([get('/healthz'), post('/api/v1/session', '{"login":1}'), get('/readyz'), get('/nothing', 'Accept: */*'), get('/healthz', 'Connection: close'), get('/readyz')].join(''));
	const got = [];
	for (;;) {
		const answer = await line.answer();
		if (!answer) break;
		got.push(answer.status);
	}
	assert.deepEqual(got, [200, 400, 200, 404, 200]);
});

test('HEAD has the headers of GET and no body', async () => {
	const line = await connect(server);
	for (const path of ['/healthz', '/api/v1/', '/q', '/nothing']) {
		line.write(get(path, 'Accept: application/json'));
		const whole = await line.answer();
		line.write(get(path, 'Accept: application/json').replace('GET', 'HEAD'));
		const head = await line.answer({ head: true });
		assert.deepEqual(
			[head.status, head.headers['content-length'], head.headers['content-type']],
			[whole.status, whole.headers['content-length'], whole.headers['content-type']],
			path,
		);
	}
	line.write(get('/healthz')); // and the connection is where it should be
	assert.equal((await line.answer()).body, 'ok\n');
	line.destroy();
});

test('an address says what it takes', async () => {
	const client = server.client({ lang: 'en' });
	const wrong = await client.request('PUT', '/api/v1/tickets');
	assertRefused(wrong, 405);
	assert.equal(wrong.headers.allow, 'OPTIONS, GET, HEAD, POST');
	const options = await client.request('OPTIONS', '/api/v1/tickets', { headers: { 'Access-Control-Request-Method': 'POST', Origin: 'http://b' } });
	assert.equal(options.status, 204);
	assert.equal(options.headers.allow, 'OPTIONS, GET, HEAD, POST');
	assert.equal(options.headers['access-control-allow-origin'], undefined);
	for (const method of ['PROPFIND', 'MKCOL', 'LOCK', 'REPORT', 'DELETE']) {
		assertRefused(await client.request(method, '/api/v1/tickets'), 405);
		assertRefused(await client.request(method, '/api/v1/nothing'), 404);
	}
	assertRefused(await client.request('OPTIONS', '/api/v1/nothing'), 404);
	assert.equal((await client.request('OPTIONS', '/api/v1/tickets/0')).status, 404); // ids begin at 1
});

test('every answer carries its safety headers and none of another site\'s', async () => {
	const client = server.client();
	for (const path of ['/today', '/q', '/q/NOSUCHCODE', '/healthz', '/api/v1/', '/api/v1/tickets', '/nothing', '/t/nothing']) {
		const { headers } = await client.get(path, { headers: { Origin: 'http://evil.example', Accept: 'text/html' } });
		assert.equal(headers['x-content-type-options'], 'nosniff', path);
		assert.equal(headers['referrer-policy'], 'same-origin', path);
		assert.match(headers['content-security-policy'], /default-src 'none'/, path);
		assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, path);
		assert.equal(headers['access-control-allow-origin'], undefined, path);
		assert.equal(headers['cache-control'], path === '/today' ? 'no-cache' : 'no-store', path);
		assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 5000, path);
		assert.equal(headers.server, undefined, path);
	}
});

test('forwarded headers are nobody\'s word', async () => {
	const lies = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', Forwarded: 'host=evil.example', 'X-Original-URL': '/healthz', 'X-HTTP-Method-Override': 'DELETE' };
	const admin = await server.admin();
	const plain = await admin.get('/api/v1/session', { headers: lies });
	assert.equal(plain.json.login, 'admin');
	assertRefused(await admin.patch('/api/v1/session', {}, { headers: { ...lies, Origin: 'https://evil.example' } }), 403);
	const { headers } = await server.client().post('/api/v1/session', { login: 'admin', password: server.adminPassword }, { headers: lies });
	assert.doesNotMatch(headers['set-cookie'].join(), /evil|Secure/);
});

test('text is compressed for those who take it', async () => {
	const plain = await ask(server, get('/api/v1/'));
	assert.equal(plain.headers['content-encoding'], undefined);
	for (const accept of ['gzip', 'deflate, gzip;q=0.5', 'GZIP', 'br;q=1.0, gzip']) {
		const packed = await ask(server, get('/api/v1/', `Accept-Encoding: ${accept}`));
		assert.equal(packed.headers['content-encoding'], 'gzip', accept);
		assert.match(packed.headers.vary, /Accept-Encoding/);
		assert.ok(packed.bytes.length < plain.bytes.length / 2);
		assert.deepEqual(gunzipSync(packed.bytes), plain.bytes);
	}
	for (const accept of ['gzip;q=0', 'br', 'gzipped', 'identity', 'x-gzip']) {
		assert.equal((await ask(server, get('/api/v1/', `Accept-Encoding: ${accept}`))).headers['content-encoding'], undefined, accept);
	}
	// What is small stays as it is.
	assert.equal((await ask(server, get('/healthz', 'Accept-Encoding: gzip'))).headers['content-encoding'], undefined);
});

/* ---- bodies ---- */

test('a body over the limit is refused before it is sent', async () => {
	const line = await connect(server);
	line.write('POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n');
	const answer = await line.answer();
	refused(answer, 413);
	assert.equal(answer.headers.connection, 'close');
	await line.closed(); // soon, although the body never comes
});

test('who is still sending a body that is too large gets the answer all the same', async () => {
	const big = Buffer.alloc(3_000_000, 'x');
	for (let i = 0; i < 5; i++) {
		assertRefused(await exchange(server.port, { method: 'POST', path: '/api/v1/session', body: big }), 413);
		assertRefused(await exchange(server.port, { method: 'PUT', path: '/api/v1/assets/1/documents/abcdefgh', body: big }), 401);
	}
});

const chunks = (...parts) => parts.map((p) => `${Buffer.byteLength(p).toString(16)}\r\n${p}\r\n`).join('') + '0\r\n\r\n';
const chunked = (body, ...lines) => ['POST /api/v1/session HTTP/1.1', 'Host: a', 'Accept-Language: en', 'Transfer-Encoding: chunked', ...lines, '', body].join('\r\n');

test('a body in chunks is put together', async () => {
	const login = JSON.stringify({ login: server.adminLogin, password: server.adminPassword });
	for (const body of [chunks(login), chunks(...login), chunks(login.slice(0, 3), login.slice(3)), `${chunks(login).slice(0, -2)}Trailer: x\r\n\r\n`]) {
		const answer = await ask(server, chunked(body));
		assert.equal(answer.status, 200, answer.body);
	}
	const line = await connect(server); // in pieces, each byte a packet
	for (const byte of chunked(chunks(login))) line.write(byte);
	assert.equal((await line.answer()).status, 200);
	line.destroy();
});

test('broken chunks are refused', async () => {
	for (const body of [
		'x\r\n', '-1\r\na\r\n0\r\n\r\n', '0x1\r\na\r\n0\r\n\r\n', '+1\r\na\r\n0\r\n\r\n', ' 1\r\na\r\n0\r\n\r\n', '1;a=b\r\na\r\n0\r\n\r\n',
		'1\na\n0\n\n', '2\r\nabc\r\n0\r\n\r\n', '1\r\nab\r\n0\r\n\r\n', '\r\n\r\n', `${'0'.repeat(100)}1\r\na\r\n0\r\n\r\n`,
		'ffffffffffffffff\r\na\r\n0\r\n\r\n', '8000000000000000\r\na\r\n0\r\n\r\n',
	]) {
		const line = await connect(server);
		line.write(chunked(body) + get('/healthz'));
		const answer = await line.answer();
		refused(answer, answer.status === 408 && body[0] === '8' ? 408 : 400); // its size says that more will come
		assert.equal((await line.closed()).length, 0, JSON.stringify(body));
		line.destroy();
	}
	// More than the limit, in one huge chunk or in many small ones.
	for (const body of [`7fffffff\r\n${'x'.repeat(9000)}`, chunks(...Array(100).fill('x'.repeat(100)))]) {
		const line = await connect(server);
		line.write(chunked(body));
		refused(await line.answer(), 413);
		line.destroy();
	}
});

test('who asks before sending a body is told to go on', async () => {
	const login = JSON.stringify({ login: server.adminLogin, password: server.adminPassword });
	const line = await connect(server);
	line.write(`POST /api/v1/session HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${login.length}\r\n\r\n`);
	assert.equal((await line.answer()).status, 100);
	line.write(login);
	assert.equal((await line.answer()).status, 200);
	line.write(get('/healthz'));
	assert.equal((await line.answer()).status, 200);
	line.destroy();
});

test('who asks before sending a body that is not wanted is told so at once', async () => {
	for (const [path, status] of [['/api/v1/session', 413], ['/api/v1/accounts', 401], ['/nothing', 404]]) {
		const line = await connect(server);
		line.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n`);
		const answer = await line.answer();
		refused(answer, status);
		await line.closed();
	}
});

test('JSON nested a thousand deep is refused, and the stack would have held it', async () => {
	const client = server.client({ lang: 'en' });
	for (const [open, close] of [['[', ']'], ['{"a":', '}']]) {
		const deep = open.repeat(600) + '1' + close.repeat(600);
		assertRefused(await client.request('POST', '/api/v1/session', { body: deep, type: 'application/json' }), 400);
		const open_only = open.repeat(Math.floor(4000 / open.length));
		assertRefused(await client.request('POST', '/api/v1/session', { body: open_only, type: 'application/json' }), 400);
	}
	const admin = await server.admin();
	const calendar = `{"name":"x","shifts":${'['.repeat(1000)}${']'.repeat(1000)}}`;
	assertRefused(await admin.request('POST', '/api/v1/calendars', { body: calendar, type: 'application/json' }), 400);
	const { worker_stack_bytes } = await admin.must(200, 'GET', '/api/v1/system');
	assert.ok(worker_stack_bytes >= 1024 * 1024, `a worker has ${worker_stack_bytes} bytes of stack`);
});

/* ---- slow and vanished clients ---- */

test('bodies that trickle are ended, and others are served meanwhile', async (t) => {
	const own = await withServer(t, { args: ['--workers', '16', '--request-seconds', '2'] });
	const lines = await Promise.all(Array.from({ length: 12 }, () => connect(own)));
	for (const line of lines) line.write('POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n{');
	const begun = Date.now();
	const drip = setInterval(() => lines.forEach((l) => l.socket.writable && l.write(' ')), 100);
	t.after(() => clearInterval(drip));
	let served = 0;
	const client = own.client();
	while (Date.now() - begun < 1000) {
		assert.equal((await client.get('/readyz')).status, 200);
		served++;
	}
	assert.ok(served > 2, `only ${served} answers`);
	for (const line of lines) {
		refused(await line.answer(), 408);
		line.destroy();
	}
	assert.equal((await client.get('/readyz')).status, 200);
	client.close();
});

test('a body that stops is ended', async () => {
	for (const head of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
		const line = await connect(server);
		line.write(`POST /api/v1/session HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n5\r\n{`);
		refused(await line.answer({ timeout: 20_000 }), 408);
		line.destroy();
	}
});

test('a slow but steady body is taken', async () => {
	const client = await server.admin();
	const asset = await client.must(201, 'POST', '/api/v1/assets', { json: { kind: 'site', name: 'x' } });
	const size = 120_000; // 30 KB/s: longer than --request-seconds allows for nothing
	const line = await connect(server);
	line.write(
		`PUT /api/v1/assets/${asset.id}/documents/slow-body HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\n` +
			`Cookie: jixiu=${client.cookies.get('jixiu')}\r\nContent-Length: ${size}\r\n\r\n`,
	);
	for (let sent = 0; sent < size; sent += 6000) {
		line.write(Buffer.alloc(6000, 'x'));
		await sleep(200);
	}
	refused(await line.answer(), 400); // it arrived; it is no picture
	line.destroy();
});

test('a reader who stops is ended, and others are served meanwhile', async (t) => {
	const own = await withServer(t, { args: ['--workers', '8', '--request-seconds', '2'] });
	const admin = await own.admin();
	const asset = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'site', name: 'x' } });
	const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(30_000_000, 'x'), Buffer.from('\n%%EOF\n')]);
	const file = await admin.must(201, 'PUT', `/api/v1/assets/${asset.id}/documents/large-file?kind=manual&name=x`, { body: pdf });
	const head = get(`/api/v1/documents/${file.id}/content`, `Cookie: jixiu=${admin.cookies.get('jixiu')}`);
	const lines = await Promise.all(Array.from({ length: 8 }, () => connect(own)));
	for (const line of lines) {
		line.write(head);
		await line.until(() => (line.data.length ? true : undefined), 20_000);
		line.socket.pause();
	}
	assert.equal((await own.client().get('/readyz')).status, 200);
	for (const line of lines) line.destroy();
	// Who reads gets all of it.
	const whole = await admin.get(`/api/v1/documents/${file.id}/content`);
	assert.ok(whole.body.equals(pdf));
});

test('connections kept open leave workers for those who come', async (t) => {
	const own = await withServer(t, { args: ['--workers', '8'] });
	const lines = [];
	for (let i = 0; i < 30; i++) {
		const line = await connect(own);
		line.write(get('/healthz'));
		const { status, headers } = await line.answer({ timeout: 9000 });
		assert.equal(status, 200);
		if (headers.connection === 'keep-alive') lines.push(line);
		else line.destroy();
	}
	assert.ok(lines.length >= 4 && lines.length <= 6, `${lines.length} are kept`);
	for (const line of lines) line.destroy();
});

test('who goes away in the middle does no harm', async () => {
	for (let i = 0; i < 40; i++) {
		const line = await connect(server);
		line.write(
			[
				'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{',
				get('/api/v1/').repeat(20),
				'GET /hea',
				'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
			][i % 4],
		);
		await sleep(i % 3);
		if (i % 2) line.socket.resetAndDestroy();
		else line.destroy();
	}
	assert.equal((await server.client().get('/readyz')).status, 200);
});

/* ---- the end ---- */

test('a stop finishes what has begun and takes nothing new', async (t) => {
	const own = await withServer(t);
	const login = JSON.stringify({ login: own.adminLogin, password: own.adminPassword });
	const line = await connect(own);
	const idle = await connect(own);
	line.write(`POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: ${login.length}\r\n\r\n${login.slice(0, 5)}`);
	await sleep(200);
	own.child.kill('SIGTERM');
	await sleep(200);
	for (const path of ['/readyz', '/healthz', '/api/v1/', '/q']) {
		const answer = await ask(own, get(path));
		assert.ok(answer === null || answer.status === 503, `${path}: ${answer?.status}`);
		if (answer) assert.equal(answer.headers.connection, 'close');
	}
	line.write(login.slice(5));
	const answer = await line.answer();
	assert.equal(answer.status, 200, answer.body);
	assert.equal(answer.headers.connection, 'close');
	await idle.closed();
	assert.deepEqual(await own.exited, { code: 0, signal: null });
});

test('a stop waits only so long', async (t) => {
	const own = await withServer(t, { args: ['--stop-seconds', '1'] });
	const line = await connect(own);
	line.write('POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{');
	await sleep(200);
	const begun = Date.now();
	await own.end('SIGTERM');
	assert.ok(Date.now() - begun < 5000, `${Date.now() - begun} ms`);
});

test('a stop is quick when nothing is going on: who waits is woken', async (t) => {
	const own = await withServer(t), took = [];
	// Nobody who is not woken is ever this quick (they wait for two seconds); on a machine with much else to do one of five is.
	while (took.length < 5 && !(took.at(-1) < 1500)) {
		if (took.length) await own.start();
		const lines = await Promise.all(Array.from({ length: 30 }, () => connect(own)));
		for (const line of lines) {
			line.write(get('/healthz'));
			await line.answer();
		}
		await sleep(100);
		const begun = Date.now();
		own.child.kill('SIGTERM');
		await Promise.all(lines.map((l) => l.closed()));
		took.push(Date.now() - begun); // closing is the server's; the leak check of a sanitizer's build comes after it
		await own.exited;
	}
	assert.ok(took.at(-1) < 1500, `connections were closed after ${took.join(', ')} ms`);
});

test('each request leaves one line in the log, whatever it holds', async () => {
	const from = server.stderr.length;
	await ask(server, get('/api/v1/?a=%0a2026-01-01T00:00:00+08:00%20error%20forged'));
	await ask(server, get('/api/v1/', 'X: \u001b[31m')).catch(() => {});
	await ask(server, get('/no/such/%E2%80%AE\u0041'));
	await ask(server, 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n');
	await sleep(100);
	const lines = server.stderr.slice(from).trimEnd().split('\n');
	assert.equal(lines.length, 4, lines.join('\n'));
	for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT\S+ info \S+ \S+ \S+ \d{3} /, line);
	assert.doesNotMatch(lines.join('\n'), /forged/);
});
