// live_bench.mjs - what it costs to hold the app open on every phone: 500 phones and 20 walls wait for news
// (GET /api/v1/changes) while others work. Prints the memory and threads of the server, what an ordinary request takes
// without and with those who wait, and how long after a commit the last of them was told; also when more come than may
// be held. The exit status is 1 when a budget is exceeded.
//
//   node tests/bench/live_bench.mjs            against build/release/jixiu or $JIXIU_BIN, on the demo that ./run shows
//
// Those who wait are a process of their own, so that their answers do not stand in the way of the clock.
import { fork, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(self), '../..');
const binary = process.env.JIXIU_BIN || path.join(root, 'build/release/jixiu');
const RATE = 200, SECONDS = 8; // ordinary requests a second, and for how long
const P99_MS = 100, TOLD_MS = 2000, MEMORY_MB = 64, HELD_MB = 80;

const wall = () => performance.timeOrigin + performance.now();

function ask(port, target, { method = 'GET', headers = {}, body, agent } = {}) {
	return new Promise((resolve, reject) => {
		const request = http.request({ host: '127.0.0.1', port, path: target, method, headers, agent }, (response) => {
			const parts = [];
			response.on('data', (d) => parts.push(d));
			response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }));
			response.on('error', reject);
		});
		request.on('error', reject);
		request.end(body);
	});
}

// ---- those who wait ----

async function waiting({ port, token, clients }) {
	const told = Array.from({ length: clients }, () => []); // of each: [seq, when]
	let errors = 0, answers = 0, refused = 0, ready = 0;
	const follow = async (mine) => {
		const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }), headers = { Authorization: `Bearer ${token}` };
		let seq;
		for (;;) {
			try {
				const answer = await ask(port, seq === undefined ? '/api/v1/changes' : `/api/v1/changes?after=${seq}&wait=25`, { agent, headers });
				if (answer.status !== 200) throw new Error(`${answer.status}`);
				const { seq: now, retry_ms: retry } = JSON.parse(answer.text);
				if (seq === undefined) ready++;
				else answers++;
				if (now !== seq) mine.push([now, wall()]);
				seq = now;
				if (retry) refused++;
				if (retry) await sleep(retry);
			} catch {
				errors++;
				await sleep(200);
			}
		}
	};
	for (const mine of told) {
		void follow(mine);
		if (ready % 20 === 0) await sleep(5);
	}
	process.on('message', (commits) => {
		// Of each commit: when the last client knew of it, and the median one.
		const late = commits.map(({ seq, at }) => {
			const when = told.map((mine) => mine.find(([s]) => s >= seq)?.[1] ?? Infinity).sort((a, b) => a - b);
			return { last: when.at(-1) - at, median: when[Math.floor(when.length / 2)] - at };
		});
		process.send({ late: late.map((l) => ({ last: l.last === Infinity ? null : l.last, median: l.median })), errors, answers, refused, ready });
	});
	process.send('started');
}

// ---- the server, and those who work ----

const results = [];
let server;

function told(what, figure, unit, budget = null) {
	const ok = budget === null ? '' : figure !== null && figure <= budget ? 'ok' : 'OVER';
	results.push(ok);
	console.log(`  ${what.padEnd(56)} ${(figure === null ? 'never' : figure.toFixed(1)).padStart(9)} ${unit.padEnd(4)} ${budget === null ? '' : `≤ ${budget}`} ${ok}`);
}
const quantile = (list, q) => (list.length ? [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] : 0);

function state() {
	const text = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
	return { mb: Number(/VmRSS:\s+(\d+)/.exec(text)[1]) / 1024, threads: Number(/Threads:\s+(\d+)/.exec(text)[1]) };
}
const cpuSeconds = () => {
	const [user, system] = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
	return (user + system) / 100;
};

async function start(data, args) {
	const child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1', '--port', '0', '--quiet', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
	let out = '';
	server = { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
	for await (const chunk of child.stdout) {
		out += chunk;
		const port = /serving (?:at http:\/\/[\d.]+:|on port )(\d+)/.exec(out);
		if (port) {
			server.port = Number(port[1]);
			child.stdout.on('data', () => {});
			return;
		}
	}
	throw new Error('jixiu did not start');
}
async function stop() {
	const begun = performance.now();
	server.child.kill('SIGTERM');
	await server.ended;
	return performance.now() - begun;
}

async function tokenFor() {
	const origin = { Origin: `http://127.0.0.1:${server.port}`, 'Content-Type': 'application/json' };
	const login = await ask(server.port, '/api/v1/session', { method: 'POST', headers: origin, body: JSON.stringify({ login: 'manager', password: 'jixiu-demo' }) });
	const cookie = login.headers['set-cookie'][0].split(';')[0];
	const made = await ask(server.port, '/api/v1/tokens', { method: 'POST', headers: { ...origin, Cookie: cookie }, body: JSON.stringify({ name: 'bench' }) });
	return JSON.parse(made.text).token;
}

// RATE requests a second of what the app asks for, each when its time has come: the milliseconds each took, from then on.
async function work(token, ticket) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 32 }), headers = { Authorization: `Bearer ${token}` };
	const targets = ['/api/v1/today', '/api/v1/tickets?open=1&limit=50', `/api/v1/tickets/${ticket}`, '/api/v1/parts?limit=50', `/api/v1/tickets/${ticket}/history`];
	const took = [], pending = [], begun = performance.now();
	for (let i = 0; i < RATE * SECONDS; i++) {
		const due = begun + (i * 1000) / RATE;
		while (performance.now() < due) await sleep(Math.max(0, due - performance.now()));
		pending.push(ask(server.port, targets[i % targets.length], { agent, headers }).then((a) => {
			if (a.status !== 200) throw new Error(`${targets[i % targets.length]}: ${a.status} ${a.text}`);
			took.push(performance.now() - due);
		}));
	}
	await Promise.all(pending);
	agent.destroy();
	return took;
}

