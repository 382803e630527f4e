// badday.test.mjs - the app when things go wrong: no network in the middle of a repair, two technicians on one ticket, a
// session that ends over a half-filled form, a page that is loaded again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
import { addPerson, makePlant, PASSWORD } from '../lib/plant.mjs';
import { startBrowser, stopAll, told } from './lib/browser.mjs';
import { openAs, settled } from './lib/screens.mjs';

let server, browser, admin, plant, line, next = 0;
before(async () => {
	server = await startServer({ args: ['--quiet'] });
	browser = await startBrowser();
	admin = await server.admin();
	({ line } = await makePlant(server, []));
	for (const [login, name] of [['li', '李师傅'], ['wang', '王师傅']]) await addPerson(server, login, name);
	plant = { url: server.url, server };
});
after(async () => {
	await stopAll(browser, server);
});

async function ticket(symptom = '主轴异响') {
	const machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: `B-${++next}`, name: `车床 ${next}` } });
	return (await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom, stopped: true } })).ticket;
}
const now = async (id) => await admin.must(200, 'GET', `/api/v1/tickets/${id}`);
const state = async (id) => (await now(id)).ticket.state;
// Of a network that is gone the console has its own words.
const forgiven = () => browser.takeNoises().filter((n) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR/.test(n));
const signedIn = (login, options) => openAs(browser, plant, { ...options, login });
// Another person takes over this browser.
async function signInHere(page, login) {
	const answer = await page.request.post(`${server.url}/api/v1/session`, { data: { login, password: PASSWORD }, headers: { Origin: server.url } });
	assert.ok(answer.ok());
}
const tap = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
const sent = (page) => page.waitForFunction(() => !document.querySelector('a[href="/outbox"]'));

