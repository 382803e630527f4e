// rounds.test.mjs - inspection in the browser: a whole round walked, most of it without a network, on plain HTTP.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
import { addPerson, jpeg, makePlant, PASSWORD } from '../lib/plant.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let server, browser, admin, plant, line, checklist, next = 0;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	for (const [login, name] of [['li', '李师傅'], ['wang', '王师傅']]) await addPerson(server, login, name);
	plant = { url: server.url, server };
	checklist = await admin.must(201, 'POST', '/api/v1/checklists', { json: { name: '车床点检', name_en: 'Lathe checks', items: [
		{ kind: 'yes_no', text: '防护门完好？', text_en: 'Guard whole?' },
		{ kind: 'number', text: '主轴温度', text_en: 'Spindle heat', unit: 'K', low: 10, high: 60 },
		{ kind: 'choice', text: '声音', text_en: 'Noise', choices: '正常\n异响', bad: 2, if_item: 2, if_value: 'finding' },
		{ kind: 'photo', text: '导轨照片', text_en: 'Photo of the guide', required: false },
	] } });
});
after(async () => {
	await stopAll(browser, server);
});

async function newRound(machines = 2) {
	const all = [];
	for (let i = 0; i < machines; i++) all.push(await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: `R-${++next}`, name: `车床 ${next}`, name_en: `Lathe ${next}` } }));
	const route = await admin.must(201, 'POST', '/api/v1/routes', { json: { name: `车间巡检 ${next}`, name_en: `Hall walk ${next}`, due: 'times', windows: [{ start_min: 0, end_min: 1440 }], stops: all.map((m) => ({ machine_id: m.id, checklist_id: checklist.id })) } });
	// In the evening tomorrow's is open too, and comes first.
	const { id } = (await admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: route.id, open: 1 } })).items.at(-1);
	return { id, machines: all };
}
const onServer = (id) => admin.must(200, 'GET', `/api/v1/rounds/${id}`);
const ticketsOf = async (m) => (await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.id } })).items;
const forgiven = () => browser.takeNoises().filter((n) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR/.test(n));
const sent = (page) => page.waitForFunction(() => !document.querySelector('a[href="/outbox"]'));
const WORDS = {
	zh: { begin: '开始点检', scan: '扫描设备', typed: /编号|输入/, open: '打开', yes: '是', no: '否', next: '下一项', ticket: '报修', bad: '异响', finish: '完成并提交', done: '点检完成。', taken: '李师傅 已经在做', take: '由我接手' },
	en: { begin: 'Begin', scan: 'Scan the machine', open: 'Open', yes: 'Yes', no: 'No', next: 'Next', ticket: 'Make a ticket', bad: '异响', finish: 'Finish', done: 'The round is finished.' },
};

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const say = WORDS[lang];
	let taps = 0;
	const tap = (page, name, role = 'button') => (taps++, page.getByRole(role, { name, exact: true }).first().click());
	// As a scan gives it: where a phone has no camera in the page it is typed.
	const typeCode = async (page, code) => {
		await tap(page, say.scan);
		const sheet = page.getByRole('dialog');
		await sheet.locator('input.input').fill(code);
		await sheet.locator('form button[type=submit]').click();
		await page.locator('.check').waitFor();
	};
	const keys = async (page, text) => {
		for (const k of text) await page.locator('.pad-keys').getByRole('button', { name: k, exact: true }).click();
	};
	const asked = (page, what) => page.locator('.check h2').filter({ hasText: what }).waitFor();
	const sign = async (page) => {
		const box = await page.locator('canvas.signature').boundingBox();
		await page.mouse.move(box.x + 30, box.y + 40);
		await page.mouse.down();
		await page.mouse.move(box.x + 120, box.y + 70);
		await page.mouse.move(box.x + 160, box.y + 20);
		await page.mouse.up();
	};

	describe(`${size}, ${lang}`, () => {
		test('the network goes after the round was begun: the whole walk is kept, and sent once when it is back', async () => {
			const { id, machines } = await newRound(2);
			const page = await openAs(browser, plant, { size, lang, login: 'li' });
			await page.goto(`${server.url}/rounds`);
			await page.locator(`a[href="/rounds/${id}/walk"]`).click();
			taps = 1; // the round itself
			await tap(page, say.begin);
			await page.getByRole('button', { name: say.scan, exact: true }).waitFor();
			await page.waitForFunction(() => performance.getEntriesByType('resource').some((r) => /ScanSheet/.test(r.name)));
			await page.context().setOffline(true);

			await typeCode(page, machines[0].code);
			await asked(page, /防护门|Guard/);
			await tap(page, say.yes, 'radio'); // one tap, and the next item is there
			await asked(page, /温度|heat/);
			const shown = page.locator('.pad-shown'), wrong = page.locator('.pad').getByRole('alert');
			for (const [typed, is] of [['7l', true], ['-', false], ['7.', false], ['', false]]) {
				await shown.fill(typed);
				await wrong.waitFor({ state: is ? 'attached' : 'detached' });
				assert.equal(await shown.inputValue(), typed);
			}
			await keys(page, '71.5');
			await tap(page, say.ticket); // one tap
			await tap(page, say.next);
			await asked(page, /声音|Noise/); // what depends on a finding is asked
			await tap(page, '异响', 'radio');
			await tap(page, say.next);
			await page.locator('.check input[type=file]').setInputFiles({ name: 'guide.jpg', mimeType: 'image/jpeg', buffer: jpeg });
			await page.locator('.check-photo').waitFor();
			await tap(page, say.next);
			await typeCode(page, machines[1].code);
			await tap(page, say.yes, 'radio');
			await keys(page, '40');
			await tap(page, say.next);
			await asked(page, /照片|Photo/); // what does not apply is not asked
			await tap(page, say.next);
			await sign(page);
			await assertFits(page);
			await tap(page, say.finish);
			// Two to begin, one to end; of a machine its scan, an answer each, and one more after a number, a finding, a photo or what is left out.
			assert.equal(taps, 2 + (1 + 1 + 2 + 2 + 1) + (1 + 1 + 1 + 1) + 1);
			await page.getByText(say.done).first().waitFor();
			assert.equal((await onServer(id)).finished_at, null, 'nothing has reached the server');

			await page.context().setOffline(false);
			await sent(page);
			const r = await onServer(id);
			assert.deepEqual([r.state, r.stops_done, r.stops.map((s) => s.typed), r.account_name], ['done', 2, [true, true], '李师傅']);
			assert.ok(r.finished_said <= r.finished_at && r.signature_id);
			const first = r.stops[0].answers, heat = first.find((x) => x.value !== null);
			assert.deepEqual([first.length, heat.value, heat.finding], [4, 71.5, true]);
			assert.ok(first.some((x) => x.photo_id));
			const tickets = await ticketsOf(machines[0]);
			assert.deepEqual(tickets.map((t) => [t.id, t.kind, t.source]), [[heat.ticket_id, 'inspection', 'inspection']]);
			assert.match(tickets[0].symptom, /71\.5 K/);
			assert.deepEqual(await ticketsOf(machines[1]), []);
			await page.goto(`${server.url}/rounds/${id}`);
			await settled(page);
			await page.locator('.round-signed').waitFor();
			await assertFits(page);
			await page.context().close();
			assert.deepEqual(forgiven(), []);
		});
	});
}

