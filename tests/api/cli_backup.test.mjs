// cli_backup.test.mjs - jixiu backup, restore and check: nothing is lost on the way there and back, and nothing half
// done is ever found.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binary, jixiu, sleep, startServer, tempFolder } from '../lib/server.mjs';

const en = { env: { LC_ALL: 'C' } };
const PHOTO = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(3000, 7), Buffer.from('ffd9', 'hex')]);

const sql = (dir, text) => execFileSync('sqlite3', [path.join(dir, 'jixiu.db'), text], { encoding: 'utf8' }).trim();
const check = (dir) => jixiu(['check', '--data', dir], en);

async function addMachine(admin, code = 'M-1') {
	return admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: `Press ${code}`, code } });
}

async function good(dir) {
	const { code, stdout, stderr } = await check(dir);
	assert.equal(code, 0, stdout + stderr);
}

// A data folder with a machine, tickets and files, and no server on it.
async function smallFactory(t, photos = 3) {
	const data = await tempFolder(t);
	const server = await startServer({ data });
	const admin = await server.admin();
	const machine = await addMachine(admin);
	for (let i = 0; i < photos; i++) {
		const ticket = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: `leak ${i}` } });
		const bytes = Buffer.concat([PHOTO, Buffer.from(`${i}`)]);
		const at = `/api/v1/tickets/${(ticket.ticket ?? ticket).id}/documents/photo-key-${i}?name=p.jpg&kind=photo`;
		await admin.must(201, 'PUT', at, { body: bytes, type: 'image/jpeg' });
	}
	await server.stop();
	return data;
}

test('a backup made while a server writes is whole, holds all that was acknowledged before, and restores', async (t) => {
	const server = await startServer();
	t.after(() => server.stop());
	const admin = await server.admin();
	const machine = await addMachine(admin);
	const place = await tempFolder(t);
	let stop = false, written = 0;
	const writers = Array.from({ length: 3 }, async (_, w) => {
		const client = await server.login('admin', server.adminPassword);
		for (let i = 0; !stop; i++) {
			const made = await client.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom: `noise ${w}.${i}` } });
			const bytes = Buffer.concat([PHOTO, Buffer.from(`${w}.${i}`)]);
			await client.must(201, 'PUT', `/api/v1/tickets/${(made.ticket ?? made).id}/documents/key-photo?name=a.jpg`, { body: bytes, type: 'image/jpeg' });
			written++;
		}
	});
	try {
		for (let round = 0; round < 3; round++) {
			while (written < 20 * (round + 1)) await sleep(20);
			const before = written;
			const { code, stdout, stderr } = await jixiu(['backup', '--data', server.data, path.join(place, `b${round}`)], en);
			assert.equal(code, 0, stderr);
			assert.match(stdout, /backup made and verified/);
			const copy = path.join(place, `d${round}`);
			const back = await jixiu(['restore', path.join(place, `b${round}`), '--data', copy], en);
			assert.equal(back.code, 0, back.stderr);
			await good(copy);
			assert.ok(Number(sql(copy, 'SELECT count(*) FROM ticket')) >= before);
			execFileSync('sha256sum', ['-c', '--quiet', 'MANIFEST'], { cwd: path.join(place, `b${round}`) });
		}
	} finally {
		stop = true;
		await Promise.allSettled(writers);
	}
	await Promise.all(writers);
	// The check too sees one state while others write.
	await good(server.data);
	// What was restored serves, with the accounts it had.
	const again = await startServer({ data: path.join(place, 'd2') });
	assert.equal(again.adminPassword, undefined, 'a restored folder has its administrator');
	again.adminPassword = server.adminPassword;
	const client = await again.login('admin', server.adminPassword);
	assert.equal((await client.get('/api/v1/tickets')).status, 200);
	await again.stop();
});

