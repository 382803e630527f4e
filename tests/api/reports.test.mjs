// reports.test.mjs - what the screens of reports ask: trends, Paretos, heat map, timeline, cost, the tickets behind every
// figure and mark, and all of it as Excel. Each is held against the figures of the same window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRefused } from '../lib/server.mjs';
import { dayNumber, readXlsx } from '../lib/xlsx.mjs';
import {
	DAY, HOUR, T, ZONE, add, admin, at, calendar, closeWeek, correct, dayOf, failure, figures, job, li, line,
	machine, monday, near, next, ofMachine, openWeek, plant, server, step, week,
} from '../lib/week.mjs';

before(openWeek);
after(closeWeek);

test('a trend is the figures of each step, and its steps sum to the whole', async () => {
	const own = await line();
	const m = await machine({ parent_id: own.id }), young = await machine({ parent_id: own.id, commissioned_day: null });
	await failure(m, '-1 Fri 15:00', 'Mon 10:00', { failure_mode: 'ELK' });
	await failure(m, 'Tue 10:00', 'Tue 12:00', { failure_mode: 'ELK' });
	await failure(m, 'Wed 15:00', 'Thu 09:00', { stopped: false });
	const t = await failure(m, 'Thu 11:00', 'Thu 12:00');
	await failure(m, 'Thu 12:00', 'Thu 13:00'); // touches: the same breakdown
	await failure(young, '-1 Tue 09:00', '-1 Tue 12:00');
	await failure(young, 'Thu 00:00', 'Fri 00:00');
	await job(m, 'Fri 08:00', 'Fri 10:00', 'Fri 08:00', 'Fri 11:00');
	const gone = await failure(m, 'Wed 10:00', null);
	await step(gone.id, 'cancel', { reason: 'no_fault_found' });
	await correct(gone.id, { reported_at: at('Wed 10:00'), reason: '补录' });
	await admin.must(201, 'POST', T(t.id, 'invoices'), { json: { cost_cents: 700, day: dayOf(at('Thu 12:00')) } });
	const trend = (query) => li.must(200, 'GET', '/api/v1/figures/trend', { query: { ...week, under: own.id, ...query } });
	for (const wanted of [{ step: 'day' }, { step: 'week' }, { step: 'week', from: monday - 10 * DAY }, { step: 'day', from: at('Tue 11:00'), to: at('Thu 12:00') }, { step: 'year' }]) {
		const { items, from, to, step: said } = await trend(wanted);
		assert.equal(said, wanted.step);
		assert.deepEqual([items[0].start, items.at(-1).end], [from, to]);
		for (const [i, item] of items.entries()) {
			if (i) assert.equal(item.start, items[i - 1].end);
			const { pooled } = await figures({ under: own.id, from: item.start, to: item.end, group: 'none' });
			const { start, end, ...figure } = item;
			for (const name of ['id', 'parent_id', 'code', 'name', 'evidence', 'repeats', 'repeat_base', 'repeat_rate', 'original_value_cents', 'machines_without_value', 'cost_ratio']) {
				delete pooled[name];
				assert.ok(!(name in figure), `a step says nothing of ${name}, which is not worked out for it`);
			}
			assert.deepEqual(figure, pooled, `${wanted.step} ${i}`);
		}
		const { pooled } = await figures({ under: own.id, from, to });
		for (const name of ['required_ms', 'downtime_ms', 'overrun_ms', 'breakdowns', 'failures', 'restored', 'ttr_ms', 'cost_total_cents'])
			assert.equal(items.reduce((sum, item) => sum + item[name], 0), pooled[name], name);
	}
	const { items } = await trend({ step: 'day' });
	assert.deepEqual(items.map((i) => i.start), Array.from({ length: 7 }, (_, i) => monday + i * DAY));
	assert.deepEqual(items.map((i) => i.breakdowns), [0, 1, 1, 2, 0, 0, 0]);
	assert.deepEqual(items.map((i) => i.cost_total_cents), [0, 0, 0, 700, 0, 0, 0]);
	const months = await li.must(200, 'GET', '/api/v1/figures/trend', { query: { from: '2024-11-15', to: '2025-03-01' } });
	assert.deepEqual(months.items.map((i) => dayOf(i.start)), ['2024-11-15', '2024-12-01', '2025-01-01', '2025-02-01']);
	const quarters = await li.must(200, 'GET', '/api/v1/figures/trend', { query: { from: '2024-11-15', to: '2025-12-01', step: 'quarter' } });
	assert.deepEqual(quarters.items.map((i) => dayOf(i.start)), ['2024-11-15', '2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01']);
	for (const [query, field] of [['step=day&from=2024-01-01&to=2024-05-01', 'step'], ['step=hour', 'step'], ['from=5&to=5', 'to']])
		assertRefused(await li.get(`/api/v1/figures/trend?${query}`), 400, { fields: [field] });
	assertRefused(await li.get('/api/v1/figures/trend?under=999999'), 404);
});

