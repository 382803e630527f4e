// roles.test.mjs - one day of each role on a plant that has been played for two weeks (tests/year): who stands at the machine, repairs,
// keeps the stock, buys, plans and administers; phones on the floor, desks for the rest; counted in taps where there is a budget.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD } from '../lib/plant.mjs';
import { jixiu } from '../lib/server.mjs';
import { compare } from '../year/compare.mjs';
import { HOUR, dayOf, midnight } from '../year/days.mjs';
import { playStock } from '../year/reference_stock.mjs';
import { Reliability, figuresOf } from '../year/reference_time.mjs';
import { openPlay } from '../year/year.mjs';
import { assertFits, startBrowser, stopAll, told } from './lib/browser.mjs';
import { hand as handOf } from './lib/hand.mjs';
import { openAs, settled } from './lib/screens.mjs';

let play, plant, server, browser, machine, ticket, times;
const later = [];
before(async () => {
	play = await openPlay({ after: (f) => later.push(f) }, { seed: 20250303, from: '2025-03-10', days: 14, machines: 8, parts: 10, fault: 2 });
	({ plant } = play);
	server = plant.server;
	await play.run();
	const { lines } = await compare(play);
	assert.deepEqual(lines.slice(0, 5), []);
	times = new Reliability(plant, play.book, midnight(plant.from), play.until);
	// Monday morning at nine; one machine of the first line runs.
	play.clock.set(play.until + 9 * HOUR);
	await play.clock.look(server);
	const open = new Set((await get('tickets', { open: 1, limit: 500 })).items.map((t) => t.machine_id));
	machine = plant.machines.find((m) => m.line === plant.lines[0] && !open.has(m.id)) ?? plant.machines.find((m) => !open.has(m.id));
	browser = await startBrowser();
});
after(async () => {
	await stopAll(browser);
	for (const f of later.reverse()) await f();
});

const get = (at, query) => plant.admin.must(200, 'GET', `/api/v1/${at}`, { query });
const milli = (n) => Math.round(n * 1000);

// At the plant's time.
const hand = (t, login, size, at) => handOf(t, browser, server, { login, size, now: play.clock.now }, at);

