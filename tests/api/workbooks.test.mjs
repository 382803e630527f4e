// workbooks.test.mjs - lists as Excel workbooks: the sheet that fits, the heading below a title, days and numbers; and files
// that are none.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertRefused, jixiu, sleep, startServer, tempFolder } from '../lib/server.mjs';
import { workbook, workbookParts, zip } from '../lib/zip.mjs';

let server, admin;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
});
after(() => server.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const upload = (kind, body, name = '台账.xlsx') => admin.request('POST', '/api/v1/imports', { query: { kind, name }, body, type: XLSX });
const look = (id) => admin.must(200, 'GET', `/api/v1/imports/${id}`);
async function until(id, good) {
	for (;;) {
		const now = await look(id);
		if (!['queued', 'checking', 'applying'].includes(now.state)) return assert.ok(good.includes(now.state), JSON.stringify(now)), now;
		await sleep(20);
	}
}
const sent = async (kind, body, good = ['ready']) => {
	const answer = await upload(kind, body);
	assert.equal(answer.status, 201, answer.text);
	return until(answer.json.id, good);
};
async function applied(now) {
	await admin.must(200, 'POST', `/api/v1/imports/${now.id}/apply`);
	return until(now.id, ['done']);
}
const patch = async (id, json, good = ['ready']) => (await admin.must(200, 'PATCH', `/api/v1/imports/${id}`, { json }), until(id, good));
const machines = async () => (await admin.must(200, 'GET', '/api/v1/assets?kind=machine&limit=500')).items;
const mapped = (now) => Object.fromEntries(now.columns.filter((c) => c.heading).map((c) => [c.heading, c.field]));

test('a ledger as people have it: a cover, a title, a merged workshop, days, money and a formula', async () => {
	const now = await sent('machines', workbook([
		{ name: '封面', rows: [['某某公司'], ['2026 年']] },
		{ name: '台账', merges: ['A1:F1', 'C4:C5'], rows: [
			['某某公司设备台账'], ['编制：设备部', null, null, null, '2026-01'],
			['设备编号', '设备名称', '车间', '启用日期', '原值（元）', '老板电话'],
			['X-1', '冲床', '一车间', { date: 43831 }, 120000.5, 138],
			['X-2', '车床', null, { date: 43832 }, { formula: 'E4/2', value: 60000.25 }, 139],
			null,
			[10023, '铣床', '二车间', '2020年3月1日', '¥1,000', null],
		] },
		{ name: '字典', hidden: true, rows: [['设备编号', '设备名称', '车间', '启用日期', '原值', '型号', '状态']] },
	]));
	assert.deepEqual([now.encoding, now.sheet, now.head_row, now.sheets.map((s) => s.name)], ['xlsx', '台账', 3, ['封面', '台账']]);
	assert.deepEqual(mapped(now), { 设备编号: 'code', 设备名称: 'name', 车间: 'area', 启用日期: 'commissioned_day', '原值（元）': 'original_value', 老板电话: null });
	assert.deepEqual(now.columns[3].samples.map((s) => s.text), ['2020-01-01', '2020-01-02', '2020年3月1日']);
	assert.deepEqual([now.new, now.errors, now.rows_total], [3, 0, 3]);
	assert.equal((await admin.must(200, 'GET', `/api/v1/imports/${now.id}/rows`)).items[2].number, 7, 'rows bear the numbers Excel shows');
	await applied(now);
	const all = await machines();
	assert.deepEqual(all.map((m) => [m.code, m.commissioned_day, m.original_value_cents]), [['X-1', '2020-01-01', 12000050], ['X-2', '2020-01-02', 6000025], ['10023', '2020-03-01', 100000]]);
	assert.equal(all[0].parent_id, all[1].parent_id, 'a merged cell holds for all its rows');
});

test('another sheet and another row of headings can be chosen, and what was mapped on the old ones is forgotten', async () => {
	const now = await sent('machines', workbook([
		{ name: 'A', rows: [['设备编号', '设备名称', '型号'], ['S-1', 'x', 'y']] },
		{ name: 'B', rows: [['Kennung', 'Art'], ['code', 'name'], ['S-2', 'z']] },
	]));
	assert.equal(now.sheet, 'A');
	const other = await patch(now.id, { sheet: 'B' });
	assert.deepEqual([other.sheet, other.head_row, mapped(other)], ['B', 2, { code: 'code', name: 'name' }]);
	const upper = await patch(now.id, { head_row: 1 }, ['failed']);
	assert.deepEqual([upper.head_row, mapped(upper)], [1, { Kennung: null, Art: null }]);
	assert.equal(upper.problems[0].heading, 'code');
	const chosen = await patch(now.id, { columns: [{ heading: 'Kennung', field: 'code' }, { heading: 'Art', field: 'name' }] });
	assert.equal(chosen.new, 2, 'the second line is now a row');
	const none = await patch(now.id, { sheet: 'C' }, ['failed']);
	assert.match(none.problems[0].message, /no sheet named C/);
	assert.deepEqual((await patch(now.id, { sheet: 'A' })).sheet, 'A');
	assert.match((await patch(now.id, { head_row: 9 }, ['failed'])).problems[0].message, /row 9 is empty/);
});

test('what Excel could not work out is told of the cell', async () => {
	const now = await sent('machines', workbook([{ name: 'x', rows: [['设备编号', '设备名称'], ['F-1', { error: '#REF!' }], ['F-2', { formula: 'A1' }]] }]));
	assert.equal(now.errors, 2);
	const rows = (await admin.must(200, 'GET', `/api/v1/imports/${now.id}/rows`)).items;
	assert.match(rows[0].problems[0].message, /#REF!/);
	assert.match(rows[1].problems[0].message, /formula/);
});

test('what is no workbook is refused in words that say what to do', async () => {
	const good = workbookParts([{ name: 'x', rows: [['设备编号', '设备名称'], ['B-1', 'x']] }]);
	const ole = (text) => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), Buffer.from(text, 'utf16le')]);
	const whole = zip(good);
	const sheet = (xml) => zip({ ...good, 'xl/worksheets/sheet1.xml': xml });
	const bad = [
		[ole('Workbook'), /older kind.*\.xlsx/], [ole('EncryptedPackage'), /password/],
		[zip({ ...good, 'xl/workbook.xml': undefined ?? '' }), /no sheet to read|damaged/],
		[zip({ 'word/document.xml': '<w/>' }), /no Excel workbook/], [zip({ 'xl/workbook.bin': 'x' }), /older kind/],
		[whole.subarray(0, whole.length / 2), /damaged/], [Buffer.from('PK\x03\x04xxxxxxxx'), /damaged/],
		[sheet('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>'), /damaged/],
		[sheet('<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'), /damaged/],
		[sheet('<worksheet><sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData></worksheet>'), /damaged/],
		[sheet(`<worksheet><sheetData>${' '.repeat(70_000_000)}</sheetData></worksheet>`), /too large/],
		[sheet(`<worksheet>${'<a>'.repeat(5000)}`), /too large/],
	];
	for (const [body, words] of bad) {
		const now = await sent('machines', body, ['failed']);
		assert.match(now.problems[0]?.message ?? '', words);
		await admin.must(204, 'DELETE', `/api/v1/imports/${now.id}`);
	}
	assertRefused(await upload('machines', Buffer.alloc(0)), 400);
});

test('the command takes a workbook too', async (t) => {
	const folder = await tempFolder(t), data = path.join(folder, 'data'), file = path.join(folder, 'l.xlsx');
	await writeFile(file, workbook([{ name: '说明', rows: [['x']] }, { name: 'M', rows: [['台账'], ['编号', '名称'], ['示例-1', '例子'], ['C-1', '锯床'], ['编号', '名称'], ['C-2', '刨床']] }]));
	const run = (...args) => jixiu(['import', 'machines', file, '--data', data, ...args], { env: { LC_ALL: 'C' } });
	const dry = await run();
	assert.equal(dry.code, 0, dry.stderr);
	assert.match(dry.stdout, /Sheet M/);
	assert.match(dry.stdout, /^ +4 +new +C-1 锯床$/m, 'an example and a heading that comes again are passed over');
	assert.match(dry.stdout, /new 2, changed 0, same 0, error 0/);
	assert.equal((await run('--apply', '--sheet', 'M', '--head', '2')).code, 0);
	const wrong = await run('--sheet', 'Z');
	assert.equal(wrong.code, 1);
	assert.match(wrong.stderr, /no sheet named Z/);
});
