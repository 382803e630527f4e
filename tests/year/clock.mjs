// clock.mjs - the server's clock, moved by the test (tests/lib/clock_file.c); it stands between two moves.
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sleep } from '../lib/server.mjs';

export class Clock {
	constructor(folder, now) {
		this.file = path.join(folder, 'clock');
		this.set(now);
	}

	get env() {
		return { JIXIU_CLOCK_FILE: this.file };
	}

	set(now) {
		this.now = now;
		writeFileSync(`${this.file}.next`, String(now));
		renameSync(`${this.file}.next`, this.file);
	}

	// The server does now what it does every minute of real time.
	async look(server) {
		const from = server.stderr.length, end = Date.now() + 30_000;
		server.child.kill('SIGUSR1');
		while (!server.stderr.includes('looked after what is due', from)) {
			if (Date.now() > end) throw new Error('the server did not look after what is due');
			await sleep(1);
		}
	}
}
