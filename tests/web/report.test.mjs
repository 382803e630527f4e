// report.test.mjs - a worker with a phone: scans, taps, sends; with and without a script, with and without a network.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addPerson, jpeg, makePlant, repair } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';

const PHONE = { width: 390, height: 844 };
let server, browser, admin, li, line, made;
let next = 0;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	li = await addPerson(server, 'li', '李师傅');
	({ line } = await makePlant(server, []));
	made = await machine({ name: '数控车床', name_en: 'CNC lathe' });
	for (const symptom of ['主轴异响', '主轴异响', '刀塔不换刀', '冷却液泄漏', '卡盘不夹紧']) await past(made, symptom);
});
afterEach(() => browser.closePages());
after(() => stopAll(browser, server));

// A machine of its own for a test.
async function machine(more = {}) {
	const json = { kind: 'machine', parent_id: line.id, code: `M-${++next}`, name: '测试机', name_en: 'Test machine', ...more };
	const asset = await admin.must(201, 'POST', '/api/v1/assets', { json });
	const { items } = await admin.must(200, 'GET', `/api/v1/assets/${asset.id}/codes`);
	return { ...asset, qr: items[0].code };
}
const reported = async (m, symptom, stopped = true) =>
	(await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: m.id, symptom, stopped } })).ticket;
async function past(m, symptom) {
	const { id } = await reported(m, symptom);
	const { version } = await repair(li, id);
	await admin.must(200, 'POST', `/api/v1/tickets/${id}/close`, { json: {}, version });
}
const tickets = async (m) => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.id } })).items;

// A phone that counts taps.
async function phone(options = {}) {
	const page = await browser.page(options);
	await page.setViewportSize(PHONE);
	page.taps = 0;
	page.press = async (selector) => {
		page.taps++;
		const what = page.locator(selector).first();
		// as a person scrolls: not to where the send bar covers it
		await what.evaluate((e) => e.scrollIntoView({ block: e.closest('.send') ? 'nearest' : 'center' }));
		await what.click();
	};
	return page;
}
const scan = (page, m) => page.goto(`${server.url}/q/${m.qr}`);
const settled = (page) => page.waitForFunction(() => !JSON.parse(localStorage.getItem('jixiu.outbox') || '[]').length);

async function assertGood(page, where) {
	await assertAccessible(page, where);
	await assertFits(page);
}

describe('a usual fault takes two taps, no typing, no account', () => {
	for (const lang of ['zh-CN', 'en-US'])
		for (const script of [true, false])
			test(`${lang}, ${script ? 'with' : 'without'} the script`, async () => {
				const m = await machine();
				const page = await phone({ lang, script });
				await scan(page, m);
				await page.press('.usual .chip >> nth=1');
				await page.press('.send .stop');
				await page.waitForURL(/\/t\//);
				assert.equal(page.taps, 2);
				const [ticket] = await tickets(m);
				assert.equal(await page.locator('h1').innerText(), lang === 'zh-CN' ? `工单 ${ticket.id}` : `Ticket ${ticket.id}`);
				assert.equal(ticket.symptom, lang === 'zh-CN' ? '报警停机' : 'Alarm');
				assert.equal(ticket.stopped, true);
				assert.ok(Math.abs(ticket.occurred_at - ticket.reported_at) < 5000);
				browser.assertQuiet();
			});
	test('this machine’s own faults come first', async () => {
		const page = await phone();
		await scan(page, made);
		assert.equal(await page.locator('.usual .chip').first().innerText(), '主轴异响');
		assert.equal(await page.locator('.usual .chip').count(), 4);
	});
	test('with a photo three taps here and two in the camera', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.press('.usual .chip');
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.press('.take >> nth=0')]);
		await chooser.setFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.locator('.photos img').waitFor();
		await page.press('.send .stop');
		await page.waitForURL(/\/t\//);
		assert.equal(page.taps, 3);
		await settled(page);
		await page.locator('#live .photos img').waitFor();
		browser.assertQuiet();
	});
	test('the whole first view needs one request, and fits a phone without scrolling to the send buttons', async () => {
		const page = await phone();
		const asked = [];
		page.on('request', (r) => /^http/.test(r.url()) && asked.push(r.url()));
		await scan(page, made);
		assert.equal(asked.length, 1, asked.join('\n'));
		const box = await page.locator('.send .stop').boundingBox();
		assert.ok(box.y + box.height <= PHONE.height, `the button ends at ${box.y + box.height}`);
		assert.ok(box.height >= 56);
		for (const chip of await page.locator('.usual .chip').all()) assert.ok((await chip.boundingBox()).height >= 48);
	});
});

