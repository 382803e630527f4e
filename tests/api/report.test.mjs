// report.test.mjs - the pages a scan opens, asked over plain HTTP as a browser without a script asks.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertRefused, startServer } from '../lib/server.mjs';
import { addPerson, jpeg, makePlant, repair } from '../lib/plant.mjs';

const HTML = { Accept: 'text/html,application/xhtml+xml' };
let server, admin, li, press, lathe, mill, quiet;
let line;

before(async () => {
	server = await startServer({ args: ['--quiet'] });
	admin = await server.admin();
	li = await addPerson(server, 'li', '李师傅');
	const plant = await makePlant(server, [
		{ code: 'PR-3', name: '液压机', name_en: 'Press' },
		{ code: 'CNC-012', name: '数控车床', name_en: 'CNC lathe' },
		{ code: 'M/7', name: '铣床' },
		{ code: 'QUIET', name: '安静机' },
	]);
	[press, lathe, mill, quiet] = plant.machines;
	line = plant.line;
});
after(() => server?.stop());

const visitor = (lang = 'zh-CN') => server.client({ lang, headers: HTML });
const keyOf = (html) => /name="key" value="([0-9a-z]+)"/.exec(html)[1];
const ticketOf = async (link) => (await admin.must(200, 'GET', `/api/v1/tickets/${idOf(link)}`)).ticket;
const idOf = (link) => Number(/^\/t\/(\d+)-/.exec(link)[1]);

// A form as a browser without a script sends it.
function multipart(fields, files = []) {
	const boundary = '----jixiuTestBoundary7MA4YWxk';
	const parts = Object.entries(fields).map(([name, value]) =>
		Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
	for (const { name = 'photo', file = 'IMG_1.jpg', data } of files) {
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\n` +
			'Content-Type: image/jpeg\r\n\r\n'), data, Buffer.from('\r\n'));
	}
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return { body: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}` };
}
const send = (client, machine, fields, files) =>
	client.request('POST', `/q/${machine.qr}`, multipart({ symptom: '', text: '', since: '0', since_at: '', reporter: '', contact: '', ...fields }, files));
const report = async (machine, fields = {}, files) => {
	const answer = await send(visitor(), machine, { symptom: '漏油', stopped: '1', ...fields }, files);
	assert.equal(answer.status, 303, answer.text.slice(0, 500));
	return answer.location;
};

describe('the machine’s page', () => {
	test('names the machine, its number, where it stands and its state', async () => {
		const { status, text } = await visitor().get(`/q/${lathe.qr}`);
		assert.equal(status, 200);
		for (const word of ['数控车床', 'CNC-012', '示范汽配厂', '一车间', '曲轴线', '运行中']) assert.ok(text.includes(word), word);
	});
	test('speaks the language asked for, the switch is kept in a cookie', async () => {
		const client = visitor('en-US,en;q=0.9');
		assert.match((await client.get(`/q/${lathe.qr}`)).text, /CNC lathe.*What is wrong\?/s);
		const switched = await client.get(`/q/${lathe.qr}?lang=zh`);
		assert.match(switched.text, /哪里不对/);
		assert.match((await client.get(`/q/${lathe.qr}`)).text, /哪里不对/);
		assert.match((await client.get(`/q/${lathe.qr}?lang=%22%3E%3Cscript%3E`)).text, /哪里不对/);
	});
	test('opens for what people type: lower case, hyphens, a whole address, the machine’s number', async () => {
		const typed = [lathe.qr.toLowerCase(), `${lathe.qr.slice(0, 5)}-${lathe.qr.slice(5)}`, `http://192.168.1.9:8080/q/${lathe.qr}?x=1`, 'CNC-012', 'cnc-012'];
		for (const code of typed) {
			const answer = await visitor().get('/q', { query: { code } });
			assert.equal(answer.status, 303, `${code}: ${answer.text.slice(0, 200)}`);
			assert.match((await visitor().get(answer.location)).text, /数控车床/);
		}
	});
	test('a machine’s number may hold a slash', async () => {
		const answer = await visitor().get('/q', { query: { code: 'm/7' } });
		assert.equal(answer.status, 303);
		assert.match((await visitor().get(answer.location)).text, /铣床/);
	});
	test('allows nothing from outside and no frame, and is not kept by caches', async () => {
		const { headers, text } = await visitor().get(`/q/${lathe.qr}`);
		const csp = headers['content-security-policy'];
		for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) assert.ok(csp.includes(rule), csp);
		assert.doesNotMatch(csp, /unsafe|https?:|\*/);
		assert.equal(headers['x-frame-options'], 'DENY');
		assert.equal(headers['x-content-type-options'], 'nosniff');
		assert.equal(headers['cache-control'], 'no-store');
		assert.equal(headers['set-cookie'], undefined);
		assert.doesNotMatch(text, /<[^>]* (on\w+|style)=/);
		assert.doesNotMatch(text, /(src|href)="(https?:)?\/\//);
	});
	test('a new machine has general chips, an old one what was reported before, most often first', async () => {
		assert.match((await visitor().get(`/q/${quiet.qr}`)).text, /value="不能启动"/);
		for (const symptom of ['罕见', '常见', '常见', '常见', '偶尔', '偶尔', '第四种'])
			await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: mill.id, symptom } });
		const { text } = await visitor().get(`/q/${mill.qr}`);
		const chips = [...text.matchAll(/name="symptom" value="([^"]*)"/g)].map((m) => m[1]);
		assert.deepEqual(chips.slice(0, 2), ['常见', '偶尔']);
		assert.equal(chips.length, 4);
	});
	test('stays under 15 KB compressed, with all chips and several open tickets', async () => {
		for (let i = 0; i < 12; i++)
			await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: mill.id, symptom: `第 ${i} 种不太短的故障现象描述` } });
		for (const path of [`/q/${mill.qr}`, `/q/${lathe.qr}`, '/', '/q/NOSUCHCODE', await report(mill)]) {
			const { size, headers } = await visitor().get(path, { headers: { 'Accept-Encoding': 'gzip' } });
			assert.equal(headers['content-encoding'], 'gzip');
			assert.ok(size <= 15 * 1024, `${path}: ${size} bytes`);
		}
	});
	test('HEAD answers without a body', async () => {
		const answer = await visitor().request('HEAD', `/q/${lathe.qr}`);
		assert.equal(answer.status, 200);
		assert.equal(answer.size, 0);
	});
});

