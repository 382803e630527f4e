// hand.mjs - a page that counts what a hand does: `taps` is how many, typing is not counted. The test `t` closes it when it ends;
// `now` is the time there, where it is not the machine's.
import { assertFits } from './browser.mjs';
import { openAt, settled } from './screens.mjs';

export async function hand(t, browser, plant, { now, ...as }, at) {
	const page = await openAt(t, browser, plant, as);
	if (now !== undefined) await page.clock.setFixedTime(now);
	page.taps = 0;
	page.tap = async (what) => {
		page.taps++;
		await (typeof what === 'string' ? page.getByRole('button', { name: what, exact: true }).first() : what).click();
	};
	page.sheet = page.getByRole('dialog');
	page.submit = async () => {
		await assertFits(page);
		await page.tap(page.sheet.locator('button[type=submit]'));
	};
	page.sheetGone = () => page.waitForFunction(() => !document.querySelector('.shade'));
	page.see = async (where) => {
		await page.goto(plant.url + where);
		if (!/^\/[qt]\//.test(where)) await settled(page);
	};
	if (at) await page.see(at);
	return page;
}