describe('what the form asks', () => {
	test('nothing chosen: it says so beside the chips and sends nothing', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.press('.send .stop');
		assert.match(await page.locator('.err[data-for~=symptom]').innerText(), /请点一个现象/);
		assert.equal((await tickets(m)).length, 0);
	});
	test('own words, since when, who: all arrive, and the name is remembered on the phone', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.locator('[name=text]').fill('油管 "裂" 了 <b>');
		await page.press('.times .chip >> nth=2');
		await page.press('.who summary');
		await page.locator('[name=reporter]').fill('王小二');
		await page.locator('[name=contact]').fill('138');
		await page.press('.send [value="0"]');
		await page.waitForURL(/\/t\//);
		const [t] = await tickets(m);
		assert.deepEqual([t.symptom, t.stopped, t.reporter, t.reporter_contact], ['油管 "裂" 了 <b>', false, '王小二', '138']);
		assert.ok(Math.abs(t.reported_at - t.occurred_at - 30 * 60000) < 5000);
		await scan(page, await machine());
		assert.equal(await page.locator('#who').innerText(), '王小二 138');
		assert.equal(await page.locator('[name=reporter]').inputValue(), '王小二');
		browser.assertQuiet();
	});
	test('another time is picked with the phone’s own picker', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		assert.equal(await page.locator('.since-at').isVisible(), false);
		await page.press('.usual .chip');
		await page.press('.times .chip >> nth=4');
		const at = await page.evaluate(() => new Date(Date.now() - 3 * 3600e3 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16));
		await page.locator('[name=since_at]').fill(at);
		await page.press('.send .stop');
		await page.waitForURL(/\/t\//);
		const [t] = await tickets(m);
		assert.ok(Math.abs(t.reported_at - t.occurred_at - 3 * 3600e3) < 70000);
	});
	test('a refusal of the server is shown in the form, and what was typed stays', async () => {
		const page = await phone();
		await scan(page, made);
		await page.evaluate(() => (document.querySelector('[name=code]').value = 'NOSUCHCODE'));
		await page.locator('[name=text]').fill('不能丢');
		await page.press('.send .stop');
		await page.locator('.send .err').filter({ hasText: '不存在' }).waitFor();
		assert.equal(await page.locator('[name=text]').inputValue(), '不能丢');
		assert.equal(await page.locator('#outbox .box').count(), 0);
		browser.takeNoises();
	});
	test('two taps in a row on send are one ticket', async () => {
		for (const script of [true, false]) {
			const m = await machine();
			const page = await phone({ script });
			await scan(page, m);
			await page.press('.usual .chip');
			await page.locator('.send .stop').dblclick();
			await page.waitForURL(/\/t\//);
			assert.equal((await tickets(m)).length, 1);
		}
		browser.takeNoises();
	});
	test('by keyboard alone', async () => {
		const m = await machine();
		const page = await phone({ lang: 'en-US' });
		await scan(page, m);
		await page.locator('.usual input').first().focus();
		await page.keyboard.press('ArrowDown');
		await page.locator('.send [value="0"]').focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/t\//);
		assert.deepEqual((await tickets(m)).map((t) => [t.symptom, t.stopped]), [['Alarm', false]]);
	});
	test('the language switch is there and is kept', async () => {
		const page = await phone();
		await scan(page, made);
		await page.press('.bar [lang=en]');
		assert.match(await page.locator('main').innerText(), /What is wrong/);
		await page.goto(`${server.url}/q`);
		assert.match(await page.locator('h1').innerText(), /Machine broken/);
	});
});