test('into a folder that is there, a backup gets a name of its own; an existing name is refused', async (t) => {
	const data = await smallFactory(t, 1);
	const place = await tempFolder(t);
	assert.equal((await jixiu(['backup', '--data', data, place], en)).code, 0);
	assert.match(readdirSync(place).join(), /^jixiu-\d{8}-\d{6}$/);
	writeFileSync(path.join(place, 'file'), 'x');
	const { code, stderr } = await jixiu(['backup', '--data', data, path.join(place, 'file')], en);
	assert.equal(code, 1);
	assert.match(stderr, /exists already/);
	// Only the owner may read it: it holds password hashes.
	const made = path.join(place, readdirSync(place).find((n) => n.startsWith('jixiu-')));
	assert.equal(statSync(made).mode & 0o077, 0);
});

test('a folder that is not empty is only replaced with --force, and kept', async (t) => {
	const data = await smallFactory(t, 1);
	const place = await tempFolder(t);
	const backup = path.join(place, 'b'), target = path.join(place, 'd');
	assert.equal((await jixiu(['backup', '--data', data, backup], en)).code, 0);
	mkdirSync(target);
	writeFileSync(path.join(target, 'precious.txt'), 'mine');
	const refused = await jixiu(['restore', backup, '--data', target], en);
	assert.equal(refused.code, 1);
	assert.match(refused.stderr, /not empty.*--force/);
	assert.deepEqual(readdirSync(target), ['precious.txt']);
	for (let n = 1; n <= 3; n++) {
		const forced = await jixiu(['restore', backup, '--data', target, '--force'], en);
		assert.equal(forced.code, 0, forced.stderr);
		await good(target);
		assert.equal(readdirSync(place).filter((x) => x.startsWith('d.old-')).length, n);
	}
	const first = readdirSync(place).filter((x) => x.startsWith('d.old-')).sort()[0];
	assert.equal(readFileSync(path.join(place, first, 'precious.txt'), 'utf8'), 'mine');
	assert.ok(!existsSync(`${target}.restoring`));
});

test('a restore over a folder that a server uses is refused and changes nothing', async (t) => {
	const data = await smallFactory(t, 1);
	const place = await tempFolder(t);
	assert.equal((await jixiu(['backup', '--data', data, path.join(place, 'b')], en)).code, 0);
	const server = await startServer({ data });
	const { code, stderr } = await jixiu(['restore', path.join(place, 'b'), '--data', data, '--force'], en);
	assert.equal(code, 1);
	assert.match(stderr, /another jixiu is using/);
	assert.equal((await server.client().get('/readyz')).status, 200);
	await server.stop();
	await good(data);
});

test('every kind of damage to a backup is found before anything is touched', async (t) => {
	const data = await smallFactory(t);
	const place = await tempFolder(t);
	const whole = path.join(place, 'b');
	assert.equal((await jixiu(['backup', '--data', data, whole], en)).code, 0);
	const upload = (dir) => {
		const sub = readdirSync(path.join(dir, 'files'))[0];
		return path.join(dir, 'files', sub, readdirSync(path.join(dir, 'files', sub))[0]);
	};
	const rewrite = (file, change) => writeFileSync(file, change(readFileSync(file)));
	const flip = (at) => (b) => ((b[at < 0 ? b.length + at : at] ^= 1), b);
	const damages = {
		'an upload is missing': (d) => rmSync(upload(d)),
		'an upload is one bit off': (d) => rewrite(upload(d), flip(10)),
		'an upload is cut short': (d) => truncateSync(upload(d), 5),
		'the database is missing': (d) => rmSync(path.join(d, 'jixiu.db')),
		'the database is one bit off': (d) => rewrite(path.join(d, 'jixiu.db'), flip(-100)),
		'the database is cut short': (d) => truncateSync(path.join(d, 'jixiu.db'), 4096),
		'the manifest is missing': (d) => rmSync(path.join(d, 'MANIFEST')),
		'the manifest is empty': (d) => truncateSync(path.join(d, 'MANIFEST'), 0),
		'the manifest is cut short': (d) => truncateSync(path.join(d, 'MANIFEST'), readFileSync(path.join(d, 'MANIFEST')).length - 80),
		'the manifest lacks a line': (d) => rewrite(path.join(d, 'MANIFEST'), (b) => b.toString().split('\n').filter((_, i) => i !== 4).join('\n')),
		'the manifest is one bit off': (d) => rewrite(path.join(d, 'MANIFEST'), flip(40)),
	};
	for (const [name, damage] of Object.entries(damages)) {
		const bad = path.join(place, 'bad'), target = path.join(place, 'target');
		cpSync(whole, bad, { recursive: true });
		damage(bad);
		const { code, stderr } = await jixiu(['restore', bad, '--data', target], en);
		assert.equal(code, 1, name);
		assert.match(stderr, /^jixiu: \S/, name);
		assert.ok(!existsSync(target), `${name}: something was made`);
		assert.ok(!existsSync(`${target}.restoring`), `${name}: leavings`);
		rmSync(bad, { recursive: true });
	}
	assert.equal((await jixiu(['restore', place, '--data', path.join(place, 'x')], en)).code, 1, 'not a backup');
});

