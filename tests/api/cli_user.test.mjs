// cli_user.test.mjs - jixiu user: accounts from the terminal, and the locks and refusals of every writing command.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { binary, jixiu, startServer, tempFolder } from '../lib/server.mjs';

const en = { env: { LC_ALL: 'C' } };
const user = (data, args, options = {}) => jixiu(['user', ...args, '--data', data], { ...en, ...options });

async function emptyFactory(t) {
	const data = await tempFolder(t);
	const server = await startServer({ data });
	await server.stop();
	return data;
}

test('an account made at the terminal can sign in; a new password ends the old one; a disabled one stays out', async (t) => {
	const data = await emptyFactory(t);
	const added = await user(data, ['add', 'li.si', '--name', '李四', '--role', 'technician', '--random']);
	assert.equal(added.code, 0, added.stderr);
	const [, password] = /^login=li\.si password=(\S+)$/m.exec(added.stdout);
	const server = await startServer({ data });
	await server.login('li.si', password);
	await server.end('SIGTERM');

	assert.equal((await user(data, ['passwd', 'li.si', '--prompt'], { input: 'a new password 1\n' })).code, 0);
	assert.equal((await user(data, ['add', 'wang', '--name', '王五', '--role', 'manager', '--password', 'wang-password'])).code, 0);
	assert.equal((await user(data, ['disable', 'wang'])).code, 0);
	await server.start();
	assert.equal((await server.client().post('/api/v1/session', { login: 'li.si', password })).status, 401);
	await server.login('li.si', 'a new password 1');
	assert.equal((await server.client().post('/api/v1/session', { login: 'wang', password: 'wang-password' })).status, 401);

	// Reading works while the server runs, writing is refused clearly.
	const list = await user(data, ['list']);
	assert.equal(list.code, 0, list.stderr);
	assert.match(list.stdout, /^li\.si +technician +enabled +李四$/m);
	assert.match(list.stdout, /^wang +manager +disabled +王五$/m);
	const locked = await user(data, ['enable', 'wang']);
	assert.equal(locked.code, 1);
	assert.match(locked.stderr, /another jixiu is using/);
	await server.end('SIGTERM');

	assert.equal((await user(data, ['enable', 'wang'])).code, 0);
	await server.start();
	await server.login('wang', 'wang-password');
	await server.stop();
	assert.equal((await jixiu(['check', '--data', data], en)).code, 0);
});

const refusals = {
	'no verb': [[], 2, /argument is missing/],
	'an unknown verb': [['remove', 'li'], 2, /unexpected argument: remove/],
	'no login': [['add', '--name', 'x', '--role', 'admin'], 2, /argument is missing/],
	'an unknown option': [['list', '--all'], 2, /no option --all/],
	'too much': [['list', 'li'], 2, /unexpected argument: li/],
	'an option without its value': [['add', 'li', '--name'], 2, /--name needs a value/],
	'two ways to a password': [['passwd', 'admin', '--random', '--prompt'], 2, /only one of/],
	'a bad login': [['add', 'Li Si', '--name', 'x', '--role', 'admin', '--random'], 1, /login: 2 to 40/],
	'no name': [['add', 'li', '--role', 'admin', '--random'], 1, /name: is required/],
	'no role': [['add', 'li', '--name', 'x', '--random'], 1, /role: is required/],
	'a bad role': [['add', 'li', '--name', 'x', '--role', 'boss', '--random'], 1, /role: must be one of/],
	'a short password': [['add', 'li', '--name', 'x', '--role', 'admin', '--password', 'short'], 1, /password: too short/],
	'no password at all': [['add', 'li', '--name', 'x', '--role', 'admin'], 1, /password: is required/],
	'a taken login': [['add', 'admin', '--name', 'x', '--role', 'admin', '--random'], 1, /admin is already in use/],
	'nobody of that name': [['passwd', 'nobody', '--random'], 1, /no account nobody/],
	'the last administrator': [['disable', 'admin'], 1, /at least one enabled administrator/],
};
test('what cannot be done is refused with a reason and changes nothing', async (t) => {
	const data = await emptyFactory(t);
	for (const [name, [args, code, reason]] of Object.entries(refusals)) {
		const got = await user(data, args);
		assert.equal(got.code, code, `${name}: ${got.stderr}`);
		assert.match(got.stderr, reason, name);
		assert.equal(got.stdout, '', name);
	}
	const { stdout } = await user(data, ['list']);
	assert.equal(stdout.trim().split('\n').length, 1);
});

test('a folder without a database is refused by every command but those that make one', async (t) => {
	const data = path.join(await tempFolder(t), 'nothing');
	for (const args of [['user', 'list'], ['user', 'disable', 'x'], ['backup', `${data}.b`], ['check']]) {
		const { code, stderr } = await jixiu([...args, '--data', data], en);
		assert.equal(code, 1, args.join(' '));
		assert.match(stderr, /no database in the data folder/, args.join(' '));
	}
});

// A terminal of its own: what is typed and what is shown.
function terminal(command, typed) {
	return new Promise((resolve) => {
		const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...process.env, ...en.env } });
		let shown = '', step = 0;
		const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
		child.stdout.on('data', (d) => {
			shown += d;
			if (/(Password|Once more): *$/.test(shown) && step < typed.length) child.stdin.write(typed[step++]);
		});
		child.on('close', (code) => {
			clearTimeout(timer);
			resolve({ code, shown });
		});
	});
}

test('at a terminal the password is asked for twice and never shown; Ctrl-C gives the terminal back', async (t) => {
	const data = await emptyFactory(t);
	const passwd = `${binary} user passwd admin --data ${data}`;
	const good = await terminal(passwd, ['typed-password-1\n', 'typed-password-1\n']);
	assert.equal(good.code, 0, good.shown);
	assert.match(good.shown, /Password: [^]*Once more:/);
	assert.doesNotMatch(good.shown, /typed-password/);
	const differ = await terminal(passwd, ['typed-password-2\n', 'typed-password-3\n']);
	assert.equal(differ.code, 1);
	assert.match(differ.shown, /the two are not the same/);
	const out = await terminal(`trap : INT; ${passwd}; stty -a`, ['\x03']);
	assert.match(out.shown, /[^-]echo\b/);
	assert.doesNotMatch(out.shown, / -echo\b/);
	const server = await startServer({ data });
	await server.login('admin', 'typed-password-1');
	await server.stop();
});
