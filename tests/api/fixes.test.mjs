// fixes.test.mjs - fixes as things: they keep their id, are merged, split and renamed by people, written down beside those
// that repairs made, and know whether they held.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, eventually, sleep, startServer } from '../lib/server.mjs';

let server, admin, li, boss, plant, lathe, twin, press, spindle, twinSpindle, bearing;
const DAY = 86_400_000;

const T = (id, verb) => `/api/v1/tickets/${id}${verb ? `/${verb}` : ''}`;
const F = (id, verb) => `/api/v1/fixes/${id}${verb ? `/${verb}` : ''}`;
const ask = (id) => li.must(200, 'GET', T(id, 'suggestions'));
const askText = (text, more = {}) => li.must(200, 'GET', '/api/v1/suggestions', { query: { text, ...more } });
const fixOf = (id) => li.must(200, 'GET', F(id));
const report = async (machine, symptom) => (await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom } })).ticket;
const step = async (id, verb, json = {}, by = admin) => {
	const { ticket } = await li.must(200, 'GET', T(id));
	return (await by.must(200, 'POST', T(id, verb), { json, version: ticket.version })).ticket;
};
async function repair(machine, symptom, fix, minutes) {
	const t = await report(machine, symptom);
	await step(t.id, 'start');
	if (minutes) await li.must(201, 'POST', T(t.id, 'labour'), { json: { minutes } });
	await step(t.id, 'restore', fix);
	return t.id;
}
// The fix that a repair is a case of, once it is known.
const fixIdOf = async (ticket) => (await eventually(() => li.must(200, 'GET', T(ticket)), (v) => v.fix_id !== null, `fix of ${ticket}`)).fix_id;
const component = (machine, name) => admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'component', parent_id: machine.id, name } });
const written = (more = {}) => li.must(201, 'POST', '/api/v1/fixes', { json: { zh: '清洗油水分离器', symptom: '气缸动作慢，排气口带水', steps: '关气源\n拆下滤杯清洗', ...more } });

before(async () => {
	server = await startServer();
	admin = await server.admin();
	plant = await makePlant(server, [{ code: 'CK-1', name: '车床', model: 'LC-36' }, { code: 'CK-2', name: '车床', model: 'LC-36' }, { code: 'PR-1', name: '冲床', model: 'HY' }]);
	[lathe, twin, press] = plant.machines;
	li = await addPerson(server, 'li', '李师傅');
	boss = await addPerson(server, 'boss', '何主管', 'manager');
	[spindle, twinSpindle] = [await component(lathe, '主轴'), await component(twin, '主轴')];
	const bin = await admin.must(201, 'POST', '/api/v1/bins', { json: { code: 'B-1' } });
	bearing = await admin.must(201, 'POST', '/api/v1/parts', { json: { code: '7010C', name: '主轴轴承', unit: '个', bin_id: bin.id, price_cents: 5000 } });
	await admin.must(201, 'POST', `/api/v1/parts/${bearing.id}/receive`, { json: { qty: 20 } });
});
after(() => server.stop());

test('the same action on components of the same name is one fix, on any machine; another action is another', async () => {
	const a = await repair(lathe, '主轴异响', { action_code: 'REP', action: '更换主轴轴承', component_id: spindle.id }, 100);
	const b = await repair(twin, '主轴响声大', { action_code: 'REP', action: '换轴承', component_id: twinSpindle.id }, 140);
	const c = await repair(lathe, '主轴皮带响', { action_code: 'ADJ', action: '调皮带', component_id: spindle.id });
	const fix = await fixIdOf(a);
	assert.equal(await fixIdOf(b), fix);
	assert.notEqual(await fixIdOf(c), fix);
	const page = await eventually(() => fixOf(fix), (f) => f.cases === 2, 'both are counted');
	assert.deepEqual([page.kind, page.label, page.action_code, page.component, page.minutes_50], ['mined', '更换 · 主轴', 'REP', '主轴', 100]);
	assert.deepEqual(page.machines.map((m) => m.code).sort(), ['CK-1', 'CK-2']);
	const english = await li.must(200, 'GET', F(fix), { headers: { 'Accept-Language': 'en' } });
	assert.equal(english.label, 'replace · 主轴');
});

