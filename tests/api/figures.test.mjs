// figures.test.mjs - MTBF, MTTR, availability and cost over HTTP: the worked cases of the product, with exact numbers and
// what each figure was made from. The plant and its week are those of lib/week.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused, startServer } from '../lib/server.mjs';
import {
	DAY, HOUR, MINUTE, T, add, admin, assertHours, at, calendar, closeWeek, correct, dayOf, failure, figures,
	job, li, line, machine, monday, near, next, ofMachine, openWeek, plant, server, step, week,
} from '../lib/week.mjs';

before(openWeek);
after(closeWeek);

// ---- the worked cases ----

test('case 1: without a failure there is no MTBF, but a lower bound', async () => {
	const row = await ofMachine(await machine());
	assertHours(row, {
		required: 40, uptime: 40, downtime: 0, mtbf: null, mtbf_with_repair: null, failure_free: 40, mtbf_lower: 40 / Math.LN10,
		mdt: null, mttr: null, ttr_median: null, ttr_p90: null,
	}, '1');
	assert.ok(Math.abs(row.mtbf_lower_ms / HOUR - 17.4) < 0.05);
	assert.deepEqual([row.availability, row.breakdowns, row.failures, row.weak, row.excluded], [1, 0, 0, true, {}]);
	assert.deepEqual(row.evidence, { breakdowns: [], tickets: [], jobs: [], excluded: [] });
});

test('case 2: one failure of two hours', async () => {
	const m = await machine();
	const t = await failure(m, 'Tue 10:00', 'Tue 12:00');
	const row = await ofMachine(m);
	assertHours(row, { required: 40, uptime: 38, downtime: 2, mtbf: 38, mtbf_with_repair: 40, failure_free: null, mtbf_lower: null, mdt: 2, mttr: 2, ttr_median: 2, ttr_p90: 2 }, '2');
	near(row.availability, 0.95, 'availability');
	near(row.availability, row.mtbf_ms / (row.mtbf_ms + row.mdt_ms), 'MTBF ÷ (MTBF + MDT)');
	assert.deepEqual([row.breakdowns, row.failures, row.weak], [1, 1, true]);
	const [b] = row.evidence.breakdowns;
	assert.deepEqual(b, { start: at('Tue 10:00'), end: at('Tue 12:00'), downtime_ms: 2 * HOUR, counted: true, ongoing: false, tickets: [t.id] });
	const [e] = row.evidence.tickets;
	assert.deepEqual([e.id, e.onset, e.restored, e.stopped, e.counted, e.ongoing, e.ttr_ms], [t.id, b.start, b.end, true, true, false, 2 * HOUR]);
});

test('case 3: a night in between costs only what was required', async () => {
	const m = await machine();
	await failure(m, 'Tue 15:00', 'Wed 09:00');
	const row = await ofMachine(m);
	assertHours(row, { uptime: 38, downtime: 2, mdt: 2, mttr: 18 }, '3');
	near(row.availability, 0.95, 'availability');
});

test('case 4: overlapping tickets are one breakdown, and both are counted', async () => {
	const m = await machine();
	const a = await failure(m, 'Wed 10:00', 'Wed 12:00');
	const b = await failure(m, 'Wed 11:30', 'Wed 13:00');
	const row = await ofMachine(m);
	assertHours(row, { uptime: 37, downtime: 3, mtbf: 37, mdt: 3, mttr: 1.75 }, '4');
	assert.deepEqual([row.breakdowns, row.failures], [1, 2]);
	assert.deepEqual(row.evidence.breakdowns.map((x) => [x.start, x.end, x.tickets]), [[at('Wed 10:00'), at('Wed 13:00'), [a.id, b.id]]]);
});

test('case 5: a planned job is not required time; what it overruns is downtime and no breakdown', async () => {
	const kept = await machine(), over = await machine();
	await job(kept, 'Thu 08:00', 'Thu 12:00', 'Thu 08:00', 'Thu 12:00');
	const j = await job(over, 'Thu 08:00', 'Thu 12:00', 'Thu 08:00', 'Thu 13:00');
	const good = await ofMachine(kept);
	assertHours(good, { required: 36, planned: 4, downtime: 0, overrun: 0, uptime: 36 }, '5');
	assert.deepEqual([good.availability, good.breakdowns], [1, 0]);
	const late = await ofMachine(over);
	assertHours(late, { required: 36, planned: 4, downtime: 1, overrun: 1, uptime: 35 }, '5 overrun');
	near(late.availability, 35 / 36, 'availability');
	assert.equal(late.breakdowns, 0);
	assert.equal(late.stop_rate, 0, 'an overrun is no failure');
	assert.deepEqual(late.evidence.jobs, [{
		id: j.id, planned_from: at('Thu 08:00'), planned_to: at('Thu 12:00'), overrun_from: at('Thu 12:00'), overrun_to: at('Thu 13:00'),
		planned_ms: 4 * HOUR, overrun_ms: HOUR,
	}]);
});

