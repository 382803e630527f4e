// mqtt.test.mjs - readings that come by MQTT from a real broker: taken, judged, thinned; a flood, garbage, a broker that dies, one that
// lets nobody in, an encrypted line.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startBroker } from '../lib/broker.mjs';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, eventually, jixiu, startServer, tempFolder } from '../lib/server.mjs';

let broker, server, admin, plant, sensor;

before(async () => {
	broker = await startBroker();
	server = await startServer({ args: ['--quiet', '--mqtt', broker.url, '--mqtt-topics', 'plant/#', '--mqtt-batch-ms', '50'] });
	admin = await server.admin();
	plant = await makePlant(server, Array.from({ length: 6 }, (_, i) => ({ code: `M-${i}`, name: `泵 ${i}` })));
	await eventually(() => status(), (s) => s.state === 'connected', 'a line that is up');
	sensor = await broker.publisher();
});
after(async () => {
	sensor?.end();
	await server?.stop();
	await broker?.stop();
});

const status = (who = admin) => who.must(200, 'GET', '/api/v1/mqtt');
const get = (m) => admin.must(200, 'GET', `/api/v1/meters/${m.id}`);
const readings = async (m) => (await admin.must(200, 'GET', `/api/v1/meters/${m.id}/readings`, { query: { limit: 500 } })).items;
let taken = 0;
const add = (topic, json = {}) => admin.must(201, 'POST', `/api/v1/assets/${plant.machines[taken++ % 6].id}/meters`, { json: { name: `油温 ${taken}`, unit: '℃', kind: 'gauge', topic, ...json } });
// Its topic is heard within a moment: published until it is.
const heard = (m, payload, value) => eventually(async () => (sensor.publish(m.topic, payload), get(m)), (x) => x.last_value === value, `${m.topic} at ${value}`);

test('a number, or a place in JSON, becomes a reading; two meters may share a topic', async () => {
	const plain = await add('plant/oil'), temp = await add('shop/press', { path: 'data.temp' }), second = await add('shop/press', { path: 'data.all.1' });
	await heard(plain, '41.5', 41.5);
	await heard(temp, '{"data":{"temp":"23.25","all":[1,-7.1234]}}', 23.25);
	assert.equal((await get(second)).last_value, -7.123);
	const [r] = await readings(plain);
	assert.deepEqual([r.source, r.account_id, r.value], ['mqtt', null, 41.5]);
	assert.ok(Math.abs(r.time - Date.now()) < 20_000);
});

test('an alarm of it makes its ticket, once', async () => {
	const m = await add('plant/bearing', { high: 80, hysteresis: 5, ticket: true });
	await heard(m, '91', 91);
	const up = await get(m);
	assert.equal(up.level, 'high');
	await heard(m, '60', 60);
	await heard(m, '92', 92);
	const { ticket, comments } = await admin.must(200, 'GET', `/api/v1/tickets/${up.ticket_id}`);
	assert.deepEqual([ticket.source, ticket.same_count, ticket.reporter], ['reading', 1, m.name]);
	assert.match(comments[0].text, /60 ℃，恢复正常/);
});

test('a counter that begins anew is taken as reset', async () => {
	const m = await add('plant/hours', { kind: 'counter', unit: 'h' });
	await heard(m, '500', 500);
	await heard(m, '3', 3);
	assert.deepEqual((await readings(m)).filter((r) => r.reset).map((r) => r.value), [3]);
});

