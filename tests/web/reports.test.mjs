// reports.test.mjs - the figures on the screen are those of the worked cases and of the server; what is behind each opens
// with exactly its tickets; period and place stay in the address; what is printed fits its paper.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { addPerson } from '../lib/plant.mjs';
import { at, closeWeek, correct, DAY, dayOf, failure, job, line, machine, admin, server, openWeek, week } from '../lib/week.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let browser, boss;
const W = { from: dayOf(week.from), to: dayOf(week.to) };
const cases = {};

// The cases of PRODUCT.md that differ on the screen.
async function makeCases() {
	cases.none = await machine();
	cases.one = await machine({ original_value_cents: 100_000_00 });
	const first = await failure(cases.one, 'Tue 10:00', 'Tue 12:00', { accepted: 'Tue 10:15', started: 'Tue 10:30' });
	const { version } = (await admin.must(200, 'GET', `/api/v1/tickets/${first.id}`)).ticket;
	await admin.must(201, 'POST', `/api/v1/tickets/${first.id}/invoices`, { json: { cost_cents: 1_234_00, note: '外协修主轴', day: dayOf(at('Tue 12:00')) }, version });
	cases.overnight = await machine();
	await failure(cases.overnight, 'Tue 15:00', 'Wed 09:00');
	cases.overlap = await machine();
	await failure(cases.overlap, 'Tue 10:00', 'Tue 12:00');
	await failure(cases.overlap, 'Tue 11:30', 'Tue 13:00');
	cases.planned = await machine();
	await job(cases.planned, 'Thu 08:00', 'Thu 12:00', 'Thu 08:00', 'Thu 13:00');
	cases.before = await machine();
	await failure(cases.before, '-1 Fri 15:00', 'Mon 10:00');
	cases.young = await machine({ commissioned_day: dayOf(at('Wed 08:00')) });
	cases.left = await machine();
	const unknown = await failure(cases.left, 'Tue 10:00', 'Tue 11:00');
	await correct(unknown.id, { occurred_at: null, reason: '不知道何时停的' });
	cases.line = await line();
	cases.pooled = [await machine({ parent_id: cases.line.id }), await machine({ parent_id: cases.line.id })];
	await failure(cases.pooled[0], 'Tue 10:00', 'Tue 12:00');
}

before(async () => {
	[browser] = await Promise.all([startBrowser(), openWeek()]);
	boss = await addPerson(server, 'boss', '何主管', 'manager');
	await makeCases();
});
after(() => stopAll(browser, { stop: closeWeek }));

const address = (tab, query = {}) => `${server.url}/reports${tab ? `/${tab}` : ''}?${new URLSearchParams({ period: 'custom', ...W, ...query })}`;
async function opened(t, options, url) {
	const page = await openAs(browser, server, { login: 'boss', size: 'desk', lang: 'zh', ...options });
	t.after(() => page.context().close());
	if (url) await page.goto(url), await settled(page);
	return page;
}
// { name: [figure, what stands below] } of every tile.
const tilesOf = async (page) => Object.fromEntries(await page.locator('.tile').evaluateAll((all) =>
	all.map((e) => [e.querySelector('.tile-name').innerText, [e.querySelector('.figure').innerText, e.querySelector('.tile-more').innerText]])));

