// web.test.mjs - the app as the server hands it out: its page, its files, and what a first visit weighs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertRefused, startServer } from '../lib/server.mjs';

const FIRST_LOAD_MAX = 60 * 1024;
let server, client;
before(async () => {
	server = await startServer();
	client = server.client();
});
after(() => server.stop());

const filesOf = (html) => [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);

for (const lang of ['zh', 'en'])
	test(`a first visit in ${lang} loads at most 60 KiB, compressed`, async () => {
		const { status, text } = await client.get('/', { headers: { 'Accept-Language': lang } });
		assert.equal(status, 200);
		assert.match(text, lang === 'zh' ? /<html lang="zh-CN">/ : /<html lang="en">/);
		const files = new Set(filesOf(text));
		assert.ok(files.size >= 2, text);
		let sum = gzipSync(text, { level: 9 }).length;
		for (const file of files) sum += gzipSync((await client.get(file)).text, { level: 9 }).length;
		assert.ok(sum <= FIRST_LOAD_MAX, `${sum} bytes`);
	});

test('the page is the same at every screen, and follows the chosen language', async () => {
	const home = await client.get('/', { query: { lang: 'en' } });
	assert.equal((await client.get('/tickets/7', { query: { lang: 'en' } })).text, home.text);
	assert.match(String(home.headers['set-cookie']), /^lang=en;/);
	const kept = await client.get('/today', { headers: { Cookie: 'lang=en' } });
	assert.match(kept.text, /<html lang="en">/);
});

test('a file is kept for ever by its name, and is the same without compression', async () => {
	const [file] = filesOf((await client.get('/')).text);
	const packed = await client.get(file, { headers: { 'Accept-Encoding': 'gzip' } });
	const plain = await client.get(file, { headers: { 'Accept-Encoding': 'identity' } });
	assert.match(packed.headers['cache-control'], /immutable/);
	assert.equal(packed.headers['content-encoding'], 'gzip');
	assert.equal(plain.headers['content-encoding'], undefined);
	assert.equal(plain.text, packed.text);
	assert.equal(Number(plain.headers['content-length']), Buffer.byteLength(plain.text));
	const again = await client.get(file, { headers: { 'If-None-Match': packed.headers.etag } });
	assert.equal(again.status, 304);
	assert.equal(again.text, '');
});

test('what is no file of this build is not there', async () => {
	assertRefused(await client.get('/assets/main-00000000.js'), 404);
	assertRefused(await client.get('/nothing'), 404);
	assertRefused(await client.get('/tickets/x'), 404);
});