describe('photos', () => {
	test('are shrunk to 1600 px JPEG without what the camera wrote into them', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		const big = Buffer.from(await page.evaluate(async () => {
			const c = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
			const g = c.getContext('2d');
			for (let i = 0; i < 4000; i += 40) {
				g.fillStyle = `hsl(${i % 360} 80% 50%)`;
				g.fillRect(i, 0, 40, 3000);
			}
			const blob = await new Promise((yes) => c.toBlob(yes, 'image/jpeg', 0.95));
			return Array.from(new Uint8Array(await blob.arrayBuffer()));
		}));
		// An APP1 segment as cameras write it, with a place in it.
		const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from('GPS 31.23N 121.47E')]);
		const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
		const file = Buffer.concat([big.subarray(0, 2), head, exif, big.subarray(2)]);
		await page.locator('.usual .chip').first().click();
		await page.locator('input[type=file]').nth(1).setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: file }, { name: 'b.jpg', mimeType: 'image/jpeg', buffer: jpeg }]);
		await page.locator('.photos img').nth(1).waitFor();
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		await page.locator('#live .photos img').nth(1).waitFor();
		const src = await page.locator('#live .photos img').first().getAttribute('src');
		const answer = await server.client().get(src);
		assert.equal(answer.headers['content-type'], 'image/jpeg');
		assert.doesNotMatch(answer.body.toString('latin1'), /Exif|GPS/);
		const size = await page.evaluate(async (url) => {
			const i = new Image();
			i.src = url;
			await i.decode();
			return [i.naturalWidth, i.naturalHeight];
		}, src);
		assert.deepEqual(size, [1600, 1200]);
		browser.assertQuiet();
	});
	test('can be taken back before sending; what is no photo is refused in words', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		const album = page.locator('input[type=file]').nth(1);
		await album.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.locator('.photos button').click();
		assert.equal(await page.locator('.photos img').count(), 0);
		await album.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo at all') });
		await page.locator('.photos img').waitFor();
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		await page.locator('#outbox .box').filter({ hasText: '服务器没有收下' }).waitFor();
		assert.equal((await tickets(m)).length, 1);
		await page.locator('#outbox button').nth(1).click();
		await page.locator('#outbox button').nth(1).click();
		assert.equal(await page.locator('#outbox .box').count(), 0);
		browser.takeNoises();
	});
	test('without the script they go with the form', async () => {
		const m = await machine();
		const page = await phone({ script: false });
		await scan(page, m);
		await page.locator('.usual .chip').first().click();
		await page.locator('input[type=file]').nth(1).setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg }]);
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		assert.equal(await page.locator('#live .photos img').count(), 1);
		await page.locator('[data-send=photos] input[type=file]').nth(1).setInputFiles([{ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg, Buffer.from('x')]) }]);
		await page.locator('[data-send=photos] button').click();
		await page.locator('#live .photos img').nth(1).waitFor();
		browser.assertQuiet();
	});
});

describe('bad Wi-Fi', () => {
	test('sent while there is no network: kept, shown, sent once when it is back', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.locator('.usual .chip').first().click();
		await page.locator('input[type=file]').nth(1).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.locator('.photos img').waitFor();
		await page.context().setOffline(true);
		await page.locator('.send .stop').click();
		await page.locator('#outbox .box').filter({ hasText: '还没发出' }).waitFor();
		assert.match(await page.locator('#outbox .box').innerText(), /不能启动/);
		assert.equal((await tickets(m)).length, 0);
		await assertGood(page, 'with something unsent');
		await page.context().setOffline(false);
		await page.locator('#outbox .done a').click();
		await page.waitForURL(/\/t\//);
		await page.locator('#live .photos img').waitFor();
		assert.equal((await tickets(m)).length, 1);
		browser.takeNoises();
	});
	test('the answer is lost on its way back: sent again, one ticket', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		let lost = 0;
		await page.route('**/api/v1/reports', async (route) => {
			if (lost++) return route.continue();
			await route.fetch();
			return route.abort('connectionreset');
		});
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.locator('#outbox .box').waitFor();
		assert.equal((await tickets(m)).length, 1);
		await page.locator('#outbox button').first().click();
		await page.locator('#outbox .done').waitFor();
		assert.equal((await tickets(m)).length, 1);
		browser.takeNoises();
	});
	test('the page is closed meanwhile: the next page that opens sends it', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.route('**/api/v1/reports', (route) => route.abort());
		await page.locator('[name=text]').fill('关掉也不丢');
		await page.locator('input[type=file]').nth(1).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.locator('.photos img').waitFor();
		await page.locator('.send .stop').click();
		await page.locator('#outbox .box').waitFor();
		const other = await page.context().newPage();
		await page.close();
		await other.goto(`${server.url}/q`);
		await other.locator('#outbox .done').waitFor();
		const [t, ...more] = await tickets(m);
		assert.equal(t.symptom, '关掉也不丢');
		assert.equal(more.length, 0);
		await other.locator('#outbox .done a').click();
		assert.equal(await other.locator('#live .photos img').count(), 1);
		browser.takeNoises();
	});
	test('the server is away and comes back: sent by itself', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		let away = true;
		await page.route('**/api/v1/reports', (route) => (away ? route.fulfill({ status: 503, body: '' }) : route.continue()));
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.locator('#outbox .box').waitFor();
		away = false;
		await page.locator('#outbox .done').waitFor();
		assert.equal((await tickets(m)).length, 1);
		browser.takeNoises();
	});
	test('a phone that keeps nothing (private mode) still reports', async () => {
		const m = await machine();
		const page = await phone();
		await page.addInitScript(() => {
			Object.defineProperty(window, 'localStorage', { get: () => { throw new Error('denied'); } });
			Object.defineProperty(window, 'indexedDB', { value: undefined });
		});
		await scan(page, m);
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		assert.equal((await tickets(m)).length, 1);
		browser.takeNoises();
	});
});

