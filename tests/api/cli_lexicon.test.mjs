// cli_lexicon.test.mjs - jixiu kb lexicon: the plant's own words from the terminal, as a file, and what is proposed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { jixiu, startServer, tempFolder } from '../lib/server.mjs';

let data, dir;
const lexicon = (args, options = {}) => jixiu(['kb', 'lexicon', ...args, '--data', data], { env: { LC_ALL: 'C' }, ...options });
const good = async (args, options) => {
	const got = await lexicon(args, options);
	assert.equal(got.code, 0, `${args}: ${got.stderr}`);
	return got.stdout;
};
const file = (name, text) => {
	writeFileSync(path.join(dir, name), text);
	return path.join(dir, name);
};

// Six repairs of a "generator" and six of a "gnrtr", which stands where it stands.
before(async (t) => {
	dir = await tempFolder(t);
	data = path.join(dir, 'data');
	const server = await startServer({ data });
	await server.stop();
	const rows = ['id,ts,machine,symptom,action,restored'];
	for (let i = 0; i < 12; i++)
		rows.push(`r${i},2026-01-${10 + i} 08:00,G-1,${i % 2 ? 'gnrtr' : 'generator'} ${['will not start', 'stops', 'smokes'][i % 3]} at gate ${'abcdef'[i >> 1]},replaced generator brush,2026-01-${10 + i} 09:00`);
	for (const [what, text] of [['machines', 'code,name\nG-1,generator set\n'], ['repairs', rows.join('\n')]]) {
		const got = await jixiu(['import', what, file(`${what}.csv`, text), '--apply', '--data', data], { env: { LC_ALL: 'C' } });
		assert.equal(got.code, 0, got.stdout + got.stderr);
	}
});

test('a word is added, listed, exported and removed again', async () => {
	await good(['add', 'zjb', 'main pump']);
	assert.match(await good(['add', '铁蛋', 'bearing', '--same']), /铁蛋 = bearing/);
	await good(['add', '红筐', 'red tray', '--same', '--class', 'part']);
	assert.match(await good([]), /^short +zjb +main pump +\d{4}-\d\d-\d\d/m);
	assert.match(await good(['list', '铁']), /^term +铁蛋 +bearing/);
	const out = await good(['export']);
	assert.match(out, /^zjb\tmain pump$/m);
	assert.match(out, /^bearing\t\S+\t铁蛋\t$/m);
	assert.match(out, /^own-\d+\tpart\t红筐\tred tray$/m);
	assert.match(await good(['remove', 'ZJB']), /removed: zjb/);
	assert.doesNotMatch(await good(['export']), /zjb/);
});

test('what export wrote is known to import; new lines are only told until --apply', async () => {
	const same = file('same.tsv', await good(['export']));
	assert.match(await good(['import', same, '--apply']), /added 0\nknown already: 3/);
	const more = file('more.tsv', '\ufeff# ours\r\nzz1\tcoolant pump\r\nbearing\tpart\t钢珠套;铁蛋\t\r\nzz1\tcoolant pump\r\n');
	assert.match(await good(['import', more]), /would add 2\nknown already: 2/);
	assert.doesNotMatch(await good(['export']), /zz1/);
	assert.match(await good(['import', more, '--apply']), /added 2/);
	assert.match(await good(['export']), /^zz1\tcoolant pump$/m);
	assert.match(await good(['import', '-'], { input: 'zz2\tjig\n' }), /would add 1/);
});

test('each line that cannot be used is named, and then nothing is brought in', async () => {
	const wrong = file('wrong.tsv', 'zz3\tchain\nno columns here\n\n123\tx\nbearing\toddity\t圈\t\nbearing\tpart\t99;珠\t\n');
	for (const more of [[], ['--apply']]) {
		const { code, stdout, stderr } = await lexicon(['import', wrong, ...more]);
		assert.deepEqual([code, stdout], [1, '']);
		for (const [line, why] of [[2, /not the form/], [4, /not the form/], [5, /not the form/], [6, /cannot be used/]])
			assert.match(stderr.split('\n').find((l) => l.includes(`wrong.tsv: line ${line}:`)) ?? '', why, `line ${line} of ${stderr}`);
		assert.doesNotMatch(stderr, /line [13]:/);
		assert.match(stderr, /nothing was brought in/);
	}
	assert.doesNotMatch(await good(['export']), /zz3/);
});

test('proposals show what they rest on; accepted they are used, refused they do not come again', async () => {
	assert.match(await good(['proposals']), /nothing is proposed/);
	const shown = await good(['proposals', '--look']);
	const [, id] = /^ *(\d+) {2}gnrtr → generator +in 6 tickets$/m.exec(shown) ?? assert.fail(shown);
	assert.match(shown, /^ {6}#\d+ {2}gnrtr /m);
	await good(['refuse', id]);
	assert.doesNotMatch(await good(['proposals', '--look']), /gnrtr → generator/);
	const again = await lexicon(['accept', id]);
	assert.equal(again.code, 1);
	assert.match(again.stderr, /no proposal/);
	await good(['add', 'gnrtr', 'generator']);
	assert.match(await good(['list', 'gnrtr']), /^short +gnrtr +generator/);
	// as if no shortened word were known: shown, and not kept
	assert.match(await good(['proposals', '--look', '--without', 'spellings']), /^ *0 {2}gnrtr → generator/m);
	assert.doesNotMatch(await good(['proposals']), /gnrtr/);
	assert.equal((await lexicon(['proposals', '--look', '--without', 'oddity'])).code, 2);
});

test('what cannot be done is refused with a reason; a running server keeps its words', async () => {
	for (const [args, code, reason] of [
		[['dance'], 2, /unexpected argument: dance/],
		[['add', 'x'], 2, /argument is missing/],
		[['export', 'x'], 2, /unexpected argument: x/],
		[['add', '123', 'x'], 1, /term: /],
		[['add', '马达', '电机', '--same'], 1, /knows this already/],
		[['add', '谁知道', '没人知道', '--same'], 1, /choose its class/],
		[['remove', 'nothing'], 1, /no word nothing/],
		[['accept', '99999'], 1, /no proposal 99999/],
		[['import', '/nowhere/at/all'], 1, /cannot read/],
	]) {
		const got = await lexicon(args);
		assert.equal(got.code, code, `${args}: ${got.stderr}`);
		assert.match(got.stderr, reason);
	}
	const server = await startServer({ data });
	assert.match(await good(['list', '铁蛋']), /铁蛋/);
	const locked = await lexicon(['add', 'zz9', 'x-ray']);
	assert.equal(locked.code, 1);
	assert.match(locked.stderr, /another jixiu is using/);
	await server.stop();
});
