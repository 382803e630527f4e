// year.test.mjs - three months of a small plant. JIXIU_SEED plays another; `./test --long` plays whole years of larger ones (years.mjs).
import { test } from 'node:test';
import { checkAndCopy, playYear } from './year.mjs';

test('played through the API for three months, every sum, figure, cost and notice is that of an independent slow reference', async (t) => {
	const play = await playYear(t, { seed: Number(process.env.JIXIU_SEED ?? 20250101), days: 90, machines: 10, parts: 14 });
	await checkAndCopy(t, play);
});
