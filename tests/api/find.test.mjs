// find.test.mjs - from anywhere to anything: numbers, printed codes, words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, codeOf, makePlant, repair } from '../lib/plant.mjs';
import { assertRefused, eventually, startServer } from '../lib/server.mjs';

let server, admin, li, press, lathe, part, bin, tickets;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	[press, lathe] = (await makePlant(server, [{ code: 'PR-003', name: '冲床' }, { code: 'CNC-012', name: '数控车床', name_en: 'CNC lathe', model: 'CK6150' }])).machines;
	li = await addPerson(server, 'li', '李师傅');
	bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'A-01-2', name: '轴承架', store: '一号库' } });
	part = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: '7010C', name: '主轴轴承', spec: '50x80x16', unit: '个', bin_id: bin.id } });
	await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'NSK-7010C-A', name: '轴承', unit: '个' } });
	await admin.must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { bin_id: bin.id, qty: 4 } });
	tickets = [];
	for (const [machine, symptom] of [[press, '液压缸漏油'], [lathe, '主轴异响'], [press, '不回程']])
		tickets.push((await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom } })).ticket);
});
after(() => server.stop());

const find = async (text, more = {}) => (await li.must(200, 'GET', '/api/v1/find', { query: { text, ...more } })).items;
const short = (items) => items.map((i) => `${i.kind} ${i.id}`);

test('a ticket by its number, however it is written', async () => {
	for (const text of [`${tickets[1].id}`, `#${tickets[1].id}`, `T${tickets[1].id}`, ` ${tickets[1].id} `, `＃${tickets[1].id}`]) {
		const [first] = await find(text);
		assert.deepEqual([first.kind, first.id, first.exact, first.name, first.code, first.detail, first.detail_en, first.state], ['ticket', tickets[1].id, true, '主轴异响', 'CNC-012', '数控车床', 'CNC lathe', 'reported'], text);
	}
	assert.deepEqual(await find('99999'), []);
});

test('a printed code opens what it hangs on, as typed, grouped, or as a scanned address', async () => {
	const code = await codeOf(server, lathe.id);
	for (const text of [code, code.toLowerCase(), `${code.slice(0, 5)}-${code.slice(5)}`, `http://10.0.0.5:8080/q/${code}`]) {
		const [first] = await find(text);
		assert.deepEqual([first.kind, first.id, first.code, first.exact], ['machine', lathe.id, 'CNC-012', true], text);
	}
	const { code: shelf } = await admin.must(201, 'POST', `/api/v1/bins/${bin.id}/code`);
	assert.deepEqual((await find(shelf)).map((i) => [i.kind, i.id, i.name, i.detail]), [['bin', bin.id, '轴承架', '一号库']]);
	const { items: [blank] } = await admin.must(201, 'POST', '/api/v1/codes', { json: { count: 1 } });
	assert.deepEqual((await find(blank.code)).map((i) => [i.kind, i.id, i.code, i.state]), [['code', null, blank.code, 'blank']]);
	await admin.must(204, 'DELETE', `/api/v1/codes/${shelf}`);
	assert.deepEqual((await find(shelf)).map((i) => [i.kind, i.state]), [['code', 'revoked']]);
});

test('an exact number comes before what only holds it, in any case and width', async () => {
	for (const text of ['7010C', '7010c', '７０１０Ｃ']) {
		const items = await find(text);
		assert.deepEqual([items[0].kind, items[0].id, items[0].exact, items[0].qty, items[0].unit, items[0].detail], ['part', part.id, true, 4, '个', '50x80x16'], text);
		assert.ok(items.some((i) => i.code === 'NSK-7010C-A' && !i.exact));
	}
	assert.deepEqual((await find('cnc-012'))[0].id, lathe.id);
});

test('words: all of them must be in it; machines, tickets, parts, bins', async () => {
	assert.deepEqual(short(await find('冲床')), [`machine ${press.id}`, `ticket ${tickets[2].id}`, `ticket ${tickets[0].id}`]);
	assert.deepEqual(short(await find('冲床 漏油')), [`ticket ${tickets[0].id}`]);
	assert.deepEqual(short(await find('ck6150')), [`machine ${lathe.id}`]);
	assert.deepEqual((await find('轴承')).map((i) => i.kind), ['part', 'part', 'bin']);
	assert.deepEqual(await find('琵琶'), []);
	assert.deepEqual(await find('100%'), []);
	assert.deepEqual(await find(' 　 '), []);
});

test('a few of each kind, no more than asked for', async () => {
	for (let i = 0; i < 8; i++) await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: `空压机 ${i}` } });
	assert.equal((await find('空压机')).length, 5);
	assert.equal((await find('空压机', { limit: 7 })).length, 7);
	assert.equal((await find('空压机', { limit: 20 })).length, 8);
});

test('a word of one language finds what was written in the other', async () => {
	const { ticket: t } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: press.id, symptom: 'bearing overheats' } });
	assert.ok(short(await find('轴承')).includes(`ticket ${t.id}`));
	assert.ok((await find('bearing')).some((i) => i.kind === 'part' && i.name === '轴承'));
	await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/cancel`, { json: { reason: 'no_fault_found' }, version: t.version });
});

test('when no ticket holds the words, similar repairs of all times are named', async () => {
	const t = (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom: 'coolant pump does not start' } })).ticket;
	await repair(li, t.id, 'replaced contactor');
	const found = await eventually(() => find('pump starting coolant'), (items) => items.length, 'the repair is known');
	assert.deepEqual(short(found), [`ticket ${t.id}`]);
});

test('what cannot be asked is refused', async () => {
	assertRefused(await server.client().get('/api/v1/find?text=x'), 401);
	assertRefused(await li.get('/api/v1/find'), 400, { fields: ['text'] });
	assertRefused(await li.get('/api/v1/find?text=x&limit=21'), 400, { fields: ['limit'] });
	assertRefused(await li.get(`/api/v1/find?text=${'x'.repeat(201)}`), 400, { fields: ['text'] });
	for (const text of ["'\";--", '%', '_', '\\', '\u{1F600}', 'x '.repeat(90)]) assert.equal((await li.get('/api/v1/find', { query: { text } })).status, 200);
});
