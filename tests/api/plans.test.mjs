// plans.test.mjs - planned maintenance through the API: what is due when, its tickets, tasks, what becomes of each time, and the figure.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { startServer } from '../lib/server.mjs';

let server, admin, plant, worker, job;
const DAY = 86_400_000;
const dayOf = (t) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(t);
const day = (n) => dayOf(Date.now() + n * DAY);

before(async () => {
	server = await startServer({ args: ['--quiet', '--timezone', 'Asia/Shanghai'] });
	admin = await server.admin();
	plant = await makePlant(server, Array.from({ length: 18 }, (_, i) => ({ code: `P-${i}`, name: `压力机 ${i}` })));
	worker = await addPerson(server, 'wang', '王师傅');
	job = await admin.must(201, 'POST', '/api/v1/jobs', {
		json: { name: '月度保养', name_en: 'Monthly service', minutes: 60, stands: true, tasks: [{ text: '清洁' }, { text: '加油' }, { text: '紧固' }] },
	});
});
after(() => server?.stop());

let taken = 0;
const machine = () => plant.machines[taken++];
const add = (change, status = 201) => admin.must(status, 'POST', '/api/v1/plans', {
	json: { name: '月度保养', job_plan_id: job.id, unit: 'month', every: 1, lead_days: 3, grace_days: 2, ...(change.assets ? {} : { assets: [{ asset_id: machine().id }] }), ...change },
});
const get = (id) => admin.must(200, 'GET', `/api/v1/plans/${id}`);
const ticket = (id) => admin.must(200, 'GET', `/api/v1/tickets/${id}`);
const tick = (t, result = 'done') => worker.must(200, 'PUT', `/api/v1/tickets/${t.ticket.id}/tasks`, { json: { tasks: t.tasks.map(({ id }) => ({ id, result })) } });
const restore = (t, status = 200) => worker.must(status, 'POST', `/api/v1/tickets/${t.ticket.id}/restore`, { json: {}, version: t.ticket.version });

test('what is due within the lead has its ticket at once, with tasks, minutes and planned standstill', async () => {
	const p = await add({ from_day: day(2) });
	assert.equal(p.ahead.length, 1);
	const [due] = p.ahead;
	assert.equal(due.state, 'open');
	assert.equal(due.due_day, day(2));
	assert.equal(due.grace_day, day(4));
	const t = await ticket(due.ticket_id);
	assert.equal(t.ticket.kind, 'preventive');
	assert.equal(t.ticket.source, 'plan');
	assert.deepEqual(t.tasks.map((x) => [x.text, x.result]), [['清洁', null], ['加油', null], ['紧固', null]]);
	assert.equal(t.ticket.planned_from, Date.parse(`${day(2)}T08:00:00+08:00`));
	assert.equal(t.ticket.planned_to - t.ticket.planned_from, 3_600_000);
	assert.equal(t.plan.due_day, day(2));
	assert.equal(t.plan.minutes, 60);
});

test('what is further ahead waits, and is made by hand before its time', async () => {
	const p = await add({ from_day: day(20) });
	const [due] = p.ahead;
	assert.deepEqual([due.state, due.ticket_id, due.actions], ['waiting', null, ['skip', 'move', 'make']]);
	const made = await worker.must(200, 'POST', `/api/v1/dues/${due.id}/make`, { version: due.version });
	assert.equal(made.state, 'open');
	assert.equal((await worker.must(200, 'POST', `/api/v1/dues/${due.id}/make`, { version: made.version })).ticket_id, made.ticket_id);
});

