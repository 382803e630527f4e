// import.test.mjs - a ledger in Excel on the screen: sent, its columns put in place, tried out, brought in, and put back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { workbook } from '../lib/zip.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let server, browser, admin;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
});
after(async () => {
	await stopAll(browser, server);
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ledger = (prefix) => workbook([
	{ name: '说明', rows: [['请填写第二页']] },
	{ name: '台账', merges: ['A1:E1'], rows: [
		['某某公司设备台账'],
		['设备编号', '叫法', '启用日期', '原值', '老板电话'],
		[`${prefix}-1`, '数控龙门五轴联动高速高精度加工中心', { date: 43831 }, 1200000, 138],
		[`${prefix}-2`, '车床', '2020-02-30', 80000, 139],
		[`${prefix}-3`, '铣床', null, null, null],
	] },
]);
const machines = async () => (await admin.must(200, 'GET', '/api/v1/assets', { query: { kind: 'machine', limit: 500 } })).items.map((m) => m.code);

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']])
	describe(`${size} ${lang}`, () => {
		const say = (zh, en) => (lang === 'zh' ? zh : en);
		const prefix = `${size}-${lang}`;
		let page;
		before(async () => (page = await openAs(browser, { url: server.url }, { login: 'admin', password: server.adminPassword, size, lang })));
		after(() => page?.context().close());
		const button = (name) => page.getByRole('button', { name });

		test('an Excel file is tried out: the sheet and the heading are found, wrong rows are told', async () => {
			await page.goto(`${server.url}/import`);
			await settled(page);
			await assertAccessible(page, 'choose');
			await page.locator('input[type=file]').setInputFiles({ name: '台账.xlsx', mimeType: XLSX, buffer: ledger(prefix) });
			await page.getByText(say('试算完成，还没有改动任何数据', 'Tried out; nothing has changed yet')).waitFor();
			assert.equal(await page.getByLabel(say('工作表', 'Sheet')).inputValue(), '台账');
			assert.equal(await page.getByLabel(say('表头在', 'Heading in')).inputValue(), '2');
			assert.match(await page.locator('.mapping').innerText(), /2020-01-01/, 'a day is shown as a day');
			await assertFits(page);
			await assertAccessible(page, 'tried out');
		});

		test('a column that has another name is put in its place, once for all', async () => {
			const column = page.locator('.mapping li', { hasText: '叫法' }).getByRole('combobox');
			if (size === 'desk') return assert.equal(await column.inputValue(), 'name', 'what was said on the phone is known here');
			assert.equal(await column.inputValue(), '');
			await column.selectOption('name');
			await page.getByRole('button', { name: /新增 2/ }).waitFor();
			assert.equal(await column.inputValue(), 'name');
		});

		test('it is brought in without the wrong row', async () => {
			await page.getByRole('button', { name: say(/有错 1/, /Wrong 1/) }).click();
			await page.locator('.rows > li').first().scrollIntoViewIfNeeded();
			await page.locator('.rows').getByText(say('第 4 行', 'Row 4')).first().waitFor();
			assert.ok(await button(say('导入 2 行', 'Bring in 2 rows')).isDisabled());
			await page.getByLabel(say('跳过有错的行', 'Leave wrong rows out')).check();
			await button(say('导入 2 行', 'Bring in 2 rows')).click();
			await page.getByText(say('导入完成', 'Brought in'), { exact: true }).waitFor();
			assert.deepEqual((await machines()).filter((c) => c.startsWith(prefix)), [`${prefix}-1`, `${prefix}-3`]);
		});

		test('it is put back, but for what somebody has changed since', async () => {
			const [one] = (await admin.must(200, 'GET', '/api/v1/assets', { query: { text: `${prefix}-1` } })).items;
			await admin.must(200, 'PATCH', `/api/v1/assets/${one.id}`, { json: { name: 'x' }, version: one.version });
			await button(say('再导入一个', 'Import another')).click();
			await page.getByRole('list', { name: say('已导入', 'Brought in') }).getByRole('button', { name: say('撤销', 'Undo') }).first().click();
			const dialog = page.getByRole('dialog');
			await dialog.getByText(say('1 行可以恢复原样', '1 row can be put back')).waitFor();
			await dialog.getByText(`${prefix}-1`).waitFor();
			const go = dialog.getByRole('button', { name: say('撤销 1 行', 'Put 1 row back') });
			assert.ok(await go.isDisabled());
			await assertAccessible(page, 'undo');
			await dialog.getByLabel(say('只撤销其余的行', 'Put the other rows back')).check();
			await go.click();
			await dialog.waitFor({ state: 'detached' });
			await page.getByText(say('1 行未撤销', '1 row stayed')).first().waitFor();
			assert.deepEqual((await machines()).filter((c) => c.startsWith(prefix)), [`${prefix}-1`]);
			await assertFits(page);
			await assertAccessible(page, 'list');
		});

		test('a file that is no list says what to do', async () => {
			await page.goto(`${server.url}/import`);
			await settled(page);
			await page.locator('input[type=file]').setInputFiles({ name: 'alt.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]) });
			await page.getByText(say('另存为', 'save it as .xlsx')).first().waitFor();
			await assertAccessible(page, 'failed');
			await button(say('放弃', 'Give up')).click();
			await page.waitForURL(/\/import$/);
		});
	});
