// upkeep.mjs - planned maintenance as it is done: in time, late, skipped, moved, forgotten; rounds walked, sent late, missed;
// counters read; a machine that goes.
import assert from 'node:assert/strict';
import { DAY, HOUR, MINUTE, dayOf, midnight, minutes, plusDays, shiftsOf } from './days.mjs';
import { isOpen } from './book.mjs';
import { cancel, restored, taken } from './repairs.mjs';

export function beginUpkeep(play) {
	const { plant } = play;
	for (let day = plant.from, n = 0; midnight(day) < play.until; day = plusDays(day, 1), n++) {
		// At the end of a day: what a plan by meter makes of it is seen at midnight.
		if (n % 5 === 1) play.at(midnight(day) + DAY - MINUTE, 'counters are read', () => read(play));
		if (play.dice.chance(0.12)) play.at(midnight(day) + 14 * HOUR, 'a job is planned', () => planJob(play));
		for (const route of plant.routes) for (const [from, to] of windowsOf(route, day)) play.at(from, 'a round is due', () => due(play, route, from, to));
	}
	// What was due on the eve, once there was a route, nobody walked.
	for (const route of plant.routes) {
		for (const n of [-2, -1]) for (const [from, to] of windowsOf(route, plusDays(plant.from, n))) if (to > route.made) play.book.walks.push({ route, from, to, done: null });
	}
	const m = plant.machines[7];
	if (m) play.at(midnight(plant.from) + Math.floor(((play.until - midnight(plant.from)) * 2) / 3 / DAY) * DAY + 9 * HOUR, 'a machine goes', () => retired(play, m));
}

/* ---- plans ---- */

// Tickets that the night made.
export async function found(play) {
	for (const plan of play.plant.plans) {
		const { ahead } = await play.plant.people.boss.must(200, 'GET', `/api/v1/plans/${plan.id}`);
		for (const d of ahead.filter((a) => a.state === 'open' && !play.book.tickets.has(a.ticket_id))) {
			const { ticket } = await play.ticket(d.ticket_id), machine = play.plant.machines.find((m) => m.id === d.asset_id);
			const x = play.book.report(d.ticket_id, ticket.reported_at, { machine, kind: 'preventive', source: 'plan', planned: { from: ticket.planned_from, to: ticket.planned_to } });
			x.plan = plan;
			for (const [part, qty] of plan.job.parts) play.book.need(x, part.id, qty);
			planned(play, plan, x, d);
		}
	}
}

function planned(play, plan, x, d) {
	const { dice, plant } = play, at = midnight(d.due_day) + 9 * HOUR, boss = plant.people.boss, luck = dice.next();
	const note = (what, more = {}) => play.book.done.push({ what, plan, machine: x.machine, ticket: x.id, t: play.now, ...more });
	const work = (t) => play.at(t, 'a service', () => serviced(play, plan, x, note));
	if (luck < 0.68) return work(at + minutes(dice.int(-20, 200)));
	if (luck < 0.8) return work(at + (plan.grace_days + dice.int(0, 4)) * DAY);
	if (luck < 0.86) {
		return play.at(at - HOUR, 'a service is skipped', async () => {
			if (!isOpen(x)) return;
			const now = await dueOf(play, plan, x);
			await boss.must(200, 'POST', `/api/v1/dues/${now.id}/skip`, { json: { reason: '赶订单' }, version: now.version });
			play.book.cancel(x, play.now, 'other');
			note('skip');
		});
	}
	if (luck < 0.91) {
		return play.at(at - HOUR, 'its ticket is cancelled', async () => {
			if (!isOpen(x)) return;
			await cancel(play, boss, x, { reason: 'other', note: '设备外借' });
			note('skip');
		});
	}
	if (luck < 0.96) {
		play.at(at - HOUR, 'a service is moved', async () => {
			if (!isOpen(x)) return;
			const now = await dueOf(play, plan, x), day = plusDays(dayOf(play.now), dice.int(1, 3));
			await boss.must(200, 'POST', `/api/v1/dues/${now.id}/move`, { json: { due_day: day, reason: '等备件' }, version: now.version });
			const shift = midnight(day) + 9 * HOUR - x.planned.from;
			x.planned = { from: x.planned.from + shift, to: x.planned.to === null ? null : x.planned.to + shift };
			note('move', { day });
		});
		return work(at + 3 * DAY);
	}
	return work(at + dice.int(8, 40) * DAY); // forgotten
}