test('case 6: a failure that is not restored when the window ends is ongoing', async () => {
	for (const restored of [null, '+1 Mon 10:00']) {
		const m = await machine();
		await failure(m, 'Fri 15:00', restored);
		const row = await ofMachine(m);
		assertHours(row, { downtime: 1, uptime: 39, mtbf: 39, mdt: 1, mttr: null }, '6');
		assert.deepEqual([row.breakdowns, row.ongoing, row.restored], [1, 1, 0]);
		assert.equal(row.evidence.breakdowns[0].ongoing, true);
	}
});

test('case 7: a failure begun the week before counts its downtime here, its beginning there, and its full length in MTTR', async () => {
	const m = await machine();
	await failure(m, '-1 Fri 15:00', 'Mon 10:00');
	const row = await ofMachine(m);
	assertHours(row, { downtime: 2, uptime: 38, mtbf: null, mttr: 67 }, '7');
	assert.deepEqual([row.breakdowns, row.failures, row.restored], [0, 0, 1]);
	assert.equal(row.evidence.breakdowns[0].counted, false);
	const before = await ofMachine(m, { from: monday - 7 * DAY, to: monday });
	assertHours(before, { downtime: 1, mttr: null }, '7, the week before');
	assert.deepEqual([before.breakdowns, before.ongoing], [1, 1]);
});

test('case 8: nothing is required at the weekend, so availability is not applicable', async () => {
	const row = await ofMachine(await machine(), { from: at('Sat 00:00') });
	assertHours(row, { required: 0, uptime: 0, failure_free: null, mtbf: null }, '8');
	assert.equal(row.availability, null);
});

test('case 9: a machine lives from its commissioning on', async () => {
	const row = await ofMachine(await machine({ commissioned_day: dayOf(at('Wed 08:00')) }));
	assertHours(row, { required: 24 }, '9');
	assert.equal(row.from, at('Wed 00:00'));
	assert.equal(row.life_unknown, 0);
});

test('case 10: a group is pooled, never the mean of means', async () => {
	const own = await line();
	const broken = await machine({ parent_id: own.id });
	await machine({ parent_id: own.id });
	await failure(broken, 'Tue 10:00', 'Tue 12:00');
	const { pooled, machines } = await figures({ under: own.id });
	assertHours(pooled, { required: 80, uptime: 78, mtbf: 78, mdt: 2, mttr: 2 }, '10');
	near(pooled.availability, 78 / 80, 'availability');
	assert.deepEqual([pooled.machines, pooled.breakdowns, machines.length, pooled.id], [2, 1, 2, own.id]);
	assert.ok(machines.every((m) => m.evidence === null), 'evidence is of one machine');
	const area = await figures({ under: plant.area.id });
	assert.ok(area.pooled.machines >= 2 && area.pooled.required_ms >= pooled.required_ms);
});

test('case 11: the time to restore ends when the machine runs, not when the ticket is closed', async () => {
	const m = await machine();
	const t = await failure(m, 'Tue 10:00', 'Tue 11:00');
	await step(t.id, 'close', {}, admin);
	assertHours(await ofMachine(m), { mttr: 1, downtime: 1 }, '11');
});

test('case 12: a ticket without its stop is left out and listed; restored before stopped is not let in', async () => {
	const m = await machine();
	const t = await failure(m, 'Tue 10:00', 'Tue 11:00');
	await correct(t.id, { occurred_at: null, reason: '不知道何时停的' });
	const row = await ofMachine(m);
	assert.deepEqual([row.failures, row.breakdowns, row.excluded], [0, 0, { stop_missing: 1 }]);
	assert.deepEqual(row.evidence.excluded, [{ id: t.id, reason: 'stop_missing' }]);
	assertHours(row, { downtime: 0, mttr: null }, '12');
	const { version } = (await li.must(200, 'GET', T(t.id))).ticket;
	assertRefused(await li.patch(T(t.id), { occurred_at: at('Tue 12:00'), reason: 'x' }, { version }), 400, { fields: ['restored_at'] });
	await correct(t.id, { occurred_at: at('Tue 09:00'), reason: '查到了' });
	assertHours(await ofMachine(m), { mttr: 2 }, '12, corrected');
});

