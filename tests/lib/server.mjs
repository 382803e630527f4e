// server.mjs - a real jixiu for a test: started on a free loopback port over an empty data folder, asked over HTTP,
// stopped by its process id, and found to have ended cleanly.
//
//   const server = await startServer();                     // or startServer({ args: ['--workers', '8'] })
//   const admin = await server.admin();                     // a client that has signed in
//   const { status, json } = await admin.post('/api/v1/accounts', { login: 'li', … });
//   await server.stop();                                    // asserts exit status 0 and a silent sanitizer
//
// JIXIU_BIN names the program (build/asan/jixiu when unset). In a test file of several tests, start one server in
// before() and stop it in after(); `withServer(t, options)` does both for one test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = process.env.JIXIU_BIN || path.join(root, 'build/asan/jixiu');

const REPORT = /(Address|Leak|Thread|UndefinedBehavior|Memory)Sanitizer|runtime error:/;
const running = new Set();

export const sleep = (ms, options) => wait(ms, undefined, options);

// Asks until the answer is as wanted, and gives it; the last one is shown when it never was.
export async function eventually(question, wanted, what, ms = 30_000) {
	for (const end = Date.now() + ms; ; await sleep(15)) {
		const answer = await question();
		if (wanted(answer)) return answer;
		assert.ok(Date.now() < end, `never: ${what}; last: ${JSON.stringify(answer)}`);
	}
}

// A test program that is told to stop, or dies, takes its servers along.
for (const signal of ['SIGTERM', 'SIGINT']) {
	process.once(signal, () => {
		killAll();
		process.kill(process.pid, signal);
	});
}
process.on('exit', killAll);

function killAll() {
	for (const child of running) child.kill('SIGKILL');
}

export function assertNoReport(stderr) {
	const at = stderr.search(REPORT);
	assert.ok(at < 0, `a sanitizer complained:\n${stderr.slice(Math.max(0, at - 200), at + 6000)}`);
}

const folders = [];
process.on('exit', () => folders.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

// A folder in the system's temporary place; it goes with the test `t`, else with the process.
export async function tempFolder(t) {
	const dir = await mkdtemp(path.join(tmpdir(), 'jixiu-test-'));
	folders.push(dir);
	t?.after(() => rm(dir, { recursive: true, force: true }));
	return dir;
}

// One of the program's commands, to its end: { code, signal, stdout, stderr }.
export function jixiu(args, { input = '', env = {}, cwd, timeout = 120_000 } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(binary, args, { cwd, env: { ...process.env, ...env } });
		const out = [], err = [];
		const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
		running.add(child);
		child.stdout.on('data', (d) => out.push(d));
		child.stderr.on('data', (d) => err.push(d));
		child.stdin.on('error', () => {}); // it need not read what it is given
		child.stdin.end(input);
		child.on('error', reject);
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			running.delete(child);
			const stderr = Buffer.concat(err).toString();
			try {
				assertNoReport(stderr);
			} catch (e) {
				return reject(e);
			}
			resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr });
		});
	});
}

export async function startServer(options) {
	const server = new Server(options);
	await server.start();
	return server;
}

export async function withServer(t, options) {
	const server = await startServer(options);
	t.after(() => server.stop());
	return server;
}

export class Server {
	// data: a folder that is used and kept, instead of a fresh one; args, env: in addition.
	constructor({ data, args = [], env = {}, bin = binary } = {}) {
		this.keep = Boolean(data);
		this.data = data;
		this.args = args;
		this.env = env;
		this.bin = bin;
		this.stdout = '';
		this.stderr = '';
	}

