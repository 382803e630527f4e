// scene.mjs - for the benches: a plant large enough to make people wait, and the calls of its screens, timed over HTTP against the
// real program (build/release/jixiu or $JIXIU_BIN).
//
//   const s = await sceneOf(['--machines', '2000'], SQL);       // the demo, and what is written beside it
//   await s.open('manager');
//   await s.measure('plans', 'plans');                         // GET, 15 times; over BUDGET_MS it counts in s.over
//   await s.measure('issuing', 'tickets/1/parts', (i) => ({ part_id: i, qty: 1 }));   // POST, another body each time
//   await s.close();                                           // and the exit status is set
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

process.env.JIXIU_BIN ||= fileURLToPath(new URL('../../build/release/jixiu', import.meta.url));
const { binary, startServer, tempFolder } = await import('./server.mjs');
export const BUDGET_MS = 100;
const TIMES = 15, WIDE = 46;

function run(command, args, input) {
	const done = spawnSync(command, args, { input, encoding: 'utf8' });
	if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout.trim();
}

class Scene {
	over = 0;

	// One of the program's commands on the plant, timed: { said, took }.
	command(...args) {
		const begun = performance.now(), said = run(binary, [...args, '--data', this.data]);
		return { said, took: performance.now() - begun };
	}

	sql(text) {
		return run('sqlite3', [path.join(this.data, 'jixiu.db')], text);
	}

	tell(what, ms, more, budget = BUDGET_MS) {
		this.over += ms > budget;
		console.log(`${what.padEnd(WIDE)} ${ms.toFixed(1).padStart(8)} ms ${ms > budget ? 'OVER' : 'ok'}  ${more}`);
	}

	async open(login, args = []) {
		this.server = await startServer({ data: this.data, args: ['--quiet', ...args] });
		this.who = await this.server.login(login, 'jixiu-demo');
	}

	// Of the program, in ms: what it costs when others have the processors too.
	busy() {
		return readFileSync(`/proc/${this.server.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((a, x) => a + Number(x) * 10, 0);
	}

	async first(at) {
		return (await this.who.must(200, 'GET', `/api/v1/${at}`)).items[0];
	}

	async measure(what, at, body, status = body ? 201 : 200) {
		const took = [];
		let size = 0, before = 0;
		for (let i = 0; i <= TIMES; i++) {
			if (i === 1) before = this.busy(); // the first time is not counted
			const json = body?.(i), begun = performance.now();
			const answer = await this.who.request(body ? 'POST' : 'GET', `/api/v1/${at}`, { json });
			if (i) took.push(performance.now() - begun);
			if (answer.status !== status) throw new Error(`${at}: ${answer.status} ${answer.text}`);
			size = answer.text.length;
		}
		took.sort((a, b) => a - b);
		this.tell(what, took[TIMES >> 1], `(worst ${took.at(-1).toFixed(1)}, processor ${((this.busy() - before) / TIMES).toFixed(1)}) ${Math.round(size / 1024)} KiB`);
	}

	// Stops the server; every record is whole.
	async close() {
		await this.server.stop();
		console.log(this.command('check').said);
		process.exitCode = this.over ? 1 : 0;
	}
}

export async function sceneOf(demo, sql) {
	const s = new Scene();
	s.data = path.join(await tempFolder(), 'data');
	s.command('demo', ...demo);
	if (sql) s.sql(`PRAGMA synchronous = OFF; ${sql}`);
	return s;
}