// ---- beside them ----

test('the time to restore is split at its marks, and the parts sum to it', async () => {
	const m = await machine();
	await failure(m, 'Tue 10:00', 'Tue 12:00', {
		reported: 'Tue 10:10', accepted: 'Tue 10:30', started: 'Tue 10:40',
		waits: [['parts', 'Tue 11:00', 'Tue 11:25'], ['decision', 'Tue 11:30', 'Tue 11:35']],
	});
	const { parts, mttr_ms } = await ofMachine(m);
	const minutes = Object.fromEntries(Object.entries(parts).map(([name, ms]) => [name, ms / MINUTE]));
	assert.deepEqual(minutes, { unreported_ms: 10, reaction_ms: 20, response_ms: 10, waiting_ms: 30, active_ms: 50, unknown_ms: 0 });
	assert.equal(Object.values(parts).reduce((a, b) => a + b), mttr_ms);
});

test('a report written up after the repair makes all of it not reported', async () => {
	const m = await machine();
	const { ticket } = await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: m.id, symptom: '停机', stopped: true, occurred_at: at('Tue 10:00') } });
	await step(ticket.id, 'start');
	await step(ticket.id, 'wait', { reason: 'parts' });
	await step(ticket.id, 'restore', { action: 'x', restored_at: at('Tue 12:00') });
	const { parts, mttr_ms } = await ofMachine(m);
	assert.deepEqual([mttr_ms, parts.unreported_ms, parts.waiting_ms], [2 * HOUR, 2 * HOUR, 0]);
});

test('median and 90th percentile; three failures are no longer weak; a repeat is the same mode again', async () => {
	const m = await machine();
	await failure(m, 'Mon 08:00', 'Mon 09:00', { failure_mode: 'ELK' });
	await failure(m, 'Tue 08:00', 'Tue 10:00', { failure_mode: 'ELK' });
	assert.equal((await ofMachine(m)).weak, true);
	await failure(m, 'Wed 08:00', 'Wed 14:00', { failure_mode: 'NOI' });
	const row = await ofMachine(m);
	assertHours(row, { mttr: 3, ttr_median: 2, ttr_p90: 6, downtime: 9 }, 'three');
	assert.deepEqual([row.weak, row.restored, row.repeats, row.repeat_base], [false, 3, 1, 3]);
	near(row.repeat_rate, 1 / 3, 'repeat rate');
	near(row.stop_rate, 9 / 40, 'stop rate');
});

test('a degraded machine has failed without downtime; what was no failure is listed apart', async () => {
	const m = await machine();
	await failure(m, 'Tue 10:00', 'Tue 12:00', { stopped: false });
	const reasons = { no_fault_found: 'no_fault_found', withdrawn: 'cancelled', duplicate: 'duplicate' };
	const gone = [];
	for (const reason of Object.keys(reasons)) {
		const t = await failure(m, 'Wed 10:00', null);
		await step(t.id, 'cancel', { reason, ...(reason === 'duplicate' && { duplicate_of: gone[0].id }) });
		await correct(t.id, { reported_at: at('Wed 10:00'), reason: '补录' });
		gone.push({ id: t.id, reason: reasons[reason] });
	}
	const planned = await failure(m, 'Thu 10:00', 'Thu 11:00', { kind: 'improvement' });
	const no_failure = await failure(m, 'Fri 10:00', 'Fri 11:00');
	await correct(no_failure.id, { failure: false });
	const row = await ofMachine(m);
	assertHours(row, { downtime: 0, mtbf: 40, mttr: null }, 'degraded');
	assert.deepEqual([row.breakdowns, row.failures, row.degraded], [1, 1, 1]);
	assert.deepEqual(row.excluded, { cancelled: 1, duplicate: 1, no_fault_found: 1 });
	assert.deepEqual(row.evidence.excluded.sort((a, b) => a.id - b.id), gone);
	assert.ok(!row.evidence.tickets.some((t) => t.id === planned.id || t.id === no_failure.id));
});