describe('a code that opens no machine gets a page that helps', () => {
	const helps = (answer, word) => {
		assert.match(answer.headers['content-type'], /^text\/html/);
		assert.ok(answer.text.includes(word), answer.text.slice(-3000));
		assert.match(answer.text, /<form action="\/q"/);
	};
	test('unknown or mistyped', async () => {
		for (const code of ['NOSUCHCODE', '2222222222', '0', '~', '~0', '~99999', '~-1', '~9999999999999999999999', "' OR 1=1--", '机器', 'a'.repeat(3000)]) {
			const answer = await visitor().get(`/q/${encodeURIComponent(code)}`);
			assert.equal(answer.status, 404, code);
			helps(answer, '没有这个编号');
		}
	});
	test('blank: who may binds it there, others are told whom to ask', async () => {
		const made = await admin.must(201, 'POST', '/api/v1/codes', { json: { count: 2 } });
		const [{ code }, other] = made.items;
		const page = await visitor().get(`/q/${code}`);
		helps(page, '还没有贴到机器上');
		assert.doesNotMatch(page.text, /\/bind/);
		assert.match((await li.get(`/q/${code}`, { headers: HTML })).text, /action="\/q\/[^"]+\/bind"/);
		assert.equal((await visitor().request('POST', `/q/${code}/bind`, { form: { machine: 'PR-3' } })).status, 401);
		const wrong = await li.request('POST', `/q/${code}/bind`, { form: { machine: 'NO-SUCH' }, headers: HTML });
		assert.match(wrong.text, /没有这个设备编号/);
		const bound = await li.request('POST', `/q/${code}/bind`, { form: { machine: 'pr-3' }, headers: HTML });
		assert.equal(bound.status, 303);
		assert.match((await visitor().get(bound.location)).text, /液压机/);
		const again = await li.request('POST', `/q/${code}/bind`, { form: { machine: 'QUIET' }, headers: HTML });
		assert.equal(again.status, 409);
		assert.match((await visitor().get(`/q/${other.code}`)).text, /空白码/);
	});
	test('revoked', async () => {
		const { code } = await admin.must(201, 'POST', `/api/v1/assets/${quiet.id}/code`);
		await admin.request('DELETE', `/api/v1/codes/${code}`);
		const answer = await visitor().get(`/q/${code}`);
		assert.equal(answer.status, 410);
		helps(answer, '已经作废');
	});
	test('a line is not a machine', async () => {
		const answer = await visitor().get(`/q/~${line.id}`);
		assert.equal(answer.status, 404);
		helps(answer, '曲轴线');
	});
	test('a retired machine says so and takes nothing', async () => {
		const old = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', parent_id: line.id, code: 'OLD', name: '老机' } });
		await admin.must(200, 'POST', `/api/v1/assets/${old.id}/state`, { json: { state: 'retired', reason: '报废' }, version: old.version });
		assert.match((await visitor().get('/q/OLD')).text, /已报废/);
		const answer = await visitor().request('POST', '/q/OLD', { form: { symptom: 'x', stopped: '1' } });
		assert.equal(answer.status, 409);
	});
	test('a machine’s component reports on the machine and names the component', async () => {
		const pump = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'component', parent_id: press.id, code: 'PR-3-P', name: '油泵' } });
		const { text } = await visitor().get('/q/PR-3-P');
		assert.match(text, /液压机 · 油泵/);
		const answer = await visitor().request('POST', '/q/PR-3-P', { form: { symptom: '油泵响', stopped: '0' } });
		const ticket = await ticketOf(answer.location);
		assert.deepEqual([ticket.machine_id, ticket.component_id], [press.id, pump.id]);
	});
	test('an address that is none: a page for a browser, the envelope for a program', async () => {
		assert.match((await visitor().get('/no/such')).headers['content-type'], /^text\/html/);
		assertRefused(await server.client().get('/no/such'), 404);
		assertRefused(await visitor().get('/api/v1/nothing'), 404);
	});
});

