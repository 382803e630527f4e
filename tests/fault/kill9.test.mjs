// kill9.test.mjs - a short run of kill9.mjs; `./test --long` has 200 rounds of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killAgainAndAgain } from './kill9.mjs';

test('killed in the middle of work, again and again, it keeps what it acknowledged, once', async (t) => {
	const sum = await killAgainAndAgain({ rounds: 10, clients: 16, log: (line) => t.diagnostic(line) });
	assert.ok(sum.flyingKills >= 5, `only ${sum.flyingKills} kills came while somebody was waiting`);
	assert.ok(sum.acknowledged >= 100, `only ${sum.acknowledged} requests were acknowledged`);
});
