// lexicon.test.mjs - the plant's own words: added, changed, brought in and taken out as a file, proposed from its tickets;
// and what they do to the suggestions, at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, makePlant } from '../lib/plant.mjs';
import { assertRefused, eventually, startServer } from '../lib/server.mjs';

let server, admin, li, boss, lathe;
const L = '/api/v1/lexicon';
const add = (json, by = boss) => by.post(L, json);
const all = (query) => boss.must(200, 'GET', L, { query }).then((a) => a.items);
const put = (e, json) => boss.must(200, 'PATCH', `${L}/${e.id}`, { json, version: e.version });
const askText = (text) => li.must(200, 'GET', '/api/v1/suggestions', { query: { text } });

async function repair(symptom, action) {
	const t = (await li.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: lathe.id, symptom } })).ticket;
	const started = (await li.must(200, 'POST', `/api/v1/tickets/${t.id}/start`, { json: {}, version: t.version })).ticket;
	await li.must(200, 'POST', `/api/v1/tickets/${t.id}/restore`, { json: { action }, version: started.version });
	return t.id;
}

before(async () => {
	server = await startServer();
	admin = await server.admin();
	const plant = await makePlant(server, [{ code: 'CK-1', name: '车床', model: 'LC-36' }]);
	[lathe] = plant.machines;
	li = await addPerson(server, 'li', '李师傅');
	boss = await addPerson(server, 'boss', '何主管', 'manager');
});
after(() => server.stop());

test('a report in one language finds a repair in the other, and shortened words are read', async () => {
	const id = await repair('主轴轴承异响', '更换轴承');
	for (const text of ['spindle brg noisy', 'noise from spindle bearings']) {
		const s = await eventually(() => askText(text), (x) => x.fixes.length > 0, text);
		assert.ok(s.fixes[0].evidence.some((c) => c.ticket_id === id), text);
	}
});

test('what is shipped can be looked up by any term, page by page', async () => {
	const { items } = await li.must(200, 'GET', `${L}/concepts`, { query: { text: '马达' } });
	assert.ok(items.some((c) => c.id === 'motor' && c.class === 'part' && /electric motor/.test(c.en) && c.own === 0));
	const one = await li.must(200, 'GET', `${L}/concepts`, { query: { limit: 2, class: 'action' } });
	assert.equal(one.items.length, 2);
	const two = await li.must(200, 'GET', `${L}/concepts`, { query: { limit: 2, class: 'action', after: one.next } });
	assert.ok(two.items.every((c) => c.class.startsWith('action:') && !one.items.some((x) => x.id === c.id)));
});

test('only managers change words; what is no word, or taken, is refused with its field', async () => {
	assertRefused(await add({ kind: 'short', term: 'zjb', means: 'main pump' }, li), 403);
	for (const [json, fields] of [
		[{ kind: 'short', term: '123', means: 'x' }, ['term']],
		[{ kind: 'short', term: 'b c d e f g h i j', means: 'x' }, ['term']],
		[{ kind: 'short', term: 'zjb', means: '!!' }, ['means']],
		[{ kind: 'term', term: '铁蛋', means: '没人知道的词' }, ['means']],
		[{ kind: 'term', term: '铁蛋', means: '没人知道的词', class: 'oddity' }, ['class']],
		[{ kind: 'term', term: '马达', means: '电机' }, ['term']], // known already
		[{ kind: 'other', term: 'x', means: 'y' }, ['kind']],
	])
		assertRefused(await add(json), 400, { fields });
	const e = await boss.must(201, 'POST', L, { json: { kind: 'short', term: 'ZJB', means: 'main pump' } });
	assert.deepEqual([e.kind, e.term, e.means, e.means_name, e.state, e.account_name], ['short', 'ZJB', 'main pump', null, 'used', '何主管']);
	assertRefused(await add({ kind: 'short', term: 'zjb', means: 'something else' }), 400, { fields: ['term'] });
	await put(e, { state: 'removed' });
});

