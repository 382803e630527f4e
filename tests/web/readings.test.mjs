// readings.test.mjs - meters as people use them: read in two taps on the machine's page, limits changed, alarms seen, MQTT looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, openPlant, settled } from './lib/screens.mjs';

let browser, plant, admin, machine, gauge, counter;
before(async () => {
	browser = await startBrowser();
	plant = await openPlant('empty');
	admin = plant.admin;
	machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '空压机', name_en: 'Compressor', code: 'KY-9' } });
	const add = (json) => admin.must(201, 'POST', `/api/v1/assets/${machine.id}/meters`, { json });
	gauge = await add({ name: '排气温度', unit: '°C', kind: 'gauge', high: 100, ticket: true });
	counter = await add({ name: '运行小时', unit: 'h', kind: 'counter' });
	const at = (m, value, ago) => ({ meter_id: m.id, value, time: Date.now() - ago * 3_600_000 });
	const rows = [...Array.from({ length: 40 }, (_, i) => at(gauge, 80 + (i % 5), 50 - i)), at(counter, 1200, 30), at(counter, 1224, 6)];
	assert.equal((await admin.must(200, 'POST', '/api/v1/readings', { json: { readings: rows } })).taken, rows.length);
});
after(async () => {
	await stopAll(browser, plant);
});
const open = (t, as, path) => openAt(t, browser, plant, as, path);

test('a reading is entered on the machine’s page in two taps and a number; beyond the limit it says so and leads to the ticket', async (t) => {
	const page = await open(t, { login: 'tech1' }, `/machines/${machine.id}`);
	const row = page.locator('.meter-row', { hasText: '排气温度' });
	assert.equal(await row.locator('svg.spark').count(), 1);
	await assertFits(page);
	await row.getByRole('button').tap();
	const field = page.getByLabel('排气温度（°C）');
	assert.equal(await field.getAttribute('inputmode'), 'decimal');
	assert.ok(await field.evaluate((x) => x === document.activeElement), 'it can be typed at once');
	await assertAccessible(page, 'reading');
	await page.keyboard.type('104,5');
	await page.getByRole('button', { name: '保存' }).tap();
	await row.getByText('104.5 °C').waitFor();
	await row.getByText('高于上限').waitFor();
	await page.getByRole('list', { name: '未完工单' }).getByText('排气温度 104.5 °C，高于上限 100 °C').waitFor();
	await assertAccessible(page, 'machine');
});

test('a counter that shows less is taken only when one says that it was reset', async (t) => {
	const page = await open(t, { login: 'tech1', size: 'desk' }, `/meters/${counter.id}`);
	await page.getByRole('button', { name: '读数', exact: true }).click();
	await page.keyboard.type('12');
	await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	await page.getByRole('alert').getByText('比之前的 1224 h 小').waitFor();
	await page.getByLabel('已清零或换表').check();
	await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.locator('.figure', { hasText: '12 h' }).waitFor();
	browser.takeNoises(); // the refusal, as the browser notes it
	const latest = async () => (await admin.must(200, 'GET', `/api/v1/meters/${counter.id}`)).last_value;
	await page.getByRole('button', { name: '读数', exact: true }).click();
	for (const [typed, value] of [['1,25x', 12], ['1,250', 1250]]) {
		await page.getByLabel('运行小时（h）').fill(typed);
		await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
		if (value === 12) await page.getByRole('alert').getByText('请填数字').waitFor();
		else await page.getByRole('dialog').waitFor({ state: 'detached' });
		if (value === 12) assert.deepEqual([await page.getByLabel('运行小时（h）').inputValue(), await page.getByLabel('已清零或换表').count()], [typed, 0]);
		assert.equal(await latest(), value, typed);
	}
});

test('a meter is added, its page shows the trend with its limits and its alarms; what wants attention is first', async (t) => {
	const page = await open(t, { login: 'manager', size: 'desk', lang: 'en' }, `/machines/${machine.id}/about`);
	await page.getByRole('button', { name: 'Add a meter' }).click();
	const form = page.getByRole('dialog');
	await form.getByRole('textbox', { name: 'Name', exact: true }).fill('振动');
	await form.getByLabel('Name in English').fill('Vibration');
	await form.getByLabel('Unit').fill('mm/s');
	await form.getByLabel('High', { exact: true }).fill('7.1');
	await form.getByLabel('Warn high').fill('8');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('alert').getByText('limits go up in this order').first().waitFor();
	await page.getByLabel('Warn high').fill('4.5');
	await assertAccessible(page, 'form');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(/\/meters\/\d+$/);
	await page.getByRole('heading', { name: 'Vibration' }).waitFor();
	await page.goto(`${plant.url}/meters/${gauge.id}?span=week`);
	await settled(page);
	await page.getByText('above 100 °C').waitFor();
	await page.locator('.plot-box svg path').nth(5).waitFor({ state: 'attached' });
	assert.match(await page.getByRole('list', { name: 'Meters' }).locator('li').first().innerText(), /排气温度/);
	await assertAccessible(page, 'meter');
	await page.getByRole('button', { name: 'Edit' }).click();
	await page.getByLabel('High', { exact: true }).fill('110');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.locator('.card').getByText('normal', { exact: true }).waitFor();
	browser.takeNoises();
});

for (const [lang, size, said] of [['zh', 'phone', '请填数字'], ['en', 'desk', 'Type a number']])
	test(`what is no number is said at its field and not sent: nothing that was typed is dropped (${lang})`, async (t) => {
		const page = await open(t, { login: 'manager', lang, size }, `/meters/${gauge.id}`), sent = [];
		page.on('request', (r) => r.method() !== 'GET' && sent.push(r.method()));
		await page.getByRole('button', { name: lang === 'zh' ? '修改' : 'Edit', exact: true }).click();
		const high = page.getByLabel(lang === 'zh' ? '上限' : 'High', { exact: true });
		await high.fill('7x');
		const save = page.getByRole('dialog').locator('button[type=submit]');
		await save.click();
		const wrong = page.getByRole('dialog').locator('.field', { has: high }).getByRole('alert');
		await wrong.getByText(said).waitFor();
		assert.deepEqual([await high.getAttribute('aria-invalid'), await high.inputValue(), sent], ['true', '7x', []]);
		assert.ok(await high.evaluate((e) => e === document.activeElement), 'it can be mended at once');
		await assertAccessible(page, 'a number that is none');
		await high.fill('１００．５'); // as a Chinese keyboard types it
		await save.click();
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		assert.deepEqual(sent, ['PATCH']);
	});

test('on a phone the list, and MQTT, which is off', async (t) => {
	const page = await open(t, { login: 'manager' }, '/meters');
	assert.equal(await page.getByRole('list', { name: '仪表' }).locator('li').count(), 3);
	await assertFits(page);
	await assertAccessible(page, 'meters');
	await page.getByRole('button', { name: 'MQTT' }).tap();
	await page.getByText('没有接 MQTT').waitFor();
	await assertAccessible(page, 'mqtt');
});
