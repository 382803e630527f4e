// plans.test.mjs - planned maintenance on the screen: a plan is written with its next five times in sight, a service is done on
// the phone within its taps, a due is moved on the calendar, the figure opens up to what it was made from.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll, told } from './lib/browser.mjs';
import { hand } from './lib/hand.mjs';
import { openAt, settled } from './lib/screens.mjs';

const DAY = 86_400_000;
// Days are those of the browser (lib/browser.mjs).
const dayOf = (t) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(t), day = (n) => dayOf(Date.now() + n * DAY);
let server, browser, admin, plant, job;

before(async () => {
	server = await startServer({ args: ['--quiet', '--timezone', 'Asia/Shanghai'] });
	browser = await startBrowser();
	admin = await server.admin();
	plant = await makePlant(server, Array.from({ length: 12 }, (_, i) => ({ code: `CK-${i}`, name: `${i} 号车床`, name_en: `Lathe ${i}` })));
	await addPerson(server, 'boss', '何主管', 'manager');
	await addPerson(server, 'wang', '王师傅');
	job = await admin.must(201, 'POST', '/api/v1/jobs', { json: { name: '车床保养', name_en: 'Lathe service', minutes: 45, tasks: [{ text: '清洁', text_en: 'clean' }, { text: '加油', text_en: 'oil' }, { text: '紧固', text_en: 'tighten' }] } });
});
after(async () => {
	await stopAll(browser, server);
});

let taken = 0;
const planned = (change) => admin.must(201, 'POST', '/api/v1/plans', { json: { name: '车床保养', name_en: 'Lathe service', job_plan_id: job.id, unit: 'month', every: 1, from_day: day(0), assets: [{ asset_id: plant.machines[taken++].id }], ...change } });

