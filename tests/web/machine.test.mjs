// machine.test.mjs - a machine's page: its life, state, faults, facts, documents, parts and codes, as people use them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jpeg } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, openPlant, settled } from './lib/screens.mjs';

let browser, plant, admin, machine;
before(async () => {
	browser = await startBrowser();
	plant = await openPlant('demo');
	admin = plant.admin;
	const { items } = await admin.must(200, 'GET', '/api/v1/ledger');
	machine = items.find((x) => x.kind === 'machine' && x.state === 'running' && !x.open_tickets);
});
after(async () => {
	await stopAll(browser, plant);
});
const fresh = async (name) => admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: machine.parent_id, name } });
const open = (t, as, path) => openAt(t, browser, plant, as, path);

// The smallest PDF a viewer opens.
const pdf = Buffer.from('%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']])
	test(`every tab, ${size} ${lang}: named in the address, nothing sticks out, axe finds nothing`, async (t) => {
		const page = await open(t, { login: 'manager', size, lang }, `/machines/${plant.long.id}`);
		for (const tab of ['life', 'figures', 'documents', 'inside', 'about']) {
			await page.click(`.tab-row a[href*="/${tab}"]`);
			await page.waitForURL(`**/machines/${plant.long.id}/${tab}`);
			await settled(page, tab);
			await assertFits(page);
			await assertAccessible(page, tab);
		}
		// Going back leaves the machine: a tab is no step.
		await page.reload();
		await settled(page);
		assert.equal(await page.locator('.tab-row [aria-current]').count(), 1);
	});

test('the life says in words what happened, and leads to the tickets', async (t) => {
	const { items } = await admin.must(200, 'GET', '/api/v1/ledger');
	const busy = items.find((x) => x.kind === 'machine' && x.open_tickets);
	const page = await open(t, { login: 'tech1' }, `/machines/${busy.id}`);
	const list = page.getByRole('list', { name: '病历' });
	assert.ok((await list.locator('li').count()) > 10);
	assert.match(await list.textContent(), /处理：/); // what is below the window is not drawn yet
	await list.locator('a[href^="/tickets/"]').first().click();
	await page.waitForURL(/\/tickets\/\d+/);
});

test('a fault is reported in two taps and a sentence', async (t) => {
	const m = await fresh('报修试验机');
	const page = await open(t, { login: 'tech1' }, `/machines/${m.id}`);
	await page.getByRole('button', { name: '报修' }).click();
	await page.getByLabel('什么故障').fill('主轴异响');
	await assertAccessible(page, 'report');
	await page.getByRole('dialog').getByRole('button', { name: '报修' }).click();
	await page.waitForURL(/\/tickets\/\d+/);
	const { items } = await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.id, open: 1 } });
	assert.equal(items.length, 1);
	assert.equal(items[0].symptom, '主轴异响');
	assert.equal(items[0].stopped, true);
});

test('a technician says what the machine does; only who leads retires it, with a reason', async (t) => {
	const m = await fresh('状态试验机');
	const tech = await open(t, { login: 'tech1' }, `/machines/${m.id}`);
	await tech.getByRole('button', { name: '改状态' }).click();
	assert.equal(await tech.getByRole('radio', { name: '报废' }).count(), 0);
	await tech.getByRole('radio', { name: '闲置' }).click();
	await tech.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	await tech.locator('.machine-head .tag', { hasText: '闲置' }).waitFor();
	const lead = await open(t, { login: 'manager', size: 'desk', lang: 'en' }, `/machines/${m.id}`);
	await lead.getByRole('button', { name: 'Set the state' }).click();
	await lead.getByRole('radio', { name: 'Retired' }).click();
	const save = lead.getByRole('dialog').getByRole('button', { name: 'Save' });
	assert.ok(await save.isDisabled());
	await lead.getByRole('dialog').getByLabel('Reason').fill('sold');
	await save.click();
	await lead.locator('.machine-head .tag', { hasText: 'Retired' }).waitFor();
	// What others did appears by itself, in words.
	await tech.locator('.life', { hasText: '状态：闲置 → 报废' }).waitFor();
});

