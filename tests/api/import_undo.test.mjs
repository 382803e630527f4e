// import_undo.test.mjs - a list that was brought in is put back: what it made is gone, what it changed is as before; what others
// changed or used since is told, and stays.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertRefused, eventually, jixiu, startServer, tempFolder } from '../lib/server.mjs';

let server, admin;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
});
after(() => server.stop());

// Sends a list and brings it in; the run it was.
async function bring(kind, text, { name = 'list.csv', json } = {}) {
	const { id } = await admin.must(201, 'POST', '/api/v1/imports', { query: { kind, name }, body: Buffer.from(text), type: 'text/csv' });
	const at = `/api/v1/imports/${id}`, busy = ['queued', 'checking', 'applying'];
	const rest = () => eventually(() => admin.must(200, 'GET', at), (a) => !busy.includes(a.state));
	let now = await rest();
	if (json) {
		await admin.must(200, 'PATCH', at, { json });
		now = await rest();
	}
	assert.equal(now.state, 'ready', JSON.stringify(now));
	await admin.must(200, 'POST', `${at}/apply`);
	now = await rest();
	assert.equal(now.state, 'done', JSON.stringify(now));
	return { now, run: (await admin.must(200, 'GET', '/api/v1/import-runs', { query: { limit: 1 } })).items[0] };
}
const undo = (run, json) => admin.must(200, 'POST', `/api/v1/import-runs/${run.id}/undo`, { json });
const assets = async (query = {}) => (await admin.must(200, 'GET', '/api/v1/assets', { query: { limit: 500, ...query } })).items;
const machine = async (code) => (await assets({ text: code, kind: 'machine' })).find((m) => m.code === code);

test('what a ledger made is gone with its places, and can be brought in again under new ids', async () => {
	const text = 'code,name,厂区,车间,原值\nU-1,Press,Works,Hall,100\nU-2,Lathe,Works,Hall,200\n';
	const { run } = await bring('machines', text, { name: '台账.csv' });
	assert.deepEqual([run.kind, run.name, run.new, run.changed, run.undone_at, run.by], ['machines', '台账.csv', 2, 0, null, 'Admin']);
	const before = await machine('U-2');
	const { items: [label] } = await admin.must(200, 'GET', `/api/v1/assets/${before.id}/codes`);
	const dry = await undo(run);
	assert.deepEqual([dry.undone, dry.refused, dry.rows.length], [2, 0, 0]);
	assert.equal((await assets()).length, 4, 'a dry run takes nothing away');
	const done = await undo(run, { apply: true });
	assert.deepEqual([done.undone, done.refused, done.undone_by], [2, 0, 'Admin']);
	assert.deepEqual(await assets(), []);
	assert.notEqual((await server.client().get(`/q/${label.code}`)).status, 500, 'its printed code opens no machine, and no failure');
	assertRefused(await admin.request('POST', `/api/v1/import-runs/${run.id}/undo`, { json: { apply: true } }), 409);
	await bring('machines', text);
	assert.ok((await machine('U-1')).id > before.id, 'the log speaks of the old ids still');
	assert.match((await jixiuCheck()).stdout, /./);
});
async function jixiuCheck() {
	const answer = await jixiu(['check', '--data', server.data], { env: { LC_ALL: 'C' } });
	assert.equal(answer.code, 0, answer.stdout + answer.stderr);
	return answer;
}

test('what a list changed has the values it had, whatever they were', async () => {
	const long = '备'.repeat(1500);
	await bring('machines', `code,name,model,note,原值,状态,启用日期\nV-1,Old,,${long},12.5,在用,2020-01-31\n`);
	const before = await machine('V-1');
	const { run } = await bring('machines', 'code,name,model,note,原值,状态,启用日期,车间\nV-1,New,X,short,99,报废,2021-01-01,Hall 2\n');
	assert.equal((await machine('V-1')).state, 'retired');
	assert.equal((await undo(run, { apply: true })).undone, 1);
	const now = await machine('V-1');
	assert.deepEqual({ ...now, version: 0 }, { ...before, version: 0 });
	assert.ok(!(await assets({ kind: 'area' })).some((a) => a.name === 'Hall 2'));
	const kinds = (await admin.must(200, 'GET', `/api/v1/assets/${now.id}/life`)).items.map((e) => e.kind);
	assert.ok(kinds.length >= 4, 'its history has both');
});

