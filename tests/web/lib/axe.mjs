// axe.mjs - what axe-core says of a page as it stands, in light and dark: nothing.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function assertAccessible(page, where = page.url(), schemes = ['light', 'dark']) {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
	for (const colorScheme of schemes) {
		// Dark or light changes the colours and nothing else.
		const runOnly = colorScheme === schemes[0] ? RULES : { type: 'rule', values: ['color-contrast'] };
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const { violations } = await page.evaluate((runOnly) => axe.run(document, { runOnly, resultTypes: ['violations'] }), runOnly);
		const told = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 5).map((n) => `${n.html}\n  ${n.failureSummary}`).join('\n  ')}`);
		assert.deepEqual(told, [], `${where}, ${colorScheme}`);
	}
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
