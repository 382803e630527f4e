// journeys.test.mjs - what people come to do, counted in taps: the technician's, the storekeeper's and the
// administrator's way through the app, on a phone and at a desk, in both languages; over plain HTTP, and without a network.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { startServer, tempFolder } from '../lib/server.mjs';
import { addPerson, makePlant, PASSWORD, repair } from '../lib/plant.mjs';
import { CHROMIUM, startBrowser, stopAll } from './lib/browser.mjs';
import { hand } from './lib/hand.mjs';
import { settled } from './lib/screens.mjs';

let server, browser, admin, plant, line, li, next = 0;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	li = await addPerson(server, 'li', '李师傅');
	await addPerson(server, 'ku', '小库', 'storekeeper');
	await addPerson(server, 'boss', '何主管', 'admin');
	plant = { url: server.url, server };
});
after(async () => {
	await stopAll(browser, server);
});

const machine = async () => await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: `J-${++next}`, name: `车床 ${next}`, criticality: 'A' } });
const report = async (m, symptom) => (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: m.id, symptom, stopped: true } })).ticket;
async function part() {
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: `BIN-${++next}`, name: '三号柜' } });
	const made = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: `P-${next}`, name: `轴承 ${next}`, unit: '个', bin_id: bin.id, min_qty: 2 } });
	await admin.must(201, 'POST', `/api/v1/parts/${made.id}/receive`, { json: { bin_id: bin.id, qty: 10, price_cents: 5000 } });
	const { code } = (await admin.must(201, 'POST', `/api/v1/bins/${bin.id}/code`, {}));
	return { ...made, bin, qr: code };
}
const stock = async (id) => (await admin.must(200, 'GET', `/api/v1/parts/${id}`)).qty;

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const zh = lang === 'zh';
	describe(`${size}, ${lang}`, () => {
		test('technician: from opening the app to the most urgent ticket taken, with what fixed it before, in 3 taps', async (own) => {
			const m = await machine();
			for (let i = 0; i < 3; i++) {
				const t = await report(m, '主轴异响 轴承响');
				const { version } = await repair(li, t.id, '更换主轴轴承');
				await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/close`, { json: {}, version });
			}
			const t = await report(m, '主轴异响 轴承响');
			const page = await hand(own, browser, plant, { login: 'li', size, lang });
			await page.goto(server.url);
			await settled(page);
			await page.tap(page.locator('.take').first());
			await page.waitForURL(/\/tickets\/\d+/);
			const id = Number(new URL(page.url()).pathname.split('/').pop());
			await settled(page);
			assert.equal((await admin.must(200, 'GET', `/api/v1/tickets/${id}`)).ticket.assignee_name, '李师傅');
			assert.ok(page.taps <= 3, `${page.taps} taps`);
			// This machine's own: what was done is on a card.
			await page.goto(`${server.url}/tickets/${t.id}`);
			await page.getByText(zh ? /修好过 \d+ 次/ : /fixed it \d+ times/).first().waitFor();
		});

		test('technician: closing with a fix that fits takes at most 6 taps', async (own) => {
			const m = await machine();
			for (let i = 0; i < 3; i++) {
				const old = await report(m, '冷却液泄漏');
				const { version } = await repair(li, old.id, '更换密封圈');
				await admin.must(200, 'POST', `/api/v1/tickets/${old.id}/close`, { json: {}, version });
			}
			const t = await report(m, '冷却液泄漏');
			const page = await hand(own, browser, plant, { login: 'li', size, lang });
			await page.goto(`${server.url}/tickets/${t.id}`);
			await settled(page);
			await page.tap(zh ? '接单' : 'Take it');
			await page.tap(zh ? '开始维修' : 'Begin work');
			await page.tap(page.getByRole('button', { name: zh ? '就是它，修好了' : 'It worked', exact: true }).first());
			assert.equal(await page.getByRole('textbox', { name: zh ? '措施' : 'What was done', exact: true }).inputValue(), '更换密封圈');
			await page.tap(page.getByRole('dialog').locator('button[type=submit]'));
			await page.waitForFunction(() => !document.querySelector('.shade'));
			assert.equal((await admin.must(200, 'GET', `/api/v1/tickets/${t.id}`)).ticket.state, 'restored');
			assert.ok(page.taps <= 6, `${page.taps} taps`);
		});

		test('technician: a part for the ticket, found by typing, then given back', async (own) => {
			const t = await report(await machine(), '皮带断'), p = await part();
			const page = await hand(own, browser, plant, { login: 'li', size, lang });
			await page.goto(`${server.url}/tickets/${t.id}`);
			await settled(page);
			await page.tap(zh ? '接单' : 'Take it');
			await page.tap(zh ? '领备件' : 'Issue a part');
			await page.getByRole('dialog').getByRole('searchbox').fill(p.code);
			await page.tap(page.getByRole('dialog').getByRole('button', { name: new RegExp(p.name) }));
			await page.getByRole('dialog').getByRole('textbox').first().fill('3');
			await page.tap(page.getByRole('dialog').locator('button[type=submit]'));
			await page.waitForFunction(() => !document.querySelector('.shade'));
			assert.equal(await stock(p.id), 7);
			await page.tap(page.getByRole('button', { name: `${zh ? '退回' : 'Give back'} ${p.name}` }));
			await page.tap(page.getByRole('dialog').locator('button[type=submit]'));
			await page.waitForFunction(() => !document.querySelector('.shade'));
			assert.equal(await stock(p.id), 10);
		});

		test('storekeeper: scans a bin, receives and counts: 3 taps and a number', async (own) => {
			const p = await part();
			const page = await hand(own, browser, plant, { login: 'ku', size, lang });
			await page.goto(server.url);
			await settled(page);
			await page.tap(zh ? '扫码' : 'Scan');
			// What a scanner types, or a hand.
			await page.getByRole('dialog').getByRole('textbox').fill(`http://plant.example/q/${p.qr}`);
			await page.keyboard.press('Enter');
			await page.waitForURL(/bin=/);
			await page.tap(zh ? '入库' : 'Receive');
			await page.getByRole('dialog').getByRole('textbox').first().fill('5');
			await page.tap(page.getByRole('dialog').locator('button[type=submit]'));
			await page.waitForFunction(() => !document.querySelector('.shade'));
			assert.equal(await stock(p.id), 15);
			assert.ok(page.taps <= 3, `${page.taps} taps`);
			await page.tap(zh ? '盘点' : 'Count');
			await page.getByRole('dialog').getByRole('textbox').first().fill('14');
			await page.tap(page.getByRole('dialog').locator('button[type=submit]'));
			await page.waitForFunction(() => !document.querySelector('.shade'));
			assert.equal(await stock(p.id), 14);
		});

		test('administrator: the ledger is tried out, put in place and brought in; wrong rows say what is wrong', async (own) => {
			const page = await hand(own, browser, plant, { login: 'boss', size, lang });
			const file = path.join(await tempFolder(), 'ledger.csv'), code = `IM-${++next}`;
			writeFileSync(file, `设备编号,设备名称,产线\n${code},导入车床,导入线\n,没有编号,导入线\n`);
			await page.goto(`${server.url}/import`);
			await settled(page);
			await page.locator('input[type=file]').setInputFiles(file);
			await page.getByRole('status').getByText(zh ? /试算完成/ : /Tried out/).waitFor();
			const bring = page.getByRole('button', { name: zh ? /^导入 / : /^Bring in/ });
			assert.ok(await bring.isDisabled());
			await page.getByRole('checkbox').click();
			await bring.and(page.locator(':enabled')).waitFor();
			assert.equal((await admin.must(200, 'GET', '/api/v1/assets', { query: { text: code } })).items.length, 0);
			await bring.click();
			await page.getByRole('status').getByText(zh ? '导入完成' : 'Brought in').waitFor();
			assert.equal((await admin.must(200, 'GET', '/api/v1/assets', { query: { text: code } })).items.length, 1);
		});
	});
}

