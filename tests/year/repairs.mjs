// repairs.mjs - machines fail; people report it well or badly, repair it, and put right later what they said.
import assert from 'node:assert/strict';
import { DAY, MINUTE, dayOf, minutes, plusDays } from './days.mjs';
import { isOpen } from './book.mjs';
import { useParts } from './parts.mjs';

const idOf = (who) => who.account.id;

export function beginRepairs(play) {
	for (const m of play.plant.machines) fails(play, m, Math.max(play.now, m.born ?? 0));
}

// Round the clock, whether anybody works or not.
function fails(play, m, from) {
	play.at(from + play.dice.wait(m.every), `machine ${m.number} fails`, async () => {
		const { dice } = play, occurred = play.now;
		fails(play, m, occurred);
		if (m.gone !== null && occurred >= m.gone) return;
		const late = dice.chance(0.6) ? dice.int(0, 20) : dice.int(20, 400);
		play.in(minutes(late), `machine ${m.number} is reported`, () => reported(play, m, occurred, dice.chance(0.65)));
	});
}

async function reported(play, m, occurred, stopped) {
	const { dice, plant } = play;
	if (m.gone !== null) return;
	if (dice.chance(0.04)) {
		// The code of the neighbour was scanned; somebody sees it, withdraws it, and reports the right one.
		const other = plant.machines.find((o) => o !== m && o.line === m.line && o.gone === null && (o.born ?? 0) < occurred);
		if (other) {
			const wrong = await report(play, other, occurred, stopped);
			play.in(minutes(dice.int(5, 90)), 'the wrong machine', async () => {
				if (wrong.state === 'reported') await cancel(play, dice.of(plant.technicians), wrong, { reason: 'other', note: '报错设备' });
				if (m.gone === null) handle(play, await report(play, m, occurred, stopped));
			});
			return;
		}
	}
	handle(play, await report(play, m, occurred, stopped));
}

async function report(play, m, occurred, stopped) {
	const { dice, plant, book } = play, symptom = dice.of(['漏油', '异响', '不启动', '报警', '温度高']);
	const since = (play.now - occurred) / MINUTE, stranger = (play.stranger ??= plant.server.client());
	let id, link = null, account = null, mode = null, source = 'scan';
	if (dice.chance(0.25)) {
		({ id, link } = await play.post(stranger, '/api/v1/reports', { code: m.qr, symptom, stopped, since_minutes: since, reporter: '操作工' }));
	} else if (dice.chance(0.35)) {
		// The page of a phone without a script; tapped twice now and then.
		const form = { symptom, text: '', since: String(since), stopped: stopped ? '1' : '0', reporter: '操作工', key: dice.key() };
		for (let n = dice.chance(0.1) ? 2 : 1; n > 0; n--) link = (await stranger.must(303, 'POST', `/q/${m.qr}`, { form })).location;
		id = Number(/\/t\/(\d+)-/.exec(link)[1]);
	} else {
		const who = dice.of([...plant.technicians, plant.people.boss, plant.people.ku]);
		mode = dice.chance(0.3) ? dice.of(m.modes) : null;
		account = idOf(who);
		id = (await play.post(who, '/api/v1/tickets', { machine_id: m.id, symptom, stopped, occurred_at: occurred, ...(mode && { failure_mode: mode }) })).ticket.id;
		source = 'account';
	}
	const x = book.report(id, play.now, { machine: m, source, stopped, occurred, mode, account });
	x.link = link && new URL(link, plant.server.url).pathname;
	await play.heard(play.telling.reported(x, play.now, account));
	await stands(play, x);
	return x;
}

// Of a critical machine that stands more people hear, later still more.
async function stands(play, x) {
	if (!x.machine.critical || !x.stopped) return;
	if (play.now - x.occurred >= minutes(30)) await play.look();
	for (const after of [30, 150]) if (x.occurred + minutes(after) > play.now) play.at(x.occurred + minutes(after), 'it still stands', () => (isOpen(x) ? play.look() : undefined));
}