	// Resolves when /readyz answers 200. Port 0 lets the system choose; the server says which one it got. A server
	// started again keeps its port, so that clients made before go on.
	async start({ seconds = 60 } = {}) {
		this.data ??= await tempFolder();
		const args = ['serve', '--data', this.data, '--listen', '127.0.0.1', '--port', String(this.port ?? 0), ...this.args];
		const child = spawn(this.bin, args, { env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
		const from = this.stdout.length;
		this.child = child;
		this.exited = new Promise((resolve) => {
			child.on('error', (error) => resolve({ error }));
			child.on('close', (code, signal) => resolve({ code, signal }));
		});
		this.exited.then(() => running.delete(child));
		running.add(child);
		child.stdout.on('data', (d) => (this.stdout += d));
		child.stderr.on('data', (d) => (this.stderr += d));

		const deadline = Date.now() + seconds * 1000;
		for (;;) {
			const port = /serving (?:at http:\/\/[\d.]+:|on port )(\d+)/.exec(this.stdout.slice(from));
			if (port) this.port = Number(port[1]);
			if (port && (await this.isReady())) break;
			const ended = await Promise.race([this.exited, sleep(20)]);
			if (ended || Date.now() > deadline) {
				child.kill('SIGKILL');
				throw new Error(`jixiu did not start (${JSON.stringify(ended ?? 'no answer')}):\n${this.stdout}${this.stderr}`);
			}
		}
		this.url = `http://127.0.0.1:${this.port}`;
		const first = /first admin: login=(\S+) password=(\S+)/.exec(this.stdout);
		if (first) [, this.adminLogin, this.adminPassword] = first;
	}

	get pid() {
		return this.child.pid;
	}

	async isReady() {
		try {
			return (await exchange(this.port, { path: '/readyz', timeout: 5000 })).status === 200;
		} catch {
			return false;
		}
	}

	// A client of its own: own cookies. token: sends it as Bearer.
	client(options) {
		return new Client(this, options);
	}

	async login(login, password) {
		const client = this.client();
		const answer = await client.post('/api/v1/session', { login, password });
		assert.equal(answer.status, 200, `signing in as ${login}: ${answer.text}`);
		return client;
	}

	async admin() {
		this.adminClient ??= await this.login(this.adminLogin, this.adminPassword);
		return this.adminClient;
	}

	// Bytes as they are, over a connection of its own; all that came back until the server closed it.
	raw(bytes, { timeout = 10_000 } = {}) {
		return new Promise((resolve, reject) => {
			const socket = net.connect(this.port, '127.0.0.1', () => socket.write(bytes));
			const got = [];
			socket.setTimeout(timeout, () => socket.destroy());
			socket.on('data', (d) => got.push(d));
			socket.on('error', (e) => (got.length ? resolve(Buffer.concat(got).toString('latin1')) : reject(e)));
			socket.on('close', () => resolve(Buffer.concat(got).toString('latin1')));
		});
	}

	async restart() {
		await this.end('SIGTERM');
		await this.start();
	}

	// As if the power went: SIGKILL, nothing asserted.
	async kill() {
		this.child.kill('SIGKILL');
		await this.exited;
	}

	async end(signal) {
		this.child.kill(signal);
		const ended = await Promise.race([this.exited, sleep(30_000, { ref: false })]);
		if (!ended) {
			await this.kill();
			assert.fail(`jixiu did not stop within 30 s of ${signal}:\n${this.stderr.slice(-4000)}`);
		}
		assertNoReport(this.stderr);
		assert.deepEqual(ended, { code: 0, signal: null }, `how jixiu ended:\n${this.stderr.slice(-4000)}`);
	}

	async stop() {
		try {
			if (running.has(this.child)) await this.end('SIGTERM');
			else assertNoReport(this.stderr);
		} finally {
			if (!this.keep) await rm(this.data, { recursive: true, force: true });
		}
	}
}

export class Client {
	constructor(server, { token, lang, headers = {} } = {}) {
		this.server = server;
		this.token = token;
		this.lang = lang;
		this.headers = headers;
		this.cookies = new Map();
		this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
	}

	// Options: json (sent as application/json), form (an object, url-encoded), body (Buffer or text, with `type`),
	// version (If-Match), lang, headers (null leaves one out, also Origin and Host), query (an object).
	// Answer: { status, headers, body (Buffer), text, json (undefined when it is not JSON), location }.
	async request(method, target, { json, form, body, type, version, lang, headers = {}, query, timeout } = {}) {
		const all = { ...this.headers };
		if (json !== undefined) {
			body = JSON.stringify(json);
			type = 'application/json';
		} else if (form !== undefined) {
			body = new URLSearchParams(form).toString();
			type = 'application/x-www-form-urlencoded';
		}
		if (type) all['Content-Type'] = type;
		if (version !== undefined) all['If-Match'] = `"${version}"`;
		if (lang ?? this.lang) all['Accept-Language'] = lang ?? this.lang;
		if (this.token) all.Authorization = `Bearer ${this.token}`;
		if (this.cookies.size) all.Cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
		if (method !== 'GET' && method !== 'HEAD') all.Origin = this.server.url; // as a browser does
		Object.assign(all, headers);
		for (const name of Object.keys(all)) if (all[name] === null || all[name] === undefined) delete all[name];
		if (query) target += `?${new URLSearchParams(query)}`;
		const answer = await exchange(this.server.port, { method, path: target, headers: all, body, agent: this.agent, timeout });
		this.remember(answer.headers['set-cookie']);
		return answer;
	}

	remember(lines = []) {
		for (const line of lines) {
			const [pair, ...attributes] = line.split(';').map((s) => s.trim());
			const [, name, value] = /^([^=]+)=(.*)$/.exec(pair);
			if (value === '' || attributes.some((a) => /^max-age=0$/i.test(a))) this.cookies.delete(name);
			else this.cookies.set(name, value);
		}
	}

	get(target, options) {
		return this.request('GET', target, options);
	}
	post(target, json, options) {
		return this.request('POST', target, { json, ...options });
	}
	put(target, body, options) {
		return this.request('PUT', target, { body, ...options });
	}
	patch(target, json, options) {
		return this.request('PATCH', target, { json, ...options });
	}
	delete(target, options) {
		return this.request('DELETE', target, options);
	}

	// An answer that must have this status; its JSON (or the answer itself when it has none).
	async must(status, method, target, options) {
		const answer = await this.request(method, target, options);
		assert.equal(answer.status, status, `${method} ${target}: ${answer.text.slice(0, 2000)}`);
		return answer.json ?? answer;
	}

	close() {
		this.agent.destroy();
	}
}

// The envelope every refusal comes in; names of its fields in `fields`, any order.
export function assertRefused(answer, status, { type, fields } = {}) {
	assert.equal(answer.status, status, answer.text.slice(0, 2000));
	const e = answer.json;
	assert.ok(e, `not JSON: ${answer.text.slice(0, 500)}`);
	assert.equal(e.status, status);
	for (const name of ['type', 'title', 'detail']) assert.equal(typeof e[name], 'string', `${name} of ${answer.text}`);
	assert.ok(Array.isArray(e.fields ?? []), answer.text);
	if (type) assert.equal(e.type, type);
	if (fields) assert.deepEqual((e.fields ?? []).map((f) => f.name ?? f.field).sort(), [...fields].sort(), answer.text);
	return e;
}

// One request over node:http: what is sent is what is given, nothing is followed or decoded behind the test's back
// but gzip. A connection that was kept may be closed by the server, which has that right, in the moment it is used again: as every
// client does, it is sent once more, over a new one.
export async function exchange(port, options) {
	try {
		return await once(port, options);
	} catch (e) {
		if (!e.wasKept) throw e;
		return once(port, { ...options, agent: false });
	}
}

function once(port, { method = 'GET', path: target = '/', headers = {}, body, agent, timeout = 60_000 } = {}) {
	return new Promise((resolve, reject) => {
		const bytes = body === undefined ? undefined : Buffer.from(body);
		const request = http.request({
			host: '127.0.0.1',
			port,
			method,
			path: target,
			agent,
			headers: bytes ? { 'Content-Length': bytes.length, ...headers } : headers,
		});
		request.setTimeout(timeout, () => request.destroy(new Error(`${method} ${target}: no answer in ${timeout} ms`)));
		request.on('error', (e) => reject(Object.assign(e, { wasKept: request.reusedSocket && e.code === 'ECONNRESET' && !request.res })));
		request.on('response', (response) => {
			const parts = [];
			response.on('data', (d) => parts.push(d));
			response.on('error', reject);
			response.on('end', () => {
				let data = Buffer.concat(parts);
				const size = data.length;
				if (response.headers['content-encoding'] === 'gzip') data = gunzipSync(data);
				const text = data.toString();
				const answer = { status: response.statusCode, headers: response.headers, body: data, text, size };
				answer.location = response.headers.location;
				if (method !== 'HEAD' && /^application\/(problem\+)?json/.test(response.headers['content-type'] ?? '')) {
					try {
						answer.json = JSON.parse(text);
					} catch (e) {
						return reject(new Error(`${method} ${target} answered broken JSON (${e.message}): ${text.slice(0, 2000)}`));
					}
				}
				resolve(answer);
			});
		});
		request.end(bytes);
	});
}