describe('the form', () => {
	test('makes a ticket and leads to its private page', async () => {
		const link = await report(press, { text: '很多', since: '30', reporter: ' 王小二 ', contact: '138' }, [{ data: jpeg }, { data: Buffer.alloc(0), file: '' }]);
		const t = await ticketOf(link);
		assert.equal(t.symptom, '漏油：很多');
		assert.equal(t.stopped, true);
		assert.equal(t.source, 'scan');
		assert.equal(t.reporter, '王小二');
		assert.equal(t.reporter_contact, '138');
		assert.ok(Math.abs(t.reported_at - t.occurred_at - 30 * 60000) < 5000);
		const page = await visitor().get(link);
		assert.equal(page.status, 200);
		assert.ok(page.text.includes(`工单 ${t.id}`));
		assert.equal([...page.text.matchAll(/<img loading/g)].length, 1);
	});
	test('sent twice is one ticket, with one photo', async () => {
		const key = keyOf((await visitor().get(`/q/${press.qr}`)).text);
		const first = await report(press, { key }, [{ data: jpeg }]);
		assert.equal(await report(press, { key }, [{ data: jpeg }]), first);
		const { text } = await visitor().get(first);
		assert.equal([...text.matchAll(/<img loading/g)].length, 1);
	});
	test('that comes back from history with other content is another report', async () => {
		const key = keyOf((await visitor().get(`/q/${press.qr}`)).text);
		assert.notEqual(await report(press, { key }), await report(press, { key, symptom: '异响' }));
	});
	test('both encodings are taken', async () => {
		const answer = await visitor().request('POST', `/q/${press.qr}`, { form: { symptom: '漏油', stopped: '0' } });
		assert.equal(answer.status, 303);
		assert.equal((await ticketOf(answer.location)).stopped, false);
	});
	test('a time that was picked counts; a time to come does not', async () => {
		const at = (ms) => new Date(Date.now() + 8 * 3600e3 + ms).toISOString().slice(0, 16);
		const t = await ticketOf(await report(press, { since: 'other', since_at: at(-90 * 60000) }));
		assert.ok(Math.abs(t.reported_at - t.occurred_at - 90 * 60000) < 70000);
		const answer = await send(visitor(), press, { symptom: 'x', stopped: '1', since: 'other', since_at: at(3600e3) });
		assert.equal(answer.status, 400);
		assert.match(answer.text, /已经过去的时间/);
	});
	test('a mistake gives the page back with what was typed and what to do', async () => {
		const answer = await send(visitor(), press, { text: '', reporter: '王"小<二>', contact: '1&2', stopped: '1', since: '60' });
		assert.equal(answer.status, 400);
		assert.match(answer.text, /data-for="symptom text">请点一个现象/);
		assert.match(answer.text, /value="王&quot;小&lt;二&gt;"/);
		assert.match(answer.text, /value="60" checked/);
		const none = await send(visitor(), press, { text: '冒烟了' });
		assert.equal(none.status, 400);
		assert.match(none.text, />冒烟了<\/textarea>/);
		assert.match(none.text, /data-for="stopped code key">请点“停了”/);
	});
	test('a photo that is none does not lose the report', async () => {
		const answer = await send(visitor(), press, { symptom: '有图', stopped: '1' }, [{ data: Buffer.from('<svg onload=alert(1)>') }]);
		assert.equal(answer.status, 303);
		assert.match((await visitor().get(answer.location)).text, /有照片没有收下/);
	});
	test('what does not fit is refused with a page, never with a failure', async () => {
		const long = 'x'.repeat(451);
		const bad = [
			multipart({ symptom: long, stopped: '1' }),
			multipart({ text: long, stopped: '1' }),
			multipart({ symptom: 'x', stopped: 'maybe' }),
			multipart({ symptom: 'x', stopped: '1', since: '-5' }),
			multipart({ symptom: 'x', stopped: '1', since: '99999999999999999999' }),
			multipart({ symptom: 'x', stopped: '1', since: '1e3' }),
			multipart({ symptom: 'x', stopped: '1', since: 'other', since_at: 'yesterday' }),
			multipart({ symptom: 'x', stopped: '1', key: 'short' }),
			multipart({ symptom: 'x', stopped: '1', key: '../../../etc/passwd' }),
			multipart({ symptom: 'x', stopped: '1', reporter: long }),
			multipart({ symptom: 'a\u0000b', stopped: '1' }),
			multipart({ symptom: 'a\u202eb', stopped: '1' }),
			multipart({ symptom: '   \r\n ', stopped: '1' }),
			multipart({ symptom: 'x', stopped: '1' }, Array.from({ length: 7 }, () => ({ data: jpeg }))),
			{ body: Buffer.from('symptom=%ff%fe&stopped=1'), type: 'application/x-www-form-urlencoded' },
			{ body: Buffer.from('symptom=%zz&stopped=1'), type: 'application/x-www-form-urlencoded' },
			{ body: Buffer.from('{"symptom":"x"}'), type: 'application/json' },
			{ body: Buffer.from('x'), type: 'multipart/form-data' },
			{ body: Buffer.from('x'), type: 'multipart/form-data; boundary=' },
			{ body: Buffer.from('--b\r\n\r\nx'), type: 'multipart/form-data; boundary=b' },
			{ body: Buffer.from('--b--'), type: 'text/plain' },
			{ body: Buffer.alloc(0), type: 'application/x-www-form-urlencoded' },
		];
		for (const [i, options] of bad.entries()) {
			const answer = await visitor().request('POST', `/q/${press.qr}`, options);
			assert.equal(answer.status, 400, `${i}: ${answer.status}`);
			assert.match(answer.headers['content-type'], /^text\/html/);
			assert.match(answer.text, /class="err"[^>]*>[^<]|role="alert">[^<]/, `${i}: says what is wrong`);
		}
	});
	test('a body over 12 MB is refused before it is read', async () => {
		const answer = await server.raw(`POST /q/${press.qr} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nContent-Type: text/plain\r\nContent-Length: 12582913\r\n\r\n`);
		assert.match(answer, /^HTTP\/1.1 413 [\s\S]*Content-Type: text\/html/);
		assert.match(Buffer.from(answer, 'latin1').toString(), /照片太大/);
	});
	test('thirty an hour on one machine from people without an account, then later; other machines and accounts go on', async () => {
		for (let i = 0; i < 30; i++) await report(quiet, { symptom: `第 ${i} 次` });
		const answer = await send(visitor(), quiet, { symptom: '第 31 次', text: '没丢', stopped: '1' });
		assert.equal(answer.status, 429);
		assert.match(answer.text, />没丢<\/textarea>/);
		await report(press);
		const signed = await li.request('POST', `/q/${quiet.qr}`, { form: { symptom: '有账号', stopped: '1' } });
		assert.equal(signed.status, 303);
	});
});