test('a manifest whose path leads out of the folder is refused even when its digest is right', async (t) => {
	const place = await tempFolder(t);
	const bad = path.join(place, 'b');
	mkdirSync(bad);
	writeFileSync(path.join(place, 'x'), 'content');
	const digest = execFileSync('sha256sum', [path.join(place, 'x')], { encoding: 'utf8' }).slice(0, 64);
	for (const name of ['../x', 'files/../../x', '/etc/passwd', 'files//x', 'lock', 'jixiu.db-wal']) {
		const text = `# jixiu backup 1\n# made 2026-01-31T08:00:00+08:00 by jixiu\n# events 1 ab\n${digest}  ${name}\n# files 1\n`;
		const end = execFileSync('sha256sum', { input: text, encoding: 'utf8' }).slice(0, 64);
		writeFileSync(path.join(bad, 'MANIFEST'), `${text}# sha256 ${end}\n`);
		const { code, stderr } = await jixiu(['restore', bad, '--data', path.join(place, 'd')], en);
		assert.equal(code, 1, name);
		assert.match(stderr, /cut short or was changed/, name);
	}
});

test('a backup whose manifest is right and whose database is another, or of a newer version, is refused', async (t) => {
	const data = await smallFactory(t, 1);
	const place = await tempFolder(t);
	const whole = path.join(place, 'b');
	assert.equal((await jixiu(['backup', '--data', data, whole], en)).code, 0);
	const sum = (input) => execFileSync('sha256sum', { input, encoding: 'utf8' }).slice(0, 64);
	for (const [text, reason] of [
		["UPDATE ticket SET symptom = 'x'", null],
		["UPDATE event SET body = '{}' WHERE seq = 2", /database in the backup is damaged/],
		['DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)', /missing or damaged: jixiu.db/],
		['INSERT INTO schema_version SELECT max(version) + 1 FROM schema_version', /newer jixiu/],
	]) {
		const copy = path.join(place, 'copy');
		cpSync(whole, copy, { recursive: true });
		sql(copy, text);
		const manifest = readFileSync(path.join(copy, 'MANIFEST'), 'utf8').split('\n').slice(0, -2);
		const lines = manifest.map((line) => (line.endsWith('  jixiu.db') ? `${sum(readFileSync(path.join(copy, 'jixiu.db')))}  jixiu.db` : line));
		const body = `${lines.join('\n')}\n`;
		writeFileSync(path.join(copy, 'MANIFEST'), `${body}# sha256 ${sum(body)}\n`);
		const { code, stderr } = await jixiu(['restore', copy, '--data', path.join(place, 'd')], en);
		assert.equal(code, reason ? 1 : 0, stderr);
		if (reason) assert.match(stderr, reason);
		assert.equal(existsSync(path.join(place, 'd')), !reason);
		rmSync(path.join(place, 'd'), { recursive: true, force: true });
		rmSync(copy, { recursive: true });
	}
});

