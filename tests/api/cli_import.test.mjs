// cli_import.test.mjs - jixiu import: a factory's lists as they come out of Excel, first tried, then brought in.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binary, jixiu, root, sleep, startServer, tempFolder } from '../lib/server.mjs';

const en = { env: { LC_ALL: 'C' } };
const fixture = (name) => path.join(root, 'tests/fixtures/import', name);
const sql = (dir, text) => execFileSync('sqlite3', [path.join(dir, 'jixiu.db'), text], { encoding: 'utf8' }).trim();
const run = (data, args, options = {}) => jixiu(['import', ...args, '--data', data], { ...en, ...options });

async function good(dir) {
	const { code, stdout, stderr } = await jixiu(['check', '--data', dir], en);
	assert.equal(code, 0, stdout + stderr);
}

// Real work orders that the project may not carry along.
const excavators = path.join(process.env.JIXIU_KB_EVAL ?? path.join(root, '../shared/kb-eval'), 'excavators/dev/records.jsonl');
const skip = existsSync(excavators) ? false : `${excavators} is not there`;

for (const [name, encoding] of [['machines_gb18030.csv', 'GB18030'], ['machines_bom.csv', 'UTF-8']]) {
	test(`an equipment ledger in ${encoding} comes in as it stands`, async (t) => {
		const data = path.join(await tempFolder(t), 'data');
		const dry = await run(data, ['machines', fixture(name)]);
		assert.equal(dry.code, 0, dry.stderr);
		assert.match(dry.stdout, new RegExp(`File: ${encoding}`));
		assert.match(dry.stdout, /原值（元） = original_value/);
		assert.match(dry.stdout, /序号: not used/);
		assert.match(dry.stdout, /^ +2 +new +CNC-01 立式加工中心 +\[\+ 机加车间, \+ A线\]$/m);
		assert.match(dry.stdout, /^ +6 +new +OLD-1 /m, 'rows are numbered as a spreadsheet does');
		assert.match(dry.stdout, /new 4, changed 0, same 0, error 0/);
		assert.match(dry.stdout, /nothing was changed/);
		assert.ok(!existsSync(data), 'a dry run makes no data folder');

		const applied = await run(data, ['machines', fixture(name), '--apply']);
		assert.equal(applied.code, 0, applied.stderr);
		assert.match(applied.stdout, /Brought in/);
		const one = (columns, code) => sql(data, `SELECT ${columns} FROM asset WHERE code = '${code}'`);
		assert.equal(one('model, maker, serial, commissioned_day, original_value_cents, criticality, state', 'CNC-01'), 'VMC850|沈阳机床|SN-001|20190305|128000000|A|running');
		assert.equal(one('commissioned_day, original_value_cents, criticality, state, note', 'CNC-02'), '20190601|128000000|A|idle|备用机\n第二台');
		assert.equal(one('commissioned_day, original_value_cents, note', 'PRS-01'), '20150701|35000000|带“引号”, 和逗号');
		assert.equal(one('state, retired_day IS NOT NULL', 'OLD-1'), 'retired|1');
		assert.equal(sql(data, "SELECT l.name || '<' || a.name FROM asset m JOIN asset l ON l.id = m.parent_id JOIN asset a ON a.id = l.parent_id WHERE m.code = 'CNC-02'"), 'A线<机加车间');

		const again = await run(data, ['machines', fixture(name), '--apply', '--quiet']);
		assert.match(again.stdout, /new 0, changed 0, same 4, error 0/);
		await good(data);
	});
}

