// manuals.test.mjs - documents of the knowledge base: read, kept with their sections, found, shown beside suggestions, replaced,
// removed; and files made to hurt.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, jixiu, startServer, tempFolder } from '../lib/server.mjs';

let server, admin, li, lathe, twin, press, plant;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	plant = await makePlant(server, [{ code: 'CNC-1', name: '数控车床', model: 'CK6150' }, { code: 'CNC-2', name: '数控车床', model: 'ck6150' }, { code: 'PR-1', name: '冲床', model: 'J23' }]);
	[lathe, twin, press] = plant.machines;
	li = await addPerson(server, 'li', '李师傅');
});
after(() => server.stop());

const text = (s) => Buffer.from(s);
const put = (query, body, status = 201, type = 'text/plain') => admin.must(status, 'POST', '/api/v1/manuals', { query, body: text(body), type });
const find = async (words, more = {}) => (await li.must(200, 'GET', '/api/v1/find', { query: { text: words, ...more } })).items;
const list = async (query = {}) => (await li.must(200, 'GET', '/api/v1/manuals', { query })).items;
const SPINDLE = '# 主轴手册\n\n## 主轴异响\n现象：高速时尖叫\n原因：轴承磨损\n处理：更换轴承\n\n## 主轴不转\n原因：变频器故障\n处理：复位变频器\n';

test('a file is tried out, and nothing is kept', async () => {
	const seen = await admin.must(200, 'POST', '/api/v1/manuals/preview', { query: { name: '手册.md' }, body: text(SPINDLE), type: 'text/markdown' });
	assert.deepEqual([seen.format, seen.title, seen.lang, seen.encoding, seen.sections, seen.cut, seen.faulty_line], ['text', '主轴手册', 'zh', 'UTF-8', 6, false, null]);
	assert.deepEqual(seen.parts.map((p) => [p.kind, p.trouble, p.title, p.text]), [
		['condition', 1, '主轴异响', '高速时尖叫'], ['cause', 1, '主轴异响', '轴承磨损'], ['remedy', 1, '主轴异响', '更换轴承'],
		['condition', 2, '主轴不转', ''], ['cause', 2, '主轴不转', '变频器故障'], ['remedy', 2, '主轴不转', '复位变频器']]);
	assert.deepEqual(await list(), []);
});

test('kept, it is listed, read, found by words, and shown beside the suggestions for its machines only', async () => {
	const made = await put({ name: '主轴.md', model: 'CK6150' }, SPINDLE);
	assert.deepEqual([made.title, made.model, made.asset_id, made.edition, made.version], ['主轴手册', 'CK6150', null, 1, 1]);
	assert.ok(made.parts.length >= 5);
	assert.deepEqual((await list()).map((m) => m.id), [made.id]);
	for (const [machine, n] of [[lathe, 1], [twin, 1], [press, 0]]) assert.equal((await list({ machine: machine.id })).length, n);
	assert.equal((await list({ text: '主轴' })).length, 1);
	assert.equal((await list({ text: '冲床' })).length, 0);
	assert.equal((await li.must(200, 'GET', `/api/v1/manuals/${made.id}`)).parts[0].title, '主轴异响');

	const [hit] = (await find('尖叫')).filter((i) => i.kind === 'document');
	assert.deepEqual([hit.id, hit.section, hit.name, hit.detail, hit.state, hit.text, hit.words], [made.id, 1, '主轴异响', '主轴手册', 'condition', '高速时尖叫', [{ word: '尖叫' }]]);

	const { ticket } = await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom: '主轴高速时有尖叫声' } });
	const { documents } = await li.must(200, 'GET', `/api/v1/tickets/${ticket.id}/suggestions`);
	assert.deepEqual(documents.map((d) => [d.manual_id, d.document, d.title, d.model]), [[made.id, '主轴手册', '主轴异响', 'CK6150']]);
	assert.deepEqual(documents[0].rest.map((s) => s.kind), ['condition', 'cause', 'remedy']);
	const other = (await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: press.id, symptom: '主轴高速时有尖叫声' } })).ticket;
	assert.deepEqual((await li.must(200, 'GET', `/api/v1/tickets/${other.id}/suggestions`)).documents, []);
	const nothing = (await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom: '照明灯不亮' } })).ticket;
	assert.deepEqual((await li.must(200, 'GET', `/api/v1/tickets/${nothing.id}/suggestions`)).documents, []);
});