test('killed at any moment, a restore leaves the old folder or the new one, and can be run again', async (t) => {
	const data = await smallFactory(t, 40);
	const place = await tempFolder(t);
	const backup = path.join(place, 'b'), target = path.join(place, 'd');
	assert.equal((await jixiu(['backup', '--data', data, backup], en)).code, 0);
	const begun = Date.now();
	assert.equal((await jixiu(['restore', backup, '--data', target], en)).code, 0);
	const full = Date.now() - begun;
	sql(target, "UPDATE ticket SET symptom = 'old state' WHERE id = 1");
	let killed = 0;
	for (let round = 0; round < 15; round++) {
		const child = spawn(binary, ['restore', backup, '--data', target, '--force'], { stdio: 'ignore' });
		const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal)));
		await sleep((full * round) / 12);
		child.kill('SIGKILL');
		if ((await ended) === 'SIGKILL') killed++;
		const state = await check(target);
		assert.equal(state.code, 0, `round ${round}: ${state.stdout}${state.stderr}`);
		assert.equal(sql(target, 'SELECT count(*) FROM document'), '40', `round ${round}`);
	}
	assert.ok(killed > 3, `only ${killed} were killed in time`);
	const last = await jixiu(['restore', backup, '--data', target, '--force'], en);
	assert.equal(last.code, 0, last.stderr);
	assert.equal(sql(target, 'SELECT symptom FROM ticket WHERE id = 1'), 'leak 0');
	assert.ok(!existsSync(`${target}.restoring`));
});

test('killed at any moment, a backup leaves nothing that looks like one', async (t) => {
	const data = await smallFactory(t, 40);
	const place = await tempFolder(t);
	for (let round = 0; round < 10; round++) {
		const dest = path.join(place, `b${round}`);
		const child = spawn(binary, ['backup', '--data', data, dest], { stdio: 'ignore' });
		const ended = new Promise((resolve) => child.on('close', resolve));
		await sleep(20 * round);
		child.kill('SIGKILL');
		await ended;
		if (existsSync(dest)) {
			const { code, stderr } = await jixiu(['restore', dest, '--data', path.join(place, `d${round}`)], en);
			assert.equal(code, 0, stderr);
		}
	}
});