test('parts come in with their bins and opening stock, repairs with their costs and times', async (t) => {
	const data = path.join(await tempFolder(t), 'data');
	assert.equal((await run(data, ['machines', fixture('machines_bom.csv'), '--apply'])).code, 0);
	const parts = await run(data, ['parts', fixture('parts.csv'), '--apply']);
	assert.equal(parts.code, 0, parts.stdout + parts.stderr);
	assert.equal(sql(data, 'SELECT code, unit, min_qty, price_cents, qty, value_cents FROM part ORDER BY code'), 'BRG-6204|个|4000|2850|12000|34200\nOIL-68|L|200000|1235|208500|257498\nSEAL-35|个|2000|900|0|0');
	assert.equal(sql(data, 'SELECT code, store FROM bin ORDER BY code'), 'A-01-1|一号库\nA-01-2|一号库\nB-02|油库');
	const repairs = await run(data, ['repairs', fixture('repairs_zh.csv'), '--apply']);
	assert.equal(repairs.code, 0, repairs.stdout + repairs.stderr);
	assert.match(repairs.stdout, /File: GB18030/);
	assert.match(repairs.stdout, /WX-2 换刀卡住 +\[\+ CNC-09\]/);
	assert.equal(sql(data, "SELECT l.minutes || '|' || l.note || '|' || i.cost_cents FROM ticket t JOIN labour l ON l.ticket_id = t.id JOIN invoice i ON i.ticket_id = t.id WHERE import_ref = 'WX-1'"), '210|王五|126000');
	assert.equal(sql(data, "SELECT cost_cents FROM invoice ORDER BY id DESC LIMIT 1"), '-20000');
	await good(data);

	// The server shows them.
	const server = await startServer({ data });
	const admin = await server.admin();
	const list = (await admin.get('/api/v1/tickets')).json.items;
	assert.deepEqual(list.map((x) => x.import_ref).sort(), ['WX-1', 'WX-2']);
	const view = await admin.get(`/api/v1/tickets/${list.find((x) => x.import_ref === 'WX-1').id}`);
	assert.equal(view.status, 200, view.text);
	assert.equal(view.json.labour[0].minutes, 210);
	assert.equal(view.json.labour[0].account_id, null);

	// While it runs: a dry run works, an import is refused clearly.
	const dry = await run(data, ['parts', fixture('parts.csv')]);
	assert.equal(dry.code, 0, dry.stderr);
	assert.match(dry.stdout, /same 3/);
	const refused = await run(data, ['parts', fixture('parts.csv'), '--apply']);
	assert.equal(refused.code, 1);
	assert.match(refused.stderr, /another jixiu is using/);
	await server.stop();
});

test('bad rows are told with number, heading and reason; nothing comes in unless they are skipped', async (t) => {
	const data = path.join(await tempFolder(t), 'data');
	const dry = await run(data, ['machines', fixture('machines_bad.csv')]);
	assert.equal(dry.code, 1);
	assert.match(dry.stdout, /^ +2 +error +M-1: commissioned: is not a date: 2020-02-30; original value: is not an amount of money: abc; .*state: must be one of: running.*$/m);
	assert.match(dry.stdout, /^ +3 +error +: code: is required$/m);
	assert.match(dry.stdout, /^ +6 +error +M-3 Twice: the same as row 5$/m);
	assert.match(dry.stdout, /new 1, changed 0, same 0, error 5/);
	const refused = await run(data, ['machines', fixture('machines_bad.csv'), '--apply']);
	assert.equal(refused.code, 1);
	assert.match(refused.stderr, /5 rows were refused, so nothing was brought in/);
	assert.equal(sql(data, 'SELECT count(*) FROM asset'), '0');
	const skipped = await run(data, ['machines', fixture('machines_bad.csv'), '--apply', '--skip-errors']);
	assert.equal(skipped.code, 0, skipped.stderr);
	assert.equal(sql(data, 'SELECT group_concat(code) FROM asset'), 'M-3');
	const zh = await run(data, ['machines', fixture('machines_bad.csv')], { env: { LC_ALL: 'zh_CN.UTF-8' } });
	assert.match(zh.stdout, /出错 +M-1: commissioned: 不是日期：2020-02-30/);
});

test('a column of another name is mapped; what cannot be mapped is refused', async (t) => {
	const dir = await tempFolder(t);
	const file = path.join(dir, 'x.csv'), data = path.join(dir, 'data');
	writeFileSync(file, '机台,叫法\nM1,Press\n');
	const mapped = await run(data, ['machines', file, '--map', '机台=code', '--map=叫法=name', '--apply']);
	assert.equal(mapped.code, 0, mapped.stderr);
	assert.equal(sql(data, 'SELECT code, name FROM asset'), 'M1|Press');
	for (const [args, code, reason] of [
		[['machines', file], 1, /lacks this column/],
		[['machines', file, '--map', '机台=colour'], 2, /no field colour/],
		[['machines', file, '--map', '机台'], 2, /--map is not allowed/],
		[['machines', file, '--map', 'nowhere=code'], 1, /nowhere: the file has no such column/],
		[['machines', `${file}.not`], 1, /cannot read/],
		[['machines', dir], 1, /cannot read/],
		[['machines'], 2, /argument is missing/],
		[['people', file], 2, /unexpected argument: people/],
		[[], 2, /argument is missing/],
		[['machines', file, file], 2, /unexpected argument/],
		[['machines', '/dev/null'], 1, /nothing in the file/],
	]) {
		const got = await run(data, args);
		assert.equal(got.code, code, `${args}: ${got.stderr}`);
		assert.match(got.stderr, reason);
	}
});

test('a list can come through a pipe', async (t) => {
	const data = path.join(await tempFolder(t), 'data');
	const { code, stderr } = await run(data, ['parts', '-', '--apply', '--bin', 'MAIN'], { input: 'code,name,qty\nP1,Seal,3\n' });
	assert.equal(code, 0, stderr);
	assert.equal(sql(data, 'SELECT p.code, s.qty, b.code FROM part p JOIN stock s ON s.part_id = p.id JOIN bin b ON b.id = s.bin_id'), 'P1|3000|MAIN');
});