test('rows that somebody changed or used since are told, and stay when the others go', async () => {
	const { run } = await bring('machines', 'code,name\nW-1,a\nW-2,b\nW-3,c\n');
	const [one, two] = [await machine('W-1'), await machine('W-2')];
	await admin.must(200, 'PATCH', `/api/v1/assets/${one.id}`, { json: { name: 'renamed' }, version: one.version });
	await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: two.id, symptom: 'noise', stopped: false } });
	const dry = await undo(run);
	assert.deepEqual([dry.undone, dry.refused], [1, 2]);
	assert.deepEqual(dry.rows.map((r) => [r.number, r.key]), [[3, 'W-2'], [2, 'W-1']]);
	assert.match(dry.rows[1].problems[0].message, /changed since \(Admin\)/);
	assert.match(dry.rows[0].problems[0].message, /changed since/, 'its state follows the ticket');
	assertRefused(await admin.request('POST', `/api/v1/import-runs/${run.id}/undo`, { json: { apply: true } }), 409);
	assert.ok(await machine('W-3'));
	const done = await undo(run, { apply: true, partial: true });
	assert.deepEqual([done.undone, done.refused, done.kept], [1, 2, 2]);
	assert.deepEqual([!!(await machine('W-1')), !!(await machine('W-2')), !!(await machine('W-3'))], [true, true, false]);
	await jixiuCheck();
});

test('parts go with their bins and opening stock, but not once something was used', async () => {
	const text = 'code,name,unit,bin,qty,price\nP-1,Seal,pc,B-1,10,3\nP-2,Belt,pc,B-2,5,7\n';
	const { run } = await bring('parts', text);
	const part = async (code) => (await admin.must(200, 'GET', '/api/v1/parts', { query: { text: code } })).items[0];
	const p2 = await part('P-2'), user = (await machine('W-1')).id;
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: user, symptom: 'belt', stopped: false } });
	await admin.must(201, 'POST', `/api/v1/tickets/${ticket.id}/parts`, { json: { part_id: p2.id, qty: 1 } });
	const done = await undo(run, { apply: true, partial: true });
	assert.deepEqual([done.undone, done.refused], [1, 1]);
	assert.match(done.rows[0].problems[0].message, /in use/);
	assert.equal(await part('P-1'), undefined);
	assert.equal((await part('P-2')).qty, 4);
	assert.deepEqual((await admin.must(200, 'GET', '/api/v1/bins')).items.map((b) => b.code), ['B-2']);
	const { run: again } = await bring('parts', text);
	assert.deepEqual([again.new, again.same], [1, 1]);
	assert.equal((await part('P-1')).qty, 10, 'its stock comes with it again');
	await jixiuCheck();
});

