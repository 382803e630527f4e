// cli_export.test.mjs - jixiu export: everything comes out, and what can come back in comes back as it was.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { jixiu, root, startServer, tempFolder } from '../lib/server.mjs';
import { addPerson, makePlant, repair } from '../lib/plant.mjs';

const en = { LC_ALL: 'C' };
const zh = { LC_ALL: 'zh_CN.UTF-8' };
const fixture = (name) => path.join(root, 'tests/fixtures/import', name);

async function must(args, env = en) {
	const { code, stdout, stderr } = await jixiu(args, { env });
	assert.equal(code, 0, stderr + stdout);
	return stdout;
}

// A plant with something of everything.
async function plant(t) {
	const data = await tempFolder(t);
	for (const [what, file] of [['machines', 'machines_gb18030.csv'], ['parts', 'parts.csv'], ['repairs', 'repairs_zh.csv']]) {
		await must(['import', what, fixture(file), '--apply', '--quiet', '--data', data]);
	}
	const server = await startServer({ data });
	const made = await makePlant(server, [{ code: 'DANGER', name: '=HYPERLINK("x")', note: 'line one\nline "two", three' }]);
	const li = await addPerson(server, 'li', '李师傅');
	const admin = await server.admin();
	const report = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: made.machines[0].id, symptom: '漏油', stopped: true } });
	const id = (report.ticket ?? report).id;
	await admin.must(201, 'POST', `/api/v1/tickets/${id}/comments`, { json: { text: 'look at the seal' } });
	const [part] = (await admin.must(200, 'GET', '/api/v1/parts?text=BRG')).items;
	await repair(li, id);
	await admin.must(201, 'POST', `/api/v1/tickets/${id}/parts`, { json: { part_id: part.id, qty: 2 } });
	const written = await admin.must(201, 'POST', '/api/v1/fixes', { json: { zh: '换密封', symptom: '漏油', steps: '换密封', parts: [{ part_id: part.id, qty: 1 }] } });
	for (let i = 0; (await admin.must(200, 'GET', `/api/v1/tickets/${id}`)).fix_id === null; i++) assert.ok(i < 5000, 'the repair finds its fix');
	const job = await admin.must(201, 'POST', '/api/v1/jobs', { json: { name: '月度保养', minutes: 45, stands: true, tasks: [{ text: '清洁' }, { text: '加油' }] } });
	const plan = { job_plan_id: job.id, assets: [], from_day: '2090-01-15' };
	for (const json of [{ ...plan, name: '月检', unit: 'month', every: 3, month_day: 32, months: [1, 7], assets: [{ asset_id: made.machines[0].id }] }, { ...plan, name: '周检', name_en: 'Weekly', unit: 'week', weekdays: [1, 5], holiday: 'after', to_day: '2099-12-31', lead_days: 1, grace_days: 0 }])
		await admin.must(201, 'POST', '/api/v1/plans', { json });
	await admin.must(201, 'POST', `/api/v1/assets/${made.machines[0].id}/meters`, { json: { name: '运行小时', unit: 'h' } });
	await server.stop();
	return { data, id, written: written.id };
}

const lines = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