test('killed at any moment, an import has brought in all or nothing', async (t) => {
	const dir = await tempFolder(t);
	const file = path.join(dir, 'x.csv'), data = path.join(dir, 'data');
	const rows = Array.from({ length: 4000 }, (_, i) => `W${i},2025-01-${String((i % 28) + 1).padStart(2, '0')},M${i % 7},fault ${i},C${i % 11},${i}`);
	writeFileSync(file, `id,ts,machine,symptom,component,cost\n${rows.join('\n')}\n`);
	mkdirSync(data);
	let nothing = 0;
	for (let round = 0; round < 12; round++) {
		const child = spawn(binary, ['import', 'repairs', file, '--apply', '--quiet', '--data', data], { stdio: 'ignore' });
		const ended = new Promise((resolve) => child.on('close', resolve));
		await sleep(30 + 90 * round);
		child.kill('SIGKILL');
		await ended;
		const n = existsSync(path.join(data, 'jixiu.db')) ? Number(sql(data, "SELECT count(*) FROM sqlite_master WHERE name = 'ticket'") === '1' ? sql(data, 'SELECT count(*) FROM ticket') : 0) : 0;
		assert.ok(n === 0 || n === 4000, `${n} tickets`);
		if (n) break;
		nothing++;
	}
	assert.ok(nothing > 1, 'none was killed in time');
	assert.equal((await run(data, ['repairs', file, '--apply', '--quiet'])).code, 0);
	assert.equal(sql(data, 'SELECT count(*) || \' \' || sum(cost_cents) FROM invoice'), `4000 ${(3999 * 4000) / 2 * 100}`);
	await good(data);
});

test('3,280 real work orders of five excavators come in, with every cent, and come in once', { skip }, async (t) => {
	const data = path.join(await tempFolder(t), 'data');
	const orders = readFileSync(excavators, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
	const begun = Date.now();
	const { code, stdout, stderr } = await run(data, ['repairs', excavators, '--apply']);
	assert.equal(code, 0, stderr);
	t.diagnostic(`${orders.length} orders in ${Date.now() - begun} ms`);
	assert.match(stdout, new RegExp(`new ${orders.length}, changed 0, same 0, error 0`));
	const cents = orders.reduce((sum, o) => sum + Math.round(o.cost * 100), 0);
	assert.equal(sql(data, 'SELECT count(*), sum(cost_cents) FROM invoice'), `${orders.length}|${cents}`);
	const machines = [...new Set(orders.map((o) => o.machine))].sort();
	assert.equal(sql(data, "SELECT group_concat(code) FROM (SELECT code FROM asset WHERE kind = 'machine' ORDER BY code)"), machines.join());
	for (const m of machines) {
		const own = orders.filter((o) => o.machine === m);
		const [n, sum] = sql(data, `SELECT count(*), sum(i.cost_cents) FROM invoice i JOIN asset a ON a.id = i.machine_id WHERE a.code = '${m}'`).split('|');
		assert.equal(Number(n), own.length);
		assert.equal(Number(sum), own.reduce((s, o) => s + Math.round(o.cost * 100), 0));
		const groups = new Set(own.map((o) => o.group).filter(Boolean));
		assert.equal(Number(sql(data, `SELECT count(*) FROM asset c JOIN asset m ON m.id = c.parent_id WHERE m.code = '${m}'`)), groups.size);
	}
	assert.equal(sql(data, "SELECT count(*) FROM ticket WHERE occurred_at IS NOT NULL OR restored_at IS NOT NULL"), '0');
	assert.equal(sql(data, "SELECT count(*) FROM ticket t JOIN event e ON e.entity = 'ticket' AND e.entity_id = t.id AND e.kind = 'imported' WHERE t.state = 'closed'"), String(orders.length));
	const before = sql(data, 'SELECT max(seq) FROM event');
	const again = await run(data, ['repairs', excavators, '--apply', '--quiet']);
	assert.match(again.stdout, new RegExp(`new 0, changed 0, same ${orders.length}, error 0`));
	assert.equal(sql(data, 'SELECT max(seq) FROM event'), before);
	await good(data);
});

test('a dry run leaves nothing behind in the temporary folder', async (t) => {
	const dir = await tempFolder(t);
	mkdirSync(path.join(dir, 'tmp'));
	const { code } = await run(path.join(dir, 'data'), ['machines', fixture('machines_bom.csv')], { env: { LC_ALL: 'C', TMPDIR: path.join(dir, 'tmp') } });
	assert.equal(code, 0);
	assert.deepEqual(readdirSync(path.join(dir, 'tmp')), []);
});