test('what makes no sense, and topics without a meter, are counted and shown, and harm nobody', async () => {
	const m = await add('plant/odd', { path: 'v' }), before = await status();
	await heard(m, '{"v":1}', 1);
	const odd = ['', 'hot', '{', '{"v":}', '{"v":null}', '{"w":1}', '{"v":"1e999"}', '{"v":NaN}', '{"v":1e99}', '['.repeat(5000), `{"v":${'9'.repeat(4000)}}`, Buffer.from([0, 255, 254, 1, 0x80]), '{"v":"<b>油</b>"}', '\u0007'];
	for (const payload of odd) sensor.publish(m.topic, payload);
	sensor.publish('plant/nobody/温度', '\u0001<script>1');
	sensor.publish('elsewhere/x', '1'); // nobody asked for it
	sensor.publish(m.topic, 'x'.repeat(200_000)); // the broker keeps it from us
	const s = await eventually(() => status(), (x) => x.malformed - before.malformed >= odd.length && x.unmapped > before.unmapped, 'all of it counted');
	assert.equal(s.malformed - before.malformed, odd.length);
	assert.deepEqual(s.bad.map((b) => b.topic), [m.topic]);
	assert.ok(s.bad[0].count >= odd.length);
	assert.deepEqual(s.unknown_topics.map((t) => [t.topic, t.sample]), [['plant/nobody/温度', ' <script>1']]);
	assert.equal((await get(m)).last_value, 1);
	await heard(m, '{"v":2}', 2);
	// A hundred topics that nobody knows take no more room than the table has.
	for (let i = 0; i < 100; i++) sensor.publish(`plant/${i}/${'x'.repeat(300)}`, 'y'.repeat(300));
	assert.equal((await eventually(() => status(), (x) => x.unmapped >= s.unmapped + 100, 'a hundred more')).unknown_topics.length, 32);
});

test('what was published before is left out: nobody knows when it was measured', async () => {
	sensor.publish('shop/old', '77', { retain: true });
	const m = await add('shop/old');
	await eventually(() => status(), (x) => x.retained > 0, 'a retained message');
	assert.equal((await get(m)).last_value, null);
	await heard(m, '78', 78);
});

test('a flood is judged, thinned and accounted for: the worst and the newest are kept, nobody else is pushed out, requests are answered meanwhile', async () => {
	const m = await add('plant/flood', { high: 1000 }), slow = await add('plant/slow'), n = 30_000, HALF = n / 2;
	await heard(m, '0', 0);
	await heard(slow, '0', 0);
	sensor.publish('plant/now', '0'); // what was published before it has come
	const was = await eventually(() => status(), (x) => x.unknown_topics.some((t) => t.topic === 'plant/now'), 'the last before the flood');
	const rows = Array.from({ length: n }, (_, i) => i === 10_000 ? [slow.topic, '7'] : [i % 3 ? m.topic : 'plant/unknown/flood', i === n - 1 ? '999' : i === HALF - 1 ? '5000' : String(i % 900)]);
	const begun = Date.now();
	let answers = 0;
	for (const [from, to] of [[0, HALF], [HALF, n]]) {
		sensor.flood(rows.slice(from, to));
		for (let heard = from; heard < to;) {
			await admin.must(200, 'GET', '/api/v1/meters', { query: { limit: 50 } });
			heard = (await status()).messages - was.messages;
			if (heard > from && heard < to) answers++; // in the middle of it
		}
		if (to < n) await eventually(() => get(m), (x) => x.level === 'high', 'what is too high is judged while more is to come');
	}
	assert.ok(answers > 0);
	const counted = (x) => x.kept + x.thinned + x.dropped + x.refused + x.malformed + x.unmapped + x.retained;
	const s = await eventually(() => status(), (x) => counted(x) >= x.messages, 'all of it accounted for', 60_000);
	// Of a batch the last one, and a batch has 50 ms at least; then the slow one's, what changed the level, and what came just before.
	const most = (Date.now() - begun) / 50 + 5;
	assert.ok(s.kept - was.kept <= most, `${s.kept - was.kept} kept, ${most} at most`);
	const { items: alarms } = await admin.must(200, 'GET', `/api/v1/meters/${m.id}/alarms`);
	assert.deepEqual(alarms.map((a) => [a.side, a.worst, a.cleared_value !== null]), [['high', 5000, true]]);
	assert.equal(s.messages - was.messages, n);
	assert.equal(s.unmapped - was.unmapped, n / 3);
	assert.ok(s.thinned + s.dropped - was.thinned - was.dropped > n / 2, `${s.kept - was.kept} kept`);
	assert.deepEqual([s.refused, s.malformed - was.malformed], [0, 0]);
	assert.equal((await readings(m))[0].value, 999);
	assert.equal((await get(slow)).last_value, 7);
	assert.equal(s.state, 'connected');
});