test('ticking the first task takes the ticket; it is restored when none is left, and the next is a month later', async () => {
	const p = await add({ from_day: day(0) });
	let t = await ticket(p.ahead[0].ticket_id);
	const one = await worker.must(200, 'PUT', `/api/v1/tickets/${t.ticket.id}/tasks`, { json: { tasks: [{ id: t.tasks[0].id, result: 'done' }] } });
	assert.equal(one.ticket.state, 'in_progress');
	assert.equal(one.ticket.assignee_name, '王师傅');
	assert.equal(one.tasks[0].account_name, '王师傅');
	const refused = await restore(one, 400);
	assert.equal(refused.fields[0].name, 'tasks');
	t = await tick(one);
	const done = await restore(t);
	assert.equal(done.ticket.state, 'restored');
	assert.equal(done.ticket.action, '月度保养');
	const now = await get(p.id);
	assert.deepEqual(now.past.map((d) => [d.state, d.standing, d.done_day]), [['done', 'in_time', day(0)]]);
	const next = new Date(`${day(0)}T00:00:00Z`);
	const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 2, 0)).getUTCDate();
	const expected = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, Math.min(next.getUTCDate(), last))).toISOString().slice(0, 10);
	assert.deepEqual(now.ahead.map((d) => [d.state, d.due_day]), [['waiting', expected]]);
});

test('a problem needs a note; a ticket that is over takes no ticks; taking one back empties it', async () => {
	const p = await add({ from_day: day(0) });
	const t = await ticket(p.ahead[0].ticket_id);
	const at = `/api/v1/tickets/${t.ticket.id}/tasks`;
	const [first] = t.tasks;
	assert.equal((await worker.must(400, 'PUT', at, { json: { tasks: [{ id: first.id, result: 'problem' }] } })).fields[0].name, 'note');
	await worker.must(400, 'PUT', at, { json: { tasks: [{ id: 999999, result: 'done' }] } });
	await worker.must(400, 'PUT', at, { json: { tasks: [] } });
	const noted = await worker.must(200, 'PUT', at, { json: { tasks: [{ id: first.id, result: 'problem', note: '皮带开裂' }] } });
	assert.equal(noted.tasks[0].note, '皮带开裂');
	const back = await worker.must(200, 'PUT', at, { json: { tasks: [{ id: first.id, result: null }] } });
	assert.deepEqual([back.tasks[0].result, back.tasks[0].done_at, back.tasks[0].account_id], [null, null, null]);
	await restore(await tick(back));
	await worker.must(409, 'PUT', at, { json: { tasks: [{ id: first.id, result: 'done' }] } });
});

test('what the end of a service makes was reported by nobody, whoever ended it', async () => {
	const p = await add({ from_day: day(0), unit: 'day', every: 2, mode: 'after', lead_days: 3 });
	await restore(await tick(await ticket(p.ahead[0].ticket_id)));
	const [next] = (await get(p.id)).ahead, { ticket: made } = await ticket(next.ticket_id);
	assert.deepEqual([made.state, made.source, made.reporter, made.reporter_account_id], ['reported', 'plan', null, null]);
});

test('reopening a ticket opens its due again, and what came after waits no more', async () => {
	const p = await add({ from_day: day(0) });
	let t = await ticket(p.ahead[0].ticket_id);
	t = await restore(await tick(t));
	assert.equal((await get(p.id)).ahead[0].state, 'waiting');
	t = await admin.must(200, 'POST', `/api/v1/tickets/${t.ticket.id}/reopen`, { json: { reason: '还在漏' }, version: t.ticket.version });
	const open = await get(p.id);
	assert.deepEqual(open.ahead.map((d) => [d.state, d.n, d.done_day]), [['open', 1, null]]);
	assert.equal(open.past.length, 0);
	await restore(t);
	assert.deepEqual((await get(p.id)).ahead.map((d) => [d.state, d.n]), [['waiting', 2]]);
});

