// store.mjs - the storekeepers' days: what comes in, is moved, counted, put right, ordered; prices change.
import assert from 'node:assert/strict';
import { DAY, HOUR, dayOf, midnight, minutes, plusDays, weekday } from './days.mjs';
import { lowOrNot, moved, stockOf } from './parts.mjs';
import { onOrder, playStock, toBuy } from './reference_stock.mjs';

const milli = (n) => Math.round(n * 1000);

export function beginStore(play) {
	const { plant, dice } = play;
	play.at(midnight(plant.from) + 7 * HOUR, 'the first stock', async () => {
		for (const part of plant.parts) await receive(play, part, dice.int(3, 12) * part.unit);
	});
	for (let day = plant.from; midnight(day) < play.until; day = plusDays(day, 1)) {
		const at = (hour, what, act) => play.at(midnight(day) + hour * HOUR + minutes(dice.int(0, 50)), what, act);
		if (weekday(day) === 7) continue;
		if (dice.chance(0.2)) at(9, 'something comes in', () => receive(play, dice.of(plant.parts), dice.int(1, 6) * 1000));
		if (dice.chance(0.15)) at(10, 'something is put right', () => adjusted(play, dice.of(plant.parts)));
		if (dice.chance(0.2)) at(11, 'something is moved', () => transferred(play, dice.of(plant.parts)));
		if (dice.chance(0.1)) at(13, 'a price changes', () => priced(play, dice.of(plant.parts)));
		if (dice.chance(0.05)) at(14, 'a counting', () => counted(play));
		at(15, 'what is to be bought', () => bought(play));
	}
	// Rates rise in the course of the year, once from a day that is past: what was booked keeps its price.
	const later = (n) => plusDays(plant.from, n);
	play.at(midnight(later(25)) + 8 * HOUR, 'a rate', () => plant.rate(null, later(25), 6500));
	play.at(midnight(later(40)) + 8 * HOUR, 'a rate', () => plant.rate(plant.people.t2, later(20), 7777));
	play.at(midnight(later(55)) + 8 * HOUR, 'a rate', () => plant.rate(plant.people.t1, later(60), 9100));
}

async function receive(play, part, qty, more = {}) {
	const { dice, plant } = play, who = dice.of(plant.keepers), json = { qty: qty / 1000, ...more };
	let price = part.price, value = null;
	if (dice.chance(0.3)) json.price_cents = price = Math.max(1, part.price + dice.int(-100, 100));
	else if (dice.chance(0.2)) json.value_cents = value = dice.int(100, 500000);
	if (dice.chance(0.2)) json.bin_id = dice.of(plant.bins).id;
	const row = await play.post(who, `/api/v1/parts/${part.id}/receive`, json, { again: 201 });
	moved(play, 'receive', { part: part.id, qty, price, value, named: json.bin_id ?? part.bin }, row);
}

// Corrected by so much, or to what was counted; a number that is too low for what lies there is refused.
async function adjusted(play, part) {
	const { dice, plant, book } = play, who = dice.of(plant.keepers), { stock, qty } = await stockOf(play, part);
	const bin = stock.length ? dice.of(stock) : { bin_id: part.bin, qty: 0 }, json = { bin_id: bin.bin_id, reason: '盘点差异' };
	if (dice.chance(0.5)) json.counted = Math.max(0, milli(bin.qty) + dice.int(-2, 1) * part.unit) / 1000;
	else json.qty = (dice.chance(0.7) ? -1 : 1) * dice.int(1, 3) * (part.unit / 1000);
	const by = json.counted === undefined ? milli(json.qty) : milli(json.counted) - milli(bin.qty);
	const answer = await who.request('POST', `/api/v1/parts/${part.id}/adjust`, { json });
	if (milli(bin.qty) + by < 0) {
		assert.equal(answer.status, 409, answer.text);
		return book.refuse('below zero');
	}
	assert.equal(answer.status, 201, answer.text);
	moved(play, 'adjust', { part: part.id, qty: by, price: part.price }, answer.json);
	await lowOrNot(play, part, milli(qty), milli(qty) + by, who.account.id);
}