test('figures of lines and areas are pooled from their machines', async () => {
	const own = await line(), other = await line();
	const a = await machine({ parent_id: own.id, original_value_cents: 1000 }), b = await machine({ parent_id: own.id }), c = await machine({ parent_id: other.id });
	const loose = await machine({ parent_id: plant.area.id });
	await failure(a, 'Tue 10:00', 'Tue 12:00');
	await failure(b, 'Tue 10:00', 'Tue 16:00');
	await failure(c, 'Tue 10:00', 'Tue 11:00');
	const { groups, machines, pooled } = await figures({ group: 'line' });
	assert.deepEqual(machines, []);
	for (const id of [own.id, other.id]) {
		const row = groups.find((g) => g.id === id);
		const alone = (await figures({ under: id })).pooled;
		const { parent_id, code, name, id: _, ...figure } = row;
		assert.deepEqual([parent_id, name], [plant.area.id, id === own.id ? own.name : other.name]);
		for (const n of ['id', 'parent_id', 'code', 'name']) delete alone[n];
		assert.deepEqual(figure, alone);
	}
	assert.ok(groups.some((g) => g.id === plant.area.id && g.machines >= 1), `${loose.code} stands in the area itself`);
	assert.equal(groups.reduce((sum, g) => sum + g.machines, 0), pooled.machines);
	assert.equal(groups.reduce((sum, g) => sum + g.failures, 0), pooled.failures);
	const areas = await figures({ group: 'area' });
	assert.deepEqual(areas.groups.map((g) => g.id), [plant.area.id]);
	assert.equal(areas.groups[0].mttr_ms, pooled.mttr_ms);
	const none = await figures({ group: 'none' });
	assert.deepEqual([none.groups, none.machines], [[], []]);
	assert.deepEqual(none.pooled, pooled);
});

// ---- marks and the tickets behind them ----

// A line with failures of several modes, components and causes over two machines; and all that no figure counts.
async function mixed() {
	const own = await line();
	const a = await machine({ parent_id: own.id }), b = await machine({ parent_id: own.id });
	const pump = [await add({ kind: 'component', name: '油泵', parent_id: a.id }), await add({ kind: 'component', name: '油泵', parent_id: b.id })];
	const spindle = await add({ kind: 'component', name: '主轴', parent_id: a.id });
	const with_cause = async (t, cause_code) => (cause_code ? correct(t.id, { cause_code }) : t);
	const t = {
		one: await failure(a, 'Mon 08:00', 'Mon 10:00', { failure_mode: 'ELK', component_id: pump[0].id }),
		over: await failure(a, 'Mon 09:00', 'Mon 13:00', { failure_mode: 'NOI', component_id: spindle.id }),
		two: await failure(b, 'Tue 08:00', 'Tue 09:00', { failure_mode: 'ELK', component_id: pump[1].id }),
		degraded: await failure(b, 'Wed 08:00', 'Wed 12:00', { failure_mode: 'NOI', stopped: false }),
		unsaid: await failure(b, 'Thu 08:00', 'Thu 16:00'),
		before: await failure(a, '-1 Fri 15:00', 'Mon 08:00', { failure_mode: 'VIB' }), // touches `one`: one breakdown
		open: await failure(b, 'Fri 14:00', null, { failure_mode: 'ELK' }),
		gone: await failure(a, 'Thu 10:00', null),
	};
	await with_cause(t.one, 'WEA');
	await with_cause(t.two, 'WEA');
	await step(t.gone.id, 'cancel', { reason: 'withdrawn' });
	await correct(t.gone.id, { reported_at: at('Thu 10:00'), reason: '补录' });
	await job(a, 'Wed 08:00', 'Wed 10:00', 'Wed 08:00', 'Wed 12:00');
	const bill = (ticket, cost_cents) => admin.must(201, 'POST', T(ticket.id, 'invoices'), { json: { cost_cents, day: dayOf(at('Thu 12:00')) } });
	await bill(t.two, 500);
	await bill(t.two, 20);
	await bill(t.unsaid, 7000);
	return { line: own, a, b, t };
}
const pareto = (query) => li.must(200, 'GET', '/api/v1/figures/pareto', { query: { ...week, ...query } });
const behind = (query) => li.must(200, 'GET', '/api/v1/figures/tickets', { query: { ...week, ...query } });
const ids = (list) => list.map((x) => x.id).sort((x, y) => x - y);

test('of a breakdown that reaches into the window, only the tickets that do count for what their mode cost', async () => {
	const own = await line(), m = await machine({ parent_id: own.id });
	const before = await failure(m, '-1 Sun 20:00', '-1 Sun 22:00', { failure_mode: 'ELK' }), into = await failure(m, '-1 Sun 21:00', 'Mon 10:00', { failure_mode: 'NOI' });
	for (const [t, cost_cents] of [[before, 700], [into, 300]]) await admin.must(201, 'POST', T(t.id, 'invoices'), { json: { cost_cents, day: dayOf(at('Tue 12:00')) } });
	const { items, total } = await pareto({ under: own.id });
	assert.deepEqual([items.map((k) => [k.key, k.failures, k.downtime_ms / HOUR, k.cost_cents]), total.cost_cents], [[['NOI', 0, 2, 300]], 300]);
});