test('two people change the same machine: the slower one sees both sides and loses nothing', async (t) => {
	const m = await fresh('冲突试验机');
	const page = await open(t, { login: 'manager' }, `/machines/${m.id}/about`);
	await page.locator('.top').getByRole('button', { name: '修改' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('型号').fill('我填的型号');
	await admin.must(200, 'PATCH', `/api/v1/assets/${m.id}`, { version: m.version, json: { model: '别人的型号', maker: '别人的厂家' } });
	await form.getByRole('button', { name: '保存' }).click();
	await form.getByText('现在是“别人的型号”，你填的是“我填的型号”').waitFor();
	assert.equal(await form.getByLabel('型号').inputValue(), '我填的型号');
	await form.getByRole('button', { name: '保存' }).click();
	await form.waitFor({ state: 'detached' });
	const now = await admin.must(200, 'GET', `/api/v1/assets/${m.id}`);
	assert.equal(now.model, '我填的型号');
	assert.equal(now.maker, '别人的厂家', 'what the other changed beside it stays');
	browser.takeNoises(); // the refusal is an error to the browser's console
});

test('a manual is uploaded, opened where one is, and removed', async (t) => {
	const m = await fresh('资料试验机');
	for (const [size, lang, remove] of [['phone', 'zh', '删除'], ['desk', 'en', 'Remove']]) {
		const page = await open(t, { login: 'manager', size, lang }, `/machines/${m.id}/documents`);
		await page.setInputFiles('input[type=file][accept^="application/pdf"]', { name: `manual-${size}.pdf`, mimeType: 'application/pdf', buffer: pdf });
		await page.getByRole('button', { name: new RegExp(`^manual-${size}\\.pdf`) }).click();
		await page.locator('iframe.pdf').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: `${remove} manual-${size}.pdf` }).click();
		await page.getByRole('dialog').getByRole('button', { name: remove, exact: true }).click();
		await page.getByRole('button', { name: `manual-${size}.pdf` }).first().waitFor({ state: 'detached' });
	}
	// A technician adds photos, and only those.
	const page = await open(t, { login: 'tech1' }, `/machines/${m.id}/documents`);
	assert.equal(await page.locator('.upload-row').count(), 0);
	await page.setInputFiles('input[type=file][multiple]', { name: 'p.jpg', mimeType: 'image/jpeg', buffer: jpeg });
	await page.locator('.photo-grid img').waitFor();
	await page.locator('.machine-head img').waitFor();
	browser.takeNoises(); // what the browser's PDF viewer says to itself
});

test('components are added and renamed; codes are added and revoked for good', async (t) => {
	const m = await fresh('部件试验机');
	const page = await open(t, { login: 'manager', size: 'desk' }, `/machines/${m.id}/inside`);
	await page.getByRole('button', { name: '新增部件' }).click();
	await page.getByRole('dialog').getByLabel('名称', { exact: false }).first().fill('主轴');
	await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	const row = page.getByRole('list', { name: '部件' }).locator('li', { hasText: '主轴' });
	await row.getByRole('button', { name: '修改' }).click();
	await page.getByRole('dialog').getByLabel('名称', { exact: false }).first().fill('电主轴');
	await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	await page.getByRole('list', { name: '部件' }).getByText('电主轴').waitFor();

	await page.click('.tab-row a[href*="/about"]');
	await page.locator('.label-picture').waitFor();
	assert.ok(await page.locator('.label-picture').evaluate((i) => i.decode().then(() => i.naturalWidth > 0)), 'the label is drawn');
	await page.getByRole('button', { name: '新增', exact: true }).click();
	await page.waitForFunction(() => document.querySelectorAll('.label-picture').length === 2);
	await page.getByRole('button', { name: '停用' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
	await page.waitForFunction(() => document.querySelectorAll('.label-picture').length === 1);
});