// A phone that draws late has the answer before anybody listens for it.
test('a slow phone shows its screen, however quick the server is', async (own) => {
	const page = await hand(own, browser, plant, { login: 'li', size: 'phone', lang: 'zh' });
	await page.addInitScript(() => {
		const later = window.setTimeout;
		window.setTimeout = (f, ms = 0, ...more) => later(f, ms + 500, ...more);
		window.requestAnimationFrame = (f) => later(() => f(performance.now()), 500);
	});
	await page.goto(`${server.url}/today`);
	await page.waitForSelector('.tabs');
});

// A plant opens http://192.168.…: a browser gives such a page no camera, no service worker, no randomUUID.
test('plain HTTP by a name of the network: everything but the live camera works', async () => {
	const insecure = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP plant.test 127.0.0.1'] });
	try {
		const url = `http://plant.test:${server.port}`, page = await (await insecure.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
		const noises = [];
		page.on('pageerror', (e) => noises.push(String(e)));
		await page.goto(url);
		assert.equal(await page.evaluate(() => isSecureContext), false);
		await page.locator('input[autocomplete=username]').fill('li');
		await page.locator('input[type=password]').fill(PASSWORD);
		await page.locator('button[type=submit]').click();
		await page.waitForSelector('.tabs');
		const t = await report(await machine(), '急停按不下');
		await page.goto(`${url}/tickets/${t.id}`);
		await page.getByRole('button', { name: '接单', exact: true }).first().click();
		await page.getByRole('button', { name: '开始维修', exact: true }).first().waitFor();
		await page.getByRole('button', { name: '扫码', exact: true }).first().click();
		assert.equal(await page.locator('video').count(), 0);
		// A photo of a label is read in the page.
		const p = await part(), picture = path.join(await tempFolder(), 'label.png');
		const { body } = await admin.get(`/api/v1/codes/${p.qr}/label.png`, { query: { size: '50x30', dpi: 300 } });
		writeFileSync(picture, body);
		await page.getByRole('dialog').locator('input[type=file]').setInputFiles(picture);
		await page.waitForURL(new RegExp(`bin=${p.bin.id}`));
		assert.deepEqual(noises, []);
	} finally {
		await insecure.close();
	}
});

test('behind HTTPS (here: this machine itself) the app can be installed, and opens without a network', async (own) => {
	const page = await hand(own, browser, plant, { login: 'li', size: 'phone', lang: 'zh' });
	await page.goto(`${server.url}/today`);
	await settled(page);
	await page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((r) => !!r?.active));
	const manifest = await (await page.request.get(`${server.url}/app.webmanifest`)).json();
	assert.equal(manifest.display, 'standalone');
	await page.reload(); // now through the worker, which keeps what it hands out
	await settled(page);
	await page.context().setOffline(true);
	await page.goto(`${server.url}/today`);
	await page.waitForSelector('.tabs');
	await page.getByText('连不上服务器').first().waitFor();
	await page.context().setOffline(false);
	browser.takeNoises();
});

