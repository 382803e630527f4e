// browser.test.mjs - a browser reaches the server, and is heard when it complains.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startServer } from '../lib/server.mjs';
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
	for (const what of ['here', '192.0.2.1']) await eventually(() => browser.noises, (heard) => heard.some((n) => n.includes(what)), what);
	browser.takeNoises();
});