test('skipping needs a reason, cancels the ticket, and the next one waits; cancelling the ticket says the same', async () => {
	const p = await add({ from_day: day(0) });
	const [due] = p.ahead;
	await admin.must(400, 'POST', `/api/v1/dues/${due.id}/skip`, { json: {}, version: due.version });
	await worker.must(403, 'POST', `/api/v1/dues/${due.id}/skip`, { json: { reason: 'x' }, version: due.version });
	const gone = await admin.must(200, 'POST', `/api/v1/dues/${due.id}/skip`, { json: { reason: '停产' }, version: due.version });
	assert.deepEqual([gone.state, gone.reason, gone.actions], ['skipped', '停产', []]);
	assert.equal((await ticket(due.ticket_id)).ticket.state, 'cancelled');
	await admin.must(412, 'POST', `/api/v1/dues/${due.id}/skip`, { json: { reason: 'x' }, version: due.version });
	await admin.must(409, 'POST', `/api/v1/dues/${due.id}/skip`, { json: { reason: 'x' }, version: gone.version });
	const [next] = (await get(p.id)).ahead;
	assert.deepEqual([next.state, next.n], ['waiting', 2]);
	const made = await admin.must(200, 'POST', `/api/v1/dues/${next.id}/make`, { version: next.version });
	const t = await ticket(made.ticket_id);
	await admin.must(200, 'POST', `/api/v1/tickets/${t.ticket.id}/cancel`, { json: { reason: 'other', note: '设备外借' }, version: t.ticket.version });
	assert.deepEqual((await get(p.id)).past.map((d) => [d.state, d.reason]), [['skipped', '设备外借'], ['skipped', '停产']]);
});

test('a due that is moved stays where it was put, its ticket follows, and the past is refused', async () => {
	const p = await add({ from_day: day(20) });
	const [due] = p.ahead;
	await admin.must(400, 'POST', `/api/v1/dues/${due.id}/move`, { json: { due_day: day(-1), reason: 'x' }, version: due.version });
	let moved = await admin.must(200, 'POST', `/api/v1/dues/${due.id}/move`, { json: { due_day: day(10), reason: '等停线' }, version: due.version });
	assert.deepEqual([moved.due_day, moved.grace_day, moved.rule_day, moved.moved, moved.state], [day(10), day(12), day(20), true, 'waiting']);
	const list = await admin.must(200, 'GET', '/api/v1/dues', { query: { from: day(10), to: day(11), plan: p.id } });
	assert.deepEqual(list.items.map((d) => [d.id, d.projected]), [[due.id, false]]);
	moved = await admin.must(200, 'POST', `/api/v1/dues/${due.id}/move`, { json: { due_day: day(1), reason: '提前' }, version: moved.version });
	assert.equal(moved.state, 'open');
	moved = await admin.must(200, 'POST', `/api/v1/dues/${due.id}/move`, { json: { due_day: day(4), reason: '又推后' }, version: moved.version });
	assert.equal((await ticket(moved.ticket_id)).ticket.planned_from, Date.parse(`${day(4)}T08:00:00+08:00`));
});

test('a paused plan makes nothing; when it goes on only days from then on count', async () => {
	const p = await add({ unit: 'day', every: 7, from_day: day(6), lead_days: 0 });
	await admin.must(400, 'POST', `/api/v1/plans/${p.id}/pause`, { json: {}, version: p.version });
	const paused = await admin.must(200, 'POST', `/api/v1/plans/${p.id}/pause`, { json: { reason: '无订单' }, version: p.version });
	assert.deepEqual([paused.paused, paused.ahead], [true, []]);
	const again = await admin.must(200, 'POST', `/api/v1/plans/${p.id}/resume`, { version: paused.version });
	assert.deepEqual(again.ahead.map((d) => [d.due_day, d.n]), [[day(6), 1]]);
});

test('the parts of a job are kept for its ticket, and let go when it is skipped', async () => {
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'PM-1' } });
	const part = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'PM-P', name: '滤芯', unit: '个', bin_id: bin.id } });
	await admin.must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { bin_id: bin.id, qty: 5 } });
	const own = await admin.must(201, 'POST', '/api/v1/jobs', { json: { name: '换滤芯', parts: [{ part_id: part.id, qty: 2 }] } });
	const p = await add({ job_plan_id: own.id, from_day: day(0) });
	const t = await ticket(p.ahead[0].ticket_id);
	assert.deepEqual(t.plan.parts.map((x) => [x.code, x.qty, x.bin]), [['PM-P', 2, 'PM-1']]);
	assert.deepEqual(t.reservations.map((r) => r.part_id), [part.id]);
	await admin.must(200, 'POST', `/api/v1/dues/${p.ahead[0].id}/skip`, { json: { reason: '停产' }, version: p.ahead[0].version });
	assert.deepEqual((await ticket(t.ticket.id)).reservations, []);
});