test('all of it comes out in one go, while a server runs, and no secret with it', async (t) => {
	const { data, id, written } = await plant(t);
	const out = path.join(await tempFolder(t), 'out');
	const server = await startServer({ data });
	const said = await must(['export', out, '--format', 'jsonl', '--data', data]);
	await must(['export', out, '--data', data]);
	await server.stop();
	const kinds = ['accounts', 'assets', 'bins', 'events', 'fixes', 'machines', 'meters', 'movements', 'parts', 'plans', 'repairs', 'tickets'];
	assert.deepEqual(readdirSync(out).sort(), kinds.flatMap((k) => [`${k}.csv`, `${k}.jsonl`]).sort());
	for (const kind of kinds) {
		const rows = lines(path.join(out, `${kind}.jsonl`));
		assert.ok(rows.length > 0, kind);
		assert.match(said, new RegExp(`${kind}\\.jsonl: ${rows.length} rows`));
		const text = readFileSync(path.join(out, `${kind}.csv`), 'utf8');
		assert.equal(text.slice(0, 1), '\ufeff', 'Excel needs the mark');
		assert.doesNotMatch(text + JSON.stringify(rows), /argon2|"password"/);
	}
	const ticket = lines(path.join(out, 'tickets.jsonl')).find((x) => x.id === id);
	assert.equal(ticket.comments[0].text, 'look at the seal');
	assert.equal(ticket.parts[0].code, 'BRG-6204');
	assert.equal(ticket.state, 'restored');
	const fixes = lines(path.join(out, 'fixes.jsonl'));
	assert.deepEqual(fixes.find((f) => f.id === written).parts.map((p) => [p.code, p.qty]), [['BRG-6204', 1]]);
	assert.ok(fixes.some((f) => f.cases.some((c) => c.id === id)));
	const events = lines(path.join(out, 'events.jsonl'));
	events.forEach((e, i) => assert.equal(e.seq, i + 1));
	// A cell that a spreadsheet would run is disarmed.
	assert.match(readFileSync(path.join(out, 'machines.csv'), 'utf8'), /"'=HYPERLINK\(""x""\)"/);
});

for (const [name, env, format] of [['CSV', en, 'csv'], ['CSV with Chinese headings', zh, 'csv'], ['JSON Lines', en, 'jsonl']]) {
	test(`machines, parts, repairs and plans come back from ${name} as they were`, async (t) => {
		const { data } = await plant(t);
		const dir = await tempFolder(t);
		const again = path.join(dir, 'again');
		for (const what of ['machines', 'parts', 'repairs', 'plans']) {
			await must(['export', dir, '--what', what, '--format', format, '--data', data], env);
			const file = path.join(dir, `${what}.${format}`);
			// Into where it came from: nothing to do.
			const same = await must(['import', what, file, '--quiet', '--data', data]);
			assert.match(same, /new 0, changed 0, same \d+, error 0/, what);
			// Into an empty one: all of it.
			await must(['import', what, file, '--quiet', '--apply', '--data', again]);
			const before = await must(['export', '-', '--what', what, '--format', 'jsonl', '--data', data]);
			const after = await must(['export', '-', '--what', what, '--format', 'jsonl', '--data', again]);
			const plain = (text) => text.trim().split('\n').map((l) => JSON.parse(l)).map((row) => ({ ...row, label: 0, seq: 0, group: 0, parts: 0 })).sort((a, b) => ((a.code ?? a.name ?? '') + a.id < (b.code ?? b.name ?? '') + b.id ? -1 : 1));
			const [a, b] = [plain(before), plain(after)];
			if (what === 'parts') for (const row of [...a, ...b]) { row.qty = 0; row.amount = 0; }
			assert.deepEqual(b, a, what);
		}
		if (env === zh) assert.match(readFileSync(path.join(dir, 'machines.csv'), 'utf8'), /^\ufeff设备编号,设备名称,/);
		if (env === zh) assert.match(readFileSync(path.join(dir, 'plans.csv'), 'utf8'), /^\ufeff计划名称,计划英文名称,作业,设备编号,周期,/);
		await must(['check', '--data', again]);
	});
}

test('an unknown kind or form, and everything into one pipe, are refused', async (t) => {
	const { data } = await plant(t);
	for (const args of [['-'], ['-', '--what', 'all'], ['x', '--what', 'secrets'], ['x', '--format', 'xml'], []]) {
		const { code } = await jixiu(['export', ...args, '--data', data], { env: en, cwd: data });
		assert.equal(code, 2, args.join(' '));
	}
	writeFileSync(path.join(data, 'file'), '');
	const { code, stderr } = await jixiu(['export', path.join(data, 'file'), '--data', data], { env: en });
	assert.equal(code, 1);
	assert.match(stderr, /cannot write/);
	const full = await jixiu(['export', '/dev/full', '--data', data], { env: en });
	assert.equal(full.code, 1);
});
