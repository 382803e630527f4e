// tap.test.mjs - ./test counts what programs say, and believes none that ends early.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const counter = fileURLToPath(new URL('../lib/tap.awk', import.meta.url));

function count(text, status) {
	const dir = mkdtempSync(path.join(tmpdir(), 'jixiu-test-'));
	const file = path.join(dir, 'out');
	writeFileSync(file, text);
	const { stdout } = spawnSync('awk', ['-v', `status=${status}`, '-f', counter, file], { encoding: 'utf8' });
	rmSync(dir, { recursive: true });
	const [first, ...rest] = stdout.trimEnd().split('\n');
	return { counts: first, rest };
}

const cases = [
	['all passed', 0, '1..2\nok 1 - a\nok 2 - b\n', '2 0 0'],
	['plan at the end', 0, 'TAP version 13\nok 1 - a\nok 2 - b\n1..2\n', '2 0 0'],
	['one failed', 1, '1..2\nok 1 - a\nnot ok 2 - b\n', '1 1 0', ['fail\tb']],
	['skipped with a reason', 0, '1..2\nok 1 - a # SKIP no zbar\nok 2 - b\n', '1 0 1', ['skip\ta\tno zbar']],
	['to be done is skipped', 0, '1..1\nnot ok 1 - a # TODO later\n', '0 0 1', ['skip\ta\tlater']],
	['cmocka skips', 0, '1..2\nok 1 - a\n[zbar is missing]\nnot ok 2 # SKIP b\n', '1 0 1', ['skip\tb\t[zbar is missing]']],
	['cmocka, two groups', 0, '1..1\nok 1 - a\n# ok - g\n1..2\nok 1 - b\nok 2 - c\n# ok - h\n', '3 0 0'],
	['everything skipped', 0, '1..0 # SKIP no browser\n', '0 0 1', ['skip\tall\tno browser']],
	['ends in the middle', 139, '1..3\nok 1 - a\n', '1 1 0', ['fail\tit ended early: 1 of 3 tests ran, status 139']],
	['no plan', 0, 'ok 1 - a\n', '1 1 0', ['fail\tit ended early: 1 of an unknown number of tests ran, status 0']],
	['more than planned', 0, '1..1\nok 1 - a\nok 2 - b\n', '2 1 0', ['fail\tit ended early: 2 of 1 tests ran, status 0']],
	['says nothing', 0, '', '0 1 0', ['fail\tit ran no test']],
	['no test', 0, 'TAP version 13\n1..0\n', '0 1 0', ['fail\tit ran no test']],
	['killed', 137, '', '0 1 0', ['fail\tit ran no test and ended with status 137']],
	['passed and then crashed', 134, '1..1\nok 1 - a\n', '1 1 0', ['fail\tall tests passed, but it ended with status 134']],
	[
		'nested: the leaves count',
		1,
		'# Subtest: s\n    # Subtest: a\n    ok 1 - a\n    # Subtest: b\n    not ok 2 - b\n    ok 3 - c # SKIP x\n    1..3\n' +
			'not ok 1 - s\nok 2 - t\n1..2\n',
		'2 1 1',
		['fail\tb', 'skip\tc\tx'],
	],
	[
		'nested twice',
		0,
		'        ok 1 - a\n        ok 2 - b\n        1..2\n    ok 1 - s\n        ok 1 - c\n        1..1\n    ok 2 - t\n    1..2\nok 1 - u\n1..1\n',
		'3 0 0',
	],
	['a hook failed around tests that passed', 1, '    ok 1 - a\n    1..1\nnot ok 1 - s\n1..1\n', '1 1 0', ['fail\ts']],
	['quoted lines are not counted', 1, "not ok 1 - a\n  ---\n  error: |-\n    ok 7 - no\nnot ok 3 - no\n  ...\n1..1\n", '0 1 0', ['fail\ta']],
	['a line that only looks like it', 0, '1..1\nhalf a lineok 1 - no\nok, 2\nok 1 - a\n', '1 0 0'],
	['carriage returns', 0, '1..1\r\nok 1 - a\r\n', '1 0 0'],
];

for (const [name, status, text, counts, rest = []] of cases) {
	test(name, () => assert.deepEqual(count(text, status), { counts, rest }));
}
