// broker.mjs - a real mosquitto for a test, on a loopback port of its own, and something that publishes through it.
//
//   const broker = await startBroker();               // { login: ['user', 'password'] } lets nobody else in; { tls: true }
//   const server = await startServer({ args: ['--mqtt', broker.url] });
//   const sensor = await broker.publisher();
//   sensor.publish('press/oil', '41.5');
//   await broker.kill(); await broker.start();         // kill -9, and again on the same port
//   await broker.stop();
//
// Where the broker is not installed, the test fails and says so: readings by MQTT are not proven then.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { makeCertificate } from './certificate.mjs';
import { eventually, tempFolder } from './server.mjs';

const PROGRAM = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const freePort = () => new Promise((resolve, reject) => {
	const s = net.createServer().on('error', reject);
	s.listen(0, '127.0.0.1', () => {
		const { port } = s.address();
		s.close(() => resolve(port));
	});
});

export async function startBroker(options) {
	if (!PROGRAM) throw new Error('mosquitto is not installed, and readings by MQTT need it to be tested: apt-get install mosquitto');
	const broker = new Broker(options);
	await broker.prepare();
	await broker.start();
	return broker;
}

class Broker {
	constructor({ login, tls: secure } = {}) {
		this.login = login;
		this.secure = secure;
	}

	async prepare() {
		this.folder = await tempFolder();
		this.port = await freePort();
		const lines = [`listener ${this.port} 127.0.0.1`, `allow_anonymous ${!this.login}`, 'persistence false', 'log_type none', 'user root', 'max_queued_messages 0']; // a flood is not thinned by the broker
		if (this.login) {
			const file = path.join(this.folder, 'passwords');
			execFileSync('mosquitto_passwd', ['-b', '-c', file, ...this.login], { stdio: 'ignore' });
			lines.push(`password_file ${file}`);
		}
		if (this.secure) {
			const { cert, key } = await makeCertificate('DNS:localhost');
			lines.push(`certfile ${cert}`, `keyfile ${key}`);
			this.certificate = cert;
		}
		this.config = path.join(this.folder, 'mosquitto.conf');
		await writeFile(this.config, `${lines.join('\n')}\n`);
	}

	get url() {
		return `${this.secure ? 'mqtts://localhost' : 'mqtt://127.0.0.1'}:${this.port}`;
	}

	async start() {
		const child = (this.child = spawn(PROGRAM, ['-c', this.config], { stdio: ['ignore', 'ignore', 'pipe'] }));
		let said = '';
		running.add(child);
		child.stderr.on('data', (d) => (said += d));
		this.exited = new Promise((resolve) => child.on('exit', () => (running.delete(child), resolve())));
		await eventually(() => new Promise((resolve) => {
			const s = net.connect(this.port, '127.0.0.1', () => (s.destroy(), resolve(true))).on('error', () => resolve(said || 'nobody answers'));
		}), (x) => x === true, 'a broker that answers');
	}

	async kill() {
		this.child.kill('SIGKILL');
		await this.exited;
	}

	async stop() {
		this.child.kill('SIGTERM');
		await this.exited;
	}

	// MQTT 3.1.1, as much of it as is needed: CONNECT, and PUBLISH at most once.
	publisher() {
		const text = (s) => {
			const b = Buffer.from(s);
			return Buffer.concat([Buffer.from([b.length >> 8, b.length & 255]), b]);
		};
		const packet = (head, body) => {
			const length = [];
			for (let n = body.length; ; n >>= 7) {
				length.push((n & 127) | (n > 127 ? 128 : 0));
				if (n < 128) break;
			}
			return Buffer.concat([Buffer.from([head, ...length]), body]);
		};
		const bytes = (topic, payload, retain) => packet(0x30 | (retain ? 1 : 0), Buffer.concat([text(topic), Buffer.from(payload)]));
		return new Promise((resolve, reject) => {
			const line = this.secure ? tls.connect({ port: this.port, host: '127.0.0.1', rejectUnauthorized: false }) : net.connect(this.port, '127.0.0.1');
			const login = this.login ? [text(this.login[0]), text(this.login[1])] : [];
			line.on('error', reject);
			line.write(packet(0x10, Buffer.concat([text('MQTT'), Buffer.from([4, this.login ? 0xc2 : 2, 0, 60]), text(`test-${process.pid}-${Math.round(performance.now() * 1000)}`), ...login])));
			line.once('data', (d) => (d[3] ? reject(new Error(`the broker refuses the publisher: ${d[3]}`)) : resolve({
				publish: (topic, payload, { retain = false } = {}) => line.write(bytes(topic, payload, retain)),
				// As fast as the line takes them, with room for others in between.
				flood: async (rows) => {
					for (let i = 0; i < rows.length; i += 500) {
						await new Promise((done) => line.write(Buffer.concat(rows.slice(i, i + 500).map(([topic, payload]) => bytes(topic, payload))), done));
						await new Promise(setImmediate);
					}
				},
				end: () => line.destroy(),
			})));
		});
	}
}