test('a Pareto counts failures, downtime and cost by mode, component, cause, machine and line, and sums to the figures', async () => {
	const { line: own, a, b } = await mixed();
	const under = own.id;
	const { pooled } = await figures({ under });
	assert.deepEqual([pooled.failures, pooled.breakdowns, pooled.overrun_ms], [6, 4, 2 * HOUR]);
	const short = (p) => p.items.map((i) => [i.key ?? i.id, i.failures, i.downtime_ms / HOUR, i.cost_cents]);

	const modes = await pareto({ under });
	assert.deepEqual([modes.by, modes.sort, modes.rest_marks], ['failure_mode', 'failures', 0]);
	// the hour that two cover is the first one's; what began the week before ended as this one began
	assert.deepEqual(short(modes), [['ELK', 3, 2 + 1 + 2, 520], ['NOI', 2, 3, 0], [null, 1, 8, 7000]]);
	assert.deepEqual(modes.items.map((i) => i.name), ['外漏（油、水、气）', '异响', null]);
	near(modes.items[0].share, 3 / 6, 'share');
	near(modes.items[1].cumulative, 5 / 6, 'cumulative');
	assert.deepEqual(short(await pareto({ under, sort: 'downtime' })).map((m) => m[0]), [null, 'ELK', 'NOI']);
	assert.deepEqual(short(await pareto({ under, sort: 'cost' })).map((m) => m[0]), [null, 'ELK', 'NOI']);
	assert.deepEqual(short(await pareto({ under, by: 'component' })), [[null, 3, 10, 7000], ['油泵', 2, 3, 520], ['主轴', 1, 3, 0]]);
	assert.deepEqual(short(await pareto({ under, by: 'cause' })), [[null, 4, 13, 7000], ['WEA', 2, 3, 520]]);
	assert.deepEqual(short(await pareto({ under, by: 'machine' })), [[b.id, 4, 11, 7520], [a.id, 2, 5, 0]]);
	const lines = await pareto({ under, by: 'line' });
	assert.deepEqual(short(lines), [[own.id, 6, 16, 7520]]);
	assert.equal(lines.items[0].name, own.name);

	for (const by of ['failure_mode', 'component', 'cause', 'machine', 'line']) {
		const all = await pareto({ under, by, top: 1 });
		const whole = { failures: pooled.failures, downtime_ms: pooled.downtime_ms - pooled.overrun_ms, cost_cents: pooled.cost_total_cents };
		assert.deepEqual(all.total, whole, by);
		for (const name of Object.keys(whole)) assert.equal(all.items[0][name] + all.rest[name], whole[name], `${by} ${name}`);
		assert.equal(all.items.length, 1);
	}
	assert.equal((await li.must(200, 'GET', '/api/v1/figures/pareto', { query: { ...week, under }, lang: 'en' })).items[0].name, 'external leakage');
	const none = await pareto({ under: (await line()).id });
	assert.deepEqual([none.items, none.total], [[], { failures: 0, downtime_ms: 0, cost_cents: 0 }]);
	for (const [query, field] of [['by=colour', 'by'], ['sort=x', 'sort'], ['top=0', 'top'], ['top=501', 'top']])
		assertRefused(await li.get(`/api/v1/figures/pareto?${query}`), 400, { fields: [field] });
});

