// browser.mjs - Debian's Chromium for a test: the headless shell, which draws a page in half the time of the whole browser,
// with the size of a phone unless told otherwise, and failing the
// test on what a person would not see: an error in the console, a script that threw, a request that left the machine.
//
//   const browser = await startBrowser();            // once in a file, in before()
//   const page = await browser.page();               // own cookies; { wide: true, lang: 'en', script: false }
//   await page.goto(server.url + '/q/…');
//   browser.assertQuiet();
//   await stopAll(browser, server);                  // in after()
//
// JIXIU_CHROMIUM names another browser (/usr/bin/chromium). Chromium's sandbox does not start for root, so it is off: it only ever
// opens pages of ours.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const CHROMIUM = process.env.JIXIU_CHROMIUM || '/usr/bin/chromium-headless-shell';
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-dev-shm-usage',
];

export async function startBrowser() {
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: flags,
	});
	return new Browser(browser);
}

// A toast is gone after some seconds, and the test may be late: what was said is kept in the page.
function noteToasts() {
	window.said = [];
	new MutationObserver((changes) => {
		for (const e of changes.flatMap((c) => [...c.addedNodes])) if (e instanceof Element && e.matches('.toast, .toasts')) window.said.push(e.textContent);
	}).observe(document, { childList: true, subtree: true });
}

// A toast with this text has come since the page was opened, and since the last one that was waited for.
export async function told(page, text) {
	await page.waitForFunction((text) => {
		const at = window.said.findIndex((s) => s.includes(text));
		return at >= 0 && window.said.splice(0, at + 1);
	}, text);
}

class Browser {
	constructor(browser) {
		this.browser = browser;
		this.noises = [];
	}

	// script: false is a browser without JavaScript; wide: a PC's window.
	async page({ wide = false, lang = 'zh-CN', script = true, cookies = [] } = {}) {
		const context = await this.browser.newContext({
			locale: lang,
			timezoneId: 'Asia/Shanghai',
			javaScriptEnabled: script,
			viewport: wide ? { width: 1280, height: 800 } : { width: 360, height: 740 },
			isMobile: !wide,
			hasTouch: !wide,
			deviceScaleFactor: wide ? 1 : 2,
		});
		context.setDefaultTimeout(60_000); // what comes late on a machine with much else to do is no fault
		await context.addCookies(cookies);
		await context.route(
			(url) => !['127.0.0.1', 'localhost'].includes(url.hostname) && /^https?:$/.test(url.protocol),
			(route) => {
				this.noises.push(`a request left the machine: ${route.request().url()}`);
				return route.abort();
			},
		);
		await context.addInitScript(noteToasts);
		const page = await context.newPage();
		page.on('pageerror', (e) => this.noises.push(`a script threw: ${e.stack ?? e}`));
		page.on('console', (m) => {
			if (m.type() === 'error') this.noises.push(`console: ${m.text()} (${m.location().url})`);
		});
		return page;
	}

	// What a test has left open goes on asking, and takes the time of the next: for afterEach().
	async closePages() {
		await Promise.all(this.browser.contexts().map((context) => context.close()));
	}

	// Forgets what was heard so far: for a test that provokes it.
	takeNoises() {
		return this.noises.splice(0);
	}

	assertQuiet() {
		assert.deepEqual(this.takeNoises(), []);
	}
}

// At the end: the browser, then what it looked at, if anything is still there, then what was heard; a server that goes on would hold
// the suite.
export async function stopAll(browser, server) {
	await browser?.browser.close();
	await server?.stop();
	browser?.assertQuiet();
}

// Nothing sticks out to the side of a phone's screen, nor of a sheet on it.
export async function assertFits(page) {
	const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('.sheet')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.className || 'the page'} is ${e.scrollWidth} px wide in ${e.clientWidth} px`));
	assert.deepEqual(wide, []);
}