test('a fix keeps its id when tickets are corrected, the component renamed and the server restarted', async () => {
	const own = await component(press, '离合器');
	const one = await repair(press, '离合器打滑', { action_code: 'REP', action: '换摩擦片', component_id: own.id });
	const fix = await fixIdOf(one);
	const { ticket } = await li.must(200, 'GET', T(one));
	await li.must(200, 'PATCH', T(one), { json: { symptom: '离合器打滑，有焦味', action: '更换摩擦片两片' }, version: ticket.version });
	const asset = await admin.must(200, 'GET', `/api/v1/assets/${own.id}`);
	await admin.must(200, 'PATCH', `/api/v1/assets/${own.id}`, { json: { name: '湿式离合器' }, version: asset.version });
	await server.restart();
	const two = await repair(press, '离合器又打滑', { action_code: 'REP', action: '换摩擦片', component_id: own.id });
	assert.equal(await fixIdOf(two), fix, 'the very component is remembered');
	assert.equal((await li.must(200, 'GET', T(one))).fix_id, fix);
	const s = await eventually(() => askText('离合器打滑'), (x) => x.fixes[0]?.cases === 2, 'suggested as one');
	assert.equal(s.fixes[0].fix_id, fix);
	// what was done turns out to have been something else: the ticket is a case of another fix, the fix stays
	const now = (await li.must(200, 'GET', T(one))).ticket;
	await li.must(200, 'PATCH', T(one), { json: { action_code: 'CLE' }, version: now.version });
	await eventually(() => li.must(200, 'GET', T(one)), (v) => v.fix_id !== fix, 'corrected');
	assert.equal((await eventually(() => fixOf(fix), (f) => f.cases === 1, 'counted')).id, fix);
});

test('old free text finds its fix by class and part; what tells none has none', async () => {
	const a = await repair(press, 'E-stop broken', { action: 'replaced the emergency stop button' });
	const b = await repair(twin, 'E-stop does not latch', { action: 'replaced the emergency stop button' });
	assert.equal(await fixIdOf(a), await fixIdOf(b));
	const t = await report(press, '不知道怎么好了');
	await step(t.id, 'start');
	await step(t.id, 'restore', { action: '？' });
	await sleep(300);
	assert.equal((await li.must(200, 'GET', T(t.id))).fix_id, null);
});

test('two fixes are merged by a person: the old id leads to the other, and it can be taken back', async () => {
	const a = await fixIdOf(await repair(press, '送料不准', { action: '清洗送料辊' }));
	const b = await fixIdOf(await repair(press, '送料跑偏', { action: '把送料辊擦干净了' }));
	assert.notEqual(a, b);
	const from = await fixOf(b);
	assertRefused(await li.post(F(b, 'merge'), { into: a }, { version: from.version }), 403);
	assertRefused(await boss.post(F(b, 'merge'), { into: b }, { version: from.version }), 400, { fields: ['into'] });
	assertRefused(await boss.post(F(b, 'merge'), { into: 999999 }, { version: from.version }), 400, { fields: ['into'] });
	assertRefused(await boss.post(F(b, 'merge'), { into: a }, { version: from.version + 5 }), 412);
	const merged = await boss.must(200, 'POST', F(b, 'merge'), { json: { into: a }, version: from.version });
	assert.deepEqual([merged.root_id, merged.merged_into, merged.root_label], [a, a, (await fixOf(a)).label]);
	assertRefused(await boss.post(F(b, 'merge'), { into: a }, { version: merged.version }), 409);
	assertRefused(await li.patch(F(b), { zh: '别的' }, { version: merged.version }), 409);
	const whole = await fixOf(a);
	assert.deepEqual([whole.cases, whole.members.map((m) => m.id)], [2, [b]]);
	assert.ok(!(await li.must(200, 'GET', '/api/v1/fixes')).items.some((f) => f.id === b), 'it is listed no more');
	const s = await eventually(() => askText('送料跑偏'), (x) => x.fixes[0]?.fix_id === a, 'suggested as the other');
	assert.equal(s.fixes[0].cases, 2);
	// a new repair in the words of the merged one is a case of what it leads to
	const again = await repair(press, '送料跑偏', { action: '把送料辊擦干净了' });
	assert.equal(await fixIdOf(again), a);
	const back = await boss.must(200, 'POST', F(b, 'unmerge'), { version: merged.version });
	assert.deepEqual([back.root_id, back.cases], [null, 2]);
	assert.equal((await fixOf(a)).cases, 1);
	await eventually(() => askText('送料跑偏'), (x) => x.fixes.some((f) => f.fix_id === b && f.cases === 2), 'and apart again');
	assertRefused(await boss.request('POST', F(b, 'unmerge'), { version: back.version }), 409);
	const told = (await li.must(200, 'GET', F(b, 'history'))).items.map((e) => [e.kind, e.actor]);
	assert.deepEqual(told, [['unmerged', '何主管'], ['merged', '何主管']]);
});