test('every figure and every mark opens exactly its tickets', async () => {
	const { line: own, a, b, t } = await mixed();
	const under = own.id;
	const { pooled } = await figures({ under });
	for (const figure of ['failures', 'degraded', 'ongoing', 'restored', 'repeats']) {
		const list = await behind({ under, figure });
		assert.deepEqual([list.figure, list.total, list.items.length], [figure, pooled[figure], pooled[figure]], figure);
	}
	const of = async (query) => ids((await behind({ under, ...query })).items);
	assert.deepEqual(await of({ figure: 'failures' }), ids([t.one, t.over, t.two, t.degraded, t.unsaid, t.open]));
	assert.deepEqual(await of({ figure: 'restored' }), ids([t.one, t.over, t.two, t.unsaid, t.before]));
	assert.deepEqual(await of({ figure: 'excluded' }), [t.gone.id]);
	assert.deepEqual(await of({ figure: 'degraded' }), [t.degraded.id]);
	assert.deepEqual(await of({ figure: 'ongoing' }), [t.open.id]);
	assert.deepEqual(await of({ figure: 'downtime' }), ids([t.one, t.over, t.two, t.unsaid, t.open]));
	assert.deepEqual(await of({ figure: 'breakdowns' }), ids([t.two, t.degraded, t.unsaid, t.open]));
	assert.deepEqual(await of({ figure: 'cost' }), ids([t.two, t.unsaid]));
	assert.equal((await behind({ under, figure: 'cost' })).items.reduce((sum, i) => sum + i.cost_cents, 0), pooled.cost_total_cents);
	const restored = await behind({ under, figure: 'restored' });
	assert.equal(restored.items.reduce((sum, i) => sum + i.ttr_ms, 0), pooled.ttr_ms);
	const down = await behind({ under, figure: 'downtime' });
	assert.equal(down.items.reduce((sum, i) => sum + i.downtime_ms, 0), pooled.downtime_ms - pooled.overrun_ms);
	assert.equal((await behind({ under, figure: 'excluded' })).items[0].left_out, 'cancelled');

	const marks = [
		...(await pareto({ under })).items.map((m) => [m, { failure_mode: m.key ?? '-' }]),
		...(await pareto({ under, by: 'component' })).items.map((m) => [m, { component: m.key ?? '-' }]),
		...(await pareto({ under, by: 'cause' })).items.map((m) => [m, { cause: m.key ?? '-' }]),
		...(await pareto({ under, by: 'machine' })).items.map((m) => [m, { under: m.id }]),
	];
	assert.equal(marks.length, 3 + 3 + 2 + 2);
	for (const [mark, query] of marks) {
		const list = await behind({ under, ...query });
		assert.deepEqual([list.total, list.items.length], [mark.failures, mark.failures], JSON.stringify(query));
		const lost = await behind({ under, ...query, figure: 'downtime' });
		assert.equal(lost.items.reduce((sum, i) => sum + i.downtime_ms, 0), mark.downtime_ms, JSON.stringify(query));
	}
	for (const item of (await li.must(200, 'GET', '/api/v1/figures/trend', { query: { ...week, under, step: 'day' } })).items)
		assert.equal((await behind({ under, from: item.start, to: item.end })).total, item.failures);

	const first = await behind({ under, limit: 2 });
	assert.deepEqual([first.total, first.items.length, first.next], [6, 2, String(first.items[1].id)]);
	const rest = await behind({ under, limit: 4, before: first.next });
	assert.deepEqual([rest.total, rest.items.length, rest.next], [6, 4, null]);
	assert.deepEqual([...first.items, ...rest.items].map((i) => i.id), (await of({})).reverse());
	assert.deepEqual([a.code, b.code].includes(first.items[0].machine_code), true);
	for (const [query, field] of [['figure=x', 'figure'], ['limit=0', 'limit'], ['before=x', 'before']])
		assertRefused(await li.get(`/api/v1/figures/tickets?${query}`), 400, { fields: [field] });
});

test('a heat map has a cell for each machine and step, the worst first, and each is the figures of its window', async () => {
	const { line: own, a, b } = await mixed();
	const quiet = await machine({ parent_id: own.id }), unborn = await machine({ parent_id: own.id, commissioned_day: dayOf(at('+1 Mon 12:00')) });
	const heat = (query) => li.must(200, 'GET', '/api/v1/figures/heat', { query: { ...week, under: own.id, step: 'day', ...query } });
	const { steps, rows, left_out } = await heat();
	assert.deepEqual([steps.length, steps[0].start, steps[6].end, left_out], [7, week.from, week.to, 0]);
	assert.deepEqual(rows.map((r) => r.id), [b.id, a.id, quiet.id, unborn.id]);
	for (const row of rows) {
		const whole = await ofMachine({ id: row.id });
		assert.deepEqual([row.availability, row.failures, row.downtime_ms], [whole.availability, whole.failures, whole.downtime_ms]);
		for (const [i, cell] of row.cells.entries()) {
			const one = await ofMachine({ id: row.id }, { from: steps[i].start, to: steps[i].end });
			assert.deepEqual([cell.availability, cell.failures, cell.downtime_ms], [one.availability, one.failures, one.downtime_ms], `${row.code} ${i}`);
		}
	}
	assert.deepEqual(rows[3].cells.map((c) => c.availability), Array(7).fill(null));
	const cut = await heat({ limit: 1 });
	assert.deepEqual([cut.rows.length, cut.rows[0].id, cut.left_out], [1, b.id, 3]);
	const grouped = await heat({ group: 'line', step: 'week' });
	assert.deepEqual([grouped.rows.length, grouped.rows[0].id, grouped.rows[0].name], [1, own.id, own.name]);
	assert.equal(grouped.rows[0].availability, (await figures({ under: own.id })).pooled.availability);
	assertRefused(await li.get('/api/v1/figures/heat?step=day&from=2020-01-01&to=2021-01-01'), 400, { fields: ['step'] });
	assertRefused(await li.get('/api/v1/figures/heat?limit=501'), 400, { fields: ['limit'] });
});

