// raw.mjs - one TCP connection spoken to byte by byte, for what node's own client would never send.
//
//   const line = await connect(server);
//   line.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
//   const { status, headers, body, ms } = await line.answer();   // the next answer; null when the server closed
//   await line.closed();                                         // the server closed it
import net from 'node:net';

export function connect(server) {
	return new Promise((resolve, reject) => {
		const socket = net.connect(server.port, '127.0.0.1', () => resolve(new Line(socket)));
		socket.once('error', reject);
	});
}

// One request on a connection of its own: the first answer, or null.
export async function ask(server, bytes, options) {
	const line = await connect(server);
	try {
		line.write(bytes);
		return await line.answer(options);
	} finally {
		line.socket.destroy();
	}
}

class Line {
	constructor(socket) {
		this.socket = socket;
		this.data = Buffer.alloc(0);
		this.ended = false;
		this.wake = () => {};
		const end = () => {
			this.ended = true;
			this.wake();
		};
		socket.on('data', (d) => {
			this.data = Buffer.concat([this.data, d]);
			this.wake();
		});
		socket.on('end', end);
		socket.on('close', end);
		socket.on('error', end);
	}

	write(bytes) {
		this.socket.write(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1'));
	}

	async until(found, timeout) {
		const deadline = Date.now() + timeout;
		for (;;) {
			const value = found();
			if (value !== undefined) return value;
			const left = deadline - Date.now();
			if (left <= 0) throw new Error(`no answer in ${timeout} ms; so far: ${this.data.toString('latin1').slice(0, 500)}`);
			await new Promise((resolve) => {
				const timer = setTimeout(resolve, left);
				this.wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}

	// head: the answer is to HEAD, so that no body follows whatever its length says.
	async answer({ timeout = 15_000, head = false } = {}) {
		const begun = Date.now();
		const at = await this.until(() => {
			const i = this.data.indexOf('\r\n\r\n');
			return i >= 0 ? i : this.ended ? -1 : undefined;
		}, timeout);
		if (at < 0) return null;
		const [first, ...lines] = this.data.subarray(0, at).toString('latin1').split('\r\n');
		const headers = {};
		for (const line of lines) {
			const [, name, value] = /^([^:]+): ?(.*)$/.exec(line);
			const key = name.toLowerCase();
			headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
		}
		const status = Number(first.split(' ')[1]);
		const length = head || status < 200 || status === 204 || status === 304 ? 0 : Number(headers['content-length']);
		const all = at + 4 + length;
		await this.until(() => (this.data.length >= all ? true : this.ended ? false : undefined), timeout);
		const bytes = this.data.subarray(at + 4, all);
		this.data = this.data.subarray(all);
		const answer = { first, status, headers, bytes, body: bytes.toString(), ms: Date.now() - begun };
		if (/json/.test(headers['content-type'] ?? '') && !headers['content-encoding'] && !head) answer.json = JSON.parse(answer.body);
		return answer;
	}

	// Until the server has closed; what came before that and was not asked for is returned.
	async closed({ timeout = 15_000 } = {}) {
		await this.until(() => (this.ended ? true : undefined), timeout);
		return this.data;
	}

	destroy() {
		this.socket.destroy();
	}
}
