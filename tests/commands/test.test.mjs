// test.test.mjs - ./test ends with what it counted, and cannot pass by mistake.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cmake, dpkg, sandbox } from '../lib/sandbox.mjs';

const stubs = { cmake, 'dpkg-query': dpkg(), 'apt-get': 'exit 1', 'clang-format': 'exit 0', shellcheck: 'exit 0', git: 'exit 1' };
const suite = (body) => `import { test } from 'node:test';\n${body}\n`;
const good = suite(`test('good', () => {});`);

function run(t, files, args = []) {
	const box = sandbox(t, { stubs, files: { 'backend/checksrc.sh': 'exit 0', ...files } });
	const result = box.exec('./test', args);
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