test('repairs are cancelled without their costs, and can come again', async () => {
	const text = 'id,ts,machine,symptom,minutes,cost,component\nR-1,2025-01-02,RM-1,leak,30,50,Spindle\n';
	const { run } = await bring('repairs', text);
	const tickets = async () => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { text: 'leak' } })).items;
	const [t] = await tickets();
	assert.equal((await undo(run, { apply: true })).undone, 1);
	const view = await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`);
	assert.deepEqual([view.ticket.state, view.ticket.cancel_note, view.labour, view.invoices], ['cancelled', 'import_undone: list.csv', [], []]);
	assert.equal((await machine('RM-1')).state, 'retired');
	const { run: again } = await bring('repairs', text);
	assert.deepEqual([again.new, again.same], [1, 0]);
	assert.deepEqual((await tickets()).map((x) => x.state).sort(), ['cancelled', 'closed']);
	await jixiuCheck();
});

test('what a heading was said to mean is known the next time, until it is said otherwise', async () => {
	const columns = [{ heading: 'Kennung', field: 'code' }, { heading: 'name', field: 'model' }, { heading: 'Art', field: 'name' }];
	const text = (code) => `Kennung,name,Art\n${code},x,y\n`;
	const { id } = await admin.must(201, 'POST', '/api/v1/imports', { query: { kind: 'machines', name: 'x' }, body: Buffer.from(text('K-1')), type: 'text/csv' });
	await eventually(() => admin.must(200, 'GET', `/api/v1/imports/${id}`), (a) => a.state === 'failed');
	await bringMapped(id, columns);
	const { now } = await bring('machines', text('K-2'));
	assert.deepEqual(now.columns.map((c) => c.field), ['code', 'model', 'name']);
	const plain = columns.map((c) => ({ ...c, field: c.heading === 'name' ? 'name' : c.heading === 'Kennung' ? 'code' : null }));
	await bring('machines', text('K-3'), { json: { columns: plain } });
	const { now: later } = await bring('machines', text('K-4'));
	assert.deepEqual(later.columns.map((c) => c.field), ['code', 'name', null]);
});
async function bringMapped(id, columns) {
	await admin.must(200, 'PATCH', `/api/v1/imports/${id}`, { json: { columns } });
	await eventually(() => admin.must(200, 'GET', `/api/v1/imports/${id}`), (a) => a.state === 'ready');
	await admin.must(200, 'POST', `/api/v1/imports/${id}/apply`);
	await eventually(() => admin.must(200, 'GET', `/api/v1/imports/${id}`), (a) => a.state === 'done');
}

test('the command lists what was brought in and puts it back', async (t) => {
	const folder = await tempFolder(t), data = path.join(folder, 'data'), file = path.join(folder, 'l.csv');
	await writeFile(file, 'code,name\nC-1,Saw\n');
	const run = (...args) => jixiu(['import', ...args, '--data', data], { env: { LC_ALL: 'C' } });
	assert.equal((await run('machines', file, '--apply')).code, 0);
	assert.match((await run('runs')).stdout, /^ +1  .*machines +l\.csv +new 1, changed 0$/m);
	const dry = await run('undo', '1');
	assert.equal(dry.code, 0, dry.stderr);
	assert.match(dry.stdout, /1 rows can be put back/);
	assert.equal((await run('undo', '1', '--apply')).code, 0);
	assert.match((await run('runs')).stdout, /undone/);
	assert.equal((await run('undo', '1', '--apply')).code, 1);
	assert.equal((await run('undo', '7')).code, 1);
	assert.equal((await run('undo', 'x')).code, 2);
	assert.equal((await jixiu(['check', '--data', data])).code, 0);
});

test('plans come in with their jobs and machines, go out as they came, and are put back with their services', async () => {
	await bring('machines', 'code,name\nPM-1,Press\nPM-2,Press\nPM-3,Press\n');
	const ids = Object.fromEntries(await Promise.all(['PM-1', 'PM-2', 'PM-3'].map(async (c) => [c, (await machine(c)).id])));
	const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
	const plans = async (query = {}) => (await admin.must(200, 'GET', '/api/v1/plans', { query })).items;
	const text = `计划名称,设备编号,周期,几号,遇休息日,开始日期,预计工时,保养内容,负责人\n月度保养,PM-1,每月,15,提前,${soon},1.5小时,清洁；加油,\n月度保养,PM-2,每月,15,提前,${soon},1.5小时,清洁；加油,\n日常保养,PM-1、PM-3,每天,,,,,擦拭,admin\n`;
	const { now, run } = await bring('plans', text, { name: '保养计划.csv' });
	assert.deepEqual([now.new, now.changed, now.errors], [2, 1, 0]);
	assert.ok(now.columns.every((c) => c.field), JSON.stringify(now.columns));
	const [daily, monthly] = (await plans()).sort((a, b) => a.name.localeCompare(b.name, 'zh'));
	assert.deepEqual([monthly.name, monthly.unit, monthly.every, monthly.month_day, monthly.holiday, monthly.machines, monthly.minutes, monthly.from_day], ['月度保养', 'month', 1, 15, 'before', 2, 90, soon]);
	assert.deepEqual([daily.unit, daily.every, daily.machines, daily.assignee_name, daily.job_name], ['day', 1, 2, 'Admin', '日常保养']);
	assert.deepEqual((await admin.must(200, 'GET', `/api/v1/plans/${monthly.id}`)).tasks.map((t) => t.text), ['清洁', '加油']);

	const { body } = await admin.request('GET', '/api/v1/plans.xlsx'), { id } = await admin.must(201, 'POST', '/api/v1/imports', { query: { kind: 'plans', name: 'plans.xlsx' }, body });
	const again = await eventually(() => admin.must(200, 'GET', `/api/v1/imports/${id}`), (a) => a.state === 'ready' || a.state === 'failed');
	assert.deepEqual([again.new, again.changed, again.same, again.errors], [0, 0, 4, 0], JSON.stringify((await admin.must(200, 'GET', `/api/v1/imports/${id}/rows`)).items));
	await admin.must(204, 'DELETE', `/api/v1/imports/${id}`);

	const wrong = await admin.must(201, 'POST', '/api/v1/imports', { query: { kind: 'plans', name: 'x.csv' }, body: Buffer.from('计划名称,设备编号,周期,负责人\n坏,没有,偶尔,nobody\n没有周期,PM-1,,\n'), type: 'text/csv' });
	const { items } = await eventually(() => admin.must(200, 'GET', `/api/v1/imports/${wrong.id}/rows`), (a) => a.items.length === 2);
	assert.deepEqual(items.map((r) => r.problems.map((p) => p.heading)), [['周期', '负责人', '设备编号'], ['周期']]);

	const open = async () => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { open: 1, kind: 'preventive' } })).items;
	assert.deepEqual((await open()).map((t) => t.machine_id).sort(), [ids['PM-1'], ids['PM-3']].sort(), 'what is due today has its ticket');
	const [{ id: begun }] = (await open()).filter((t) => t.machine_id === ids['PM-3']);
	const t = await admin.must(200, 'GET', `/api/v1/tickets/${begun}`);
	if (t.ticket.state === 'reported' || t.ticket.state === 'accepted') await admin.must(200, 'POST', `/api/v1/tickets/${begun}/start`, { json: {}, version: t.ticket.version });
	const done = await undo(run, { apply: true });
	assert.deepEqual([done.undone, done.refused], [3, 0], JSON.stringify(done.rows));
	assert.deepEqual(await plans(), []);
	assert.deepEqual((await open()).map((x) => x.id), [begun], 'what somebody has begun stays');
	assert.deepEqual((await admin.must(200, 'GET', '/api/v1/jobs')).items.map((j) => j.retired), [true, true]);
	await bring('plans', text);
	assert.equal((await plans()).length, 2);
	await jixiuCheck();
});
