// buying.test.mjs - what is to be bought, from the proposal to the shelf, with a storekeeper's and a manager's hands; how a
// part is bought and why; who sells it. On a phone in Chinese and at a desk in English.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { startServer } from '../lib/server.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { hand } from './lib/hand.mjs';

let server, browser, admin, plant, line, seller, next = 0;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	await addPerson(server, 'ku', '小库', 'storekeeper');
	await addPerson(server, 'he', '何主管', 'manager');
	plant = { url: server.url, server };
	seller = await add('/api/v1/suppliers', { name: '恒达轴承', contact: '王经理', phone: '0431-8550 1200' });
});
after(async () => {
	await stopAll(browser, server);
});

const add = (at, json) => admin.must(201, 'POST', at, { json });
// Of `have` there are `use` gone into a machine; below `min` it is bought up to `max`.
async function part(name, { have, use, min, max }) {
	const bin = await add('/api/v1/bins', { code: `BIN-${++next}` });
	const p = await add('/api/v1/parts', { code: `P-${next}`, name, unit: '个', bin_id: bin.id, price_cents: 5000 });
	await add(`/api/v1/parts/${p.id}/receive`, { qty: have });
	const m = await add('/api/v1/assets', { kind: 'machine', parent_id: line.id, code: `S-${next}`, name: `车床 ${next}` });
	const { ticket } = await add('/api/v1/tickets', { machine_id: m.id, symptom: '漏油' });
	await add(`/api/v1/tickets/${ticket.id}/parts`, { part_id: p.id, qty: use });
	await admin.must(200, 'PUT', `/api/v1/parts/${p.id}/suppliers/${seller.id}`, { json: { lead_days: 5, preferred: true } });
	const { version } = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/reorder`);
	await admin.must(200, 'PUT', `/api/v1/parts/${p.id}/reorder`, { json: { worked: false, min_qty: min, max_qty: max }, version });
	return { ...p, machine: m };
}
const look = (p) => admin.must(200, 'GET', `/api/v1/parts/${p.id}`);
const requisition = (id) => admin.must(200, 'GET', `/api/v1/requisitions/${id}`);

const W = {
	zh: { propose: '现在算一次', what: '要买的备件', edit: '修改', qty: /^数量/, note: '加备注', noteField: '整单备注', approve: '批准', order: '已下单', receive: '到货', machines: '按设备', came: '到货记录', close: '结束', reason: '原因', excel: 'Excel', state: { proposed: '已提出', edited: '已修改', receiving: '部分到货', closed: '已完成' }, strike: '不买', set: '设定', hand: '人工设定', worked: '自动计算', min: /^最低库存/, buyNow: /现在该买/, supplier: '新供应商', name: '名称', sold: '供应的备件', rules: '采购规则', service: '不缺货的把握（%）', table: '表格' },
	en: { propose: 'Work it out now', what: 'What to buy', edit: 'Change', qty: /^Quantity/, note: 'Add a note', noteField: 'Note on the whole', approve: 'Approve', order: 'Mark as ordered', receive: 'Receive', machines: 'By machine', came: 'What has come', close: 'Close', reason: 'Why', excel: 'Excel', state: { proposed: 'proposed', edited: 'edited', receiving: 'partly received', closed: 'closed' }, strike: "Don't buy", set: 'Set', hand: 'set by hand', worked: 'worked out', min: /^Minimum/, buyNow: /Buy .* now/, supplier: 'New supplier', name: 'Name', sold: 'Parts sold', rules: 'Rules of buying', service: 'Sure not to run out (%)', table: 'Table' },
};

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const t = W[lang];
	describe(`${size}, ${lang}`, () => {
		const open = (own, login, at) => hand(own, browser, plant, { login, size, lang }, at);
		const state = (page, name) => page.locator('.buy-screen').getByText(t.state[name], { exact: true }).waitFor();

		test('from the proposal to the shelf: proposed, changed, approved, ordered, partly come, closed short', async (own) => {
			const seal = await part(`油封 ${lang}`, { have: 8, use: 6, min: 5, max: 12 }), belt = await part(`皮带 ${lang}`, { have: 3, use: 1, min: 4, max: 6 });
			const store = await open(own, 'ku', '/requisitions');
			await store.tap(t.propose);
			await store.waitForURL(/requisitions\/\d+/);
			const id = Number(/\d+$/.exec(new URL(store.url()).pathname)[0]);
			await state(store, 'proposed');
			assert.deepEqual((await requisition(id)).items.filter((l) => [seal.id, belt.id].includes(l.part_id)).map((l) => [l.name, l.qty]).sort(), [[seal.name, 10], [belt.name, 4]].sort());
			// Whose use it makes good: said by machine.
			const machines = store.getByRole('list', { name: t.machines });
			await machines.getByRole('link', { name: new RegExp(`${belt.machine.name}.*${belt.name} 4 `) }).waitFor();
			await machines.getByRole('link', { name: new RegExp(`${seal.machine.name}.*${seal.name} 10 `) }).waitFor();
			assert.equal(await store.getByRole('button', { name: t.approve }).count(), 0, 'a storekeeper does not approve');
			store.taps = 0;
			await store.tap(`${t.edit} ${seal.name}`);
			await store.sheet.getByLabel(t.qty).fill('20');
			await store.submit();
			await store.sheetGone();
			assert.equal(store.taps, 2, 'to change a line');
			await state(store, 'edited');
			await store.tap(t.note);
			await store.sheet.getByLabel(t.noteField).fill('送二号门');
			await store.submit();
			await store.sheetGone();
			await store.locator('.buy-screen').getByText('送二号门').waitFor();

			const chief = await open(own, 'he', `/requisitions/${id}`);
			await chief.tap(t.approve);
			await chief.getByRole('button', { name: t.order }).waitFor();
			assert.equal(chief.taps, 1);

			await store.getByRole('button', { name: t.order }).waitFor(); // it came by itself
			await store.tap(t.order);
			const row = store.getByRole('list', { name: t.what }).getByRole('listitem').filter({ hasText: seal.name });
			store.taps = 0;
			await store.tap(row.getByRole('button', { name: t.receive }));
			await store.sheet.getByLabel(t.qty).fill('15');
			await store.submit();
			await store.sheetGone();
			assert.equal(store.taps, 2, 'to receive');
			await state(store, 'receiving');
			assert.equal((await look(seal)).qty, 2 + 15);
			await store.getByRole('list', { name: t.came }).getByRole('listitem').first().waitFor();

			await store.tap(t.close);
			await store.submit();
			await store.sheet.getByRole('alert').first().waitFor(); // not without a reason: something is missing
			browser.takeNoises(); // the refusal is an error to the browser's console
			await store.sheet.getByLabel(t.reason).fill('停产');
			await store.submit();
			await store.sheetGone();
			await state(store, 'closed');
			const done = await requisition(id);
			assert.deepEqual([done.state, done.reason, done.note], ['closed', '停产', '送二号门']);

			// On paper: the table to sign, without the buttons; and as Excel.
			const [file] = await Promise.all([store.waitForEvent('download'), store.tap(store.getByRole('link', { name: t.excel }))]);
			assert.match(file.suggestedFilename(), /\.xlsx$/);
			await store.emulateMedia({ media: 'print' });
			const paper = store.locator('.buy-paper');
			await paper.waitFor();
			assert.match(await paper.innerText(), new RegExp(`${seal.name}[^]*送|送[^]*${seal.name}`));
			assert.ok(!(await store.locator('.buy-screen').isVisible()));
			assert.ok(await paper.evaluate((e) => e.scrollWidth <= e.clientWidth), 'the table fits the paper');
		});

		test('a part says how it is bought and why; set by hand it is bought at once', async (own) => {
			const p = await part(`滤芯 ${lang}`, { have: 9, use: 4, min: 2, max: 6 });
			const page = await open(own, 'ku', `/parts/${p.id}`);
			await page.tap(t.set);
			await page.sheet.getByLabel(t.min).fill('7');
			await page.sheet.getByRole('textbox').nth(1).fill('10');
			await page.submit();
			await page.sheetGone();
			await page.getByText(t.buyNow).waitFor();
			assert.equal(page.taps, 2);
			await page.tap(t.set);
			await page.tap(page.sheet.getByRole('button', { name: t.worked }));
			await page.submit();
			await page.sheetGone();
			await page.waitForFunction(() => document.querySelector('.plot svg'));
			const r = await admin.must(200, 'GET', `/api/v1/parts/${p.id}/reorder`);
			assert.deepEqual([r.worked, r.trust], [true, 'weak']);
		});

		test('a supplier is added, and shows what it sells and how prices went', async (own) => {
			const page = await open(own, 'ku', '/suppliers'), name = `华北液压 ${lang}`;
			await page.tap(t.supplier);
			await page.sheet.getByLabel(t.name).fill(name);
			await page.submit();
			await page.waitForURL(/suppliers\/\d+/);
			await page.getByRole('heading', { name, level: 1 }).last().waitFor();
			// The list has the newest price; how they went is drawn and told.
			const p = await part(`密封圈 ${lang}`, { have: 2, use: 1, min: 1, max: 2 });
			for (const [day, price_cents] of [['2025-02-03', 1250], ['2025-06-04', 1375]]) await add(`/api/v1/parts/${p.id}/prices`, { supplier_id: seller.id, day, price_cents });
			await page.goto(`${plant.url}/suppliers/${seller.id}`);
			const sold = page.getByRole('list', { name: t.sold }).getByRole('button', { name: new RegExp(p.name) });
			await sold.waitFor();
			assert.match(await sold.innerText(), /13\.75/);
			await page.tap(sold);
			await page.sheet.locator('.plot svg path').first().waitFor();
			await page.tap(page.sheet.getByRole('button', { name: t.table }));
			const rows = page.sheet.getByRole('table').locator('tbody tr');
			await rows.first().waitFor();
			assert.deepEqual((await rows.allInnerTexts()).map((r) => r.split('\t').map((x) => x.trim())), [['2025-06-04', seller.name, '¥13.75'], ['2025-02-03', seller.name, '¥12.50']]);
			await page.sheet.getByRole('link').waitFor();
		});
	});
}
