// stock_bench.mjs - what a storekeeper and a buyer wait for with 5,000 parts and 200,000 movements: every call that a screen of the
// stock and of buying makes, over HTTP against the real program, and the nightly run that works out what to buy. Exit status 1
// when a call is over 100 ms or the run over 2 s.
//
//   node tests/bench/stock_bench.mjs            against build/release/jixiu or $JIXIU_BIN; needs the sqlite3 program
//
// The ledger is written as SQL beside the demo's and then proven by `jixiu check`: 40 movements of each part, in 400 bins
// of three stores, 1,000 reservations, 2,000 prices, 100 requisitions of 50 lines that have come, a counting of a third. 4,800
// parts are worked out, 200 are below a minimum set by hand; the first run gives each its point (4,800 changed rows and events) and
// makes a draft of 200 lines, the second is any other night.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const binary = process.env.JIXIU_BIN || path.join(root, 'build/release/jixiu');
const BUDGET_MS = 100, RUN_MS = 2000, TIMES = 15, PARTS = 5000, EACH = 40;
// The first of the movements, of which the last was last week.
const DAY = 86_400_000, BEGIN = Date.now() - 710 * DAY;
const data = path.join(mkdtempSync(path.join(tmpdir(), 'jixiu-stock-')), 'data');
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
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${PARTS}) SELECT i FROM c;
INSERT INTO bin (id, code, name, store, search) SELECT 100000 + i, printf('Z-%04d', i), 'shelf', 'Store ' || (i % 3), printf('z-%04d shelf', i) FROM n WHERE i <= 400;
INSERT INTO part (id, code, name, name_en, spec, unit, category, bin_id, min_qty, price_cents, search, created_at)
	SELECT 100000 + i, printf('Z-%05d', i), '零件 ' || i, 'part ' || i, 'M' || (i % 40), 'pc', 'cat ' || (i % 20), 100000 + i % 400 + 1, 16000, 100,
	printf('z-%05d 零件 %d part m%d', i, i, i % 40), ${BEGIN} FROM n;
CREATE TEMP TABLE t AS SELECT row_number() OVER (ORDER BY id) AS k, id, machine_id FROM ticket;
CREATE TEMP TABLE m AS SELECT n.i AS i, k.i AS k, CASE WHEN k.i % 8 = 1 THEN 10000 ELSE -1000 END AS q FROM n JOIN n AS k ON k.i <= ${EACH};
INSERT INTO movement (part_id, bin_id, kind, qty, value_cents, ticket_id, machine_id, reason, time, qty_after, value_after, bin_after)
	SELECT 100000 + m.i, 100000 + m.i % 400 + 1, CASE WHEN m.q > 0 THEN 'receive' ELSE 'issue' END, m.q, m.q / 10,
	CASE WHEN m.q < 0 THEN t.id END, CASE WHEN m.q < 0 THEN t.machine_id END, NULL, ${BEGIN} + m.k * 1500000000 + m.i * 200000,
	sum(m.q) OVER w, sum(m.q) OVER w / 10, sum(m.q) OVER w
	FROM m JOIN t ON t.k = 1 + (m.i * 7 + m.k * 13) % (SELECT count(*) FROM t)
	WINDOW w AS (PARTITION BY m.i ORDER BY m.k) ORDER BY m.k, m.i;
INSERT INTO stock (part_id, bin_id, qty) SELECT part_id, bin_id, sum(qty) FROM movement WHERE part_id > 100000 GROUP BY part_id, bin_id;
UPDATE part SET qty = (SELECT sum(qty) FROM stock WHERE part_id = part.id), value_cents = (SELECT sum(value_cents) FROM movement WHERE part_id = part.id) WHERE id > 100000;
CREATE TEMP TABLE o AS SELECT row_number() OVER (ORDER BY id) AS k, id FROM ticket WHERE open = 1;
INSERT INTO reservation (ticket_id, part_id, bin_id, qty, created_at, changed_at)
	SELECT o.id, 100000 + n.i * 3, 100000 + (n.i * 3) % 400 + 1, 2000, ${BEGIN}, ${BEGIN} FROM n JOIN o ON o.k = 1 + n.i % (SELECT count(*) FROM o) WHERE n.i <= 1000;