describe('a machine that is reported already', () => {
	for (const script of [true, false])
		test(`shows the open ticket first: “same problem” is one tap, ${script ? 'with' : 'without'} the script`, async () => {
			const m = await machine();
			const { id } = await reported(m, '液压油喷出来了');
			const page = await phone({ script });
			await scan(page, m);
			assert.match(await page.locator('.ticket').innerText(), /液压油喷出来了/);
			assert.equal(await page.locator('.send').isVisible(), false);
			await page.press('.ticket button');
			await page.waitForURL(/\/t\//);
			assert.equal(page.taps, 1);
			const { ticket } = await admin.must(200, 'GET', `/api/v1/tickets/${id}`);
			assert.equal(ticket.same_count, 1);
			browser.assertQuiet();
		});
	test('leads whoever reported it back to its own page, others to one that only looks', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.press('.usual .chip');
		await page.press('.send .stop');
		await page.waitForURL(/\/t\//);
		const link = new URL(page.url()).pathname;
		await scan(page, m);
		assert.equal(await page.locator('.mine a').count(), 1);
		await assertGood(page, 'with what was reported from this phone');
		await page.press('.mine a');
		await page.locator('form[action$="/withdraw"]').waitFor();
		assert.equal(new URL(page.url()).pathname, link);
		await scan(page, await machine());
		assert.equal(await page.locator('.mine a').count(), 0);
		const other = await phone();
		await scan(other, m);
		assert.equal(await other.locator('.mine a').count(), 0);
		await other.press('.ticket a');
		await other.locator('.now').waitFor();
		assert.notEqual(new URL(other.url()).pathname, link);
		assert.equal(await other.locator('form[action$="/withdraw"]').count(), 0);
		browser.assertQuiet();
	});
	test('“something else” opens the form, without the script too', async () => {
		const m = await machine();
		await reported(m, '液压油喷出来了');
		for (const script of [true, false]) {
			const page = await phone({ script });
			await scan(page, m);
			await page.press('details.other summary');
			await page.press('.usual .chip >> nth=1');
			await page.press('.send .stop');
			await page.waitForURL(/\/t\//);
			assert.equal(page.taps, 3);
		}
		assert.equal((await tickets(m)).length, 3);
	});
});

describe('the ticket’s page', () => {
	async function open(script = true) {
		const m = await machine();
		const page = await phone({ script });
		await scan(page, m);
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		return { page, m, id: (await tickets(m))[0].id };
	}
	test('keeps itself up to date while nothing typed is lost', async () => {
		const { page, id } = await open();
		await page.locator('.say textarea').fill('还没写完');
		await li.must(200, 'POST', `/api/v1/tickets/${id}/accept`, { json: {}, version: 1 });
		await page.locator('.now').filter({ hasText: '李师傅' }).waitFor();
		assert.equal(await page.locator('.say textarea').inputValue(), '还没写完');
		browser.assertQuiet();
	});
	for (const script of [true, false]) {
		const how = script ? 'with' : 'without';
		test(`withdraws, ${how} the script`, async () => {
			const { page, m } = await open(script);
			await page.locator('form[action$="/withdraw"] button').click();
			await page.locator('.now').filter({ hasText: '已撤回' }).waitFor();
			assert.equal((await tickets(m))[0].state, 'cancelled');
			browser.assertQuiet();
		});
		test(`sends a message, ${how} the script`, async () => {
			const { page } = await open(script);
			await page.locator('.say textarea').fill('在东门\n第二台');
			await page.locator('.say button').click();
			await page.locator('.says').filter({ hasText: '第二台' }).waitFor();
			assert.equal(await page.locator('.say textarea').inputValue(), '');
			browser.assertQuiet();
		});
		test(`is it fixed? no, with a reason; then yes, ${how} the script`, async () => {
			const { page, id } = await open(script);
			await repair(li, id);
			await page.reload();
			await page.locator('details.fold summary').click();
			await page.locator('[name=reason]').fill('还响');
			await page.locator('form[action$="/reopen"] button').click();
			await page.locator('.now').filter({ hasText: '正在维修' }).waitFor();
			const { ticket } = await li.must(200, 'GET', `/api/v1/tickets/${id}`);
			await li.must(200, 'POST', `/api/v1/tickets/${id}/restore`, { json: { action: '再修' }, version: ticket.version });
			await page.reload();
			await page.locator('form[action$="/confirm"] button').click();
			await page.locator('.now').filter({ hasText: '已完成' }).waitFor();
			browser.assertQuiet();
		});
	}
	test('a photo is sent as soon as it is taken', async () => {
		const { page } = await open();
		await page.locator('[data-send=photos] input[type=file]').first().setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.locator('#live .photos img').waitFor();
		await settled(page);
		assert.equal(await page.locator('[data-send=photos] .photos img').count(), 0);
		browser.assertQuiet();
	});
});

describe('everybody can read it', () => {
	const NAME = '全自动曲轴连杆颈高速随动数控外圆磨床（德国进口二号机，带在线测量）Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk';
	test('axe finds nothing on any page, light and dark, phone and desk, and nothing sticks out at 320 px', async () => {
		const long = await machine({ name: NAME, name_en: NAME, code: 'LONG-00000000000000000000000000000000001', location: NAME });
		const busy = await machine();
		for (const symptom of ['液压油喷出来了', NAME, '第三个']) await reported(busy, symptom);
		const paths = ['/q', '/q/NOSUCHCODE', `/q/${made.qr}`, `/q/${long.qr}`, `/q/${busy.qr}`, '/t/1-x', '/no/such'];
		for (const lang of ['zh-CN', 'en-US'])
			for (const wide of [false, true]) {
				const page = await browser.page({ lang, wide });
				if (!wide) await page.setViewportSize({ width: 320, height: 568 });
				for (const path of paths) {
					await page.goto(server.url + path);
					for (const more of await page.locator('details > summary').all()) await more.click();
					await assertGood(page, `${path} ${lang} ${wide ? 'desk' : 'phone'}`);
				}
				await page.context().close();
			}
		browser.takeNoises();
	});
	test('every state of a ticket', async () => {
		const m = await machine();
		const page = await phone();
		await scan(page, m);
		await page.locator('.usual .chip').first().click();
		await page.locator('.send .stop').click();
		await page.waitForURL(/\/t\//);
		const [{ id }] = await tickets(m);
		const step = async (who, verb, json = {}) => {
			const { ticket } = await admin.must(200, 'GET', `/api/v1/tickets/${id}`);
			await who.must(200, 'POST', `/api/v1/tickets/${id}/${verb}`, { json, version: ticket.version });
			await page.reload();
			await assertGood(page, verb);
		};
		await assertGood(page, 'reported');
		await step(li, 'accept');
		await step(li, 'start');
		const { items } = await li.must(200, 'GET', '/api/v1/codelists');
		await step(li, 'wait', { reason: items.find((c) => c.list === 'wait_reason').code });
		await step(li, 'resume');
		await step(li, 'restore', { action: '换了' });
		await step(admin, 'close');
		browser.assertQuiet();
	});
	test('a page without the script has the plain fields and no dead buttons', async () => {
		const page = await phone({ script: false });
		await scan(page, made);
		assert.equal(await page.locator('input[type=file]').first().isVisible(), true);
		assert.equal(await page.locator('.take .btn').first().isVisible(), false);
		assert.equal(await page.locator('.since-at').isVisible(), true);
	});
});
