// board.test.mjs - the manager's board and the screen on the wall: they change by themselves, show
// what the server says, and the wall survives what walls live through.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { startServer } from '../lib/server.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, openAt, settled } from './lib/screens.mjs';

const WORDS = {
	zh: { down: '停机', people: '人员', waits: '在等什么', nothing: '没有停机的设备', working: '维修中', free: '空闲', parts: '备件', nobody: '没人接', faulty: '带病运行', today: '今日报修' },
	en: { down: 'Down', people: 'People', waits: 'Waiting for', nothing: 'Nothing is down', working: 'Working', free: 'Free', parts: 'Parts', nobody: 'nobody yet', faulty: 'Running with a fault', today: 'Reported today' },
};
const MACHINES = Array.from({ length: 12 }, (_, i) => ({ code: `M-${i}`, name: `机床${i}`, name_en: `Machine ${i}`, criticality: i === 3 ? 'A' : 'C' }));
let server, browser, plant, admin, li;

before(async () => {
	[browser, server] = await Promise.all([startBrowser(), startServer()]);
	admin = await server.admin();
	plant = await makePlant(server, MACHINES);
	await addPerson(server, 'boss', '何主管', 'manager');
	await addPerson(server, 'wang', '王师傅');
	li = await addPerson(server, 'li', '李师傅');
});
after(async () => {
	await stopAll(browser, server);
});

const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
async function step(id, verb, json = {}) {
	const { ticket } = await li.must(200, 'GET', T(id));
	return (await li.must(200, 'POST', T(id, verb), { json, version: ticket.version })).ticket;
}
const report = async (nth, more = {}) =>
	(await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: plant.machines[nth].id, symptom: `不转 ${nth}`, stopped: true, ...more } })).ticket;
// Everything runs again.
beforeEach(async () => {
	const { items } = await admin.must(200, 'GET', '/api/v1/tickets', { query: { open: 1, limit: 500 } });
	for (const t of items.filter((x) => !['restored', 'closed'].includes(x.state)))
		await admin.must(200, 'POST', T(t.id, 'cancel'), { json: { reason: 'withdrawn' }, version: t.version });
});
// What is looked at again every minute is not: what appears has been told.
const noMinutes = () => {
	const set = window.setInterval;
	window.setInterval = (fn, ms, ...more) => (ms === 60_000 ? 0 : set(fn, ms, ...more));
};
// It appears by itself: nobody touches the page. How soon is measured where nothing else runs: tests/bench/live_bench.mjs.
async function within(what, locator, state = 'visible') {
	await locator.first().waitFor({ state }).catch((e) => assert.fail(`${what}: ${e}`));
}

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']])
	describe(`the board, ${size}, ${lang}`, () => {
		const w = WORDS[lang], name = (n) => (lang === 'zh' ? `机床${n}` : `Machine ${n}`);
		test('a report elsewhere, who takes it, what is waited for, running again: each appears by itself', async (t) => {
			const page = await openAt(t, browser, server, { login: 'boss', size, lang });
			await page.addInitScript(noMinutes);
			await page.goto(`${server.url}/board`);
			await settled(page);
			const down = page.getByRole('region', { name: w.down, exact: true }), people = page.getByRole('region', { name: w.people });
			await page.getByText(w.nothing).waitFor();
			const ticket = await report(1);
			await within('a machine that stops', down.getByText(name(1)));
			await within('nobody has it', down.getByText(w.nobody));
			await within('today', page.getByRole('region', { name: w.today }).getByText(name(1)).first());
			await step(ticket.id, 'accept');
			await step(ticket.id, 'start');
			await within('who is on it', down.getByText('李师傅'));
			await within('he works', people.getByRole('listitem').filter({ hasText: '李师傅' }).getByText(w.working));
			await within('the other one is free', people.getByRole('listitem').filter({ hasText: '王师傅' }).getByText(w.free));
			await step(ticket.id, 'wait', { reason: 'parts' });
			await within('why it waits', page.getByRole('region', { name: w.waits }).getByText(w.parts));
			await assertFits(page);
			await down.getByText(name(1)).click();
			await page.waitForURL(`**/tickets/${ticket.id}`);
			await page.goBack();
			await down.getByText(name(1)).waitFor();
			await step(ticket.id, 'resume');
			await step(ticket.id, 'restore', { action: '换了轴承' });
			await within('it runs again', page.getByText(w.nothing));
			assert.deepEqual(browser.takeNoises(), []);
		});
	});