UPDATE stock SET reserved = coalesce((SELECT sum(qty) FROM reservation r WHERE r.part_id = stock.part_id AND r.bin_id = stock.bin_id), 0) WHERE part_id > 100000;
UPDATE part SET reserved = coalesce((SELECT sum(reserved) FROM stock WHERE part_id = part.id), 0) WHERE id > 100000;
INSERT INTO part_price (part_id, supplier_id, day, price_cents, time) SELECT 100001, 1 + i % 4, 20200101 + i % 28, 100 + i % 50, 0 FROM n WHERE i <= 2000;
INSERT INTO part_supplier (part_id, supplier_id, lead_days, preferred) SELECT 100000 + i, 1 + i % 4, i % 30, 1 FROM n;
INSERT INTO asset_part (part_id, asset_id) SELECT 100000 + i, (SELECT id FROM asset WHERE kind = 'machine' LIMIT 1) FROM n WHERE i <= 300;
INSERT INTO requisition (id, state, created_at, approved_at, ordered_at, ended_at)
	SELECT 100000 + i, 'closed', ${BEGIN} + i * 6 * ${DAY}, ${BEGIN} + i * 6 * ${DAY}, ${BEGIN} + i * 6 * ${DAY}, ${BEGIN} + (i * 6 + 9) * ${DAY} FROM n WHERE i <= 100;
INSERT INTO requisition_line (id, requisition_id, part_id, supplier_id, qty, price_cents, received, cause, on_hand, reserved, wanted, on_order)
	SELECT m.id, 100001 + (m.part_id + m.id) % 100, m.part_id, 1 + m.part_id % 4, m.qty, 100, m.qty, 'minimum', 0, 0, 0, 0
	FROM movement m WHERE m.part_id > 100000 AND m.kind = 'receive' ON CONFLICT DO NOTHING;
INSERT INTO requisition_receipt (movement_id, line_id, part_id, supplier_id, qty, ordered_at, time)
	SELECT m.id, m.id, m.part_id, 1 + m.part_id % 4, m.qty, m.time - (3 + m.id % 20) * ${DAY}, m.time FROM movement m JOIN requisition_line l ON l.id = m.id WHERE m.part_id > 100000;
