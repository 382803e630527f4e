// workbooks.test.mjs - lists as Excel workbooks: the sheet that fits, the heading below a title, days and numbers; and files
// that are none.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertRefused, eventually, jixiu, sleep, startServer, tempFolder } from '../lib/server.mjs';
import { readXlsx } from '../lib/xlsx.mjs';
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

// Texts in pieces with readings, spaces that count, days in the formats that only Chinese programs number, hidden columns, what WPS adds;
// the other days' count; and the strict kind of the same.
for (const [kind, change, shift] of [
	['WPS', (x) => x, 0],
	['Excel for the Mac of long ago', (x) => x.replace('<workbookPr/>', '<workbookPr date1904="1"/>'), 1462],
	['the strict kind', (x) => x.replaceAll('http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://purl.oclc.org/ooxml/spreadsheetml/main').replaceAll('http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'http://purl.oclc.org/ooxml/officeDocument/relationships'), 0],
])
	test(`a ledger as ${kind} writes it`, async () => {
		const formats = [[176, 'yyyy"年"m"月"d"日"'], [177, '[$-804]yyyy"年"m"月"d"日";@'], [178, '[DBNum1][$-804]yyyy"年"m"月"d"日";@'], [179, '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '], [180, '[Magenta]#,##0']];
		const ids = [0, 31, 57, 58, 14, ...formats.map(([id]) => id)], quoted = (code) => code.replaceAll('&', '&amp;').replaceAll('"', '&quot;'), s = Object.fromEntries(ids.map((id, i) => [id, i]));
		const day = (ref, id) => ({ raw: `<c r="${ref}" s="${s[id]}"><v>${43831 - shift}</v></c>` }), money = (ref, id) => ({ raw: `<c r="${ref}" s="${s[id]}"><v>120000.5</v></c>` });
		const strings = [
			'设备编号', '<r><rPr><b/><sz val="11"/><rFont val="宋体"/></rPr><t>设备</t></r><r><t xml:space="preserve">名称 </t></r><rPh sb="0" eb="2"><t>セツビ</t></rPh><phoneticPr fontId="1" type="noConversion"/>', '启用日期', '原值',
			'<t xml:space="preserve"> W-1 </t>', '<t>冲床_x000D_\n大</t>',
		];
		const t = (i) => ({ shared: i }), rows = [[t(0), t(1), t(2), t(3)], [t(4), t(5), day('C2', 176), money('D2', 179)]];
		ids.slice(1, 8).forEach((id, i) => rows.push([`W-${i + 2}`, { formula: `"锯"&"床"&${i}`, value: `锯床${i}` }, day(`C${i + 3}`, id), money(`D${i + 3}`, 180)]));
		for (let i = 0; i < 300; i++) rows.push([{ raw: `<c r="A${10 + i}" s="4"/>` }]); // bordered, and empty
		const parts = workbookParts([{ name: '设备台账', rows }], { strings });
		parts['_rels/.rels'] = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>';
		parts['xl/styles.xml'] = `<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${formats.length}">${formats.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${quoted(code)}"/>`).join('')}</numFmts><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="${ids.length}">${ids.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`;
		parts['xl/worksheets/sheet1.xml'] = parts['xl/worksheets/sheet1.xml'].replace('<sheetData>', '<sheetPr/><dimension ref="A1:D309"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="3" max="3" width="9" hidden="1" customWidth="1"/></cols><sheetData>')
			.replace('</worksheet>', '<phoneticPr fontId="1" type="noConversion"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>');
		Object.assign(parts, { 'docProps/custom.xml': '<Properties><property name="KSOProductBuildVer"/></Properties>', 'xl/cellimages.xml': '<etc:cellImages/>', 'customXml/item1.xml': '<x/>', 'xl/theme/theme1.xml': '<a:theme/>' });
		for (const [name, text] of Object.entries(parts)) parts[name] = `\ufeff${change(text)}`;
		const now = await sent('machines', zip(parts));
		assert.deepEqual(mapped(now), { 设备编号: 'code', 设备名称: 'name', 启用日期: 'commissioned_day', 原值: 'original_value' });
		assert.deepEqual([now.rows_total, now.errors, now.problems], [8, 0, []]);
		await applied(now);
		const found = (await machines()).filter((m) => m.code.startsWith('W-'));
		assert.deepEqual(found.map((m) => [m.code, m.commissioned_day, m.original_value_cents]), Array.from({ length: 8 }, (_, i) => [`W-${i + 1}`, '2020-01-01', 12000050]));
		assert.deepEqual([found[0].name, found[1].name], ['冲床 大', '锯床0']);
		const { items: [run] } = await admin.must(200, 'GET', '/api/v1/import-runs', { query: { limit: 1 } });
		assert.equal((await admin.must(200, 'POST', `/api/v1/import-runs/${run.id}/undo`, { json: { apply: true } })).undone, 8);
		assert.deepEqual((await machines()).filter((m) => m.code.startsWith('W-')), []);
	});

test('a number has the unit of its heading, strokes are nothing', async () => {
	await applied(await sent('machines', workbook([{ name: 'a', rows: [['设备编号', '设备名称', '型号', '启用\n日期', '原 值\n（万元）', '停机损失（元/小时）'], ['N-1', '甲', '/', '——', 35.86325, 800], ['N-2', '乙', 'T-1', '-', '120,000元', '-'], ['N-3', '丙', '-', { date: 43831 }, '0.5', '0.1万']] }])));
	assert.deepEqual((await machines()).filter((m) => m.code.startsWith('N-')).map((m) => [m.code, m.model, m.commissioned_day, m.original_value_cents, m.downtime_cents_hour]), [['N-1', null, null, 35863250, 80000], ['N-2', 'T-1', null, 12000000, null], ['N-3', null, '2020-01-01', 500000, 100000]]);
	await applied(await sent('plans', workbook([{ name: 'a', rows: [['计划名称', '设备编号', '周期', '开始日期', '预计工时（小时）'], ['月保', 'N-1', '1个月', '2026-03-01', 1.5], ['周保', 'N-2', '1周', '2026-03-02', '40分钟']] }])));
	const plans = (await admin.must(200, 'GET', '/api/v1/plans')).items;
	assert.deepEqual(['月保', '周保'].map((name) => plans.find((p) => p.name === name).minutes), [90, 40]);
	const none = await sent('machines', workbook([{ name: 'a', rows: [['设备编号', '设备名称'], ['-', '丁']] }]), ['ready', 'failed']);
	assert.equal(none.errors, 1, 'a stroke is no number of a machine');
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
	await writeFile(file, workbook([{ name: '说明', rows: [['x']] }, { name: 'M', rows: [['台账'], ['编号', '名称'], ['示例-1', '例子'], ['C-1', '锯床'], ['编号', '名称'], ['C-2', '刨床'], ['合 计：', { formula: 'COUNTA(A4:A6)', value: 2 }], [null, 'Subtotal', 2]] }]));
	const run = (...args) => jixiu(['import', 'machines', file, '--data', data, ...args], { env: { LC_ALL: 'C' } });
	const dry = await run();
	assert.equal(dry.code, 0, dry.stderr);
	assert.match(dry.stdout, /Sheet M/);
	assert.match(dry.stdout, /^ +4 +new +C-1 锯床$/m, 'an example, a heading that comes again, and sums are passed over');
	assert.match(dry.stdout, /new 2, changed 0, same 0, error 0/);
	assert.equal((await run('--apply', '--sheet', 'M', '--head', '2')).code, 0);
	const wrong = await run('--sheet', 'Z');
	assert.equal(wrong.code, 1);
	assert.match(wrong.stderr, /no sheet named Z/);
});

// ---- what is exported comes in again ----

const sheetOf = async (client, at, query = {}) => {
	const answer = await client.request('GET', at, { query });
	assert.equal(answer.status, 200, answer.text);
	return answer.body;
};
async function inTo(client, kind, body) {
	const { id } = await client.must(201, 'POST', '/api/v1/imports', { query: { kind, name: 'again.xlsx' }, body, type: XLSX });
	const at = `/api/v1/imports/${id}`;
	return { at, now: await eventually(() => client.must(200, 'GET', at), (a) => !['queued', 'checking'].includes(a.state)) };
}

for (const lang of ['zh', 'en'])
	test(`a ledger, a list of parts and tickets that were exported come in again, and into another plant (${lang})`, async (t) => {
		const from = await startServer(), to = await startServer();
		t.after(() => Promise.all([from.stop(), to.stop()]));
		const [a, b] = [await from.admin(), await to.admin()];
		a.lang = b.lang = lang;
		const add = (path, json) => a.must(201, 'POST', path, { json });
		const site = await add('/api/v1/assets', { kind: 'site', name: '总厂' }), area = await add('/api/v1/assets', { kind: 'area', name: '冲压', parent_id: site.id });
		const line = await add('/api/v1/assets', { kind: 'line', name: 'A', parent_id: area.id });
		const press = await add('/api/v1/assets', { kind: 'machine', code: '00017', name: '=1+1', name_en: "'quoted", model: '-5', maker: '@x', serial: '12345678901234567', location: '+3', parent_id: line.id, commissioned_day: '2019-03-05', original_value_cents: 12345678, downtime_cents_hour: 90050, criticality: 'A', note: '两行\n<b>&"' });
		await add('/api/v1/assets', { kind: 'machine', code: 'B', name: 'b', parent_id: area.id });
		const bin = await add('/api/v1/bins', { code: 'X-1' });
		const part = await add('/api/v1/parts', { code: 'P=1', name: '油封', unit: '个', spec: '=A1', min_qty: 2.5, price_cents: 1999, bin_id: bin.id, note: '_x000D_' });
		await a.must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { qty: 7.25, price_cents: 1999 } });
		const { ticket } = await add('/api/v1/tickets', { machine_id: press.id, symptom: '=漏油', stopped: true });
		const did = async (verb, version, json) => a.must(200, 'POST', `/api/v1/tickets/${ticket.id}/${verb}`, { version, json });
		await did('accept', 1);
		await did('restore', 2, { action_code: 'REP', action: '换油封' });
		await did('close', 3);

		const books = { machines: await sheetOf(a, '/api/v1/assets.xlsx', { kind: 'machine' }), parts: await sheetOf(a, '/api/v1/parts.xlsx'), repairs: await sheetOf(a, '/api/v1/tickets.xlsx') };
		for (const [kind, body] of Object.entries(books)) {
			const { now } = await inTo(a, kind, body);
			assert.deepEqual([now.state, now.new, now.changed, now.errors], ['ready', 0, 0, 0], `${kind} again: ${JSON.stringify(now.problems)}`);
			const { at, now: other } = await inTo(b, kind, body);
			assert.deepEqual([other.state, other.errors, other.new], ['ready', 0, kind === 'machines' ? 2 : 1], `${kind} elsewhere: ${JSON.stringify((await b.must(200, 'GET', `${at}/rows`)).items)}`);
			await b.must(200, 'POST', `${at}/apply`);
			await eventually(() => b.must(200, 'GET', at), (x) => x.state === 'done');
		}
		const copies = (await b.must(200, 'GET', '/api/v1/assets', { query: { kind: 'machine' } })).items, copy = copies.find((m) => m.code === '00017');
		for (const name of ['name', 'name_en', 'model', 'maker', 'serial', 'location', 'commissioned_day', 'original_value_cents', 'downtime_cents_hour', 'criticality', 'note']) assert.equal(copy[name], press[name], name);
		const places = (await b.must(200, 'GET', `/api/v1/assets/${copy.id}/path`)).items.map((p) => p.name);
		assert.deepEqual(places, ['总厂', '冲压', 'A']);
		const [p] = (await b.must(200, 'GET', '/api/v1/parts')).items;
		assert.deepEqual([p.code, p.spec, p.qty, p.min_qty, p.price_cents, p.note, p.bin_code], ['P=1', '=A1', 7.25, 2.5, 1999, '_x000D_', 'X-1']);
		const [repair] = (await b.must(200, 'GET', '/api/v1/tickets')).items;
		assert.deepEqual([repair.symptom, repair.action, repair.state, repair.machine_code], ['=漏油', '换油封', 'closed', '00017']);
		const moved = readXlsx(await sheetOf(a, '/api/v1/movements.xlsx')).sheets[0];
		assert.equal(moved.rows.length, 1);
		assert.equal(moved.rows[0][lang === 'zh' ? '备件编号' : 'Part number'], 'P=1');
	});

test('a template is understood, and its example is not imported', async () => {
	for (const kind of ['machines', 'parts', 'repairs', 'plans'])
		for (const lang of ['zh', 'en']) {
			const client = await server.admin();
			client.lang = lang;
			const { now } = await inTo(client, kind, await sheetOf(client, '/api/v1/imports/template.xlsx', { kind }));
			assert.equal(now.state, 'ready', JSON.stringify(now.problems));
			assert.ok(now.columns.every((c) => c.field), JSON.stringify(mapped(now)));
			assert.deepEqual([now.rows_total, now.head_row, now.sheets.length], [0, 1, 2]);
		}
	assertRefused(await admin.request('GET', '/api/v1/imports/template.xlsx'), 400, { fields: ['kind'] });
});