test('merges in a row lead to the last, and each can be taken back alone', async () => {
	const [a, b, c] = await Promise.all(['拧紧皮带轮顶丝', '紧固皮带轮', '皮带轮打紧'].map(async (zh) => (await written({ zh })).id));
	const merge = async (x, into) => boss.must(200, 'POST', F(x, 'merge'), { json: { into }, version: (await fixOf(x)).version });
	await merge(a, b);
	await merge(b, c);
	assert.deepEqual([(await fixOf(a)).root_id, (await fixOf(a)).merged_into, (await fixOf(b)).root_id], [c, b, c]);
	assertRefused(await boss.post(F(c, 'merge'), { into: a }, { version: (await fixOf(c)).version }), 400, { fields: ['into'] });
	await boss.must(200, 'POST', F(b, 'unmerge'), { version: (await fixOf(b)).version });
	assert.deepEqual([(await fixOf(a)).root_id, (await fixOf(b)).root_id, (await fixOf(c)).members.length], [b, null, 0]);
});

test('chosen cases become another fix, which gathers what is named at closing', async () => {
	const fix = await fixIdOf(await repair(lathe, '主轴异响', { action_code: 'REP', action: '更换主轴轴承', component_id: spindle.id }));
	const odd = await repair(lathe, '主轴皮带断', { action_code: 'REP', action: '更换主轴皮带', component_id: spindle.id });
	assert.equal(await fixIdOf(odd), fix);
	const all = await eventually(() => fixOf(fix), (f) => f.cases === 4, 'counted');
	const split = (json, by = boss) => by.post(F(fix, 'split'), json, { version: all.version });
	assertRefused(await split({ tickets: [odd], zh: '换皮带' }, li), 403);
	assertRefused(await split({ tickets: [odd] }), 400, { fields: ['zh'] });
	assertRefused(await split({ tickets: [999999], zh: 'x' }), 400, { fields: ['tickets'] });
	const belt = await boss.must(201, 'POST', F(fix, 'split'), { json: { tickets: [odd], zh: '更换主轴皮带', en: 'new spindle belt' }, version: all.version });
	assert.deepEqual([belt.split_from, belt.label, belt.cases], [fix, '更换主轴皮带', 1]);
	assert.equal((await fixOf(fix)).cases, 3);
	assertRefused(await split({ tickets: [odd], zh: 'x' }), 412);
	const s = await eventually(() => askText('主轴皮带断'), (x) => x.fixes[0]?.fix_id === belt.id, 'suggested apart');
	assert.equal(s.fixes[0].cases, 1);
	// sorted by a person, it stays there when the ticket is corrected; the next is a case when closing names it
	const { ticket } = await li.must(200, 'GET', T(odd));
	await li.must(200, 'PATCH', T(odd), { json: { cause: '老化' }, version: ticket.version });
	const next = await repair(lathe, '主轴皮带断了', { action_code: 'REP', action: '换皮带', component_id: spindle.id, fix_id: belt.id });
	await sleep(300);
	assert.deepEqual([(await li.must(200, 'GET', T(odd))).fix_id, (await li.must(200, 'GET', T(next))).fix_id], [belt.id, belt.id]);
	const named = (await li.must(200, 'GET', T(next, 'history'))).items.find((e) => e.kind === 'fix_named');
	assert.deepEqual(named.body, { fix: belt.id, name: '更换主轴皮带' });
	// taken back by reopening: what the next closing does not name is worked out again
	await step(next, 'reopen', { reason: '又断' }, li);
	await step(next, 'restore', { action: '更换主轴轴承' });
	assert.equal(await fixIdOf(next), fix);
});

