// parts.mjs - parts for a repair: kept for it, taken, brought back; and how a movement gets into the book.
import assert from 'node:assert/strict';
import { isOpen } from './book.mjs';
import { minutes } from './days.mjs';

const milli = (n) => Math.round(n * 1000);

// What was asked for, beside what the server says came of it; the reference works the second out of the first.
export function moved(play, kind, asked, answer) {
	play.book.moves.push({
		kind, time: play.now, ...asked, id: answer.id, bin: answer.bin_id,
		said: { qty: milli(answer.qty), value: answer.value_cents, qty_after: milli(answer.qty_after), value_after: answer.value_after, bin_after: milli(answer.bin_after) },
	});
}

// Less than the minimum now, and not before. asked.actor: who did it.
export async function lowOrNot(play, part, before, after, actor) {
	if (before >= part.min && after < part.min) await play.heard(play.telling.low(part.id, actor));
}

export const stockOf = (play, part) => play.plant.admin.must(200, 'GET', `/api/v1/parts/${part.id}`);

export async function useParts(play, x, worker) {
	const { dice, plant } = play;
	for (let n = dice.chance(0.5) ? dice.int(1, 2) : 0; n > 0; n--) {
		const part = dice.of(plant.parts), qty = dice.int(1, 3) * part.unit;
		if (dice.chance(0.4)) {
			await reserve(play, x, worker, part, qty);
			play.in(minutes(dice.int(0, 600)), 'what was kept is fetched', () => fetched(play, x, worker, part, qty));
		} else {
			await issue(play, x, worker, part, qty);
		}
	}
}

export async function reserve(play, x, who, part, qty) {
	await play.post(who, `/api/v1/tickets/${x.id}/reservations`, { parts: [{ part_id: part.id, qty: qty / 1000 }] }, { again: 201 });
	play.book.need(x, part.id, qty);
}

async function fetched(play, x, worker, part, qty) {
	const { dice, book } = play;
	if (!isOpen(x)) return;
	const need = x.needs.get(part.id) ?? 0;
	if (need && dice.chance(0.2)) {
		const less = dice.chance(0.5) ? need : Math.min(need, part.unit);
		await play.post(worker, `/api/v1/tickets/${x.id}/reservations/release`, { part_id: part.id, qty: less / 1000 }, { ok: 200 });
		book.need(x, part.id, -less);
		if (less === need) return;
	}
	await issue(play, x, worker, part, qty);
}

async function issue(play, x, worker, wanted, qty) {
	const { dice, plant, book } = play, keeper = dice.of(plant.keepers), part = wanted.substitute && dice.chance(0.2) ? wanted.substitute : wanted;
	if (!['reported', 'accepted', 'in_progress', 'waiting', 'restored'].includes(x.state)) return;
	const override = dice.chance(0.05), who = override ? keeper : worker;
	const json = { part_id: part.id, qty: qty / 1000, ...(override && { override: true, reason: '急用' }), ...(part !== wanted && { instead_of_id: wanted.id }) };
	if (dice.chance(0.5)) json.bin_id = dice.chance(0.8) ? part.bin : dice.of(plant.bins).id;
	const before = milli((await stockOf(play, part)).qty);
	const headers = { 'Idempotency-Key': dice.key() }, send = () => who.request('POST', `/api/v1/tickets/${x.id}/parts`, { json, headers });
	const answer = await send();
	if (answer.status === 409) return book.refuse('issue'); // not so much there, or kept for others
	assert.equal(answer.status, 201, answer.text);
	if (dice.chance(0.1)) assert.equal((await send()).json.id, answer.json.id, 'an issue sent twice');
	moved(play, 'issue', { part: part.id, wanted: wanted.id, qty, ticket: x }, answer.json);
	book.need(x, part.id, -qty);
	if (part !== wanted) book.need(x, wanted.id, -qty);
	await lowOrNot(play, part, before, before - qty, who.account.id);
	if (dice.chance(0.15)) play.in(minutes(dice.int(10, 6000)), 'brought back', () => returned(play, x, worker, part, dice.chance(0.5) ? qty : part.unit));
}

async function returned(play, x, worker, part, qty) {
	const { dice, book } = play, json = { part_id: part.id, qty: qty / 1000, reason: '多领' };
	if (dice.chance(0.2)) json.bin_id = dice.of(play.plant.bins).id;
	const headers = { 'Idempotency-Key': dice.key() }, send = () => worker.request('POST', `/api/v1/tickets/${x.id}/parts/return`, { json, headers });
	const answer = await send();
	if (answer.status === 409) return book.refuse('return'); // it came back already
	assert.equal(answer.status, 201, answer.text);
	if (dice.chance(0.2)) assert.deepEqual((await send()).json.items.map((m) => m.id), answer.json.items.map((m) => m.id), 'a return sent twice');
	for (const m of answer.json.items) moved(play, 'return', { part: part.id, qty: milli(m.qty), ticket: x, of: m.reverses, asked: qty }, m);
}