test('windows are half open: what begins at its end is not in it', async () => {
	const m = await machine();
	await failure(m, 'Tue 10:00', 'Tue 11:00');
	const in_window = async (from, to) => {
		const row = await ofMachine(m, { from: at(from), to: at(to) });
		return [row.breakdowns, row.restored, row.downtime_ms / HOUR];
	};
	assert.deepEqual(await in_window('Tue 10:00', 'Tue 12:00'), [1, 1, 1]);
	assert.deepEqual(await in_window('Tue 09:00', 'Tue 10:00'), [0, 0, 0]);
	assert.deepEqual(await in_window('Tue 10:30', 'Tue 12:00'), [0, 1, 0.5]);
	assert.deepEqual(await in_window('Tue 10:00', 'Tue 11:00'), [1, 0, 1], 'restored at its end is restored in the next');
	assert.deepEqual(await in_window('Tue 11:00', 'Tue 12:00'), [0, 1, 0]);
});

test('without a calendar a machine is required round the clock, and the figure says so; one above it holds for it', async () => {
	const bare = await machine({ calendar_id: null });
	const row = await ofMachine(bare);
	assertHours(row, { required: 168 }, 'no calendar');
	assert.equal(row.no_calendar, 1);
	const own = await add({ kind: 'line', name: '有班次的线', parent_id: plant.area.id, calendar_id: calendar.id });
	const below = await ofMachine(await machine({ calendar_id: null, parent_id: own.id }));
	assertHours(below, { required: 40 }, 'inherited');
	assert.equal(below.no_calendar, 0);
});

test('an unknown commissioning begins at the end of the first failure, which is not counted', async () => {
	const m = await machine({ commissioned_day: null });
	const first = await failure(m, 'Mon 09:00', 'Mon 12:00');
	await failure(m, 'Tue 10:00', 'Tue 12:00');
	const row = await ofMachine(m);
	assert.deepEqual([row.life_unknown, row.from, row.breakdowns, row.excluded], [1, at('Mon 12:00'), 1, { first_failure: 1 }]);
	assertHours(row, { required: 36, uptime: 34, mttr: 2 }, 'unknown life');
	assert.deepEqual(row.evidence.excluded, [{ id: first.id, reason: 'first_failure' }]);
	const never = await ofMachine(await machine({ commissioned_day: null }));
	assert.deepEqual([never.life_unknown, never.availability, never.required_ms], [1, null, 0]);
});

test('a retired machine is required until then; a day without work is not', async () => {
	let retired = await machine();
	retired = await admin.must(200, 'POST', `/api/v1/assets/${retired.id}/state`, { json: { state: 'retired', reason: '报废' }, version: retired.version });
	await admin.must(200, 'PATCH', `/api/v1/assets/${retired.id}`, { json: { retired_day: dayOf(at('Thu 12:00')) }, version: retired.version });
	assertHours(await ofMachine(retired), { required: 24 }, 'retired');
	const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start_min: 480, end_min: 960 }));
	const holiday = await admin.must(201, 'POST', '/api/v1/calendars', {
		json: { name: '放假', shifts, exceptions: [{ day: dayOf(at('Tue 12:00')), start_min: null, end_min: null, note: '节日' }] },
	});
	assertHours(await ofMachine(await machine({ calendar_id: holiday.id })), { required: 32 }, 'holiday');
});

test('the future never counts', async () => {
	const now = Date.now();
	const row = await ofMachine(await machine({ calendar_id: null }), { from: now - HOUR, to: now + 1000 * DAY });
	assert.ok(row.required_ms >= HOUR && row.required_ms < HOUR + 5 * MINUTE, `${row.required_ms}`);
	assert.ok(row.to <= Date.now());
	const later = await ofMachine(await machine({ calendar_id: null }), { from: now + DAY, to: now + 2 * DAY });
	assert.deepEqual([later.required_ms, later.availability], [0, null]);
});

// ---- cost ----