const dueOf = async (play, plan, x) => (await play.plant.people.boss.must(200, 'GET', `/api/v1/plans/${plan.id}`)).ahead.find((d) => d.ticket_id === x.id);

async function serviced(play, plan, x, note) {
	if (!isOpen(x)) return;
	const { dice, plant, book } = play, worker = dice.of(plant.technicians), { tasks } = await play.ticket(x.id);
	await worker.must(200, 'PUT', `/api/v1/tickets/${x.id}/tasks`, { json: { tasks: tasks.map(({ id }) => ({ id, result: 'done' })) } });
	book.start(x, play.now, worker.account.id);
	play.in(minutes(dice.int(20, dice.chance(0.8) ? plan.job.minutes : plan.job.minutes * 2)), 'a service ends', async () => {
		await restored(play, x, worker, { action: undefined });
		note('done', { at: x.restored });
		if (dice.chance(0.06)) play.in(dice.int(1, 60) * HOUR, 'a service was not done well', () => again(play, x, worker, note));
		else if (dice.chance(0.06)) play.in(dice.int(1, 3) * DAY, 'when it was done is put right', () => otherwise(play, x, note));
	});
}

async function again(play, x, worker, note) {
	if (x.state !== 'restored' && x.state !== 'closed') return;
	const { boss } = play.plant.people;
	await play.verb(boss, x, 'reopen', { reason: '没做好' });
	play.book.reopen(x);
	note('reopen');
	await play.look(); // it may be past its grace
	await play.heard(play.telling.reopened(x, boss.account.id));
	play.in(minutes(play.dice.int(30, 3000)), 'it is done well', async () => {
		await restored(play, x, worker, { action: undefined });
		note('done', { at: x.restored });
	});
}

async function otherwise(play, x, note) {
	if (x.state !== 'restored' && x.state !== 'closed') return;
	const { ticket } = await play.ticket(x.id), at = Math.min(play.now, x.restored + play.dice.int(-30, 60) * HOUR);
	await play.plant.people.boss.must(200, 'PATCH', `/api/v1/tickets/${x.id}`, { json: { restored_at: at, reason: '补正' }, version: ticket.version });
	x.restored = at;
	note('correct', { at });
}

/* ---- jobs that somebody plans by hand ---- */

// Planned standstill from then to then; begun early or late, longer than planned, or called off.
async function planJob(play) {
	const { dice, plant, book } = play, m = dice.of(plant.machines), kind = dice.of(['preventive', 'preventive', 'improvement']), boss = plant.people.boss;
	if (m.gone !== null) return;
	const from = midnight(dayOf(play.now)) + DAY + dice.int(6, 15) * HOUR, planned = { from, to: from + dice.int(1, 6) * HOUR };
	const { ticket } = await play.post(boss, '/api/v1/tickets', { machine_id: m.id, symptom: '改造', kind, planned_from: planned.from, planned_to: planned.to });
	const x = book.report(ticket.id, play.now, { machine: m, kind, source: 'account', planned, account: boss.account.id }), worker = dice.of(plant.technicians);
	if (kind !== 'preventive') await play.heard(play.telling.reported(x, play.now, boss.account.id));
	if (dice.chance(0.15)) return play.at(from - 2 * HOUR, 'a job is called off', () => (isOpen(x) ? cancel(play, boss, x, { reason: 'withdrawn' }) : undefined));
	play.at(from + minutes(dice.int(-40, 150)), 'a job begins', async () => {
		if (!isOpen(x)) return;
		await play.verb(worker, x, 'start');
		book.start(x, play.now, worker.account.id);
		play.in(minutes(dice.int(30, 500)), 'a job ends', () => restored(play, x, worker));
	});
}