test('a word of the plant works at once, and stops working when it is removed', async () => {
	const id = await repair('液压站压力低', '更换溢流阀');
	await eventually(() => askText('溢流阀'), (s) => s.records.some?.((c) => c.ticket_id === id) ?? s.fixes.length > 0, 'it is known');
	const before = await askText('黑疙瘩');
	assert.equal(before.fixes.length, 0);
	const e = await boss.must(201, 'POST', L, { json: { kind: 'term', term: '黑疙瘩', means: 'hydraulic station' } });
	assert.equal(e.means, 'hydraulic.station');
	assert.match(e.means_name, /液压站.*hydraulic/, 'as people call it');
	const with_ = await eventually(() => askText('黑疙瘩'), (s) => s.fixes.length > 0, 'the word works');
	assert.ok(with_.fixes[0].evidence.some((c) => c.ticket_id === id));
	await put(e, { state: 'removed' });
	await eventually(() => askText('黑疙瘩'), (s) => s.fixes.length === 0, 'it works no longer');
	const again = await boss.must(201, 'POST', L, { json: { kind: 'term', term: '黑疙瘩', means: 'hydraulic station' } });
	assert.equal(again.id, e.id); // out of what was removed
	await put(again, { state: 'removed' });
});

test('what nothing is called by becomes a concept of the plant, with both words', async () => {
	const e = await boss.must(201, 'POST', L, { json: { kind: 'term', term: '红筐', means: 'red tray', class: 'part' } });
	assert.match(e.means, /^own-/);
	const { items } = await eventually(() => boss.must(200, 'GET', `${L}/concepts`, { query: { text: 'red tray' } }), (a) => a.items.length > 0, 'it is there');
	assert.deepEqual([items[0].zh, items[0].en, items[0].own], ['红筐', 'red tray', 2]);
});

test('a change of what somebody else has changed meanwhile is refused', async () => {
	const e = await boss.must(201, 'POST', L, { json: { kind: 'short', term: 'qqz', means: 'quench' } });
	await put(e, { means: 'quench tank' });
	assertRefused(await boss.patch(`${L}/${e.id}`, { means: 'else' }, { version: e.version }), 412);
	assertRefused(await boss.patch(`${L}/${e.id}`, { state: 'proposed' }, { version: e.version + 1 }), 400, { fields: ['state'] });
	assertRefused(await boss.patch(`${L}/99999`, { state: 'used' }, { version: 1 }), 404);
});

test('words go out as a file and come in again, all or none', async () => {
	const file = await boss.get(`${L}/lexicon.tsv`);
	assert.equal(file.status, 200);
	assert.match(file.text, /^qqz\tquench tank$/m);
	assert.match(file.text, /^own-\d+\tpart\t红筐\tred tray$/m);
	assert.deepEqual(await boss.must(200, 'POST', `${L}/import`, { json: { text: file.text } }), { added: 0, known: 3 });
	const text = '# ours\n大摇臂\tboom\nbearing\tpart\t铁蛋;钢珠套\t\n';
	assert.deepEqual(await boss.must(200, 'POST', `${L}/import`, { json: { text } }), { added: 3, known: 0 });
	const r = await boss.post(`${L}/import`, { text: 'zz1a\tlater\nno columns here\n' });
	assertRefused(r, 400, { fields: ['text'] });
	assert.match(r.text, /2/);
	assert.deepEqual(await all({ text: 'zz1a' }), []);
});

test('likely shorthand and synonyms are proposed with their tickets, used only when accepted, and never again when refused', async () => {
	// "gnrtr" stands where "generator" stands, and never beside it
	for (let i = 0; i < 6; i++) {
		await repair(`generator ${['will not start', 'stops', 'smokes'][i % 3]} at gate ${'abcdef'[i]}`, 'replaced generator brush');
		await repair(`gnrtr ${['will not start', 'stops', 'smokes'][i % 3]} at gate ${'abcdef'[i]}`, 'replaced generator brush');
	}
	assertRefused(await li.post(`${L}/proposals`), 403);
	const mined = await eventually(() => boss.must(200, 'POST', `${L}/proposals`), (m) => m.added > 0, 'something is proposed');
	assert.ok(mined.read >= 12);
	const proposed = await all({ state: 'proposed' });
	const p = proposed.find((e) => e.term === 'gnrtr');
	assert.deepEqual([p.kind, p.means, p.cases, p.account_id], ['short', 'generator', 6, null]);
	assert.match(p.examples, /^\d+\tgnrtr/);
	const used = await put(p, { state: 'used' });
	assert.equal(used.account_name, '何主管');
	await put(used, { state: 'refused' });
	assert.equal((await boss.must(200, 'POST', `${L}/proposals`)).added, 0);
	assert.ok(!(await all({ state: 'proposed' })).some((e) => e.term === 'gnrtr'));
	assert.ok((await all({ state: 'refused' })).some((e) => e.term === 'gnrtr'));
});
