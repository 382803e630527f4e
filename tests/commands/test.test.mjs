// test.test.mjs - ./test ends with what it counted, and cannot pass by mistake.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cmake, dpkg, sandbox } from '../lib/sandbox.mjs';
import { root } from '../lib/server.mjs';

const stubs = { cmake, 'dpkg-query': dpkg(), 'apt-get': 'exit 1', 'clang-format': 'exit 0', shellcheck: 'exit 0', git: 'exit 1' };
const suite = (body) => `import { test } from 'node:test';\n${body}\n`;
const good = suite(`test('good', () => {});`);

function run(t, files, args = [], env = {}) {
	const box = sandbox(t, { stubs, files: { 'backend/checksrc.sh': 'exit 0', ...files } });
	const result = box.exec('./test', args, { env });
	const lines = result.stdout.trimEnd().split('\n');
	return { ...result, last: lines.at(-1), box };
}

test('suites that pass are counted, the last line says so', (t) => {
	const r = run(t, { 'tests/api/a.test.mjs': good, 'tests/commands/b.test.mjs': good }, ['api/', 'commands/']);
	assert.equal(r.last, '2 passed, 0 failed, 0 skipped', r.stdout + r.stderr);
	assert.equal(r.code, 0);
	assert.match(r.stdout, /^ok +api\/a +1 passed +\d+\.\d s$/m);
});

test('without names the checks run too', (t) => {
	const r = run(t, { 'tests/api/a.test.mjs': good });
	for (const name of ['check/source', 'check/format', 'check/shell', 'check/clang', 'check/release', 'api/a']) {
		assert.ok(r.stdout.includes(name), name);
	}
	assert.equal(r.last, '6 passed, 0 failed, 0 skipped', r.stdout);
});

test('what failed is shown in full, what was skipped with its reason', (t) => {
	const r = run(
		t,
		{
			'tests/api/bad.test.mjs': suite(`
				test('fine', () => {});
				test('wrong', () => { throw new Error('the reason why'); });
				test('absent', { skip: 'no such file' }, () => {});`),
		},
		['api/'],
	);
	assert.equal(r.last, '1 passed, 1 failed, 1 skipped');
	assert.equal(r.code, 1);
	assert.match(r.stdout, /^FAIL api\/bad/m);
	assert.match(r.stdout, /the reason why/);
	assert.match(r.stdout, /api\.bad: absent: no such file/);
});

test('a suite that dies, runs nothing or leaves early is a failure', (t) => {
	for (const body of [
		'',
		'process.exit(0);',
		'process.kill(process.pid, "SIGKILL");',
		`test('a', () => {}); test('b', () => process.exit(0));`,
		'import "./nothing.mjs";',
		`process.on('exit', () => { process.exitCode = 3; }); test('a', () => {});`,
	]) {
		const r = run(t, { 'tests/api/a.test.mjs': suite(body) }, ['api/']);
		assert.match(r.last, /^\d passed, 1 failed, 0 skipped$/, `${body}\n${r.stdout}`);
		assert.equal(r.code, 1);
	}
});

test('a suite that hangs is stopped and is a failure', (t) => {
	const box = sandbox(t, { stubs, files: { 'tests/api/a.test.mjs': suite('setInterval(() => {}, 1000);') } });
	const r = box.exec('./test', ['api/'], { env: { JIXIU_TEST_SECONDS: '1' } });
	assert.equal(r.code, 1);
	assert.match(r.stdout, /stopped after 1 s/);
});

test('a build that fails is one failure, and what needs it does not run', (t) => {
	const box = sandbox(t, {
		stubs: { ...stubs, cmake: 'echo "a.c:1: error: no"; exit 1' },
		files: { 'tests/api/a.test.mjs': good },
	});
	const r = box.exec('./test', ['api/']);
	assert.equal(r.code, 1);
	assert.match(r.stdout, /0 passed, 1 failed, 0 skipped\n$/);
	assert.match(r.stdout, /a\.c:1: error: no/);
});

test('a name that is no suite, or no option, is an error', (t) => {
	assert.equal(run(t, {}, ['nonsense']).code, 2);
	assert.equal(run(t, {}, ['--nonsense']).code, 2);
});

test('a check that fails is a failure', (t) => {
	const r = run(t, { 'backend/checksrc.sh': 'echo "x.c:1: two spaces"; exit 1' }, ['check/source']);
	assert.equal(r.last, '0 passed, 1 failed, 0 skipped');
	assert.match(r.stdout, /x\.c:1: two spaces/);
});

test('one queue: what takes longest begins first, three at a time and of fault/ one', (t) => {
	const log = 'import { appendFileSync, readFileSync } from \'node:fs\';\nconst say = (s) => appendFileSync(\'order\', s + \'\\n\'), said = () => readFileSync(\'order\', \'utf8\');\n';
	const wait = 'await new Promise((r) => setTimeout(r, 200))';
	const named = (name, until) => log + suite(`test('good', { timeout: 60000 }, async () => {
		say('+${name}');
		do ${wait}; while (!(${until}));
		say('-${name}');
	});`);
	// Three of them end only when all three have begun.
	const three = '(said().match(/\\+three/g) ?? []).length === 3';
	const files = { 'tests/api/bad_input.test.mjs': named('long', 'true') };
	for (const name of ['a1', 'a2', 'a3']) files[`tests/api/${name}.test.mjs`] = named(`three ${name}`, three);
	for (const name of ['x', 'y', 'z']) files[`tests/fault/${name}.test.mjs`] = named(`fault ${name}`, 'true');
	const r = run(t, files, ['api/', 'fault/'], { JIXIU_JOBS: '2' }), now = new Set();
	assert.equal(r.last, '7 passed, 0 failed, 0 skipped', r.stdout);
	const lines = r.box.read('order').trimEnd().split('\n');
	for (const line of lines) {
		now[line[0] === '+' ? 'add' : 'delete'](line.slice(1));
		assert.ok(now.size <= 3 && [...now].filter((name) => name.startsWith('fault')).length <= 1, lines.join());
	}
	const first = lines.filter((l) => l[0] === '+').indexOf('+long');
	assert.ok(first >= 0 && first < 3, lines.join());
});

test('what is said to take longest is there', () => {
	const names = /^longest="([^"]+)"/m.exec(readFileSync(path.join(root, 'test'), 'utf8'))[1].split(/\s+/);
	const there = execFileSync(path.join(root, 'test'), ['--list'], { encoding: 'utf8' }).split('\n');
	assert.deepEqual(names.filter((name) => !there.includes(name)), []);
});