test('a timeline shows what one machine went through, cut to the window, with its tickets', async () => {
	const m = await machine();
	const before = await failure(m, '-1 Fri 15:00', 'Mon 09:00');
	const x = await failure(m, 'Tue 10:00', 'Tue 12:00'), y = await failure(m, 'Tue 11:00', 'Tue 13:00');
	const weak = await failure(m, 'Wed 08:00', 'Thu 08:00', { stopped: false });
	const plan = await job(m, 'Fri 08:00', 'Fri 10:00', 'Fri 08:00', 'Fri 11:00');
	const line = await li.must(200, 'GET', '/api/v1/figures/timeline', { query: { ...week, under: m.id } });
	assert.deepEqual([line.id, line.code, line.name, line.observed_from, line.observed_to, line.no_calendar], [m.id, m.code, m.name, week.from, week.to, false]);
	assert.deepEqual(line.required, ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].map((d) => ({ start: at(`${d} 08:00`), end: at(`${d} 16:00`) })));
	const span = (kind, start, end, whole, hours, counted, ...tickets) => ({
		kind, start: at(start), end: at(end), whole_start: at(whole ?? start), whole_end: at(end), downtime_ms: hours * HOUR, counted, ongoing: false, tickets: ids(tickets),
	});
	assert.deepEqual(line.items, [
		span('down', 'Mon 00:00', 'Mon 09:00', '-1 Fri 15:00', 1, false, before),
		span('down', 'Tue 10:00', 'Tue 13:00', null, 3, true, x, y),
		span('degraded', 'Wed 08:00', 'Thu 08:00', null, 0, true, weak),
		span('planned', 'Fri 08:00', 'Fri 10:00', null, 0, false, plan),
		span('overrun', 'Fri 10:00', 'Fri 11:00', null, 1, false, plan),
	]);
	const down = line.items.reduce((sum, i) => sum + i.downtime_ms, 0);
	assert.equal(down, (await ofMachine(m)).downtime_ms);
	const open = await machine({ calendar_id: null });
	await failure(open, 'Mon 08:00', null);
	const going = await li.must(200, 'GET', '/api/v1/figures/timeline', { query: { ...week, under: open.id } });
	assert.deepEqual([going.no_calendar, going.items.length, going.items[0].ongoing, going.items[0].end], [true, 1, true, week.to]);
	assertRefused(await li.get(`/api/v1/figures/timeline?under=${plant.line.id}`), 400, { fields: ['under'] });
	assertRefused(await li.get('/api/v1/figures/timeline'), 400, { fields: ['under'] });
});

test('cost is listed by machine and line, the dearest first, against the original value', async () => {
	const own = await line(), other = await line();
	const dear = await machine({ parent_id: own.id, original_value_cents: 1_000_000 });
	const cheap = await machine({ parent_id: own.id, original_value_cents: 2000 });
	const unvalued = await machine({ parent_id: other.id });
	const spend = async (m, cost_cents) => {
		const t = await failure(m, 'Tue 10:00', 'Tue 12:00');
		await admin.must(201, 'POST', T(t.id, 'invoices'), { json: { cost_cents, day: dayOf(at('Wed 12:00')) } });
	};
	await spend(dear, 5000);
	await spend(cheap, 1000);
	await spend(unvalued, 4000);
	const cost = (query) => li.must(200, 'GET', '/api/v1/figures/cost', { query: { ...week, ...query } });
	const of_line = await cost({ under: own.id });
	assert.deepEqual(of_line.items.map((i) => [i.id, i.cost_total_cents, i.cost_outside_cents, i.original_value_cents]), [[dear.id, 5000, 5000, 1_000_000], [cheap.id, 1000, 1000, 2000]]);
	near(of_line.items[0].cost_ratio, 0.005, 'ratio');
	near(of_line.items[0].share, 5 / 6, 'share');
	near(of_line.items[1].cumulative, 1, 'cumulative');
	assert.deepEqual([of_line.total.cost_total_cents, of_line.total.machines, of_line.left_out], [6000, 2, 0]);
	near(of_line.total.cost_ratio, 6000 / 1_002_000, 'of the line');
	assert.deepEqual((await cost({ under: own.id, sort: 'ratio' })).items.map((i) => i.id), [cheap.id, dear.id]);
	const lines = await cost({ group: 'line', limit: 500 });
	const mine = (id) => lines.items.find((i) => i.id === id);
	assert.deepEqual([mine(own.id).cost_total_cents, mine(other.id).cost_total_cents, mine(other.id).cost_ratio, mine(other.id).machines_without_value], [6000, 4000, null, 1]);
	const { pooled } = await figures({ group: 'none' });
	for (const [name, value] of Object.entries(lines.total)) if (name in pooled && !['id', 'code', 'name', 'parent_id'].includes(name)) assert.equal(value, pooled[name], name);
	const top = await cost({ under: own.id, limit: 1 });
	assert.deepEqual([top.items.length, top.left_out, top.total.cost_total_cents], [1, 1, 6000]);
	assertRefused(await li.get('/api/v1/figures/cost?sort=x'), 400, { fields: ['sort'] });
});