// A comment on a ticket so many times a second: the seq of each and when it was acknowledged.
async function commit(token, ticket, perSecond, until) {
	const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }), commits = [], changes = async (query) => JSON.parse((await ask(server.port, `/api/v1/changes${query}`, { headers, agent })).text);
	let { seq } = await changes('');
	while (perSecond && performance.now() < until) {
		await ask(server.port, `/api/v1/tickets/${ticket}/comments`, { method: 'POST', headers, agent, body: '{"text":"bench"}' });
		const at = wall();
		// The newest that those who wait hear of: that somebody else was told of it is none of their business.
		const { items } = await changes(`?after=${seq}`);
		seq = items.at(-1).seq;
		commits.push({ at, seq });
		await sleep(1000 / perSecond);
	}
	agent.destroy();
	return commits;
}

async function scene(title, token, ticket, { child, perSecond = 0, budgets = true }) {
	console.log(title);
	const cpu = cpuSeconds(), until = performance.now() + SECONDS * 1000;
	const [took, commits] = await Promise.all([work(token, ticket), commit(token, ticket, perSecond, until)]);
	const used = (cpuSeconds() - cpu) / SECONDS;
	told(`ordinary requests, ${RATE} a second: p50`, quantile(took, 0.5), 'ms');
	told('p99', quantile(took, 0.99), 'ms', budgets ? P99_MS : null);
	told('processor of the server', used * 100, '%');
	const s = state();
	told('memory', s.mb, 'MB', child ? HELD_MB : MEMORY_MB);
	told('threads', s.threads, '');
	if (!child) return;
	await sleep(3500);
	const sum = await new Promise((resolve) => {
		child.once('message', resolve);
		child.send(commits);
	});
	if (commits.length) {
		const last = sum.late.map((l) => l.last);
		told(`${commits.length} commits: until half of the clients were told, p50`, quantile(sum.late.map((l) => l.median), 0.5), 'ms');
		told('until the last was told: p50', quantile(last.map((l) => l ?? Infinity), 0.5), 'ms');
		told('worst', last.includes(null) ? null : Math.max(...last), 'ms', budgets ? TOLD_MS : null);
	}
	told('clients that follow', sum.ready, '');
	told('failed requests', sum.errors, '', 0);
	if (sum.refused) told('answers that said: too many wait, ask again', sum.refused, '');
}

async function hold(clients, token) {
	const child = fork(self, [JSON.stringify({ port: server.port, token, clients })]);
	await new Promise((resolve) => child.once('message', resolve));
	await sleep(2000);
	return child;
}

async function main() {
	const dir = mkdtempSync(path.join(tmpdir(), 'jixiu-live-bench-')), data = path.join(dir, 'data');
	let child;
	process.on('exit', () => {
		server?.child.kill('SIGKILL');
		child?.kill('SIGKILL');
		rmSync(dir, { recursive: true, force: true });
	});
	const made = spawnSync(binary, ['demo', '--data', data], { encoding: 'utf8' });
	if (made.status !== 0) throw new Error(made.stderr);
	await start(data, []);
	const token = await tokenFor(), ticket = 2900;
	await sleep(2000);
	await scene('nobody waits', token, ticket, {});
	child = await hold(520, token);
	await scene('520 wait, nothing happens', token, ticket, { child });
	await scene('520 wait, a commit a second', token, ticket, { child, perSecond: 1 });
	await scene('520 wait, ten commits a second', token, ticket, { child, perSecond: 10 });
	const ended = await stop();
	child.kill('SIGKILL');
	console.log('told to stop with 520 waiting');
	told('until it had ended', ended, 'ms', 5000);

	await start(data, ['--held', '256']);
	child = await hold(600, token);
	await scene('600 come and 256 may wait (--held 256), a commit a second', token, ticket, { child, perSecond: 1, budgets: false });
	child.kill('SIGKILL');
	await stop();
	process.exit(results.includes('OVER') ? 1 : 0);
}

if (process.argv[2]) await waiting(JSON.parse(process.argv[2]));
else await main();
