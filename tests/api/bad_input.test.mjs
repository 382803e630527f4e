// bad_input.test.mjs - every route of the server's own list, fed with everything it should not be fed: the answer is a
// 4xx in the envelope and in the language asked for, never a 5xx, a hang or a crash; and afterwards the server is well.
//
// JIXIU_SEED makes the random part repeat; it is printed when something fails. JIXIU_ROUNDS: how much of it.
// Of the many values a member or parameter is tried with, each gets every fifth, others than its neighbour; JIXIU_EVERY=1, which
// ./test --long sets: all.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD } from '../lib/plant.mjs';
import { startServer } from '../lib/server.mjs';
import { makeWorld, samples, send } from '../lib/samples.mjs';

const seed = Number(process.env.JIXIU_SEED ?? 20260131);
const rounds = Number(process.env.JIXIU_ROUNDS ?? 6);
const every = Number(process.env.JIXIU_EVERY ?? 5);
let turn = seed;
const some = (list) => (list.length <= 3 ? list : (turn++, list.filter((_, i) => (i + turn) % every === 0)));
// Hashing a password takes its time; a few are enough.
const secrets = () => texts.filter((_, i) => i % 8 === 0);
let server, routes, without, w;
const flips = { n: 0 };

before(async () => {
	server = await startServer({ args: ['--quiet', '--tell-hosts', '127.0.0.1', '--tell-minute-ms', '2000'] });
	const listed = (await server.client().must(200, 'GET', '/api/v1/')).items.map((r) => ({ ...r, name: `${r.method} ${r.path}` }));
	routes = listed.filter((r) => samples[r.name]);
	without = listed.filter((r) => !samples[r.name]).map((r) => r.name);
	w = await makeWorld(server);
});
after(async () => {
	assert.equal((await server.client().get('/readyz')).status, 200);
	await server.stop();
});

/* ---- what every answer must be ---- */

const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff5e]/;

// An answer to a bad request: below 500, and if it refuses, in the envelope and in one language. `must`: it refuses.
function judge(what, answer, lang, sent, must, page) {
	const told = `${what}\n→ ${answer.status} ${answer.text.slice(0, 600)}\n(JIXIU_SEED=${seed})`;
	assert.ok(answer.status < 500, told);
	// No browser shows it, or not as a page.
	const attached = answer.headers['content-disposition']?.startsWith('attachment') || answer.headers['content-type']?.startsWith('text/calendar');
	assert.ok(attached || !answer.text.includes(MARK), `what was sent came back as markup: ${told}`);
	if (must) assert.ok(answer.status >= 400, `accepted: ${told}`);
	if (answer.status < 400) return;
	const type = answer.headers['content-type'] ?? '';
	if (type.startsWith('text/html')) {
		const [, code] = /<html lang="(..)/.exec(answer.text);
		assert.ok([lang, page].includes(code), told);
		return;
	}
	assert.equal(type, 'application/problem+json; charset=utf-8', told);
	const e = answer.json;
	assert.deepEqual(Object.keys(e).filter((k) => k !== 'current'), ['type', 'title', 'status', 'code', 'detail', 'fields'], told);
	assert.equal(e.status, answer.status, told);
	assert.match(e.type, /^[a-z_]+$/, told);
	assert.match(e.code, /^[A-Z0-9_]+$/, told);
	assert.ok(!answer.text.includes('\ufffd') || sent.includes('\ufffd'), `text is cut in a character: ${told}`);
	for (const field of e.fields) assert.deepEqual(Object.keys(field), ['name', 'detail'], told);
	for (const text of [e.title, e.detail, ...e.fields.map((f) => f.detail)]) {
		assert.ok(text.length > 0, told);
		if (lang === 'zh') assert.match(text, CJK, `not Chinese: ${told}`);
		else if (!CJK.test(sent)) assert.doesNotMatch(text, CJK, `not English: ${told}`);
	}
}

