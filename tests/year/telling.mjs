// telling.mjs - who should hear of what, by the table of UX and PRODUCT: asked when it happens, compared with what arrived at the end.
//
// The same thing may be said twice of one ticket (two messages), so things are counted.
import { DAY, MINUTE, works } from './days.mjs';
import { duesOf } from './reference_plans.mjs';

const FIRST = 30 * MINUTE, SECOND = 150 * MINUTE; // the second counts on from the first: 30 and 120 more
const LONG_AGO = 7 * DAY;

export class Telling {
	constructor(plant, book) {
		this.plant = plant;
		this.book = book;
		this.people = Object.entries(plant.people).map(([login, who]) => ({ login, id: who.account.id, role: who.account.role, duty: who.duty }));
		this.arrived = new Map(); // login → Map(notice id → notice)
		this.sent = new Map(); // message id → message, as it was last seen
	}

	inArea(person, machine) {
		return !person.duty.areas.length || person.duty.areas.some((a) => machine.path.includes(a));
	}
	onShift(person, machine, t) {
		const calendar = person.duty.calendar ?? machine.calendar;
		return calendar === null || works(calendar, t);
	}

	// The technicians of the area who are on shift; when nobody is, all of the area; when nobody has it, all.
	reported(ticket, t, actor) {
		const all = this.people.filter((p) => p.role === 'technician' && p.id !== actor), m = ticket.machine;
		const area = all.filter((p) => this.inArea(p, m)), now = area.filter((p) => this.onShift(p, m, t));
		return this.say('reported', 'ticket', ticket.id, now.length ? now : area.length ? area : all);
	}
	assigned(ticket, who, actor) {
		if (who === actor) return undefined;
		return this.say('assigned', 'ticket', ticket.id, this.people.filter((p) => p.id === who));
	}
	waitingParts(ticket, actor) {
		return this.say('waiting_parts', 'ticket', ticket.id, this.people.filter((p) => p.role === 'storekeeper' && p.id !== actor));
	}
	low(part, actor) {
		return this.say('low_stock', 'part', part, this.people.filter((p) => (p.role === 'storekeeper' || p.duty.buyer) && p.id !== actor));
	}
	restored(ticket, actor) {
		return this.say('restored', 'ticket', ticket.id, this.people.filter((p) => p.id === ticket.account && p.id !== actor));
	}
	reopened(ticket, actor) {
		return this.say('reopened', 'ticket', ticket.id, this.people.filter((p) => (p.id === ticket.assignee || ticket.hands.has(p.id)) && p.id !== actor));
	}
	message(ticket, actor) {
		return this.say('message', 'ticket', ticket.id, this.people.filter((p) => (p.id === ticket.assignee || ticket.hands.has(p.id) || p.id === ticket.account) && p.id !== actor));
	}

	// Rounds whose window is over and that nobody has finished; of each once.
	missed(t) {
		let last;
		for (const w of this.book.walks) {
			if (w.to > t || w.done !== null || w.missed) continue;
			w.missed = true;
			last = this.say('missed', 'round', w.id, this.leads(w.route.stops[0], w.route.assignee));
		}
		return last;
	}
	// Services past their grace, or overtaken by the next one's day; asked at the end, for the book knows when each was open.
	overdue(until) {
		return this.plant.plans.flatMap((plan) => plan.on.flatMap((machine) => duesOf(plan, machine, this.book, this.plant.from, until).dues.filter((d) => d.told !== null).map((d) => {
			const x = this.book.tickets.get(d.ticket);
			return { rule: 'overdue', entity: 'ticket', id: d.ticket, at: d.told, people: this.leads(machine, x.started !== null && x.started <= d.told ? x.assignee : null).map((p) => p.login) };
		})));
	}
	// Managers of the area and who has it, if it is their area; when nobody is, all of them.
	leads(machine, assignee) {
		const all = this.people.filter((p) => p.role === 'manager' || p.id === assignee), area = all.filter((p) => this.inArea(p, machine));
		return area.length ? area : all;
	}