test('a broker that dies is met again, and what is published then is taken', async () => {
	const m = await add('shop/again');
	await heard(m, '1', 1);
	const { connects } = await status();
	await broker.kill();
	await eventually(() => status(), (x) => x.state === 'waiting' && x.next_at && ['lost', 'unreached'].includes(x.fault), 'a line that is down');
	await broker.start();
	await eventually(() => status(), (x) => x.state === 'connected' && x.connects > connects, 'a line that is up again', 20_000);
	sensor.end();
	sensor = await broker.publisher();
	await heard(m, '2', 2);
});

test('a meter that is changed is heard at its new place, and no more at the old one', async () => {
	const m = await add('shop/before');
	await heard(m, '1', 1);
	const moved = await admin.must(200, 'PATCH', `/api/v1/meters/${m.id}`, { json: { topic: 'shop/after' }, version: m.version });
	await heard(moved, '2', 2);
	sensor.publish('shop/before', '3');
	await heard(moved, '4', 4);
	assert.ok(!(await readings(m)).some((r) => r.value === 3));
});

test('with a login, over an encrypted line; without what is needed it says why it is down', async (t) => {
	const secure = await startBroker({ login: ['jixiu', 'geheim: 9'], tls: true }), folder = await tempFolder();
	t.after(() => secure.stop());
	const login = path.join(folder, 'login');
	await writeFile(login, 'jixiu:geheim: 9\n');
	const all = ['--quiet', '--mqtt', secure.url, '--mqtt-login', login, '--mqtt-ca', secure.certificate, '--mqtt-hosts', '127.0.0.0/8,::1'];
	const without = (...names) => all.filter((x, i) => !names.includes(x) && !names.includes(all[i - 1]));
	for (const [args, fault] of [[all, 'good'], [without('--mqtt-login'), 'refused'], [without('--mqtt-ca'), 'untrusted'], [without('--mqtt-hosts'), 'forbidden']]) {
		const other = await startServer({ args });
		const who = await other.admin();
		const s = await eventually(() => status(who), (x) => x.state === (fault === 'good' ? 'connected' : 'waiting'), fault);
		assert.deepEqual([s.fault, s.tls], [fault, true]);
		await other.stop();
	}
});

test('it is off unless asked for; who may not look or set up sources does not; options that make no sense keep the server from starting', async (t) => {
	const off = await startServer({ args: ['--quiet'] });
	t.after(() => off.stop());
	assert.equal((await status(await off.admin())).state, 'off');
	assertRefused(await server.client().get('/api/v1/mqtt'), 401);
	const worker = await addPerson(server, 'wang', '王师傅'), m = await add('shop/theirs');
	assertRefused(await worker.get('/api/v1/mqtt'), 403);
	assertRefused(await worker.post(`/api/v1/assets/${m.asset_id}/meters`, { name: '油压', unit: 'MPa', topic: 'shop/mine' }), 403);
	assertRefused(await worker.patch(`/api/v1/meters/${m.id}`, { topic: 'shop/mine' }, { version: m.version }), 403);
	assert.equal((await worker.must(200, 'GET', `/api/v1/meters/${m.id}`)).topic, 'shop/theirs');
	const data = await tempFolder(t);
	for (const args of [['--mqtt', 'mqtt://u:p@h'], ['--mqtt', 'mqtt://h', '--mqtt-login', '/nowhere'], ['--mqtt', 'mqtt://h', '--mqtt-hosts', '10.0.0.0/99']]) {
		const { code, stderr } = await jixiu(['serve', '--data', data, '--port', '0', '--listen', '127.0.0.1', ...args], { env: { LANG: 'en_US.UTF-8' } });
		assert.ok(code > 0, args.join(' '));
		assert.match(stderr, /mqtt/, args.join(' '));
	}
});