// What becomes of a report.
function handle(play, x) {
	const { dice, plant } = play;
	if (x.link && dice.chance(0.04)) play.in(MINUTE, 'withdrawn', () => byLink(play, x, 'withdraw'));
	if (x.link && dice.chance(0.1)) play.in(minutes(dice.int(5, 300)), 'a message of who reported it', () => byLink(play, x, 'comments'));
	if (dice.chance(0.08)) {
		play.in(minutes(dice.int(3, 50)), 'reported twice', async () => {
			if (x.machine.gone !== null) return;
			const second = await report(play, x.machine, dice.int(0, 1) ? x.occurred : play.now, x.stopped);
			play.in(minutes(dice.int(5, 300)), 'a duplicate', async () => {
				if (second.state === 'reported') await cancel(play, dice.of(plant.technicians), second, { reason: 'duplicate', duplicate_of: x.id });
			});
		});
	}
	if (dice.chance(0.1)) {
		play.in(minutes(dice.int(1, 60)), 'the same problem', async () => {
			if (isOpen(x)) await play.post(plant.people.boss, `/api/v1/tickets/${x.id}/same`, { reporter: '班长' }, { ok: 200 });
		});
	}
	play.in(minutes(dice.chance(0.7) ? dice.int(2, 60) : dice.int(60, 900)), 'somebody takes it', () => taken(play, x));
}

// Who reported it without an account has a page of it.
async function byLink(play, x, what) {
	const { dice, book } = play, form = { key: dice.key() }, wanted = { withdraw: ['reported'], confirm: ['restored'], reopen: ['restored'] }[what];
	if (wanted && !wanted.includes(x.state)) return;
	if (what === 'comments') form.text = '还在响';
	if (what === 'reopen') form.reason = '又停了';
	for (let n = dice.chance(0.1) ? 2 : 1; n > 0; n--) await play.stranger.must(303, 'POST', `${x.link}/${what}`, { form });
	if (what === 'withdraw') book.cancel(x, play.now, 'withdrawn');
	else if (what === 'confirm') book.close(x, play.now);
	else if (what === 'comments') await play.heard(play.telling.message(x, null));
	else await back(play, x, null);
}

async function cancel(play, who, x, json) {
	await play.verb(who, x, 'cancel', json);
	play.book.cancel(x, play.now, json.reason);
}

async function taken(play, x) {
	if (x.state !== 'reported') return;
	const { dice, plant, book } = play, worker = dice.of(plant.technicians);
	if (dice.chance(0.2)) {
		await play.verb(plant.people.boss, x, 'accept', { account_id: idOf(worker) });
		book.accept(x, play.now, idOf(worker));
		await play.heard(play.telling.assigned(x, idOf(worker), idOf(plant.people.boss)));
	} else if (dice.chance(0.8)) {
		await play.verb(worker, x, 'accept');
		book.accept(x, play.now, idOf(worker));
	}
	if (x.state === 'accepted' && dice.chance(0.1)) {
		const { ticket } = await play.ticket(x.id), other = plant.technicians.find((w) => w !== worker);
		const json = { assignee_id: idOf(other) };
		await plant.people.boss.must(200, 'PATCH', `/api/v1/tickets/${x.id}`, { json, version: ticket.version });
		x.assignee = idOf(other);
		await play.heard(play.telling.assigned(x, idOf(other), idOf(plant.people.boss)));
	}
	if (x.state === 'accepted' && dice.chance(0.08)) {
		return play.in(minutes(dice.int(10, 120)), 'never begun, but done', () => restored(play, x, worker));
	}
	play.in(minutes(dice.int(0, 90)), 'work begins', () => started(play, x, worker));
}

async function started(play, x, worker) {
	if (x.state !== 'reported' && x.state !== 'accepted') return;
	const { dice, plant, book } = play;
	await play.verb(worker, x, 'start');
	book.start(x, play.now, idOf(worker));
	if (x.kind === 'corrective' && dice.chance(0.06)) {
		play.in(minutes(dice.int(5, 60)), 'no fault found', async () => {
			if (isOpen(x)) await cancel(play, worker, x, { reason: 'no_fault_found' });
		});
		return;
	}
	if (dice.chance(0.15)) {
		const helper = dice.of(plant.technicians.filter((w) => idOf(w) !== x.assignee));
		await plant.people.boss.must(200, 'POST', `/api/v1/tickets/${x.id}/people`, { json: { account_id: idOf(helper) } });
		x.hands.add(idOf(helper));
	}
	if (dice.chance(0.15)) await comment(play, x, dice.of([plant.people.boss, worker, plant.people.ku]));
	await useParts(play, x, worker);
	if (dice.chance(0.25)) return waits(play, x, worker);
	play.in(minutes(dice.int(10, 300)), 'it runs again', () => restored(play, x, worker));
}