function plain(at) {
	try {
		return decodeURIComponent(at);
	} catch {
		return '';
	}
}

// One bad request; its language takes turns. Answers with what came back.
async function bad(what, sample, change = {}, must = true) {
	const lang = flips.n++ % 2 ? 'en' : 'zh';
	const accept = sample.headers?.Accept ?? 'application/json';
	const own = change.who ?? sample.who ?? w.admin;
	const all = { ...sample, ...change, lang, headers: { Accept: accept, ...change.headers }, timeout: 20_000 };
	own.cookies.delete('lang');
	const spoken = own.account?.lang ?? lang;
	// On a page ?lang= chooses, if the address can be read.
	const page = /^\/api\//.test(sample.at) ? undefined : ('query' in change ? change.query : sample.query)?.lang;
	for (const other of ['json', 'form', 'body'].filter((k) => k in change)) {
		for (const k of ['json', 'form', 'body']) if (k !== other && !(k in change)) delete all[k];
	}
	const answer = await send(w, all);
	const sent = JSON.stringify([all.at, plain(all.at), all.json, all.form, all.query, all.headers]) + (all.body ?? '');
	judge(`${what}\n${all.method} ${all.at} ${sent.slice(0, 400)}`, answer, spoken, sent, must, page);
	return answer;
}

const MARK = '<img src=x onerror=alert(1)>';

/* ---- seeded randomness ---- */

function random(start) {
	let state = start >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (n) => Math.floor(next() * n);
	return { next, below, pick: (list) => list[below(list.length)] };
}

/* ---- strings and values nobody should send ---- */

const texts = [
	'', ' ', '\t', 'x'.repeat(201), 'x'.repeat(3000), '长'.repeat(1500), '\u0001', 'a\u0000b', '\u007f', '\u001b[31mred', 'a\nb', 'a\r\nSet-Cookie: x=y',
	"' OR '1'='1", "'; DROP TABLE ticket; --", '" OR 1=1 --', '%', '_', '\\', '%s%s%s%n', '{{7*7}}', '${7*7}', '$(id)', '`id`', '../../etc/passwd', '..\\..\\x', 'file:///etc/passwd',
	MARK, `"><script>alert(1)</script>${MARK}`, "'\"<>&", '&#60;', '\u202etxt.exe', '\u2028', '\ufeff', '\ufffe', '\u{1f527}', 'e\u0301'.repeat(50), '\u0661\u0662', 'NaN', 'null', 'true', '-0', '1e9', '0x10', '１２３',
];
const numbers = [0, -1, 1.5, 0.0001, 1e15, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e18, 9223372036854775807n, -9223372036854775808n, 1e19, 1e308, -1e308];
const kinds = { text: 'x', number: 7, decimal: 1.5, yes: true, list: [], list_of: [1], object: {}, nested: { a: { b: [1] } } };

const kind_of = (v) => (Array.isArray(v) ? 'list' : v === null ? 'null' : typeof v);
// What has another type than this member. Times are read as text too, so a number stands for either.
function wrong_for(name, value) {
	const own = kind_of(value);
	return Object.entries(kinds).filter(([, v]) => {
		const k = kind_of(v);
		if (own === 'null' || k === own) return false;
		return true;
	});
}

// BigInt goes out as its digits.
const stringify = (v) => JSON.stringify(v, (_, x) => (typeof x === 'bigint' ? `#${x}#` : x)).replace(/"#(-?\d+)#"/g, '$1');
const asJson = (v) => ({ body: stringify(v), type: 'application/json' });

/* ---- the walk ---- */

const sampleOf = (route) => samples[route.name](w);
const writesJson = (s) => s.json !== undefined;

