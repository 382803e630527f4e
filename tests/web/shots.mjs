// shots.mjs - pictures of every screen, to be looked at: node tests/web/shots.mjs OUT [NAME…]
//
// Both sizes, both languages, light and dark, over the demo factory with the longest names it may meet; whole pages.
// JIXIU_PLANT=empty or large takes another plant; JIXIU_BIN another program (build/release/jixiu is quicker).
// NAMEs choose screens (see lib/screens.mjs); names of modes too: phone desk zh en light dark.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startBrowser } from './lib/browser.mjs';
import { openAs, openPlant, screensOf, settled, SIZES } from './lib/screens.mjs';

const [, , out, ...names] = process.argv;
if (!out) {
	console.error('usage: node tests/web/shots.mjs OUT [NAME…]');
	process.exit(2);
}
const MODES = ['phone', 'desk', 'zh', 'en', 'light', 'dark'];
const modes = names.filter((n) => MODES.includes(n)), screens = names.filter((n) => !MODES.includes(n));
const wanted = (...all) => { const own = all.filter((m) => modes.includes(m)); return own.length ? own : all; };

const plant = await openPlant(process.env.JIXIU_PLANT ?? 'demo');
const browser = await startBrowser();
await mkdir(out, { recursive: true });
let made = 0;
try {
	const all = (await screensOf(plant)).filter((s) => !screens.length || screens.includes(s.name));
	for (const size of wanted(...Object.keys(SIZES)))
		for (const lang of wanted('zh', 'en'))
			for (const scheme of wanted('light', 'dark')) {
				const pages = new Map();
				for (const s of all) {
					if (!pages.has(s.login)) pages.set(s.login, await openAs(browser, plant, { login: s.login, size, lang, scheme }));
					const page = pages.get(s.login);
					await page.goto(plant.url + s.path);
					await settled(page);
					await page.addStyleTag({ content: '.rows > li { content-visibility: visible !important }' }); // a whole page is drawn, not what is in sight
					await page.screenshot({ path: path.join(out, `${s.name}-${size}-${lang}-${scheme}.png`), fullPage: size === 'phone' });
					made++;
				}
				for (const page of pages.values()) await page.context().close();
			}
} finally {
	for (const noise of browser.takeNoises()) console.error(noise);
	await browser.browser.close();
	await plant.stop();
}
console.log(`${made} pictures in ${out}`);