	// Critical machines that stand at this moment.
	escalate(t) {
		let last;
		for (const x of this.book.tickets.values()) {
			const age = t - x.occurred, key = (step) => `${x.reopened}/${step}`;
			if (!x.stopped || !x.failure || !x.machine.critical || !['reported', 'accepted', 'in_progress', 'waiting'].includes(x.state) || age < FIRST || age >= LONG_AGO) continue;
			const step = age >= SECOND ? 2 : 1;
			if (x.escalated.has(key(step))) continue;
			x.escalated.add(key(step));
			last = this.say(step === 2 ? 'stopped_longer' : 'stopped', 'ticket', x.id, this.people.filter((p) => p.role === 'manager' || (step === 2 && p.role === 'admin')));
		}
		return last;
	}

	say(rule, entity, id, people) {
		const one = { rule, entity, id, people: people.map((p) => p.login) };
		this.book.told.push(one);
		return one;
	}

	// All that each has in the app now, into `arrived`, and what went to the group robot into `sent`; they are forgotten there after 90 days.
	async collect() {
		for (const [login, who] of Object.entries(this.plant.people)) {
			const own = this.arrived.get(login) ?? new Map();
			this.arrived.set(login, own);
			for (let before; ;) {
				const { items, next } = await who.must(200, 'GET', '/api/v1/notices', { query: { limit: 500, ...(before && { before }) } });
				for (const n of items) own.set(n.id, n);
				if (!next || items.some((n) => n.time < this.collected)) break;
				before = next;
			}
		}
		for (let before; ;) {
			const { items, next } = await this.plant.admin.must(200, 'GET', '/api/v1/messages', { query: { limit: 500, ...(before && { before }) } });
			for (const m of items) this.sent.set(m.id, m);
			if (!next || items.some((m) => m.made_at < this.collected - 30 * DAY)) break;
			before = next;
		}
		this.collected = this.now?.() ?? 0;
	}
}

const tally = (list, key) => list.reduce((m, x) => m.set(key(x), (m.get(key(x)) ?? 0) + 1), new Map());

// Lines of what is not as it should be: [] is good.
export function toldWrong({ telling, hook, until }) {
	const wrong = [], told = [...telling.book.told, ...telling.overdue(until)];
	const against = (who, expected, got) => {
		for (const key of new Set([...expected.keys(), ...got.keys()])) {
			const a = expected.get(key) ?? 0, b = got.get(key) ?? 0;
			if (a !== b) wrong.push(`${who} heard ${b} times instead of ${a} of ${key}`);
		}
	};
	for (const { login } of telling.people) {
		const expected = tally(told.filter((x) => x.people.includes(login)), (x) => `${x.rule} ${x.entity} ${x.id}`);
		against(login, expected, tally([...(telling.arrived.get(login)?.values() ?? [])], (n) => `${n.rule} ${n.entity} ${n.entity_id}`));
	}
	const messages = new Map(hook.got.map((m) => [m.id, m.data.items])); // the same message twice is once
	against('the webhook', tally(told, (x) => `${x.rule} ${x.entity} ${x.id}`), tally([...messages.values()].flat(), (x) => `${x.rule} ${x.entity} ${x.entity_id}`));
	const events = [...messages.values()].flat().map((x) => x.event_seq);
	if (new Set(events).size !== events.length) wrong.push('the webhook heard of one event in two messages');
	for (const kind of ['wecom', 'webhook']) {
		const own = [...telling.sent.values()].filter((m) => m.channel_kind === kind), sum = own.reduce((n, m) => n + m.items, 0);
		if (sum !== told.length) wrong.push(`messages to ${kind} tell ${sum} things instead of ${told.length}`);
		for (const m of own.filter((x) => x.state !== 'sent')) wrong.push(`message ${m.id} to ${kind} is ${m.state}`);
	}
	return wrong;
}
