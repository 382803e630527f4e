// ledger.test.mjs - the ledger as tree and table: found, sorted, filtered, changed together; with none and with 5,000.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, openPlant, settled } from './lib/screens.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => stopAll(browser));
const opener = (plant) => (t, as, path) => openAt(t, browser, plant(), as, path);

describe('a plant at work', () => {
	let plant, admin;
	const open = opener(() => plant);
	before(async () => {
		plant = await openPlant('demo');
		admin = plant.admin;
	});
	after(() => plant?.stop());

	for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']])
		test(`${size} ${lang}: places open and close by tap and by key, and stay as they were`, async (t) => {
			const page = await open(t, { login: 'tech1', size, lang }, '/machines');
			const rows = () => page.locator('.tree li').count();
			const few = await rows(), area = page.locator('.tree [aria-expanded="false"]').first();
			await area.click();
			await page.waitForFunction((n) => document.querySelectorAll('.tree li').length > n, few);
			const more = await rows();
			await page.reload();
			await settled(page);
			assert.equal(await rows(), more, 'what was open is open');
			await page.locator('.tree [data-row]').first().focus();
			await page.keyboard.press('ArrowDown');
			await page.keyboard.press('ArrowLeft');
			await page.waitForFunction((n) => document.querySelectorAll('.tree li').length === n, few);
			await assertFits(page);
			await assertAccessible(page, 'tree');
			// Typing finds machines wherever they are.
			await page.getByRole('searchbox').fill('CY-01');
			await page.locator('.tree a.item', { hasText: 'CY-01' }).click();
			await page.waitForURL(/\/machines\/\d+/);
			await page.goBack();
			assert.equal(await page.getByRole('searchbox').first().inputValue(), 'CY-01', 'going back finds the search as it was');
		});

	test('the table sorts by any column and filters; both are in the address', async (t) => {
		const page = await open(t, { login: 'manager', size: 'desk' }, '/machines?view=table');
		const column = (n) => page.locator(`.ledger-table tbody td.col-${n}`).allInnerTexts();
		await page.getByRole('columnheader', { name: '原值' }).getByRole('button').click();
		await page.waitForURL(/sort=original_value_cents/);
		await page.getByRole('columnheader', { name: '原值' }).getByRole('button').click();
		await page.waitForURL(/sort=-original_value_cents/);
		assert.equal(await page.locator('th.col-original_value_cents').getAttribute('aria-sort'), 'descending');
		await page.getByLabel('状态', { exact: true }).selectOption('stopped');
		await page.waitForURL(/state=stopped/);
		const { items } = await admin.must(200, 'GET', '/api/v1/assets', { query: { kind: 'machine', state: 'stopped', limit: 500 } });
		await page.waitForFunction((n) => document.querySelectorAll('.ledger-table tbody tr').length === n, items.length);
		assert.ok((await column('state')).every((s) => s === '停机'));
		await page.reload();
		await settled(page);
		assert.equal((await column('state')).length, items.length, 'the address says it all');
		assert.match(await page.getByRole('link', { name: '导出 Excel' }).getAttribute('href'), /state=stopped/);
		await assertAccessible(page, 'table');
		await page.getByRole('button', { name: '清除筛选' }).click();
		await page.waitForFunction((n) => document.querySelectorAll('.ledger-table tbody tr').length > n, items.length);
	});

	for (const size of ['phone', 'desk'])
		test(`${size}: many are changed at once, or none and it is said which stand in the way`, async (t) => {
			const made = [];
			for (const n of [1, 2, 3]) made.push(await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: `Bulk ${size} ${n}`, code: `BULK-${size}-${n}` } }));
			await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: made[1].id, symptom: 'leaks' } });
			const page = await open(t, { login: 'manager', size, lang: 'en' }, `/machines?view=table&text=BULK-${size}`);
			if (size === 'phone') await page.getByRole('button', { name: 'Choose', exact: true }).click();
			const boxes = page.locator(size === 'phone' ? '.machine-rows input' : '.ledger-table tbody input');
			for (let i = 0; i < 3; i++) await boxes.nth(i).check();
			const change = async () => page.getByRole('button', { name: 'Change all' }).click();
			await change();
			await assertAccessible(page, 'bulk');
			assert.ok(await page.getByRole('button', { name: 'Change 3' }).isDisabled(), 'nothing is chosen beforehand');
			await page.getByRole('radio', { name: 'A', exact: true }).click();
			await page.getByRole('button', { name: 'Change 3' }).click();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			for (const m of made) assert.equal((await admin.must(200, 'GET', `/api/v1/assets/${m.id}`)).criticality, 'A');
			for (let i = 0; i < 3; i++) await boxes.nth(i).check();
			await change();
			await page.getByRole('radio', { name: 'State' }).click();
			await page.getByRole('radio', { name: 'Retired' }).click();
			await page.getByLabel('Reason').fill('sold');
			await page.getByRole('button', { name: 'Change 3' }).click();
			await page.getByRole('dialog').getByText(`Bulk ${size} 2`).waitFor();
			const states = async () => Promise.all(made.map(async (m) => (await admin.must(200, 'GET', `/api/v1/assets/${m.id}`)).state));
			assert.ok(!(await states()).includes('retired'), 'all or none');
			await page.getByRole('button', { name: 'Change the other 2' }).click();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			assert.deepEqual((await states()).map((s) => s === 'retired'), [true, false, true]);
			browser.takeNoises(); // the refusal is an error to the browser's console
		});
});