test('of a part that was retired what is there is kept, and nobody waits for the rest', async () => {
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'PM-2' } });
	const [some, none] = await Promise.all(['PM-S', 'PM-N'].map((code) => admin.must(201, 'POST', '/api/v1/parts', { json: { code, name: '滤芯', unit: '个', bin_id: bin.id } })));
	await admin.must(201, 'POST', `/api/v1/parts/${some.id}/receive`, { json: { qty: 3 } });
	const own = await admin.must(201, 'POST', '/api/v1/jobs', { json: { name: '换旧滤芯', parts: [some, none].map((p) => ({ part_id: p.id, qty: 4 })) } });
	for (const { id } of [some, none]) await admin.must(200, 'PATCH', `/api/v1/parts/${id}`, { json: { retired: true }, version: (await admin.must(200, 'GET', `/api/v1/parts/${id}`)).version });
	const t = await ticket((await add({ job_plan_id: own.id, from_day: day(0) })).ahead[0].ticket_id);
	assert.deepEqual(t.reservations.map((r) => [r.part_id, r.bin_id, r.qty]), [[some.id, bin.id, 3]]);
	const refused = await admin.must(409, 'POST', `/api/v1/tickets/${t.ticket.id}/reservations`, { json: { parts: [{ part_id: none.id, qty: 1 }] } });
	assert.equal(refused.code, 'RESERVE_RETIRED');
});

test('the feed is iCalendar of what is due, for whoever has the address, until it is revoked', async () => {
	const p = await add({ name: '月检，含\"逗号\"; 分号', from_day: day(20) });
	const feed = await worker.must(201, 'POST', '/api/v1/feeds', { json: { name: '我的', under_id: p.assets[0].asset_id } });
	const at = new URL(feed.url).pathname, read = await server.client().get(at);
	assert.equal(read.headers['content-type'], 'text/calendar; charset=utf-8');
	const lines = read.text.replace(/\r\n /g, '').split('\r\n');
	assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['BEGIN:VCALENDAR', 'END:VCALENDAR', '']);
	assert.ok(read.text.split('\r\n').every((l) => Buffer.byteLength(l) <= 75));
	const starts = lines.filter((l) => l.startsWith('DTSTART:'));
	assert.equal(starts[0], `DTSTART:${day(20).replaceAll('-', '')}T000000Z`);
	assert.ok(starts.length >= 5, 'what follows is there too');
	assert.equal(new Set(lines.filter((l) => l.startsWith('UID:'))).size, starts.length);
	assert.match(lines.find((l) => l.startsWith('SUMMARY:')), /^SUMMARY:月检，含"逗号"\\; 分号/);
	assert.equal((await worker.must(200, 'GET', '/api/v1/feeds')).items[0].url, null);
	await admin.must(404, 'DELETE', `/api/v1/feeds/${feed.id}`);
	await worker.must(204, 'DELETE', `/api/v1/feeds/${feed.id}`);
	await server.client().must(404, 'GET', at);
	await server.client().must(404, 'GET', '/calendar/nothing.ics');
});

test('the figure of a window: what fell due, what was done in time, and what it was made from', async () => {
	const m = machine(), p = await add({ from_day: day(0), lead_days: 0, grace_days: 0, assets: [{ asset_id: m.id }] });
	const figure = () => admin.must(200, 'GET', '/api/v1/figures/compliance', { query: { from: day(-1), to: day(2), under: m.id } });
	assert.deepEqual([(await figure()).due, (await figure()).share, (await figure()).pending], [0, null, 1]);
	await restore(await tick(await ticket(p.ahead[0].ticket_id)));
	const now = await figure();
	assert.deepEqual([now.due, now.in_time, now.share, now.lines[0].name], [1, 1, 1, '曲轴线']);
	const { items } = await admin.must(200, 'GET', '/api/v1/dues', { query: { from: day(-1), to: day(2), under: m.id, standing: 'in_time' } });
	assert.deepEqual(items.map((d) => d.ticket_id), [p.ahead[0].ticket_id]);
});

