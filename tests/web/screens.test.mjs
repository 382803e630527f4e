// screens.test.mjs - what must hold on every screen, at both sizes, in both languages, light and dark.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../lib/server.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { assertFits, startBrowser, stopAll } from './lib/browser.mjs';
import { openAs, openAt, openPlant, screenPaths, screensOf, settled, walkTo } from './lib/screens.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => stopAll(browser));

// What Tab reaches of the first 60, in the order it is reached, against what can be pressed: on the screen, or, the same
// everywhere, around it.
async function assertReachable(page, where, around = false) {
	const all = await page.evaluate((around) => {
		const can = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';
		const sheet = document.querySelector('[role=dialog][aria-modal=true]'); // what it covers must not be reached
		const seen = [...(sheet ?? document).querySelectorAll(can)].filter((e) => e.tabIndex >= 0 && e.checkVisibility?.() !== false && e.getClientRects().length && (sheet || Boolean(e.closest('main')) !== around));
		seen.forEach((e, i) => (e.dataset.nth = i));
		seen[0]?.focus();
		return Math.min(seen.length, 60);
	}, around);
	assert.ok(all > 0, `${where}: there is nothing to press`);
	await page.keyboard.press('Shift+Tab');
	await page.evaluate(() => {
		const reached = (window.reached = new Set());
		document.addEventListener('focusin', (e) => reached === window.reached && reached.add(e.target.dataset.nth));
	});
	let got = 0;
	for (let i = 0; i < all + 10 && got < all; i++) {
		await page.keyboard.press('Tab');
		if (i >= all - 1) got = await page.evaluate((all) => [...window.reached].filter((nth) => Number(nth) < all).length, all);
	}
	// Of a group of choices one has the place in the order, the arrow keys go on.
	assert.ok(got >= all * 0.9 || got >= all - 2, `${where}: Tab reached ${got} of ${all}`);
}

for (const kind of ['demo', 'empty']) {
	describe(`over a plant that is ${kind === 'demo' ? 'at work, with long names' : 'empty'}`, () => {
		let plant, screens;
		before(async () => {
			plant = await openPlant(kind);
			screens = await screensOf(plant);
		});
		after(() => plant?.stop());
		if (kind === 'demo')
			test('every screen of the table is looked at', () => {
				const looked = new Set(screens.map((s) => s.path.split(/[/?]/)[1]));
				assert.deepEqual(screenPaths().filter((p) => !looked.has(p)), []);
			});
		// An empty plant has the same words and fewer things: two looks say all.
		for (const [size, lang] of [['phone', 'zh'], ['desk', 'en'], ['phone', 'en'], ['desk', 'zh']].slice(0, kind === 'demo' ? 4 : 2))
			test(`${size}, ${lang}: nothing sticks out, axe finds nothing, nobody complains`, async (t) => {
				const pages = new Map(), wrong = [], loads = kind === 'demo' && size === 'phone' && lang === 'en';
				const look = async (fn) => fn().catch((e) => wrong.push(e.message));
				t.after(() => Promise.all([...pages.values()].map((page) => page.context().close())));
				for (const s of screens) {
					if (!pages.has(s.login)) pages.set(s.login, await openAs(browser, plant, { login: s.login, size, lang }));
					const page = pages.get(s.login), where = `${s.path} ${size} ${lang}`;
					await look(async () => {
						// Each address is loaded once; else one goes from screen to screen, in half the time, and takes along what they leave behind.
						if (loads || !page.url().startsWith(plant.url)) await page.goto(plant.url + s.path);
						else await walkTo(page, s.path);
						await settled(page, where);
						await assertFits(page);
						// The words differ by language and the structure by size: two of the four say all that axe can.
						if ((size === 'phone') === (lang === 'zh')) await assertAccessible(page, where);
						else if (size === 'desk') await assertReachable(page, where);
					});
					wrong.push(...browser.takeNoises().map((n) => `${where}: ${n}`));
				}
				assert.deepEqual(wrong, []);
			});
		if (kind === 'demo')
			test('Tab goes through what is around every screen', async (t) => {
				const page = await openAt(t, browser, plant, { login: 'admin', size: 'desk' }, '/more');
				await assertReachable(page, 'around', true);
			});
	});
}

test('only what a keyboard can press listens for a press', () => {
	const wrong = [];
	(function walk(dir) {
		for (const e of readdirSync(dir, { withFileTypes: true })) {
			const full = path.join(dir, e.name);
			if (e.isDirectory()) walk(full);
			else if (e.name.endsWith('.tsx'))
				for (const m of readFileSync(full, 'utf8').matchAll(/<(div|span|li|tr|td|th|p|section|article|svg|img|g|rect|path)\b[^>]*\bonClick=/g)) wrong.push(`${full}: ${m[0]}`);
		}
	})(path.join(root, 'web/app'));
	assert.deepEqual(wrong, []);
});