/* ---- counters ---- */

async function read(play) {
	for (const m of play.plant.machines.filter((x) => x.meter && x.gone === null)) {
		m.hours += play.dice.int(30, 110);
		await play.dice.of(play.plant.technicians).must(201, 'POST', `/api/v1/meters/${m.meter}/readings`, { json: { value: m.hours } });
		play.book.readings.push({ machine: m, t: play.now, value: m.hours * 1000 });
	}
}

/* ---- rounds ---- */

export function windowsOf(route, day) {
	if (route.due === 'shift') return shiftsOf(route.calendar, day);
	if (!shiftsOf(route.calendar, day).length) return [];
	return route.windows.map((w) => [midnight(day) + w.start_min * MINUTE, midnight(day) + w.end_min * MINUTE]);
}

function due(play, route, from, to) {
	const { dice } = play, luck = dice.next(), walk = { route, from, to, done: null };
	play.book.walks.push(walk);
	play.at(to + MINUTE, 'a round is over', () => (walk.done === null ? play.look() : undefined));
	const walked = from + minutes(dice.int(5, Math.min(90, (to - from) / MINUTE - 20)));
	if (luck < 0.8) play.at(walked, 'a round', () => walkIt(play, walk, walked));
	else if (luck < 0.9) play.at(to + minutes(dice.int(5, 2000)), 'a round is sent late', () => walkIt(play, walk, walked));
	else if (luck < 0.95) play.at(to + minutes(dice.int(1, 300)), 'a round is walked late', () => walkIt(play, walk, play.now));
}

export async function roundId(play, walk) {
	const { items } = await play.plant.admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: walk.route.id, from: walk.from, to: walk.from + 1 } });
	assert.equal(items.length, 1, 'the round is there');
	return items[0].id;
}

async function walkIt(play, walk, said) {
	const { dice, plant, book } = play, worker = dice.of(plant.technicians), [oil, guard] = plant.items;
	const round = await worker.must(200, 'GET', `/api/v1/rounds/${await roundId(play, walk)}`);
	for (const stop of round.stops) {
		const machine = plant.machines.find((m) => m.id === stop.machine_id), value = dice.chance(0.04) ? dice.int(61, 80) : dice.int(25, 60);
		const json = { scanned_at: said, typed: false, code: machine.qr, done: true, done_said: said, answers: [{ item_id: oil.id, value, time: said }, { item_id: guard.id, text: 'yes', time: said }] };
		const send = () => worker.must(200, 'PUT', `/api/v1/rounds/${round.id}/stops/${stop.id}`, { json }), saved = await send();
		if (dice.chance(0.1)) await send();
		const answer = saved.answers.find((a) => a.item_id === oil.id);
		assert.equal(answer.finding, value > 60);
		if (answer.ticket_id === null || answer.repeated) continue;
		const x = book.report(answer.ticket_id, play.now, { machine, kind: 'inspection', source: 'inspection', occurred: said, account: worker.account.id });
		await play.heard(play.telling.reported(x, play.now, worker.account.id));
		play.in(minutes(dice.int(30, 2000)), 'somebody takes what was found', () => taken(play, x));
	}
	await worker.must(200, 'POST', `/api/v1/rounds/${round.id}/finish`, { json: { at: said } });
	walk.done = said;
}

/* ---- a machine goes ---- */

async function retired(play, m) {
	if ([...play.book.tickets.values()].some((x) => x.machine === m && isOpen(x))) return play.in(DAY, 'a machine goes', () => retired(play, m));
	for (const x of [...play.book.tickets.values()].filter((y) => y.machine === m && y.state === 'restored')) {
		await play.verb(play.plant.people.boss, x, 'close');
		play.book.close(x, play.now);
	}
	await play.plant.people.boss.must(200, 'POST', `/api/v1/assets/${m.id}/state`, { json: { state: 'retired', reason: '报废' } });
	m.gone = midnight(dayOf(play.now));
}

