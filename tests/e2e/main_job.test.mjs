// main_job.test.mjs - the main job on real work orders: import five excavators, print the label of machine C, decode it,
// open the page it names, report with a photo, take it as a technician, read what fixed it before, issue two parts,
// restore, close; the machine's figures and cost of that day are exactly right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { addPerson, jpeg } from '../lib/plant.mjs';
import { eventually, jixiu, root, Server, tempFolder } from '../lib/server.mjs';

const orders = path.join(root, '../shared/kb-eval/excavators/dev/records.jsonl');
const HOUR = 3_600_000;
const MINUTE = 60_000;

// A time zone in which it is about noon now, so that the job lies within one day.
function noonZone() {
	const offset = 12 - new Date().getUTCHours();
	return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

async function must(args, options) {
	const { code, stdout, stderr } = await jixiu(args, options);
	assert.equal(code, 0, stderr + stdout);
	return stdout;
}

// The form of the page as a browser without JavaScript sends it.
function multipart(fields, photo) {
	const mark = 'x-boundary-of-this-test';
	const parts = Object.entries(fields).map(([name, value]) => `--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	const head = `--${mark}\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
	return { body: Buffer.concat([Buffer.from(parts.join('') + head), photo, Buffer.from(`\r\n--${mark}--\r\n`)]), type: `multipart/form-data; boundary=${mark}` };
}

test('from a scan to a repaired machine, on real work orders', { skip: existsSync(orders) ? false : 'the work orders are not here' }, async (t) => {
	const data = await tempFolder(t);
	const zone = noonZone();
	const env = { LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', JIXIU_TIMEZONE: zone };
	const server = new Server({ data, args: ['--timezone', zone] });
	// The first start makes the folder; the ledger comes in while it stands still.
	await server.start();
	await server.stop();

	const dry = await must(['import', 'repairs', orders, '--data', data], { env });
	assert.match(dry, /new 3280, changed 0, same 0, error 0/);
	await must(['import', 'repairs', orders, '--apply', '--data', data], { env });
	const again = await must(['import', 'repairs', orders, '--data', data], { env });
	assert.match(again, /new 0, changed 0, same 3280, error 0/);

	const found = await must(['suggest', 'LH track adjuster leaking', '--machine', 'C', '--data', data], { env });
	assert.match(found, /TRACK ADJUST(ER)? CYLINDER/);
	assert.match(found, /ex\d{5}/);

	await server.start();
	t.after(() => server.stop());
	const admin = await server.admin();
	const { items: machines } = await admin.must(200, 'GET', '/api/v1/assets?kind=machine');
	assert.deepEqual(machines.map((m) => m.code).sort(), ['A', 'B', 'C', 'D', 'E']);
	const c = machines.find((m) => m.code === 'C');
	await admin.must(200, 'PATCH', `/api/v1/assets/${c.id}`, {
		json: { commissioned_day: '2001-01-01', original_value_cents: 100_000_000 },
		version: c.version,
	});

	// The label, as a printer at 203 dpi gets it, read by another program.
	const png = path.join(data, 'c.png');
	await must(['label', 'C', '--size', '50x30', '--out', png, '--data', data, '--url', server.url], { env });
	const address = execFileSync('zbarimg', ['-q', '--raw', png]).toString().trim();
	assert.ok(address.startsWith(`${server.url}/q/`), address);
	const page = new URL(address).pathname;

	const anyone = server.client({ lang: 'en' });
	const opened = await anyone.get(page);
	assert.equal(opened.status, 200);
	assert.match(opened.text, /No\. C\b|\bC\b/);
	assert.match(opened.text, /<form/);
	const key = /name="key" value="([^"]+)"/.exec(opened.text)[1];

	const occurred = Date.now() - 2 * HOUR;
	const sent = await anyone.request('POST', page, multipart({ key, text: 'LH track adjuster leaking', stopped: '1', since: '60' }, jpeg));
	assert.equal(sent.status, 303, sent.text);
	const link = sent.location ?? sent.headers.location;
	const progress = await anyone.get(link);
	assert.equal(progress.status, 200);
	assert.match(progress.text, /LH track adjuster leaking/);
	assert.match(progress.text, /photos\/\d+/);

	const li = await addPerson(server, 'li', 'Li');
	const [job] = (await li.must(200, 'GET', '/api/v1/tickets?open=1')).items;
	assert.equal(job.symptom, 'LH track adjuster leaking');
	assert.equal(job.machine_id, c.id);
	assert.equal(job.stopped, true);
	const verb = async (who, name, json) => {
		const { ticket } = await who.must(200, 'GET', `/api/v1/tickets/${job.id}`);
		return who.must(200, 'POST', `/api/v1/tickets/${job.id}/${name}`, { json: json ?? {}, version: ticket.version });
	};
	await verb(li, 'accept');

	const hints = await eventually(() => li.must(200, 'GET', `/api/v1/tickets/${job.id}/suggestions`), (h) => h.ready, 'all repairs are known');
	assert.ok(hints.fixes.length > 0);
	assert.match(hints.fixes[0].label, /TRACK ADJUST(ER)? CYLINDER/);
	assert.ok(hints.fixes[0].cases > 3);
	assert.ok(hints.fixes[0].evidence.every((e) => /^ex\d{5}$/.test(e.import_ref)));
	assert.match(hints.fixes[0].evidence[0].symptom, /track adj/i);

	await admin.must(201, 'POST', '/api/v1/rates', { json: { from_day: '2001-01-01', cents_hour: 12_000 } });
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'A-01' } });
	const seal = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'SEAL-1', name: 'seal kit', unit: 'set', bin_id: bin.id } });
	const hose = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: 'HOSE-1', name: 'hose', unit: 'm', bin_id: bin.id } });
	await admin.must(201, 'POST', `/api/v1/parts/${seal.id}/receive`, { json: { qty: 3, price_cents: 10_000 } });
	await admin.must(201, 'POST', `/api/v1/parts/${seal.id}/receive`, { json: { qty: 1, price_cents: 14_000 } });
	await admin.must(201, 'POST', `/api/v1/parts/${hose.id}/receive`, { json: { qty: 10, price_cents: 3_000 } });
	await verb(li, 'start');
	await li.must(201, 'POST', `/api/v1/tickets/${job.id}/parts`, { json: { part_id: seal.id, qty: 1 } });
	await li.must(201, 'POST', `/api/v1/tickets/${job.id}/parts`, { json: { part_id: hose.id, qty: 2.5 } });
	await li.must(201, 'POST', `/api/v1/tickets/${job.id}/labour`, { json: { minutes: 45 } });
	const restored = Date.now();
	const cylinder = (await li.must(200, 'GET', `/api/v1/assets?parent=${c.id}&text=TRACK%20ADJUST`)).items[0];
	await verb(li, 'restore', {
		occurred_at: occurred,
		restored_at: restored,
		component_id: cylinder.id,
		action_code: 'REP',
		action: 'replaced seal kit and hose',
		cause_code: 'SEA',
		failure_mode: 'ELK',
	});
	await verb(admin, 'close');
	assert.match((await anyone.get(link)).text, /replaced seal kit|fixed|done|closed/i);

	// The day: required round the clock, one breakdown of exactly that length, parts + labour as booked.
	const day = await admin.must(200, 'GET', `/api/v1/figures`, { query: { under: c.id, from: restored - 10 * HOUR, to: restored + MINUTE } });
	const [m] = day.machines;
	const down = restored - occurred;
	assert.equal(m.breakdowns, 1);
	assert.equal(m.failures, 1);
	assert.equal(m.downtime_ms, down);
	assert.equal(m.required_ms, day.now - (restored - 10 * HOUR) < 10 * HOUR + MINUTE ? m.to - m.from : 10 * HOUR + MINUTE);
	assert.equal(m.uptime_ms, m.required_ms - down);
	assert.equal(m.mttr_ms, down);
	assert.equal(m.mdt_ms, down);
	assert.ok(Math.abs(m.availability - (m.required_ms - down) / m.required_ms) < 1e-9);
	assert.ok(Math.abs(m.availability - m.mtbf_ms / (m.mtbf_ms + m.mdt_ms)) < 1e-9);
	assert.equal(m.no_calendar, 1);
	assert.deepEqual(m.evidence.tickets.map((x) => x.id), [job.id]);

	// Labour is booked on the day as such, so cost is asked for by whole days.
	const today = await admin.must(200, 'GET', `/api/v1/figures`, { query: { under: c.id, from: restored - 20 * HOUR, to: restored + 12 * HOUR } });
	const cost = today.machines[0];
	assert.equal(cost.cost_parts_cents, 11_000 + 7_500); // (3 × 100 + 140) / 4 = 110.00 a set; 2.5 m at 30.00
	assert.equal(cost.cost_labour_cents, 9_000); // 45 min at 120.00
	assert.equal(cost.cost_outside_cents, 0);
	assert.equal(cost.cost_total_cents, 27_500);
	assert.ok(Math.abs(cost.cost_ratio - 27_500 / 100_000_000) < 1e-12);

	// The imported costs are kept: the whole life of machine C adds up to the file's own sum.
	const all = await admin.must(200, 'GET', '/api/v1/figures', { query: { under: c.id, from: '2000-01-01', to: '2010-01-01' } });
	const sum = readFileSync(orders, 'utf8').trim().split('\n').map((l) => JSON.parse(l))
		.filter((r) => r.machine === 'C').reduce((n, r) => n + Math.round((r.cost ?? 0) * 100), 0);
	assert.equal(all.machines[0].cost_outside_cents, sum);

	await server.stop();
	assert.equal((await jixiu(['check', '--data', data], { env })).code, 0);
});
