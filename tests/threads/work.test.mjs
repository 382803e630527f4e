// work.test.mjs - many people at work and told to stop in the middle of it, under the thread sanitizer: the writer, the
// readers, the knowledge base that follows, and the end of them all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killAgainAndAgain } from '../fault/kill9.mjs';

test('told to stop in the middle of work, again and again, it ends well and keeps what it acknowledged', async (t) => {
	const sum = await killAgainAndAgain({ rounds: 6, clients: 16, gently: true, span: 3000, log: (line) => t.diagnostic(line) });
	assert.ok(sum.acknowledged >= 100, `only ${sum.acknowledged} requests were acknowledged`);
});
