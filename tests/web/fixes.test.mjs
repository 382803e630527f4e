// fixes.test.mjs - what fixed it before, as cards on a ticket; the page of a fix; writing down, merging and splitting.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { openAt, settled } from './lib/screens.mjs';

let server, browser, admin, li, lathe, spindle, bearing;

const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
const report = async (symptom) => (await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom } })).ticket;
const step = async (id, verb, json = {}) => {
	const { ticket } = await li.must(200, 'GET', T(id));
	return (await li.must(200, 'POST', T(id, verb), { json, version: ticket.version })).ticket;
};
async function repair(symptom, fix) {
	const t = await report(symptom);
	await step(t.id, 'start');
	await step(t.id, 'restore', fix);
	return t.id;
}
const fixIdOf = async (id) => (await eventually(() => li.must(200, 'GET', T(id)), (v) => v.fix_id !== null, 'its fix')).fix_id;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	const plant = await makePlant(server, [{ code: 'CK-1', name: '数控车床', name_en: 'CNC lathe', model: 'LC-36' }]);
	[lathe] = plant.machines;
	li = await addPerson(server, 'li', '李师傅');
	await addPerson(server, 'boss', '何主管', 'manager');
	spindle = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'component', parent_id: lathe.id, name: '主轴', name_en: 'spindle' } });
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'A-01' } });
	bearing = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: '7010C', name: '主轴轴承', name_en: 'spindle bearing', unit: '个', bin_id: bin.id, price_cents: 5000 } });
	await admin.must(201, 'POST', `/api/v1/parts/${bearing.id}/receive`, { json: { qty: 20 } });
	for (const text of ['主轴异响', '主轴异响发热', '主轴有异响']) {
		const t = await report(text);
		await step(t.id, 'start');
		await li.must(201, 'POST', T(t.id, 'parts'), { json: { part_id: bearing.id, qty: 2 } });
		await li.must(201, 'POST', T(t.id, 'labour'), { json: { minutes: 90 } });
		await step(t.id, 'restore', { action_code: 'REP', action: '更换主轴轴承', cause: '轴承磨损', component_id: spindle.id });
	}
	await repair('卡盘夹不紧', { action_code: 'CLE', action: '清洗卡盘' });
	await eventually(() => li.must(200, 'GET', '/api/v1/suggestions', { query: { text: '主轴异响' } }), (s) => s.fixes[0]?.cases === 3, 'known');
});
after(async () => {
	await stopAll(browser, server);
});

