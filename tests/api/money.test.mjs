// money.test.mjs - what standing still costs, and budgets of a year against what was spent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from '../lib/plant.mjs';
import { assertRefused } from '../lib/server.mjs';
import { HOUR, T, admin, at, closeWeek, dayOf, failure, figures, li, line, machine, monday, openWeek, server, week } from '../lib/week.mjs';

before(openWeek);
after(closeWeek);

const put = async (asset, json) => {
	const now = await admin.must(200, 'GET', `/api/v1/assets/${asset.id}`);
	return admin.must(200, 'PATCH', `/api/v1/assets/${asset.id}`, { json, version: now.version });
};

test('downtime costs the rate of the machine, else of the nearest place above, and is no part of the total', async () => {
	const own = await line();
	const dear = await machine({ parent_id: own.id }), usual = await machine({ parent_id: own.id }), other = await machine({ parent_id: (await line()).id });
	await failure(dear, 'Tue 10:00', 'Tue 12:00');
	await failure(usual, 'Tue 15:00', 'Wed 09:00'); // two hours of it were required
	await failure(other, 'Tue 10:00', 'Tue 12:00');
	const cost = (query) => li.must(200, 'GET', '/api/v1/figures/cost', { query: { ...week, under: own.id, ...query } });
	assert.deepEqual([(await cost()).total.cost_downtime_cents, (await cost()).total.machines_without_rate], [0, 2], 'without a price nothing is made up');
	await put(own, { downtime_cents_hour: 60000 });
	await put(dear, { downtime_cents_hour: 250001 });
	const { items, total } = await cost({ sort: 'downtime' });
	assert.deepEqual(items.map((i) => [i.id, i.cost_downtime_cents, i.cost_total_cents]), [[dear.id, 500002, 0], [usual.id, 120000, 0]]);
	assert.deepEqual([total.cost_downtime_cents, total.machines_without_rate, total.cost_total_cents], [620002, 0, 0]);
	const { pooled } = await figures({ under: own.id, group: 'none' });
	assert.deepEqual([pooled.cost_downtime_cents, pooled.cost_total_cents], [620002, 0]);
	const days = await li.must(200, 'GET', '/api/v1/figures/trend', { query: { ...week, under: own.id, step: 'day' } });
	assert.deepEqual(days.items.map((i) => i.cost_downtime_cents), [0, 560002, 60000, 0, 0, 0, 0]);
	assert.equal((await figures({ under: other.id, group: 'none' })).pooled.machines_without_rate, 1);
	await put(dear, { downtime_cents_hour: 0 });
	assert.equal((await cost()).total.cost_downtime_cents, 120000, 'nothing an hour is a price too');
	assertRefused(await admin.request('PATCH', `/api/v1/assets/${dear.id}`, { json: { downtime_cents_hour: -1 }, version: 3 }), 400, { fields: ['downtime_cents_hour'] });
});

test('a budget is held against what was booked in its year on the machines of its place', async () => {
	const own = await line(), other = await line();
	const a = await machine({ parent_id: own.id }), b = await machine({ parent_id: own.id }), c = await machine({ parent_id: other.id });
	const year = Number(dayOf(monday).slice(0, 4));
	const spend = async (m, cost_cents, day) => {
		const t = await failure(m, 'Tue 10:00', 'Tue 12:00');
		await admin.must(201, 'POST', T(t.id, 'invoices'), { json: { cost_cents, day } });
	};
	const budgets = (query) => admin.must(200, 'GET', '/api/v1/figures/budget', { query });
	const before = await budgets({ year });
	assert.deepEqual([before.year, before.items], [year, []]);
	await spend(a, 3000, `${year - 1}-12-31`);
	await spend(a, 500, `${year}-01-01`);
	await spend(b, 1500, dayOf(at('Wed 12:00')));
	await spend(c, 7000, dayOf(at('Wed 12:00')));
	const add = (json) => admin.must(201, 'POST', '/api/v1/budgets', { json });
	const whole = await add({ year, cents: 1_000_000 }), of_line = await add({ year, asset_id: own.id, cents: 1000 }), of_machine = await add({ year, asset_id: c.id, cents: 0 });
	const now = await budgets({ year });
	const month = Number(dayOf(at('Wed 12:00')).slice(5, 7)) - 1, row = (x) => now.items.find((i) => i.id === x.id);
	const months = (...booked) => Array.from({ length: 12 }, (_, i) => ({ cents: booked.filter(([m]) => m === i).reduce((s, [, n]) => s + n, 0) }));
	assert.equal(now.items[0].id, whole.id, 'the whole plant first');
	assert.deepEqual([row(of_line).spent_cents, row(of_line).used, row(of_line).months], [2000, 2, months([0, 500], [month, 1500])]);
	assert.deepEqual([row(of_machine).spent_cents, row(of_machine).used, row(of_machine).name], [7000, null, c.name]);
	assert.ok(row(whole).spent_cents >= 9000 && row(whole).asset_id === null && row(whole).name === null);
	assert.equal(row(of_line).forecast_cents, now.gone < 30 / 366 ? null : Math.round(2000 / now.gone), 'carried on at the same pace');
	const last = await add({ year: year - 1, asset_id: own.id, cents: 5000 });
	const then = (await budgets({ year: year - 1 })).items;
	assert.deepEqual(then.map((i) => [i.id, i.spent_cents, i.forecast_cents]), [[last.id, 3000, 3000]]);
	assert.deepEqual((await budgets({ year: year + 2 })).items, []);
	await add({ year: year + 1, asset_id: own.id, cents: 5000 });
	assert.deepEqual((await budgets({ year: year + 1 })).items.map((i) => [i.spent_cents, i.forecast_cents]), [[0, null]]);

	assertRefused(await admin.request('POST', '/api/v1/budgets', { json: { year, asset_id: own.id, cents: 1 } }), 409);
	assertRefused(await admin.request('POST', '/api/v1/budgets', { json: { year, asset_id: 999999, cents: 1 } }), 400, { fields: ['asset_id'] });
	assertRefused(await admin.request('POST', '/api/v1/budgets', { json: { year: 1500, cents: -1 } }), 400, { fields: ['year', 'cents'] });
	const more = await admin.must(200, 'PATCH', `/api/v1/budgets/${of_line.id}`, { json: { cents: 4000 }, version: of_line.version });
	assert.deepEqual([more.cents, more.asset_id, more.version], [4000, own.id, 2]);
	assertRefused(await admin.request('PATCH', `/api/v1/budgets/${of_line.id}`, { json: { cents: 1 }, version: of_line.version }), 412);
	await admin.must(204, 'DELETE', `/api/v1/budgets/${of_line.id}`, { version: more.version });
	assertRefused(await admin.request('DELETE', `/api/v1/budgets/${of_line.id}`, { version: 3 }), 404);
	const person = await addPerson(server, `tech-${HOUR}`, 'Tech');
	assertRefused(await person.request('GET', '/api/v1/figures/budget'), 403);
});
