// disk_full.test.mjs - the disk is full: reading goes on, writing is refused clearly, nothing is half-written, and when
// there is room again writing works without a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { codeOf, jpeg } from '../lib/plant.mjs';
import { assertRefused, jixiu, Server, tempFolder } from '../lib/server.mjs';

// ---- two ways to have no room ----

// A disk of a few megabytes in memory, filled up by somebody else's file. Mounting takes root.
function smallDisk() {
	const dir = mkdtempSync(path.join(tmpdir(), 'jixiu-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dir], { stdio: 'pipe' });
	} catch {
		rmSync(dir, { recursive: true });
		return null;
	}
	const hog = path.join(dir, 'hog');
	return {
		data: path.join(dir, 'data'),
		fill() {
			const fd = openSync(hog, 'a');
			try {
				for (let size = 65536; size >= 1; size = size > 1 ? size >> 1 : 0) {
					try {
						for (;;) writeSync(fd, Buffer.alloc(size));
					} catch (e) {
						assert.equal(e.code, 'ENOSPC');
					}
				}
			} finally {
				closeSync(fd);
			}
		},
		room: () => rmSync(hog),
		release() {
			execFileSync('umount', ['-l', dir]);
			rmSync(dir, { recursive: true });
		},
	};
}

// No file may grow beyond what the log has now (what ulimit -f does). Needs no rights; the error is another one.
async function limitedFiles() {
	const data = await tempFolder();
	const limit = (server, size) => execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${size}:unlimited`]);
	return {
		data,
		fill: (server) => limit(server, Math.max(4096, statSync(path.join(data, 'jixiu.db-wal')).size)),
		room: (server) => limit(server, 'unlimited'),
		release: () => rmSync(data, { recursive: true }),
	};
}

// ---- what is asked ----

async function plantOf(server) {
	const admin = await server.admin();
	const add = (where, json) => admin.must(201, 'POST', `/api/v1/${where}`, { json });
	const machine = await add('assets', { kind: 'machine', code: 'M-1', name: '冲床' });
	const bin = await add('bins', { code: 'B-1' });
	const part = await add('parts', { code: 'P-1', name: '油封', unit: '个', price_cents: 100, bin_id: bin.id });
	await add(`parts/${part.id}/receive`, { qty: 50 });
	const { ticket } = await add('tickets', { machine_id: machine.id, symptom: '漏油' });
	const photo = await admin.must(201, 'PUT', `/api/v1/tickets/${ticket.id}/documents/first-photo`, { body: jpeg, type: 'image/jpeg' });
	await server.login('admin', server.adminPassword); // signing in writes too, so it is done while it can be
	return { admin, machine, part, ticket, photo, code: await codeOf(server, machine.id) };
}

let number = 0;
const key = () => `key-${++number}-${randomBytes(4).toString('hex')}`;

// Each kind of writing, with a key and a mark by which it is found.
function writes({ machine, part, ticket, code }) {
	const long = '很长'.repeat(200);
	const keyed = (path, json) => {
		const k = key();
		return { key: k, send: (c) => c.post(path, json(k), { headers: { 'Idempotency-Key': k } }) };
	};
	const photo = () => {
		const k = key(), body = Buffer.concat([jpeg, randomBytes(300_000)]);
		return { key: k, send: (c) => c.put(`/api/v1/tickets/${ticket.id}/documents/${k}`, body, { type: 'image/jpeg' }) };
	};
	return [
		() => keyed('/api/v1/tickets', (k) => ({ machine_id: machine.id, symptom: `${k} ${long.slice(0, 400)}` })),
		() => keyed('/api/v1/reports', (k) => ({ code, text: `${k} ${long.slice(0, 350)}`, stopped: true })),
		() => keyed(`/api/v1/tickets/${ticket.id}/comments`, (k) => ({ text: `${k} ${long.repeat(4)}` })),
		() => keyed(`/api/v1/parts/${part.id}/receive`, (k) => ({ qty: 1, reason: k })),
		photo,
	];
}

// Asks until every kind of writing has been refused several times in a row; all that was asked, with its answer.
async function writeUntilFull(client, kinds) {
	const done = [];
	const refused = kinds.map(() => 0);
	for (let i = 0; refused.some((n) => n < 3); i++) {
		assert.ok(i < 4000, 'the disk is never full');
		const at = i % kinds.length, write = kinds[at]();
		const answer = await write.send(client);
		if (answer.status === 507) assertRefused(answer, 507, { type: 'full' });
		else assert.equal(answer.status, 201, answer.text);
		refused[at] = answer.status === 507 ? refused[at] + 1 : 0;
		done.push({ ...write, status: answer.status });
	}
	return done;
}

async function writeTogether(server, kinds, cookies) {
	const done = [];
	await Promise.all(
		Array.from({ length: 16 }, async (_, i) => {
			const client = server.client();
			client.cookies = new Map(cookies);
			for (let k = 0; k < 6; k++) {
				const write = kinds[(i + k) % kinds.length]();
				const answer = await write.send(client);
				assert.ok([201, 507].includes(answer.status), answer.text);
				done.push({ ...write, status: answer.status });
			}
			client.close();
		}),
	);
	return done;
}

async function assertReads(server, { admin, machine, part, ticket, photo, code }) {
	for (const where of [
		'/readyz', '/api/v1/tickets', '/api/v1/tickets?open=1', `/api/v1/tickets/${ticket.id}`, `/api/v1/tickets/${ticket.id}/history`,
		`/api/v1/tickets/${ticket.id}/suggestions`, `/api/v1/assets/${machine.id}/life`, `/api/v1/parts/${part.id}`,
		`/api/v1/figures?under=${machine.id}`, `/q/${code}`,
	]) {
		assert.equal((await admin.get(where)).status, 200, where);
	}
	const file = await admin.get(`/api/v1/documents/${photo.id}/content`);
	assert.equal(file.status, 200);
	assert.deepEqual(file.body, jpeg);
}

// How often each mark is in the database.
function marksIn(data) {
	const sql = `SELECT symptom FROM ticket UNION ALL SELECT text FROM ticket_comment
		UNION ALL SELECT reason FROM movement UNION ALL SELECT upload_key FROM document`;
	const lines = execFileSync('sqlite3', ['-readonly', path.join(data, 'jixiu.db'), sql]).toString().split('\n');
	const found = new Map();
	for (const line of lines) {
		const [mark] = line.split(' ');
		found.set(mark, (found.get(mark) ?? 0) + 1);
	}
	return (mark) => found.get(mark) ?? 0;
}

async function fullAndBack(disk) {
	const server = new Server({ data: disk.data, args: ['--workers', '32'] });
	await server.start();
	try {
		const plant = await plantOf(server);
		const kinds = writes(plant);
		disk.fill(server);
		const done = await writeUntilFull(plant.admin, kinds);
		done.push(...(await writeTogether(server, kinds, plant.admin.cookies)));
		const form = await server.client().request('POST', `/q/${plant.code}`, {
			form: { symptom: '', text: '油管爆了，到处是油', stopped: '1', since: '0', key: key() }, headers: { Accept: 'text/html' },
		});
		assert.equal(form.status, 507);
		assert.match(form.text, /磁盘已满/, 'the reporter is told');
		assert.match(form.text, /油管爆了，到处是油/, 'and what was typed is still there');
		assertRefused(await server.client().post('/api/v1/session', { login: 'admin', password: server.adminPassword }), 507);
		await assertReads(server, plant);
		assert.deepEqual(readdirSync(path.join(disk.data, 'files')).filter((n) => n.startsWith('upload-')), []);
		let rowsOf = marksIn(disk.data);
		for (const { key: mark, status } of done) assert.equal(rowsOf(mark), status === 201 ? 1 : 0, mark);

		disk.room(server);
		for (const write of done.slice(-100)) {
			const { status, text } = await write.send(plant.admin);
			assert.ok(status === 201 || (status === 200 && write.status === 201), text);
		}
		rowsOf = marksIn(disk.data);
		for (const { key: mark } of done.slice(-100)) assert.equal(rowsOf(mark), 1, mark);
		await assertReads(server, plant);
		await server.stop();
		const check = await jixiu(['check', '--data', disk.data]);
		assert.equal(check.code, 0, check.stdout + check.stderr);
	} finally {
		if (server.child.exitCode === null) await server.kill();
		disk.release();
	}
}

const probe = smallDisk();
probe?.release();
const mounts = { skip: !probe && 'mounting a small disk takes root' };

test('on a full disk reading goes on, writing is refused, and room is enough to go on', mounts, () => fullAndBack(smallDisk()));
test('after a power cut on a full disk it starts and is read; after a proper stop it says why it cannot', mounts, async () => {
	const small = smallDisk();
	const server = new Server({ data: small.data });
	try {
		await server.start();
		const plant = await plantOf(server);
		small.fill(server);
		await writeUntilFull(plant.admin, writes(plant));
		await server.kill();
		await server.start();
		await assertReads(server, plant);
		small.room(server);
		await server.stop();
		small.fill(server);
		const refused = await jixiu(['serve', '--data', small.data, '--listen', '127.0.0.1', '--port', '0', '--lang', 'en']);
		assert.equal(refused.code, 1);
		assert.match(refused.stderr, /disk is full|磁盘已满/);
	} finally {
		if (server.child.exitCode === null) await server.kill();
		small.release();
	}
});
test('the same where files may not grow', async () => fullAndBack(await limitedFiles()));
