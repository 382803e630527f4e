// samples.mjs - one request for every route that the server takes: where tests of the whole table begin.
//
//   const world = await makeWorld(server);          // a small plant, in English letters only
//   const sample = await samples['POST /api/v1/tickets'](world);
//   await send(world, sample);                      // answered with sample.ok
//
// A sample is { method, at, ok } and what of these it needs: json, form, body and type, query, version (If-Match),
// key (it takes an Idempotency-Key), who (a client; the administrator when unset). Each call makes what it needs
// afresh, so that it can be sent once. A new route needs a line here; tests/api/bad_input.test.mjs says so.
import { randomUUID } from 'node:crypto';
import { addPerson, codeOf, jpeg, PASSWORD } from './plant.mjs';
import { eventually } from './server.mjs';
import { workbook } from './zip.mjs';

const HOUR = 3_600_000;

export async function makeWorld(server) {
	const admin = await server.admin();
	const add = (path, json) => admin.must(201, 'POST', path, { json });
	const w = { server, admin, n: 0 };
	w.site = await add('/api/v1/assets', { kind: 'site', name: 'Works' });
	w.line = await add('/api/v1/assets', { kind: 'line', parent_id: w.site.id, name: 'Line 1' });
	w.machine = await add('/api/v1/assets', { kind: 'machine', parent_id: w.line.id, code: 'M-1', name: 'Press' });
	w.component = await add('/api/v1/assets', { kind: 'component', parent_id: w.machine.id, name: 'Pump' });
	w.calendar = await add('/api/v1/calendars', calendar('Days'));
	w.bin = await add('/api/v1/bins', { code: 'A-1', name: 'Shelf' });
	w.part = await add('/api/v1/parts', { code: 'P-1', name: 'Seal', unit: 'pc', bin_id: w.bin.id });
	await add(`/api/v1/parts/${w.part.id}/receive`, { bin_id: w.bin.id, qty: 100000, price_cents: 100 });
	w.twin = await add('/api/v1/parts', { code: 'P-1b', name: 'Seal, other maker', unit: 'pc' });
	w.supplier = await add('/api/v1/suppliers', { name: 'Seals Ltd' });
	await admin.must(200, 'PUT', `/api/v1/parts/${w.twin.id}/substitutes/${w.part.id}`, { json: {} });
	w.code = await codeOf(server, w.machine.id);
	w.technician = await addPerson(server, 'tech', 'Tech');
	w.storekeeper = await addPerson(server, 'store', 'Store', 'storekeeper');
	await addPerson(server, 'guest', 'Guest');
	w.stranger = server.client();
	w.ticket = await ticket(w);
	w.document = await document(w);
	await admin.must(201, 'PUT', `/api/v1/assets/${w.machine.id}/documents/machine-photo?kind=photo`, { body: jpeg });
	return w;
}

export function send(w, s, change = {}) {
	const { method, at, ...options } = { ...s, ...change };
	return (options.who ?? w.admin).request(method, at, options);
}

/* ---- what the samples are made of ---- */

const calendar = (name) => ({
	name,
	shifts: [{ weekday: 1, start_min: 480, end_min: 960 }],
	exceptions: [{ day: '2026-01-31', start_min: 480, end_min: 600, note: 'half a day' }],
});

const nth = (w) => (w.n += 1);

function machine(w) {
	return w.admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: w.line.id, name: `Machine ${nth(w)}` } });
}

const checklist = (name, root_id = null) => ({
	name, name_en: name, retired: false,
	items: [
		{ kind: 'yes_no', text: 'Guard closed?', text_en: 'Guard closed?', hint: 'Look at it', required: true, bad: 2, ticket: 'offer', priority: 2, root_id },
		{ kind: 'number', text: 'Oil pressure', unit: 'bar', low: 2.5, high: 6, required: true, ticket: 'auto', priority: 3 },
		{ kind: 'choice', text: 'Noise', choices: 'usual\nloud', bad: 2, required: false, ticket: 'never', priority: 4, if_item: 1, if_value: 'no' },
	],
});
const route = (name, machine_id, checklist_id, w) => ({
	name, name_en: name, due: 'times', weekdays: 0, workdays: false, calendar_id: w.calendar.id, assignee_id: null, sign: false, paused: false, retired: false,
	windows: [{ start_min: 0, end_min: 1440 }], stops: [{ machine_id, checklist_id }],
});
// A route whose round is open all day, and that round.
async function round(w) {
	const m = await machine(w), c = await w.admin.must(201, 'POST', '/api/v1/checklists', { json: checklist(`Checks ${nth(w)}`) });
	const r = await w.admin.must(201, 'POST', '/api/v1/routes', { json: route(`Route ${nth(w)}`, m.id, c.id, w) });
	const [open] = (await w.admin.must(200, 'GET', '/api/v1/rounds', { query: { route_id: r.id, open: 1 } })).items;
	return { checklist: c, route: r, machine: m, ...(await w.admin.must(200, 'GET', `/api/v1/rounds/${open.id}`)) };
}
const walked = (r) => ({
	at: `/api/v1/rounds/${r.id}/stops/${r.stops[0].id}`,
	json: { scanned_at: Date.now(), typed: false, code: r.stops[0].codes[0].code, done: true, done_said: Date.now(),
		answers: [{ item_id: r.items[0].id, text: 'no', note: 'open', ticket: true, finding: true, time: Date.now() }, { item_id: r.items[1].id, value: 7.5, time: Date.now() }] },
});
const seller = (w) => ({ name: `Supplier ${nth(w)}`, contact: 'Li', phone: '123', email: 'a@example.com', note: 'net 30', retired: false });
const supplier = (w) => w.admin.must(201, 'POST', '/api/v1/suppliers', { json: seller(w) });
const bin = (w) => w.admin.must(201, 'POST', '/api/v1/bins', { json: { code: `B-${nth(w)}`, store: 'Main' } });

// A counting of a bin of its own, in which one part usually lies.
async function counting(w) {
	const b = await bin(w), p = await w.admin.must(201, 'POST', '/api/v1/parts', { json: { ...part(w), bin_id: b.id } });
	const c = await w.admin.must(201, 'POST', '/api/v1/counts', { json: { name: `Count ${nth(w)}`, bin_ids: [b.id] } });
	return { ...c, part: p };
}

// A part below its minimum; a draft that has it, taken on by the verbs.
async function missing(w) {
	const p = await w.admin.must(201, 'POST', '/api/v1/parts', { json: part(w) });
	await w.admin.must(200, 'PUT', `/api/v1/parts/${p.id}/reorder`, { json: { worked: false, min_qty: 2, max_qty: 5 }, version: p.version });
	return p;
}
async function requisition(w, ...steps) {
	await missing(w);
	let r = await w.admin.must(200, 'POST', '/api/v1/requisitions');
	for (const step of steps) r = await w.admin.must(200, 'POST', `/api/v1/requisitions/${r.id}/${step}`, { version: r.version });
	return r;
}

async function budget(w) {
	const { id } = await w.admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: w.line.id, code: `B-${nth(w)}`, name: 'Press' } });
	return w.admin.must(201, 'POST', '/api/v1/budgets', { json: { asset_id: id, year: 2026, cents: 500000 } });
}

async function ticket(w, ...steps) {
	let { ticket: t } = await w.admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: (await machine(w)).id, symptom: 'leaks oil' } });
	const body = { accept: {}, start: {}, wait: { reason: 'parts' }, restore: { action: 'new seal' }, close: {} };
	for (const step of steps) {
		({ ticket: t } = await w.admin.must(200, 'POST', `/api/v1/tickets/${t.id}/${step}`, { json: body[step], version: t.version }));
	}
	return t;
}

const fix = (w) => ({
	zh: `办法 ${nth(w)}`, en: `Fix ${nth(w)}`, component: 'Pump', symptom: 'leaks oil', check_first: 'look below', cause: 'old seal', steps: 'stop it\nnew seal', minutes: 30,
	model: 'X1', place_id: w.site.id, parts: [{ part_id: w.part.id, qty: 1.5 }],
});
// A word that the lexicon has not got yet.
let words = 0;
const unused = (begin) => `${begin}${[...String(words++)].map((d) => 'abcdefghij'[d]).join('')}`;
// Written down, with so many repairs that named it at closing.
async function writtenFix(w, cases = 0) {
	const { id } = await w.admin.must(201, 'POST', '/api/v1/fixes', { json: fix(w) });
	const tickets = [];
	for (let i = 0; i < cases; i++) {
		const t = await ticket(w, 'accept', 'start');
		await w.admin.must(200, 'POST', `/api/v1/tickets/${t.id}/restore`, { json: { action: 'new seal', fix_id: id }, version: t.version });
		tickets.push(t.id);
	}
	return { ...(await w.admin.must(200, 'GET', `/api/v1/fixes/${id}`)), tickets };
}
const manualText = (w) => Buffer.from(`# Manual ${nth(w)}\n\n## Pump\nSymptom: hums\nCause: no oil\nRemedy: fill\n`);
const manual = (w) => w.admin.must(201, 'POST', '/api/v1/manuals', { query: { name: `manual-${nth(w)}.md`, asset: w.machine.id }, body: manualText(w), type: 'text/markdown' });
const tree = (w) => ({
	symptom: `泵不出油 ${nth(w)}`, symptom_en: 'pump gives no oil', note: 'from below', model: 'X1', place_id: w.site.id,
	branches: [{ zh: '加油', en: 'refill', component: 'Tank', check_first: 'level?', cause: 'empty', steps: 'refill', minutes: 5, parts: [{ part_id: w.part.id, qty: 1 }] }, { steps: 'new pump' }],
});

async function document(w) {
	const { id } = await ticket(w);
	return w.admin.must(201, 'PUT', `/api/v1/tickets/${id}/documents/${randomUUID()}?kind=photo`, { body: jpeg });
}

