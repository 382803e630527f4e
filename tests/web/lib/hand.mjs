// hand.mjs - a page that counts what a hand does: `taps` is how many, typing is not counted.
import { openAs, settled } from './screens.mjs';

export async function hand(browser, plant, { login, password, size = 'phone', lang = 'zh' }, at) {
	const page = await openAs(browser, plant, { size, lang, login, password });
	page.taps = 0;
	page.tap = async (what) => {
		page.taps++;
		await (typeof what === 'string' ? page.getByRole('button', { name: what, exact: true }).first() : what).click();
	};
	page.dialog = () => page.getByRole('dialog');
	page.submit = () => page.tap(page.dialog().locator('button[type=submit]'));
	page.sheetGone = () => page.waitForFunction(() => !document.querySelector('.shade'));
	page.end = () => page.context().close();
	await page.goto(plant.url + at);
	await settled(page);
	return page;
}