test('the workload says what was planned, what is left, and how often a repair held', async () => {
	const { line: own, b, t } = await mixed();
	const load = (query) => li.must(200, 'GET', '/api/v1/figures/workload', { query: { ...week, under: own.id, ...query } });
	const none = { corrective: 0, preventive: 0, inspection: 0, improvement: 0 };
	// of the eight, one was reported the week before and the open one, like the planned job, today
	const before = await load();
	assert.deepEqual([before.reported, before.corrective_share], [{ ...none, corrective: 6 }, 1]);
	assert.deepEqual([before.open, before.oldest_open_at], [{ ...none, corrective: 1 }, (await li.must(200, 'GET', T(t.open.id))).ticket.reported_at]);
	assert.deepEqual([before.failures_restored, before.failures_reopened, before.first_time_fix_rate], [6, 0, 1]);
	const all = await load({ to: Date.now() + HOUR });
	assert.deepEqual(all.reported, { ...none, corrective: 7, preventive: 1 });
	near(all.corrective_share, 7 / 8, 'corrective share');
	await step(t.two.id, 'reopen', { reason: '又漏了' });
	assert.deepEqual([(await load()).failures_restored, (await load()).open.corrective], [5, 2], 'reopened, it is not restored');
	await step(t.two.id, 'restore', { action: '换了油封', restored_at: at('Tue 10:00') });
	const after = await load();
	assert.deepEqual([after.failures_restored, after.failures_reopened], [6, 1]);
	near(after.first_time_fix_rate, 5 / 6, 'first-time fix');
	assert.deepEqual([(await load({ under: b.id })).failures_restored, (await load({ under: b.id })).reported.corrective], [3, 3]);
	const empty = await load({ under: (await line()).id });
	assert.deepEqual([empty.reported, empty.open, empty.corrective_share, empty.first_time_fix_rate, empty.oldest_open_at], [none, none, null, null, null]);
});

test('tickets are listed by place, component, kind, codes and when they were restored', async () => {
	const { line: own, a, b, t } = await mixed();
	const planned = (await li.must(200, 'GET', '/api/v1/tickets', { query: { under: a.id, kind: 'preventive' } })).items;
	assert.equal(planned.length, 1);
	const of = async (query, ...wanted) => {
		const { items } = await li.must(200, 'GET', '/api/v1/tickets', { query });
		assert.deepEqual(items.map((i) => i.id), ids(wanted).reverse(), JSON.stringify(query));
	};
	const all = [...Object.values(t), planned[0]];
	const { component_id } = (await li.must(200, 'GET', T(t.one.id))).ticket;
	await of({ under: own.id }, ...all);
	await of({ under: b.id }, t.two, t.degraded, t.unsaid, t.open);
	await of({ under: component_id }, t.one);
	await of({ component: component_id }, t.one);
	await of({ under: own.id, component: component_id }, t.one);
	await of({ under: b.id, component: component_id });
	await of({ under: b.id, machine: a.id });
	await of({ under: own.id, machine: a.id, failure_mode: 'NOI' }, t.over);
	await of({ under: own.id, failure_mode: 'ELK' }, t.one, t.two, t.open);
	await of({ under: own.id, cause_code: 'WEA' }, t.one, t.two);
	await of({ under: own.id, restored_from: at('Mon 10:00'), restored_to: at('Tue 09:00') }, t.one, t.over);
	assert.deepEqual(ids((await li.must(200, 'GET', '/api/v1/tickets', { query: { under: own.id, open: 1, failure_mode: 'ELK' } })).items), ids([t.one, t.two, t.open]));
	await of({ under: own.id, state: 'cancelled' }, t.gone);
	await of({ under: 999999 });
	for (const [query, field] of [['under=x', 'under'], ['kind=x', 'kind'], ['restored_to=x', 'restored_to'], ['component=0', 'component']])
		assertRefused(await li.get(`/api/v1/tickets?${query}`), 400, { fields: [field] });
});

// ---- Excel ----

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
async function sheet(path, query, lang = 'zh') {
	const answer = await li.must(200, 'GET', path, { query, lang });
	assert.equal(answer.headers['content-type'], TYPE);
	assert.match(answer.headers['content-disposition'], /^attachment; filename="[a-z-]+-\d{8}\.xlsx"$/);
	const [table, about] = readXlsx(answer.body).sheets;
	assert.ok(table.frozen, 'the heading stays');
	assert.ok(Object.values(table.cells).every((c) => !c.formula), 'no cell is a formula');
	return { ...table, about: Object.fromEntries([['', about.cells.A1.value], ...[1, 2, 3, 4].map((n) => [about.cells[`A${n}`]?.value, about.cells[`B${n}`]?.value])]) };
}
const close = (found, wanted, what) => (wanted === null ? assert.equal(found, undefined, what) : assert.ok(Math.abs(found - wanted) < 1e-6, `${what}: ${found}, not ${wanted}`));