async function link(w, ...steps) {
	const json = { code: await codeOf(w.server, (await machine(w)).id), symptom: 'noise', stopped: true, reporter: 'Wang' };
	const made = await w.stranger.must(201, 'POST', '/api/v1/reports', { json });
	let version = 1;
	const body = { accept: {}, start: {}, restore: { action: 'new belt' } };
	for (const step of steps) {
		const answer = await w.admin.must(200, 'POST', `/api/v1/tickets/${made.id}/${step}`, { json: body[step], version });
		version = answer.ticket.version;
	}
	return made.link;
}

async function blank(w) {
	const { items } = await w.admin.must(201, 'POST', '/api/v1/codes', { json: { count: 1 } });
	return items[0].code;
}

// A backup, made when there is none; names are of the second, so two must not be made in one.
async function backedUp(w) {
	for (;;) {
		const { items } = await w.admin.must(200, 'GET', '/api/v1/backups');
		const done = items.find((b) => b.state === 'done');
		if (done && Date.now() - done.started_at > 2000) return done.name;
		if (!items.length) await w.admin.request('POST', '/api/v1/backups');
		await new Promise((end) => setTimeout(end, 100));
	}
}

// A list that was sent and has been tried out.
async function imported(w, list = `code,name,line\nI-${nth(w)},Lathe,Line 1\n`) {
	const sent = { query: { kind: 'machines', name: 'list.csv' }, body: Buffer.from(list), type: 'text/csv' };
	const at = `/api/v1/imports/${(await w.admin.must(201, 'POST', '/api/v1/imports', sent)).id}`;
	while (!['ready', 'failed'].includes((await w.admin.must(200, 'GET', at)).state)) await new Promise((done) => setTimeout(done, 10));
	return at;
}

// A verb of a ticket that has come so far.
const verb = (name, json, ...steps) => async (w) => {
	const t = await ticket(w, ...steps);
	return { at: `/api/v1/tickets/${t.id}/${name}`, json, version: t.version, key: true, ok: 200 };
};

const get = (at, query, more) => async (w) => ({ at: typeof at === 'function' ? at(w) : at, query, ok: 200, ...more });
const page = (more) => ({ headers: { Accept: 'text/html' }, ...more });
const window = { from: '2026-01-01', to: '2026-02-01T00:00:00+08:00' };

const picture = (at) => async (w) => ({ at: `${await at(w)}/documents/${randomUUID()}`, query: { kind: 'photo', name: 'view.jpg' }, body: jpeg, type: 'image/jpeg', ok: 201 });

