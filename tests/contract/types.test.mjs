// types.test.mjs - the app against the API: its types are made of the document, and every screen fits them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { binary, root } from '../lib/server.mjs';

const web = path.join(root, 'web'), out = path.join(root, 'build/web/api.d.ts');
const skip = existsSync(path.join(web, 'node_modules/typescript')) ? false : 'npm ci in web has not been run';

const run = (file, args, cwd) => new Promise((done) => {
	execFile(process.execPath, [file, ...args], { cwd, maxBuffer: 16 << 20 }, (error, stdout, stderr) => done({ code: error ? error.code : 0, said: stdout + stderr }));
});
const tsc = (project) => run(path.join(web, 'node_modules/typescript/bin/tsc'), ['--noEmit', '--pretty', 'false', '-p', project], web);

before(async () => {
	if (skip) return;
	const made = await run(path.join(web, 'types.mjs'), [binary, out], web);
	assert.equal(made.code, 0, made.said);
});

test('every screen of the app compiles against the types of the API', { skip }, async () => {
	const { code, said } = await tsc(web);
	assert.equal(code, 0, said);
});

test('a member that the API does not have does not compile', { skip }, async (t) => {
	const folder = path.join(root, 'build/web/wrong');
	t.after(() => rm(folder, { recursive: true, force: true }));
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({
		extends: path.join(web, 'tsconfig.json'), include: ['*.ts'], compilerOptions: { paths: { 'jixiu-api': [out] } },
	}));
	await writeFile(path.join(folder, 'wrong.ts'), [
		"import type { Ticket, TicketInput } from 'jixiu-api'",
		'export const good = (t: Ticket): number => t.machine_id',
		'export const misspelt = (t: Ticket) => t.machine_it',
		'export const nobody = (t: Ticket): number => t.assignee_id',
		"export const state: Ticket['state'] = 'lost'",
		"export const input: TicketInput = { symptom: 'stands' }",
	].join('\n'));
	const { code, said } = await tsc(folder);
	assert.notEqual(code, 0);
	assert.deepEqual([...said.matchAll(/wrong\.ts\((\d+),/g)].map((m) => Number(m[1])), [3, 4, 5, 6], said);
});

test('every schema says of what type each member is', { skip }, () => {
	const types = readFileSync(out, 'utf8');
	assert.doesNotMatch(types, /: any\b/);
	const from = types.indexOf('\n    schemas: {'), schemas = types.slice(from, types.indexOf('\n    responses: {', from));
	assert.ok(schemas.length > 10_000);
	assert.equal([...schemas.matchAll(/\bunknown\b/g)].length, 1, 'only what hangs on a refusal is open: Problem.current');
});
