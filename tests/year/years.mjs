// years.mjs - whole years of a plant of 25 machines, a seed each: JIXIU_SEEDS (3) of them from JIXIU_SEED on,
// JIXIU_DAYS (365) long. After the first every kind of untruth has to be noticed.
import { test } from 'node:test';
import { feelEveryLie } from './tamper.mjs';
import { checkAndCopy, playYear } from './year.mjs';

const first = Number(process.env.JIXIU_SEED ?? 1);
for (let seed = first; seed < first + Number(process.env.JIXIU_SEEDS ?? 3); seed++) {
	test(`a year of a plant, seed ${seed}`, async (t) => {
		const play = await playYear(t, { seed, days: Number(process.env.JIXIU_DAYS ?? 365), machines: 25, parts: 60 });
		if (seed === first) {
			play.clock.set(play.until);
			await feelEveryLie(t, play);
		}
		await checkAndCopy(t, play);
	});
}