const multipart = (fields, photo) => {
	const lines = Object.entries(fields).map(([name, value]) => `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	return {
		type: 'multipart/form-data; boundary=XX',
		body: Buffer.concat([
			Buffer.from(`${lines.join('')}--XX\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`),
			photo,
			Buffer.from('\r\n--XX--\r\n'),
		]),
	};
};

const asset = (w) => ({
	parent_id: w.line.id, code: `M-${nth(w)}x`, name: 'Lathe', name_en: 'Lathe', model: 'L1', maker: 'Maker', serial: 'S1',
	location: 'Hall 1', commissioned_day: '2020-01-31', original_value_cents: 100, criticality: 'A', calendar_id: w.calendar.id, note: 'a note',
});
const part = (w) => ({
	code: `P-${nth(w)}x`, name: 'Belt', name_en: 'Belt', spec: '10x2', maker: 'Maker', unit: 'm', category: 'belts', bin_id: w.bin.id,
	min_qty: 2.5, price_cents: 100, note: 'a note', retired: false,
});

// A channel leads nowhere here: nothing listens at port 9.
const channel = (w) => ({
	kind: 'mail', name: `Mail ${nth(w)}`, url: 'smtp://127.0.0.1:9', secret: null, login: null, sender: 'jixiu@example.com',
	recipients: 'a@example.com, b@example.com', rules: ['reported', 'low_stock'], place_id: w.line.id, lang: 'en', enabled: false,
});
// There may be only so many.
async function channelOf(w) {
	const { items } = await w.admin.must(200, 'GET', '/api/v1/channels');
	for (const c of items.length > 30 ? items : []) await w.admin.must(204, 'DELETE', `/api/v1/channels/${c.id}`);
	return w.admin.must(201, 'POST', '/api/v1/channels', { json: channel(w) });
}
// A test is tried once: it has failed soon.
async function failedMessage(w) {
	const { id } = await w.admin.must(201, 'POST', `/api/v1/channels/${(await channelOf(w)).id}/test`);
	return eventually(() => w.admin.must(200, 'GET', `/api/v1/messages/${id}`), (m) => m.state === 'failed', 'a test that fails');
}

const job = (w) => ({
	name: `Service ${nth(w)}`, name_en: 'Service', minutes: 45, stands: true, note: 'with gloves',
	tasks: [{ text: 'look', text_en: 'look' }, { text: 'grease', text_en: 'grease' }], parts: [{ part_id: w.part.id, qty: 0.5 }],
});
const madeJob = (w) => w.admin.must(201, 'POST', '/api/v1/jobs', { json: job(w) });
const meter = async (w) => w.admin.must(201, 'POST', `/api/v1/assets/${(await machine(w)).id}/meters`, { json: { name: 'Hours', unit: 'h' } });
const limits = { low: 10, high: 80, warn_low: 15, warn_high: 70, hysteresis: 2, hold_ms: 0, stale_ms: 3_600_000 };
const gauge = (w) => ({ name: `油温 ${nth(w)}`, name_en: `Oil ${nth(w)}`, unit: '℃', kind: 'gauge', ...limits, ticket: true, priority: 2, stopped: true, topic: `plant/${nth(w)}`, path: 'data.temp', retired: false });
// With an alarm that is over and one that goes on.
async function readMeter(w) {
	const m = await w.admin.must(201, 'POST', `/api/v1/assets/${(await machine(w)).id}/meters`, { json: gauge(w) });
	for (const [ago, value] of [[9, 50], [8, 90], [7, 60], [6, 91]])
		await w.admin.must(201, 'POST', `/api/v1/meters/${m.id}/readings`, { json: { value, time: Date.now() - ago * HOUR } });
	return w.admin.must(200, 'GET', `/api/v1/meters/${m.id}`);
}
async function plan(w, change) {
	const { id, asset_id } = await meter(w);
	return {
		name: `plan ${nth(w)}`, name_en: 'plan', job_plan_id: (await madeJob(w)).id, unit: 'month', every: 1, mode: 'fixed', weekdays: [1, 5],
		month_day: 32, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], holiday: 'before', calendar_id: w.calendar.id, from_day: '2026-01-31', to_day: '2199-12-31',
		meter_every: 500, start_min: 540, lead_days: 0, grace_days: 3, priority: 2, assignee_id: w.technician.account.id, assets: [{ asset_id, meter_id: id }], ...change,
	};
}
const madePlan = async (w, change) => w.admin.must(201, 'POST', '/api/v1/plans', { json: await plan(w, change) });
const waitingDue = async (w) => (await madePlan(w, { from_day: '2190-01-31' })).ahead[0];
async function planTicket(w) {
	const due = await waitingDue(w);
	const made = await w.admin.must(200, 'POST', `/api/v1/dues/${due.id}/make`, { version: due.version });
	return w.admin.must(200, 'GET', `/api/v1/tickets/${made.ticket_id}`);
}
// Nobody has more than a few: the earlier ones go first.
async function feed(w) {
	const { items } = await w.admin.must(200, 'GET', '/api/v1/feeds');
	for (const f of items) await w.admin.must(204, 'DELETE', `/api/v1/feeds/${f.id}`);
	return w.admin.must(201, 'POST', '/api/v1/feeds', { json: { name: 'phone', under_id: w.site.id, technician_id: w.technician.account.id } });
}

/* ---- the table ---- */

const table = {
	'GET /healthz': get('/healthz'),
	'GET /readyz': get('/readyz'),
	'GET /api/v1/': get('/api/v1/'),
	'GET /api/v1/openapi.json': get('/api/v1/openapi.json'),
	'GET /api/v1/hello': get('/api/v1/hello'),
	'GET /api/v1/suggestions/quality': get('/api/v1/suggestions/quality'),
	'GET /api/v1/system': get('/api/v1/system'),
	'GET /api/v1/backups': get('/api/v1/backups'),
	'POST /api/v1/backups': async (w) => (await backedUp(w), { at: '/api/v1/backups', ok: 201 }),
	'GET /api/v1/backups/{name}': async (w) => ({ at: `/api/v1/backups/${await backedUp(w)}`, ok: 200 }),
	'DELETE /api/v1/backups/{name}': async (w) => ({ at: `/api/v1/backups/${await backedUp(w)}`, ok: 204 }),
	'PATCH /api/v1/assets': async (w) => ({
		at: '/api/v1/assets',
		json: { ids: [(await machine(w)).id], parent_id: w.line.id, model: 'L2', maker: 'Maker', location: 'Hall 2', commissioned_day: '2020-01-31', original_value_cents: 5, criticality: 'B', calendar_id: w.calendar.id, state: 'idle', note: 'a note', reason: 'moved' },
		ok: 200,
	}),
	'GET /api/v1/people': get('/api/v1/people'),
	'GET /api/v1/sessions': get('/api/v1/sessions'),
	'DELETE /api/v1/sessions': async (w) => ({ at: '/api/v1/sessions', who: w.storekeeper, ok: 204 }),
	'POST /api/v1/accounts/{id}/password': async (w) => {
		const { id } = await w.admin.must(201, 'POST', '/api/v1/accounts', { json: { login: `forgot${nth(w)}`, name: 'Forgot', role: 'technician', password: PASSWORD } });
		return { at: `/api/v1/accounts/${id}/password`, ok: 200 };
	},
	'GET /api/v1/imports': get('/api/v1/imports'),
	'POST /api/v1/imports': async () => ({ at: '/api/v1/imports', query: { kind: 'machines', name: 'list.csv' }, body: Buffer.from('code,name\nI-1,Lathe\n'), type: 'text/csv', ok: 201 }),
	'GET /api/v1/imports/template.csv': get('/api/v1/imports/template.csv', { kind: 'parts' }),
	'GET /api/v1/imports/{id}': async (w) => ({ at: await imported(w, workbook([{ name: 'Ledger', rows: [['colour'], ['red']] }])), ok: 200 }),
	'PATCH /api/v1/imports/{id}': async (w) => ({ at: await imported(w), json: { columns: [{ heading: 'code', field: 'code' }], skip_errors: true, bin: 'A-1', sheet: null, head_row: 1 }, ok: 200 }),
	'DELETE /api/v1/imports/{id}': async (w) => ({ at: await imported(w), ok: 204 }),
	'POST /api/v1/imports/{id}/apply': async (w) => ({ at: `${await imported(w)}/apply`, ok: 200 }),
	'GET /api/v1/imports/{id}/rows': async (w) => ({ at: `${await imported(w, 'code,name\nI-0,x\nM-1,New\n,y\n')}/rows`, query: { after: 0, limit: 5 }, ok: 200 }),
	'GET /api/v1/imports/{id}/errors.csv': async (w) => ({ at: `${await imported(w)}/errors.csv`, ok: 200 }),
	'GET /api/v1/settings': get('/api/v1/settings'),
	'PATCH /api/v1/settings': async () => ({ at: '/api/v1/settings', json: { plant_name: 'Works', url: null, lang: null, currency: 'CNY', hold_days: 45, close_after_days: 7, labels_printed: true, setup_done: false }, ok: 200 }),

	'GET /': get('/', { lang: 'en' }, page()),
	'GET /today': get('/today'),
	'GET /tickets': get('/tickets'),
	'GET /tickets/{id}': get('/tickets/1'),
	'GET /rounds': get('/rounds'),
	'GET /rounds/{id}': get('/rounds/1'),
	'GET /rounds/{id}/{tab}': get('/rounds/1/walk'),
	'GET /machines': get('/machines'),
	'GET /machines/{id}': get('/machines/1'),
	'GET /machines/{id}/{tab}': get('/machines/1/x'),
	'GET /counts': get('/counts'),
	'GET /counts/{id}': get('/counts/1'),
	'GET /parts': get('/parts'),
	'GET /parts/{id}': get('/parts/1'),
	'GET /board': get('/board'),
	'GET /reports': get('/reports'),
	'GET /reports/{tab}': get('/reports/x'),
	'GET /labels': get('/labels'),
	'GET /people': get('/people'),
	'GET /settings': get('/settings'),
	'GET /api/v1/import-runs': get('/api/v1/import-runs', { limit: 10 }),
	'POST /api/v1/import-runs/{id}/undo': async (w) => {
		const code = `I-${w.n + 1}`;
		await w.admin.must(200, 'POST', `${await imported(w)}/apply`);
		const { items: [run] } = await eventually(() => w.admin.must(200, 'GET', '/api/v1/import-runs', { query: { limit: 1 } }), (a) => a.items.length && a.items[0].undone_at === null);
		const { items: [made] } = await w.admin.must(200, 'GET', '/api/v1/assets', { query: { text: code } });
		await w.admin.must(200, 'PATCH', `/api/v1/assets/${made.id}`, { json: { name: 'Renamed' }, version: made.version });
		return { at: `/api/v1/import-runs/${run.id}/undo`, json: { apply: true, partial: true }, ok: 200 };
	},
	'GET /api/v1/imports/template.xlsx': get('/api/v1/imports/template.xlsx', { kind: 'parts' }),
	'GET /api/v1/movements.xlsx': get('/api/v1/movements.xlsx', { kind: 'receive' }),
	'GET /import': get('/import'),
	'GET /search': get('/search'),
	'GET /me': get('/me'),
	'GET /more': get('/more'),
	'GET /outbox': get('/outbox'),
	'GET /start': get('/start'),
	'GET /documents': get('/documents'),
	'GET /documents/{id}': get('/documents/1'),
	'GET /lexicon': get('/lexicon'),
	'GET /plans': get('/plans'),
	'GET /plans/{id}': get('/plans/1'),
	'GET /plans/{id}/{tab}': get('/plans/1/edit'),
	'GET /calendar': get('/calendar'),
	'GET /requisitions': get('/requisitions'),
	'GET /requisitions/{id}': get('/requisitions/1'),
	'GET /requisitions/{id}/{tab}': get('/requisitions/1/print'),
	'GET /suppliers': get('/suppliers'),
	'GET /suppliers/{id}': get('/suppliers/1'),
	'GET /purchasing': get('/purchasing'),
	'GET /jobs': get('/jobs'),
	'GET /jobs/{id}': get('/jobs/1'),
	'GET /api/v1/jobs': get('/api/v1/jobs'),
	'POST /api/v1/jobs': async (w) => ({ at: '/api/v1/jobs', json: job(w), key: true, ok: 201 }),
	'GET /api/v1/jobs/{id}': async (w) => ({ at: `/api/v1/jobs/${(await madeJob(w)).id}`, ok: 200 }),
	'PUT /api/v1/jobs/{id}': async (w) => {
		const { id, version } = await madeJob(w);
		return { at: `/api/v1/jobs/${id}`, json: { ...job(w), retired: false }, version, ok: 200 };
	},
	'GET /api/v1/plans': async (w) => (await madePlan(w), { at: '/api/v1/plans', query: { under: w.site.id, text: 'plan', retired: 0 }, ok: 200 }),
	'GET /api/v1/plans.xlsx': async (w) => (await madePlan(w), { at: '/api/v1/plans.xlsx', ok: 200 }),
	'POST /api/v1/plans': async (w) => ({ at: '/api/v1/plans', json: await plan(w), key: true, ok: 201 }),
	'POST /api/v1/plans/preview': async (w) => ({ at: '/api/v1/plans/preview', json: await plan(w), ok: 200 }),
	'GET /api/v1/plans/{id}': async (w) => ({ at: `/api/v1/plans/${(await madePlan(w)).id}`, ok: 200 }),
	'PUT /api/v1/plans/{id}': async (w) => {
		const p = await madePlan(w);
		return { at: `/api/v1/plans/${p.id}`, json: { ...(await plan(w)), retired: false }, version: p.version, ok: 200 };
	},
	'POST /api/v1/plans/{id}/pause': async (w) => {
		const p = await madePlan(w);
		return { at: `/api/v1/plans/${p.id}/pause`, json: { reason: 'no orders' }, version: p.version, ok: 200 };
	},
	'POST /api/v1/plans/{id}/resume': async (w) => {
		const p = await madePlan(w);
		const paused = await w.admin.must(200, 'POST', `/api/v1/plans/${p.id}/pause`, { json: { reason: 'no orders' }, version: p.version });
		return { at: `/api/v1/plans/${p.id}/resume`, version: paused.version, ok: 200 };
	},
	'GET /api/v1/dues': async (w) => ({ at: '/api/v1/dues', query: { plan: (await madePlan(w)).id }, ok: 200 }),
	'GET /api/v1/due-days': async (w) => ({ at: '/api/v1/due-days', query: { plan: (await madePlan(w)).id, each: 3 }, ok: 200 }),
	'POST /api/v1/dues/{id}/skip': async (w) => {
		const due = await waitingDue(w);
		return { at: `/api/v1/dues/${due.id}/skip`, json: { reason: 'line is off' }, version: due.version, ok: 200 };
	},
	'POST /api/v1/dues/{id}/move': async (w) => {
		const due = await waitingDue(w);
		return { at: `/api/v1/dues/${due.id}/move`, json: { due_day: '2199-01-31', reason: 'line is off' }, version: due.version, ok: 200 };
	},
	'POST /api/v1/dues/{id}/make': async (w) => {
		const due = await waitingDue(w);
		return { at: `/api/v1/dues/${due.id}/make`, version: due.version, ok: 200 };
	},
	'PUT /api/v1/tickets/{id}/tasks': async (w) => {
		const t = await planTicket(w);
		return { at: `/api/v1/tickets/${t.ticket.id}/tasks`, json: { tasks: [{ id: t.tasks[0].id, result: 'problem', note: 'worn' }] }, ok: 200 };
	},
	'GET /api/v1/assets/{id}/meters': async (w) => ({ at: `/api/v1/assets/${(await readMeter(w)).asset_id}/meters`, ok: 200 }),
	'POST /api/v1/assets/{id}/meters': async (w) => ({ at: `/api/v1/assets/${w.machine.id}/meters`, json: { ...gauge(w), kind: 'counter', rollover: 100000 }, key: true, ok: 201 }),
	'GET /meters': get('/meters'),
	'GET /meters/{id}': get('/meters/1'),
	'GET /api/v1/meters': async (w) => (await readMeter(w), { at: '/api/v1/meters', query: { text: 'oil', under: w.site.id, wants: 0, after: 1, limit: 3 }, ok: 200 }),
	'GET /api/v1/meters/{id}': async (w) => ({ at: `/api/v1/meters/${(await readMeter(w)).id}`, ok: 200 }),
	'PATCH /api/v1/meters/{id}': async (w) => {
		const m = await meter(w);
		return { at: `/api/v1/meters/${m.id}`, json: { ...gauge(w), kind: 'counter', rollover: 9999 }, version: m.version, ok: 200 };
	},
	'GET /api/v1/meters/{id}/readings': async (w) => ({ at: `/api/v1/meters/${(await readMeter(w)).id}/readings`, query: { before: Date.now(), limit: 2 }, ok: 200 }),
	'POST /api/v1/meters/{id}/readings': async (w) => ({ at: `/api/v1/meters/${(await meter(w)).id}/readings`, json: { value: 12.5, time: Date.now() - HOUR, reset: false }, ok: 201 }),
	'DELETE /api/v1/meters/{id}/readings/{time_id}': async (w) => {
		const m = await readMeter(w);
		return { at: `/api/v1/meters/${m.id}/readings/${m.last_at}`, ok: 204 };
	},
	'POST /api/v1/readings': async (w) => ({ at: '/api/v1/readings', json: { readings: [{ meter_id: (await readMeter(w)).id, value: 40, time: Date.now() - HOUR, reset: true }, { meter_id: 1e9, value: 1 }, { meter_id: 1, value: 1e300 }] }, ok: 200 }),
	'GET /api/v1/meters/{id}/trend': async (w) => ({ at: `/api/v1/meters/${(await readMeter(w)).id}/trend`, query: { from: Date.now() - 86_400_000, to: Date.now(), steps: 10 }, ok: 200 }),
	'GET /api/v1/meters/{id}/alarms': async (w) => ({ at: `/api/v1/meters/${(await readMeter(w)).id}/alarms`, query: { before: 1_000_000, limit: 5 }, ok: 200 }),
	'GET /api/v1/mqtt': get('/api/v1/mqtt'),
	'GET /api/v1/feeds': async (w) => (await feed(w), { at: '/api/v1/feeds', ok: 200 }),
	'POST /api/v1/feeds': async (w) => (await feed(w), { at: '/api/v1/feeds', json: { name: 'phone', under_id: w.site.id, technician_id: w.technician.account.id }, ok: 201 }),
	'DELETE /api/v1/feeds/{id}': async (w) => ({ at: `/api/v1/feeds/${(await feed(w)).id}`, ok: 204 }),
	'GET /calendar/{file}': async (w) => ({ at: new URL((await feed(w)).url).pathname, ok: 200 }),
	'GET /api/v1/figures/compliance': async (w) => (await planTicket(w), { at: '/api/v1/figures/compliance', query: { ...window, under: w.site.id }, ok: 200 }),
	'GET /notices': get('/notices'),
	'GET /telling': get('/telling'),
	'GET /telling/{tab}': get('/telling/sent'),
	'GET /fixes': get('/fixes'),
	'GET /fixes/{id}': get('/fixes/1'),
	'GET /fixes/{id}/{tab}': get('/fixes/1/history'),
	'GET /assets/{file}': async (w) => get((await w.stranger.get('/')).text.match(/\/assets\/[\w.-]+\.js/)[0])(w),
	'GET /icon.svg': get('/icon.svg'),
	'GET /app.webmanifest': get('/app.webmanifest'),
	'GET /sw.js': get('/sw.js'),
	'GET /q': get('/q', { code: 'M-1', lang: 'en' }, page({ ok: 303 })),
	'GET /q/{code}': get((w) => `/q/${w.code}`, { lang: 'en' }, page()),
	'POST /q/{code}': async (w) => ({
		at: `/q/${w.code}`,
		...multipart({ symptom: 'noise', text: 'loud', since: '30', reporter: 'Li', contact: '123', stopped: '1', key: randomUUID() }, jpeg),
		who: w.stranger, ok: 303,
	}),
	'GET /q/{code}/photo': get((w) => `/q/${w.code}/photo`),
	'POST /q/{code}/bind': async (w) => ({ at: `/q/${await blank(w)}/bind`, form: { machine: 'M-1' }, ok: 303 }),
	'POST /api/v1/reports': async (w) => ({
		at: '/api/v1/reports',
		json: { code: w.code, symptom: 'noise', text: 'loud', stopped: true, since_minutes: 10, age_ms: 5, reporter: 'Li', contact: '123' },
		who: w.stranger, key: true, ok: 201,
	}),
	'GET /t/{link}': async (w) => ({ at: await link(w), query: { lang: 'en', photo: 'refused' }, ...page(), ok: 200 }),
	'GET /t/{link}/live': async (w) => ({ at: `${await link(w)}/live`, ok: 200 }),
	'POST /t/{link}/same': async (w) => ({ at: `${await link(w)}/same`, form: { key: randomUUID() }, ok: 303 }),
	'POST /t/{link}/comments': async (w) => ({ at: `${await link(w)}/comments`, form: { key: randomUUID(), text: 'still loud' }, ok: 303 }),
	'POST /t/{link}/withdraw': async (w) => ({ at: `${await link(w)}/withdraw`, form: { key: randomUUID() }, ok: 303 }),
	'POST /t/{link}/confirm': async (w) => ({ at: `${await link(w, 'accept', 'start', 'restore')}/confirm`, form: { key: randomUUID() }, ok: 303 }),
	'POST /t/{link}/reopen': async (w) => ({ at: `${await link(w, 'accept', 'start', 'restore')}/reopen`, form: { key: randomUUID(), reason: 'leaks again' }, ok: 303 }),
	'POST /t/{link}/photos': async (w) => ({ at: `${await link(w)}/photos`, ...multipart({ key: randomUUID() }, jpeg), ok: 303 }),
	'PUT /t/{link}/photos/{photo}': async (w) => ({ at: `${await link(w)}/photos/${randomUUID()}`, body: jpeg, type: 'image/jpeg', ok: 303 }),
	'GET /t/{link}/photos/{photo}': async (w) => {
		const at = await link(w);
		await w.stranger.must(303, 'PUT', `${at}/photos/${randomUUID()}`, { body: jpeg });
		const { items } = await w.admin.must(200, 'GET', `/api/v1/tickets/${/\d+/.exec(at)[0]}/documents`);
		return { at: `${at}/photos/${items[0].id}`, ok: 200 };
	},

	'GET /api/v1/session': get('/api/v1/session'),
	'POST /api/v1/session': async (w) => ({ at: '/api/v1/session', json: { login: 'guest', password: PASSWORD }, who: w.server.client(), ok: 200 }),
	'PATCH /api/v1/session': async (w) => ({ at: '/api/v1/session', json: { name: 'Store', phone: '123', lang: null }, who: w.storekeeper, ok: 200 }),
	'DELETE /api/v1/session': async (w) => ({ at: '/api/v1/session', who: await w.server.login('tech', PASSWORD), ok: 204 }),
	'GET /api/v1/tokens': get('/api/v1/tokens'),
	'POST /api/v1/tokens': async () => ({ at: '/api/v1/tokens', json: { name: 'robot' }, ok: 201 }),
	'DELETE /api/v1/tokens/{id}': async (w) => {
		const { id } = await w.admin.must(201, 'POST', '/api/v1/tokens', { json: { name: 'robot' } });
		return { at: `/api/v1/tokens/${id}`, ok: 204 };
	},
	'GET /api/v1/accounts': get('/api/v1/accounts'),
	'POST /api/v1/accounts': async (w) => ({
		at: '/api/v1/accounts',
		json: { login: `p${nth(w)}`, name: 'Person', role: 'technician', password: PASSWORD, lang: 'en', phone: '123', disabled: false },
		ok: 201,
	}),
	'GET /api/v1/accounts/{id}': get((w) => `/api/v1/accounts/${w.technician.account.id}`),
	'PATCH /api/v1/accounts/{id}': async (w) => {
		const a = await w.admin.must(201, 'POST', '/api/v1/accounts', { json: { login: `p${nth(w)}`, name: 'Person', role: 'technician', password: PASSWORD } });
		return { at: `/api/v1/accounts/${a.id}`, json: { login: `p${nth(w)}`, name: 'Person 2', role: 'storekeeper', lang: 'zh', phone: '1', disabled: false }, version: a.version, ok: 200 };
	},
	'GET /api/v1/notices': get('/api/v1/notices', { unread: 1, before: 1000, limit: 5 }),
	'GET /api/v1/notices/count': get('/api/v1/notices/count'),
	'POST /api/v1/notices/read': async (w) => ({ at: '/api/v1/notices/read', json: { entity: 'ticket', entity_id: w.ticket.id, up_to: 1 }, ok: 200 }),
	'GET /api/v1/tell-rules': get('/api/v1/tell-rules'),
	'PATCH /api/v1/tell-rules/{rule}': async (w) => {
		const { items } = await w.admin.must(200, 'GET', '/api/v1/tell-rules');
		return { at: '/api/v1/tell-rules/stopped', json: { enabled: true, own_area: false, on_shift: false, minutes: 30, place_id: w.line.id }, version: items.find((r) => r.rule === 'stopped').version, ok: 200 };
	},
	'GET /api/v1/duties': get('/api/v1/duties'),
	'GET /api/v1/accounts/{id}/duty': get((w) => `/api/v1/accounts/${w.technician.account.id}/duty`),
	'PUT /api/v1/accounts/{id}/duty': async (w) => {
		const at = `/api/v1/accounts/${w.technician.account.id}/duty`;
		return { at, json: { areas: [w.site.id], calendar_id: w.calendar.id, buyer: false }, version: (await w.admin.must(200, 'GET', at)).version, ok: 200 };
	},
	'GET /api/v1/channels': get('/api/v1/channels'),
	'POST /api/v1/channels': async (w) => (await channelOf(w), { at: '/api/v1/channels', json: channel(w), ok: 201 }),
	'GET /api/v1/channels/{id}': async (w) => ({ at: `/api/v1/channels/${(await channelOf(w)).id}`, ok: 200 }),
	'PATCH /api/v1/channels/{id}': async (w) => {
		const c = await channelOf(w), { kind, ...json } = channel(w);
		return { at: `/api/v1/channels/${c.id}`, json, version: c.version, ok: 200 };
	},
	'DELETE /api/v1/channels/{id}': async (w) => ({ at: `/api/v1/channels/${(await channelOf(w)).id}`, ok: 204 }),
	'POST /api/v1/channels/{id}/test': async (w) => ({ at: `/api/v1/channels/${(await channelOf(w)).id}/test`, ok: 201 }),
	'GET /api/v1/messages': get('/api/v1/messages', { channel: 1, state: 'failed', before: 1000, limit: 5 }),
	'GET /api/v1/messages/{id}': async (w) => ({ at: `/api/v1/messages/${(await failedMessage(w)).id}`, ok: 200 }),
	'POST /api/v1/messages/{id}/again': async (w) => ({ at: `/api/v1/messages/${(await failedMessage(w)).id}/again`, ok: 200 }),
	'GET /api/v1/rates': get('/api/v1/rates'),
	'POST /api/v1/rates': async (w) => ({ at: '/api/v1/rates', json: { account_id: w.technician.account.id, from_day: `20${10 + (nth(w) % 80)}-01-31`, cents_hour: 5000 }, ok: 201 }),

	'GET /api/v1/assets': get('/api/v1/assets', { parent: 1, under: 1, kind: 'machine', state: 'running', text: 'x', after: 1, limit: 10 }),
	'POST /api/v1/assets': async (w) => ({ at: '/api/v1/assets', json: { kind: 'machine', state: 'running', ...asset(w) }, key: true, ok: 201 }),
	'GET /api/v1/assets/{id}': get((w) => `/api/v1/assets/${w.machine.id}`),
	'PATCH /api/v1/assets/{id}': async (w) => {
		const a = await w.admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', ...asset(w) } });
		return { at: `/api/v1/assets/${a.id}`, json: asset(w), version: a.version, ok: 200 };
	},
	'POST /api/v1/assets/{id}/state': async (w) => ({ at: `/api/v1/assets/${w.machine.id}/state`, json: { state: 'idle', reason: 'no work' }, ok: 200 }),
	'GET /api/v1/assets/{id}/path': get((w) => `/api/v1/assets/${w.component.id}/path`),
	'GET /api/v1/tree': get('/api/v1/tree', { components: 1 }),
	'GET /api/v1/ledger': get('/api/v1/ledger'),
	'GET /api/v1/checklists': get('/api/v1/checklists'),
	'POST /api/v1/checklists': async (w) => ({ at: '/api/v1/checklists', json: checklist(`Checks ${nth(w)}`), key: true, ok: 201 }),
	'GET /api/v1/checklists/{id}': async (w) => ({ at: `/api/v1/checklists/${(await round(w)).checklist.id}`, ok: 200 }),
	'PUT /api/v1/checklists/{id}': async (w) => {
		const { checklist: c } = await round(w);
		return { at: `/api/v1/checklists/${c.id}`, json: checklist(`Checks ${nth(w)}`, c.items[0].root_id), version: c.version, ok: 200 };
	},
	'GET /api/v1/assets/{id}/checks/{item_id}': async (w) => {
		const r = await round(w);
		return { at: `/api/v1/assets/${r.machine.id}/checks/${r.items[1].id}`, ok: 200 };
	},
	'GET /api/v1/routes': get('/api/v1/routes'),
	'POST /api/v1/routes': async (w) => {
		const r = await round(w);
		return { at: '/api/v1/routes', json: route(`Route ${nth(w)}`, r.machine.id, r.checklist.id, w), key: true, ok: 201 };
	},
	'GET /api/v1/routes/{id}': async (w) => ({ at: `/api/v1/routes/${(await round(w)).route.id}`, ok: 200 }),
	'PUT /api/v1/routes/{id}': async (w) => {
		const r = await round(w);
		return { at: `/api/v1/routes/${r.route.id}`, json: route(`Route ${nth(w)}`, r.machine.id, r.checklist.id, w), version: r.route.version, ok: 200 };
	},
	'GET /api/v1/rounds': get('/api/v1/rounds', { open: 1, mine: 1 }),
	'GET /api/v1/rounds/{id}': async (w) => ({ at: `/api/v1/rounds/${(await round(w)).id}`, ok: 200 }),
	'POST /api/v1/rounds/{id}/start': async (w) => ({ at: `/api/v1/rounds/${(await round(w)).id}/start`, json: { at: Date.now(), take: false }, ok: 200 }),
	'PUT /api/v1/rounds/{id}/stops/{stop_id}': async (w) => ({ ...walked(await round(w)), ok: 200 }),
	'PUT /api/v1/rounds/{id}/photos/{key}': async (w) => ({ at: `/api/v1/rounds/${(await round(w)).id}/photos/photo-key-${nth(w)}`, body: jpeg, ok: 201 }),
	'POST /api/v1/rounds/{id}/finish': async (w) => {
		const r = await round(w), done = walked(r);
		await w.admin.must(200, 'PUT', done.at, { json: done.json });
		return { at: `/api/v1/rounds/${r.id}/finish`, json: { at: Date.now(), note: 'all seen' }, ok: 200 };
	},
	'GET /api/v1/figures/rounds': get('/api/v1/figures/rounds'),
	'GET /api/v1/assets/{id}/findings': async (w) => {
		const r = await round(w), done = walked(r);
		await w.admin.must(200, 'PUT', done.at, { json: done.json });
		return { at: `/api/v1/assets/${r.machine.id}/findings`, ok: 200 };
	},
	'GET /api/v1/calendars': get('/api/v1/calendars'),
	'POST /api/v1/calendars': async (w) => ({ at: '/api/v1/calendars', json: calendar(`Shift ${nth(w)}`), key: true, ok: 201 }),
	'GET /api/v1/calendars/{id}': get((w) => `/api/v1/calendars/${w.calendar.id}`),
	'PUT /api/v1/calendars/{id}': async (w) => {
		const c = await w.admin.must(201, 'POST', '/api/v1/calendars', { json: calendar(`Shift ${nth(w)}`) });
		return { at: `/api/v1/calendars/${c.id}`, json: calendar(`Shift ${nth(w)}`), version: c.version, ok: 200 };
	},
	'GET /api/v1/assets/{id}/life': get((w) => `/api/v1/assets/${w.machine.id}/life`, { limit: 10 }),

	'GET /api/v1/assets/{id}/documents': get((w) => `/api/v1/assets/${w.machine.id}/documents`, { kind: 'photo' }),
	'PUT /api/v1/assets/{id}/documents/{key}': picture(async (w) => `/api/v1/assets/${(await machine(w)).id}`),
	'GET /api/v1/tickets/{id}/documents': get((w) => `/api/v1/tickets/${w.ticket.id}/documents`, { kind: 'photo' }),
	'PUT /api/v1/tickets/{id}/documents/{key}': picture(async (w) => `/api/v1/tickets/${(await ticket(w)).id}`),
	'GET /api/v1/parts/{id}/documents': get((w) => `/api/v1/parts/${w.part.id}/documents`, { kind: 'photo' }),
	'PUT /api/v1/parts/{id}/documents/{key}': picture(async (w) => `/api/v1/parts/${(await w.admin.must(201, 'POST', '/api/v1/parts', { json: part(w) })).id}`),
	'GET /api/v1/documents/{id}': get((w) => `/api/v1/documents/${w.document.id}`),
	'GET /api/v1/documents/{id}/content': get((w) => `/api/v1/documents/${w.document.id}/content`),
	'DELETE /api/v1/documents/{id}': async (w) => ({ at: `/api/v1/documents/${(await document(w)).id}`, ok: 204 }),

	'GET /api/v1/codes': get('/api/v1/codes', { limit: 10, after: '22222' }),
	'POST /api/v1/codes': async () => ({ at: '/api/v1/codes', json: { count: 2 }, ok: 201 }),
	'GET /api/v1/codes/{code}': get((w) => `/api/v1/codes/${w.code}`),
	'PUT /api/v1/codes/{code}': async (w) => ({ at: `/api/v1/codes/${await blank(w)}`, json: { entity: 'asset', entity_id: w.machine.id }, ok: 200 }),
	'DELETE /api/v1/codes/{code}': async (w) => ({ at: `/api/v1/codes/${await blank(w)}`, ok: 204 }),
	'GET /api/v1/codes/{code}/qr.svg': get((w) => `/api/v1/codes/${w.code}/qr.svg`),
	'GET /api/v1/codes/{code}/label.svg': get((w) => `/api/v1/codes/${w.code}/label.svg`, { size: '50x30', dpi: 203 }),
	'GET /api/v1/codes/{code}/label.png': get((w) => `/api/v1/codes/${w.code}/label.png`, { size: '70x50', dpi: 203 }),
	'GET /api/v1/codes/{code}/label.pdf': get((w) => `/api/v1/codes/${w.code}/label.pdf`, { size: '50x30' }),
	'GET /api/v1/labels.svg': get('/api/v1/labels.svg', { under: 1, sheet: 'a4', page: 1 }),
	'GET /api/v1/labels.png': get('/api/v1/labels.png', { under: 1, sheet: '50x30', page: 1, dpi: 100 }),
	'GET /api/v1/labels.pdf': async (w) => ({ at: '/api/v1/labels.pdf', query: { codes: w.code, sheet: 'a4' }, ok: 200 }),
	'GET /api/v1/labels/calibration.pdf': get('/api/v1/labels/calibration.pdf'),
	'GET /api/v1/assets/{id}/codes': get((w) => `/api/v1/assets/${w.machine.id}/codes`),
	'POST /api/v1/assets/{id}/code': async (w) => ({ at: `/api/v1/assets/${w.machine.id}/code`, ok: 201 }),
	'GET /api/v1/bins/{id}/codes': get((w) => `/api/v1/bins/${w.bin.id}/codes`),
	'POST /api/v1/bins/{id}/code': async (w) => ({ at: `/api/v1/bins/${w.bin.id}/code`, ok: 201 }),

	'GET /api/v1/today': get('/api/v1/today'),
	'GET /api/v1/board': get('/api/v1/board', { under: 1 }),
	'GET /api/v1/manuals': get('/api/v1/manuals', { text: 'x', machine: 1, after: 99999, limit: 10 }),
	'POST /api/v1/manuals': async (w) => ({ at: '/api/v1/manuals', query: { name: `m-${nth(w)}.md`, model: 'X1' }, body: manualText(w), type: 'text/markdown', ok: 201 }),
	'POST /api/v1/manuals/preview': async (w) => ({ at: '/api/v1/manuals/preview', query: { name: 'm.md' }, body: manualText(w), type: 'text/markdown', ok: 200 }),
	'GET /api/v1/manuals/{id}': async (w) => ({ at: `/api/v1/manuals/${(await manual(w)).id}`, ok: 200 }),
	'PATCH /api/v1/manuals/{id}': async (w) => {
		const m = await manual(w);
		return { at: `/api/v1/manuals/${m.id}`, json: { title: 'Another', asset_id: w.site.id }, version: m.version, ok: 200 };
	},
	'DELETE /api/v1/manuals/{id}': async (w) => ({ at: `/api/v1/manuals/${(await manual(w)).id}`, ok: 204 }),
	'GET /api/v1/manuals/{id}/content': async (w) => ({ at: `/api/v1/manuals/${(await manual(w)).id}/content`, ok: 200 }),
	'GET /api/v1/find': async (w) => ({ at: '/api/v1/find', query: { text: await blank(w), limit: 5, typing: 1 }, ok: 200 }),
	'GET /api/v1/changes': get('/api/v1/changes', { after: 1, wait: 0 }),
	'GET /api/v1/tickets': get('/api/v1/tickets', { state: 'reported', open: 1, machine: 1, under: 1, component: 1, kind: 'corrective', failure_mode: 'ELK', cause_code: 'WEA', restored_from: 5, restored_to: 10, technician: 1, unassigned: 1, planned: 0, priority: 2, before: 99999, limit: 10, text: 'x', ...window }),
	'POST /api/v1/tickets': async (w) => ({
		at: '/api/v1/tickets',
		json: {
			machine_id: w.machine.id, component_id: w.component.id, kind: 'preventive', priority: 2, symptom: 'due', fault_code: 'F1', failure_mode: 'NOI',
			stopped: false, occurred_at: Date.now() - HOUR, reporter: 'Li', contact: '123', planned_from: '2026-12-01T08:00:00+08:00', planned_to: '2026-12-01T09:00:00+08:00',
		},
		key: true, ok: 201,
	}),
	'GET /api/v1/tickets/{id}': get((w) => `/api/v1/tickets/${w.ticket.id}`),
	'PATCH /api/v1/tickets/{id}': async (w) => {
		const t = await ticket(w, 'accept', 'start', 'restore');
		const json = {
			assignee_id: w.technician.account.id, component_id: null, priority: 1, stopped: true, failure: true, symptom: 'leaks', fault_code: 'F2', failure_mode: 'ELK',
			cause_code: 'WEA', cause: 'old', action_code: null, action: 'new seal', occurred_at: t.reported_at - HOUR, accepted_at: t.accepted_at, started_at: t.started_at,
			restored_at: t.restored_at, planned_from: null, planned_to: null, reason: 'typed wrong',
		};
		return { at: `/api/v1/tickets/${t.id}`, json, version: t.version, key: true, ok: 200 };
	},
	'GET /api/v1/tickets/{id}/history': get((w) => `/api/v1/tickets/${w.ticket.id}/history`, { before: 99999, limit: 10 }),
	'POST /api/v1/tickets/{id}/accept': async (w) => verb('accept', { account_id: w.technician.account.id })(w),
	'POST /api/v1/tickets/{id}/start': verb('start', {}, 'accept'),
	'POST /api/v1/tickets/{id}/wait': verb('wait', { reason: 'parts', note: 'on order' }, 'accept', 'start'),
	'POST /api/v1/tickets/{id}/waits': async (w) => {
		const t = await ticket(w, 'accept', 'start', 'restore');
		const json = { reason: 'outside', note: 'firm', from_at: t.started_at, to_at: t.restored_at };
		return { at: `/api/v1/tickets/${t.id}/waits`, json, version: t.version, ok: 201 };
	},
	'PATCH /api/v1/tickets/{id}/waits/{wait_id}': async (w) => {
		const t = await ticket(w, 'accept', 'start', 'wait', 'restore');
		const { waits } = await w.admin.must(200, 'GET', `/api/v1/tickets/${t.id}`);
		const json = { reason: 'outside', note: 'firm', from_at: waits[0].from_at, to_at: waits[0].to_at, why: 'typed wrong' };
		return { at: `/api/v1/tickets/${t.id}/waits/${waits[0].id}`, json, version: t.version, ok: 200 };
	},
	'POST /api/v1/tickets/{id}/resume': verb('resume', {}, 'accept', 'start', 'wait'),
	'POST /api/v1/tickets/{id}/restore': async (w) => {
		const t = await ticket(w, 'accept', 'start');
		const now = Date.now();
		const json = { restored_at: now, occurred_at: t.reported_at - HOUR, failure_mode: 'ELK', cause_code: 'WEA', cause: 'old', action: 'new seal', fix_id: (await writtenFix(w)).id };
		return { at: `/api/v1/tickets/${t.id}/restore`, json, version: t.version, key: true, ok: 200 };
	},
	'POST /api/v1/tickets/{id}/close': verb('close', {}, 'accept', 'start', 'restore'),
	'POST /api/v1/tickets/{id}/reopen': verb('reopen', { reason: 'leaks again' }, 'accept', 'start', 'restore'),
	'POST /api/v1/tickets/{id}/cancel': verb('cancel', { reason: 'other', note: 'mistake' }),
	'POST /api/v1/tickets/{id}/same': async (w) => ({ at: `/api/v1/tickets/${w.ticket.id}/same`, json: { reporter: 'Li', note: 'me too' }, key: true, ok: 200 }),
	'POST /api/v1/tickets/{id}/comments': async (w) => ({ at: `/api/v1/tickets/${w.ticket.id}/comments`, json: { text: 'a word' }, key: true, ok: 201 }),
	'POST /api/v1/tickets/{id}/people': async (w) => ({ ...(await verb('people', { account_id: w.technician.account.id }, 'accept')(w)), version: undefined, key: undefined }),
	'DELETE /api/v1/tickets/{id}/people/{account_id}': async (w) => {
		const t = await ticket(w, 'accept'), id = w.technician.account.id;
		await w.admin.must(200, 'POST', `/api/v1/tickets/${t.id}/people`, { json: { account_id: id }, version: t.version });
		return { at: `/api/v1/tickets/${t.id}/people/${id}`, ok: 200 };
	},
	'POST /api/v1/tickets/{id}/labour': async (w) => ({
		at: `/api/v1/tickets/${w.ticket.id}/labour`, json: { account_id: w.technician.account.id, minutes: 1, day: '2026-01-31', note: 'a note' }, key: true, ok: 201,
	}),
	'DELETE /api/v1/tickets/{id}/labour/{labour_id}': async (w) => {
		const { id } = await w.admin.must(201, 'POST', `/api/v1/tickets/${w.ticket.id}/labour`, { json: { account_id: w.technician.account.id, minutes: 1 } });
		return { at: `/api/v1/tickets/${w.ticket.id}/labour/${id}`, ok: 204 };
	},
	'POST /api/v1/tickets/{id}/invoices': async (w) => ({
		at: `/api/v1/tickets/${w.ticket.id}/invoices`, json: { cost_cents: 100, supplier: 'Firm', day: '2026-01-31', note: 'a note' }, key: true, ok: 201,
	}),
	'DELETE /api/v1/tickets/{id}/invoices/{invoice_id}': async (w) => {
		const { id } = await w.admin.must(201, 'POST', `/api/v1/tickets/${w.ticket.id}/invoices`, { json: { cost_cents: 1 } });
		return { at: `/api/v1/tickets/${w.ticket.id}/invoices/${id}`, ok: 204 };
	},
	'GET /api/v1/tickets/{id}/suggestions': get((w) => `/api/v1/tickets/${w.ticket.id}/suggestions`, { limit: 5 }),
	'POST /api/v1/tickets/{id}/suggestions/feedback': async (w) => ({
		at: `/api/v1/tickets/${w.ticket.id}/suggestions/feedback`, json: { fix: 'REP/Pump', label: 'replace the pump', mark: 'worked' }, ok: 200,
	}),
	'GET /api/v1/suggestions': async (w) => ({ at: '/api/v1/suggestions', query: { text: 'leaks oil', machine: w.machine.id, fault_code: 'F1', limit: 5 }, ok: 200 }),

	'GET /api/v1/lexicon': get('/api/v1/lexicon', { state: 'used', text: 'x' }),
	'POST /api/v1/lexicon': async () => ({ at: '/api/v1/lexicon', json: { kind: 'term', term: unused('zq'), means: unused('zv'), class: 'part' }, key: true, ok: 201 }),
	'PATCH /api/v1/lexicon/{id}': async (w) => {
		const e = await w.admin.must(201, 'POST', '/api/v1/lexicon', { json: { kind: 'short', term: unused('zp'), means: 'zinc pot' } });
		return { at: `/api/v1/lexicon/${e.id}`, json: { state: 'removed', means: 'zinc pots' }, version: e.version, ok: 200 };
	},
	'GET /api/v1/lexicon/concepts': get('/api/v1/lexicon/concepts', { text: 'pump', class: 'part', after: 0, limit: 10 }),
	'GET /api/v1/lexicon/lexicon.tsv': get('/api/v1/lexicon/lexicon.tsv'),
	'POST /api/v1/lexicon/import': async () => ({ at: '/api/v1/lexicon/import', json: { text: `${unused('zi')}\tzinc\n` }, ok: 200 }),
	'POST /api/v1/lexicon/proposals': async () => ({ at: '/api/v1/lexicon/proposals', ok: 200 }),
	'GET /api/v1/fixes': get('/api/v1/fixes', { text: 'x', kind: 'written', retired: 0, machine: 1, after: 99999, limit: 10 }),
	'POST /api/v1/fixes': async (w) => ({ at: '/api/v1/fixes', json: fix(w), key: true, ok: 201 }),
	'GET /api/v1/fixes/{id}': async (w) => {
		const f = await writtenFix(w, 2);
		const off = await w.admin.must(201, 'POST', `/api/v1/fixes/${f.id}/split`, { json: { tickets: [f.tickets[0]], en: 'split off' }, version: f.version });
		return { at: `/api/v1/fixes/${off.id}`, ok: 200 };
	},
	'PATCH /api/v1/fixes/{id}': async (w) => {
		const f = await writtenFix(w);
		return { at: `/api/v1/fixes/${f.id}`, json: { ...fix(w), retired: false }, version: f.version, ok: 200 };
	},
	'GET /api/v1/fixes/{id}/cases': async (w) => ({ at: `/api/v1/fixes/${(await writtenFix(w)).id}/cases`, query: { before: 99999, limit: 10 }, ok: 200 }),
	'GET /api/v1/fixes/{id}/history': async (w) => ({ at: `/api/v1/fixes/${(await writtenFix(w)).id}/history`, query: { before: 99999, limit: 10 }, ok: 200 }),
	'POST /api/v1/fixes/{id}/merge': async (w) => {
		const f = await writtenFix(w), into = await writtenFix(w);
		return { at: `/api/v1/fixes/${f.id}/merge`, json: { into: into.id }, version: f.version, ok: 200 };
	},
	'POST /api/v1/fixes/{id}/unmerge': async (w) => {
		const f = await writtenFix(w), into = await writtenFix(w);
		const merged = await w.admin.must(200, 'POST', `/api/v1/fixes/${f.id}/merge`, { json: { into: into.id }, version: f.version });
		return { at: `/api/v1/fixes/${f.id}/unmerge`, version: merged.version, ok: 200 };
	},
	'POST /api/v1/fixes/{id}/split': async (w) => {
		const f = await writtenFix(w, 2);
		return { at: `/api/v1/fixes/${f.id}/split`, json: { tickets: [f.tickets[0]], zh: '另一个', en: 'another', into: (await writtenFix(w)).id }, version: f.version, ok: 201 };
	},
	'GET /api/v1/fix-trees': async (w) => {
		await w.admin.must(201, 'POST', '/api/v1/fix-trees', { json: { symptom: 'no oil', branches: [{ steps: 'new pump' }] } });
		return { at: '/api/v1/fix-trees', query: { text: 'no oil' }, ok: 200 };
	},
	'POST /api/v1/fix-trees': async (w) => ({ at: '/api/v1/fix-trees', json: tree(w), key: true, ok: 201 }),
	'GET /api/v1/fix-trees/{id}': async (w) => ({ at: `/api/v1/fix-trees/${(await w.admin.must(201, 'POST', '/api/v1/fix-trees', { json: { symptom: 'no oil', branches: [{ steps: 'new pump' }] } })).id}`, ok: 200 }),
	'PUT /api/v1/fix-trees/{id}': async (w) => {
		const t = await w.admin.must(201, 'POST', '/api/v1/fix-trees', { json: tree(w) });
		return { at: `/api/v1/fix-trees/${t.id}`, json: { ...tree(w), retired: false }, version: t.version, ok: 200 };
	},

	'GET /api/v1/figures': async (w) => ({ at: '/api/v1/figures', query: { under: w.machine.id, evidence: 1, ...window }, ok: 200 }),
	'GET /api/v1/figures/trend': get('/api/v1/figures/trend', { under: 1, step: 'week', ...window }),
	'GET /api/v1/figures/pareto': get('/api/v1/figures/pareto', { under: 1, by: 'machine', sort: 'cost', top: 5, ...window }),
	'GET /api/v1/figures.xlsx': get('/api/v1/figures.xlsx', { under: 1, group: 'machine', ...window }),
	'GET /api/v1/figures/trend.xlsx': get('/api/v1/figures/trend.xlsx', { under: 1, step: 'week', ...window }),
	'GET /api/v1/figures/pareto.xlsx': get('/api/v1/figures/pareto.xlsx', { under: 1, by: 'component', ...window }),
	'GET /api/v1/figures/tickets.xlsx': get('/api/v1/figures/tickets.xlsx', { under: 1, figure: 'restored', component: '-', ...window }),
	'GET /api/v1/figures/heat.xlsx': get('/api/v1/figures/heat.xlsx', { under: 1, group: 'machine', step: 'week', limit: 10, ...window }),
	'GET /api/v1/figures/timeline.xlsx': async (w) => ({ at: '/api/v1/figures/timeline.xlsx', query: { under: w.machine.id, ...window }, ok: 200 }),
	'GET /api/v1/figures/budget': get('/api/v1/figures/budget', { year: 2026 }),
	'POST /api/v1/budgets': async (w) => ({ at: '/api/v1/budgets', json: { asset_id: (await machine(w)).id, year: 2026, cents: 500000 }, key: true, ok: 201 }),
	'PATCH /api/v1/budgets/{id}': async (w) => {
		const b = await budget(w);
		return { at: `/api/v1/budgets/${b.id}`, json: { cents: 900000 }, version: b.version, ok: 200 };
	},
	'DELETE /api/v1/budgets/{id}': async (w) => {
		const b = await budget(w);
		return { at: `/api/v1/budgets/${b.id}`, version: b.version, ok: 204 };
	},
	'GET /api/v1/figures/cost.xlsx': get('/api/v1/figures/cost.xlsx', { under: 1, group: 'line', ...window }),
	'GET /api/v1/tickets.xlsx': get('/api/v1/tickets.xlsx', { state: 'reported', machine: 1, ...window }),
	'GET /api/v1/parts.xlsx': get('/api/v1/parts.xlsx', { text: 'x' }),
	'GET /api/v1/assets.xlsx': get('/api/v1/assets.xlsx', { under: 1, kind: 'machine' }),
	'GET /api/v1/figures/outcomes': get('/api/v1/figures/outcomes', { under: 1, ...window }),
	'GET /api/v1/figures/workload': get('/api/v1/figures/workload', { under: 1, ...window }),
	'GET /api/v1/figures/heat': get('/api/v1/figures/heat', { under: 1, group: 'line', step: 'week', limit: 5, ...window }),
	'GET /api/v1/figures/timeline': async (w) => ({ at: '/api/v1/figures/timeline', query: { under: w.machine.id, ...window }, ok: 200 }),
	'GET /api/v1/figures/cost': get('/api/v1/figures/cost', { under: 1, group: 'line', sort: 'ratio', limit: 5, ...window }),
	'GET /api/v1/figures/tickets': get('/api/v1/figures/tickets', { under: 1, figure: 'restored', failure_mode: 'ELK', component: 'Pump', cause: '-', before: 99999, limit: 10, ...window }),

	'GET /api/v1/codelists': get('/api/v1/codelists', { list: 'cause' }),
	'PUT /api/v1/codelists/{list}/{code}': async (w) => ({ at: `/api/v1/codelists/cause/X${nth(w)}`, json: { zh: 'x', en: 'x', sort: 1, active: true }, ok: 200 }),

	'GET /api/v1/requisitions': async (w) => (await requisition(w), { at: '/api/v1/requisitions', query: { open: 1, part: w.part.id, before: 99999, limit: 10 }, ok: 200 }),
	'POST /api/v1/requisitions': async (w) => (await missing(w), { at: '/api/v1/requisitions', ok: 200 }),
	'GET /api/v1/requisitions/{id}': async (w) => ({ at: `/api/v1/requisitions/${(await requisition(w)).id}`, ok: 200 }),
	'PATCH /api/v1/requisitions/{id}': async (w) => {
		const r = await requisition(w);
		return { at: `/api/v1/requisitions/${r.id}`, json: { note: 'to gate 2' }, version: r.version, ok: 200 };
	},
	'PUT /api/v1/requisitions/{id}/lines/{part_id}': async (w) => {
		const r = await requisition(w);
		return { at: `/api/v1/requisitions/${r.id}/lines/${r.items[0].part_id}`, json: { qty: 4, supplier_id: w.supplier.id, price_cents: 120, note: 'by Friday' }, version: r.version, ok: 200 };
	},
	'POST /api/v1/requisitions/{id}/approve': async (w) => {
		const r = await requisition(w);
		return { at: `/api/v1/requisitions/${r.id}/approve`, version: r.version, ok: 200 };
	},
	'POST /api/v1/requisitions/{id}/order': async (w) => {
		const r = await requisition(w, 'approve');
		return { at: `/api/v1/requisitions/${r.id}/order`, version: r.version, ok: 200 };
	},
	'POST /api/v1/requisitions/{id}/receive': async (w) => {
		const r = await requisition(w, 'approve', 'order');
		return { at: `/api/v1/requisitions/${r.id}/receive`, json: { part_id: r.items[0].part_id, bin_id: w.bin.id, qty: 1, price_cents: 130, slip: 'DN 7' }, key: true, ok: 200 };
	},
	'POST /api/v1/requisitions/{id}/close': async (w) => {
		const r = await requisition(w, 'approve', 'order');
		return { at: `/api/v1/requisitions/${r.id}/close`, json: { reason: 'no longer made' }, version: r.version, ok: 200 };
	},
	'POST /api/v1/requisitions/{id}/cancel': async (w) => {
		const r = await requisition(w);
		return { at: `/api/v1/requisitions/${r.id}/cancel`, json: { reason: 'not now' }, version: r.version, ok: 200 };
	},
	'GET /api/v1/requisitions/{id}/lines.xlsx': async (w) => ({ at: `/api/v1/requisitions/${(await requisition(w)).id}/lines.xlsx`, ok: 200 }),
	'GET /api/v1/purchasing': get('/api/v1/purchasing'),
	'PUT /api/v1/purchasing': async (w) => {
		const { run_day, version, ...json } = await w.admin.must(200, 'GET', '/api/v1/purchasing');
		return { at: '/api/v1/purchasing', json, version, ok: 200 };
	},
	'GET /api/v1/parts/{id}/reorder': get((w) => `/api/v1/parts/${w.part.id}/reorder`),
	'PUT /api/v1/parts/{id}/reorder': async (w) => {
		const p = await w.admin.must(201, 'POST', '/api/v1/parts', { json: part(w) });
		return { at: `/api/v1/parts/${p.id}/reorder`, json: { worked: false, min_qty: 2, max_qty: 5, own_service: 980 }, version: p.version, ok: 200 };
	},
	'GET /api/v1/parts/{id}/wear': get((w) => `/api/v1/parts/${w.part.id}/wear`),
	'GET /api/v1/parts': get('/api/v1/parts', { text: 'x', category: 'y', bin: 1, low: 1, retired: 0, after: 'A', limit: 10 }),
	'POST /api/v1/parts': async (w) => ({ at: '/api/v1/parts', json: part(w), key: true, ok: 201 }),
	'GET /api/v1/parts/low': get('/api/v1/parts/low', { limit: 10 }),
	'GET /api/v1/parts/{id}': get((w) => `/api/v1/parts/${w.part.id}`),
	'PATCH /api/v1/parts/{id}': async (w) => {
		const p = await w.admin.must(201, 'POST', '/api/v1/parts', { json: part(w) });
		return { at: `/api/v1/parts/${p.id}`, json: part(w), version: p.version, ok: 200 };
	},
	'GET /api/v1/parts/{id}/movements': get((w) => `/api/v1/parts/${w.part.id}/movements`, { bin: 1, kind: 'receive', before: 99999, limit: 10, ...window }),
	'GET /api/v1/parts/{id}/machines': get((w) => `/api/v1/parts/${w.part.id}/machines`, { limit: 10, ...window }),
	'POST /api/v1/parts/{id}/receive': async (w) => ({
		at: `/api/v1/parts/${w.part.id}/receive`, json: { bin_id: w.bin.id, qty: 1.5, price_cents: 100, supplier_id: w.supplier.id, slip: 'D-1', reason: 'order 1' }, key: true, ok: 201,
	}),
	'POST /api/v1/parts/{id}/adjust': async (w) => ({ at: `/api/v1/parts/${w.part.id}/adjust`, json: { bin_id: w.bin.id, qty: -0.5, reason: 'counted' }, key: true, ok: 201 }),
	'POST /api/v1/parts/{id}/transfer': async (w) => {
		const b = await bin(w);
		return { at: `/api/v1/parts/${w.part.id}/transfer`, json: { bin_id: w.bin.id, to_bin_id: b.id, qty: 1.5, reason: 'tidied' }, key: true, ok: 201 };
	},
	'GET /api/v1/parts/{id}/supply': get((w) => `/api/v1/parts/${w.part.id}/supply`),
	'PUT /api/v1/parts/{id}/suppliers/{supplier_id}': async (w) => ({
		at: `/api/v1/parts/${w.part.id}/suppliers/${w.supplier.id}`, json: { number: 'S-17', lead_days: 12, min_qty: 10, pack_qty: 5, preferred: true }, ok: 200,
	}),
	'DELETE /api/v1/parts/{id}/suppliers/{supplier_id}': async (w) => {
		const s = await supplier(w), at = `/api/v1/parts/${w.part.id}/suppliers/${s.id}`;
		await w.admin.must(200, 'PUT', at, { json: {} });
		return { at, ok: 200 };
	},
	'POST /api/v1/parts/{id}/prices': async (w) => ({
		at: `/api/v1/parts/${w.part.id}/prices`, json: { supplier_id: w.supplier.id, day: '2026-01-31', price_cents: 250, note: 'offer 7' }, key: true, ok: 201,
	}),
	'PUT /api/v1/parts/{id}/substitutes/{substitute_id}': async (w) => ({ at: `/api/v1/parts/${w.twin.id}/substitutes/${w.part.id}`, json: { note: 'softer', both: true }, ok: 200 }),
	'DELETE /api/v1/parts/{id}/substitutes/{substitute_id}': async (w) => {
		const p = await w.admin.must(201, 'POST', '/api/v1/parts', { json: { ...part(w), unit: 'pc' } }), at = `/api/v1/parts/${w.part.id}/substitutes/${p.id}`;
		await w.admin.must(200, 'PUT', at, { json: {} });
		return { at, ok: 200 };
	},
	'POST /api/v1/parts/{id}/uses': async (w) => ({ at: `/api/v1/parts/${w.part.id}/uses`, json: { asset_id: (await machine(w)).id, qty: 2, note: 'left and right', model: null }, ok: 201 }),
	'DELETE /api/v1/parts/{id}/uses/{use_id}': async (w) => {
		const { uses } = await w.admin.must(201, 'POST', `/api/v1/parts/${w.part.id}/uses`, { json: { model: `X${nth(w)}` } });
		return { at: `/api/v1/parts/${w.part.id}/uses/${uses[0].id}`, ok: 200 };
	},
	'GET /api/v1/assets/{id}/parts': get((w) => `/api/v1/assets/${w.machine.id}/parts`),
	'GET /api/v1/suppliers': get('/api/v1/suppliers', { text: 'x', retired: 0, after: 'A', limit: 10 }),
	'POST /api/v1/suppliers': async (w) => ({ at: '/api/v1/suppliers', json: seller(w), key: true, ok: 201 }),
	'GET /api/v1/suppliers/{id}': get((w) => `/api/v1/suppliers/${w.supplier.id}`),
	'PATCH /api/v1/suppliers/{id}': async (w) => {
		const s = await supplier(w);
		return { at: `/api/v1/suppliers/${s.id}`, json: seller(w), version: s.version, ok: 200 };
	},
	'GET /api/v1/reservations': get('/api/v1/reservations', { part: 1, bin: 1, wanted: 0, after: 1, limit: 10 }),
	'GET /api/v1/tickets/{id}/reservations': get((w) => `/api/v1/tickets/${w.ticket.id}/reservations`),
	'POST /api/v1/tickets/{id}/reservations': async (w) => ({
		at: `/api/v1/tickets/${(await ticket(w)).id}/reservations`, json: { parts: [{ part_id: w.part.id, bin_id: w.bin.id, qty: 1.5 }] }, key: true, ok: 201,
	}),
	'POST /api/v1/tickets/{id}/reservations/release': async (w) => {
		const at = `/api/v1/tickets/${(await ticket(w)).id}/reservations`;
		await w.admin.must(201, 'POST', at, { json: { parts: [{ part_id: w.part.id, qty: 2 }] } });
		return { at: `${at}/release`, json: { part_id: w.part.id, qty: 1 }, key: true, ok: 200 };
	},
	'GET /api/v1/counts': get('/api/v1/counts', { state: 'open', before: 99999, limit: 10 }),
	'POST /api/v1/counts': async (w) => {
		const b = await bin(w);
		await w.admin.must(201, 'POST', '/api/v1/parts', { json: { ...part(w), bin_id: b.id } });
		return { at: '/api/v1/counts', json: { name: 'Year end', store: null, bin_ids: [b.id] }, key: true, ok: 201 };
	},
	'GET /api/v1/counts/{id}': async (w) => ({ at: `/api/v1/counts/${(await counting(w)).id}`, ok: 200 }),
	'GET /api/v1/counts/{id}/lines': async (w) => ({ at: `/api/v1/counts/${(await counting(w)).id}/lines`, query: { bin: 1, different: 1, open: 0, after: 1, limit: 10 }, ok: 200 }),
	'POST /api/v1/counts/{id}/lines': async (w) => {
		const c = await counting(w);
		return { at: `/api/v1/counts/${c.id}/lines`, json: { bin_id: c.bins[0].bin_id, part_id: c.part.id, counted: 2.5, counted_at: Date.now(), reason: 'found' }, key: true, ok: 201 };
	},
	'PATCH /api/v1/counts/{id}/lines/{line_id}': async (w) => {
		const c = await counting(w), { items } = await w.admin.must(200, 'GET', `/api/v1/counts/${c.id}/lines`);
		return { at: `/api/v1/counts/${c.id}/lines/${items[0].id}`, json: { reason: 'not booked' }, ok: 200 };
	},
	'POST /api/v1/counts/{id}/close': async (w) => {
		const c = await counting(w);
		return { at: `/api/v1/counts/${c.id}/close`, json: { leave: true }, version: c.version, ok: 200 };
	},
	'POST /api/v1/counts/{id}/cancel': async (w) => {
		const c = await counting(w);
		return { at: `/api/v1/counts/${c.id}/cancel`, json: { leave: false }, version: c.version, ok: 200 };
	},
	'GET /api/v1/stores': get('/api/v1/stores'),
	'GET /api/v1/bins/{id}/contents': get((w) => `/api/v1/bins/${w.bin.id}/contents`),
	'GET /api/v1/bins': get('/api/v1/bins', { text: 'x', after: 'A', limit: 10 }),
	'POST /api/v1/bins': async (w) => ({ at: '/api/v1/bins', json: { code: `B-${nth(w)}`, name: 'Shelf', store: 'Main' }, key: true, ok: 201 }),
	'GET /api/v1/bins/{id}': get((w) => `/api/v1/bins/${w.bin.id}`),
	'PATCH /api/v1/bins/{id}': async (w) => {
		const b = await w.admin.must(201, 'POST', '/api/v1/bins', { json: { code: `B-${nth(w)}` } });
		return { at: `/api/v1/bins/${b.id}`, json: { code: `B-${nth(w)}`, name: 'Shelf', store: 'Main' }, version: b.version, ok: 200 };
	},
	'GET /api/v1/movements': get('/api/v1/movements', { part: 1, bin: 1, ticket: 1, machine: 1, kind: 'issue', before: 99999, limit: 10, ...window }),
	'GET /api/v1/tickets/{id}/parts': get((w) => `/api/v1/tickets/${w.ticket.id}/parts`),
	'POST /api/v1/tickets/{id}/parts': async (w) => ({
		at: `/api/v1/tickets/${w.ticket.id}/parts`, json: { part_id: w.part.id, bin_id: w.bin.id, qty: 1, instead_of_id: w.twin.id, override: true, reason: 'needed' }, key: true, ok: 201,
	}),
	'POST /api/v1/tickets/{id}/parts/return': async (w) => {
		await w.admin.must(201, 'POST', `/api/v1/tickets/${w.ticket.id}/parts`, { json: { part_id: w.part.id, bin_id: w.bin.id, qty: 2 } });
		return { at: `/api/v1/tickets/${w.ticket.id}/parts/return`, json: { part_id: w.part.id, bin_id: w.bin.id, qty: 1, reason: 'too many' }, key: true, ok: 201 };
	},
};

export const samples = Object.fromEntries(
	Object.entries(table).map(([name, make]) => [name, async (w) => ({ method: name.split(' ')[0], ...(await make(w)) })]),
);
