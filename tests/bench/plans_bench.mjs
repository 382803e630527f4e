// plans_bench.mjs - what a planner waits for with 10,000 pairs of plan and machine, each with a year behind it (130,000 dues on 2,000
// machines): every call that a screen of planned maintenance makes, over HTTP against the real program, and the planner's own run.
// Exit status 1 when a call is over 100 ms.
//
//   node tests/bench/plans_bench.mjs            against build/release/jixiu or $JIXIU_BIN; needs the sqlite3 program
//
// A quarter of the plans are daily, weekly, monthly and after completion each, with free days taken into account; what is behind
// them is written as SQL, what is ahead is made by the planner.
import { sceneOf } from '../lib/scene.mjs';

const PLANS = 100, EACH = 100, PAST = 12;
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

const s = await sceneOf(['--machines', '2000', '--tickets', '2000'], SQL);
const planner = (what) => {
	const { said, took } = s.command('plans', 'run');
	console.log(`${what.padEnd(46)} ${took.toFixed(1).padStart(8)} ms: ${said}`);
};
planner('the planner, all that is due at once');
await s.open('manager');

const machine = (await s.first('dues?plan=10001&over=1&limit=1')).asset_id;
const site = (await s.first('assets?kind=site&limit=1')).id;
const DAY = 86_400_000, day = (n) => new Date(Date.now() + n * DAY).toISOString().slice(0, 10);
await s.measure('plans', 'plans');
await s.measure('plans, searched', 'plans?text=plan%209');
await s.measure('plans of a machine', `plans?under=${machine}&limit=500`);
await s.measure('a plan of 100 machines', 'plans/10002');
await s.measure('what is due in a month', 'dues');
await s.measure('the same, a page of 500', 'dues?limit=500');
await s.measure('what is due under a site', `dues?under=${site}`);
await s.measure('what is due on a machine', `dues?under=${machine}&from=2000-01-01&to=${day(90)}&standing=ahead&limit=40`);
await s.measure('what is overdue', `dues?from=2000-01-01&to=${day(1)}&standing=overdue`);
await s.measure('what is over', 'dues?over=1');
await s.measure('what was skipped in a year', `dues?from=${day(-365)}&to=${day(1)}&standing=skipped`);
await s.measure('the calendar of a month', `due-days?from=${day(-10)}&to=${day(32)}`);
await s.measure('the calendar of a week, 40 a day', `due-days?from=${day(0)}&to=${day(7)}&each=40`);
await s.measure('the calendar of a month, a site', `due-days?from=${day(-10)}&to=${day(32)}&under=${site}`);
await s.measure('compliance of a month', `figures/compliance?from=${day(-31)}&to=${day(0)}`);
await s.measure('compliance of a year', `figures/compliance?from=${day(-365)}&to=${day(0)}`);
await s.measure('today', 'today');
await s.close();
planner('the planner, nothing to do');
