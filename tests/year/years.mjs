// years.mjs - whole years of a plant of 25 machines, a seed each: JIXIU_SEEDS (3) of them from JIXIU_SEED on.
import { test } from 'node:test';
import { checkAndCopy, playYear } from './year.mjs';

const first = Number(process.env.JIXIU_SEED ?? 1);
for (let seed = first; seed < first + Number(process.env.JIXIU_SEEDS ?? 3); seed++) {
	test(`a year of a plant, seed ${seed}`, async (t) => {
		await checkAndCopy(t, await playYear(t, { seed, days: 365, machines: 25, parts: 60 }));
	});
}