for (const [wide, lang] of [[false, 'zh'], [true, 'en']])
	describe(`${wide ? 'desk' : 'phone'} ${lang}`, () => {
		const say = (zh, en) => (lang === 'zh' ? zh : en);
		const open = (own, login, at) => openAt(own, browser, server, { login, size: wide ? 'desk' : 'phone', lang }, at);

		test('a service is done in one tap and one for each task: ticked, then finished', async (own) => {
			const plan = await planned();
			const page = await hand(own, browser, server, { login: 'wang', size: wide ? 'desk' : 'phone', lang }, `/tickets/${plan.ahead[0].ticket_id}`);
			await assertAccessible(page);
			for (const task of [say('清洁', 'clean'), say('加油', 'oil'), say('紧固', 'tighten')]) {
				await page.tap(page.getByRole('button', { name: `${task}${say('：', ': ')}` }));
				await page.getByRole('button', { name: new RegExp(`${task}${say('：已完成', ': Done')}`) }).waitFor();
			}
			await page.tap(say('完成保养', 'Finish the service'));
			await told(page, say('保养已完成', 'The service is done'));
			assert.equal(page.taps, 4);
			const done = await admin.must(200, 'GET', `/api/v1/plans/${plan.id}`);
			assert.deepEqual(done.past.map((d) => d.standing), ['in_time']);
		});

		test('all in order is one tap; a problem takes a note and may be reported as a fault', async (own) => {
			const plan = await planned(), at = `/tickets/${plan.ahead[0].ticket_id}`;
			const page = await open(own, 'wang', at);
			await page.getByRole('button', { name: say('有问题：加油', 'Problem: oil') }).click();
			await page.getByLabel(say('情况', 'What about it?')).fill('漏油');
			await page.getByText(say('另报一张维修工单', 'Report it as a fault too')).click();
			await assertAccessible(page);
			await page.getByRole('button', { name: say('有问题', 'Problem'), exact: true }).last().click();
			await told(page, say('已报修', 'Reported as'));
			// What is in order takes two taps, however many tasks there are.
			await page.getByRole('button', { name: say('全部正常', 'All in order') }).click();
			await page.getByRole('button', { name: say('完成保养', 'Finish the service') }).click();
			await told(page, say('保养已完成', 'The service is done'));
			const t = await admin.must(200, 'GET', `/api/v1${at}`);
			assert.deepEqual(t.tasks.map((x) => [x.result, x.note]), [['done', null], ['problem', '漏油'], ['done', null]]);
			const { items } = await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: t.ticket.machine_id, open: 1, kind: 'corrective' } });
			assert.match(items[0].symptom, /漏油/);
		});

		test('a manager writes a plan with the next five times in sight, pauses and resumes it', async (own) => {
			const page = await open(own, 'boss', `/machines/${plant.machines[taken++].id}/plans`);
			await page.getByRole('button', { name: say('新建计划', 'New plan') }).click();
			await page.getByLabel(say('作业', 'Job')).selectOption({ label: say('车床保养', 'Lathe service') });
			await page.getByLabel(say('单位', 'Unit')).selectOption({ label: say('周', 'weeks') });
			await page.getByRole('button', { name: say('周一', 'Mon'), exact: true }).click();
			await page.getByLabel(say('从哪天开始', 'First day')).fill(day(40));
			const preview = page.locator('ol.preview li');
			await preview.nth(4).waitFor();
			assert.equal(await preview.count(), 5);
			await settled(page);
			await assertAccessible(page);
			await page.getByRole('button', { name: say('保存', 'Save') }).click();
			await told(page, say('已保存', 'Saved'));
			await page.getByRole('link', { name: say('车床保养', 'Lathe service') }).or(page.getByRole('link', { name: '车床保养' })).first().click();
			await page.getByRole('button', { name: say('暂停', 'Pause') }).click();
			await page.getByRole('textbox', { name: say('原因', 'Reason') }).fill('无订单');
			await page.getByRole('dialog').getByRole('button', { name: say('暂停', 'Pause') }).click();
			await page.getByRole('button', { name: say('恢复', 'Resume') }).click();
			await page.getByRole('button', { name: say('暂停', 'Pause') }).waitFor();
			await settled(page);
			await assertAccessible(page);
		});

		test('a due is moved with its reason: dragged at a desk, by its sheet on a phone', async (own) => {
			const from = new Date(Date.now() + 45 * DAY);
			from.setDate(10); // with days of the same month around it
			const was = dayOf(from), to = `${was.slice(0, 8)}12`;
			const plan = await planned({ from_day: was, name: `${say('搬', 'moved')} ${taken}` });
			const page = await open(own, 'boss', `/calendar?day=${was}`);
			if (wide) {
				await page.locator(`td[data-day="${was}"] .due-chip`, { hasText: plan.assets[0].name_en }).dragTo(page.locator(`td[data-day="${to}"]`));
			} else {
				await page.getByRole('button', { name: plan.name }).first().click();
				await page.getByRole('button', { name: say('改日子', 'Move it') }).click();
				await page.getByLabel(say('改到', 'To')).fill(to);
			}
			await page.getByRole('textbox', { name: say('原因', 'Reason') }).fill('等停线');
			await assertAccessible(page);
			await page.getByRole('dialog').getByRole('button', { name: say('改日子', 'Move it') }).click();
			await told(page, say('已改到', 'Moved to'));
			const [due] = (await admin.must(200, 'GET', `/api/v1/plans/${plan.id}`)).ahead;
			assert.deepEqual([due.due_day, due.moved, due.reason], [to, true, '等停线']);
			await settled(page);
			await assertAccessible(page);
		});

		test('the figure opens up to what it was made from', async (own) => {
			const page = await open(own, 'boss', '/reports');
			await page.getByRole('link', { name: say('保养按时率', 'Maintenance in time') }).click();
			await page.getByText('SMRP 5.4.14').waitFor();
			await page.getByRole('radio', { name: say('按时', 'In time') }).click();
			await settled(page);
			await assertAccessible(page);
			await page.getByRole('list', { name: say('到期的保养', 'What fell due') }).getByRole('button').first().click();
			await page.waitForURL(/\/tickets\/\d+/);
		});

		test('the calendar has an address of its own, shown once and revoked', async (own) => {
			const page = await open(own, 'boss', '/calendar');
			await page.getByRole('button', { name: say('订阅到手机日历', 'Subscribe in a calendar program') }).click();
			await page.getByLabel(say('叫什么', 'Name')).fill('手机');
			await page.getByRole('button', { name: say('生成地址', 'Make an address') }).click();
			const url = await page.getByLabel(say('地址', 'Address'), { exact: true }).inputValue();
			const read = await server.client().get(new URL(url).pathname);
			assert.equal(read.status, 200);
			assert.match(read.text, /^BEGIN:VCALENDAR\r\n/);
			await assertAccessible(page);
			await page.getByRole('button', { name: say('作废 手机', 'Revoke 手机') }).click();
			await told(page, say('已作废', 'Revoked'));
			assert.equal((await server.client().get(new URL(url).pathname)).status, 404);
		});
	});
