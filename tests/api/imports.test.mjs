// imports.test.mjs - a factory's own lists over the network: tried out, mapped, brought in, stopped.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addPerson } from '../lib/plant.mjs';
import { assertRefused, sleep, startServer } from '../lib/server.mjs';

let server, admin;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
});
after(() => server.stop());

const upload = (kind, body, name = 'list.csv', who = admin) =>
	who.request('POST', '/api/v1/imports', { query: { kind, name }, body: Buffer.from(body), type: 'text/csv' });
const look = (id) => admin.must(200, 'GET', `/api/v1/imports/${id}`);
async function until(id, good) {
	for (;;) {
		const now = await look(id);
		if (!['queued', 'checking', 'applying'].includes(now.state)) return assert.ok(good.includes(now.state), JSON.stringify(now.problems)), now;
		await sleep(20);
	}
}
const sent = async (kind, body, name, good = ['ready']) => until((await upload(kind, body, name)).json.id, good);
const machines = async () => (await admin.must(200, 'GET', '/api/v1/assets?kind=machine&limit=500')).items;
const mapped = (now) => Object.fromEntries(now.columns.map((c) => [c.heading, c.field]));

test('a list is read, its columns are told apart, and nothing is changed until it is applied', async () => {
	const now = await sent('machines', '设备编号,设备名称,型号,原值（元）,停机损失（元/小时）,老板电话\nA-1,冲床,J23,"120,000",800.5,138\nA-2,车床,C6,80000,,139\n', '台账.csv');
	assert.equal(now.name, '台账.csv');
	assert.equal(now.encoding, 'UTF-8');
	assert.deepEqual(mapped(now), { 设备编号: 'code', 设备名称: 'name', 型号: 'model', '原值（元）': mapped(now)['原值（元）'], '停机损失（元/小时）': 'downtime_hour', 老板电话: null });
	assert.ok(mapped(now)['原值（元）']);
	assert.deepEqual(now.columns[0].samples.map((s) => s.text), ['A-1', 'A-2']);
	assert.deepEqual([now.new, now.changed, now.same, now.errors, now.rows_total], [2, 0, 0, 0, 2]);
	assert.ok(now.targets.find((t) => t.field === 'code' && t.required));
	assert.equal((await machines()).length, 0);
	await admin.must(200, 'POST', `/api/v1/imports/${now.id}/apply`);
	const done = await until(now.id, ['done']);
	assert.equal(done.new, 2);
	const all = await machines();
	assert.deepEqual(all.map((m) => [m.code, m.name, m.original_value_cents, m.downtime_cents_hour]), [['A-1', '冲床', 12000000, 80050], ['A-2', '车床', 8000000, null]]);
	const events = (await admin.must(200, 'GET', `/api/v1/assets/${all[0].id}/life`)).items;
	assert.ok(events.some((e) => e.actor === 'Admin'), 'it bears the name of who did it');
	assertRefused(await admin.request('POST', `/api/v1/imports/${now.id}/apply`), 409);
});

test('the same list again changes nothing, one that differs says what', async () => {
	const again = await sent('machines', '设备编号,设备名称\nA-1,冲床\n');
	assert.deepEqual([again.new, again.changed, again.same], [0, 0, 1]);
	const other = await sent('machines', '设备编号,设备名称\nA-1,大冲床\n');
	assert.deepEqual([other.new, other.changed, other.same], [0, 1, 0]);
	const { items } = await admin.must(200, 'GET', `/api/v1/imports/${other.id}/rows`);
	assert.equal(items[0].verdict, 'changed');
	assert.equal(items[0].detail, '设备名称');
});

test('GB18030 as an old Excel writes it, and tabs', async () => {
	const gb = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: '设备编号\t设备名称\nG-1\t铣床\n' });
	const now = await sent('machines', gb);
	assert.equal(now.encoding, 'GB18030');
	assert.equal(now.columns[1].samples[0].text, '铣床');
});

test('refused rows are told one by one, and refuse the whole unless they are left out', async () => {
	const rows = Array.from({ length: 120 }, (_, i) => `E-${i},M${i},${i % 2 ? 'soon' : '2020-01-31'}`);
	const now = await sent('machines', `code,name,投用日期\n${rows.join('\n')}\n`);
	assert.deepEqual([now.new, now.errors], [60, 60]);
	assertRefused(await admin.request('POST', `/api/v1/imports/${now.id}/apply`), 409);
	const seen = [];
	for (let next = 0; next !== null;) {
		const page = await admin.must(200, 'GET', `/api/v1/imports/${now.id}/rows`, { query: { verdict: 'error', limit: 25, after: next } });
		seen.push(...page.items);
		next = page.next;
	}
	assert.equal(seen.length, 60);
	assert.deepEqual([seen[0].number, seen[0].problems[0].heading], [3, '投用日期']);
	assert.match(seen[0].problems[0].message, /soon/);
	const csv = await admin.request('GET', `/api/v1/imports/${now.id}/errors.csv`);
	assert.equal(csv.status, 200);
	assert.equal(csv.text.trim().split('\r\n').length, 61);
	assert.match(csv.headers['content-disposition'], /import-errors\.csv/);
	const kept = (await machines()).length;
	await admin.must(200, 'PATCH', `/api/v1/imports/${now.id}`, { json: { skip_errors: true } });
	await until(now.id, ['ready']);
	await admin.must(200, 'POST', `/api/v1/imports/${now.id}/apply`);
	await until(now.id, ['done']);
	assert.equal((await machines()).length, kept + 60);
});