for (const [size, lang] of [['phone', 'zh'], ['desk', 'en']]) {
	const say = lang === 'zh' ? { accept: '接单', start: '开始维修', restore: '修好了', replace: '更换', drop: '丢弃' } : { accept: 'Take it', start: 'Begin work', restore: 'It runs again', replace: 'replace', drop: 'Discard' };
	// What happens to a ticket's page as Li has it open; at the end the console has said nothing that is not of the network.
	const onTicket = (name, happens) => test(name, async () => {
		const t = await ticket();
		const page = await signedIn('li', { size, lang });
		await page.goto(`${server.url}/tickets/${t.id}`);
		await settled(page);
		await happens(page, t);
		await page.context().close();
		assert.deepEqual(forgiven(), []);
	});
	describe(`${size}, ${lang}`, () => {
		onTicket('the network goes in the middle of a repair: nothing is lost, all is sent once, in its order', async (page, t) => {
			await tap(page, say.accept);
			await page.getByRole('button', { name: say.start, exact: true }).first().waitFor();
			await page.context().setOffline(true);
			await tap(page, say.start);
			await page.locator('a[href="/outbox"]').first().waitFor();
			assert.equal(await state(t.id), 'accepted');
			// A second thing on top of the first, still without a network.
			await page.getByRole('textbox', { name: lang === 'zh' ? '写点什么…' : 'Write something…' }).fill('轴承 6205 换了');
			await tap(page, lang === 'zh' ? '发送' : 'Send');
			await page.waitForFunction(() => /2/.test(document.querySelector('a[href="/outbox"]')?.textContent ?? ''));
			await page.context().setOffline(false);
			await page.evaluate(() => dispatchEvent(new Event('online')));
			await sent(page);
			const after = await now(t.id);
			assert.equal(after.ticket.state, 'in_progress');
			assert.deepEqual(after.comments.map((c) => c.text), ['轴承 6205 换了']);
			await page.getByRole('button', { name: say.restore, exact: true }).first().waitFor();
		});

		onTicket('what waits outlives the page, and can be looked at and discarded', async (page, t) => {
			await page.route('**/api/v1/tickets/*/accept', (route) => route.abort('connectionreset'));
			await tap(page, say.accept);
			await page.locator('a[href="/outbox"]').first().click();
			await page.getByText(`#${t.id}`).first().waitFor();
			await page.reload();
			await page.getByText(`#${t.id}`).first().waitFor();
			page.once('dialog', (d) => d.accept());
			await tap(page, say.drop);
			await page.getByText(lang === 'zh' ? '都发出去了' : 'Everything is sent').waitFor();
			assert.equal(await state(t.id), 'reported');
		});

		onTicket('two tabs of one browser: both show what waits, and it is sent once', async (page, t) => {
			const other = await page.context().newPage();
			await other.goto(`${server.url}/outbox`);
			await settled(other);
			let away = true, tries = 0, release;
			const held = new Promise((r) => { release = r; });
			await page.context().route('**/api/v1/tickets/*/accept', async (route) => {
				if (away) return route.abort('connectionreset');
				tries++;
				await held;
				await route.continue();
			});
			await tap(page, say.accept);
			await page.locator('a[href="/outbox"]').first().waitFor();
			await other.getByText(`#${t.id}`).first().waitFor();
			away = false;
			for (const each of [page, other, page, other]) await each.evaluate(() => dispatchEvent(new Event('online')));
			await other.locator('main').getByRole('button', { name: lang === 'zh' ? '现在发送' : 'Send now' }).click({ timeout: 1000 }).catch(() => undefined);
			release();
			await sent(page);
			await other.getByText(lang === 'zh' ? '都发出去了' : 'Everything is sent').waitFor();
			assert.equal(tries, 1);
			assert.equal(await state(t.id), 'accepted');
		});

		onTicket('what one person left unsent is not sent in the name of the next', async (page, t) => {
			await page.route('**/api/v1/tickets/*/accept', (route) => route.abort('connectionreset'));
			await tap(page, say.accept);
			await page.locator('a[href="/outbox"]').first().waitFor();
			const answers = [], again = page.waitForEvent('framenavigated');
			page.on('response', (r) => r.url().endsWith('/accept') && answers.push(r.status()));
			// The page hears of nothing, and so not of who is signed in now, until what it sends is refused.
			const deaf = (url) => url.pathname.startsWith('/api/') && !/\/(hello|accept)$/.test(url.pathname);
			await page.route(deaf, (route) => route.abort('connectionreset'));
			await signInHere(page, 'wang');
			await page.unroute('**/api/v1/tickets/*/accept');
			await page.evaluate(() => dispatchEvent(new Event('online'))).catch(() => undefined);
			await again;
			assert.ok(answers.length && answers.every((s) => s === 401), String(answers));
			await page.unroute(deaf);
			await page.goto(`${server.url}/outbox`);
			await page.getByText(lang === 'zh' ? '李师傅 填写的' : 'Entered by 李师傅').waitFor();
			await page.evaluate(() => dispatchEvent(new Event('online')));
			await settled(page);
			assert.equal(await state(t.id), 'reported');
			await signInHere(page, 'li');
			await page.goto(`${server.url}/outbox`);
			await page.getByText(lang === 'zh' ? '都发出去了' : 'Everything is sent').waitFor();
			assert.equal((await now(t.id)).ticket.assignee_name, '李师傅');
		});

		onTicket('an answer that was lost does not look like somebody else\'s change', async (page, t) => {
			let once = true;
			await page.route('**/api/v1/tickets/*/accept', async (route) => {
				if (!once) return route.continue();
				once = false;
				await route.fetch(); // the server has it
				await route.abort('connectionreset'); // the phone does not know
			});
			await tap(page, say.accept);
			await page.locator('a[href="/outbox"]').first().waitFor();
			await page.evaluate(() => dispatchEvent(new Event('online')));
			await sent(page);
			assert.equal((await now(t.id)).ticket.assignee_name, '李师傅');
			await page.getByRole('button', { name: say.start, exact: true }).first().waitFor();
		});

		test('two take the same ticket: one has it, the other is told who', async () => {
			const t = await ticket();
			const li = await signedIn('li', { size, lang }), wang = await signedIn('wang', { size, lang });
			for (const page of [li, wang]) {
				await page.goto(`${server.url}/tickets/${t.id}`);
				await settled(page);
			}
			// Wang's phone hears of nothing for a while.
			await wang.route('**/api/v1/changes**', (route) => route.abort('connectionreset'));
			await wang.reload();
			await settled(wang);
			await tap(li, say.accept);
			await li.getByRole('button', { name: say.start, exact: true }).first().waitFor();
			await tap(wang, say.accept);
			await told(wang, '李师傅');
			await wang.locator('.detail-pane').getByText('李师傅').first().waitFor();
			assert.equal((await now(t.id)).ticket.assignee_name, '李师傅');
			await wang.context().close();
			await li.context().close();
			assert.deepEqual(forgiven(), []);
		});

		test('somebody was quicker: both sides are shown, what was typed is kept, and goes on top if wanted', async () => {
			const t = await ticket();
			const page = await signedIn('wang', { size, lang });
			await page.route('**/api/v1/changes**', (route) => route.abort('connectionreset'));
			await page.goto(`${server.url}/tickets/${t.id}`);
			await settled(page);
			await tap(page, say.accept);
			await tap(page, say.start);
			await tap(page, lang === 'zh' ? '等待' : 'Wait');
			await page.getByRole('radio').first().click();
			await page.getByRole('dialog').getByRole('textbox').fill('密封圈已下单');
			const { ticket: mine } = await now(t.id);
			await admin.must(200, 'PATCH', `/api/v1/tickets/${t.id}`, { json: { priority: 1 }, version: mine.version });
			await page.getByRole('dialog').locator('button[type=submit]').click();
			const conflict = page.getByRole('dialog').last();
			await conflict.getByText('密封圈已下单').waitFor();
			assert.equal(await state(t.id), 'in_progress');
			await tap(page, lang === 'zh' ? '还是照我的来' : 'Do mine all the same');
			await page.waitForFunction(() => !document.querySelector('.shade'));
			const after = await now(t.id);
			assert.equal(after.ticket.state, 'waiting');
			assert.equal(after.waits.at(-1).note, '密封圈已下单');
			assert.equal(after.ticket.priority, 1);
			await page.context().close();
			assert.deepEqual(forgiven(), []);
		});

		onTicket('what others do appears by itself', async (page, t) => {
			await admin.must(201, 'POST', `/api/v1/tickets/${t.id}/comments`, { json: { text: '备件在三号柜' } });
			await page.getByText('备件在三号柜').first().waitFor();
		});

		onTicket('the session ends over a half-filled form: signed in again, it is all there', async (page, t) => {
			for (const verb of [say.accept, say.start, say.restore]) await tap(page, verb);
			await page.getByRole('radio', { name: say.replace, exact: true }).click();
			const field = page.getByRole('textbox', { name: lang === 'zh' ? '措施' : 'What was done', exact: true });
			await field.fill('更换轴承 6205');
			await page.context().clearCookies({ name: 'jixiu' });
			// The end is noticed by what is sent, or by whatever the page asks for before that.
			const form = page.locator('.sheet', { has: field }).locator('button[type=submit]'), password = page.locator('input[type=password]');
			await eventually(async () => {
				await form.click({ timeout: 1000 }).catch(() => undefined);
				return password.isVisible();
			}, (asked) => asked, 'the password is asked for');
			await password.fill(PASSWORD);
			await page.locator('.sheet', { has: password }).locator('button[type=submit]').click();
			await password.waitFor({ state: 'detached' });
			if (await form.isVisible()) {
				assert.equal(await field.inputValue(), '更换轴承 6205');
				await form.click();
			}
			await page.waitForFunction(() => !document.querySelector('.shade'));
			await sent(page);
			const { ticket: done } = await now(t.id);
			assert.equal(done.state, 'restored');
			assert.equal(done.action, '更换轴承 6205');
			// The page under it goes on as well, and hears of others again.
			await page.locator('.detail-pane').getByText('更换轴承 6205').first().waitFor();
			await admin.must(201, 'POST', `/api/v1/tickets/${t.id}/comments`, { json: { text: '备件在三号柜' } });
			await page.getByText('备件在三号柜').first().waitFor();
		});

		onTicket('what was asked before a change and is answered after it does not take it back', async (page, t) => {
			let asked = false, release;
			const held = new Promise((r) => { release = r; });
			await page.route(`**/api/v1/tickets/${t.id}`, async (route) => {
				const answer = await route.fetch();
				asked = true;
				await held;
				await route.fulfill({ response: answer });
			});
			await admin.must(201, 'POST', `/api/v1/tickets/${t.id}/comments`, { json: { text: '先看看油位' } });
			await eventually(() => asked, (x) => x, 'the page asks for what is new');
			const heard = page.waitForResponse(async (r) => r.url().includes('/changes') && (await r.text()).includes('accepted'));
			await tap(page, say.accept);
			const start = page.getByRole('button', { name: say.start, exact: true }).first();
			await start.waitFor();
			await heard;
			await page.waitForTimeout(500); // in which it would ask again, were it not asking
			const late = page.waitForResponse((r) => r.url().endsWith(`/tickets/${t.id}`));
			release();
			await late;
			await page.getByText('先看看油位').first().waitFor();
			await start.click();
			await eventually(() => state(t.id), (s) => s === 'in_progress', 'work has begun');
		});

		onTicket('a page that is loaded again has the form as it was', async (page, t) => {
			for (const verb of [say.accept, say.start, say.restore]) await tap(page, verb);
			const field = page.getByRole('textbox', { name: lang === 'zh' ? '原因' : 'Cause', exact: true });
			await field.fill('轴承缺油');
			await page.reload();
			await settled(page);
			await tap(page, say.restore);
			assert.equal(await field.inputValue(), '轴承缺油');
		});
	});
}