test('a page that is loaded again in mid-round goes on where it was, a photo that is not sent yet still in sight', async () => {
	const { id, machines } = await newRound(1);
	const page = await openAs(browser, plant, { size: 'phone', lang: 'zh', login: 'li' });
	const picture = () => page.waitForFunction(() => document.querySelector('.check-photo')?.naturalWidth > 0);
	const back = async () => {
		await page.reload();
		await page.getByRole('button', { name: /车床/ }).click();
		await page.getByRole('radio', { name: '否', exact: true, checked: true }).waitFor();
	};
	await page.goto(`${server.url}/rounds/${id}/walk`);
	await page.getByRole('button', { name: '开始点检', exact: true }).click();
	await page.getByRole('button', { name: '扫描设备', exact: true }).click();
	await page.getByRole('dialog').locator('input.input').fill(machines[0].code);
	await page.getByRole('dialog').locator('form button[type=submit]').click();
	await page.getByRole('radio', { name: '否', exact: true }).click();
	let away = true;
	await page.route('**/photos/*', (route) => (away ? route.abort('connectionreset') : route.continue()));
	await page.locator('.check input[type=file]').setInputFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer: jpeg });
	await picture();
	await back();
	await picture();
	// Once it is sent it is the server's to show.
	away = false;
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await sent(page);
	await page.getByRole('button', { name: '报修', exact: true }).click();
	await eventually(() => onServer(id), (r) => r.stops[0].answers.some((x) => x.photo_id && x.ticket_id), 'the answer has its photo');
	await back();
	await picture();
	assert.match(await page.locator('.check-photo').getAttribute('src'), /^\/api\/v1\/documents\/\d+/);
	await page.context().close();
	assert.deepEqual(forgiven(), []);
});