async function comment(play, x, who) {
	await play.post(who, `/api/v1/tickets/${x.id}/comments`, { text: '看一下' }, { again: 201 });
	await play.heard(play.telling.message(x, idOf(who)));
}

async function waits(play, x, worker) {
	const { dice, book } = play, reason = dice.of(['parts', 'parts', 'outside', 'production', 'decision']);
	await play.verb(worker, x, 'wait', { reason });
	book.wait(x, play.now);
	if (reason === 'parts') await play.heard(play.telling.waitingParts(x, idOf(worker)));
	play.in(dice.chance(0.8) ? minutes(dice.int(30, 900)) : dice.int(1, 9) * DAY, 'it goes on', async () => {
		if (x.state !== 'waiting') return;
		if (dice.chance(0.2)) return restored(play, x, worker); // nobody said that it went on
		await play.verb(worker, x, 'resume');
		book.resume(x, play.now);
		play.in(minutes(dice.int(10, 240)), 'it runs again', () => restored(play, x, worker));
	});
}

export async function restored(play, x, worker, more = {}) {
	if (!['accepted', 'in_progress', 'waiting'].includes(x.state)) return;
	const { dice, plant, book } = play, json = { action: '修复', ...more };
	let at = play.now, mode, occurred;
	if (dice.chance(0.2)) at = Math.max(x.occurred ?? x.started ?? x.accepted, play.now - minutes(dice.int(1, 200)));
	if (x.kind === 'corrective' && dice.chance(0.9)) mode = dice.of(x.machine.modes);
	if (x.kind === 'corrective' && dice.chance(0.1)) occurred = Math.min(at, Math.max(x.occurred - minutes(dice.int(-30, 60)), x.machine.born ?? 0));
	await play.verb(worker, x, 'restore', { ...json, ...(at !== play.now && { restored_at: at }), ...(mode && { failure_mode: mode }), ...(occurred !== undefined && { occurred_at: occurred }) });
	book.restore(x, play.now, { at, mode, occurred });
	await play.heard(play.telling.restored(x, idOf(worker)));
	await bookWork(play, x, worker);
	if (dice.chance(0.08)) play.in(dice.int(1, 5) * DAY, 'put right', () => corrected(play, x));
	if (x.kind !== 'preventive' && dice.chance(0.07)) return play.in(minutes(dice.int(20, 3000)), 'it was not repaired', () => reopened(play, x));
	if (x.link && dice.chance(0.3)) return play.in(minutes(dice.int(20, 2000)), 'who reported it looks', () => byLink(play, x, dice.chance(0.8) ? 'confirm' : 'reopen'));
	if (dice.chance(0.6)) {
		play.in(minutes(dice.int(30, 4000)), 'checked', async () => {
			if (x.state !== 'restored') return;
			await play.verb(plant.people.boss, x, 'close');
			book.close(x, play.now);
		});
	}
}

async function reopened(play, x) {
	if (x.state !== 'restored' && x.state !== 'closed') return;
	const { dice, plant } = play, who = dice.of([plant.people.boss, plant.people.ku]);
	await play.verb(who, x, 'reopen', { reason: '又坏了' });
	await back(play, x, idOf(who));
}

async function back(play, x, actor) {
	const { dice, plant, book } = play;
	book.reopen(x);
	await play.heard(play.telling.reopened(x, actor));
	await stands(play, x);
	play.in(minutes(dice.int(10, 600)), 'it runs again', () => restored(play, x, plant.technicians.find((w) => idOf(w) === x.assignee)));
}

