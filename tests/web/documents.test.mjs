// documents.test.mjs - documents and search on the screen: brought in with a look at what was read, read, put to other machines,
// removed; found as one types, from the keyboard; and beside the suggestions of a ticket.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { openAt } from './lib/screens.mjs';

const GUIDE = '# 主轴手册\n\n## 主轴异响\n现象：高速时尖叫\n原因：轴承磨损\n处理：\n1. 停机\n2. 更换轴承 7010C\n\n## 主轴不转\n原因：变频器故障\n处理：复位变频器\n';
let server, browser, admin, li, lathe, ticket;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	[lathe] = (await makePlant(server, [{ code: 'CK-1', name: '数控车床', name_en: 'CNC lathe', model: 'LC-36' }])).machines;
	li = await addPerson(server, 'li', '李师傅');
	await addPerson(server, 'boss', '何主管', 'manager');
	({ ticket } = await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom: '主轴高速尖叫' } }));
});
after(async () => {
	await stopAll(browser, server);
});

const open = (t, login, at, options = {}) => openAt(t, browser, server, { login, ...options }, at);
const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

describe('a document', () => {
	test('is looked at before it is kept, and is read as what it says', async (t) => {
		const page = await open(t, 'boss', '/documents');
		await page.getByText('还没有资料').waitFor();
		await page.getByRole('button', { name: '导入资料' }).click();
		const sheet = page.getByRole('dialog');
		assert.ok(await sheet.getByRole('button', { name: '导入', exact: true }).isDisabled());
		await sheet.locator('input[type=file]').setInputFiles(file('主轴.md', GUIDE));
		await sheet.getByText('文本 · UTF-8 · 6 节').waitFor();
		assert.deepEqual(await sheet.locator('.seen .tag').allInnerTexts(), ['现象', '原因', '处理', '现象', '原因', '处理']);
		await sheet.getByRole('radio', { name: '一种型号' }).click();
		await sheet.getByLabel('型号').fill('LC-36');
		await assertAccessible(page);
		await sheet.getByRole('button', { name: '导入', exact: true }).click();
		await page.waitForURL(/\/documents\/\d+$/);
		await page.getByRole('heading', { level: 1, name: '主轴手册' }).waitFor();
		assert.deepEqual(await page.locator('.part-card h2').allInnerTexts(), ['主轴异响', '主轴不转']);
		assert.match(await page.locator('.part-card').first().innerText(), /现象\s+高速时尖叫\s+原因\s+轴承磨损\s+处理\s+1\. 停机\n2\. 更换轴承 7010C/);
		await assertAccessible(page);
	});

	test('that is none is refused with what to do', async (t) => {
		const page = await open(t, 'boss', '/documents');
		await page.getByRole('button', { name: '导入资料' }).click();
		await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file('手册.pdf', '%PDF-1.4 ...'));
		await page.getByRole('alert').getByText('另存为 HTML').waitFor();
		assert.deepEqual(browser.takeNoises().filter((n) => !/400 \(Bad Request\)/.test(n)), []);
	});

	test('markup in it is text', async (t) => {
		await admin.must(201, 'POST', '/api/v1/manuals', { query: { name: 'evil.txt' }, body: Buffer.from('现象：<img src=x onerror=alert(1)>\n原因：<script>alert(2)</script>'), type: 'text/plain' });
		const page = await open(t, 'li', '/documents');
		let alerted = false;
		page.on('dialog', (d) => ((alerted = true), d.dismiss()));
		await page.getByRole('link', { name: /evil/ }).click();
		await page.getByText('<img src=x onerror=alert(1)>').waitFor();
		assert.equal(alerted, false);
		assert.equal(await page.locator('.part-card img, .part-card script').count(), 0);
	});

	test('is put to another machine, and removed, by those who lead alone', async (t) => {
		const made = await admin.must(201, 'POST', '/api/v1/manuals', { query: { name: 'belt.txt' }, body: Buffer.from('Symptom: belt squeals\nRemedy: tighten'), type: 'text/plain' });
		const other = await open(t, 'li', `/documents/${made.id}`);
		assert.equal(await other.getByRole('button', { name: '删除' }).count(), 0);
		await other.context().close(); // it would ask for what is removed below
		const page = await open(t, 'boss', `/documents/${made.id}`, { size: 'desk', lang: 'en' });
		await page.getByRole('button', { name: 'Change what it is for' }).click();
		const sheet = page.getByRole('dialog');
		await sheet.getByRole('radio', { name: 'A machine or a place' }).click();
		await sheet.getByLabel('Which machine or place').fill('CK');
		await sheet.getByRole('button', { name: /CK-1/ }).click();
		await sheet.getByLabel('Title').fill('Belts');
		await sheet.getByRole('button', { name: 'Save' }).click();
		await page.getByRole('heading', { level: 1, name: 'Belts' }).waitFor();
		await page.locator('.doc-facts').getByText('CK-1').waitFor();
		await page.goto(`${server.url}/machines/${lathe.id}/documents`);
		await page.getByRole('link', { name: /Belts/ }).click();
		await page.getByRole('button', { name: 'Remove' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
		await page.waitForURL(/\/documents$/);
		await page.getByRole('link', { name: /Belts/ }).waitFor({ state: 'detached' });
	});
});

describe('from the manuals', () => {
	test('a ticket shows what they say of its fault, with the way to the document', async (t) => {
		const page = await open(t, 'li', `/tickets/${ticket.id}`);
		const hit = page.locator('.hit').first();
		await hit.waitFor();
		assert.match(await hit.innerText(), /主轴异响/);
		assert.deepEqual((await hit.locator('summary mark').allInnerTexts()).slice(0, 1), ['主轴']);
		await hit.locator('summary').click();
		await hit.getByText('更换轴承 7010C').waitFor();
		await assertAccessible(page);
		await hit.getByRole('link', { name: '打开资料' }).click();
		await page.waitForURL(/\/documents\/\d+\?section=\d+$/);
		await page.locator('.part-card.wanted h2', { hasText: '主轴异响' }).waitFor();
	});
});

describe('search', () => {
	for (const size of ['phone', 'desk'])
		test(`finds as one types, marks the words, and is walked with the keyboard (${size})`, async (t) => {
			const page = await open(t, 'li', '/search', { size });
			const field = page.getByRole('searchbox');
			await field.pressSequentially('尖叫');
			await page.locator('.found').first().waitFor();
			assert.deepEqual(await page.locator('section h2 span').allInnerTexts(), ['工单', '资料']);
			assert.ok((await page.locator('.found mark').allInnerTexts()).every((t) => t === '尖叫'));
			await assertAccessible(page);
			await field.press('ArrowDown');
			await page.keyboard.press('ArrowDown');
			assert.match(await page.evaluate(() => document.activeElement.getAttribute('href')), /^\/documents\/\d+\?section=\d+$/);
			await page.keyboard.press('ArrowUp');
			await page.keyboard.press('ArrowUp');
			assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
			await field.press('Enter');
			await page.waitForURL(new RegExp(`/tickets/${ticket.id}$`));
			await page.goBack();
			await page.locator('.found').first().waitFor();
		});

	test('half a word, a slip of the finger, a number, only one kind, nothing', async (t) => {
		const page = await open(t, 'li', '/search', { lang: 'en' });
		const field = page.getByRole('searchbox'), titles = () => page.locator('section h2 span').allInnerTexts();
		await field.fill('ck-');
		await page.locator('a[href^="/machines/"]', { hasText: 'CNC lathe' }).waitFor();
		await field.fill(`#${ticket.id}`);
		await page.locator('section', { hasText: 'This very one' }).getByRole('link').waitFor();
		await field.fill('lahte');
		await page.locator('a[href^="/machines/"]', { hasText: 'CNC lathe' }).waitFor();
		await field.fill('主轴');
		await page.locator('section', { hasText: 'Documents' }).first().waitFor();
		await page.getByRole('radio', { name: 'Documents' }).click();
		await page.waitForFunction(() => document.querySelectorAll('section h2').length === 1);
		assert.deepEqual(await titles(), ['Documents']);
		await page.getByRole('radio', { name: 'All' }).click();
		await field.fill('琵琶');
		await page.getByText('Nothing found for').waitFor();
	});

	test('a server that is away is said, and asked again', async (t) => {
		const page = await open(t, 'li', '/search');
		await page.route('**/api/v1/find*', (r) => r.abort());
		await page.getByRole('searchbox').fill('主轴');
		const retry = page.getByRole('button', { name: '重试' });
		await retry.waitFor();
		await page.unroute('**/api/v1/find*');
		await retry.click();
		await page.locator('.found').first().waitFor();
		assert.deepEqual(browser.takeNoises().filter((n) => !/net::ERR_FAILED/.test(n)), []);
	});
});
