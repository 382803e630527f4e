// kill9.mjs - as if the power went, again and again, while people work.
//
//   node tests/fault/kill9.mjs [--rounds 200] [--clients 24] [--seed N]
//
// Each round starts the program on the same data folder, lets many clients report faults, work on tickets, move stock
// and upload photos, and kills it with SIGKILL at a random moment. Who got no answer asks again after the restart with
// the same key; one in five gives up instead, as people do. When all rounds are over, what was promised is compared
// with what is there: everything acknowledged exactly once, nothing twice, what was given up at most once, stock equal
// to the movements, every uploaded file whole, the history of every ticket as it was made, and the database sound.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { codeOf, jpeg, PASSWORD } from '../lib/plant.mjs';
import { jixiu, Server, sleep, tempFolder } from '../lib/server.mjs';

// Numbers that a seed repeats; when the kill comes still depends on the machine.
function dice(seed) {
	let s = seed >>> 0;
	const next = () => {
		s = (s + 0x6d2b79f5) >>> 0;
		let t = Math.imul(s ^ (s >>> 15), s | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		chance: (p) => next() < p,
		int: (low, high) => low + Math.floor(next() * (high - low + 1)),
		pick: (list) => list[Math.floor(next() * list.length)],
		weighted: (weights) => {
			let at = next() * Object.values(weights).reduce((a, b) => a + b);
			return Object.keys(weights).find((k) => (at -= weights[k]) < 0);
		},
	};
}

// ---- the plant ----

const PARTS = 6;
const BINS = 2;
const MACHINES = 8;
const PEOPLE = 4;
const READERS = 3;

async function plantOf(server) {
	const admin = await server.admin();
	const add = (where, json) => admin.must(201, 'POST', `/api/v1/${where}`, { json });
	const plant = { machines: [], parts: [], bins: [], tokens: [] };
	for (let i = 0; i < MACHINES; i++) {
		const machine = await add('assets', { kind: 'machine', code: `M-${i}`, name: `机器 ${i}` });
		plant.machines.push({ id: machine.id, code: await codeOf(server, machine.id) });
	}
	for (let i = 0; i < BINS; i++) plant.bins.push((await add('bins', { code: `B-${i}` })).id);
	for (let i = 0; i < PARTS; i++) {
		plant.parts.push((await add('parts', { code: `P-${i}`, name: '油封', unit: '个', price_cents: 137, bin_id: plant.bins[0] })).id);
	}
	for (let i = 0; i < PEOPLE; i++) {
		await add('accounts', { login: `p${i}`, name: `王${i}`, role: 'manager', password: PASSWORD });
		const client = await server.login(`p${i}`, PASSWORD);
		plant.tokens.push((await client.must(201, 'POST', '/api/v1/tokens', { json: { name: 'test' } })).token);
		client.close();
	}
	return plant;
}

// ---- what people do ----

const NEXT = {
	reported: ['accept', 'accept', 'start'],
	accepted: ['start', 'start', 'restore'],
	in_progress: ['restore', 'wait', 'restore'],
	waiting: ['resume', 'restore'],
	restored: ['close', 'close', 'reopen'],
	closed: ['reopen'],
};
const LEADS_TO = {
	accept: 'accepted',
	start: 'in_progress',
	wait: 'waiting',
	resume: 'in_progress',
	restore: 'restored',
	close: 'closed',
	reopen: 'in_progress',
};
const EVENT = {
	accept: 'accepted',
	start: 'started',
	wait: 'waiting',
	resume: 'resumed',
	restore: 'restored',
	close: 'closed',
	reopen: 'reopened',
};
const WEIGHTS = {
	report: 5, scan: 4, verb: 9, comment: 4, same: 2, labour: 2, receive: 3, issue: 6, giveBack: 2, adjust: 1, photo: 4,
};

// One person: does one thing at a time, and remembers what came of it.
class Person {
	constructor(world, i) {
		this.world = world;
		this.dice = dice(world.seed * 1009 + i);
		this.name = `c${i}`;
		this.n = 0;
		this.client = world.server.client({ token: world.plant.tokens[i % PEOPLE] });
		this.tickets = []; // mine: nobody else changes their state
		this.pending = null;
	}

	// A thing to do: what to send, and what it means. `key` is also the text by which it is found again.
	next() {
		const { plant } = this.world, { dice } = this;
		const key = `${this.name}-${++this.n}-${this.world.seed}-key`;
		const keyed = { headers: { 'Idempotency-Key': key } };
		const mine = this.tickets.length ? dice.pick(this.tickets) : null;
		const kind = dice.weighted(WEIGHTS);
		const op = { kind, key, status: 'open', method: 'POST', options: keyed, expect: [201, 200] };
		const machine = dice.pick(plant.machines);
		switch (mine || ['report', 'scan', 'receive', 'adjust'].includes(kind) ? kind : 'report') {
			case 'scan':
				return { ...op, path: '/api/v1/reports', json: { code: machine.code, text: key, stopped: dice.chance(0.5) } };
			case 'verb':
				return this.verb(op, mine);
			case 'comment':
				return { ...op, path: `/api/v1/tickets/${mine.id}/comments`, json: { text: key }, ticket: mine };
			case 'same':
				return { ...op, path: `/api/v1/tickets/${mine.id}/same`, json: { note: key }, ticket: mine, may: [409] };
			case 'labour':
				return { ...op, path: `/api/v1/tickets/${mine.id}/labour`, json: { minutes: dice.int(1, 90), note: key }, ticket: mine };
			case 'receive':
				return this.move(op, `/api/v1/parts/${dice.pick(plant.parts)}/receive`, +1, { bin_id: dice.pick(plant.bins) });
			case 'issue':
				return this.move(op, `/api/v1/tickets/${mine.id}/parts`, -1, { part_id: dice.pick(plant.parts) });
			case 'giveBack':
				return this.move(op, `/api/v1/tickets/${mine.id}/parts/return`, +1, { part_id: dice.pick(plant.parts) });
			case 'adjust': {
				const sign = dice.pick([1, -1]);
				return this.move(op, `/api/v1/parts/${dice.pick(plant.parts)}/adjust`, sign, { bin_id: plant.bins[0] }, sign);
			}
			case 'photo':
				return this.photo(op, mine);
			default:
				return { ...op, kind: 'report', path: '/api/v1/tickets', json: { machine_id: machine.id, symptom: key, stopped: dice.chance(0.5) } };
		}
	}

	verb(op, ticket) {
		const verb = this.dice.pick(NEXT[ticket.state]);
		const json = verb === 'restore' ? { action: '更换油封' } : verb === 'wait' ? { reason: 'parts' } : verb === 'reopen' ? { reason: '又漏了' } : {};
		return { ...op, verb, ticket, path: `/api/v1/tickets/${ticket.id}/${verb}`, json, options: { version: ticket.version }, expect: [200] };
	}

	// The key goes along as the reason, so that the ledger can be searched for it.
	move(op, where, sign, more, jsonSign = 1) {
		const qty = this.dice.int(1, sign > 0 ? 9 : 4);
		const part = more.part_id ?? Number(/parts\/(\d+)/.exec(where)[1]);
		const json = { ...more, qty: qty * jsonSign, reason: op.key };
		delete json.part;
		return { ...op, path: where, json, part, qty: sign * qty, may: [409] };
	}

	photo(op, ticket) {
		const bytes = Buffer.concat([jpeg, randomBytes(this.dice.int(1, 60_000))]);
		return {
			...op,
			ticket,
			method: 'PUT',
			path: `/api/v1/tickets/${ticket.id}/documents/${op.key}`,
			options: { body: bytes, type: 'image/jpeg' },
			digest: createHash('sha256').update(bytes).digest('hex'),
			size: bytes.length,
		};
	}

	// Until the server is gone.
	async work() {
		for (;;) {
			if (this.pending && this.pending.tries && this.dice.chance(0.2)) this.giveUp();
			this.pending ??= this.world.remember(this.next());
			if (!(await this.send(this.pending))) return;
			this.pending = null;
		}
	}

	// What got no answer is asked for once more.
	async settle() {
		if (!this.pending) return;
		if (this.dice.chance(0.2)) return this.giveUp();
		assert.ok(await this.send(this.pending), 'the server answers when nobody kills it');
		this.pending = null;
	}

	giveUp() {
		const op = this.pending;
		op.status = 'given up';
		delete op.options.body;
		this.pending = null;
		// Whether that last step was taken is not known, nor the version: nobody goes on with the ticket.
		if (op.verb) op.ticket.unsure = op.verb;
		if (op.verb || op.kind === 'same') this.tickets = this.tickets.filter((t) => t !== op.ticket);
	}

	// False when the server died under it, or said that it is going.
	async send(op) {
		let answer;
		op.tries = (op.tries ?? 0) + 1;
		this.world.requests++;
		this.world.flying++;
		try {
			const { json, options } = op;
			answer = await this.client.request(op.method, op.path, { ...(options.body ? {} : { json }), ...options });
		} catch (e) {
			if (!this.world.dead) throw e;
			return false;
		} finally {
			this.world.flying--;
		}
		if (this.world.dead && answer.status === 503) return false;
		this.take(op, answer);
		return true;
	}

	take(op, answer) {
		const { expect, may = [] } = op;
		// A verb has no key: its version says whether the first try had come through.
		if (op.verb && answer.status === 412 && op.tries > 1) {
			assert.equal(answer.json.current.version, op.ticket.version + 1, 'a step was taken twice');
			assert.equal(answer.json.current.state, LEADS_TO[op.verb]);
			answer = { status: 200, json: { ticket: answer.json.current } };
		}
		assert.ok([...expect, ...may].includes(answer.status), `${op.method} ${op.path}: ${answer.status} ${answer.text}`);
		op.status = expect.includes(answer.status) ? 'kept' : 'refused';
		op.answer = answer.json;
		delete op.options.body;
		if (op.status !== 'kept') return;
		if (op.kind === 'report' || op.kind === 'scan') {
			op.id = op.kind === 'report' ? answer.json.ticket.id : answer.json.id;
			const ticket = { id: op.id, state: 'reported', version: 1, steps: ['reported'] };
			op.ticket = ticket;
			this.world.tickets.push(ticket);
			this.tickets.push(ticket);
			if (this.tickets.length > 12) this.tickets.splice(this.dice.int(0, 11), 1);
		} else if (op.verb) {
			Object.assign(op.ticket, { state: answer.json.ticket.state, version: answer.json.ticket.version });
			op.ticket.steps.push(EVENT[op.verb]);
		} else if (op.kind === 'same') {
			op.ticket.version++; // it counts on the ticket itself
		}
		this.world.kept++;
	}
}

// Somebody who only looks, at everything, while the others work.
async function look(world, i) {
	const client = world.server.client({ token: world.plant.tokens[i % PEOPLE] });
	const chances = dice(world.seed + i);
	try {
		for (;;) {
			const t = world.tickets.length ? chances.pick(world.tickets).id : null;
			const m = chances.pick(world.plant.machines);
			const where = chances.pick([
				'/api/v1/tickets?open=1', '/api/v1/tickets?text=c1', `/api/v1/figures?under=${m.id}&evidence=1`, '/api/v1/parts', '/api/v1/movements',
				`/api/v1/assets/${m.id}/life`, `/api/v1/suggestions?text=c1-1&machine=${m.id}`, `/q/${m.code}`,
				...(t ? [`/api/v1/tickets/${t}`, `/api/v1/tickets/${t}/history`, `/api/v1/tickets/${t}/suggestions`] : []),
			]);
			const answer = await client.get(where);
			if (world.dead && answer.status === 503) return;
			assert.equal(answer.status, 200, `${where}: ${answer.text}`);
			world.requests++;
		}
	} catch (e) {
		if (!world.dead || e.code === 'ERR_ASSERTION') throw e;
	} finally {
		client.close();
	}
}

// ---- the rounds ----

class World {
	constructor({ seed, server, plant }) {
		Object.assign(this, { seed, server, plant, ops: [], tickets: [], requests: 0, kept: 0, flying: 0, dead: false });
	}
	remember(op) {
		this.ops.push(op);
		return op;
	}
}

// gently: told to stop (SIGTERM) instead of killed; it must end well, with what it has taken answered. And while they
// work, `jixiu check` finds nothing wrong at any moment.
export async function killAgainAndAgain({ rounds = 200, clients = 24, seed = Date.now() % 100_000, gently, span = 400, log = console.log }) {
	const data = await tempFolder();
	const server = new Server({ data, args: ['--quiet', '--workers', String(clients + READERS + 4)] });
	const chances = dice(seed);
	let flyingKills = 0, world;

	try {
		await server.start();
		world = new World({ seed, server, plant: await plantOf(server) });
		const people = Array.from({ length: clients }, (_, i) => new Person(world, i));
		log(`seed ${seed}, ${clients} clients`);
		for (let round = 1; round <= rounds; round++) {
			if (round > 1) await server.start();
			world.dead = false;
			const working = Promise.all([...people.map((p) => p.work()), ...Array.from({ length: READERS }, (_, i) => look(world, i))]);
			await Promise.race([sleep(chances.int(5, span)), working]);
			if (gently) await assertChecked(data);
			if (world.flying > 0) flyingKills++;
			world.dead = true;
			if (gently) await server.end('SIGTERM');
			else await server.kill();
			await working;
			if (round % 20 === 0) log(`round ${round}: ${world.requests} requests, ${world.kept} acknowledged`);
		}
		await server.start();
		world.dead = false;
		for (const p of people) {
			await p.settle();
			p.client.close();
		}
		await assertServed(world);
		await server.stop();
		await assertKept(world, data);
	} catch (e) {
		log(`failed in seed ${seed}; the data folder is kept: ${data}`);
		throw e;
	}
	const sum = { rounds, requests: world.requests, acknowledged: world.kept, flyingKills, tickets: world.tickets.length };
	log(`rounds ${sum.rounds}, requests ${sum.requests}, acknowledged ${sum.acknowledged}, kills in mid-flight ${sum.flyingKills}`);
	await rm(data, { recursive: true, force: true });
	return sum;
}

// ---- what must be there ----

// A few of the uploads, as a reader gets them.
async function assertServed(world) {
	const admin = world.server.client({ token: world.plant.tokens[0] });
	const photos = world.ops.filter((o) => o.kind === 'photo' && o.status === 'kept').slice(-50);
	for (const op of photos) {
		const answer = await admin.must(200, 'GET', `/api/v1/documents/${op.answer.id}/content`);
		assert.equal(createHash('sha256').update(answer.body).digest('hex'), op.digest);
	}
	admin.close();
}

function rowsOf(data) {
	return (sql) => {
		const out = execFileSync('sqlite3', ['-readonly', '-json', path.join(data, 'jixiu.db'), sql], { maxBuffer: 2 ** 30 });
		return out.length ? JSON.parse(out) : [];
	};
}

// Where the key of each kind of thing is found again.
const PLACES = {
	report: 'SELECT symptom AS mark, count(*) AS n, min(id) AS id FROM ticket GROUP BY 1',
	scan: 'SELECT symptom AS mark, count(*) AS n, min(id) AS id FROM ticket GROUP BY 1',
	comment: 'SELECT text AS mark, count(*) AS n, min(id) AS id FROM ticket_comment GROUP BY 1',
	same: 'SELECT note AS mark, count(*) AS n, min(id) AS id FROM ticket_same GROUP BY 1',
	labour: 'SELECT note AS mark, count(*) AS n, min(id) AS id FROM labour GROUP BY 1',
	photo: 'SELECT upload_key AS mark, count(*) AS n, min(id) AS id FROM document GROUP BY 1',
};
const MOVES = ['receive', 'issue', 'giveBack', 'adjust'];

function assertOnce(world, rows) {
	for (const [kind, sql] of Object.entries(PLACES)) {
		const found = new Map(rows(sql).map((r) => [r.mark, r]));
		for (const op of world.ops.filter((o) => o.kind === kind && !o.verb)) {
			const n = found.get(op.key)?.n ?? 0;
			if (op.status === 'kept') assert.equal(n, 1, `${kind} ${op.key} was acknowledged and is there ${n} times`);
			else if (op.status === 'refused') assert.equal(n, 0, `${kind} ${op.key} was refused and is there`);
			else assert.ok(n <= 1, `${kind} ${op.key} is there ${n} times`);
			if (op.id) assert.equal(found.get(op.key).id, op.id, `${kind} ${op.key} was answered with another id`);
		}
	}
}

function assertStock(world, rows) {
	const found = new Map(rows('SELECT reason AS mark, sum(qty) AS qty FROM movement GROUP BY 1').map((r) => [r.mark, r.qty]));
	const balance = new Map(world.plant.parts.map((p) => [p, 0]));
	for (const op of world.ops.filter((o) => MOVES.includes(o.kind) && o.part)) {
		const qty = found.get(op.key) ?? 0;
		found.delete(op.key);
		if (op.status === 'kept') assert.equal(qty, op.qty * 1000, `${op.kind} ${op.key} moved ${qty}`);
		else if (op.status === 'refused') assert.equal(qty, 0, `${op.kind} ${op.key} was refused and moved ${qty}`);
		else assert.ok(qty === 0 || qty === op.qty * 1000, `${op.kind} ${op.key} moved ${qty}`);
		balance.set(op.part, balance.get(op.part) + qty);
	}
	assert.deepEqual([...found.keys()], [], 'movements that nobody asked for');
	for (const { id, qty, bins, moves, value, moved } of rows(
		'SELECT p.id, p.qty, p.value_cents AS value, (SELECT coalesce(sum(qty), 0) FROM stock WHERE part_id = p.id) AS bins, ' +
			'(SELECT coalesce(sum(qty), 0) FROM movement WHERE part_id = p.id) AS moves, ' +
			'(SELECT coalesce(sum(value_cents), 0) FROM movement WHERE part_id = p.id) AS moved FROM part p',
	)) {
		assert.deepEqual({ id, qty, bins, moves }, { id, qty: balance.get(id), bins: balance.get(id), moves: balance.get(id) });
		assert.equal(value, moved);
	}
}

// Each ticket went through the steps it was led through, one of an unsure end more or less.
function assertHistories(world, rows) {
	const steps = Object.values(EVENT).map((k) => `'${k}'`);
	const found = new Map();
	for (const e of rows(`SELECT entity_id AS id, kind FROM event WHERE entity = 'ticket' AND kind IN ('reported', ${steps}) ORDER BY seq`)) {
		if (!found.has(e.id)) found.set(e.id, []);
		found.get(e.id).push(e.kind);
	}
	for (const t of world.tickets) {
		const kinds = found.get(t.id);
		if (t.unsure && kinds.length > t.steps.length) t.steps.push(EVENT[t.unsure]);
		assert.deepEqual(kinds, t.steps, `ticket ${t.id}`);
	}
	const [{ n }] = rows("SELECT count(*) AS n FROM ticket WHERE id NOT IN (SELECT entity_id FROM event WHERE kind = 'reported')");
	assert.equal(n, 0, 'tickets without a history');
	for (const [table, kind] of [['ticket_comment', 'commented'], ['labour', 'labour'], ['document', 'document_added']]) {
		const [{ there, said }] = rows(
			`SELECT (SELECT count(*) FROM ${table}) AS there, (SELECT count(*) FROM event WHERE kind = '${kind}') AS said`,
		);
		// reopening leaves its reason as a comment, with an event of its own
		const [{ reopened }] = rows("SELECT count(*) AS reopened FROM event WHERE kind = 'reopened'");
		assert.equal(there - (table === 'ticket_comment' ? reopened : 0), said, kind);
	}
}

function assertFiles(world, rows, data) {
	for (const { digest, size } of rows('SELECT digest, size FROM document')) {
		const bytes = readFileSync(path.join(data, 'files', digest.slice(0, 2), digest));
		assert.equal(bytes.length, size);
		assert.equal(createHash('sha256').update(bytes).digest('hex'), digest, 'a file is not what its name says');
	}
	const left = readdirSync(path.join(data, 'files')).filter((name) => name.startsWith('upload-'));
	assert.deepEqual(left, [], 'half an upload is left behind');
}

async function assertKept(world, data) {
	const rows = rowsOf(data);
	assert.deepEqual(rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
	assert.deepEqual(rows('PRAGMA foreign_key_check'), []);
	assertOnce(world, rows);
	assertStock(world, rows);
	assertHistories(world, rows);
	assertFiles(world, rows, data);
	await assertChecked(data);
}

async function assertChecked(data) {
	const check = await jixiu(['check', '--data', data]);
	assert.equal(check.code, 0, check.stdout + check.stderr);
}

if (process.argv[1] === import.meta.filename) {
	const { values } = parseArgs({
		options: { rounds: { type: 'string', default: '200' }, clients: { type: 'string', default: '24' }, seed: { type: 'string' } },
	});
	await killAgainAndAgain({
		rounds: Number(values.rounds),
		clients: Number(values.clients),
		...(values.seed && { seed: Number(values.seed) }),
	});
}