test('a meter that has run its way makes the ticket; until then it is forecast', async () => {
	const m = machine();
	const meter = await admin.must(201, 'POST', `/api/v1/assets/${m.id}/meters`, { json: { name: '运行小时', unit: 'h' } });
	const read = (value, time) => admin.must(201, 'POST', `/api/v1/meters/${meter.id}/readings`, { json: { value, time } });
	await read(0, Date.now() - 10 * DAY);
	await read(100, Date.now() - 60_000);
	const p = await add({ unit: null, every: null, meter_every: 500, lead_days: 5, assets: [{ asset_id: m.id, meter_id: meter.id }] });
	const [due] = p.ahead;
	assert.deepEqual([due.state, due.cause], ['waiting', 'meter']);
	const ahead = Math.round((Date.parse(due.due_day) - Date.parse(day(0))) / DAY);
	assert.ok(ahead >= 49 && ahead <= 51, `500 h at 10 h a day: ${ahead} days`);
	await admin.must(400, 'POST', '/api/v1/plans', { json: { name: 'x', job_plan_id: job.id, meter_every: 5, assets: [{ asset_id: m.id }] } });
});

test('the outlook shows what is kept and what will follow, by day', async () => {
	const p = await add({ unit: 'week', every: 1, from_day: day(1), lead_days: 0 });
	const { items } = await admin.must(200, 'GET', '/api/v1/dues', { query: { from: day(0), to: day(30), plan: p.id } });
	assert.deepEqual(items.map((d) => [d.due_day, d.projected]), [[day(1), false], [day(8), true], [day(15), true], [day(22), true], [day(29), true]]);
	assert.equal(items[1].id, null);
	assert.deepEqual(items[1].actions, []);
});

test('a plan that can never be due, has nothing to go by, or names what is not there is refused with the fields', async () => {
	const refused = async (change, field, detail) => {
		const { fields } = await add({ assets: [{ asset_id: plant.machines[0].id }], ...change }, 400);
		assert.ok(fields.some((f) => f.name === field && (!detail || f.detail === detail)), `${field}: ${JSON.stringify(fields)}`);
	};
	await refused({ unit: null }, 'unit');
	await refused({ job_plan_id: 99999 }, 'job_plan_id');
	await refused({ assets: [{ asset_id: plant.line.id }] }, 'assets');
	await refused({ every: 12, from_day: '2026-01-15', months: [2] }, 'months');
	await refused({ mode: 'after', month_day: 5 }, 'month_day');
	await refused({ weekdays: [8] }, 'weekdays');
	await refused({ from_day: '2026-02-01', to_day: '2026-01-01' }, 'to_day', '必须在开始之后');
	await refused({ calendar_id: 99999 }, 'calendar_id');
});

test('the preview is the next five times, with what a free day does', async () => {
	const calendar = await admin.must(201, 'POST', '/api/v1/calendars', { json: { name: '工作日', shifts: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start_min: 480, end_min: 1020 })) } });
	const { items } = await admin.must(200, 'POST', '/api/v1/plans/preview', {
		json: { name: 'x', job_plan_id: job.id, unit: 'month', every: 1, month_day: 32, holiday: 'before', calendar_id: calendar.id, from_day: day(0) },
	});
	assert.equal(items.length, 5);
	for (const { rule_day, due_day } of items) {
		assert.equal(new Date(Date.parse(rule_day) + DAY).getUTCDate(), 1, `${rule_day} is a last day`);
		assert.ok(![0, 6].includes(new Date(due_day).getUTCDay()), `${due_day} is worked on`);
		assert.ok(due_day <= rule_day);
	}
});
