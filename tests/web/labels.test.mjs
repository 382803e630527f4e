// labels.test.mjs - labels chosen, seen to the millimetre, printed; blank codes made, and bound by scanning them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, openPlant, settled } from './lib/screens.mjs';

let browser, plant, admin;
before(async () => {
	browser = await startBrowser();
	plant = await openPlant('demo');
	admin = plant.admin;
});
after(async () => {
	await stopAll(browser, plant);
});
const open = (t, as, path) => openAt(t, browser, plant, as, path);
const drawn = (page) => page.waitForFunction(() => document.querySelector('.label-paper img')?.naturalWidth > 0 && !document.querySelector('.label-paper[aria-busy]'));

for (const [size, lang, n] of [['phone', 'zh', /(\d+) 个标签，(\d+) 页/], ['desk', 'en', /(\d+) labels, (\d+) pages/]])
	test(`all machines on A4 sheets, ${size} ${lang}`, async (t) => {
		const { items } = await admin.must(200, 'GET', '/api/v1/ledger');
		const all = items.filter((x) => x.kind === 'machine' && x.state !== 'retired' && x.qr).length;
		const page = await open(t, { login: 'manager', size, lang }, '/labels');
		await page.getByRole('radio', { name: /A4/ }).click();
		await page.waitForURL(/size=a4/);
		await drawn(page);
		const [, labels, pages] = (await page.locator('main').innerText()).match(n);
		assert.deepEqual([Number(labels), Number(pages)], [all, Math.ceil(all / 24)]);
		await assertFits(page);
		await assertAccessible(page, 'labels');
		const pdf = await page.request.get(new URL(await page.locator('.label-files a.main').getAttribute('href'), plant.url).href);
		assert.equal(pdf.headers()['content-type'], 'application/pdf');
		assert.match((await pdf.body()).subarray(0, 5).toString(), /^%PDF-/);
		await page.getByRole('button', { name: lang === 'zh' ? '下一页' : 'Next page' }).click();
		await drawn(page);
		const png = await page.request.get(new URL(await page.locator('.label-files a[download]').getAttribute('href'), plant.url).href);
		assert.equal(png.headers()['content-type'], 'image/png');
	});

test('the preview is true to the millimetre', async (t) => {
	const page = await open(t, { login: 'manager', size: 'desk' }, '/labels?scope=pick');
	await page.locator('.pick').first().check();
	await page.getByRole('button', { name: '实际大小' }).click();
	for (const [name, w, h] of [['50×30 毫米', 50, 30], ['70×50 毫米', 70, 50]]) {
		await page.getByRole('radio', { name }).click();
		await drawn(page);
		const box = await page.locator('.label-paper img').boundingBox(), mm = 96 / 25.4;
		assert.ok(Math.abs(box.width - w * mm) < 1 && Math.abs(box.height - h * mm) < 2, `${name}: ${box.width / mm} × ${box.height / mm} mm`);
	}
	await page.getByRole('radio', { name: '其他尺寸' }).click();
	await page.getByLabel('宽（毫米）').fill('10');
	await page.getByText('20 到 300 毫米的整数').waitFor();
	await page.getByLabel('宽（毫米）').fill('62');
	await drawn(page);
	assert.match(await page.locator('.label-paper img').getAttribute('src'), /sheet=62x40/);
});

test('a blank code is made, stuck on, scanned and bound to its machine', async (t) => {
	const page = await open(t, { login: 'manager' }, '/labels?what=blank');
	await page.getByLabel('新生成几个').fill('3');
	await page.getByRole('button', { name: '生成空白码' }).click();
	await page.getByText('3 个标签，3 页').waitFor();
	await drawn(page);
	await assertAccessible(page, 'blank');
	const code = (await page.locator('.label-paper img').getAttribute('src')).match(/codes=(\w+)/)[1];
	const bare = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '待绑定的机器', code: 'BIND-1' } });

	for (const [login, size, lang] of [['tech1', 'phone', 'zh']]) {
		const tech = await open(t, { login, size, lang }, '/today');
		await tech.locator('.tabs .scan').click();
		await tech.getByLabel('或者输入编码、设备编号').fill(code);
		await tech.getByRole('dialog').getByRole('button', { name: '打开' }).click();
		await tech.waitForURL(/bind=/);
		await settled(tech);
		await tech.getByRole('searchbox').fill('BIND-1');
		await tech.getByRole('button', { name: /待绑定的机器/ }).click();
		await assertAccessible(tech, 'bind');
		await tech.getByRole('dialog').getByRole('button', { name: '绑定二维码' }).click();
		await tech.waitForURL(`**/machines/${bare.id}/about`);
	}
	const now = await admin.must(200, 'GET', `/api/v1/codes/${code}`);
	assert.deepEqual([now.entity, now.entity_id], ['asset', bare.id]);
	const again = await open(t, { login: 'tech1', lang: 'en' }, `/machines?bind=${code}`);
	await again.getByRole('link', { name: 'Open it' }).waitFor();
});

test('a storekeeper prints the bins', async (t) => {
	const page = await open(t, { login: 'store' }, '/labels');
	await page.locator('.pick').nth(0).check();
	await page.locator('.pick').nth(1).check();
	await page.getByRole('button', { name: '准备这些货位的码' }).click();
	await page.getByText('2 个标签，2 页').waitFor();
	await drawn(page);
});
