// work.test.mjs - many people at work and told to stop in the middle of it, under the thread sanitizer: the writer, the
// readers, the knowledge base that follows, and the end of them all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killAgainAndAgain } from '../fault/kill9.mjs';
import { addPerson, makePlant, PASSWORD } from '../lib/plant.mjs';
import { withServer } from '../lib/server.mjs';

test('told to stop in the middle of work, again and again, it ends well and keeps what it acknowledged', async (t) => {
	const sum = await killAgainAndAgain({ rounds: 6, clients: 16, gently: true, span: 3000, log: (line) => t.diagnostic(line) });
	assert.ok(sum.acknowledged >= 100, `only ${sum.acknowledged} requests were acknowledged`);
});

const VERBS = {
	accept: {}, start: {}, wait: { reason: 'parts' }, resume: {}, restore: { action: '换油封' }, close: {}, reopen: { reason: '又漏' },
};

test('many people pull at the same tickets: every step follows the one before it', async (t) => {
	const server = await withServer(t, { args: ['--quiet', '--workers', '24'] });
	const plant = await makePlant(server, [{ code: 'M-1', name: '冲床' }]);
	const admin = await server.admin();
	const people = [admin];
	for (let i = 0; i < 5; i++) people.push(await addPerson(server, `p${i}`, `王${i}`, 'manager'));
	const tickets = [];
	for (let i = 0; i < 3; i++) {
		const json = { machine_id: plant.machines[0].id, symptom: '漏油', stopped: true };
		tickets.push((await admin.must(201, 'POST', '/api/v1/tickets', { json })).ticket.id);
	}
	const done = new Map(tickets.map((id) => [id, 0]));
	let working = true;
	// Reports meanwhile: rows are kept, given to others and thrown away as every step changes something.
	const reports = ['?group=line', '/trend?step=day', '/pareto?by=machine', '/heat?step=day', '/tickets?figure=ongoing', '/cost?group=area'].map(async (what, i) => {
		const who = await server.login('p0', PASSWORD);
		let asked = 0;
		for (; working; asked++) await who.must(200, 'GET', `/api/v1/figures${what}&under=${[plant.site.id, plant.area.id, plant.line.id][(asked + i) % 3]}`);
		assert.ok(asked > 0);
	});
	await Promise.all(
		people.map(async (who, n) => {
			for (let i = 0; i < 60; i++) {
				const id = tickets[(i * 7 + n) % tickets.length];
				const { ticket, actions } = await who.must(200, 'GET', `/api/v1/tickets/${id}`);
				const possible = actions.filter((a) => a in VERBS);
				const verb = i % 5 ? possible[(i + n) % possible.length] : Object.keys(VERBS)[(i + n) % 7];
				const { status, json, text } = await who.post(`/api/v1/tickets/${id}/${verb}`, VERBS[verb], { version: ticket.version });
				assert.ok([200, 409, 412].includes(status), `${verb}: ${status} ${text}`);
				if (status === 200) {
					assert.equal(json.ticket.version >= ticket.version + 1, true);
					done.set(id, done.get(id) + 1);
				}
				if (status === 412) assert.ok(json.current.version > ticket.version, 'the current state is newer than the one it was based on');
			}
		}),
	).finally(() => (working = false));
	await Promise.all(reports);
	for (const id of tickets) {
		const { ticket } = await admin.must(200, 'GET', `/api/v1/tickets/${id}`);
		assert.equal(ticket.version, 1 + done.get(id), 'a version for each step that was acknowledged');
		const { items } = await admin.must(200, 'GET', `/api/v1/tickets/${id}/history`, { query: { limit: 500 } });
		const states = items.reverse().map((e) => e.body.state).filter(Boolean);
		assert.equal(states.length, 1 + done.get(id));
		for (let i = 1; i < states.length; i++) assert.equal(states[i][0], states[i - 1][1], 'a step begins where the one before it ended');
		assert.equal(states.at(-1)[1], ticket.state);
	}
	const { state } = await admin.must(200, 'GET', `/api/v1/assets/${plant.machines[0].id}`);
	const open = (await admin.must(200, 'GET', '/api/v1/tickets?open=1')).items.filter((x) => x.state !== 'restored');
	assert.equal(state, open.length ? 'stopped' : 'running');
});