// Minutes of today or yesterday, of oneself or of who helped; some are taken back; now and then an outside firm sends a bill.
async function bookWork(play, x, worker) {
	const { dice, plant, book } = play;
	for (let n = dice.int(0, 2); n >= 0; n--) {
		const who = n ? dice.of(plant.technicians) : worker, day = dice.chance(0.8) ? dayOf(play.now) : plusDays(dayOf(play.now), -dice.int(1, 4)), time = dice.int(5, 400);
		const row = await play.post(worker, `/api/v1/tickets/${x.id}/labour`, { account_id: idOf(who), minutes: time, day }, { again: 201 });
		const entry = { id: row.id, ticket: x, account: idOf(who), day, minutes: time, rates: plant.rates.length, removed: false, said: row.cost_cents };
		book.labour.push(entry);
		if (dice.chance(0.05)) {
			await worker.must(204, 'DELETE', `/api/v1/tickets/${x.id}/labour/${row.id}`);
			entry.removed = true;
		}
	}
	if (dice.chance(0.07)) {
		play.in(dice.int(1, 20) * DAY, 'a bill', async () => {
			const cost = dice.int(-3000, 900000), day = plusDays(dayOf(play.now), -dice.int(0, 10));
			const row = await play.post(plant.people.boss, `/api/v1/tickets/${x.id}/invoices`, { cost_cents: cost, supplier: '外协', day }, { again: 201 });
			const entry = { id: row.id, ticket: x, cost, day, removed: false };
			book.invoices.push(entry);
			if (dice.chance(0.1)) {
				await plant.people.boss.must(204, 'DELETE', `/api/v1/tickets/${x.id}/invoices/${row.id}`);
				entry.removed = true;
			}
		});
	}
}

// Days later somebody knows better: when it stood, when it was begun, when it ran again, whether it stood at all.
async function corrected(play, x) {
	if (!['restored', 'closed'].includes(x.state) || x.kind !== 'corrective') return;
	const { dice, plant } = play, { ticket } = await play.ticket(x.id), json = { reason: '补正' };
	const shift = () => minutes(dice.int(-90, 90)), least = x.machine.born ?? 0;
	if (dice.chance(0.5)) json.occurred_at = Math.max(least, Math.min(x.restored, x.occurred + shift()));
	if (dice.chance(0.6)) json.restored_at = Math.min(play.now, Math.max(json.occurred_at ?? x.occurred, x.restored + shift()));
	if (dice.chance(0.3)) json.started_at = Math.min(play.now, x.started + shift());
	if (dice.chance(0.2)) json.stopped = !x.stopped;
	if (dice.chance(0.1)) json.failure = false;
	await plant.people.boss.must(200, 'PATCH', `/api/v1/tickets/${x.id}`, { json, version: ticket.version });
	x.occurred = json.occurred_at ?? x.occurred;
	x.restored = json.restored_at ?? x.restored;
	x.started = json.started_at ?? x.started;
	x.stopped = json.stopped ?? x.stopped;
	x.failure = json.failure ?? x.failure;
	assert.ok(x.restored >= x.occurred);
	if (dice.chance(0.5)) await waited(play, x);
}

// A wait that nobody marked, or one that was longer.
async function waited(play, x) {
	const { dice, plant } = play, at = `/api/v1/tickets/${x.id}/waits`, { ticket, waits } = await play.ticket(x.id), from_at = x.started - minutes(dice.int(-60, 30)), to_at = Math.min(play.now, from_at + minutes(dice.int(1, 200)));
	if (to_at < from_at) return;
	if (waits.length && dice.chance(0.6)) {
		const [w] = waits;
		await plant.people.boss.must(200, 'PATCH', `${at}/${w.id}`, { json: { reason: w.reason, from_at, to_at, why: '补正' }, version: ticket.version });
		const known = x.waits.find((o) => o.from === w.from_at && o.to === w.to_at);
		Object.assign(known, { from: from_at, to: to_at });
	} else {
		await plant.people.boss.must(201, 'POST', at, { json: { reason: 'outside', from_at, to_at }, version: ticket.version });
		x.waits.push({ from: from_at, to: to_at });
	}
}

export { cancel, handle, taken };