test('a fix is named by people, in both languages, with its history', async () => {
	const fix = await fixIdOf(await repair(press, '油压低', { action: '添加液压油到上刻度' }));
	const before = await fixOf(fix);
	const named = await li.must(200, 'PATCH', F(fix), { json: { zh: '补液压油', en: 'top up hydraulic oil' }, version: before.version });
	assert.deepEqual([named.label, named.id], ['补液压油', fix]);
	assertRefused(await li.patch(F(fix), { zh: 'x' }, { version: before.version }), 412);
	await eventually(() => askText('油压低'), (s) => s.fixes[0]?.label === '补液压油', 'suggested by that name');
	const [event] = (await li.must(200, 'GET', F(fix, 'history'))).items;
	assert.deepEqual([event.kind, event.body.zh, event.actor], ['changed', [null, '补液压油'], '李师傅']);
	const found = await li.must(200, 'GET', '/api/v1/fixes', { query: { text: 'hydraulic' } });
	assert.deepEqual(found.items.map((f) => f.id), [fix]);
});

test('what somebody wrote down is suggested as such, and gathers cases when closing names it', async () => {
	assertRefused(await li.post('/api/v1/fixes', { zh: 'x' }), 400, { fields: ['symptom', 'steps'] });
	assertRefused(await (await addPerson(server, 'ku', '库管', 'storekeeper')).post('/api/v1/fixes', { symptom: 'x', steps: 'y' }), 403);
	assertRefused(await li.post('/api/v1/fixes', { symptom: 'x', steps: 'y', parts: [{ part_id: 999999, qty: 1 }] }), 400, { fields: ['parts'] });
	const f = await written({ en: 'clean the water trap', check_first: '看滤杯里有没有水', cause: '压缩空气带水', minutes: 20, parts: [{ part_id: bearing.id, qty: 1 }] });
	assert.deepEqual([f.kind, f.label, f.cases, f.parts.map((p) => [p.code, p.qty])], ['written', '清洗油水分离器', 0, [['7010C', 1]]]);
	const t = await report(press, '气缸动作慢，排气口带水');
	const s = await eventually(() => ask(t.id), (x) => x.fixes.some((y) => y.fix_id === f.id), 'it is suggested');
	const card = s.fixes.find((x) => x.fix_id === f.id);
	assert.deepEqual([card.written, card.cases, card.steps, card.check_first, card.minutes_50, card.last_at], [true, 0, '关气源\n拆下滤杯清洗', '看滤杯里有没有水', 20, null]);
	assert.deepEqual(card.parts.map((p) => [p.code, p.of, p.stock_qty]), [['7010C', 0, 20]]);
	assert.match(card.why, /经验/);
	assert.deepEqual(card.evidence, []);
	await step(t.id, 'start');
	await step(t.id, 'restore', { action: '清洗滤杯', fix_id: f.id });
	const page = await eventually(() => fixOf(f.id), (x) => x.cases === 1, 'a case');
	assert.deepEqual((await li.must(200, 'GET', F(f.id, 'cases'))).items.map((c) => c.ticket_id), [t.id]);
	const after = await eventually(() => askText('气缸动作慢 带水'), (x) => x.fixes[0]?.cases === 1, 'with its case');
	assert.deepEqual([after.fixes[0].fix_id, after.fixes[0].written, after.fixes[0].evidence.map((c) => c.ticket_id)], [f.id, true, [t.id]]);
	// put away: no longer suggested for what is written, but its repair stays
	await li.must(200, 'PATCH', F(f.id), { json: { retired: true }, version: page.version });
	await eventually(() => askText('气缸动作慢 带水'), (x) => x.fixes.find((y) => y.fix_id === f.id)?.written === false, 'put away');
});

test('what was written down for another model or place is not suggested here', async () => {
	const here = await written({ symptom: '导轨爬行，慢速抖动', model: 'LC-36', place_id: plant.line.id }), other = await written({ symptom: '导轨爬行，慢速抖动', model: 'HY-9' });
	const far = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'line', parent_id: plant.area.id, name: '别的线' } });
	const elsewhere = await written({ symptom: '导轨爬行，慢速抖动', place_id: far.id });
	const t = await report(lathe, '导轨爬行，慢速抖动');
	const s = await eventually(() => ask(t.id), (x) => x.fixes.some((f) => f.fix_id === here.id), 'suggested where it is for');
	assert.ok(!s.fixes.some((f) => [other.id, elsewhere.id].includes(f.fix_id)));
});

