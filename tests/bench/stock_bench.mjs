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
import { performance } from 'node:perf_hooks';
import { sceneOf } from '../lib/scene.mjs';

const RUN_MS = 2000, PARTS = 5000, EACH = 40;
// The first of the movements, of which the last was last week.
const DAY = 86_400_000, BEGIN = Date.now() - 710 * DAY;
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

const began = performance.now(), s = await sceneOf(['--machines', '60', '--tickets', '2000'], SQL);
console.log(`${s.command('check').said}; made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
for (const what of ['the first run of buying', 'the nightly run of buying']) {
	const { said, took } = s.command('reorder');
	s.tell(what, took, said.replaceAll(/\s+/g, ' '), RUN_MS);
}
await s.open('store');

const open = (await s.first('reservations?limit=1')).ticket_id;
const machine = (await s.first('assets?kind=machine&limit=1')).id;
await s.measure('parts', 'parts');
await s.measure('parts, searched', 'parts?text=m39');
await s.measure('parts, searched, none', 'parts?text=nothing-like-it');
await s.measure('parts, the last page', 'parts?after=Z-04900&limit=500');
await s.measure('low parts', 'parts?low=1');
await s.measure('low parts, most urgent first', 'parts/low');
await s.measure('a part', 'parts/102000');
await s.measure('a part and what is around it', 'parts/100001/supply');
await s.measure('its stock card', 'parts/102000/movements');
await s.measure('its machines', 'parts/102000/machines');
await s.measure('the ledger', 'movements');
await s.measure('the ledger, of a kind that is rare', 'movements?kind=transfer');
await s.measure('the ledger, long ago', `movements?to=${new Date(BEGIN + 30 * DAY).toISOString().slice(0, 10)}`);
await s.measure('the ledger, of a bin', 'movements?bin=100100');
await s.measure('a bin', 'bins/100100/contents');
await s.measure('bins', 'bins?limit=500');
await s.measure('stores', 'stores');
await s.measure('what is reserved', 'reservations?limit=500');
await s.measure('what is wanted', 'reservations?wanted=1');
await s.measure('a ticket with its parts', `tickets/${open}`);
await s.measure('what is built into a machine', `assets/${machine}/parts`);
await s.measure('suppliers', 'suppliers');
await s.measure('a supplier of 1,250 parts', 'suppliers/1');
await s.measure('today', 'today');
await s.measure('reserving', `tickets/${open}/reservations`, (i) => ({ parts: [{ part_id: 104000 + i, qty: 1 }] }));
await s.measure('issuing', `tickets/${open}/parts`, (i) => ({ part_id: 104100 + i, qty: 1 }));
await s.measure('receiving', 'parts/104200/receive', () => ({ qty: 1 }));
await s.measure('how a part is bought, and why', 'parts/102000/reorder');
await s.measure('how long a part lasts', 'parts/102000/wear');
await s.measure('requisitions', 'requisitions');
await s.measure('requisitions that are open', 'requisitions?open=1');
await s.measure('requisitions of a part', 'requisitions?part=102000');
const draft = (await s.first('requisitions?open=1&limit=1')).id, old = (await s.first('requisitions?open=0&limit=1')).id;
const size = (await s.who.must(200, 'GET', `/api/v1/requisitions/${draft}`)).items.length;
await s.measure(`the draft of ${size} lines`, `requisitions/${draft}`);
await s.measure('a requisition that has come', `requisitions/${old}`);
await s.measure('the rules of buying', 'purchasing');
const count = await s.who.must(201, 'POST', '/api/v1/counts', { json: { name: 'all', store: 'Store 1' } });
await s.measure('countings', 'counts');
await s.measure(`a counting of ${count.lines} lines`, `counts/${count.id}`);
await s.measure('its lines', `counts/${count.id}/lines`);
await s.measure('its lines of a bin', `counts/${count.id}/lines?bin=${count.bins[0].bin_id}`);
await s.measure('its differences', `counts/${count.id}/lines?different=1`);
const line = (await s.first(`counts/${count.id}/lines`));
await s.measure('counting', `counts/${count.id}/lines`, () => ({ bin_id: line.bin_id, part_id: line.part_id, counted: 3, reason: 'x' }));
await s.close();