UPDATE part SET worked = 1 WHERE id > 100200;
UPDATE part SET min_qty = 20000, max_qty = 40000 WHERE id > 100000 AND id <= 100200;
COMMIT;`;

const freePort = () => new Promise((resolve) => {
	const s = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = s.address();
		s.close(() => resolve(port));
	});
});

let over = 0;
const began = performance.now();
run(binary, ['demo', '--data', data, '--machines', '60', '--tickets', '2000']);
run('sqlite3', [path.join(data, 'jixiu.db')], `PRAGMA synchronous = OFF; ${SQL}`);
console.log(run(binary, ['check', '--data', data]).trim());
console.log(`${'made in'.padEnd(44)} ${((performance.now() - began) / 1000).toFixed(1).padStart(8)} s`);
for (const what of ['the first run of buying', 'the nightly run of buying']) {
	const begun = performance.now(), said = run(binary, ['reorder', '--data', data]), took = performance.now() - begun;
	over += took > RUN_MS;
	console.log(`${what.padEnd(44)} ${took.toFixed(1).padStart(8)} ms ${took > RUN_MS ? 'OVER' : 'ok'}\n${said.trim().replaceAll(/^/gm, '    ')}`);
}
const port = await freePort(), at = `http://127.0.0.1:${port}`;
child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1', '--port', String(port), '--quiet'], { stdio: 'ignore' });
for (let i = 0; i < 600 && !(await fetch(`${at}/readyz`).then((r) => r.ok, () => false)); i++) await sleep(50);
const headers = { Origin: at, 'Content-Type': 'application/json' };
const login = await fetch(`${at}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ login: 'store', password: 'jixiu-demo' }) });
headers.Cookie = login.headers.get('set-cookie').split(';')[0];

async function measure(what, url, body, status = body ? 201 : 200) {
	const took = [];
	let size = 0;
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
	console.log(`${what.padEnd(44)} ${middle.toFixed(1).padStart(8)} ms (worst ${took.at(-1).toFixed(1)}) ${String(Math.round(size / 1024)).padStart(5)} KiB ${ok ? 'ok' : 'OVER'}`);
}
const first = async (url) => (await (await fetch(`${at}/api/v1/${url}`, { headers })).json()).items[0];

const open = (await first('reservations?limit=1')).ticket_id;
const machine = (await first('assets?kind=machine&limit=1')).id;
await measure('parts', 'parts');
await measure('parts, searched', 'parts?text=m39');
await measure('parts, searched, none', 'parts?text=nothing-like-it');
await measure('parts, the last page', 'parts?after=Z-04900&limit=500');
await measure('low parts', 'parts?low=1');
await measure('low parts, most urgent first', 'parts/low');
await measure('a part', 'parts/102000');
await measure('a part and what is around it', 'parts/100001/supply');
await measure('its stock card', 'parts/102000/movements');
await measure('its machines', 'parts/102000/machines');
await measure('the ledger', 'movements');
await measure('the ledger, of a kind that is rare', 'movements?kind=transfer');
await measure('the ledger, long ago', `movements?to=${new Date(BEGIN + 30 * DAY).toISOString().slice(0, 10)}`);
await measure('the ledger, of a bin', 'movements?bin=100100');
await measure('a bin', 'bins/100100/contents');
await measure('bins', 'bins?limit=500');
await measure('stores', 'stores');
await measure('what is reserved', 'reservations?limit=500');
await measure('what is wanted', 'reservations?wanted=1');
await measure('a ticket with its parts', `tickets/${open}`);
await measure('what is built into a machine', `assets/${machine}/parts`);
await measure('suppliers', 'suppliers');
await measure('a supplier of 1,250 parts', 'suppliers/1');
await measure('today', 'today');
await measure('reserving', `tickets/${open}/reservations`, (i) => ({ parts: [{ part_id: 104000 + i, qty: 1 }] }));
await measure('issuing', `tickets/${open}/parts`, (i) => ({ part_id: 104100 + i, qty: 1 }));
await measure('receiving', 'parts/104200/receive', () => ({ qty: 1 }));
await measure('how a part is bought, and why', 'parts/102000/reorder');
await measure('how long a part lasts', 'parts/102000/wear');
await measure('requisitions', 'requisitions');
await measure('requisitions that are open', 'requisitions?open=1');
await measure('requisitions of a part', 'requisitions?part=102000');
const draft = (await first('requisitions?open=1&limit=1')).id, old = (await first('requisitions?open=0&limit=1')).id;
const size = (await (await fetch(`${at}/api/v1/requisitions/${draft}`, { headers })).json()).items.length;
await measure(`the draft of ${size} lines`, `requisitions/${draft}`);
await measure('a requisition that has come', `requisitions/${old}`);
await measure('the rules of buying', 'purchasing');
const count = await (await fetch(`${at}/api/v1/counts`, { method: 'POST', headers, body: JSON.stringify({ name: 'all', store: 'Store 1' }) })).json();
await measure('countings', 'counts');
await measure(`a counting of ${count.lines} lines`, `counts/${count.id}`);
await measure('its lines', `counts/${count.id}/lines`);
await measure('its lines of a bin', `counts/${count.id}/lines?bin=${count.bins[0].bin_id}`);
await measure('its differences', `counts/${count.id}/lines?different=1`);
const line = (await first(`counts/${count.id}/lines`));
await measure('counting', `counts/${count.id}/lines`, () => ({ bin_id: line.bin_id, part_id: line.part_id, counted: 3, reason: 'x' }));
child.kill('SIGTERM');
await new Promise((resolve) => child.on('exit', resolve));
child = undefined;
console.log(run(binary, ['check', '--data', data]).trim());
process.exitCode = over ? 1 : 0;
