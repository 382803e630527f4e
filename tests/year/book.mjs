// book.mjs - what happened in the play, as those who played know it: who did what when. The reference reads this and nothing else.
//
// A ticket goes through its states here by PRODUCT.md, beside the server's; nothing is read back but the number it was given.
import { DAY } from './days.mjs';

export const CLOSED_AFTER = 7 * DAY; // who checks nothing agrees

export class Book {
	constructor() {
		this.tickets = new Map();
		this.labour = [];
		this.invoices = [];
		this.moves = []; // of stock, in order
		this.done = []; // of plans: { ticket, … } in order
		this.walks = [];
		this.readings = []; // of counters: { machine, t, value }
		this.told = []; // what somebody should hear of: { rule, entity, id, people: [login] }
		this.requisitions = new Map();
		this.proposals = []; // of the night: { id, found, wanted }
		this.refused = {};
	}

	report(id, t, { machine, kind = 'corrective', source, stopped = false, occurred, mode = null, planned = null, account = null, assignee = null }) {
		const ticket = {
			id, machine, kind, source, stopped, failure: kind === 'corrective', occurred: kind === 'corrective' ? (occurred ?? t) : (occurred ?? null), reported: t, accepted: null,
			started: null, restored: null, closed: null, cancelled: null, waits: [], mode, planned, account, assignee, hands: new Set(), reopened: 0, state: 'reported', escalated: new Set(), needs: new Map(),
		};
		this.tickets.set(id, ticket);
		return ticket;
	}

	accept(x, t, who) {
		Object.assign(x, { state: 'accepted', accepted: t, assignee: who });
	}
	start(x, t, who) {
		x.accepted ??= t;
		x.assignee ??= who;
		Object.assign(x, { state: 'in_progress', started: t });
	}
	wait(x, t) {
		x.waits.push({ from: t, to: null });
		x.state = 'waiting';
	}
	endWait(x, at) {
		const w = x.waits.at(-1);
		if (w && w.to === null) w.to = Math.max(w.from, at);
	}
	resume(x, t) {
		this.endWait(x, t);
		x.state = 'in_progress';
	}
	restore(x, t, { at = t, mode, occurred } = {}) {
		if (x.state === 'waiting') this.endWait(x, at);
		x.restored = at;
		x.mode = mode ?? x.mode;
		x.occurred = occurred ?? x.occurred;
		x.started ??= Math.max(at, x.accepted);
		x.state = 'restored';
	}
	close(x, t) {
		Object.assign(x, { state: 'closed', closed: t });
		x.needs.clear();
	}
	reopen(x) {
		Object.assign(x, { state: 'in_progress', restored: null, closed: null, reopened: x.reopened + 1 });
	}
	cancel(x, t, reason) {
		if (x.state === 'waiting') this.endWait(x, t);
		Object.assign(x, { state: 'cancelled', cancelled: reason });
		x.needs.clear();
	}

	// What nobody checked in a week is closed when the server looks.
	closeOld(t) {
		const old = [...this.tickets.values()].filter((x) => x.state === 'restored' && x.restored < t - CLOSED_AFTER);
		for (const x of old) this.close(x, t);
		return old;
	}

	// A part was asked for, given, let go: what a ticket still needs of it.
	need(x, part, qty) {
		x.needs.set(part, Math.max(0, (x.needs.get(part) ?? 0) + qty));
	}

	refuse(what) {
		this.refused[what] = (this.refused[what] ?? 0) + 1;
	}
}

export const isOpen = (x) => ['reported', 'accepted', 'in_progress', 'waiting'].includes(x.state);
