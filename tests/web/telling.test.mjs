// telling.test.mjs - notices on the screen: the bell counts by itself, one tap leads to the thing; the table of who is told
// what, duties, a channel from its making to its first message, and what did not go; phone and desk, both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { startRobot } from '../lib/robots.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, settled } from './lib/screens.mjs';

let server, browser, admin, plant;

before(async () => {
	server = await startServer({ args: ['--quiet', '--tell-hosts', '127.0.0.1', '--tell-minute-ms', '1500'] });
	browser = await startBrowser();
	admin = await server.admin();
	plant = await makePlant(server, [{ code: 'CK-1', name: '车床', name_en: 'lathe' }]);
	await addPerson(server, 'boss', '何主管', 'admin');
});
after(async () => {
	await stopAll(browser, server);
});

const report = async (symptom) => (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: plant.machines[0].id, symptom } })).ticket;
const unread = (n, zh) => new RegExp(zh ? `^通知.*${n} 条未读$` : `^Notices.*${n} unread$`);

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']])
	describe(`${size} ${lang}`, () => {
		const zh = lang === 'zh', say = (a, b) => (zh ? a : b);
		const open = (own, login, at) => openAt(own, browser, server, { login, size, lang }, at);

		test('a report rings the bell of who looks after it, by itself; two taps lead to the ticket, and it is read', async (own) => {
			const login = `li${size}${lang}`;
			await addPerson(server, login, '李师傅');
			const page = await open(own, login, '/today');
			await page.getByRole('link', { name: say('通知', 'Notices'), exact: true }).first().waitFor();
			const t = await report(`漏油 ${size} ${lang}`);
			await page.getByRole('link', { name: unread(1, zh) }).first().click();
			await page.getByRole('heading', { name: say('通知', 'Notices') }).waitFor();
			await settled(page);
			await assertAccessible(page);
			await page.getByRole('list', { name: say('通知', 'Notices') }).getByRole('link').filter({ hasText: `漏油 ${size} ${lang}` }).click();
			await page.waitForURL(`**/tickets/${t.id}`);
			await page.getByRole('link', { name: say('通知', 'Notices'), exact: true }).first().waitFor({ state: 'attached' });
		});

		test('all at once are marked as read', async (own) => {
			const login = `wang${size}${lang}`;
			await addPerson(server, login, '王师傅');
			await report('一'), await report('二');
			const page = await open(own, login, '/notices');
			await page.getByRole('link', { name: unread(2, zh) }).first().waitFor();
			await page.getByRole('button', { name: say('全部标为已读', 'Mark all as read') }).click();
			await page.getByRole('link', { name: say('通知', 'Notices'), exact: true }).first().waitFor({ state: 'attached' });
			await page.getByRole('button', { name: say('未读', 'Unread') }).click();
			await page.getByText(say('都看过了', 'All read')).waitFor();
		});

		// What is only for those who lead is walked once on a phone and once at a desk.
		if ((size === 'phone') !== zh) return;

		test('a row of the table is switched off and on, and gets other minutes', async (own) => {
			const page = await open(own, 'boss', '/telling'), row = () => page.getByRole('button', { name: say(/^A 类设备停机未恢复/, /^Critical machine still stopped/) });
			await row().click();
			const sheet = page.getByRole('dialog');
			await settled(page);
			await assertAccessible(page);
			await sheet.getByRole('checkbox', { name: say('启用', 'On'), exact: true }).uncheck();
			await sheet.getByRole('textbox', { name: say(/停机多少分钟后/, /Minutes after it stopped/) }).fill('45');
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await row().filter({ hasText: say('已关闭', 'Off') }).waitFor();
			await row().filter({ hasText: '45' }).waitFor();
			await row().click();
			await sheet.getByRole('checkbox', { name: say('启用', 'On'), exact: true }).check();
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await row().filter({ hasNotText: say('已关闭', 'Off') }).waitFor();
		});

		test('somebody gets an area and buys parts', async (own) => {
			const login = `chen${size}${lang}`, who = await addPerson(server, login, `陈师傅${size}${lang}`);
			const page = await open(own, 'boss', '/telling/people');
			await page.getByRole('button', { name: new RegExp(`陈师傅${size}${lang}`) }).click();
			const sheet = page.getByRole('dialog');
			await sheet.getByRole('checkbox', { name: say('一车间', 'Workshop 1') }).check();
			await sheet.getByRole('checkbox', { name: say(/^负责采购/, /^Buys parts/) }).check();
			await settled(page);
			await assertAccessible(page);
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await page.getByRole('button', { name: new RegExp(`陈师傅${size}${lang}`) }).filter({ hasText: say('一车间', 'Workshop 1') }).waitFor();
			const d = await admin.must(200, 'GET', `/api/v1/accounts/${who.account.id}/duty`);
			assert.deepEqual([d.areas, d.buyer], [[plant.area.id], true]);
		});

		test('a group is added, tested, switched on, and its first message is in the list; a wrong address says why', async (own) => {
			const robot = await startRobot(own, 'wecom', { minute: 1500 }), name = `机修群 ${size} ${lang}`;
			const page = await open(own, 'boss', '/telling/channels'), sheet = page.getByRole('dialog');
			await page.getByRole('button', { name: say('添加渠道', 'Add a channel') }).click();
			await sheet.getByRole('textbox', { name: say(/^名称/, /^Name/) }).fill(name);
			const address = sheet.getByRole('textbox', { name: say(/Webhook 地址/, /webhook address/) });
			await address.fill('https://evil.example.com/x');
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await sheet.getByRole('alert').filter({ hasText: 'evil.example.com' }).waitFor();
			browser.takeNoises(); // the refusal
			await address.fill(robot.url);
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await sheet.getByRole('button', { name: say('发送测试', 'Send a test') }).click();
			await sheet.getByText(say('测试消息已送达', 'The test has arrived')).waitFor();
			await settled(page);
			await assertAccessible(page);
			assert.ok(!(await page.content()).includes(robot.key), 'the address is not shown again');
			await sheet.getByRole('checkbox', { name: say('启用', 'On'), exact: true }).check();
			await sheet.getByRole('button', { name: say('保存', 'Save') }).click();
			await page.getByRole('button', { name: new RegExp(name) }).filter({ hasText: say('已启用', 'On') }).waitFor();
			await report(`要发出去 ${size} ${lang}`);
			await eventually(() => robot.got.length, (n) => n === 2, 'the test and the report');
			robot.mode = '403';
			await report(`发不出去 ${size} ${lang}`);
			await page.goto(`${server.url}/telling/sent`);
			await page.getByRole('button', { name: new RegExp(`${name}.*发不出去 ${size} ${lang}`, 's') }).filter({ hasText: say('没送到', 'Failed') }).click();
			await sheet.getByText('HTTP 403').waitFor();
			await settled(page);
			await assertAccessible(page);
			robot.mode = 'ok';
			await sheet.getByRole('button', { name: say('重新发送', 'Send again') }).click();
			await page.getByRole('button', { name: new RegExp(`${name}.*发不出去 ${size} ${lang}`, 's') }).filter({ hasText: say('已送达', 'Sent') }).waitFor();
			const { items } = await admin.must(200, 'GET', '/api/v1/channels');
			await admin.must(204, 'DELETE', `/api/v1/channels/${items.find((c) => c.name === name).id}`);
		});
	});