const WORDS = {
	zh: { fix: '更换 · 主轴', likely: /很可能|可能|也许/, times: /修好过 \d+ 次/, details: '详情', why: /修好|主轴/, worked: '就是它，修好了', done: '修好了', off: '不适用', all: '这个修法的全部记录', write: '写下来', aFix: /写一个修法/, aTree: /写一棵排查树/, symptom: /什么现象时用/, steps: /怎么修/, minutes: /分钟/, save: '保存', edit: '改名或补充', zh: '中文名', more: '更多操作', merge: /并入另一个修法/, mergeDo: '合并', out: '拆回来', split: /拆成两个修法/, phenomenon: /^现象 /, another: '再加一种原因', part: '主轴轴承' },
	en: { fix: 'replace · spindle', likely: /Likely|Possible|Perhaps/, times: /fixed it \d+ times/, details: 'Details', why: /most|spindle|done/i, worked: 'It worked', done: 'It runs again', off: 'Did not apply', all: 'All about this fix', write: 'Write down', aFix: /^A fix/, aTree: /^A tree/, symptom: /When to think of it/, steps: /What to do/, minutes: /minutes/i, save: 'Save', edit: 'Rename or add to it', zh: 'Name in Chinese', more: 'More', merge: /Merge into another/, mergeDo: 'Merge', out: 'Take out', split: /^Split/, phenomenon: /What one sees/, another: 'One more cause', part: 'spindle bearing' },
};

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const w = WORDS[lang];
	const open = (own, login, at) => openAt(own, browser, server, { login, size, lang }, at);

	describe(`${size}, ${lang}`, () => {
		test('a card says what to do, how likely, how often and with which parts; the rest is one tap away', async (own) => {
			const t = await report('主轴异响，声音大');
			await step(t.id, 'start');
			const page = await open(own, 'li', `/tickets/${t.id}`);
			const card = page.locator('.fix').first();
			await card.getByRole('heading', { name: w.fix }).waitFor();
			assert.match(await card.innerText(), w.likely);
			assert.match(await card.innerText(), w.times);
			assert.match(await card.innerText(), new RegExp(`${w.part}[\\s\\S]*A-01`));
			await card.getByRole('button', { name: w.details }).click();
			const sheet = page.getByRole('dialog');
			assert.match(await sheet.innerText(), w.why);
			assert.equal(await sheet.locator('a[href^="/tickets/"]').count(), 3);
			await assertAccessible(page);
			await sheet.getByRole('link', { name: w.all }).click();
			await page.waitForURL(/\/fixes\/\d+/);
			await settled(page);
			await assertAccessible(page);
			browser.assertQuiet();
		});

		test('"it worked" closes with that fix in three taps, and the repair is its case', async (own) => {
			const t = await report('主轴异响');
			await step(t.id, 'start');
			const page = await open(own, 'li', `/tickets/${t.id}`);
			await page.locator('.fix').first().getByRole('button', { name: w.worked }).click();
			const sheet = page.getByRole('dialog');
			assert.match(await sheet.innerText(), new RegExp(w.fix));
			await sheet.getByRole('button', { name: w.done }).click();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			const v = await eventually(() => li.must(200, 'GET', T(t.id)), (x) => x.ticket.state === 'restored', 'restored');
			const history = await li.must(200, 'GET', T(t.id, 'history'));
			assert.equal(history.items.find((e) => e.kind === 'fix_named').body.fix, v.fix_id);
			await page.getByRole('link', { name: w.fix }).first().waitFor();
			browser.assertQuiet();
		});

		test('closed from the main button, which fix it was is said in one tap, and fills what is not typed', async (own) => {
			const t = await report('主轴异响');
			await step(t.id, 'start');
			const page = await open(own, 'li', `/tickets/${t.id}`);
			await page.locator('.thumb').getByRole('button', { name: w.done }).click();
			const sheet = page.getByRole('dialog');
			await sheet.getByRole('radio', { name: w.fix, exact: true }).click();
			assert.equal(await sheet.locator('textarea').first().inputValue(), '更换主轴轴承');
			await sheet.getByRole('button', { name: w.done }).click();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			const history = await eventually(() => li.must(200, 'GET', T(t.id, 'history')), (x) => x.items.some((e) => e.kind === 'fix_named'), 'named');
			assert.equal(history.items.find((e) => e.kind === 'fix_named').body.name, WORDS.zh.fix);
			browser.assertQuiet();
		});

		test('"did not apply" stays with the card and can be taken back', async (own) => {
			const t = await report('主轴异响');
			await step(t.id, 'start');
			const page = await open(own, 'li', `/tickets/${t.id}`);
			const button = page.locator('.fix').first().getByRole('button', { name: w.off });
			await button.click();
			await page.locator('.off-fix').waitFor();
			assert.equal(await button.getAttribute('aria-pressed'), 'true');
			await button.click();
			await page.locator('.off-fix').waitFor({ state: 'detached' });
			browser.assertQuiet();
		});

		test('a technician writes a fix down, and a tree; both are suggested', async (own) => {
			const page = await open(own, 'li', '/fixes');
			await page.getByRole('button', { name: w.write }).first().click();
			await page.getByRole('button', { name: w.aFix }).click();
			let sheet = page.getByRole('dialog');
			await sheet.getByLabel(w.symptom).fill(`尾座顶不紧 ${size}`);
			await sheet.getByLabel(w.steps).fill('查油压\n换密封');
			await sheet.getByLabel(w.zh).fill(`修尾座 ${size}`);
			const minutes = sheet.getByLabel(w.minutes);
			for (const typed of ['1.5', '15分']) {
				await minutes.fill(typed);
				await sheet.getByRole('button', { name: w.save }).click();
				await sheet.locator('.two .field').getByRole('alert').waitFor();
				assert.equal(await minutes.inputValue(), typed);
			}
			browser.takeNoises(); // the server's refusal
			await minutes.fill('15');
			await sheet.getByRole('button', { name: w.save }).click();
			await page.waitForURL(/\/fixes\/\d+/);
			await page.getByText('换密封').waitFor();
			await eventually(() => li.must(200, 'GET', '/api/v1/suggestions', { query: { text: `尾座顶不紧 ${size}` } }), (s) => s.fixes.some((f) => f.written && f.label === `修尾座 ${size}`), 'suggested');

			await page.goto(`${server.url}/fixes?show=trees`);
			await settled(page);
			await page.getByRole('button', { name: w.write }).first().click();
			await page.getByRole('button', { name: w.aTree }).click();
			sheet = page.getByRole('dialog');
			await sheet.getByLabel(w.phenomenon).first().fill(`液压站不起压 ${size}`);
			await sheet.getByLabel(w.steps).fill('加油');
			await sheet.getByRole('button', { name: w.another }).click();
			await sheet.getByLabel(w.steps).nth(1).fill('换泵');
			await assertAccessible(page);
			await sheet.getByRole('button', { name: w.save }).click();
			await page.waitForURL(/tree=\d+/);
			await page.locator('.branches > li').nth(1).getByText('换泵').first().waitFor();
			const { items } = await li.must(200, 'GET', '/api/v1/fix-trees');
			assert.ok(items.some((x) => x.symptom === `液压站不起压 ${size}`));
			browser.assertQuiet();
		});

		test('a technician renames a fix and may not merge; a manager merges two and takes one out again', async (own) => {
			const make = (zh) => li.must(201, 'POST', '/api/v1/fixes', { json: { zh, symptom: `${zh}的现象`, steps: '做' } });
			const a = await make(`甲法 ${size}`), b = await make(`乙法 ${size}`);
			const page = await open(own, 'li', `/fixes/${a.id}`);
			assert.equal(await page.getByRole('button', { name: w.more, exact: true }).count(), 0);
			await page.getByRole('button', { name: w.edit }).click();
			await page.getByRole('dialog').getByLabel(w.zh).fill(`甲法改 ${size}`);
			await page.getByRole('dialog').getByRole('button', { name: w.save }).click();
			await page.getByRole('heading', { name: `甲法改 ${size}` }).first().waitFor();
			browser.assertQuiet();

			const boss = await open(own, 'boss', `/fixes/${a.id}`);
			await boss.getByRole('button', { name: w.more, exact: true }).last().click();
			await boss.getByRole('button', { name: w.merge }).click();
			await boss.getByRole('dialog').getByRole('searchbox').fill(`乙法 ${size}`);
			await boss.getByRole('dialog').getByRole('button', { name: `乙法 ${size}` }).click();
			await boss.getByRole('dialog').getByRole('button', { name: w.mergeDo, exact: true }).click();
			await boss.waitForURL(new RegExp(`/fixes/${b.id}`));
			await boss.getByRole('button', { name: w.out }).waitFor();
			// an old link leads on
			await boss.goto(`${server.url}/fixes/${a.id}`);
			await boss.waitForURL(new RegExp(`/fixes/${b.id}`));
			await boss.getByRole('button', { name: w.out }).click();
			await boss.getByRole('button', { name: w.out }).waitFor({ state: 'detached' });
			assert.equal((await li.must(200, 'GET', `/api/v1/fixes/${a.id}`)).root_id, null);
			browser.assertQuiet();
		});

		if (size === 'desk')
			test('the repairs of a fix stay on the screen, however much is searched beside them', async (own) => {
				const fix = await fixIdOf(await repair(`丝杠卡 ${size}`, { action: `润滑丝杠 ${size}` }));
				await eventually(() => li.must(200, 'GET', `/api/v1/fixes/${fix}`), (f) => f.cases === 1, 'counted');
				const page = await open(own, 'li', `/fixes/${fix}`), repairs = page.getByRole('link', { name: new RegExp(`丝杠卡 ${size}`) });
				await repairs.waitFor();
				for (let i = 0; i < 15; i++) {
					const asked = page.waitForResponse((r) => r.url().includes(`text=no${i}`));
					await page.getByRole('searchbox').fill(`no${i}`);
					await asked;
				}
				await settled(page);
				assert.equal(await repairs.count(), 1);
				browser.assertQuiet();
			});

		test('a manager splits chosen repairs off', async (own) => {
			const one = await repair(`刮屑板断 ${size}`, { action: `焊接刮屑板 ${size}` }), two = await repair(`刮屑板变形 ${size}`, { action: `焊接刮屑板 ${size}` });
			const fix = await fixIdOf(one);
			assert.equal(await fixIdOf(two), fix);
			await eventually(() => li.must(200, 'GET', `/api/v1/fixes/${fix}`), (f) => f.cases === 2, 'counted');
			// The page and the sheet over it show the same repairs: whichever asked, both have them when they come.
			const boss = await open(own, 'boss', '/fixes');
			let come;
			const held = new Promise((now) => (come = now));
			await boss.route(`**/fixes/${fix}/cases*`, (route) => held.then(() => route.continue()));
			await boss.goto(`${server.url}/fixes/${fix}`);
			await boss.getByRole('button', { name: w.more, exact: true }).last().click();
			await boss.getByRole('button', { name: w.split }).click();
			const sheet = boss.getByRole('dialog');
			await sheet.locator('.skeleton').first().waitFor();
			come();
			await sheet.getByRole('checkbox').first().waitFor();
			await sheet.getByLabel(w.zh).fill(`校平刮屑板 ${size}`);
			await sheet.getByRole('checkbox').first().check();
			await sheet.locator('.ends button').click();
			await boss.waitForURL((u) => /\/fixes\/\d+/.test(u.pathname) && !u.pathname.endsWith(`/${fix}`));
			await boss.getByRole('heading', { name: `校平刮屑板 ${size}` }).first().waitFor();
			assert.equal((await li.must(200, 'GET', `/api/v1/fixes/${fix}`)).cases, 1);
			browser.assertQuiet();
		});
	});
}