describe('JSON for the outbox', () => {
	const post = (json, key, headers = {}) =>
		server.client().request('POST', '/api/v1/reports', { json, headers: { ...(key ? { 'Idempotency-Key': key } : {}), ...headers } });
	const good = () => ({ code: press.qr, symptom: '漏油', text: null, stopped: true, since_minutes: 10, age_ms: 120000, reporter: null, contact: null });

	test('201 with id and link, 200 for the same key, one ticket', async () => {
		const first = await post(good(), 'outbox-key-1');
		assert.equal(first.status, 201, first.text);
		assert.equal(first.json.again, false);
		const second = await post({ ...good(), age_ms: 240000 }, 'outbox-key-1');
		assert.equal(second.status, 200);
		assert.deepEqual([second.json.id, second.json.link, second.json.again], [first.json.id, first.json.link, true]);
		const t = await ticketOf(first.json.link);
		assert.ok(Math.abs(t.reported_at - t.occurred_at - 12 * 60000) < 5000, 'since so long before the button was pressed');
	});
	test('32 at once with one key are one ticket', async () => {
		const answers = await Promise.all(Array.from({ length: 32 }, () => post({ ...good(), code: lathe.qr }, 'storm-key-1')));
		assert.deepEqual([...new Set(answers.map((a) => a.json.id))].length, 1);
		assert.equal(answers.filter((a) => a.status === 201).length, 1);
	});
	test('everything else is refused with the envelope', async () => {
		const cases = [
			[{ ...good(), code: undefined }, ['code']],
			[{ ...good(), code: 'NOSUCHCODE' }, ['code']],
			[{ ...good(), code: 7 }, ['code']],
			[{ ...good(), code: `~${line.id}` }, ['code']],
			[{ ...good(), symptom: null, text: null }, ['symptom']],
			[{ ...good(), symptom: ' ' }, ['symptom']],
			[{ ...good(), symptom: ['x'] }, ['symptom']],
			[{ ...good(), symptom: 'x'.repeat(451) }, ['symptom']],
			[{ ...good(), stopped: undefined }, ['stopped']],
			[{ ...good(), stopped: 'yes' }, ['stopped']],
			[{ ...good(), stopped: null }, ['stopped']],
			[{ ...good(), since_minutes: -1 }, ['since_minutes']],
			[{ ...good(), since_minutes: 1e9 }, ['since_minutes']],
			[{ ...good(), since_minutes: 1.5 }, ['since_minutes']],
			[{ ...good(), age_ms: -1 }, ['age_ms']],
			[{ ...good(), age_ms: 1e15 }, ['age_ms']],
			[{ ...good(), reporter: 'x'.repeat(81) }, ['reporter']],
			[{ ...good(), machine_id: 1 }, ['machine_id']],
		];
		for (const [json, fields] of cases) assertRefused(await post(json), 400, { fields });
		assertRefused(await post(good(), 'short'), 400);
		for (const body of ['', '[]', 'null', '{', '{"code":"a","code":"b"}', '['.repeat(1000), '\u0000'])
			assertRefused(await server.client().request('POST', '/api/v1/reports', { body, type: 'application/json' }), 400);
		assertRefused(await server.client().request('POST', '/api/v1/reports', { body: Buffer.alloc(16 * 1024 + 1, 32), type: 'application/json' }), 413);
	});
	test('null means the default', async () => {
		const answer = await post({ ...good(), since_minutes: null, age_ms: null });
		assert.equal(answer.status, 201, answer.text);
	});
});