test('the same file again changes nothing; another of its name for the same machines is a new edition', async () => {
	const [before] = await list();
	assert.equal((await put({ name: '主轴.md', model: 'ck6150' }, SPINDLE, 200)).version, before.version);
	const next = await put({ name: '主轴.md', model: 'CK6150' }, '# 主轴手册\n\n## 主轴过热\n原因：缺油\n', 200);
	assert.deepEqual([next.id, next.edition], [before.id, 2]);
	assert.deepEqual((await list()).map((m) => m.id), [before.id]);
	assert.deepEqual((await find('尖叫')).filter((i) => i.kind === 'document'), []);
	assert.equal((await find('缺油')).filter((i) => i.kind === 'document').length, 1);
	// for another place it is another document
	assert.notEqual((await put({ name: '主轴.md', asset: press.id }, SPINDLE)).id, before.id);
	// a topic is known by its id, whatever the file is called
	const topic = (title) => `<troubleshooting id="t-1"><title>${title}</title><troublebody><condition><p>x</p></condition></troublebody></troubleshooting>`;
	const first = await put({ name: 'a.dita' }, topic('One'), 201, 'application/xml');
	assert.equal((await put({ name: 'b.dita' }, topic('Two'), 200, 'application/xml')).id, first.id);
});

test('put to another machine, renamed, removed: found accordingly', async () => {
	const made = await put({ name: 'belt.txt', asset: lathe.id }, 'Symptom: belt squeals\nRemedy: tighten belt');
	const at = `/api/v1/manuals/${made.id}`;
	assertRefused(await admin.request('PATCH', at, { json: { asset_id: press.id }, version: made.version + 1 }), 412);
	assertRefused(await admin.request('PATCH', at, { json: { asset_id: 99999 }, version: made.version }), 400, { fields: ['asset_id'] });
	assertRefused(await admin.request('PATCH', at, { json: { model: 'CK6150' }, version: made.version }), 400, { fields: ['model'] });
	const moved = await admin.must(200, 'PATCH', at, { json: { asset_id: press.id, title: 'Belts' }, version: made.version });
	assert.deepEqual([moved.asset_id, moved.title, moved.version], [press.id, 'Belts', made.version + 1]);
	assert.ok((await list({ machine: press.id })).some((m) => m.id === made.id));
	assert.ok(!(await list({ machine: lathe.id })).some((m) => m.id === made.id));
	const belts = async () => (await find('squeals', { kind: 'document' })).filter((i) => i.id === made.id).map((i) => i.detail);
	assert.deepEqual(await belts(), ['Belts']);
	await admin.must(204, 'DELETE', at);
	await admin.must(204, 'DELETE', at);
	assertRefused(await li.get(at), 404);
	assert.deepEqual(await belts(), []);
	// and may come again
	assert.notEqual((await put({ name: 'belt.txt', asset: press.id }, 'Symptom: belt squeals')).id, made.id);
});

test('of a place it is for all machines there', async () => {
	const site = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'site', name: '二厂' } });
	const there = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: site.id, name: '磨床' } });
	const made = await put({ name: 'all.txt', asset: site.id }, '现象：冷却液泄漏\n处理：更换接头');
	assert.ok((await list({ machine: there.id })).some((m) => m.id === made.id));
	assert.ok(!(await list({ machine: press.id })).some((m) => m.id === made.id));
});