test('every route has a sample that it takes, and every sample a route', async () => {
	assert.deepEqual(without, [], 'routes without a sample in tests/lib/samples.mjs');
	const names = new Set(routes.map((r) => r.name));
	for (const name of Object.keys(samples)) assert.ok(names.has(name), `tests/lib/samples.mjs: ${name} is no route`);
	for (const route of routes) {
		const sample = await sampleOf(route);
		const answer = await send(w, sample);
		assert.equal(answer.status, sample.ok, `${route.name} ${sample.at}: ${answer.text.slice(0, 500)}`);
	}
});

test('ids and names in the address that lead nowhere', async () => {
	const ids = ['0', '-1', '1.5', 'x', '00', '01', '1e3', '%31%00', '999999999', '9007199254740993', '9223372036854775807', '9223372036854775808', '1'.repeat(400), "1'--", '%20', '1%20', '%3Cscript%3E', encodeURIComponent(MARK), '%E4%BD%A0', '..', '.', '*', '1;2', '1,2'];
	for (const route of routes.filter((r) => r.path.includes('{'))) {
		const sample = await sampleOf(route);
		const holes = route.path.split('/'), parts = sample.at.split('/');
		for (let i = 0; i < holes.length; i++) {
			if (!holes[i].startsWith('{')) continue;
			for (const id of ids) {
				const at = parts.with(i, id).join('/');
				// A key for an upload or a code of a list may be new; the app's page asks for what it shows itself.
				const must = route.summary !== 'the app' && (!/^\{(key|code|photo)\}$/.test(holes[i]) || !['PUT'].includes(route.method));
				await bad(`${route.name}: ${holes[i]} = ${id.slice(0, 40)}`, sample, { at }, must);
			}
		}
	}
});

test('a member of another type', async () => {
	for (const route of routes) {
		const sample = await sampleOf(route);
		if (!writesJson(sample)) continue;
		const walk = async (value, rebuild, path) => {
			for (const [name, member] of Object.entries(value)) {
				for (const [kind, wrong] of wrong_for(name, member)) {
					const isTime = /_at$|^planned_/.test(name) && kind === 'number';
					const isDecimal = typeof member === 'number' && typeof wrong === 'number';
					const changed = rebuild(Array.isArray(value) ? value.with(Number(name), wrong) : { ...value, [name]: wrong });
					await bad(`${route.name}: ${path}${name} is a ${kind}`, sample, asJson(changed), !isTime && !isDecimal);
				}
				if (member && typeof member === 'object') {
					await walk(member, (inner) => rebuild(Array.isArray(value) ? value.with(Number(name), inner) : { ...value, [name]: inner }), `${path}${name}.`);
				}
			}
		};
		await walk(sample.json, (v) => v, '');
	}
});