test('a column that is called otherwise is mapped by hand, one that is taken wrongly is left aside', async () => {
	const now = await sent('machines', 'Kennung,Bezeichnung,model\nK-1,Presse,X\n', 'x.csv', ['failed']);
	assert.equal(now.problems[0].heading, 'code');
	assert.deepEqual(mapped(now), { Kennung: null, Bezeichnung: null, model: 'model' });
	assertRefused(await admin.request('POST', `/api/v1/imports/${now.id}/apply`), 409);
	const columns = [{ heading: 'Kennung', field: 'code' }, { heading: 'Bezeichnung', field: 'name' }, { heading: 'model', field: null }];
	await admin.must(200, 'PATCH', `/api/v1/imports/${now.id}`, { json: { columns } });
	const good = await until(now.id, ['ready']);
	assert.deepEqual(mapped(good), { Kennung: 'code', Bezeichnung: 'name', model: null });
	assert.deepEqual([good.new, good.problems.length], [1, 0]);
	await admin.must(200, 'POST', `/api/v1/imports/${now.id}/apply`);
	await until(now.id, ['done']);
	assert.deepEqual((await machines()).filter((m) => m.code === 'K-1').map((m) => [m.name, m.model]), [['Presse', null]]);
	const bad = await sent('machines', '设备编号\nK-2\n');
	assertRefused(await admin.request('PATCH', `/api/v1/imports/${bad.id}`, { json: { columns: [{ heading: '设备编号', field: 'colour' }] } }), 400, { fields: ['columns'] });
});

test('parts and repairs come in the same way', async () => {
	const parts = await sent('parts', '物料编码,物料名称,单位,库存数量\nP-1,油封,个,12\n');
	assert.equal(parts.errors, 1, 'stock needs a bin');
	await admin.must(200, 'PATCH', `/api/v1/imports/${parts.id}`, { json: { bin: 'A-1' } });
	assert.equal((await until(parts.id, ['ready'])).new, 1);
	await admin.must(200, 'POST', `/api/v1/imports/${parts.id}/apply`);
	await until(parts.id, ['done']);
	assert.equal((await admin.must(200, 'GET', '/api/v1/parts')).items[0].qty, 12);
	const repairs = await sent('repairs', '{"ts":"2025-03-01 08:10","machine":"A-1","symptom":"漏油"}\n', 'r.jsonl');
	assert.equal(repairs.encoding, 'JSON Lines');
	assert.equal(repairs.new, 1);
});

test('what is no list is refused in words', async () => {
	assert.match((await sent('machines', 'PK\x03\x04xxxxxxxx', 'a.xlsx', ['failed'])).problems[0].message, /\.xlsx/);
	assertRefused(await upload('machines', ''), 400);
	assertRefused(await upload('people', 'a\nb\n'), 400, { fields: ['kind'] });
	assertRefused(await admin.request('GET', '/api/v1/imports/1'), 404);
	const torn = await sent('machines', '设备编号,设备名称\n"A,b\n', 'torn.csv', ['failed']);
	assert.ok(torn.problems[0].message);
});

test('only those who lead may, and what was thrown away is gone from the disk too', async () => {
	const tech = await addPerson(server, 'tech', 'Tech');
	assertRefused(await upload('machines', '设备编号\nX\n', 'x', tech), 403);
	const now = await sent('machines', '设备编号\nX\n');
	await admin.must(204, 'DELETE', `/api/v1/imports/${now.id}`);
	assertRefused(await admin.request('GET', `/api/v1/imports/${now.id}`), 404);
	assert.ok(!existsSync(path.join(server.data, 'imports', String(now.id))));
	for (let i = 0; i < 6; i++) await sent('machines', `设备编号\nX${i}\n`);
	assert.equal((await admin.must(200, 'GET', '/api/v1/imports')).items.length, 4);
	assert.equal(readdirSync(path.join(server.data, 'imports')).length, 4);
	await server.restart();
	admin = await server.admin();
	assert.equal((await admin.must(200, 'GET', '/api/v1/imports')).items.length, 0);
	assert.ok(!existsSync(path.join(server.data, 'imports')) || !readdirSync(path.join(server.data, 'imports')).length);
});

test('a long one shows how far it is, can be stopped, and then nothing of it is there', async () => {
	const rows = Array.from({ length: 20000 }, (_, i) => `L-${i},Machine ${i}`);
	const { json } = await upload('machines', `code,name\n${rows.join('\n')}\n`);
	let now = await look(json.id);
	assert.equal(now.rows_total, 20000);
	now = await until(json.id, ['ready']);
	const before = (await machines()).length;
	const applying = admin.request('POST', `/api/v1/imports/${json.id}/apply`);
	await sleep(100);
	const seen = await look(json.id);
	if (seen.state === 'applying') assert.ok(seen.rows_done < 20000);
	await admin.must(204, 'DELETE', `/api/v1/imports/${json.id}`);
	await applying;
	assert.equal((await machines()).length, before);
	const later = await sent('machines', '设备编号\nX\n');
	assert.equal(later.state, 'ready');
	assert.ok(!(await machines()).some((m) => m.code?.startsWith('L-')));
});

test('the template is a list that is understood', async () => {
	for (const kind of ['machines', 'parts', 'repairs', 'plans'])
		for (const lang of ['zh', 'en']) {
			admin.lang = lang;
			const t = await admin.request('GET', '/api/v1/imports/template.csv', { query: { kind } });
			assert.equal(t.status, 200);
			const now = await sent(kind, t.text, 't.csv');
			assert.ok(now.columns.every((c) => c.field), JSON.stringify(mapped(now)));
			assert.equal(now.rows_total, 0);
		}
	assertRefused(await admin.request('GET', '/api/v1/imports/template.csv'), 400, { fields: ['kind'] });
});