async function transferred(play, part) {
	const { dice, plant, book } = play, who = dice.of(plant.keepers), { stock } = await stockOf(play, part);
	if (!stock.length) return;
	const from = dice.of(stock), to = dice.of(plant.bins.filter((b) => b.id !== from.bin_id)), qty = dice.int(1, 4) * part.unit;
	const headers = { 'Idempotency-Key': dice.key() }, json = { bin_id: from.bin_id, to_bin_id: to.id, qty: qty / 1000 };
	const send = () => who.request('POST', `/api/v1/parts/${part.id}/transfer`, { json, headers }), answer = await send();
	if (qty > milli(from.qty)) {
		assert.equal(answer.status, 409, answer.text);
		return book.refuse('transfer');
	}
	assert.equal(answer.status, 201, answer.text);
	if (dice.chance(0.3)) assert.equal((await send()).json.id, answer.json.id, 'a transfer sent twice');
	moved(play, 'transfer', { part: part.id, qty, from: from.bin_id }, answer.json);
}

async function priced(play, part) {
	const { dice, plant } = play, now = await stockOf(play, part);
	part.price = Math.max(1, Math.round(part.price * (0.8 + 0.5 * dice.next())));
	await dice.of(plant.keepers).must(200, 'PATCH', `/api/v1/parts/${part.id}`, { json: { price_cents: part.price }, version: now.version });
}

// A few bins are counted in the course of some hours, while work goes on; each difference has its reason.
async function counted(play) {
	const { dice, plant, book } = play, keeper = dice.of(plant.keepers), bin = dice.of(plant.bins);
	const begun = await keeper.request('POST', '/api/v1/counts', { json: { name: `盘点 ${play.n}`, bin_ids: [bin.id] } });
	if (begun.status !== 201) {
		assert.ok([400, 409].includes(begun.status), begun.text); // it is empty, or being counted already
		return book.refuse('count');
	}
	const at = `/api/v1/counts/${begun.json.id}`, said = [];
	play.in(minutes(dice.int(10, 90)), 'the bin is counted', async () => {
		for (const line of (await keeper.must(200, 'GET', `${at}/lines`, { query: { limit: 500 } })).items) {
			const part = plant.parts.find((p) => p.id === line.part_id), { stock } = await stockOf(play, part);
			const there = milli(stock.find((s) => s.bin_id === bin.id)?.qty ?? 0), seen = Math.max(0, there + (dice.chance(0.3) ? dice.int(-2, 2) * part.unit : 0));
			await keeper.must(201, 'POST', `${at}/lines`, { json: { bin_id: bin.id, part_id: part.id, counted: seen / 1000, ...(seen !== there && { reason: '少记' }) } });
			said.push({ part, by: seen - there });
		}
	});
	play.in(minutes(dice.int(100, 400)), 'the counting is closed', async () => {
		const { version } = await keeper.must(200, 'GET', at);
		if (!said.length || dice.chance(0.15)) return keeper.must(200, 'POST', `${at}/cancel`, { version });
		const before = new Map();
		for (const { part } of said) before.set(part, milli((await stockOf(play, part)).qty));
		const answer = await keeper.request('POST', `${at}/close`, { json: { leave: true }, version });
		if (answer.status === 409) {
			book.refuse('count again'); // so much has gone since that the difference would not fit
			return keeper.must(200, 'POST', `${at}/cancel`, { version });
		}
		assert.equal(answer.status, 200, answer.text);
		const { items } = await keeper.must(200, 'GET', '/api/v1/movements', { query: { bin: bin.id, kind: 'adjust', limit: 500 } });
		for (const m of items.filter((i) => i.count_id === begun.json.id).reverse()) {
			const line = said.find((s) => s.part.id === m.part_id);
			moved(play, 'adjust', { part: m.part_id, qty: line.by, price: line.part.price }, m);
			await lowOrNot(play, line.part, before.get(line.part), before.get(line.part) + line.by, keeper.account.id);
		}
	});
}

/* ---- requisitions ---- */

// What the night should have proposed, by the reference, for whoever finds a draft of it.
export function nightRun(play) {
	const { parts } = playStock(play.plant, play.book);
	play.wanted = { day: dayOf(play.now), lines: new Map() };
	for (const part of play.plant.parts) {
		const p = parts.get(part.id), qty = toBuy(part, p.qty - p.needed + onOrder(play.book, part.id));
		if (qty) play.wanted.lines.set(part.id, qty);
	}
}