test('a body that is no object', async () => {
	const bodies = [
		'', ' ', 'null', 'true', '0', '-1', '"x"', '[]', '[{}]', '[[]]', '{', '}', '{}}', '{"a"', '{"a":', '{"a":1,}', "{'a':1}", '{a:1}', '{"a":1}{"a":1}', '{"a":01}', '{"a":+1}', '{"a":1.}', '{"a":.5}', '{"a":NaN}', '{"a":Infinity}',
		'{"a":tru}', '{"a":"\t"}', '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"a":"\\u0000"}', '{"a\\u0000b":1}', '{"a":1e999}', '{"a":99999999999999999999}', '// x\n{}', '\ufeff{}', '{"":1}', 'a=b&c=d',
		'['.repeat(2000), '{"a":'.repeat(500), `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, `{${Array.from({ length: 300 }, (_, i) => `"k${i}":1`).join()}}`, '<xml/>', '--XX\r\n\r\n',
		Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]), Buffer.from('{"a":"\xc0\xaf"}', 'latin1'), Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1'), Buffer.from('{"\xe4\xbd":1}', 'latin1'), Buffer.alloc(100), Buffer.from('{"a":1\0}'), Buffer.from('{}', 'utf16le'),
	];
	for (const route of routes) {
		let sample = await sampleOf(route);
		if (!writesJson(sample)) continue;
		for (const body of bodies) {
			// Where nothing must be said, nothing may be said.
			const answer = await bad(`${route.name}: ${JSON.stringify(String(body).slice(0, 40))}`, sample, { body, type: 'application/json' }, body !== '');
			if (answer.status < 400) sample = await sampleOf(route);
		}
	}
});

test('members that are missing, unknown, named twice, or too many', async () => {
	for (const route of routes) {
		const sample = await sampleOf(route);
		if (!writesJson(sample)) continue;
		const { json } = sample;
		for (const name of ['nonsense', 'id', 'version', '__proto__', 'constructor', '长'.repeat(60), 'x'.repeat(1000), '\u001b', MARK, 'a\u0000']) {
			await bad(`${route.name}: unknown ${name.slice(0, 20)}`, sample, { body: stringify({ ...json, [`${name}`]: 1 }).replace('"a\\u0000":1', '"a\\u0000b":1'), type: 'application/json' }, name !== '__proto__' && !(name in json));
		}
		for (const [name, value] of Object.entries(json)) {
			const twice = `${stringify(json).slice(0, -1)},${JSON.stringify(name)}:${stringify(value)}}`;
			await bad(`${route.name}: ${name} twice`, sample, { body: twice, type: 'application/json' });
			const capital = Object.fromEntries(Object.entries(json).map(([k, v]) => [k === name ? k.toUpperCase() : k, v]));
			await bad(`${route.name}: ${name} in capitals`, sample, asJson(capital));
		}
		await bad(`${route.name}: many`, sample, asJson({ ...json, ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i])) }));
		await bad(`${route.name}: deep`, sample, asJson({ ...json, deep: JSON.parse('['.repeat(20) + ']'.repeat(20)) }));
	}
});

test('a body over the limit, and a body where none belongs', async () => {
	for (const route of routes) {
		const sample = await sampleOf(route);
		if (route.body_max <= 131072) {
			const answer = await bad(`${route.name}: too large`, sample, { body: Buffer.alloc(route.body_max + 1, ' '), type: 'application/json' });
			// An address that has its own limits of role answers first.
			assert.equal(answer.status, 413, `${route.name}: ${answer.text}`);
		}
	}
});

test('values out of range, texts of every kind', async () => {
	for (const route of routes) {
		let sample = await sampleOf(route);
		if (!writesJson(sample)) continue;
		for (const [name, value] of Object.entries(sample.json)) {
			const list = typeof value === 'number' ? numbers : typeof value === 'string' ? texts : [null];
			for (const wrong of name === 'password' ? secrets() : some(list)) {
				const answer = await bad(`${route.name}: ${name} = ${String(wrong).slice(0, 30)}`, sample, asJson({ ...sample.json, [name]: wrong }), false);
				if (answer.status < 400) sample = await sampleOf(route);
			}
		}
	}
});

test('ids in the body that lead nowhere, or to somebody or something else', async () => {
	for (const route of routes) {
		let sample = await sampleOf(route);
		if (!writesJson(sample)) continue;
		for (const name of Object.keys(sample.json).filter((k) => /_id$|^duplicate_of$/.test(k))) {
			for (const id of [0, -1, 999_999, 2 ** 53, 9223372036854775807n]) {
				await bad(`${route.name}: ${name} = ${id}`, sample, asJson({ ...sample.json, [name]: id }));
			}
			for (const id of [w.site.id, w.line.id, w.machine.id, w.component.id, w.technician.account.id, w.storekeeper.account.id, 1]) {
				const answer = await bad(`${route.name}: ${name} = ${id}`, sample, asJson({ ...sample.json, [name]: id }), false);
				if (answer.status < 400) sample = await sampleOf(route);
			}
		}
	}
});

test('parameters behind the question mark', async () => {
	const known = ['limit', 'after', 'before', 'from', 'to', 'text', 'kind', 'state', 'lang', 'page', 'under', 'machine'];
	const values = ['-1', '0', '1.5', 'x', ' 1', '+1', '1 ', '1e3', '0x1', '99999', '9223372036854775808', '9'.repeat(300), '2026-13-45', '2026-02-30', '1969-12-31', '2300-01-01', 'now', '2026-01-31T25:00:00Z', "' OR 1=1 --", '%', '_%_', '\\', MARK, '长'.repeat(300), '\u202e', 'a,b,,c', '[]', '{}', 'null'];
	for (const route of routes.filter((r) => r.method === 'GET')) {
		const sample = await sampleOf(route);
		const own = Object.keys(sample.query ?? {});
		for (const name of new Set([...own, ...known])) {
			for (const value of own.includes(name) ? [...some(values), 'x'] : values.slice(2, 4)) {
				// Numbers, times and names of a list must be that; a text may be anything.
				const must = own.includes(name) && value === 'x' && /^(limit|from|to|kind|state|page|dpi|under|machine|bin|part|ticket|technician|priority|open|low|retired|unassigned|evidence|components|blank|parent)$/.test(name);
				await bad(`${route.name}: ?${name}=${value.slice(0, 30)}`, sample, { query: { ...sample.query, [name]: value } }, must);
			}
		}
		for (const raw of ['?', '?=', '?&&&', '?limit', '?limit=', '?=1', '?limit=1&limit=x', '?a[b]=c', '?%E4=1', '?limit=%', '?limit=%00', '?limit=%ff', `?${'a=1&'.repeat(39)}`, `?${'a=1&'.repeat(45)}`, `?${'x'.repeat(8000)}`]) {
			await bad(`${route.name}: ${raw.slice(0, 40)}`, sample, { at: sample.at + raw, query: undefined }, /%(E4|ff|00|$)|(a=1&){45}/.test(raw));
		}
	}
});

test('a version that is none, or not the current one', async () => {
	for (const route of routes) {
		const sample = await sampleOf(route);
		if (sample.version === undefined) continue;
		for (const value of [null, '', 'x', '"', '""', '"x"', '*', '0', '"0"', '-1', '"-1"', '1.5', '1e0', '"1', '1"', 'W/"1"', '"1", "2"', '99999999999999999999', '"9223372036854775808"', '长', "'1'", '0x1', '+1', '"1" "']) {
			const { version, ...rest } = sample;
			// What a header may not hold, node does not send.
			const header = value === '长' ? '\u00e9' : value;
			const answer = await bad(`${route.name}: If-Match ${value}`, rest, { headers: { 'If-Match': header } });
			assert.equal(answer.status, 400, `${route.name}: If-Match ${value}: ${answer.text}`);
		}
		for (const version of [sample.version + 1, sample.version + 1000, 2 ** 53]) {
			const answer = await bad(`${route.name}: version ${version}`, sample, { version });
			assert.equal(answer.status, 412, `${route.name}: version ${version}: ${answer.text}`);
		}
	}
});

test('a key that is none, or belongs to something else', async () => {
	let taking = 0;
	for (const route of routes) {
		const sample = await sampleOf(route);
		if (!sample.key) continue;
		taking++;
		for (const key of ['', 'short', 'x'.repeat(65), 'with a blank', 'semi;colon', '\u00e9'.repeat(8), "'; DROP TABLE x", '<script>', '../../../../etc', '%00%00%00%00']) {
			const answer = await bad(`${route.name}: Idempotency-Key ${key}`, sample, { headers: { 'Idempotency-Key': key } });
			assert.equal(answer.status, 400, `${route.name}: ${key}: ${answer.text}`);
		}
		// Given twice, the second does nothing again; given to another route, it is not taken for that one's.
		const headers = { 'Idempotency-Key': 'the-same-key-for-all' };
		await bad(`${route.name}: a key of another route`, sample, { headers }, false);
		await bad(`${route.name}: a key again`, sample, { headers }, false);
	}
	assert.ok(taking >= 8);
});

test('forms that are broken', async () => {
	const plain = 'application/x-www-form-urlencoded';
	const part = (head, value = 'x') => `--XX\r\n${head}\r\n\r\n${value}\r\n`;
	const named = (name) => `Content-Disposition: form-data; name="${name}"`;
	const bodies = [
		['a=%', plain], ['a=%zz', plain], ['a=%00', plain], ['a=%ff', plain], ['a=%c0%af', plain], ['a=%ed%a0%80', plain], ['a=1&'.repeat(5000), plain], [`a=${'x'.repeat(70_000)}`, plain], ['\0\0\0', plain], ['=&=&=', plain], ['&&&&', plain],
		['', 'multipart/form-data'], ['x', 'multipart/form-data; boundary='], ['x', 'multipart/form-data; boundary=XX'], ['--XX', 'multipart/form-data; boundary=XX'], ['--XX--', 'multipart/form-data; boundary=XX'], ['--XX\r\n', 'multipart/form-data; boundary=XX'],
		[part(named('a')), 'multipart/form-data; boundary=XX'], [`${part('X: y')}--XX--`, 'multipart/form-data; boundary=XX'], [`${part(named('a'), 'a\0b')}--XX--`, 'multipart/form-data; boundary=XX'],
		[`${part(`${named('photo')}; filename="../../x"`, 'no picture')}--XX--`, 'multipart/form-data; boundary=XX'], [part(named('a')).repeat(500), 'multipart/form-data; boundary=XX'], [`${part(named(MARK))}--XX--`, 'multipart/form-data; boundary=XX'],
		['{}', 'application/json'], ['x', 'text/plain'], ['x', `multipart/form-data; boundary=${'x'.repeat(500)}`], [Buffer.alloc(3000, 0xff), 'multipart/form-data; boundary=XX'], ['x', ''], ['x', 'multipart/mixed; boundary=XX'],
	];
	for (const route of routes) {
		let sample = await sampleOf(route);
		if (sample.form === undefined && !sample.type?.startsWith('multipart')) continue;
		for (const [body, type] of bodies) {
			for (const accept of ['text/html', 'application/json']) {
				const answer = await bad(`${route.name}: ${type} ${String(body).slice(0, 40)}`, sample, { body, type, headers: { Accept: accept } }, false);
				if (answer.status < 400) sample = await sampleOf(route);
			}
		}
		for (const name of Object.keys(sample.form ?? { symptom: 1, text: 1, since: 1, since_at: 1, reporter: 1, contact: 1, stopped: 1, key: 1 })) {
			for (const value of some(texts)) {
				const form = { symptom: 'noise', stopped: '1', text: 'x', ...sample.form, [name]: value };
				const answer = await bad(`${route.name}: ${name} = ${value.slice(0, 30)}`, sample, { form, headers: { Accept: 'text/html' } }, false);
				if (answer.status < 400) sample = await sampleOf(route);
			}
		}
	}
});

test('uploads that are not what they say', async () => {
	const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
	const files = [
		Buffer.alloc(0), Buffer.from('x'), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), Buffer.from('<html><script>alert(1)</script>'), Buffer.from('GIF89a'), Buffer.from('MZ\x90\0'), Buffer.from('PK\x03\x04'),
		Buffer.from('#!/bin/sh\n'), jpeg.subarray(0, 2), jpeg, Buffer.concat([jpeg, Buffer.alloc(1000)]), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), Buffer.from('%PDF-'), Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 0xff),
	];
	for (const route of routes.filter((r) => r.method === 'PUT' && r.path.endsWith('{key}'))) {
		let sample = await sampleOf(route);
		for (const body of files) {
			const answer = await bad(`${route.name}: ${body.toString('latin1', 0, 20)}`, sample, { body, type: 'image/jpeg' }, body.length < 3 || /^(<|GIF|MZ|PK|#!)/.test(body.toString('latin1', 0, 5)));
			if (answer.status < 400) sample = await sampleOf(route);
		}
		for (const query of [{ kind: 'x' }, { kind: 'PHOTO' }, { kind: MARK }, { kind: 'photo', name: '长'.repeat(500) }, { kind: 'photo', name: '\u202e' }, { kind: 'photo', name: '../../x' }, { kind: 'photo', name: 'a\r\nSet-Cookie: x=y' }, { kind: 'photo', name: `"; filename="${MARK}` }]) {
			const answer = await bad(`${route.name}: ${JSON.stringify(query).slice(0, 60)}`, sample, { query }, false);
			if (answer.status < 400) {
				// A name that was taken comes back in a header, and cannot leave it.
				const content = await w.admin.get(`/api/v1/documents/${answer.json?.id ?? 0}/content`);
				assert.ok(content.status === 200 || content.status === 404);
				assert.equal(content.headers['set-cookie'], undefined);
				sample = await sampleOf(route);
			}
		}
	}
});

test('what belongs to others', async () => {
	// Each sample made for the administrator, sent by everybody else: refused or done, in their language, never broken.
	for (const route of routes) {
		for (const who of [w.stranger, w.storekeeper, w.technician]) {
			const sample = await sampleOf(route);
			if (route.name === 'DELETE /api/v1/session') continue;
			const may = route.roles.includes('public') || (who !== w.stranger && route.roles.includes(who.account.role));
			const cookies = new Map(who.cookies); // it may sign in as somebody else
			await bad(`${route.name} as ${who.account?.role ?? 'nobody'}`, sample, { who }, !may);
			who.cookies = cookies;
		}
	}
	// The words of one account do not open the door of another.
	const { id } = await w.technician.must(201, 'POST', '/api/v1/tokens', { json: { name: 'mine' } });
	await bad('a token of another', { method: 'DELETE', at: `/api/v1/tokens/${id}`, who: w.storekeeper });
});

test('methods that an address does not take', async () => {
	for (const route of routes) {
		const sample = await sampleOf(route);
		const has = new Set(routes.filter((r) => r.path === route.path).map((r) => r.method));
		for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'].filter((m) => !has.has(m))) {
			await bad(`${method} ${route.path}`, { method, at: sample.at });
		}
	}
});

test('strange headers', async () => {
	// Of those in one row none keeps another from being looked at; a cookie that is none makes a stranger of whoever sends it.
	const headers = [
		{ Accept: MARK, 'Accept-Encoding': 'gzip;q=nan, *;q=0', 'Content-Type': 'application/json; charset=utf-7', Range: 'bytes=0-0,-1', 'If-Modified-Since': 'x', 'User-Agent': '%1b' },
		{ Accept: '*/*;q=', 'Content-Type': '\u00ff', 'If-None-Match': '*', 'Content-Encoding': 'gzip', Referer: 'javascript:alert(1)', 'X-Forwarded-For': '127.0.0.1', DNT: '1'.repeat(5000) },
		{ Accept: 'text/html' }, { Cookie: 'jixiu=' }, { Cookie: ';;;=;lang=xx;lang' },
	];
	for (const route of routes.filter((r) => r.method === 'GET')) {
		const sample = await sampleOf(route);
		for (const h of headers) await bad(`${route.name}: ${JSON.stringify(h).slice(0, 60)}`, sample, { headers: h }, false);
	}
});

// Bytes of a valid body, damaged at random places.
function damage(r, bytes) {
	const out = [...bytes];
	for (let n = 1 + r.below(4); n > 0 && out.length; n--) {
		const at = r.below(out.length);
		switch (r.below(6)) {
			case 0: out[at] = r.below(256); break;
			case 1: out.splice(at, 1 + r.below(8)); break;
			case 2: out.splice(at, 0, ...Buffer.from(r.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', '\0', '\u00e9', '长', '\\u0000', '\\ud800', 'null', '1e400', '&', '=', '%', '\r\n', '--XX']))); break;
			case 3: out.splice(at, 0, ...out.slice(at, at + r.below(40))); break;
			case 4: out[at] ^= 1 << r.below(8); break;
			default: out.length = at;
		}
	}
	return Buffer.from(out);
}

// A valid value with something of it exchanged.
function twist(r, value) {
	if (value && typeof value === 'object' && r.below(4)) {
		const keys = Object.keys(value);
		if (keys.length) {
			const key = r.pick(keys);
			const copy = Array.isArray(value) ? [...value] : { ...value };
			if (!r.below(5)) delete copy[key];
			else copy[key] = twist(r, value[key]);
			return Array.isArray(copy) ? copy.filter((_, i) => i in copy) : copy;
		}
	}
	return r.pick([...texts, ...numbers, ...Object.values(kinds), null, false]);
}

test('valid requests, damaged at random', async () => {
	const r = random(seed);
	for (const route of routes) {
		let sample = await sampleOf(route);
		const bytes = Buffer.from(sample.body ?? (sample.form ? new URLSearchParams(sample.form).toString() : sample.json ? stringify(sample.json) : ''));
		const type = sample.type ?? (sample.form ? 'application/x-www-form-urlencoded' : 'application/json');
		for (let i = 0; i < rounds; i++) {
			const changes = [];
			if (bytes.length) changes.push({ body: damage(r, bytes), type });
			if (sample.json) changes.push(asJson(twist(r, sample.json)));
			if (sample.query) changes.push({ query: { ...sample.query, [r.pick(Object.keys(sample.query))]: String(r.pick([...texts, ...numbers])).replace(/[\ud800-\udfff]/g, '') } });
			changes.push({ at: sample.at + encodeURIComponent(String(r.pick(texts))).slice(0, 300) });
			for (const change of changes) {
				const answer = await bad(`${route.name}: random`, sample, change, false);
				if (answer.status < 400) sample = await sampleOf(route);
			}
		}
	}
});

test('the own language goes before the asked one', async () => {
	const { json } = await w.admin.post('/api/v1/accounts', { login: 'english', name: 'E', role: 'technician', password: PASSWORD, lang: 'en' });
	const english = await server.login('english', PASSWORD);
	english.account = json;
	for (const [method, at] of [['GET', '/api/v1/nothing'], ['PUT', '/api/v1/tickets'], ['GET', '/api/v1/system'], ['POST', '/api/v1/tickets'], ['GET', '/api/v1/tickets/999999'], ['GET', '/api/v1/tickets?limit=x']]) {
		for (let i = 0; i < 2; i++) await bad('own language', { method, at, who: english });
	}
});

test('after all of it, the records are whole', async () => {
	const { items } = await w.admin.must(200, 'GET', '/api/v1/accounts');
	assert.ok(items.some((a) => a.login === 'admin' && a.role === 'admin' && !a.disabled));
	assert.equal((await w.stranger.get('/readyz')).status, 200);
	const figures = await w.admin.get('/api/v1/figures', { query: { under: w.site.id } });
	assert.equal(figures.status, 200);
});

test('a query parameter that a route does not have is refused by name, in both languages; pages take what others add', async () => {
	const told = { zh: '没有这个查询参数', en: 'unknown query parameter' };
	let seen = 0;
	for (const route of routes.filter((r) => r.method === 'GET' && r.path.startsWith('/api/'))) {
		const s = await samples[route.name](w);
		for (const lang of ['zh', 'en']) {
			const answer = await send(w, { ...s, query: { ...s.query, 'no-such': '1' }, lang });
			assert.equal(answer.status, 400, `${route.name}: ${answer.text}`);
			assert.deepEqual(answer.json.fields, [{ name: 'no-such', detail: told[lang] }], route.name);
			seen++;
		}
	}
	assert.ok(seen > 60, `${seen}`);
	const page = await w.stranger.get(`/q/${w.code}?from=groupmessage&isappinstalled=0`);
	assert.equal(page.status, 200, page.text);
});
