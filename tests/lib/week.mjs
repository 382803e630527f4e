// week.mjs - a plant on which repairs are entered as people enter them (late, and then corrected), and whose figures are
// looked at: machines required Monday to Friday 08:00–16:00, over the last whole week but one, in the plant's time.
//
//   before(openWeek);
//   after(closeWeek);
//   const m = await machine();
//   await failure(m, 'Tue 10:00', 'Tue 12:00');
//   assertHours(await ofMachine(m), { mttr: 2 }, 'a stop of two hours');
import assert from 'node:assert/strict';
import { addPerson, makePlant } from './plant.mjs';
import { startServer } from './server.mjs';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ZONE = 8 * HOUR; // Asia/Shanghai has had no other since 1991

// Monday 00:00 of the week that is looked at.
export const monday = (() => {
	const local = Date.now() + ZONE;
	const today = Math.floor(local / DAY);
	const weekday = (today + 3) % 7; // 1970-01-01 was a Thursday; Monday is 0
	return (today - weekday - 14) * DAY - ZONE;
})();
const DAYS = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 };
// 'Tue 10:00' of that week; '-1 Fri 15:00' of the week before it.
export function at(text) {
	const [, weeks, day, hour, minute] = /^(?:([+-]\d) )?(\w{3}) (\d\d):(\d\d)$/.exec(text);
	return monday + Number(weeks ?? 0) * 7 * DAY + DAYS[day] * DAY + Number(hour) * HOUR + Number(minute) * MINUTE;
}
export const dayOf = (ms) => new Date(ms + ZONE).toISOString().slice(0, 10);
export const week = { from: monday, to: monday + 7 * DAY };

export let server, admin, li, calendar, plant;
let number = 0;
// For a code that nothing else has.
export const next = () => ++number;

// Once, before the tests of a file; closeWeek() after them.
export async function openWeek() {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
	plant = await makePlant(server, []);
	li = await addPerson(server, 'li', '李师傅');
	const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start_min: 480, end_min: 960 }));
	calendar = await admin.must(201, 'POST', '/api/v1/calendars', { json: { name: '白班', shifts, exceptions: [] } });
}
export const closeWeek = () => server.stop();

export const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
export const add = (json) => admin.must(201, 'POST', '/api/v1/assets', { json });
export const machine = (more = {}) =>
	add({
		kind: 'machine', code: `M-${++number}`, name: '冲床', parent_id: plant.line.id, calendar_id: calendar.id,
		commissioned_day: '2015-01-01', ...more,
	});
export const line = () => add({ kind: 'line', name: `线 ${++number}`, parent_id: plant.area.id });
export const figures = (query) => li.must(200, 'GET', '/api/v1/figures', { query: { ...week, ...query } });
export const ofMachine = async (m, query) => (await figures({ under: m.id, ...query })).machines[0];

export const step = async (id, verb, json = {}, by = li) => {
	const { ticket } = await li.must(200, 'GET', T(id));
	return (await by.must(200, 'POST', T(id, verb), { json, version: ticket.version })).ticket;
};
export const correct = async (id, json) => {
	const { ticket } = await li.must(200, 'GET', T(id));
	return (await li.must(200, 'PATCH', T(id), { json, version: ticket.version })).ticket;
};

// A stop, entered today: reported with its true beginning, repaired, and the other times put right with a reason.
export async function failure(m, occurred, restored, { reported, accepted, started, waits = [], ...more } = {}) {
	const json = { machine_id: m.id, symptom: '停机', stopped: true, ...(occurred && { occurred_at: at(occurred) }), ...more };
	const { ticket } = await li.must(201, 'POST', '/api/v1/tickets', { json });
	if (!restored) return ticket;
	await step(ticket.id, 'accept');
	await step(ticket.id, 'start');
	await step(ticket.id, 'restore', { action: '修好了', restored_at: at(restored) });
	await correct(ticket.id, {
		reported_at: at(reported ?? occurred), accepted_at: at(accepted ?? reported ?? occurred),
		started_at: at(started ?? accepted ?? reported ?? occurred), reason: '补录',
	});
	for (const [reason, from, to] of waits) {
		const { version } = (await li.must(200, 'GET', T(ticket.id))).ticket;
		await li.must(201, 'POST', T(ticket.id, 'waits'), { json: { reason, from_at: at(from), to_at: at(to) }, version });
	}
	return ticket;
}

// A planned job, begun and ended at these times.
export async function job(m, planned_from, planned_to, started, ended) {
	const json = { machine_id: m.id, symptom: '一级保养', kind: 'preventive', planned_from: at(planned_from), planned_to: at(planned_to) };
	const { ticket } = await li.must(201, 'POST', '/api/v1/tickets', { json });
	if (!started) return ticket;
	await step(ticket.id, 'start');
	await step(ticket.id, 'restore', { action: '保养完成', restored_at: at(ended) });
	await correct(ticket.id, { started_at: at(started), reason: '补录' });
	return ticket;
}

// Members in hours; null stands for n/a.
export function assertHours(row, wanted, what) {
	for (const [name, hours] of Object.entries(wanted)) {
		const found = row[`${name}_ms`];
		if (hours === null) assert.equal(found, null, `${what}: ${name}`);
		else assert.ok(Math.abs(found - hours * HOUR) < 1, `${what}: ${name} is ${found / HOUR} h, not ${hours}`);
	}
}
export const near = (found, wanted, what) => assert.ok(Math.abs(found - wanted) < 1e-9, `${what}: ${found}, not ${wanted}`);