// A draft of the night is looked at, approved, ordered, and comes in parts; some never do.
async function bought(play) {
	const { plant, book } = play, { items } = await plant.people.cai.must(200, 'GET', '/api/v1/requisitions', { query: { open: 1 } });
	for (const { id } of items) {
		const r = book.requisitions.get(id) ?? { id, lines: new Map(), comes: 0 };
		const view = await plant.people.cai.must(200, 'GET', `/api/v1/requisitions/${id}`);
		if (view.state === 'proposed' || view.state === 'edited') await draft(play, r, view);
		book.requisitions.set(id, r);
	}
}

async function draft(play, r, view) {
	const { dice, plant, book } = play, cai = plant.people.cai, at = `/api/v1/requisitions/${r.id}`, made = dayOf(view.created_at);
	if (r.made === undefined) {
		r.made = made;
		if (play.wanted?.day === made) book.proposals.push({ id: r.id, found: view.items.map((l) => [l.part_id, milli(l.qty)]).sort((x, y) => x[0] - y[0]), wanted: [...play.wanted.lines].sort((x, y) => x[0] - y[0]) });
	}
	if (dayOf(play.now) === made || dice.chance(0.5)) return;
	let now = view;
	if (dice.chance(0.3)) {
		const part = dice.of(plant.parts), qty = dice.int(1, 5) * 1000, price_cents = dice.int(100, 9000);
		now = await plant.keepers[0].must(200, 'PUT', `${at}/lines/${part.id}`, { json: { qty: qty / 1000, price_cents }, version: now.version });
	}
	if (dice.chance(0.1)) {
		await cai.must(200, 'POST', `${at}/cancel`, { json: { reason: '不买' }, version: now.version });
		r.state = 'cancelled';
		r.lines = new Map(now.items.map((l) => [l.part_id, { qty: milli(l.qty), price: l.price_cents, received: 0, ended: false }]));
		return;
	}
	if (now.items.every((l) => l.ended)) {
		await cai.must(409, 'POST', `${at}/approve`, { version: now.version }); // in the meantime nothing is missing any more
		return book.refuse('empty requisition');
	}
	now = await cai.must(200, 'POST', `${at}/approve`, { version: now.version });
	r.state = 'approved';
	for (const l of now.items) r.lines.set(l.part_id, { qty: milli(l.qty), price: l.price_cents, received: 0, ended: false });
	play.in(DAY, 'ordered', async () => {
		const { version } = await cai.must(200, 'GET', at);
		await cai.must(200, 'POST', `${at}/order`, { version });
		r.state = 'ordered';
		deliver(play, r);
	});
}

function deliver(play, r) {
	const { dice, plant } = play, at = `/api/v1/requisitions/${r.id}`;
	play.in(dice.int(2, 9) * DAY + dice.int(0, 5) * HOUR, 'a delivery', async () => {
		const keeper = dice.of(plant.keepers), short = [...r.lines].filter(([, l]) => !l.ended && l.received < l.qty);
		if (!short.length || !['ordered', 'receiving'].includes(r.state)) return;
		if (r.comes++ > 2) {
			const { version } = await keeper.must(200, 'GET', at);
			await keeper.must(200, 'POST', `${at}/close`, { json: { reason: '不再供货' }, version });
			for (const [, l] of short) l.ended = true;
			r.state = 'closed';
			return;
		}
		for (const [id, l] of short) {
			const part = plant.parts.find((p) => p.id === id), left = l.qty - l.received, qty = dice.chance(0.75) ? left : Math.max(250, Math.floor(left / 2000) * 1000);
			if (dice.chance(0.1)) continue;
			const json = { part_id: id, qty: qty / 1000, slip: `D-${r.id}`, ...(dice.chance(0.5) && { price_cents: dice.int(100, 90000) }) };
			const got = await play.post(keeper, `${at}/receive`, json, { ok: 200 });
			l.received += qty;
			const { items } = await keeper.must(200, 'GET', `/api/v1/parts/${id}/movements`, { query: { kind: 'receive', limit: 1 } });
			moved(play, 'receive', { part: id, qty, price: json.price_cents ?? l.price, value: null, named: part.bin }, items[0]);
			r.state = got.state;
		}
		if (r.state !== 'closed') deliver(play, r);
	});
}