test('the file goes out as plain text that nothing runs in', async () => {
	const page = '<html><body><h1>Pump</h1><script>alert(1)</script><p onclick="alert(2)">Leaks &lt;b&gt;</p></body></html>';
	const made = await put({ name: 'pump.html' }, page, 201, 'text/html');
	assert.deepEqual(made.parts.map((p) => p.text), ['Leaks <b>']);
	const answer = await li.get(`/api/v1/manuals/${made.id}/content`);
	assert.equal(answer.text, page);
	assert.match(answer.headers['content-type'], /^text\/plain/);
	assert.match(answer.headers['content-security-policy'], /default-src 'none'; sandbox/);
	assert.equal(answer.headers['x-content-type-options'], 'nosniff');
	assert.match(answer.headers['content-disposition'], /^attachment/);
});

test('what is no document, or is made to hurt, is refused with a reason and costs nothing', async () => {
	const post = (body, query = { name: 'x' }, who = admin) => who.request('POST', '/api/v1/manuals', { query, body: Buffer.isBuffer(body) ? body : text(body), type: 'text/plain' });
	assertRefused(await post('%PDF-1.4'), 400);
	assertRefused(await post('   '), 400);
	assertRefused(await post('<?xml version="1.0"?><invoice/>'), 400);
	assertRefused(await post('x', {}), 400, { fields: ['name'] });
	assertRefused(await post('x y', { name: 'x', asset: lathe.id, model: 'X' }), 400, { fields: ['model'] });
	assertRefused(await post('x y', { name: 'x', asset: 99999 }), 400, { fields: ['asset_id'] });
	assertRefused(await post(`<p>${'<div>'.repeat(1000)}`), 400);
	assertRefused(await post(Buffer.alloc(4 * 1024 * 1024 + 1, 'x ')), 413);
	assertRefused(await post('x y', { name: 'x' }, li), 403);
	const laughs = '<!DOCTYPE topic [<!ENTITY a "haha">' + Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${i ? `&a${i - 1};`.repeat(10) : '&a;'}">`).join('') + ']><topic id="l"><title>t</title><body><p>words &a19;</p></body></topic>';
	assert.deepEqual((await put({ name: 'laughs.xml' }, laughs)).parts.map((p) => p.text), ['words']);
	const outside = '<!DOCTYPE topic [<!ENTITY x SYSTEM "file:///etc/passwd">]><topic id="o"><title>t</title><body><p>words &x;</p></body></topic>';
	assert.deepEqual((await put({ name: 'outside.xml' }, outside)).parts.map((p) => p.text), ['words']);
	await post(`<topic id="n"${' a="1"'.repeat(500_000)}><body><p>x</p></body></topic>`);
});

test('nobody without an account reads them', async () => {
	for (const at of ['/api/v1/manuals', '/api/v1/manuals/1', '/api/v1/manuals/1/content']) assertRefused(await server.client().get(at), 401);
});

test('jixiu kb import reads files for a machine, a model or a place', async (t) => {
	const dir = await tempFolder(t), data = path.join(dir, 'data');
	await jixiu(['demo', '--data', data, '--machines', '5', '--tickets', '20']);
	await mkdir(path.join(dir, 'docs'));
	const file = path.join(dir, 'docs', '手册.txt');
	await writeFile(file, Buffer.from([0xd4, 0xad, 0xd2, 0xf2, 0xa3, 0xba, 0xc2, 0xa9, 0xd3, 0xcd, 0x0a]));
	const run = (...args) => jixiu(['kb', 'import', '--data', data, ...args], { env: { LANG: 'en_US.UTF-8', LC_ALL: '' } });
	assert.match((await run(file, '--model', 'X1')).stdout, /^imported: 手册 \(text, GB18030, 1\)/m);
	assert.match((await run(file, '--model', 'x1')).stdout, /^unchanged: 手册/m);
	await writeFile(file, '原因：缺油\n处理：加油\n');
	assert.match((await run(file, '--model', 'X1')).stdout, /^replaced by a new edition: 手册 \(text, UTF-8, 2\)/m);
	const wrong = await run(path.join(dir, 'none.txt'), file);
	assert.equal(wrong.code, 1);
	assert.match(wrong.stderr, /none\.txt/);
	assert.match(wrong.stdout, /^imported: 手册/m);
	assert.equal((await run(file, '--machine', 'no such')).code, 1);
	assert.equal((await run()).code, 2);
});
