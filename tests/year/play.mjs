// play.mjs - time goes on: what happens next is done through the API, by whom it concerns, and written into the book.
//
// Of what happens in one minute the first to be planned is first. Everything thrown is thrown by the seed, so a play is the same each
// time, as long as the server answers the same.
import assert from 'node:assert/strict';
import { eventually } from '../lib/server.mjs';
import { Book } from './book.mjs';
import { Telling } from './telling.mjs';
import { MINUTE, midnight, plusDays, say, toMinute } from './days.mjs';
import { beginRepairs } from './repairs.mjs';
import { beginStore, nightRun } from './store.mjs';
import { beginUpkeep, found, roundId } from './upkeep.mjs';

export class Play {
	constructor({ plant, clock, dice, until, hook, robot }) {
		Object.assign(this, { plant, clock, dice, until, hook, robot, queue: [], n: 0, done: 0 });
		this.server = plant.server;
		this.book = new Book();
		this.telling = new Telling(plant, this.book);
		this.telling.now = () => this.clock.now;
	}

	get now() {
		return this.clock.now;
	}

	// Something at t, if the play lasts so long; at once when that is past.
	at(t, what, act) {
		const one = { t: Math.max(toMinute(t), this.now), n: this.n++, what, act };
		let low = 0, high = this.queue.length;
		while (low < high) {
			const mid = (low + high) >> 1, x = this.queue[mid];
			if (x.t < one.t || (x.t === one.t && x.n < one.n)) high = mid;
			else low = mid + 1;
		}
		if (one.t < this.until) this.queue.splice(low, 0, one); // the next is last
	}
	in(ms, what, act) {
		this.at(this.now + ms, what, act);
	}

	async run() {
		this.days();
		beginRepairs(this);
		beginStore(this);
		beginUpkeep(this);
		for (let one; (one = this.queue.pop()); this.done++) {
			this.clock.set(one.t);
			try {
				await one.act();
			} catch (error) {
				error.message = `${say(one.t)}, ${one.what}: ${error.message}`;
				throw error;
			}
		}
		this.clock.set(this.until);
		await this.night();
	}

	// What the server does by itself it does at midnight: tickets of plans, what is to be bought.
	days() {
		for (let day = this.plant.from; midnight(day) < this.until; day = plusDays(day, 1)) {
			this.at(midnight(day), 'midnight', () => this.night());
			if (day.endsWith('-01')) this.at(midnight(day) + MINUTE, 'notices are read', () => this.telling.collect());
		}
	}

	async night() {
		await this.look();
		await found(this);
		nightRun(this);
	}

	async look() {
		await this.clock.look(this.server);
		this.book.closeOld(this.now);
		for (const walk of this.book.walks) if (walk.to <= this.now && walk.done === null) walk.id ??= await roundId(this, walk);
		await this.heard(this.telling.missed(this.now));
		await this.heard(this.telling.escalate(this.now));
	}

	// Whoever should hear of something does, before anything else happens.
	async heard(one) {
		if (!one?.people.length) return;
		const who = this.plant.people[one.people[0]];
		await eventually(
			() => who.must(200, 'GET', '/api/v1/notices', { query: { limit: 20 } }),
			({ items }) => items.some((n) => n.rule === one.rule && n.entity === one.entity && n.entity_id === one.id), `${one.people[0]} hears: ${one.rule} ${one.entity} ${one.id}`, 20_000);
	}

	/* ---- how people use the API ---- */

	// A change that may be sent again, as phones do on bad nets: the second answer is as good as the first, and changes nothing.
	async post(who, at, json, { again = 200, ok = 201 } = {}) {
		const headers = { 'Idempotency-Key': this.dice.key() };
		const first = await who.must(ok, 'POST', at, { json, headers });
		if (!this.dice.chance(0.1)) return first;
		const second = await who.must(again, 'POST', at, { json, headers });
		assert.equal(second.id ?? second.ticket?.id, first.id ?? first.ticket?.id, `${at} sent twice`);
		return first;
	}

	ticket(id, who = this.plant.admin) {
		return who.must(200, 'GET', `/api/v1/tickets/${id}`);
	}

	// A verb by the version that is there; now and then by an older one first, which is refused, or twice under one key.
	async verb(who, x, name, json = {}) {
		const at = `/api/v1/tickets/${x.id}/${name}`, { ticket } = await this.ticket(x.id);
		if (ticket.state === 'closed') this.book.closeOld(this.now); // the server looks by itself once an hour
		assert.equal(ticket.state, x.state, `the state of ticket ${x.id}`);
		if (ticket.version > 1 && this.dice.chance(0.05)) {
			const taken = name === 'start' && x.assignee !== null && x.assignee !== who.account.id; // who comes second is told who has it
			await who.must(taken ? 409 : 412, 'POST', at, { json, version: ticket.version - 1 });
			this.book.refuse('stale');
		}
		const headers = { 'Idempotency-Key': this.dice.key() }, send = () => who.must(200, 'POST', at, { json, version: ticket.version, headers });
		const answer = await send();
		if (this.dice.chance(0.05)) assert.equal((await send()).ticket.state, answer.ticket.state, `${name} sent twice`);
		return answer;
	}
}