describe('an empty plant', () => {
	let plant;
	const open = opener(() => plant);
	before(async () => (plant = await openPlant('empty')));
	after(() => plant?.stop());
	test('says what to do next: import, or add the first', async (t) => {
		for (const view of ['tree', 'table']) {
			const page = await open(t, { login: 'manager' }, `/machines?view=${view}`);
			assert.equal(await page.getByRole('link', { name: '导入台账' }).getAttribute('href'), '/import');
			await assertAccessible(page, view);
		}
		const page = await open(t, { login: 'manager' }, '/machines?view=tree');
		await page.getByRole('button', { name: '新增设备' }).last().click();
		await page.getByRole('radio', { name: '工厂' }).click();
		await page.getByRole('dialog').getByLabel('名称', { exact: false }).first().fill('一厂');
		await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
		await page.waitForURL(/\/machines\/\d+/);
	});
});

describe('a plant of 5,000 machines', () => {
	let plant;
	const open = opener(() => plant);
	before(async () => (plant = await openPlant('large')));
	after(() => plant?.stop());

	test('draws only what is in sight, and gets to the end', async (t) => {
		const page = await open(t, { login: 'manager', size: 'desk' }, '/machines?view=table');
		const box = page.locator('.ledger-table');
		const most = await box.evaluate(async (e) => {
			let rows = e.querySelectorAll('tbody tr').length;
			for (let y = 0; y < 100_000; y += 4_000) {
				e.scrollTop = y;
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				rows = Math.max(rows, e.querySelectorAll('tbody tr').length);
			}
			e.scrollTop = e.scrollHeight;
			return rows;
		});
		assert.ok(most > 0 && most < 80, `${most} rows were drawn at once`);
		const last = await box.locator('table').getAttribute('aria-rowcount');
		await page.locator(`tr[aria-rowindex="${last}"]`).waitFor();
		// Chosen, opened, and back: where it was.
		const before = await box.evaluate((e) => e.scrollTop);
		await page.locator('.ledger-table td.col-name a').last().click();
		await page.waitForURL(/\/machines\/\d+$/);
		await page.goBack();
		await page.waitForFunction((y) => Math.abs(document.querySelector('.ledger-table')?.scrollTop - y) < 2, before);
	});

	test('on a phone the list and the whole tree stay short too', async (t) => {
		const page = await open(t, { login: 'tech1', lang: 'en' }, '/machines?view=table');
		assert.ok((await page.locator('.machine-rows li').count()) < 60);
		await page.getByRole('searchbox').fill('1');
		await page.waitForURL(/text=1/);
		await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
		await page.waitForFunction(() => parseFloat(document.querySelector('.machine-rows').style.paddingBottom) < 100);
		await page.goto(`${plant.url}/machines?view=tree&criticality=B`);
		await settled(page);
		assert.ok((await page.locator('.tree li').count()) < 60);
		await assertFits(page);
	});
});
