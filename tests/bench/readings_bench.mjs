// readings_bench.mjs - what people wait for where a plant keeps 1,000,000 readings: every call that a screen of meters makes, over HTTP
// against the real program; how fast readings come in by HTTP; and a flood by MQTT beside it. Exit status 1 when a call's median is over 100 ms,
// also while the flood lasts, or when the flood takes more than 60 MB of memory or loses count of a message.
//
//   node tests/bench/readings_bench.mjs         against build/release/jixiu or $JIXIU_BIN; needs the sqlite3 program, and mosquitto for the flood
//
// 100 meters of the demo factory have 10,000 readings each, five minutes apart, written as SQL; one more has 300,000, a minute apart.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { BUDGET_MS, sceneOf } from '../lib/scene.mjs';
import { startBroker } from '../lib/broker.mjs';

const DAY = 86_400_000, END = Date.now() - 60_000;
const SQL = `
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 299999) SELECT i FROM c;
CREATE TEMP TABLE a AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS k FROM asset WHERE kind = 'machine' AND state <> 'retired';
INSERT INTO meter (asset_id, name, unit, kind, high, topic, created_at, last_at, last_value)
	SELECT a.id, 'bench ' || n.i, 'u', 'gauge', 1000000, 'bench/' || n.i, ${END - 366 * DAY}, ${END}, 50000 FROM n JOIN a ON a.k = n.i % (SELECT count(*) FROM a) WHERE n.i <= 100;
INSERT INTO reading (meter_id, time, value, source) SELECT m.id, ${END} - n.i * 300000, n.i * 7919 % 90000, 'mqtt' FROM meter m JOIN n ON n.i < 10000 WHERE m.unit = 'u' AND m.name <> 'bench 100';
INSERT INTO reading (meter_id, time, value, source) SELECT m.id, ${END} - n.i * 60000, n.i * 7919 % 90000, 'mqtt' FROM meter m JOIN n WHERE m.name = 'bench 100';`;
const s = await sceneOf([], SQL), broker = await startBroker();
console.log(`${Number(s.sql('SELECT count(*) FROM reading')).toLocaleString('en')} readings`);
await s.open('admin', ['--mqtt', broker.url, '--mqtt-topics', 'bench/#']);
const { server, who: admin } = s;
const { items } = await admin.must(200, 'GET', '/api/v1/meters?limit=500');
const of = (name) => items.find((m) => m.name === name), one = of('bench 0'), long = of('bench 100');
const span = (days) => `from=${END - days * DAY}&to=${END + 1}&steps=150`;

await s.measure('the list', 'meters');
await s.measure("a machine's meters with their sparklines", `assets/${one.asset_id}/meters`);
await s.measure('a meter', `meters/${one.id}`);
await s.measure('its readings', `meters/${one.id}/readings`);
await s.measure('its alarms', `meters/${one.id}/alarms`);
for (const [name, days] of [['day', 1], ['week', 7], ['month', 31], ['year', 366]]) await s.measure(`trend of a ${name}, 10,000 readings in all`, `meters/${one.id}/trend?${span(days)}`);
for (const [name, days] of [['month', 31], ['year', 366]]) await s.measure(`trend of a ${name}, one a minute`, `meters/${long.id}/trend?${span(days)}`);

let begun = performance.now();
for (let k = 0; k < 20; k++)
	await admin.must(200, 'POST', '/api/v1/readings', { json: { readings: Array.from({ length: 1000 }, (_, i) => ({ meter_id: of(`bench ${i % 100}`).id, value: i, time: END + 1 + k * 10 + Math.floor(i / 100) })) } });
console.log(`by HTTP, 1,000 at a time: ${Math.round(20_000 / ((performance.now() - begun) / 1000)).toLocaleString('en')} readings a second`);

const status = () => admin.must(200, 'GET', '/api/v1/mqtt');
const memory = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024);
const sensor = await broker.publisher(), rows = Array.from({ length: 200_000 }, (_, i) => [`bench/${i % 100}`, String(i % 1000)]), before = memory(), used = s.busy(), answers = [];
let over = false;
begun = performance.now();
const flood = sensor.flood(rows).then(() => (over = true));
while (!over) {
	const at = performance.now();
	await admin.must(200, 'GET', '/api/v1/meters');
	answers.push(performance.now() - at);
}
await flood;
for (let now = await status(), was = -1; now.messages !== was; now = await status()) {
	was = now.messages;
	await new Promise((r) => setTimeout(r, 1500));
}
const came = await status(), seconds = (performance.now() - begun - 1500) / 1000;
answers.sort((a, b) => a - b);
const median = answers[answers.length >> 1], counted = came.kept + came.thinned + came.dropped + came.refused + came.malformed + came.unmapped + came.retained;
s.over += median > BUDGET_MS || memory() - before > 60 || counted !== came.messages;
console.log(`a flood of 200,000 by MQTT: ${came.messages.toLocaleString('en')} came through in ${seconds.toFixed(1)} s; kept ${came.kept}, thinned ${came.thinned}, dropped ${came.dropped}, refused ${came.refused}; memory ${before} → ${memory()} MB, ` +
	`processor ${((s.busy() - used) / 1000).toFixed(1)} s; the list meanwhile ${median.toFixed(1)} ms, at worst ${answers[answers.length - 1].toFixed(1)} (${answers.length} times)`);
sensor.end();
await s.close();
await broker.stop();