describe('the worked cases', () => {
	const MTBF = '平均无故障时间 MTBF · 不含维修时间', MTTR = '平均修复时间 MTTR';
	const all = [
		['no failure: nothing is 0 or 100 that is not', 'none', { 可用率: ['100.0 %'], [MTBF]: ['无', /40 小时 内没有故障[\s\S]*下限 17.4 小时/], [MTTR]: ['无', /没有修复的故障/], 故障次数: ['0'] }],
		['one of two hours', 'one', { 可用率: ['95.0 %'], [MTBF]: ['38 小时', /N = 1[\s\S]*仅供参考/], [MTTR]: ['2 小时', /N = 1/], 维修费用: ['¥1,234', /占原值 1.23 %/] }],
		['over night', 'overnight', { 可用率: ['95.0 %'], [MTTR]: ['18 小时'] }],
		['two that overlap are one', 'overlap', { [MTBF]: ['37 小时', /N = 1/], 故障次数: ['2', /合并后 N = 1/] }],
		['planned and overrun', 'planned', { 可用率: ['97.2 %'], 故障次数: ['0'] }],
		['begun the week before', 'before', { 可用率: ['95.0 %'], [MTBF]: ['无'], [MTTR]: ['67 小时'], 故障次数: ['0'] }],
		['commissioned on Wednesday', 'young', { 可用率: ['100.0 %'], [MTBF]: ['无', /24 小时 内没有故障/] }],
		['pooled, not averaged', 'line', { [MTBF]: ['78 小时', /N = 1/] }],
	];
	let page;
	after(() => page?.context().close());
	for (const [what, name, wanted] of all)
		test(what, async () => {
			page ??= await openAs(browser, server, { login: 'boss', size: 'desk', lang: 'zh' });
			await page.goto(address('', { under: cases[name].id }));
			await settled(page);
			const tiles = await tilesOf(page);
			for (const [tile, [figure, below]] of Object.entries(wanted)) {
				assert.equal(tiles[tile]?.[0], figure, tile);
				if (below) assert.match(tiles[tile][1], below, tile);
			}
		});

	test('the weekend: nothing required is n/a, and says so', async (t) => {
		const page = await opened(t, { lang: 'en' }, address('', { under: cases.one.id, from: dayOf(week.from + 5 * DAY) }));
		const tiles = await tilesOf(page);
		assert.deepEqual(tiles.Availability, ['n/a', 'nothing was required then']);
		assert.equal(tiles['MTBF · Without repair time'][0], 'n/a');
	});

	test('the other definition of MTBF is named, and kept in the address', async (t) => {
		const page = await opened(t, {}, address('', { under: cases.one.id }));
		await page.getByRole('button', { name: '含维修时间', exact: true }).click();
		const tile = page.locator('.tile').filter({ hasText: 'MTBF' });
		await tile.getByText('40 小时').waitFor();
		assert.match(await tile.innerText(), /· 含维修时间/);
		await page.reload();
		await tile.getByText('40 小时').waitFor();
	});

	test('what is left out is said and listed', async (t) => {
		const page = await opened(t, {}, address('', { under: cases.left.id }));
		await page.getByRole('link', { name: /1 张工单未计入：缺停机时间 1/ }).click();
		await page.waitForURL('**/reports/tickets?figure=excluded*');
		await page.getByRole('list', { name: '背后的工单' }).getByText('缺停机时间').waitFor();
	});
});

// What an address of the list of tickets shows, asked of the server.
const asked = (href) => boss.must(200, 'GET', `/api/v1/figures/tickets?${new URL(href, server.url).searchParams}`);
const idsOn = (page) => page.getByRole('list', { name: '背后的工单' }).locator('a').evaluateAll((all) => all.map((a) => Number(a.pathname.split('/').pop())));