test('a repair that misled counts for less: what a technician marked as not applicable', async () => {
	const text = '排屑器电机过载跳闸';
	const one = await repair(lathe, text, { action: '清掉链板下的铁屑' });
	await eventually(() => askText(text), (s) => s.fixes[0]?.evidence.some((c) => c.ticket_id === one), 'known');
	const scoreOf = async () => (await askText(text)).fixes[0].evidence.find((c) => c.ticket_id === one).score;
	const before = await scoreOf();
	const t = await report(press, text);
	const [fix] = (await ask(t.id)).fixes;
	const say = (mark) => li.must(200, 'POST', T(t.id, 'suggestions/feedback'), { json: { fix: fix.group, label: fix.label, mark } });
	await say('did_not_apply');
	await eventually(scoreOf, (x) => x < before * 0.9, 'it counts for less');
	await say(null);
	await eventually(scoreOf, (x) => Math.abs(x - before) < before * 0.02, 'taken back');
});

test('a fix that is no fix cannot be named at closing', async () => {
	const t = await report(press, '不存在的修法');
	await step(t.id, 'start');
	const { ticket } = await li.must(200, 'GET', T(t.id));
	assertRefused(await li.post(T(t.id, 'restore'), { action: 'x', fix_id: 999999 }, { version: ticket.version }), 400, { fields: ['fix_id'] });
	assert.equal((await li.must(200, 'GET', T(t.id))).ticket.state, 'in_progress');
});

test("an expert's tree: its branches are fixes in order, which keep their ids as it is changed", async () => {
	const branches = [
		{ zh: '补油', check_first: '油位够不够', cause: '缺油', steps: '加46号油到上刻度' },
		{ zh: '换吸油滤芯', check_first: '吸油口有没有啸叫', cause: '滤芯堵塞', steps: '停机\n换滤芯' },
	];
	assertRefused(await li.post('/api/v1/fix-trees', { symptom: '油泵压力上不来', branches: [] }), 400, { fields: ['branches'] });
	const tree = await li.must(201, 'POST', '/api/v1/fix-trees', { json: { symptom: '油泵压力上不来', symptom_en: 'pump builds no pressure', branches } });
	assert.deepEqual(tree.branches.map((b) => [b.label, b.cases]), [['补油', 0], ['换吸油滤芯', 0]]);
	const [oil, filter] = tree.branches.map((b) => b.fix_id);
	for (const text of ['油泵压力上不来', 'pump builds no pressure']) {
		const s = await eventually(() => askText(text), (x) => x.fixes.length > 1, 'suggested');
		assert.deepEqual(new Set(s.fixes.slice(0, 2).map((f) => f.fix_id)), new Set([oil, filter]), text);
		assert.ok(s.fixes.slice(0, 2).every((f) => f.tree_id === tree.id && f.written));
	}
	const t = await report(press, '油泵压力上不来');
	await step(t.id, 'start');
	await step(t.id, 'restore', { action: '换滤芯', fix_id: filter });
	// the filter first from now on; the oil goes, air comes
	const json = { symptom: tree.symptom, symptom_en: tree.symptom_en, branches: [{ ...branches[1], fix_id: filter }, { zh: '排空气', steps: '松开排气螺钉' }] };
	const now = await li.must(200, 'PUT', `/api/v1/fix-trees/${tree.id}`, { json, version: tree.version });
	assert.deepEqual(now.branches.map((b) => [b.label, b.cases]), [['换吸油滤芯', 1], ['排空气', 0]]);
	assert.equal(now.branches[0].fix_id, filter);
	assert.equal((await fixOf(oil)).retired, true);
	const put = (json, version) => li.request('PUT', `/api/v1/fix-trees/${tree.id}`, { json, version });
	assertRefused(await put(json, tree.version), 412);
	assertRefused(await put({ ...json, branches: [{ fix_id: 1, steps: 'x' }] }, now.version), 400, { fields: ['branches'] });
	assert.deepEqual((await li.must(200, 'GET', '/api/v1/fix-trees')).items.map((x) => x.symptom), ['油泵压力上不来']);
});