describe('the ticket’s page', () => {
	test('only its own link opens it', async () => {
		const link = await report(press), other = await report(press);
		const wrong = [link.slice(0, -1), `${link}0`, link.replace(/.$/, (c) => (c === '0' ? '1' : '0')), `/t/${idOf(link)}-${other.split('-')[1]}`,
			`/t/${idOf(link)}`, '/t/-', '/t/1-', '/t/x', '/t/99999999999999999999-aa', `/t/${encodeURIComponent("1-'\"<>")}`];
		for (const path of wrong) {
			const answer = await visitor().get(path);
			assert.equal(answer.status, 404, path);
			assert.match(answer.text, /这个链接不对/);
			assertRefused(await server.client().get(path), 404);
			for (const verb of ['same', 'comments', 'withdraw', 'confirm', 'reopen', 'photos'])
				assert.equal((await visitor().request('POST', `${path}/${verb}`, { form: { text: 'x', reason: 'x' } })).status, 404);
		}
	});
	test('shows who has it, that it waits and for what, and that it was repaired', async () => {
		const link = await report(press);
		const id = idOf(link);
		const version = async () => (await li.must(200, 'GET', `/api/v1/tickets/${id}`)).ticket.version;
		const verb = async (name, json = {}) => li.must(200, 'POST', `/api/v1/tickets/${id}/${name}`, { json, version: await version() });
		assert.match((await visitor().get(`${link}/live`)).text, /等人接单.*接单 · .*下一步/s);
		assert.match((await visitor('en').get(link)).text, /<p>Press<.*Accepted · .*next/s);
		await verb('accept');
		assert.match((await visitor().get(`${link}/live`)).text, /已接单.*李师傅/s);
		await verb('start');
		const { items } = await li.must(200, 'GET', '/api/v1/codelists');
		const reason = items.find((c) => c.list === 'wait_reason');
		await verb('wait', { reason: reason.code });
		const waiting = (await visitor().get(`${link}/live`)).text;
		assert.match(waiting, /暂停等待/);
		assert.ok(waiting.includes(reason.zh), waiting);
		assert.ok((await visitor('en').get(`${link}/live`)).text.includes(reason.en));
		await verb('resume');
		await verb('restore', { action: '换了密封圈' });
		const restored = (await visitor().get(`${link}/live`)).text;
		assert.match(restored, /已修好.*机器好了吗.*换了密封圈/s);
	});
	test('the part that changes is the same while nothing happens', async () => {
		const link = await report(press);
		assert.equal((await visitor().get(`${link}/live`)).text, (await visitor().get(`${link}/live`)).text);
	});
	test('withdrawn by its reporter while nobody has it; twice is once', async () => {
		const link = await report(press);
		assert.match((await visitor().get(link)).text, /\/withdraw"/);
		assert.equal((await visitor().request('POST', `${link}/withdraw`, { form: {} })).status, 303);
		assert.equal((await visitor().request('POST', `${link}/withdraw`, { form: {} })).status, 303);
		const t = await ticketOf(link);
		assert.deepEqual([t.state, t.cancel_reason], ['cancelled', 'withdrawn']);
		const taken = await report(press);
		await li.must(200, 'POST', `/api/v1/tickets/${idOf(taken)}/accept`, { json: {}, version: 1 });
		assert.doesNotMatch((await visitor().get(taken)).text, /\/withdraw"/);
		assert.equal((await visitor().request('POST', `${taken}/withdraw`, { form: {} })).status, 409);
	});
	test('confirmed by its reporter, or sent back with a reason', async () => {
		const link = await report(press);
		assert.equal((await visitor().request('POST', `${link}/confirm`, { form: {} })).status, 409);
		await repair(li, idOf(link));
		assert.equal((await visitor().request('POST', `${link}/reopen`, { form: { reason: ' ' } })).status, 400);
		assert.equal((await visitor().request('POST', `${link}/reopen`, { form: { reason: '还在漏' } })).status, 303);
		assert.equal((await ticketOf(link)).state, 'in_progress');
		assert.match((await visitor().get(link)).text, /还在漏/);
		const { ticket } = await li.must(200, 'GET', `/api/v1/tickets/${idOf(link)}`);
		await li.must(200, 'POST', `/api/v1/tickets/${idOf(link)}/restore`, { json: { action: '再换' }, version: ticket.version });
		assert.equal((await visitor().request('POST', `${link}/confirm`, { form: {} })).status, 303);
		assert.equal((await visitor().request('POST', `${link}/confirm`, { form: {} })).status, 303);
		assert.equal((await ticketOf(link)).state, 'closed');
		assert.match((await visitor().get(link)).text, /感谢确认/);
	});
	test('“same problem” counts once a key, and its link may look and speak but not withdraw or confirm', async () => {
		const link = await report(lathe, { symptom: '一起看见', reporter: '赵六', contact: '13900001111' });
		const page = (await visitor().get(`/q/${lathe.qr}`)).text;
		const [, watch] = new RegExp(`action="(/t/${idOf(link)}-[0-9a-f]+)/same"`).exec(page);
		assert.notEqual(watch, link);
		const key = 'same-key-000001';
		for (let i = 0; i < 2; i++) {
			const answer = await visitor().request('POST', `${watch}/same`, { form: { key } });
			assert.equal(answer.status, 303);
			assert.equal(answer.location, watch);
		}
		assert.equal((await ticketOf(link)).same_count, 1);
		const seen = (await visitor().get(watch)).text;
		assert.match(seen, /一起看见/);
		assert.doesNotMatch(seen, /赵六|13900001111|\/withdraw"/);
		for (const verb of ['withdraw', 'confirm', 'reopen'])
			assert.equal((await visitor().request('POST', `${watch}/${verb}`, { form: { reason: 'x' } })).status, 403, verb);
		assert.equal((await visitor().request('POST', `${watch}/comments`, { form: { text: '我也看见了', key: 'comment-key-01' } })).status, 303);
		assert.match((await visitor().get(link)).text, /我也看见了/);
	});
	test('a message sent twice is one', async () => {
		const link = await report(press, { reporter: '王小二' });
		for (let i = 0; i < 2; i++)
			assert.equal((await visitor().request('POST', `${link}/comments`, { form: { text: '门口那台', key: 'comment-key-02' } })).status, 303);
		const { text } = await visitor().get(link);
		assert.equal(text.split('门口那台').length, 2);
		assert.match(text, /王小二 · <time/);
		for (const form of [{ text: '' }, { text: 'x'.repeat(1001) }, { text: 'a\u0001' }, {}])
			assert.equal((await visitor().request('POST', `${link}/comments`, { form })).status, 400);
	});
	test('our script is answered with JSON', async () => {
		const link = await report(press);
		const answer = await server.client().request('POST', `${link}/comments`, { form: { text: 'x' }, headers: { Accept: 'application/json' } });
		assert.deepEqual(answer.json, { link });
		assertRefused(await server.client().request('POST', `${link}/confirm`, { form: {}, headers: { Accept: 'application/json' } }), 409);
	});
});

describe('photos', () => {
	const put = (link, key, body) => server.client().put(`${link}/photos/${key}`, body, { type: 'image/jpeg', headers: { Accept: 'application/json' } });
	const srcs = (html) => [...html.matchAll(/src="(\/t\/[^"]+\/photos\/\d+)"/g)].map((m) => m[1]);

	test('each by itself, repeated without harm, shown with safe headers, to this link only', async () => {
		const link = await report(press);
		assert.equal((await put(link, 'photo-key-1', jpeg)).status, 200);
		assert.equal((await put(link, 'photo-key-1', jpeg)).status, 200);
		const [src, ...more] = srcs((await visitor().get(link)).text);
		assert.equal(more.length, 0);
		const answer = await visitor().get(src);
		assert.equal(answer.headers['content-type'], 'image/jpeg');
		assert.match(answer.headers['content-security-policy'], /sandbox/);
		assert.deepEqual(answer.body, jpeg);
		const other = await report(press);
		assert.equal((await visitor().get(`${other}/photos/${src.split('/').at(-1)}`)).status, 404);
		assert.equal((await visitor().get(`${link}/photos/99999`)).status, 404);
	});
	test('what is no photo is refused', async () => {
		const link = await report(press);
		for (const body of [Buffer.alloc(0), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), Buffer.from('<html>'), Buffer.from('%PDF-1.7\n'), Buffer.from('GIF89a')])
			assert.ok([400, 413].includes((await put(link, 'photo-key-2', body)).status));
		assert.equal((await put(link, 'x', jpeg)).status, 400);
		assert.equal((await put(link, '..%2f..%2fx1234567', jpeg)).status, 404);
		assert.equal(srcs((await visitor().get(link)).text).length, 0);
	});
	test('twenty are enough for people without an account', async () => {
		const link = await report(press);
		for (let i = 0; i < 20; i++) assert.equal((await put(link, `photo-key-${i}-x`, Buffer.concat([jpeg, Buffer.from([i])]))).status, 200);
		assert.equal((await put(link, 'photo-key-21', jpeg)).status, 409);
	});
	test('by form, without a script', async () => {
		const link = await report(press);
		const answer = await visitor().request('POST', `${link}/photos`, multipart({}, [{ data: jpeg }]));
		assert.equal(answer.location, link);
		const bad = await visitor().request('POST', `${link}/photos`, multipart({}, [{ data: Buffer.from('no') }]));
		assert.equal(bad.location, `${link}?photo=refused`);
	});
	test('the machine’s photo is on its page and opens without an account', async () => {
		await admin.request('PUT', `/api/v1/assets/${press.id}/documents/press-photo-1`, { body: jpeg, type: 'image/jpeg', query: { kind: 'photo' } });
		const { text } = await visitor().get(`/q/${press.qr}`);
		const src = /<img width="84"[^>]* src="([^"]+)"/.exec(text)?.[1];
		assert.ok(src, 'the page shows a photo');
		assert.deepEqual((await visitor().get(src)).body, jpeg);
	});
});

