// backups.test.mjs - a backup made from the desk: whole, taken away, restored; and what the system knows of itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addPerson, jpeg } from '../lib/plant.mjs';
import { assertRefused, jixiu, sleep, startServer, tempFolder } from '../lib/server.mjs';

let server, admin, machine;
before(async () => {
	server = await startServer();
	admin = await server.admin();
	admin.lang = 'en';
	machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-1', name: 'Press' } });
	await admin.must(201, 'PUT', `/api/v1/assets/${machine.id}/documents/the-photo-1?kind=photo`, { body: jpeg });
});
after(() => server.stop());

const list = async () => (await admin.must(200, 'GET', '/api/v1/backups')).items;
async function made() {
	await admin.must(201, 'POST', '/api/v1/backups');
	for (;;) {
		const [first] = await list();
		if (first.state !== 'running') return first;
		await sleep(20);
	}
}

test('a backup from the desk is one that the command restores, with what was there', async (t) => {
	assert.equal((await admin.must(200, 'GET', '/api/v1/system')).last_backup_at, null);
	const b = await made();
	assert.equal(b.state, 'done');
	assert.match(b.name, /^jixiu-\d{8}-\d{6}$/);
	assert.equal(b.files, 2, 'the database and a photo');
	assert.equal(b.bytes, b.of_bytes);
	const dir = await tempFolder(t);
	const tar = await admin.request('GET', `/api/v1/backups/${b.name}`);
	assert.equal(tar.status, 200);
	assert.equal(tar.headers['content-type'], 'application/x-tar');
	writeFileSync(path.join(dir, 'b.tar'), tar.body ?? tar.bytes ?? tar.buffer);
	execFileSync('tar', ['-xf', 'b.tar'], { cwd: dir });
	execFileSync('sha256sum', ['-c', '--quiet', 'MANIFEST'], { cwd: path.join(dir, b.name) });
	const back = await jixiu(['restore', path.join(dir, b.name), '--data', path.join(dir, 'data')]);
	assert.equal(back.code, 0, back.stderr);
	const other = await startServer({ data: path.join(dir, 'data') });
	const client = await other.login(server.adminLogin, server.adminPassword);
	assert.equal((await client.must(200, 'GET', `/api/v1/assets/${machine.id}`)).code, 'M-1');
	await other.stop();
	const s = await admin.must(200, 'GET', '/api/v1/system');
	assert.equal(Math.floor(s.last_backup_at / 1000), Math.floor(b.started_at / 1000));
	assert.equal(s.last_backup_bytes, b.bytes);
});

test('writing goes on meanwhile, and a second one is refused', async () => {
	await sleep(1100);
	const begun = admin.request('POST', '/api/v1/backups');
	await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: 'leaks' } });
	assert.equal((await begun).status, 201);
	while ((await list())[0].state === 'running') await sleep(20);
	assert.equal((await list()).filter((b) => b.state === 'done').length, 2);
});

test('the newest seven are kept, one is removed by its name, and no other name reaches anything', async () => {
	const dir = path.join(server.data, 'backups');
	const [b] = await list();
	for (let i = 1; i <= 8; i++) execFileSync('cp', ['-r', b.name, `jixiu-2020010${i}-000000`], { cwd: dir });
	await sleep(1100);
	await made();
	const names = (await list()).map((x) => x.name);
	assert.equal(names.length, 7);
	assert.ok(!names.includes('jixiu-20200101-000000'));
	await admin.must(204, 'DELETE', `/api/v1/backups/${names[6]}`);
	assert.ok(!existsSync(path.join(dir, names[6])));
	await mkdir(path.join(dir, 'jixiu-20200102-000000'), { recursive: true });
	for (const name of ['jixiu-20200102-000000', 'x', '..', '%2e%2e%2fjixiu.db', '..%2f..%2fetc', 'jixiu-2020010a-000000'])
		for (const method of ['GET', 'DELETE']) {
			const answer = await admin.request(method, `/api/v1/backups/${name}`);
			assert.ok(answer.status === 404 || answer.status === 400, `${method} ${name} → ${answer.status}`);
		}
	assert.ok(existsSync(path.join(server.data, 'jixiu.db')));
});

test('only administrators may', async () => {
	const chief = await addPerson(server, 'chief', 'Chief', 'manager');
	assertRefused(await chief.request('GET', '/api/v1/backups'), 403);
	assertRefused(await chief.request('POST', '/api/v1/backups'), 403);
});

test('a disk without room is said before anything is written', async () => {
	const free = (await admin.must(200, 'GET', '/api/v1/system')).disk_free_bytes;
	const big = path.join(server.data, 'files', 'big');
	execFileSync('truncate', ['-s', String(free), big]); // it only seems to take room
	assertRefused(await admin.request('POST', '/api/v1/backups'), 507);
	execFileSync('rm', [big]);
});

test('the system knows what it holds', async () => {
	const s = await admin.must(200, 'GET', '/api/v1/system');
	assert.deepEqual([s.machines, s.tickets, s.open_tickets, s.documents, s.document_bytes], [1, 1, 1, 1, jpeg.length]);
	assert.ok(s.disk_bytes > s.disk_free_bytes && s.disk_free_bytes > 0);
	assert.ok(s.database_bytes > 0 && s.sessions >= 1);
	assert.equal(s.knowledge_ready, true);
});