test('the worst is on top: what is critical, then what stands longest; a machine once, however many tickets it has', async (t) => {
	const page = await openAt(t, browser, server, { login: 'boss', size: 'desk', lang: 'zh' });
	const now = Date.now();
	await report(5, { occurred_at: now - 7_200_000 });
	await report(6, { occurred_at: now - 90_000 });
	await report(3, { occurred_at: now - 60_000 });
	await report(5, { symptom: '还漏油' });
	await report(7, { stopped: false });
	await page.goto(`${server.url}/board`);
	const down = page.getByRole('region', { name: '停机', exact: true });
	await down.getByText('另有 1 张工单').waitFor();
	assert.deepEqual(await down.locator('.what').allInnerTexts(), ['机床3', '机床5', '机床6']);
	assert.deepEqual(await page.getByRole('region', { name: '带病运行' }).locator('.what').allInnerTexts(), ['机床7']);
	const first = down.getByRole('listitem').first().locator('.long'), was = await first.innerText();
	assert.match(was, /^0\d:\d\d$/, 'counted to the second');
	await page.waitForFunction(([e, text]) => e.innerText !== text, [await first.elementHandle(), was]);
	assert.match(await down.getByRole('listitem').nth(1).locator('.long').innerText(), /^2 小时/);
});

describe('the wall', () => {
	const open = async (lang = 'zh') => {
		const page = await openAs(browser, server, { login: 'wang', size: 'desk', lang });
		await page.setViewportSize({ width: 1920, height: 1080 });
		return page;
	};
	for (const lang of ['zh', 'en'])
		test(`no menu, every letter of 32 px or more, a sign and a word for each state (${lang})`, async (t) => {
			const page = await open(lang);
			t.after(() => page.context().close());
			await report(1, { symptom: '停了' });
			await report(2, { stopped: false });
			await page.goto(`${server.url}/board?wall=1`);
			await page.locator('.wall-row').nth(1).waitFor();
			assert.equal(await page.getByRole('navigation').count(), 0);
			const small = await page.evaluate(() => [...document.querySelectorAll('.wall *')]
				.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && !e.classList.contains('off') && parseFloat(getComputedStyle(e).fontSize) < 32)
				.map((e) => e.outerHTML));
			assert.deepEqual(small, []);
			for (const row of await page.locator('.wall-row').all()) {
				assert.equal(await row.locator('.wall-sign svg').count(), 1);
				assert.notEqual(await row.locator('.wall-sign').innerText(), '');
			}
			const colours = await page.locator('.wall-sign').evaluateAll((all) => all.map((e) => getComputedStyle(e).color));
			assert.equal(new Set(colours).size, 2, 'down and degraded differ in colour');
			assert.ok(await page.getByRole('button', { name: lang === 'zh' ? '全屏' : 'Full screen' }).isVisible());
			await assertFits(page);
		});

	test('pages by itself when there is more than fits', async (t) => {
		const page = await open();
		t.after(() => page.context().close());
		for (let i = 0; i < MACHINES.length; i++) await report(i);
		await page.clock.install();
		await page.goto(`${server.url}/board?wall=1`);
		const names = async () => page.locator('.wall-row .wall-name').allInnerTexts();
		await page.locator('.wall-page').waitFor();
		const seen = new Set(await names());
		assert.ok(seen.size >= 5 && seen.size < MACHINES.length, `${seen.size} fit`);
		const cut = await page.evaluate(() => [...document.querySelectorAll('.wall-box')].filter((e) => e.scrollHeight > e.clientHeight + 1).length);
		assert.equal(cut, 0, 'no row is cut off');
		for (let i = 0; i < 3 && seen.size < MACHINES.length; i++) {
			const was = await page.locator('.wall-page').innerText();
			await page.clock.runFor(12_000);
			await page.waitForFunction((text) => document.querySelector('.wall-page')?.innerText !== text, was);
			for (const n of await names()) seen.add(n);
		}
		assert.equal(seen.size, MACHINES.length);
	});

	test('a server that goes away is said in large letters; when it is back, so is the wall', async (t) => {
		const page = await open();
		t.after(() => page.context().close());
		await page.goto(`${server.url}/board?wall=1`);
		await page.locator('.wall-none').waitFor();
		await server.kill();
		const said = page.getByRole('alert').filter({ hasText: '连不上服务器' });
		await said.waitFor();
		assert.ok(await said.evaluate((e) => parseFloat(getComputedStyle(e).fontSize)) >= 48);
		await server.start();
		await report(4);
		await page.locator('.wall-row').getByText('机床4').waitFor();
		await said.waitFor({ state: 'detached' });
		browser.takeNoises(); // refused connections, as wanted
	});
});