describe('words that are meant as code', () => {
	const evil = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", '</textarea><script>1</script>',
		'</script><script>1</script>', '<!--', ']]>', '&lt;b&gt;', '${7*7}', 'javascript:alert(1)', '%s%n%d'];
	test('come back as text wherever they are shown', async () => {
		const machine = await admin.must(201, 'POST', '/api/v1/assets', {
			json: { kind: 'machine', parent_id: line.id, code: '"><b>', name: `<script>n</script>${evil[1]}`, name_en: evil[2], location: evil[3] },
		});
		const person = await addPerson(server, 'evil', '<script>p</script>');
		for (const text of evil) {
			const answer = await visitor().request('POST', `/q/~${machine.id}`, { form: { symptom: text, text, reporter: text, contact: text, stopped: '1' } });
			assert.equal(answer.status, 303, answer.text.slice(0, 300));
			await visitor().request('POST', `${answer.location}/comments`, { form: { text, key: `evil-${Math.random()}` } });
			const { ticket } = await person.must(200, 'GET', `/api/v1/tickets/${idOf(answer.location)}`);
			await person.must(200, 'POST', `/api/v1/tickets/${ticket.id}/accept`, { json: {}, version: ticket.version });
			for (const lang of ['zh', 'en']) {
				for (const path of [answer.location, `${answer.location}/live`, `/q/~${machine.id}`, `/q/${encodeURIComponent(text)}`, `/q?code=${encodeURIComponent(text)}`])
					assertInert((await visitor(lang).get(path)).text, path);
				const bad = await visitor(lang).request('POST', `/q/~${machine.id}`, { form: { text, reporter: text, contact: text, since_at: text, since: text, key: text } });
				assertInert(bad.text, 'the form again');
			}
		}
	});
	// No element or attribute of the page comes from a person: what the scripts of the page hold is ours.
	function assertInert(html, where) {
		const outside = html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/, '');
		assert.equal([...html.matchAll(/<script/g)].length, html.includes('<html') ? 3 : 0, where);
		assert.doesNotMatch(outside, /<img src=x|<svg\/|"><b>|<!--/, where);
		for (const words of evil.filter((e) => e.includes('<'))) assert.ok(!outside.includes(words), `${where} holds ${words}`);
	}
});
