// tamper.mjs - would the comparison notice? One fact of the book after another is made untrue, and each time something has to differ.
import assert from 'node:assert/strict';
import { compare } from './compare.mjs';
import { DAY, HOUR, MINUTE } from './days.mjs';
import { toldWrong } from './telling.mjs';

const last = (list, test) => [...list].reverse().find(test);

// [what, the thing, its member, the untruth]
function untruths({ plant, book }) {
	const tickets = [...book.tickets.values()], repair = last(tickets, (x) => x.failure && x.stopped && x.restored !== null && x.machine.born !== null && x.mode !== null && x.machine.rate);
	const issue = last(book.moves, (m) => m.kind === 'issue'), service = last(book.done, (d) => d.what === 'done'), kept = tickets.find((x) => [...x.needs.values()].some((n) => n > 0));
	const labour = last(book.labour, (l) => !l.removed), bill = last(book.invoices, (i) => !i.removed);
	return [
		['a machine ran again a minute later', repair, 'restored', repair.restored + MINUTE],
		['it stood a minute longer before', repair, 'occurred', repair.occurred - MINUTE],
		['it was taken a minute later', repair, 'accepted', repair.accepted + MINUTE],
		['it did not stand', repair, 'stopped', false],
		['it was no failure', repair, 'failure', false],
		['it was something else', repair, 'mode', 'XXX'],
		['it came to another machine', repair, 'machine', plant.machines.find((m) => m !== repair.machine && m.line !== repair.machine.line && m.born !== null)],
		['a minute of labour', labour, 'minutes', labour.minutes + 1],
		['labour that was taken back', labour, 'removed', true],
		['one cent of a bill', bill, 'cost', bill.cost + 1],
		['a part more', issue, 'qty', issue.qty + 250],
		['another price', last(book.moves, (m) => m.kind === 'receive' && m.value === null), 'price', 77777],
		['a rate', plant.rates[0], 'cents_hour', plant.rates[0].cents_hour + 1],
		['an hour that costs more', repair.machine, 'rate', repair.machine.rate + 500],
		['a shift', repair.machine, 'calendar', repair.machine.calendar === null ? plant.calendars[0] : null],
		['a service done a month later', service, 'at', service.at + 31 * DAY],
		['a plan with less grace', service.plan, 'grace_days', service.plan.grace_days + 9],
		['a round that nobody walked', book.walks.find((w) => w.done !== null && w.done <= w.to), 'done', null],
		['a machine that came later', repair.machine, 'born', repair.occurred - 2 * HOUR],
		...(kept ? [['something that nobody wants', kept, 'needs', new Map()]] : []),
	];
}

export async function feelEveryLie(t, play) {
	for (const [what, thing, member, untruth] of untruths(play)) {
		const truth = thing[member];
		thing[member] = untruth;
		const { lines } = await compare(play), told = toldWrong(play);
		thing[member] = truth;
		if (member === 'grace_days') assert.ok(told.length > 0, 'services would have been past their grace on other days');
		assert.ok(lines.length > 0, `nothing differs when it is told: ${what}`);
		t.diagnostic(`${what}: ${lines.length} differences, the first: ${lines[0]}`);
	}
	assert.deepEqual((await compare(play)).lines, []);
	const [one] = play.book.told.filter((x) => x.people.length), own = play.telling.arrived.get(one.people[0]), [id, notice] = [...own].find(([, n]) => n.rule === one.rule && n.entity_id === one.id);
	own.delete(id);
	assert.equal(toldWrong(play).length, 1, 'a notice that is lost');
	own.set(id, notice).set(-1, notice);
	assert.equal(toldWrong(play).length, 1, 'a notice that is doubled');
	own.delete(-1);
}
