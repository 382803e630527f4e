// plans.test.mjs - the planner killed in the middle of making tickets, again and again: each due has its ticket once, with all its
// tasks, and none is left out.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { makePlant } from '../lib/plant.mjs';
import { binary, jixiu, Server, sleep, tempFolder } from '../lib/server.mjs';

const MACHINES = 480, KILLS = 6;
let sqlite = true;
try {
	execFileSync('sqlite3', ['--version']);
} catch (e) {
	sqlite = false;
}

test('a planner that is killed makes nothing twice and forgets nothing', { skip: sqlite ? false : 'there is no sqlite3 program' }, async (t) => {
	const data = await tempFolder(), db = path.join(data, 'jixiu.db'), server = new Server({ data, args: ['--quiet'] });
	const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', '-cmd', '.timeout 10000', db, sql], { encoding: 'utf8' }) || '[]');
	await server.start();
	t.after(() => server.kill());
	const admin = await server.admin(), { machines } = await makePlant(server, Array.from({ length: MACHINES }, (_, i) => ({ code: `K-${i}`, name: `机 ${i}` })));
	const job = await admin.must(201, 'POST', '/api/v1/jobs', { json: { name: '月度保养', tasks: [{ text: '清洁' }, { text: '加油' }] } });
	const from_day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
	await admin.must(201, 'POST', '/api/v1/plans', { json: { name: '月度保养', job_plan_id: job.id, unit: 'month', lead_days: 0, from_day, assets: machines.map((m) => ({ asset_id: m.id })) } });
	await server.stop();
	// As if the days had gone by: now all of them are to be made.
	execFileSync('sqlite3', [db, 'UPDATE plan SET lead_days = 40']);

	let killed = 0;
	for (let i = 0; i < KILLS; i++) {
		const child = spawn(binary, ['plans', 'run', '--data', data], { stdio: 'ignore' }), ended = new Promise((r) => child.on('exit', (_, signal) => r(signal)));
		const before = ask("SELECT count(*) AS n FROM plan_due WHERE state = 'open'")[0].n;
		// Until some of them are there, or it is over.
		for (let k = 0; k < 200 && child.exitCode === null && ask("SELECT count(*) AS n FROM plan_due WHERE state = 'open'")[0].n === before && k < 3 + 7 * i; k++) await sleep(5);
		child.kill('SIGKILL');
		killed += (await ended) === 'SIGKILL';
	}
	t.diagnostic(`${killed} of ${KILLS} were killed`);
	assert.ok(killed > 2, `${killed} of ${KILLS} were killed`);
	const done = await jixiu(['plans', 'run', '--data', data]);
	assert.equal(done.code, 0, done.stderr);
	assert.deepEqual(ask('SELECT count(*) AS dues, count(DISTINCT asset_id) AS machines, count(DISTINCT ticket_id) AS tickets, group_concat(DISTINCT state) AS states FROM plan_due'),
		[{ dues: MACHINES, machines: MACHINES, tickets: MACHINES, states: 'open' }]);
	assert.deepEqual(ask('SELECT (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM ticket_task) AS tasks, (SELECT min(n) || max(n) FROM (SELECT count(*) AS n FROM ticket_task GROUP BY ticket_id)) AS each'),
		[{ tickets: MACHINES, tasks: 2 * MACHINES, each: '22' }]);
	const check = await jixiu(['check', '--data', data]);
	assert.equal(check.code, 0, check.stdout + check.stderr);
});