test('costs: parts at the price frozen at issue, labour at the rate of its day, invoices on theirs, against the original value', async () => {
	const own = await line();
	const m = await machine({ parent_id: own.id, original_value_cents: 100_000_000 });
	const other = await machine({ parent_id: own.id });
	const t = await failure(m, 'Tue 10:00', 'Tue 12:00');
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: `B-${next()}` } });
	const part = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: `P-${next()}`, name: '油封', unit: '个', bin_id: bin.id } });
	const receive = (qty, price_cents) => admin.must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { qty, price_cents } });
	await receive(10, 1000);
	await li.must(201, 'POST', T(t.id, 'parts'), { json: { part_id: part.id, qty: 3 } });
	await receive(10, 9000);
	await li.must(201, 'POST', T(t.id, 'parts/return'), { json: { part_id: part.id, qty: 1 } });
	await admin.must(201, 'POST', '/api/v1/rates', { json: { from_day: dayOf(at('Mon 00:00')), cents_hour: 6000 } });
	await admin.must(201, 'POST', '/api/v1/rates', { json: { from_day: dayOf(at('Wed 00:00')), cents_hour: 9000 } });
	await li.must(201, 'POST', T(t.id, 'labour'), { json: { minutes: 90, day: dayOf(at('Tue 12:00')) } });
	await li.must(201, 'POST', T(t.id, 'labour'), { json: { minutes: 20, day: dayOf(at('Wed 12:00')) } });
	const wrong = await li.must(201, 'POST', T(t.id, 'labour'), { json: { minutes: 600, day: dayOf(at('Wed 12:00')) } });
	assert.equal((await li.delete(T(t.id, `labour/${wrong.id}`))).status, 204);
	await admin.must(201, 'POST', T(t.id, 'invoices'), { json: { cost_cents: 250_000, day: dayOf(at('Thu 12:00')), supplier: '某某机电' } });

	const cost = (row) => [row.cost_parts_cents, row.cost_labour_cents, row.cost_outside_cents, row.cost_total_cents];
	// two at the ten yuan they had cost when they were taken; they were taken today
	const all = { from: monday, to: Date.now() + HOUR };
	assert.deepEqual(cost(await ofMachine(m, all)), [2000, 9000 + 3000, 250_000, 264_000]);
	assert.deepEqual(cost(await ofMachine(m)), [0, 12_000, 250_000, 262_000]);
	assert.deepEqual(cost(await ofMachine(m, { from: at('Tue 00:00'), to: at('Wed 00:00') })), [0, 9000, 0, 9000]);
	assert.deepEqual(cost(await ofMachine(m, { from: at('Wed 00:00'), to: at('Thu 00:00') })), [0, 3000, 0, 3000]);
	const row = await ofMachine(m, all);
	near(row.cost_ratio, 264_000 / 100_000_000, 'against original value');
	assert.deepEqual([row.original_value_cents, row.machines_without_value], [100_000_000, 0]);
	const { ticket } = await li.must(200, 'GET', T(t.id));
	assert.equal(ticket.id, t.id);
	assert.equal((await li.must(200, 'GET', T(t.id))).total_cents, 264_000, 'the ticket says the same');

	// a machine without a value adds cost and not ratio
	const u = await failure(other, 'Tue 10:00', 'Tue 12:00');
	await admin.must(201, 'POST', T(u.id, 'invoices'), { json: { cost_cents: 1000, day: dayOf(at('Thu 12:00')) } });
	const { pooled } = await figures({ under: own.id, ...all });
	assert.deepEqual(cost(pooled), [2000, 12_000, 251_000, 265_000]);
	assert.equal(pooled.machines_without_value, 1);
	near(pooled.cost_ratio, 264_000 / 100_000_000, 'of a group');
	assert.equal((await ofMachine(other, all)).cost_ratio, null);
});

// ---- asking ----

test('days are days of the plant, and without a window it is this month', async () => {
	const m = await machine();
	const by_day = await ofMachine(m, { from: dayOf(week.from), to: dayOf(week.to) });
	assert.deepEqual([by_day.from, by_day.to, by_day.required_ms], [week.from, week.to, 40 * HOUR]);
	const answer = await li.must(200, 'GET', '/api/v1/figures', { query: { under: m.id } });
	assert.equal(answer.from, Date.parse(`${dayOf(Date.now()).slice(0, 7)}-01T00:00:00+08:00`));
	assert.ok(Math.abs(answer.to - Date.now()) < MINUTE);
	const offset = await ofMachine(m, { from: new Date(week.from).toISOString(), to: '2199-01-01T00:00:00+08:00' });
	assert.equal(offset.from, week.from);
});

