// browser.test.mjs - a browser reaches the server, and is heard when it complains.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { startBrowser, stopAll } from './lib/browser.mjs';

let server, browser;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
});
after(async () => {
	await stopAll(browser, server);
});

test('a page of the server opens in a browser', async () => {
	const page = await browser.page();
	const answer = await page.goto(`${server.url}/healthz`);
	assert.equal(answer.status(), 200);
	browser.assertQuiet();
});

test('a script that throws and a request to another machine are heard', async () => {
	// A page of nobody's: the server's own would not let either of them happen.
	const page = await browser.page();
	await page.setContent('<script>setTimeout(() => { throw new Error("here") })</script><img src="http://192.0.2.1/x">');
	await page.waitForTimeout(200);
	const noises = browser.takeNoises();
	assert.ok(noises.some((n) => n.includes('here')), String(noises));
	assert.ok(noises.some((n) => n.includes('192.0.2.1')), String(noises));
});
