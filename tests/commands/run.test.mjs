// run.test.mjs - ./run takes a clone to a running server, and installs only what is missing and only as it may.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cmake, dpkg, sandbox } from '../lib/sandbox.mjs';

const user = 'echo 1000';
const superuser = 'echo 0';
const apt = 'exit 0';
const stubs = { cmake, 'dpkg-query': dpkg(), 'apt-get': apt, id: user, sudo: 'exit 1' };

test('without arguments it makes a demo factory once and serves it', (t) => {
	const box = sandbox(t, { stubs });
	const first = box.exec('./run');
	assert.equal(first.code, 0, first.stderr);
	assert.deepEqual(first.stdout.trim().split('\n'), [
		`jixiu demo --data ${box.root}/data.new in ${box.root} port none`,
		`jixiu serve --data ${box.root}/data in ${box.root} port none`,
	]);
	assert.ok(box.exists('data/made'));
	const second = box.exec('./run', [], { env: { JIXIU_PORT: '9123' } });
	assert.equal(second.stdout.trim(), `jixiu serve --data ${box.root}/data in ${box.root} port 9123`);
});

test('a demo that failed leaves no data folder, and is made anew', (t) => {
	const box = sandbox(t, { stubs });
	const first = box.exec('./run', [], { env: { STOP: '1' } });
	assert.equal(first.code, 1);
	assert.doesNotMatch(first.stdout, /serve/);
	assert.ok(!box.exists('data'));
	assert.equal(box.exec('./run').code, 0);
	assert.ok(box.exists('data/made'));
});

test('a data folder that is there is served as it is', (t) => {
	const box = sandbox(t, { stubs });
	mkdirSync(path.join(box.root, 'data'));
	assert.doesNotMatch(box.exec('./run').stdout, /demo/);
});

test('arguments go to the program as they are, in the folder of the caller', (t) => {
	const box = sandbox(t, { stubs });
	const link = path.join(box.top, 'link');
	symlinkSync(path.join(box.root, 'run'), link);
	for (const file of [path.join(box.root, 'run'), link]) {
		const { code, stdout } = box.exec(file, ['serve', '--data', 'a b', '--port', '8080'], { cwd: box.top });
		assert.equal(code, 0);
		assert.equal(stdout.trim(), `jixiu serve --data a b --port 8080 in ${box.top} port none`);
	}
	assert.ok(!box.exists('data'));
});

test('its exit status is that of the program', (t) => {
	const box = sandbox(t, { stubs, files: { 'build/release/jixiu': '#!/bin/sh\nexit 7\n' } });
	assert.equal(box.exec('./run', ['check']).code, 7);
});

test('nothing is installed when nothing is missing', (t) => {
	const box = sandbox(t, { stubs: { ...stubs, id: superuser } });
	assert.equal(box.exec('./run', ['x']).code, 0);
	assert.ok(!box.calls().some((c) => /^(apt-get|sudo)/.test(c)), box.calls().join('\n'));
});

test('root installs what is missing and nothing else, also when the update fails', (t) => {
	const box = sandbox(t, {
		stubs: {
			...stubs,
			id: superuser,
			'dpkg-query': dpkg('libsodium-dev', 'cmake'),
			'apt-get': '[ "$1" != update ]',
		},
	});
	const { code, stderr } = box.exec('./run', ['x']);
	assert.equal(code, 0, stderr);
	assert.deepEqual(
		box.calls().filter((c) => c.startsWith('apt-get')),
		['apt-get update', 'apt-get install -y --no-install-recommends cmake libsodium-dev'],
	);
});

test('with sudo that asks for no password, apt runs through it', (t) => {
	const box = sandbox(t, { stubs: { ...stubs, 'dpkg-query': dpkg('cmake'), sudo: '[ "$1" = -n ] && shift; "$@"' } });
	assert.equal(box.exec('./run', ['x']).code, 0);
	assert.ok(box.calls().some((c) => c.startsWith('sudo env DEBIAN_FRONTEND=noninteractive apt-get install')));
	assert.ok(box.calls().includes('apt-get install -y --no-install-recommends cmake'));
});

test('who may not install is told the command, and nothing is built', (t) => {
	const box = sandbox(t, { stubs: { ...stubs, 'dpkg-query': dpkg('cmake', 'tzdata') } });
	const { code, stderr } = box.exec('./run');
	assert.equal(code, 1);
	assert.match(stderr, /apt-get install -y --no-install-recommends cmake tzdata$/m);
	assert.ok(!box.calls().some((c) => /^(apt-get|cmake)/.test(c)));
	assert.match(box.exec('./run', [], { env: { LANG: 'zh_CN.UTF-8' } }).stderr, /缺少软件包：cmake tzdata/);
});

test('an install that fails stops it and shows why', (t) => {
	const box = sandbox(t, {
		stubs: { ...stubs, id: superuser, 'dpkg-query': dpkg('cmake'), 'apt-get': 'echo "E: no space"; exit 100' },
	});
	const { code, stderr } = box.exec('./run');
	assert.equal(code, 1);
	assert.match(stderr, /E: no space/);
});

test('a build that fails stops it and shows the compiler, not the progress', (t) => {
	const box = sandbox(t, {
		stubs: { ...stubs, cmake: 'echo "[1/9] cc a.c"; echo "a.c:1: error: no"; [ "$1" = --preset ]' },
	});
	const { code, stdout, stderr } = box.exec('./run');
	assert.equal(code, 1);
	assert.equal(stdout, '');
	assert.match(stderr, /a\.c:1: error: no/);
	assert.doesNotMatch(stderr, /\[1\/9\]/);
	assert.match(box.read('build/run.log'), /\[1\/9\] cc a\.c/);
});

test('a build folder that came from elsewhere is made anew', (t) => {
	const box = sandbox(t, {
		stubs,
		files: {
			'build/release/CMakeCache.txt': 'CMAKE_HOME_DIRECTORY:INTERNAL=/another/place\n',
			'build/release/build.ninja': '',
			'build/release/stale': '',
		},
	});
	assert.equal(box.exec('./run', ['x']).code, 0);
	assert.ok(!box.exists('build/release/stale'));
});