test('a fix knows what share of its repairs held, also when the plant says how long they must last', async () => {
	const seal = await component(press, '油封');
	const past = async (days) => {
		const id = await repair(press, '油封漏油', { action_code: 'REP', action: '换油封', component_id: seal.id });
		const { ticket } = await li.must(200, 'GET', T(id)), at = Date.now() - days * DAY;
		await admin.must(200, 'PATCH', T(id), { json: { occurred_at: at, reported_at: at, restored_at: at + 3_600_000, reason: '补录' }, version: ticket.version });
		return id;
	};
	const first = await past(200);
	for (const days of [180, 100, 2]) await past(days);
	const fix = await fixIdOf(first);
	const page = await eventually(() => fixOf(fix), (f) => `${f.held},${f.came_back},${f.pending}` === '2,1,1', 'two held, one came back, one is too young');
	assert.ok(Math.abs(page.held_share - (2 + 2 * page.base) / 5) < 1e-9, 'leaning on two imagined repairs of its component');
	assert.ok(page.base > 0.4 && page.base < 0.9, `base ${page.base}`);
	assert.equal(page.days, 30);
	assert.deepEqual((await li.must(200, 'GET', F(fix, 'cases'))).items.map((c) => c.held), [null, true, true, false]);
	assert.equal(page.months.reduce((n, m) => n + m.held + m.came_back + m.pending, 0), 4);
	const s = await eventually(() => askText('油封漏油'), (x) => x.fixes[0]?.held === 2, 'suggested with it');
	assert.deepEqual([s.fixes[0].held, s.fixes[0].came_back, s.fixes[0].held_share], [2, 1, page.held_share]);
	// and the report of the plant says so too
	const said = await li.must(200, 'GET', '/api/v1/figures/outcomes', { query: { from: Date.now() - 300 * DAY, under: press.id } });
	const own = said.components.find((c) => c.component === '油封');
	assert.deepEqual([own.held, own.came_back, own.pending, said.days], [2, 1, 1, 30]);
	assert.ok(Math.abs(said.held_share - said.held / said.old) < 1e-9);
	const settings = await admin.must(200, 'GET', '/api/v1/settings');
	await admin.must(200, 'PATCH', '/api/v1/settings', { json: { hold_days: 90 }, version: settings.version });
	await eventually(() => fixOf(fix), (f) => `${f.days}: ${f.held},${f.came_back},${f.pending}` === '90: 1,2,1', 'by 90 days');
	await admin.must(200, 'PATCH', '/api/v1/settings', { json: { hold_days: null } });
	await eventually(() => fixOf(fix), (f) => f.days === 30 && f.held === 2, 'and back');
});

test('the list: most cases first, by page, by what it says, by machine', async () => {
	const { items } = await li.must(200, 'GET', '/api/v1/fixes', { query: { limit: 500 } });
	assert.ok(items.every((f, i) => !i || f.cases <= items[i - 1].cases));
	assert.ok(items.every((f) => f.cases > 0 || f.kind === 'written'));
	const pages = [];
	for (let after; ;) {
		const page = await li.must(200, 'GET', '/api/v1/fixes', { query: { limit: 3, ...(after && { after }) } });
		pages.push(...page.items.map((f) => f.id));
		if (!(after = page.next)) break;
	}
	assert.deepEqual(pages, items.map((f) => f.id));
	const here = await li.must(200, 'GET', '/api/v1/fixes', { query: { machine: twin.id } });
	assert.ok(here.items.length > 0 && here.items.length < items.length);
	assert.ok((await li.must(200, 'GET', '/api/v1/fixes', { query: { kind: 'written' } })).items.every((f) => f.kind === 'written'));
	assertRefused(await server.client().get('/api/v1/fixes'), 401);
	assertRefused(await li.get(F(999999)), 404);
});

test('why a fix is suggested is said in facts, in the language of the reader', async () => {
	const t = await report(lathe, '主轴异响');
	const zh = (await ask(t.id)).fixes[0], en = (await li.must(200, 'GET', T(t.id, 'suggestions'), { headers: { 'Accept-Language': 'en' } })).fixes[0];
	assert.match(zh.why, /[一-龥]/);
	assert.match(en.why, /^[^一-龥]*(“[^”]*”)?[^一-龥]*$/);
});