test('what cannot be asked is refused', async () => {
	const table = [
		['from=5&to=5', ['to']], [`from=${week.to}&to=${week.from}`, ['to']], ['from=x', ['from']], ['to=2026-02-30', ['to']], ['from=-1', ['from']],
		['to=99999999999999999999', ['to']], ['under=x', ['under']], ['under=0', ['under']], ['evidence=2', ['evidence']],
	];
	for (const [query, fields] of table) assertRefused(await li.get(`/api/v1/figures?${query}`), 400, { fields });
	for (const query of ['evidence=1', `evidence=1&under=${plant.area.id}`]) assertRefused(await li.get(`/api/v1/figures?${query}`), 400, { fields: ['evidence'] });
	const m = await machine();
	assert.deepEqual((await ofMachine(m, { evidence: 1 })).evidence, (await ofMachine(m)).evidence);
	assert.equal((await ofMachine(m, { evidence: 0 })).evidence, null);
	assertRefused(await li.get('/api/v1/figures?under=999999'), 404);
	assertRefused(await server.client().get('/api/v1/figures'), 401);
	const empty = await figures({ under: (await line()).id });
	assert.deepEqual([empty.machines, empty.pooled.machines, empty.pooled.availability, empty.pooled.cost_total_cents], [[], 0, null, 0]);
	for (const query of [{ from: 0, to: 1 }, { from: 0, to: '2199-12-31' }, { from: '2190-01-01', to: '2199-12-31' }]) {
		await li.must(200, 'GET', '/api/v1/figures', { query });
	}
});

test('where clocks change, a shift is as long as it was', async () => {
	const year = new Date().getUTCFullYear() - 1;
	const lastSunday = (month) => {
		const last = new Date(Date.UTC(year, month, 0));
		return new Date(last - last.getUTCDay() * DAY);
	};
	const spring = lastSunday(3), autumn = lastSunday(10);
	const berlin = await startServer({ args: ['--timezone', 'Europe/Berlin'] });
	try {
		const boss = await berlin.admin();
		const made = await boss.must(201, 'POST', '/api/v1/calendars', {
			json: { name: 'Nacht', shifts: [{ weekday: 6, start_min: 22 * 60, end_min: 30 * 60 }], exceptions: [] },
		});
		const m = await boss.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'B-1', name: 'Presse', calendar_id: made.id, commissioned_day: '2015-01-01' } });
		const t = await boss.must(201, 'POST', '/api/v1/tickets', {
			json: { machine_id: m.id, symptom: 'steht', stopped: true, occurred_at: spring.getTime() + 30 * MINUTE },
		});
		await boss.must(200, 'POST', T(t.ticket.id, 'start'), { json: {}, version: 1 });
		await boss.must(200, 'POST', T(t.ticket.id, 'restore'), { json: { action: 'x', restored_at: spring.getTime() + 90 * MINUTE }, version: 2 });
		const of = async (sunday, days = 1) => {
			const day = (n) => new Date(sunday.getTime() + n * DAY).toISOString().slice(0, 10);
			return (await boss.must(200, 'GET', '/api/v1/figures', { query: { under: m.id, from: day(-1), to: day(days) } })).machines[0];
		};
		const early = await of(spring);
		assertHours(early, { required: 7, downtime: 1, mttr: 1 }, 'forward');
		assert.equal(early.to - early.from, 47 * HOUR);
		assertHours(await of(autumn), { required: 9 }, 'back');
		assertHours(await of(new Date(autumn.getTime() + 14 * DAY)), { required: 8 }, 'an ordinary night');
		boss.close();
	} finally {
		await berlin.stop();
	}
});

// ---- names ----

test('a figure names its machine as the reader calls it, and a ticket has both names', async () => {
	const m = await machine({ name: '双头镗', name_en: 'Twin borer' });
	const t = await failure(m, 'Tue 10:00', 'Tue 12:00');
	const named = async (of, lang, query = {}) => {
		const answer = await admin.get(`/api/v1/figures${of}`, { lang, query: { under: m.id, from: at('Mon 00:00'), to: at('Sat 00:00'), ...query } });
		assert.equal(answer.status, 200, answer.text);
		return answer.json;
	};
	for (const [lang, name] of [['zh', '双头镗'], ['en', 'Twin borer']]) {
		assert.equal((await named('', lang)).machines[0].name, name);
		assert.equal((await named('/heat', lang)).rows[0].name, name);
		assert.equal((await named('/cost', lang)).items[0].name, name);
		assert.equal((await named('/timeline', lang)).name, name);
		assert.equal((await named('/pareto', lang, { by: 'machine' })).items[0].name, name);
	}
	const { ticket } = (await admin.get(`/api/v1/tickets/${t.id}`)).json;
	assert.deepEqual([ticket.machine_name, ticket.machine_name_en], ['双头镗', 'Twin borer']);
});
