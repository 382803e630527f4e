// lexicon.test.mjs - the plant's own words on the screen: looking up, adding, removing, and judging what is proposed.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let server, browser, admin, boss;
const entries = (query) => boss.must(200, 'GET', '/api/v1/lexicon', { query }).then((a) => a.items);
async function repair(machine, symptom) {
	const t = (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom } })).ticket;
	const s = (await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/start`, { json: {}, version: t.version })).ticket;
	await admin.must(200, 'POST', `/api/v1/tickets/${t.id}/restore`, { json: { action: 'replaced generator brush' }, version: s.version });
}

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	const plant = await makePlant(server, [{ code: 'CK-1', name: '车床' }]);
	boss = await addPerson(server, 'boss', '何主管', 'manager');
	await addPerson(server, 'li', '李师傅');
	for (let i = 0; i < 6; i++)
		for (const word of ['generator', 'gnrtr', 'gntor'])
			await repair(plant.machines[0], `${word} ${['will not start', 'stops', 'smokes'][i % 3]} at gate ${'abcdef'[i]}`);
});
afterEach(() => browser.closePages());
after(() => stopAll(browser, server));

for (const [wide, lang] of [[false, 'zh'], [false, 'en'], [true, 'zh'], [true, 'en']])
	describe(`${wide ? 'desk' : 'phone'} ${lang}`, () => {
			const say = (zh, en) => (lang === 'zh' ? zh : en);
			const term = `q${wide ? 'd' : 'p'}${lang}`;

			test('what is shipped is found by any of its terms, in both languages', async () => {
				const page = await openAs(browser, { url: server.url }, { login: 'boss', size: wide ? 'desk' : 'phone', lang });
				await page.goto(`${server.url}/lexicon?show=shipped`);
				await page.getByRole('searchbox').fill('马达');
				await page.getByText('电机;', { exact: false }).first().waitFor();
				await page.getByText('electric motor', { exact: false }).first().waitFor();
				await settled(page);
				await assertAccessible(page);
				await page.close();
			});

			test('a word is added in the sheet, shown as the plant’s own, and removed', async () => {
				const page = await openAs(browser, { url: server.url }, { login: 'boss', size: wide ? 'desk' : 'phone', lang });
				await page.goto(`${server.url}/lexicon?show=own`);
				await page.getByRole('button', { name: say('加一个词', 'Add a word') }).first().click();
				await page.getByRole('dialog').getByRole('textbox', { name: say(/^完整的写法/, /^In full/) }).fill('quench pump');
				await page.getByRole('dialog').getByRole('textbox', { name: say(/^词/, /^Word/) }).fill(term);
				await page.getByRole('dialog').getByRole('button', { name: say('保存', 'Save') }).last().click();
				await page.getByRole('list', { name: say('本厂', 'Own') }).getByText('quench pump').first().waitFor();
				await settled(page);
				await assertAccessible(page);
				await page.getByRole('button', { name: `${say('停用', 'Remove')} ${term}` }).click();
				await eventually(() => entries({ state: 'used' }), (l) => !l.some((e) => e.term === term), 'removed');
				await page.close();
			});
		});

test('what is proposed shows its tickets; one is accepted, one refused for good', async () => {
	const page = await openAs(browser, { url: server.url }, { login: 'boss', lang: 'en' });
	await page.goto(`${server.url}/lexicon`);
	await page.getByRole('button', { name: 'Look in the tickets' }).click();
	await page.getByRole('heading', { name: 'Is gnrtr short for generator?' }).waitFor();
	await assertAccessible(page);
	const card = (word) => page.locator('section.card', { hasText: `Is ${word} short` });
	assert.ok((await card('gnrtr').getByRole('link').count()) >= 2);
	await card('gnrtr').getByRole('button', { name: 'Accept' }).click();
	await eventually(() => entries({ state: 'used' }), (l) => l.some((e) => e.term === 'gnrtr'), 'used');
	await card('gntor').getByRole('button', { name: 'Refuse' }).click();
	await eventually(() => entries({ state: 'refused' }), (l) => l.some((e) => e.term === 'gntor'), 'refused');
	await card('gntor').waitFor({ state: 'detached' });
	await page.close();
});