test('figures, trend, Pareto and cost are Excel tables with the same numbers', async () => {
	const { line: own, a, b } = await mixed();
	const query = { ...week, under: own.id };
	const { pooled, machines } = await figures({ under: own.id });

	const all = await sheet('/api/v1/figures.xlsx', query);
	assert.equal(all.name, '设备指标');
	assert.deepEqual([all.about.范围, all.about.时间], [own.name, `${dayOf(week.from)} 00:00 – ${dayOf(week.to)} 00:00`]);
	assert.deepEqual(all.rows.map((r) => r.编号 ?? r.名称), [a.code, b.code, '合计']);
	for (const [i, row] of [...machines, pooled].entries()) {
		const found = all.rows[i];
		close(found.可用率, row.availability, 'availability');
		close(found['MTBF（小时）'], row.mtbf_ms && row.mtbf_ms / HOUR, 'MTBF');
		close(found['MTTR（小时）'], row.mttr_ms / HOUR, 'MTTR');
		close(found['停机时间（小时）'], row.downtime_ms / HOUR, 'downtime');
		assert.deepEqual([found['故障次数 N'], found.故障工单, found.未修复, found.费用合计], [row.breakdowns, row.failures, row.ongoing, row.cost_total_cents / 100]);
	}
	const english = await sheet('/api/v1/figures.xlsx', { ...query, group: 'line' }, 'en');
	assert.deepEqual([english.name, english.rows.length, english.rows[0].Name, english.rows[1].Name], ['Figures', 2, own.name, 'All together']);
	const none = await sheet('/api/v1/figures.xlsx', { ...query, under: (await line()).id });
	assert.deepEqual([none.rows.length, none.rows[0].可用率], [1, undefined], 'n/a is an empty cell');

	const days = await sheet('/api/v1/figures/trend.xlsx', { ...query, step: 'day' });
	assert.deepEqual(days.rows.map((r) => dayNumber(r.从, ZONE)), Array.from({ length: 7 }, (_, i) => monday + i * DAY));
	assert.equal(days.rows.reduce((sum, r) => sum + r['故障工单'], 0), pooled.failures);

	const modes = await sheet('/api/v1/figures/pareto.xlsx', query);
	assert.deepEqual(modes.rows.map((r) => [r.编号, r.名称, r.故障工单, r['停机时间（小时）'], r.费用合计]), [['ELK', '外漏（油、水、气）', 3, 5, 5.2], ['NOI', '异响', 2, 3, 0], [undefined, undefined, 1, 8, 70]]);
	close(modes.rows[2].累计占比, 1, 'cumulative');

	const cost = await sheet('/api/v1/figures/cost.xlsx', query);
	assert.deepEqual(cost.rows.map((r) => [r.编号, r.外委费, r.费用合计, r.费用占原值]), [[b.code, 75.2, 75.2, undefined], [a.code, 0, 0, undefined]]);
	const heat = await sheet('/api/v1/figures/heat.xlsx', { ...query, step: 'day' });
	const map = await li.must(200, 'GET', '/api/v1/figures/heat', { query: { ...query, step: 'day' } });
	assert.deepEqual(heat.headings, ['编号', '名称', '可用率', ...map.steps.map((s) => dayOf(s.start))]);
	for (const [i, row] of map.rows.entries()) {
		assert.equal(heat.rows[i].编号, row.code);
		for (const [k, cell] of row.cells.entries()) close(heat.rows[i][dayOf(map.steps[k].start)], cell.availability, `${row.code} ${k}`);
	}

	const table = await sheet('/api/v1/figures/timeline.xlsx', { ...week, under: a.id });
	const spans = await li.must(200, 'GET', '/api/v1/figures/timeline', { query: { ...week, under: a.id } });
	const kinds = { down: '停机', degraded: '带病运行', planned: '计划停机', overrun: '计划超时' };
	assert.deepEqual(table.rows.map((r) => [r.类型, dayNumber(r.从, ZONE), dayNumber(r.到, ZONE), r['停机时间（小时）'], r.工单]), spans.items.map((s) => [kinds[s.kind], s.start, s.end, s.downtime_ms / HOUR, s.tickets.join(', ')]));

	const list = await sheet('/api/v1/figures/tickets.xlsx', { ...query, figure: 'restored' });
	assert.equal(list.rows.length, pooled.restored);
	close(list.rows.reduce((sum, r) => sum + r['修复时间（小时）'], 0), pooled.ttr_ms / HOUR, 'MTTR');

	assertRefused(await li.get('/api/v1/figures/trend.xlsx?step=x'), 400, { fields: ['step'] });
	assertRefused(await server.client().get('/api/v1/figures.xlsx'), 401);
});

test('tickets, parts and the ledger are Excel tables; what people typed is never a formula', async () => {
	const evil = ['=1+1', '+2', '-3', '@SUM(A1)', '=HYPERLINK("http://x")', '<b>&"'];
	const own = await line();
	const made = [];
	for (const name of evil) made.push(await machine({ parent_id: own.id, name, original_value_cents: 12345, model: name }));
	const ledger = await sheet('/api/v1/assets.xlsx', { under: own.id, kind: 'machine' });
	assert.equal(ledger.name, '设备台账');
	assert.deepEqual(ledger.rows.map((r) => [r.编号, r.名称, r.型号, r.级别, r.原值, r.状态]), made.map((m) => [m.code, m.name, m.name, '设备', 123.45, '运行中']));
	assert.equal(dayNumber(ledger.rows[0].投用日期, ZONE), Date.parse('2015-01-01T00:00:00+08:00'));

	const t = await failure(made[0], 'Tue 10:00', 'Tue 12:00', { symptom: evil[0] });
	const tickets = await sheet('/api/v1/tickets.xlsx', { machine: made[0].id });
	assert.equal(tickets.rows.length, 1);
	const [row] = tickets.rows;
	assert.deepEqual([row.工单号, row.故障现象, row.设备名称, row.状态, row.类型, row.停机, row.维修人], [t.id, evil[0], evil[0], '已修复', '维修', '是', li.account.name]);
	assert.deepEqual([dayNumber(row.停机开始, ZONE), dayNumber(row.恢复时间, ZONE)], [at('Tue 10:00'), at('Tue 12:00')]);
	assert.deepEqual((await sheet('/api/v1/tickets.xlsx', { machine: made[1].id })).rows, []);

	const code = `P-${next()}`;
	await admin.must(201, 'POST', '/api/v1/parts', { json: { code, name: evil[1], unit: '个', min_qty: 2.5, price_cents: 1999 } });
	const parts = await sheet('/api/v1/parts.xlsx', { text: code });
	assert.deepEqual(parts.rows.map((r) => [r.编号, r.名称, r.单位, r.库存, r.最低库存, r.缺, r.单价]), [[code, evil[1], '个', 0, 2.5, 2.5, 19.99]]);
});