test('a file that the data folder has lost is told by backup and check, and does not stop the backup', async (t) => {
	const data = await smallFactory(t);
	const sub = readdirSync(path.join(data, 'files'))[0];
	rmSync(path.join(data, 'files', sub), { recursive: true });
	const place = await tempFolder(t);
	const made = await jixiu(['backup', '--data', data, path.join(place, 'b')], en);
	assert.equal(made.code, 1);
	assert.match(made.stderr, /warning: \d+ files/);
	const found = await check(data);
	assert.equal(found.code, 1);
	assert.match(found.stdout, /file missing: files\//);
	assert.equal((await jixiu(['restore', path.join(place, 'b'), '--data', path.join(place, 'd')], en)).code, 0);
});

// What check must find; each starts from a good folder.
const harms = {
	'a changed event': ["UPDATE event SET body = '{}' WHERE seq = 3", /event log: entry 3/],
	'a missing event': ['DELETE FROM event WHERE seq = 3', /event log: entry 4/],
	'a wrong open mark': ['UPDATE ticket SET open = 0 WHERE id = 1', /ticket 1: the open mark/],
	'a state without its time': ["UPDATE ticket SET state = 'closed', open = 0 WHERE id = 2", /ticket 2: the times/],
	'a repair that ended before it began': ["UPDATE ticket SET state = 'restored', accepted_at = 1, started_at = 1, restored_at = 1 WHERE id = 2", /ticket 2: the times/],
	'a wait that nobody waits in': ["INSERT INTO ticket_wait (ticket_id, reason, from_at) VALUES (1, 'x', 1)", /ticket 1: the waits/],
	'a wrong count of same reports': ['UPDATE ticket SET same_count = 3 WHERE id = 1', /ticket 1: the number of same/],
	'a cost on another machine': ["INSERT INTO asset (id, kind, name, state, created_at) VALUES (77, 'machine', 'x', 'running', 1); INSERT INTO invoice (ticket_id, machine_id, kind, booked_at, cost_cents, created_at) VALUES (1, 77, 'outside', 1, 1, 1)", /ticket 1: a cost/],
	'a ticket without history': ["UPDATE event SET entity_id = 999 WHERE entity = 'ticket' AND entity_id = 3", /ticket 3: has no history/],
	'a ticket on a line': ["INSERT INTO asset (id, kind, name, created_at) VALUES (78, 'line', 'x', 1); UPDATE ticket SET machine_id = 78 WHERE id = 1", /ticket 1: does not belong to a machine/],
	'a machine below a machine': ["INSERT INTO asset (id, kind, name, state, parent_id, created_at) VALUES (79, 'machine', 'x', 'running', 1, 1)", /asset 79/],
	'a code that opens nothing': ["INSERT INTO qr_code (code, entity, entity_id, created_at) VALUES ('22222ABCDE', 'asset', 999, 1)", /code points to nothing/],
	'a document of nothing': ['UPDATE document SET entity_id = 999 WHERE id = 1', /document 1: belongs to nothing/],
	'a reference that leads nowhere': ["INSERT INTO labour (ticket_id, machine_id, account_id, booked_at, minutes, cents_hour, cost_cents, created_at) VALUES (1, 1, 999, 1, 1, 1, 1, 1)", /reference leads nowhere: labour/],
	'no administrator': ['UPDATE account SET disabled = 1', /no enabled administrator/],
	'stock that never moved': ["INSERT INTO part (id, code, name, unit, qty, created_at) VALUES (5, 'P', 'p', 'x', 1000, 1)", /stock ledger/],
	'a document whose bytes differ': ['UPDATE document SET size = size + 1 WHERE id = 1', /file damaged/],
};
test('check finds every kind of harm and says which thing it is', async (t) => {
	const whole = await smallFactory(t);
	const place = await tempFolder(t);
	await good(whole);
	for (const [name, [text, line]] of Object.entries(harms)) {
		const data = path.join(place, 'data');
		cpSync(whole, data, { recursive: true });
		sql(data, text);
		const { code, stdout, stderr } = await check(data);
		assert.equal(code, 1, `${name}: ${stdout}${stderr}`);
		assert.match(stdout, line, name);
		rmSync(data, { recursive: true });
	}
	const data = path.join(place, 'data');
	cpSync(whole, data, { recursive: true });
	const file = path.join(data, 'jixiu.db');
	const bytes = readFileSync(file);
	bytes.fill(0x5a, 5 * 4096, 5 * 4096 + 2000);
	writeFileSync(file, bytes);
	const { code, stdout, stderr } = await check(data);
	assert.equal(code, 1);
	assert.match(stdout + stderr, /database|check could not/, 'a damaged page');
});

test('a file that nothing names is told and is no fault', async (t) => {
	const data = await smallFactory(t, 1);
	mkdirSync(path.join(data, 'files/aa'), { recursive: true });
	writeFileSync(path.join(data, 'files/aa/old-upload'), 'x');
	execFileSync('touch', ['-d', '2020-01-01', path.join(data, 'files/aa/old-upload')]);
	const { code, stdout } = await check(data);
	assert.equal(code, 0, stdout);
	assert.match(stdout, /harmless.*files\/aa\/old-upload/);
});

test('findings speak the language of the terminal', async (t) => {
	const data = await smallFactory(t, 1);
	sql(data, 'UPDATE ticket SET open = 0');
	const { stdout } = await jixiu(['check', '--data', data], { env: { LC_ALL: 'zh_CN.UTF-8' } });
	assert.match(stdout, /工单 1：/);
});
