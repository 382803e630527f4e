// cli_help.test.mjs - what the program says of itself: --help, the manual page, and where options come from.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { jixiu, root, startServer, tempFolder } from '../lib/server.mjs';

const en = { LC_ALL: 'C' };
const page = readFileSync(path.join(root, 'backend/jixiu.1'), 'utf8');
const plain = (text) => text.replaceAll('\\-', '-').replaceAll('\\(en', '-');

// The page as { SECTION: { '': text, SUBSECTION: text } }.
const sections = {};
for (const part of page.split(/^\.SH /m).slice(1)) {
	const [head, ...subs] = part.split(/^\.SS /m);
	const name = head.slice(0, head.indexOf('\n')).trim();
	sections[name] = { '': head };
	for (const sub of subs) sections[name][plain(sub.slice(0, sub.indexOf('\n'))).trim()] = sub;
}
const optionsOf = (text) => [...text.matchAll(/^\.TP\n\.BI? \\-\\-(\S+)/gm)].map((m) => plain(m[1])).sort();

// --help as { summary, own: […], all: […] }.
async function helpOf(command) {
	const { code, stdout, stderr } = await jixiu([...command, '--help'], { env: en });
	assert.equal(code, 0, stderr);
	const [own, all] = stdout.split(/^options of every command.*$/m);
	const names = (text) => [...text.matchAll(/^ {2}--(\S+)/gm)].map((m) => m[1]).sort();
	return { stdout, own: names(own), all: names(all) };
}

let commands;
before(async () => {
	const { stdout } = await helpOf([]);
	commands = [...stdout.slice(stdout.indexOf('commands:'), stdout.indexOf('options of')).matchAll(/^ {2}(\S+) +\S/gm)].map((m) => m[1]);
});

test('every command and option is in the manual page, and the page has no other', async () => {
	assert.ok(commands.length > 5, commands.join());
	assert.deepEqual(Object.keys(sections.COMMANDS).filter(Boolean).sort(), [...commands].sort());
	const all = (await helpOf([])).all;
	assert.deepEqual(optionsOf(sections.OPTIONS['']), all);
	for (const command of commands) {
		const help = await helpOf([command]);
		assert.deepEqual(optionsOf(sections.COMMANDS[command]), help.own, `options of ${command}`);
		assert.deepEqual(help.all, all);
		assert.match(help.stdout, new RegExp(`^jixiu ${command}`));
		for (const line of help.stdout.split('\n')) assert.ok(line.length <= 120, `too wide: ${line}`);
	}
});

test('each option of a usage line is an option of that command', async () => {
	for (const command of commands) {
		const { stdout, own, all } = await helpOf([command]);
		const usage = stdout.split('\n').filter((line) => line.startsWith(`jixiu ${command}`)).join(' ');
		for (const [, name] of usage.matchAll(/--([a-z-]+)/g)) assert.ok(own.includes(name) || all.includes(name), `${command} --${name}`);
	}
});

