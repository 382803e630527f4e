// plans_bench.mjs - what a planner waits for with 10,000 pairs of plan and machine, each with a year behind it (130,000 dues on 2,000
// machines): every call that a screen of planned maintenance makes, over HTTP against the real program, and the planner's own run.
// Exit status 1 when a call is over 100 ms.
//
//   node tests/bench/plans_bench.mjs            against build/release/jixiu or $JIXIU_BIN; needs the sqlite3 program
//
// A quarter of the plans are daily, weekly, monthly and after completion each, with free days taken into account; what is behind
// them is written as SQL, what is ahead is made by the planner.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const binary = process.env.JIXIU_BIN || path.join(root, 'build/release/jixiu');
const BUDGET_MS = 100, TIMES = 15, PLANS = 100, EACH = 100, PAST = 12;
const data = path.join(mkdtempSync(path.join(tmpdir(), 'jixiu-plans-')), 'data');
let child;
process.on('exit', () => {
	child?.kill('SIGKILL');
	rmSync(path.dirname(data), { recursive: true, force: true });
});

function run(command, args, input) {
	const done = spawnSync(command, args, { input, encoding: 'utf8' });
	if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout;
}

const SQL = `
BEGIN;
CREATE TEMP TABLE m AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM asset WHERE kind = 'machine';
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${PLANS * EACH - 1}) SELECT i FROM c;
INSERT INTO job_plan (id, name, minutes, stands, created_at) SELECT 10000 + i, 'job ' || i, 45, 1, 0 FROM n WHERE i < 20;
INSERT INTO job_task (job_plan_id, sort, text) SELECT 10000 + a.i, b.i, 'task ' || b.i FROM n a, n b WHERE a.i < 20 AND b.i < 6;
INSERT INTO plan (id, name, job_plan_id, unit, every, mode, weekdays, month_day, months, holiday, from_day, start_min, lead_days, grace_days, priority, created_at)
	SELECT 10000 + i, 'plan ' || i, 10000 + i % 20, CASE i % 4 WHEN 0 THEN 'day' WHEN 1 THEN 'week' ELSE 'month' END, 1,
	CASE i % 4 WHEN 3 THEN 'after' ELSE 'fixed' END, 0, CASE i % 4 WHEN 2 THEN 1 + i % 28 END, 0, 'before', 20240101, 480, 0, 2, 3, 0 FROM n WHERE i < ${PLANS};
INSERT INTO plan_asset (plan_id, asset_id, since_day, since_at) SELECT 10000 + n.i / ${EACH}, m.id, 20240101, 0 FROM n JOIN m ON m.k = (n.i * 7 + n.i / ${EACH}) % (SELECT count(*) FROM m);
INSERT INTO plan_due (plan_id, asset_id, n, rule_day, due_day, grace_day, state, cause, done_at, done_day, reason)
	SELECT plan_id, asset_id, k.i + 1, day, day, day + 2, CASE WHEN (asset_id + k.i) % 9 = 0 THEN 'skipped' ELSE 'done' END, 'calendar', 0, day + (asset_id + k.i) % 4, 'x' FROM
	(SELECT plan_id, asset_id, k.i, CAST(strftime('%Y%m%d', 'now', (-360 + 28 * k.i + asset_id % 20) || ' days') AS INTEGER) AS day FROM plan_asset, n AS k WHERE plan_id >= 10000 AND k.i < ${PAST}) k;
COMMIT;`;

const freePort = () => new Promise((resolve) => {
	const s = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = s.address();
		s.close(() => resolve(port));
	});
});

run(binary, ['demo', '--data', data, '--machines', '2000', '--tickets', '2000']);
run('sqlite3', [path.join(data, 'jixiu.db')], SQL);
const planner = (what) => {
	const begun = performance.now(), said = run(binary, ['plans', 'run', '--data', data]).trim();
	console.log(`${what.padEnd(44)} ${Math.round(performance.now() - begun)} ms: ${said}`);
};
planner('the planner, all that is due at once');
const port = await freePort(), at = `http://127.0.0.1:${port}`;
child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1', '--port', String(port), '--quiet'], { stdio: 'ignore' });
for (let i = 0; i < 600 && !(await fetch(`${at}/readyz`).then((r) => r.ok, () => false)); i++) await sleep(50);
const headers = { Origin: at, 'Content-Type': 'application/json' };
const login = await fetch(`${at}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ login: 'manager', password: 'jixiu-demo' }) });
headers.Cookie = login.headers.get('set-cookie').split(';')[0];

// Of the program, in ms: what it costs when others have the processors too.
const busy = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((a, x) => a + Number(x) * 10, 0);
let over = 0;
async function measure(what, url, body, status = body ? 201 : 200) {
	const took = [];
	let size = 0;
	const before = busy();
	for (let i = 0; i <= TIMES; i++) {
		const begun = performance.now();
		const answer = await fetch(`${at}/api/v1/${url}`, body ? { method: 'POST', headers, body: JSON.stringify(body(i)) } : { headers });
		size = (await answer.text()).length;
		if (answer.status !== status) throw new Error(`${url}: ${answer.status}`);
		if (i) took.push(performance.now() - begun);
	}
	took.sort((a, b) => a - b);
	const middle = took[Math.floor(took.length / 2)], ok = middle <= BUDGET_MS;
	over += !ok;
	console.log(`${what.padEnd(44)} ${middle.toFixed(1).padStart(8)} ms (worst ${took.at(-1).toFixed(1)}, processor ${((busy() - before) / (TIMES + 1)).toFixed(1)}) ${String(Math.round(size / 1024)).padStart(5)} KiB ${ok ? 'ok' : 'OVER'}`);
}
const first = async (url) => (await (await fetch(`${at}/api/v1/${url}`, { headers })).json()).items[0];

const machine = (await first('dues?plan=10001&over=1&limit=1')).asset_id;
const site = (await first('assets?kind=site&limit=1')).id;
const DAY = 86_400_000, day = (n) => new Date(Date.now() + n * DAY).toISOString().slice(0, 10);
await measure('plans', 'plans');
await measure('plans, searched', 'plans?text=plan%209');
await measure('plans of a machine', `plans?under=${machine}&limit=500`);
await measure('a plan of 100 machines', 'plans/10002');
await measure('what is due in a month', 'dues');
await measure('the same, a page of 500', 'dues?limit=500');
await measure('what is due under a site', `dues?under=${site}`);
await measure('what is due on a machine', `dues?under=${machine}&from=2000-01-01&to=${day(90)}&standing=ahead&limit=40`);
await measure('what is overdue', `dues?from=2000-01-01&to=${day(1)}&standing=overdue`);
await measure('what is over', 'dues?over=1');
await measure('what was skipped in a year', `dues?from=${day(-365)}&to=${day(1)}&standing=skipped`);
await measure('the calendar of a month', `due-days?from=${day(-10)}&to=${day(32)}`);
await measure('the calendar of a week, 40 a day', `due-days?from=${day(0)}&to=${day(7)}&each=40`);
await measure('the calendar of a month, a site', `due-days?from=${day(-10)}&to=${day(32)}&under=${site}`);
await measure('compliance of a month', `figures/compliance?from=${day(-31)}&to=${day(0)}`);
await measure('compliance of a year', `figures/compliance?from=${day(-365)}&to=${day(0)}`);
await measure('today', 'today');
child.kill('SIGTERM');
await new Promise((resolve) => child.on('exit', resolve));
child = undefined;
planner('the planner, nothing to do');
console.log(run(binary, ['check', '--data', data]).trim());
process.exitCode = over ? 1 : 0;