describe('behind each figure and mark', () => {
	test('every tile opens exactly its tickets', async (t) => {
		const page = await opened(t, {}, address());
		const { pooled } = await boss.must(200, 'GET', '/api/v1/figures', { query: { ...W, group: 'none' } });
		const links = await page.locator('a.tile[href*="/reports/tickets"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
		const member = { failures: pooled.failures, restored: pooled.restored, repeats: pooled.repeats };
		assert.deepEqual(links.map((l) => new URL(l, server.url).searchParams.get('figure')), ['downtime', 'breakdowns', 'restored', 'failures', 'repeats', 'cost']);
		for (const link of links) {
			const answer = await asked(link);
			if (answer.figure in member) assert.equal(answer.total, member[answer.figure], answer.figure);
		}
		await page.locator('a.tile').filter({ hasText: '故障次数' }).click();
		await page.getByText(`${pooled.failures} 张`, { exact: true }).waitFor();
		assert.deepEqual(await idsOn(page), (await asked(links[3])).items.map((x) => x.id));
		await page.goBack();
		await page.locator('.tile').first().waitFor();
		assert.equal(page.url(), address(), 'period and place are as they were');
	});

	for (const [tab, query, figure, column] of [['pareto', {}, 'failures', 1], ['pareto', { by: 'machine' }, 'failures', 1], ['cost', {}, 'cost'], ['trend', { step: 'day' }], ['heat', { step: 'day' }, 'downtime']])
		test(`${tab} ${query.by ?? ''}: the links of its table`, async (t) => {
			const page = await opened(t, {}, address(tab, query));
			await page.getByRole('button', { name: '表格' }).first().click();
			const rows = await page.locator('.plot table').first().locator('tbody tr').evaluateAll((all) => all.map((tr) => ({
				cells: [...tr.cells].map((c) => c.innerText), links: [...tr.querySelectorAll('a')].map((a) => a.getAttribute('href')),
			})));
			const linked = rows.filter((r) => r.links.length);
			assert.ok(linked.length > 0);
			for (const r of linked.slice(0, 6))
				for (const link of r.links.slice(0, 2)) {
					const answer = await asked(link);
					if (figure) assert.equal(answer.figure, figure);
					if (column) assert.equal(String(answer.total), r.cells[column], r.cells[0]);
				}
		});

	test('a press on a bar opens the tickets of its row', async (t) => {
		const page = await opened(t, {}, address('pareto', { by: 'machine' }));
		const { items } = await boss.must(200, 'GET', '/api/v1/figures/pareto', { query: { ...W, by: 'machine', top: 12 } });
		const bar = page.locator('.plot-box svg path[fill="#1f7a4d"]').first();
		await bar.waitFor();
		await bar.click({ position: { x: 5, y: 5 } });
		await page.waitForURL(`**/reports/tickets?*under=${items[0].id}*`);
		await page.getByText(`${items[0].failures} 张`, { exact: true }).waitFor();
	});

	test('the timeline of a machine names its stops', async (t) => {
		const page = await opened(t, {}, address('timeline', { under: cases.one.id }));
		await page.locator('.plot-box svg path[fill="#c0271f"]').first().click();
		await page.waitForURL('**/tickets/*');
	});
});

test('period and place are chosen once: they stay over tabs, a reload and back', async (t) => {
	const page = await opened(t, { size: 'phone' }, `${server.url}/reports`);
	await page.getByRole('button', { name: '上月' }).click();
	await page.getByRole('button', { name: /^范围/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: '一车间' }).click();
	await page.waitForURL(/period=last.*under=\d+/);
	for (const tab of ['故障排行', '趋势', '热力图', '费用']) {
		await page.getByRole('button', { name: tab, exact: true }).click();
		assert.equal(await page.getByRole('button', { name: '上月' }).getAttribute('aria-pressed'), 'true', tab);
		await page.getByRole('button', { name: '范围: 一车间' }).waitFor();
	}
	const was = page.url();
	await page.reload();
	await page.getByRole('button', { name: '范围: 一车间' }).waitFor();
	assert.equal(page.url(), was);
	await page.goBack();
	await page.waitForURL('**/reports/heat?*period=last*under=*');
	await assertFits(page);
});

test('dates of one’s own: an end before the beginning is not taken', async (t) => {
	const page = await opened(t, {}, address());
	await page.getByLabel('从').fill(dayOf(week.from + 2 * DAY));
	await page.waitForURL(`**from=${dayOf(week.from + 2 * DAY)}*`);
	const was = page.url();
	await page.getByLabel('到（含）').fill(dayOf(week.from));
	assert.equal(page.url(), was);
});

test('each plot as a picture, as a table, as Excel; in the colours of the scheme', async (t) => {
	const page = await opened(t, {}, address('pareto', { by: 'machine' }));
	await page.locator('.plot-box svg').waitFor();
	const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '图片' }).click()]);
	const png = await readFile(await picture.path());
	assert.equal(png.subarray(1, 4).toString(), 'PNG');
	assert.ok(png.readUInt32BE(16) > 1000, 'twice as many points as on the screen');
	assert.match(picture.suggestedFilename(), /\.png$/);
	const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excel' }).click()]);
	assert.equal((await readFile(await sheet.path())).subarray(0, 2).toString(), 'PK');
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.locator('.plot-box svg path[fill="#4cc285"]').first().waitFor();
});

