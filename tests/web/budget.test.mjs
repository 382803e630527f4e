// budget.test.mjs - a manager sets what may be spent in a year, sees how it stands, changes and removes it; and what an
// hour of downtime costs, from the machine's form to the report. Phone and desk, both languages.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll, told } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

const year = new Date().getFullYear();
let server, browser, admin, plant;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	plant = await makePlant(server, [{ code: 'CK-1', name: '车床' }]);
	await addPerson(server, 'boss', '何主管', 'manager');
	const { ticket } = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: plant.machines[0].id, symptom: '停机', stopped: true } });
	await admin.must(201, 'POST', `/api/v1/tickets/${ticket.id}/invoices`, { json: { cost_cents: 150000 } });
});
afterEach(() => browser.closePages());
after(() => stopAll(browser, server));

for (const [wide, lang] of [[false, 'zh'], [false, 'en'], [true, 'zh'], [true, 'en']])
	describe(`${wide ? 'desk' : 'phone'} ${lang}`, () => {
		const say = (zh, en) => (lang === 'zh' ? zh : en);
		const open = () => openAs(browser, { url: server.url }, { login: 'boss', size: wide ? 'desk' : 'phone', lang });

		test('a budget is set, stands over when it is, is changed and removed', async () => {
			const page = await open();
			await page.goto(`${server.url}/reports/budget`);
			await page.getByText(say(`${year} 年还没有预算`, `No budget for ${year} yet`)).waitFor();
			await page.getByRole('button', { name: say('设预算', 'Set a budget') }).click();
			await page.getByLabel(say('全年可用（元）', 'For the whole year (CNY)')).fill('1000');
			await page.getByRole('button', { name: say('保存', 'Save') }).click();
			await page.getByText(say('已超预算', 'Over budget')).waitFor();
			await page.getByText('150 %', { exact: true }).waitFor();
			await settled(page);
			await assertAccessible(page);
			await page.getByRole('button', { name: say('改预算 · 全厂', 'Change the budget · Whole plant') }).click();
			await page.getByLabel(say('全年可用（元）', 'For the whole year (CNY)')).fill('100,000');
			await page.getByRole('button', { name: say('保存', 'Save') }).click();
			await page.getByText('2 %', { exact: true }).waitFor();
			const { items } = await admin.must(200, 'GET', '/api/v1/figures/budget', { query: { year } });
			assert.deepEqual(items.map((i) => [i.cents, i.spent_cents]), [[10_000_000, 150000]]);
			await page.getByRole('button', { name: say('改预算 · 全厂', 'Change the budget · Whole plant') }).click();
			await page.getByRole('button', { name: say('删除', 'Remove') }).click();
			await page.getByText(say(`${year} 年还没有预算`, `No budget for ${year} yet`)).waitFor();
			await page.getByRole('button', { name: say('下一年', 'The year after') }).click();
			await page.getByText(say(`${year + 1} 年还没有预算`, `No budget for ${year + 1} yet`)).waitFor();
			await page.close();
		});

		test('what an hour of downtime costs is said in the form and seen in the report', async () => {
			const now = await admin.must(200, 'GET', `/api/v1/assets/${plant.machines[0].id}`);
			await admin.must(200, 'PATCH', `/api/v1/assets/${now.id}`, { json: { downtime_cents_hour: null, commissioned_day: '2020-01-01' }, version: now.version });
			const page = await open();
			await page.goto(`${server.url}/machines/${now.id}/about`);
			await page.getByRole('button', { name: say('修改', 'Edit'), exact: true }).first().click();
			await page.getByLabel(say('停机一小时损失（元）', 'An hour of downtime costs (CNY)')).fill('360000');
			await page.getByRole('button', { name: say('保存', 'Save') }).click();
			await told(page, say('已保存', 'Saved'));
			assert.equal((await admin.must(200, 'GET', `/api/v1/assets/${now.id}`)).downtime_cents_hour, 36_000_000);
			await page.goto(`${server.url}/reports/cost?period=year&sort=downtime`);
			await page.getByText(say('停机损失 ¥', 'Cost of downtime ¥')).first().waitFor();
			await settled(page);
			await assertAccessible(page);
			await page.close();
		});
	});
