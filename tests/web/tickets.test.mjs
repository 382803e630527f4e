// tickets.test.mjs - the list of tickets: a fault is reported from it by somebody of the team, by the machine's name or
// by its code.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let server, browser, admin, line, next = 0;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	await addPerson(server, 'li', '李师傅');
});
after(async () => {
	await stopAll(browser, server);
});
const machine = async () => await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: `N-${++next}`, name: `铣床 ${next}` } });

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const say = lang === 'zh' ? { add: '新报修', scan: '扫设备码', open: '打开' } : { add: 'Report a fault', scan: 'Scan the machine', open: 'Open' };
	describe(`${size}, ${lang}`, () => {
		for (const by of ['name', 'code']) {
			test(`a fault is reported from the list, the machine found by its ${by}`, async () => {
				const m = await machine();
				const page = await openAs(browser, { url: server.url }, { login: 'li', size, lang });
				await page.goto(`${server.url}/tickets`);
				await settled(page);
				await page.getByRole('button', { name: say.add, exact: true }).click();
				if (by === 'name') {
					await page.getByRole('dialog').getByRole('searchbox').fill(m.name);
					await page.getByRole('dialog').getByRole('button', { name: new RegExp(m.code) }).click();
				} else {
					await page.getByRole('button', { name: say.scan }).click();
					await page.getByRole('dialog').last().getByRole('textbox').fill(m.code);
					await page.keyboard.press('Enter');
				}
				const symptom = page.getByRole('dialog').locator('textarea');
				await symptom.fill('主轴异响');
				await page.getByRole('dialog').locator('button[type=submit]').click();
				await page.waitForURL(/\/tickets\/\d+/);
				await settled(page);
				const { items } = await admin.must(200, 'GET', '/api/v1/tickets', { query: { machine: m.id } });
				assert.deepEqual(items.map((t) => [t.symptom, t.stopped, t.state]), [['主轴异响', true, 'reported']]);
				await page.context().close();
				browser.assertQuiet();
			});
		}
	});
}