// ---- asked again, and by many ----

test('rows that are kept for the next who asks give the same answers, and none that are out of date', async () => {
	const { line: own, a } = await mixed();
	const ask = async (path, query) => {
		const { now, ...answer } = await li.must(200, 'GET', `/api/v1/figures${path}`, { query: { ...week, ...query } });
		return answer;
	};
	const paths = [['', {}], ['', { group: 'none' }], ['/trend', { step: 'day' }], ['/pareto', { by: 'component', sort: 'cost' }], ['/heat', { step: 'day' }], ['/cost', {}], ['/tickets', { figure: 'cost' }], ['/tickets', { figure: 'restored', component: '-' }]];
	const every = async (query) => {
		const answers = [];
		for (const [path, more] of paths) answers.push(await ask(path, { ...query, ...more }));
		return answers;
	};
	// Read for itself, as nothing is kept since the last change; then out of what the whole plant's question has left.
	const fresh = await every({ under: own.id });
	const plant_before = await ask('', { from: week.from - 40 * DAY, to: week.to + DAY });
	assert.deepEqual(await every({ under: own.id }), fresh);
	assert.deepEqual(await ask('', { under: own.id, from: at('Tue 00:00'), to: at('Fri 00:00') }), await (async () => {
		const some = await ask('', { under: own.id, from: at('Tue 00:00'), to: at('Fri 00:00') });
		await admin.must(200, 'POST', T((await failure(a, '+1 Mon 08:00', null)).id, 'cancel'), { json: { reason: 'other', note: 'x' }, version: 1 });
		assert.deepEqual((await ask('', { under: own.id, from: at('Tue 00:00'), to: at('Fri 00:00') })), some, 'read afresh');
		return some;
	})());
	const whole = { from: week.from - 40 * DAY, to: week.to + DAY, group: 'none' };
	for (const change of [
		() => failure(a, 'Wed 13:00', 'Wed 14:00'),
		() => admin.must(201, 'POST', T(fresh[6].items[0].id, 'invoices'), { json: { cost_cents: 5, day: dayOf(at('Thu 12:00')) } }),
		async () => {
			const now = await admin.must(200, 'GET', `/api/v1/assets/${a.id}`);
			await admin.must(200, 'PATCH', `/api/v1/assets/${a.id}`, { json: { commissioned_day: dayOf(at('Tue 12:00')) }, version: now.version });
		},
		async () => {
			const now = await admin.must(200, 'GET', `/api/v1/calendars/${calendar.id}`);
			await admin.must(200, 'PUT', `/api/v1/calendars/${calendar.id}`, { json: { name: now.name, shifts: now.shifts.map(({ weekday, start_min, end_min }) => ({ weekday, start_min, end_min: end_min + 60 })), exceptions: [] }, version: now.version });
		},
	]) {
		const before = (await ask('', whole)).pooled;
		assert.deepEqual((await ask('', whole)).pooled, before);
		await change();
		const after = await ask('', whole);
		assert.notDeepEqual(after.pooled, before, 'a change shows at once');
		assert.deepEqual((await ask('/cost', whole)).total.cost_total_cents, after.pooled.cost_total_cents);
	}
	assert.ok(plant_before.machines.length > 2);
	const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start_min: 480, end_min: 960 }));
	const { version } = await admin.must(200, 'GET', `/api/v1/calendars/${calendar.id}`);
	await admin.must(200, 'PUT', `/api/v1/calendars/${calendar.id}`, { json: { name: calendar.name, shifts, exceptions: [] }, version });
});

test('many who ask for everything at once are served a few at a time, and one machine meanwhile', async () => {
	const m = await machine();
	const clients = Array.from({ length: 60 }, () => Object.assign(server.client(), { cookies: li.cookies }));
	const all = clients.map((c) => c.get('/api/v1/figures?from=0&to=2199-12-31&under=' + plant.site.id));
	const one = li.get(`/api/v1/figures?from=0&to=2199-12-31&under=${m.id}`);
	const answers = await Promise.all(all);
	for (const c of clients) c.close();
	assert.equal((await one).status, 200);
	const served = answers.filter((a) => a.status === 200);
	assert.ok(served.length >= 36, `4 at work and 32 waiting, and ${served.length} were served`);
	assert.equal(new Set(served.map((a) => a.json.machines.length)).size, 1);
	for (const a of answers) {
		if (a.status === 200) continue;
		assertRefused(a, 503, { type: 'busy' });
		assert.equal(a.headers['retry-after'], '5');
	}
});
