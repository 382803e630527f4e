// outcomes.test.mjs - repairs that came with a list and know a day alone: did they hold? They count from the day they were closed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, jixiu, startServer, tempFolder } from '../lib/server.mjs';

const DAY = 86_400_000;
const day = (ago) => new Date(Date.now() - ago * DAY + 8 * 3_600_000).toISOString().slice(0, 10); // of Asia/Shanghai

test('an imported repair that says only its day holds, or comes back, by that day', async (t) => {
	const folder = await tempFolder(t), data = path.join(folder, 'data');
	const bring = async (kind, rows) => {
		const file = path.join(folder, `${kind}.csv`);
		writeFileSync(file, rows.map((r) => r.join(',')).join('\n'));
		const { code, stdout, stderr } = await jixiu(['import', kind, file, '--apply', '--data', data], { env: { LC_ALL: 'C' } });
		assert.equal(code, 0, stdout + stderr);
	};
	await bring('machines', [['code', 'name'], ['P-1', 'press'], ['P-2', 'press']]);
	await bring('repairs', [
		['id', 'date', 'machine', 'component', 'symptom', 'action'],
		['a', day(200), 'P-1', 'seal', 'leaks oil', 'new seal'], // again ten days later
		['b', day(190), 'P-1', 'seal', 'leaks oil', 'new seal'], // and then never
		['c', day(190), 'P-2', 'seal', 'leaks oil', 'new seal'], // on the other press: none of theirs
		['d', day(100), 'P-1', 'belt', 'squeals', 'new belt'], // twice in one list, of the same day:
		['e', day(100), 'P-1', 'belt', 'squeals', 'new belt'], // as likely one fault written down twice
		['f', day(3), 'P-2', 'seal', 'leaks oil', 'new seal'], // too young to tell
	]);
	const server = await startServer({ data, args: ['--quiet'] });
	t.after(() => server.stop());
	const admin = await server.admin();
	const said = await eventually(() => admin.must(200, 'GET', '/api/v1/figures/outcomes', { query: { from: day(300) } }),
		(x) => x.held + x.came_back + x.pending === 6, 'every repair has its outcome');
	assert.deepEqual([said.held, said.came_back, said.pending], [4, 1, 1]);
	assert.deepEqual(said.components.map((c) => [c.component, c.came_back]), [['seal', 1]]);
	const { items } = await admin.must(200, 'GET', '/api/v1/fixes');
	const seal = items.find((f) => f.cases === 4);
	assert.deepEqual([seal.held, seal.came_back], [2, 1]);
});
