// bodies.test.mjs - large bodies share a bounded memory: who finds no room is told so, and finds it when others are done.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { assertRefused, sleep, withServer } from '../lib/server.mjs';

const MB = 1024 * 1024;

// An upload that sends so much of its body and then stands still; ends when closed.
function stalled(server, token, target, length, sent) {
	const socket = net.connect(server.port, '127.0.0.1');
	socket.on('error', () => {});
	socket.write(`PUT ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${length}\r\n\r\n`);
	socket.write(Buffer.alloc(sent));
	return socket;
}

test('bodies together stay below the limit, and small requests go on', async (t) => {
	const server = await withServer(t, { args: ['--body-megabytes', '8'] });
	const admin = await server.admin();
	const { token } = await admin.must(201, 'POST', '/api/v1/tokens', { json: { name: 't' } });
	const machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '冲床' } });
	const target = `/api/v1/assets/${machine.id}/documents/`;
	const held = [1, 2, 3].map((n) => stalled(server, token, `${target}held-key-${n}`, 3 * MB, 2.5 * MB));

	// Sent is not yet read: nothing says from outside when the server has it.
	for (const socket of held) while (socket.writableLength) await sleep(50);
	await sleep(1000);
	let answer = await admin.put(`${target}late-key-0`, Buffer.alloc(2 * MB));
	assertRefused(answer, 429, { type: 'busy' });
	await admin.must(200, 'GET', '/api/v1/assets');
	for (const socket of held) socket.destroy();
	for (let i = 0; i < 100 && answer.status === 429; i++) {
		answer = await admin.put(`${target}again-key-${i}`, Buffer.alloc(2 * MB));
		await sleep(100);
	}
	assert.equal(answer.status, 400, 'there is room; that it is no picture is another matter');
});