test('the operator scans a machine that stands, taps what it usually has, and sends: two taps; the next one says it is the same: one', async (t) => {
	const page = await hand(t, undefined, 'phone', `/q/${machine.qr}`);
	await page.tap(page.locator('.usual .chip').first());
	await page.tap(page.locator('.send .stop'));
	await page.waitForURL(/\/t\//);
	assert.equal(page.taps, 2);
	await assertFits(page);
	[ticket] = (await get('tickets', { machine: machine.id, open: 1 })).items;
	assert.deepEqual([ticket.state, ticket.stopped, ticket.source, ticket.reported_at], ['reported', true, 'scan', play.clock.now]);
	assert.match(await page.locator('h1').innerText(), new RegExp(`${ticket.id}`));
	const told = play.telling.reported(play.book.report(ticket.id, play.clock.now, { machine, source: 'scan', stopped: true }), play.clock.now, null);
	await play.heard(told);

	const other = await hand(t, undefined, 'phone', `/q/${machine.qr}`);
	await other.tap(other.locator('.ticket button').first());
	await other.waitForURL(/\/t\//);
	assert.equal(other.taps, 1);
	assert.equal((await get(`tickets/${ticket.id}`)).ticket.same_count, 1);
	for (const login of Object.keys(plant.people)) {
		const { items } = await plant.people[login].must(200, 'GET', '/api/v1/notices', { query: { limit: 50 } });
		assert.equal(items.filter((n) => n.entity_id === ticket.id && n.rule === 'reported').length, told.people.includes(login) ? 1 : 0, `${login} hears of it`);
	}
});

test('the technician takes a free ticket in at most 3 taps, takes a part for it, and says that it runs again in at most 6', async (t) => {
	const page = await hand(t, 't1', 'phone', '/');
	await page.tap(page.locator('.take').first());
	await page.waitForURL(/\/tickets\/\d+/);
	await settled(page);
	assert.ok(page.taps <= 3, `${page.taps} taps`);
	await page.see(`/tickets/${ticket.id}`);
	page.taps = 0;
	if ((await get(`tickets/${ticket.id}`)).ticket.state === 'reported') await page.tap('接单');
	await page.tap('开始维修');
	await page.getByRole('button', { name: '修好了', exact: true }).first().waitFor();
	const [part] = plant.parts, { needed } = playStock(plant, play.book).parts.get(part.id);
	await plant.keepers[0].must(201, 'POST', `/api/v1/parts/${part.id}/receive`, { json: { qty: needed / 1000 + 1 } }); // enough for all who wait, and for one more
	const before = milli((await get(`parts/${part.id}`)).qty), work = page.taps;
	await page.tap('领备件');
	await page.sheet.getByRole('searchbox').fill('P-');
	await page.tap(page.sheet.getByRole('button', { name: /备件 1(?!\d)/ }).first());
	await page.sheet.getByRole('textbox').first().fill('1');
	await page.submit();
	await page.sheetGone();
	assert.equal(page.taps, work + 3, 'a part is taken with 3 taps and a number');
	assert.deepEqual((await get(`tickets/${ticket.id}/parts`)).items.map((i) => [i.part_id, i.qty]), [[part.id, 1]]);
	assert.equal(milli((await get(`parts/${part.id}`)).qty), before - 1000);
	page.taps = work;
	await page.tap('修好了');
	await page.tap(page.sheet.getByRole('radiogroup').or(page.sheet.locator('.chips')).last().locator('button, label').first());
	await page.submit();
	await page.sheetGone();
	assert.ok(page.taps <= 6, `${page.taps} taps`);
	const done = (await get(`tickets/${ticket.id}`)).ticket;
	assert.deepEqual([done.state, done.restored_at], ['restored', play.clock.now]);
	await assertFits(page);
});

test('the technician walks the round that is due, and a value that is too high is a ticket by itself', async (t) => {
	const page = await hand(t, 't2', 'phone', '/rounds');
	const { items } = await get('rounds', { open: 1, route_id: plant.routes[0].id }), round = await get(`rounds/${items.at(-1).id}`);
	await page.tap(page.locator(`a[href="/rounds/${round.id}/walk"]`));
	await page.tap('开始点检');
	for (const [i, stop] of round.stops.entries()) {
		await page.tap('扫描设备');
		await page.sheet.locator('input.input').fill(stop.codes[0].code);
		await page.sheet.locator('form button[type=submit]').click();
		await page.locator('.check').waitFor();
		for (const k of i ? '40' : '75') await page.locator('.pad-keys').getByRole('button', { name: k, exact: true }).click();
		await page.tap('下一项');
		await page.tap(page.getByRole('radio', { name: '是', exact: true }).first());
	}
	await page.tap('完成并提交');
	await page.getByText('点检完成。').first().waitFor();
	await page.waitForFunction(() => !document.querySelector('a[href="/outbox"]'));
	const walked = await get(`rounds/${round.id}`), [first] = walked.stops[0].answers.filter((a) => a.value !== null);
	assert.deepEqual([walked.state, first.value, first.finding, walked.done_at], ['done', 75, true, play.clock.now]);
	assert.equal((await get(`tickets/${first.ticket_id}`)).ticket.kind, 'inspection');
	await assertFits(page);
});

test('the technician does a service: all in order is one tap, finished is one more', async (t) => {
	const boss = plant.people.boss, plan = plant.plans[0], view = await boss.must(200, 'GET', `/api/v1/plans/${plan.id}`);
	let due = view.ahead.find((d) => d.state === 'open');
	if (!due) due = await boss.must(200, 'POST', `/api/v1/dues/${view.ahead[0].id}/make`, { version: view.ahead[0].version });
	const page = await hand(t, 't3', 'phone', `/tickets/${due.ticket_id}`);
	await page.tap('全部正常');
	await page.tap('完成保养');
	await told(page, '保养已完成');
	assert.equal(page.taps, 2);
	const { past } = await boss.must(200, 'GET', `/api/v1/plans/${plan.id}`);
	assert.deepEqual(past.filter((d) => d.ticket_id === due.ticket_id).map((d) => [d.state, d.done_day]), [['done', dayOf(play.clock.now)]]);
});

test('the storekeeper scans a bin: receives in 3 taps and a number, counts in 2 and a number', async (t) => {
	let part;
	for (const p of plant.parts) if (!part && (await get(`bins/${p.bin}/contents`)).parts.length === 1) part = p;
	const { code } = await plant.admin.must(201, 'POST', `/api/v1/bins/${part.bin}/code`), inBin = async () => milli((await get(`parts/${part.id}`)).stock.find((s) => s.bin_id === part.bin)?.qty ?? 0);
	const page = await hand(t, 'ku', 'phone', '/'), before = await inBin();
	await page.tap('扫码');
	await page.sheet.getByRole('textbox').fill(`http://plant.example/q/${code}`);
	await page.keyboard.press('Enter');
	await page.waitForURL(/bin=/);
	await page.tap('入库');
	await page.sheet.getByRole('textbox').first().fill('5');
	await page.submit();
	await page.sheetGone();
	assert.equal(page.taps, 3);
	assert.equal(await inBin(), before + 5000);
	page.taps = 0;
	await page.tap('盘点');
	await page.sheet.getByRole('textbox').first().fill('4');
	await page.submit();
	await page.sheetGone();
	assert.equal(page.taps, 2);
	assert.equal(await inBin(), 4000);
	await assertFits(page);
});

test('the buyer brings the draft up to date, approves and orders it; the storekeeper receives what has come', async (t) => {
	const boss = plant.people.boss, part = plant.parts[2], now = await get(`parts/${part.id}/reorder`);
	// So that there is something to buy: more is wanted of it than there is.
	await boss.must(200, 'PUT', `/api/v1/parts/${part.id}/reorder`, { json: { worked: false, min_qty: now.on_hand + now.on_order + 5, max_qty: now.on_hand + now.on_order + 9 }, version: now.version });
	const page = await hand(t, 'cai', 'desk', '/requisitions');
	await page.tap('现在算一次');
	await page.waitForURL(/\/requisitions\/\d+/);
	await settled(page);
	const id = Number(new URL(page.url()).pathname.split('/').pop());
	assert.ok((await get(`requisitions/${id}`)).items.some((l) => l.part_id === part.id && l.cause === 'minimum'));
	await page.tap('批准');
	await page.tap(page.getByRole('button', { name: '已下单', exact: true }).first());
	await page.getByRole('button', { name: '到货', exact: true }).first().waitFor();
	assert.equal(page.taps, 3);
	const keeper = await hand(t, 'ku', 'phone', `/requisitions/${id}`), before = (await get(`requisitions/${id}`)).items.reduce((n, l) => n + l.received, 0);
	await keeper.tap('到货');
	await keeper.submit();
	await keeper.sheetGone();
	assert.equal(keeper.taps, 2);
	assert.ok((await get(`requisitions/${id}`)).items.reduce((n, l) => n + l.received, 0) > before);
	await assertFits(keeper);
});

test('the manager sees what is down, and the figures of two weeks are those of the reference; each opens its tickets', async (t) => {
	const page = await hand(t, 'boss', 'desk', '/board'), down = (await get('board')).machines;
	assert.match(await page.locator('.board-counts').innerText(), new RegExp(`^\\s*${down.stopped}\\b`));
	await page.see(`/reports?${new URLSearchParams({ period: 'custom', from: plant.from, to: dayOf(play.until) })}`);
	const tiles = Object.fromEntries(await page.locator('.tile').evaluateAll((all) => all.map((e) => [e.querySelector('.tile-name').innerText, e.querySelector('.figure').innerText])));
	const pooled = times.pool(plant.machines.map((m) => times.of(m, midnight(plant.from), play.until))), shown = figuresOf(pooled), hours = (ms) => `${new Intl.NumberFormat('zh-CN').format(Math.round(ms / 360_000) / 10)} 小时`;
	assert.equal(tiles['可用率'], `${(shown.availability * 100).toFixed(1)} %`);
	assert.equal(tiles['平均无故障时间 MTBF · 不含维修时间'], hours(shown.mtbf_ms));
	assert.equal(tiles['平均修复时间 MTTR'], hours(shown.mttr_ms));
	assert.equal(tiles['故障次数'], String(pooled.sums.failures));
	await page.tap(page.locator('a.tile', { hasText: '故障次数' }));
	await page.waitForURL(/\/reports\/tickets\?figure=failures/);
	await settled(page);
	const list = page.getByRole('list', { name: '背后的工单' }).locator('a'), { items } = await get('figures/tickets', { figure: 'failures', from: midnight(plant.from), to: play.until, limit: 500 });
	assert.equal(items.length, pooled.sums.failures);
	assert.ok((await list.count()) > 0);
});

test('the planner moves what is due to another day, with a reason', async (t) => {
	const boss = plant.people.boss;
	let due;
	for (const plan of plant.plans) due ??= (await boss.must(200, 'GET', `/api/v1/plans/${plan.id}`)).ahead.find((d) => d.state === 'waiting' && d.due_day > dayOf(play.clock.now));
	const to = dayOf(midnight(due.due_day) + 24 * HOUR), page = await hand(t, 'boss', 'phone', `/calendar?day=${due.due_day}`);
	await page.tap(page.locator('.item:not(.projected)', { hasText: due.plan_name }).filter({ hasText: due.machine_name }).filter({ hasText: '待做' }).first());
	await page.tap('改日子');
	await page.getByLabel('改到').fill(to);
	await page.getByRole('textbox', { name: '原因' }).fill('等停线');
	await page.tap(page.sheet.getByRole('button', { name: '改日子', exact: true }));
	await page.sheetGone();
	const moved = (await boss.must(200, 'GET', `/api/v1/plans/${due.plan_id}`)).ahead.filter((d) => d.moved);
	assert.ok(moved.some((d) => d.due_day === to), JSON.stringify(moved));
});

test('the administrator adds somebody who can sign in at once, sees what was sent where, and makes a backup; the folder is whole', async (t) => {
	const admin = await openAs(browser, { url: server.url }, { login: server.adminLogin, password: server.adminPassword, size: 'desk', lang: 'zh' });
	t.after(() => admin.context().close());
	await admin.clock.setFixedTime(play.clock.now);
	await admin.goto(`${server.url}/people`);
	await settled(admin);
	await admin.getByRole('button', { name: '新增人员', exact: true }).first().click();
	const sheet = admin.getByRole('dialog');
	await sheet.getByRole('textbox', { name: '姓名' }).fill('新来的');
	await sheet.getByRole('textbox', { name: /登录名/ }).fill('xin');
	await sheet.locator('input[type=password]').fill(PASSWORD);
	await sheet.locator('button[type=submit]').click();
	await admin.waitForFunction(() => !document.querySelector('.shade'));
	await (await server.login('xin', PASSWORD)).must(200, 'GET', '/api/v1/today');
	await admin.goto(`${server.url}/telling/sent`);
	await settled(admin);
	assert.ok((await admin.locator('.item.told').count()) > 0);
	await admin.goto(`${server.url}/settings`);
	await settled(admin);
	const days = admin.locator('.field', { hasText: '自动关闭' });
	await days.getByRole('textbox').fill('1.5');
	await admin.getByRole('button', { name: '保存', exact: true }).click();
	await days.getByRole('alert').waitFor();
	assert.equal(await days.getByRole('textbox').inputValue(), '1.5');
	browser.takeNoises(); // the refusal
	await admin.getByRole('button', { name: '立即备份' }).first().click();
	await admin.getByRole('link', { name: /下载备份/ }).first().waitFor();
	const { code, stdout } = await jixiu(['check', '--data', server.data], { env: { ...play.clock.env, LC_ALL: 'C' } });
	assert.equal(code, 0, stdout);
});