// Of a PDF, and whether it is A4.
function pagesOf(pdf) {
	const text = pdf.toString('latin1');
	const box = /\/MediaBox\s*\[\s*\S+ \S+ (\S+) (\S+?)\s*\]/.exec(text);
	assert.ok(Math.abs(Number(box[1]) - 595) < 2 && Math.abs(Number(box[2]) - 842) < 2, `A4, not ${box[1]} × ${box[2]}`);
	return text.match(/\/Type\s*\/Page\b(?!s)/g).length;
}
const print = (page) => page.pdf({ preferCSSPageSize: true, printBackground: true });

describe('on paper', () => {
	for (const lang of ['zh', 'en'])
		test(`the monthly report is one A4 page, also with long names and from the dark (${lang})`, async (t) => {
			for (let i = 0; i < 6; i++) {
				const m = await machine({ name: `数控龙门五轴联动高速高精度加工中心（二车间三线东侧第 ${i} 号工位，含自动换刀装置与中央冷却系统）` });
				await failure(m, 'Mon 09:00', 'Mon 10:00');
				await failure(m, 'Thu 09:00');
			}
			const page = await opened(t, { lang, scheme: 'dark' }, `${server.url}/reports/monthly?month=${W.from.slice(0, 7)}`);
			await page.locator('.a4').waitFor();
			const { pooled } = await boss.must(200, 'GET', '/api/v1/figures', { query: { from: `${W.from.slice(0, 7)}-01`, to: nextMonth(W.from), group: 'none' } });
			const row = page.locator('.a4 tr').filter({ hasText: lang === 'zh' ? '故障次数' : 'Failures' }).first();
			assert.equal(await row.locator('td').first().innerText(), String(pooled.failures));
			assert.equal(pagesOf(await print(page)), 1);
		});

	test('a report has its heading, its plot and its table, in light colours', async (t) => {
		const page = await opened(t, { scheme: 'dark' }, address('pareto'));
		await page.locator('.plot-box svg path[fill="#4cc285"]').first().waitFor();
		await page.evaluate(() => addEventListener('beforeprint', () => {
			const plot = document.querySelector('.plot-box svg');
			window.printed = { fill: !!plot.querySelector('path[fill="#1f7a4d"]'), width: plot.getAttribute('width'), theme: document.documentElement.dataset.theme };
		}));
		assert.equal(pagesOf(await print(page)), 1);
		const printed = await page.evaluate(() => window.printed);
		assert.equal(printed.theme, 'light');
		assert.ok(printed.fill, 'drawn in the light colours');
		assert.ok(Number(printed.width) <= 720, 'as wide as the paper');
		await page.locator('.plot-box svg path[fill="#4cc285"]').first().waitFor();
		await page.emulateMedia({ media: 'print' });
		assert.match(await page.locator('.print-head').innerText(), /示范汽配厂[\s\S]*至/);
		assert.ok(await page.locator('.plot table').isVisible());
		assert.equal(await page.getByRole('navigation').count(), 0);
	});
});
const nextMonth = (day) => {
	const [y, m] = day.split('-').map(Number);
	return m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`;
};
