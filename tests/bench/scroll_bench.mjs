// scroll_bench.mjs - do the long lists stay smooth? A plant of 5,000 machines and 5,000 tickets, a phone and a desk:
// each list is scrolled 30 screens far, a fifth of a screen a frame, loading as it goes.
//
//   node tests/bench/scroll_bench.mjs        (./test --long runs it)
//
// Prints frames, the median and the 95th percentile of the time between two, and the time the page was too busy to answer a
// finger (long tasks: over 50 ms each). A frame is 16.7 ms; Chromium draws in software here, so what counts is the page's
// own work. Fails when a tenth of the time goes into long tasks, or a list had nothing to show while it was scrolled.
import { startBrowser } from '../web/lib/browser.mjs';
import { openAs, openPlant, settled } from '../web/lib/screens.mjs';

const LISTS = [['tickets', '/tickets?show=all', 'manager'], ['machines', '/machines?view=table', 'manager'], ['parts', '/parts', 'store']];
const SCREENS = 30, BUSY = 0.1;

// In the page: scrolls what scrolls and says how it went.
async function scroll(screens) {
	const box = [...document.querySelectorAll('*')].filter((e) => e.scrollHeight > e.clientHeight + 200 && /auto|scroll/.test(getComputedStyle(e).overflowY)).sort((a, b) => b.scrollHeight - a.scrollHeight)[0] ?? document.scrollingElement;
	const gaps = [], tasks = [];
	const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)));
	watch.observe({ entryTypes: ['longtask'] });
	const step = box.clientHeight / 5, begun = performance.now();
	let last = begun, stuck = 0, moved = 0;
	while (moved < screens * 5 && stuck < 60) {
		const before = box.scrollTop;
		box.scrollTop += step;
		const now = await new Promise((done) => requestAnimationFrame(done));
		gaps.push(now - last);
		last = now;
		box.scrollTop === before ? stuck++ : (moved++, (stuck = 0));
	}
	watch.disconnect();
	gaps.shift();
	gaps.sort((a, b) => a - b);
	const at = (q) => gaps[Math.floor(gaps.length * q)] ?? 0;
	return { frames: gaps.length, screens: moved / 5, p50: at(0.5), p95: at(0.95), busy: tasks.reduce((s, t) => s + t, 0) / (last - begun), rows: document.querySelectorAll('li, tr').length, height: box.scrollHeight };
}

const browser = await startBrowser(), plant = await openPlant('large');
let bad = 0;
try {
	for (const size of ['phone', 'desk'])
		for (const [name, at, login] of LISTS) {
			const page = await openAs(browser, plant, { login, size });
			await page.goto(plant.url + at);
			await settled(page, at);
			const r = await page.evaluate(scroll, SCREENS);
			const ok = r.busy <= BUSY && r.screens >= SCREENS - 5;
			if (!ok) bad++;
			console.log(`${`${name}, ${size}`.padEnd(28)} ${String(r.frames).padStart(4)} frames  ${r.screens.toFixed(0).padStart(3)} screens  p50 ${r.p50.toFixed(1).padStart(5)} ms  p95 ${r.p95.toFixed(1).padStart(5)} ms  busy ${(r.busy * 100).toFixed(1).padStart(5)} %  ${ok ? 'ok' : 'BAD'}`);
			await page.context().close();
		}
} finally {
	await browser.browser.close();
	await plant.stop();
}
process.exit(bad ? 1 : 0);
