// year.mjs - a plant is played through the API and then every figure, every cent, every part and every notice is held against the
// reference. In the middle the program is killed and a robot is out of order.
import assert from 'node:assert/strict';
import { startRobot } from '../lib/robots.mjs';
import { jixiu, sleep, startServer, tempFolder } from '../lib/server.mjs';
import { Clock } from './clock.mjs';
import { compare } from './compare.mjs';
import { DAY, HOUR, MINUTE, dayOf, midnight } from './days.mjs';
import { Dice } from './dice.mjs';
import { makePlant } from './plant.mjs';
import { Play } from './play.mjs';
import { toldWrong } from './telling.mjs';

// A server with a clock that stands on the eve of the play, the plant, and two robots that hear of everything.
export async function openPlay(t, { seed, from = '2025-01-01', days, machines, parts, fault }) {
	const clock = new Clock(await tempFolder(t), midnight(from) - 16 * HOUR), now = () => clock.now;
	const server = await startServer({ args: ['--quiet', '--timezone', 'Asia/Shanghai', '--tell-hosts', '127.0.0.1'], env: clock.env });
	t.after(() => server.stop());
	const hook = await startRobot(t, 'webhook', { secret: 'a-secret', now, drift: Infinity }), robot = await startRobot(t, 'wecom', { now });
	const dice = new Dice(seed), plant = await makePlant(server, dice, { from, machines, parts, fault });
	const rules = (await plant.admin.must(200, 'GET', '/api/v1/tell-rules')).items.map((r) => r.rule);
	await plant.admin.must(201, 'POST', '/api/v1/channels', { json: { kind: 'webhook', name: 'Hook', url: hook.url, secret: hook.secret, rules, enabled: true } });
	await plant.admin.must(201, 'POST', '/api/v1/channels', { json: { kind: 'wecom', name: '群', url: robot.url, rules, enabled: true } });
	return new Play({ plant, clock, dice, until: midnight(from) + days * DAY, hook, robot });
}

// The power goes at a moment when something was just acknowledged; the robots do not answer for a week, then say that it was too much.
function badDays(play) {
	const start = midnight(play.plant.from), at = (share) => start + Math.floor(((play.until - start) * share) / DAY) * DAY + 10 * HOUR;
	play.at(at(0.4), 'the power goes', async () => {
		await play.server.kill();
		await play.server.start();
		await play.look();
	});
	play.at(at(0.5), 'the robots fail', () => (play.hook.mode = '500', play.robot.mode = 'reset', undefined));
	play.at(at(0.5) + 3 * DAY, 'they say no', () => (play.hook.mode = play.robot.mode = '429', undefined));
	// What was given up meanwhile is sent again by hand.
	play.at(at(0.5) + 6 * DAY, 'they are well again', async () => {
		play.hook.mode = play.robot.mode = 'ok';
		const { items } = await play.plant.admin.must(200, 'GET', '/api/v1/messages', { query: { state: 'failed', limit: 500 } });
		for (const m of items) await play.plant.admin.must(200, 'POST', `/api/v1/messages/${m.id}/again`);
		play.book.refused['messages given up'] = items.length;
	});
}

// Whatever waits is sent: half an hour after half an hour, until nothing is left. What time alone brings about meanwhile is no part of the
// play, and is told to nobody.
async function drain(play) {
	const { admin } = play.plant, { items: rules } = await admin.must(200, 'GET', '/api/v1/tell-rules'), late = play.telling.overdue(play.until), all = play.book.told.length + late.length;
	for (const one of late.filter((x) => x.at === play.until)) await play.heard(one);
	for (const { rule, version } of rules.filter((r) => ['stopped', 'stopped_longer', 'overdue', 'missed'].includes(r.rule))) await admin.must(200, 'PATCH', `/api/v1/tell-rules/${rule}`, { json: { enabled: false }, version });
	const items = () => new Set(play.hook.got.flatMap((m) => m.data.items.map((x) => x.event_seq))).size;
	const waiting = async () => (await play.plant.admin.must(200, 'GET', '/api/v1/messages', { query: { state: 'waiting', limit: 500 } })).items.length;
	for (let n = 0; items() < all || (await waiting()); n++) {
		if (n === 300) return; // what is missing is named by toldWrong
		play.clock.set(play.clock.now + 31 * MINUTE);
		await play.clock.look(play.server);
		play.book.closeOld(play.now);
		await sleep(25);
	}
}

const some = (lines) => `${lines.length} differences:\n${lines.slice(0, 20).join('\n')}`;

export async function playYear(t, options) {
	const { seed } = options;
	t.diagnostic(`JIXIU_SEED=${seed}`);
	const begun = Date.now(), play = await openPlay(t, options);
	badDays(play);
	await play.run();
	const played = Date.now(), book = play.book;
	const found = await compare(play);
	assert.equal(found.lines.length, 0, `seed ${seed}: ${some(found.lines)}`);
	await drain(play);
	await play.telling.collect();
	const told = toldWrong(play);
	assert.equal(told.length, 0, `seed ${seed}: ${some(told)}`);
	assert.deepEqual(play.robot.refused.map((r) => r.why), [], 'the group robot never had to say that it was too much');
	t.diagnostic(`${play.done} things happened, ${book.tickets.size} tickets, ${book.moves.length} movements, ${book.told.length + play.telling.overdue(play.until).length} tellings, ${book.walks.length} rounds, ${JSON.stringify(book.refused)} refused; ${found.compared} figures compared; ` +
		`played in ${((played - begun) / 1000).toFixed(1)} s, compared in ${((Date.now() - played) / 1000).toFixed(1)} s`);
	return play;
}

// The folder is whole; and in the copy of it, in another place, every figure is the same.
export async function checkAndCopy(t, play) {
	const english = { env: { ...play.clock.env, LC_ALL: 'C' } }, { code, stdout } = await jixiu(['check', '--data', play.server.data], english);
	assert.equal(code, 0, stdout);
	const copy = `${await tempFolder(t)}/copy`, there = `${await tempFolder(t)}/there`;
	assert.equal((await jixiu(['backup', copy, '--data', play.server.data], english)).code, 0);
	assert.equal((await jixiu(['restore', copy, '--data', there], english)).code, 0);
	const server = await startServer({ data: there, args: ['--quiet', '--timezone', 'Asia/Shanghai'], env: play.clock.env });
	t.after(() => server.stop());
	const twin = server.client({ token: play.plant.admin.token }), start = midnight(play.plant.from);
	for (const at of [`figures?from=${start}&to=${play.until}`, `figures/cost?from=${start}&to=${play.until}`, `figures/budget?year=${dayOf(start).slice(0, 4)}`, `figures/compliance?from=${start}&to=${play.until}`, 'parts?limit=500']) {
		const { now: a, ...here } = await play.plant.admin.must(200, 'GET', `/api/v1/${at}`), { now: b, ...copied } = await twin.must(200, 'GET', `/api/v1/${at}`);
		assert.deepEqual([b, copied], [a, here], `${at} of the copy`);
	}
}