test('the manual page tells every field and heading of an import', () => {
	const told = sections['FILE FORMATS']['Lists for import'];
	for (const [what, file] of [['machines', 'machine'], ['parts', 'part'], ['repairs', 'repair']]) {
		const source = readFileSync(path.join(root, `backend/domain/import_${file}.c`), 'utf8').replace(/"\s*\n\s*"/g, '');
		const table = source.slice(source.indexOf('_columns[] = {'), source.indexOf('{.name = NULL}'));
		const begin = told.indexOf(`.TP\n.B ${what}\n`), end = told.indexOf('.RE', begin);
		const items = Object.fromEntries(told.slice(begin, end).split('.TP\n.B ').slice(2).map((item) => {
			const [name, ...text] = item.split('\n');
			return [name, text.join(' ').split(/[,.]\s/).map((s) => s.trim())];
		}));
		const fields = [...table.matchAll(/\{"(\w+)",\s*"([^"]+)"/g)];
		assert.ok(fields.length > 10);
		assert.deepEqual(Object.keys(items).sort(), fields.map((f) => f[1]).sort(), what);
		for (const [, name, headings] of fields) {
			for (const heading of headings.split('|')) assert.ok(items[name].includes(heading), `${what}.${name}: ${heading}`);
		}
	}
});

test('no two fields of a list answer to the same heading', () => {
	for (const file of ['machine', 'part', 'repair']) {
		const source = readFileSync(path.join(root, `backend/domain/import_${file}.c`), 'utf8').replace(/"\s*\n\s*"/g, '');
		const table = source.slice(source.indexOf('_columns[] = {'), source.indexOf('{.name = NULL}'));
		const seen = new Map();
		for (const [, name, headings] of table.matchAll(/\{"(\w+)",\s*"([^"]+)"/g)) {
			for (const heading of new Set([name, ...headings.split('|')].map((h) => h.toLowerCase().replace(/[ _*-]/g, '')))) {
				assert.ok(!seen.has(heading), `${file}: ${heading} is ${seen.get(heading)} and ${name}`);
				seen.set(heading, name);
			}
		}
	}
});

test('a command line that is wrong ends with status 2 and says why, in the terminal\'s language', async () => {
	for (const [args, reason] of [
		[['fly'], /no command fly/],
		[['serve', 'now'], /unexpected argument: now/],
		[['serve', '--fast'], /no option --fast/],
		[['serve', '--port'], /--port needs a value/],
		[['serve', '--port', 'x'], /--port is not allowed/],
		[['serve', '--port', '65536'], /--port is not allowed/],
		[['serve', '--workers', '1'], /--workers is not allowed/],
		[['serve', '--config', '/nowhere/at/all'], /cannot read the config file/],
	]) {
		const got = await jixiu(args, { env: en });
		assert.equal(got.code, 2, `${args}: ${got.stderr}`);
		assert.match(got.stderr, reason);
		assert.equal(got.stdout, '');
	}
	const zh = await jixiu(['fly'], { env: { LC_ALL: 'zh_CN.UTF-8' } });
	assert.match(zh.stderr, /没有 fly 这个命令/);
	assert.equal((await jixiu(['help', 'check'], { env: en })).stdout, (await jixiu(['check', '--help'], { env: en })).stdout);
	assert.match((await jixiu(['--version'])).stdout, /^jixiu \d+\.\d+\.\d+\n$/);
});

// Which of the four sources wins is seen by the data folder that check looks for.
test('a flag goes before the environment, that before the config file, that before the standard', async (t) => {
	const dir = await tempFolder(t);
	const config = path.join(dir, 'x.conf');
	const looksIn = async (args, env = {}) => {
		const { stderr } = await jixiu(['check', ...args], { env: { ...en, JIXIU_DATA: undefined, ...env }, cwd: dir });
		return /no database in the data folder (\S+)/.exec(stderr)?.[1] ?? stderr;
	};
	writeFileSync(config, '# a remark\n\n  data =  from file  \n quiet = no\n');
	assert.equal(await looksIn([]), 'data');
	writeFileSync(config, 'data = /from/file\n');
	assert.equal(await looksIn(['--config', config]), '/from/file');
	assert.equal(await looksIn([], { JIXIU_CONFIG: config }), '/from/file');
	assert.equal(await looksIn(['--config', config], { JIXIU_DATA: '/from/environment' }), '/from/environment');
	assert.equal(await looksIn(['--config', config, '--data', '/from/flag'], { JIXIU_DATA: '/from/environment' }), '/from/flag');
	assert.equal(await looksIn(['--data=/from/flag'], { JIXIU_DATA: '/from/environment' }), '/from/flag');
	for (const [line, reason] of [['colour = red', /no option colour/], ['data', /cannot understand this line/], ['port = many', /--port is not allowed/]]) {
		writeFileSync(config, `${line}\n`);
		const { code, stderr } = await jixiu(['check', '--config', config], { env: en });
		assert.equal(code, 2, line);
		assert.match(stderr, reason);
	}
});

test('the data folder\'s own jixiu.conf is read, and the environment goes before it', async (t) => {
	const data = await tempFolder(t);
	writeFileSync(path.join(data, 'jixiu.conf'), 'workers = 8\nlang = en\n');
	const server = await startServer({ data });
	const refused = await server.client({ headers: {} }).get('/api/v1/session');
	assert.match(refused.json.detail, /sign in/i);
	await server.end('SIGTERM');
	server.env = { JIXIU_LANG: 'zh' };
	await server.start();
	assert.match((await server.client().get('/api/v1/session')).json.detail, /登录/);
	await server.stop();
});