test('who begins a round that somebody else is walking is told who, and may take it over', async () => {
	const { id } = await newRound(1);
	const li = await server.login('li', PASSWORD);
	await li.must(200, 'POST', `/api/v1/rounds/${id}/start`, { json: {} });
	const page = await openAs(browser, plant, { size: 'phone', lang: 'zh', login: 'wang' });
	// As it was before the other began: this phone has seen it, and knows nothing of that.
	await page.route(`**/api/v1/rounds/${id}`, async (route) => {
		const answer = await route.fetch(), round = await answer.json();
		await route.fulfill({ json: { ...round, started_at: null, account_id: null, account_name: null, state: 'due' } });
	});
	await page.goto(`${server.url}/rounds/${id}/walk`);
	await page.getByRole('button', { name: '开始点检', exact: true }).click();
	await page.getByText('李师傅 已经在做').first().waitFor();
	await page.getByRole('button', { name: '由我接手', exact: true }).click();
	await page.getByRole('button', { name: '扫描设备', exact: true }).waitFor();
	await eventually(() => onServer(id), (r) => r.account_name === '王师傅', 'taken over'); // the screen does not wait for it
	await page.context().close();
	browser.takeNoises(); // of the refusal the console has its own words
});

test('a checklist and a route are written by hand on a phone, and there is a round to walk', async () => {
	const [machine] = (await newRound(1)).machines;
	const page = await openAs(browser, plant, { size: 'phone', lang: 'zh', login: 'admin', password: server.adminPassword });
	const put = (name, value) => page.getByRole('dialog').getByLabel(name, { exact: true }).fill(value), tap = (name) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
	await page.goto(`${server.url}/rounds?show=checklists&edit=new`);
	await put('名称 *', '手写点检表');
	await put('检查什么 *', '有无漏油？');
	await tap('加一项');
	await put('检查什么 *', '油压');
	await page.getByRole('dialog').getByLabel('类型', { exact: true }).selectOption({ label: '数值' });
	for (const [name, value] of [['下限', '0.4'], ['上限', '0.6'], ['单位', 'MPa']]) await page.getByRole('dialog').getByLabel(name, { exact: true }).pressSequentially(value);
	await page.getByRole('dialog').getByRole('button', { name: /有无漏油/ }).waitFor(); // the first is closed, and read at a glance
	await assertFits(page);
	await tap('保存');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	const made = (await admin.must(200, 'GET', '/api/v1/checklists')).items.find((c) => c.name === '手写点检表');
	const { items } = await admin.must(200, 'GET', `/api/v1/checklists/${made.id}`);
	assert.deepEqual(items.map((i) => [i.kind, i.text, i.low, i.high, i.unit]), [['yes_no', '有无漏油？', null, null, null], ['number', '油压', 0.4, 0.6, 'MPa']]);

	await page.goto(`${server.url}/rounds?show=routes&edit=new`);
	await put('名称 *', '手写路线');
	await page.getByRole('dialog').getByLabel('新加设备的点检表').selectOption({ label: '手写点检表' });
	await page.getByRole('dialog').getByRole('searchbox').fill(machine.code);
	await page.getByRole('dialog').getByRole('button', { name: new RegExp(machine.code) }).click();
	await assertFits(page);
	await tap('保存');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	const route = (await admin.must(200, 'GET', '/api/v1/routes')).items.find((r) => r.name === '手写路线');
	assert.equal(route.stops_n, 1);
	assert.ok((await admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: route.id } })).items.length > 0);
	await page.context().close();
	browser.assertQuiet();
});
