// channels.test.mjs - what goes outside: signed as each robot wants it, folded below their limits, tried again, never twice;
// and only to where it may. The other sides are those of lib/robots.mjs, which say no as the real ones do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate } from '../lib/certificate.mjs';
import { addPerson } from '../lib/plant.mjs';
import { startMail, startRobot } from '../lib/robots.mjs';
import { assertRefused, eventually, jixiu, sleep, startServer, tempFolder, withServer } from '../lib/server.mjs';

// A minute of sending is this long here, at both sides.
const MINUTE = 1500;
const TOLD = ['reported', 'message', 'low_stock'];
let server, admin, machine, li, crowd, certificate, elsewhere, robots = 0;

const options = (...more) => ({ args: ['--tell-hosts', '127.0.0.1', '--tell-minute-ms', String(MINUTE), ...more] });
before(async () => {
	certificate = await makeCertificate('IP:127.0.0.1');
	elsewhere = await makeCertificate('DNS:mail.example.com');
	const trusted = path.join(await tempFolder(), 'ca.pem');
	await writeFile(trusted, `${await readFile(certificate.cert)}${await readFile(elsewhere.cert)}`);
	server = await startServer(options('--tell-ca', trusted));
	admin = await server.admin();
	machine = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', code: 'M-1', name: '冲床', name_en: 'Press' } });
	li = await addPerson(server, 'li', '李师傅');
	const { token } = await admin.must(201, 'POST', '/api/v1/tokens', { json: { name: 'gateway' } });
	crowd = Array.from({ length: 5 }, () => server.client({ token }));
});
after(() => server.stop());
// One test's channels do not hear of another's reports.
beforeEach(async () => {
	for (const c of (await admin.must(200, 'GET', '/api/v1/channels')).items) await admin.must(204, 'DELETE', `/api/v1/channels/${c.id}`);
});

const open = (json, by = admin) => by.must(201, 'POST', '/api/v1/channels', { json: { name: `渠道 ${++robots}`, rules: TOLD, enabled: true, ...json } });
const report = async (symptom = '漏油', by = admin) => (await by.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: machine.id, symptom } })).ticket;
const messages = async (query = {}) => (await admin.must(200, 'GET', '/api/v1/messages', { query: { limit: 500, ...query } })).items;
const message = (id) => admin.must(200, 'GET', `/api/v1/messages/${id}`);
const ofChannel = (c, state) => messages({ channel: c.id, ...(state ? { state } : {}) });
const tryOut = async (c) => {
	const { id } = await admin.must(201, 'POST', `/api/v1/channels/${c.id}/test`);
	return eventually(() => message(id), (m) => m.state !== 'waiting', 'an end of the test');
};

/* ---- each kind ---- */

for (const [kind, secret] of [['wecom'], ['dingtalk', 'SECabcdef0123456789'], ['feishu', 'feishu-secret'], ['webhook', 'a webhook secret'.replaceAll(' ', '-')], ['webhook', `whsec_${Buffer.from('another secret').toString('base64')}`]]) {
	test(`${kind}${secret?.startsWith('whsec_') ? ', with a key in base 64' : ''}: a report arrives, signed as it wants it, and is marked as sent`, async (t) => {
		const robot = await startRobot(t, kind, { secret, minute: MINUTE });
		const c = await open({ kind, url: robot.url, ...(secret ? { secret } : {}) });
		const made = await report('漏油 <at user_id="all">所有人</at>\n第二行');
		await eventually(() => robot.got, (got) => got.length === 1, 'it arrives');
		assert.deepEqual(robot.refused, []);
		assert.match(robot.got[0].text, /新报修.*冲床 M-1.*漏油 ＜at user_id="all"＞/s);
		assert.ok(!robot.got[0].text.includes('<at'), 'nobody can call everybody by a report');
		const [m] = await eventually(() => ofChannel(c), ([x]) => x?.state === 'sent', 'marked as sent');
		assert.deepEqual([m.items, m.tries, m.status, m.problem, m.next_at], [1, 1, 200, null, null]);
		const { told } = await message(m.id);
		assert.deepEqual(told.map((x) => [x.rule, x.entity_id]), [['reported', made.id]]);
		if (kind === 'webhook') {
			assert.equal(robot.got[0].id, m.key);
			assert.deepEqual(robot.got[0].data.items.map((x) => x.entity_id), [made.id]);
		}
	});
}

test('a wrong secret is refused by the robot, and the page says so in its words, without trying for ever', async (t) => {
	const robot = await startRobot(t, 'dingtalk', { secret: 'SECright', minute: MINUTE });
	const c = await open({ kind: 'dingtalk', url: robot.url, secret: 'SECwrong' });
	await report();
	const [m] = await eventually(() => ofChannel(c, 'failed'), (x) => x.length === 1, 'it fails');
	assert.deepEqual([m.tries, m.detail, m.problem], [1, '310000 sign not match', '对方拒绝了']);
	await admin.must(200, 'PATCH', `/api/v1/channels/${c.id}`, { json: { secret: 'SECright' }, version: 1 });
	await admin.must(200, 'POST', `/api/v1/messages/${m.id}/again`);
	await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 1, 'and arrives when it is mended');
	assert.equal(robot.got.length, 1);
});

test('mail: to all of them, readable, with an id that stays', async (t) => {
	const post = await startMail(t);
	const c = await open({ kind: 'mail', url: post.url, sender: 'jixiu@example.com', recipients: 'li@example.com, he@example.com', lang: 'en' });
	await report('漏油');
	await eventually(() => post.got, (got) => got.length === 1, 'it arrives');
	const [m] = await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 1, 'marked');
	const letter = post.got[0];
	assert.deepEqual([letter.from, letter.to], ['jixiu@example.com', ['li@example.com', 'he@example.com']]);
	assert.match(letter.subject, /^\[New report\] Press M-1: 漏油/);
	assert.match(letter.text, /Press M-1/);
	assert.equal(letter.headers['message-id'], `<${m.key}@example.com>`);
	assert.equal(letter.headers['auto-submitted'], 'auto-generated');
	post.mode = 'greylist';
	await report('又漏');
	await eventually(() => ofChannel(c, 'waiting'), ([x]) => x?.tries >= 1 && x.detail, 'put off');
	post.mode = 'ok';
	await eventually(() => post.got, (got) => got.length === 2, 'it comes through');
	post.mode = 'refuse';
	await report('再漏');
	const [failed] = await eventually(() => ofChannel(c, 'failed'), (x) => x.length === 1, 'a mailbox that is none');
	assert.deepEqual([failed.tries, failed.detail], [1, 'SMTP 550']);
});

const BOXES = { kind: 'mail', sender: 'jixiu@example.com', recipients: 'li@example.com' };
test('mail with a login, by STARTTLS and by smtps: a wrong password is said and tried again; with the right one each arrives, and no more once it is marked', async (t) => {
	const all = await Promise.all(['smtp', 'smtps'].map(async (tls) => {
		const post = await startMail(t, { tls, login: ['jixiu', 'geheim-9'], certificate });
		return { post, c: await open({ ...BOXES, url: post.url, login: 'jixiu', secret: 'falsch-9' }) };
	}));
	await report('漏油');
	await Promise.all(all.map(async ({ post, c }) => {
		const [m] = await eventually(() => ofChannel(c), ([x]) => x?.tries > 1 && x.detail === 'SMTP 535', 'tried again', 30_000);
		assert.deepEqual([m.state, m.channel, m.problem, m.detail, m.status, m.items], ['waiting', c.name, '邮件服务器不接受这个用户名和密码', 'SMTP 535', 535, 1]);
		assert.ok(m.next_at > m.tried_at);
		assert.deepEqual([post.got, post.logins[0]], [[], ['jixiu', 'falsch-9']]);
		await admin.must(200, 'PATCH', `/api/v1/channels/${c.id}`, { json: { secret: 'geheim-9' }, version: c.version });
		const [sent] = await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 1, 'it arrives by itself', 30_000);
		assert.deepEqual([sent.id, sent.problem, sent.detail, sent.next_at], [m.id, null, null, null]);
		post.first = post.got.splice(0);
	}));
	await report('又漏');
	await Promise.all(all.map(async ({ post, c }) => {
		await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 2, 'the next one', 30_000);
		for (const [letters, subject] of [[post.first, '漏油'], [post.got, '又漏']]) {
			assert.ok(letters.length && letters.every((l) => l.encrypted && l.by === 'jixiu' && l.to.join() === 'li@example.com' && l.subject.includes(subject)));
			assert.equal(new Set(letters.map((l) => l.headers['message-id'])).size, 1);
		}
	}));
});

test('a password goes over no plain line, and nothing to who cannot prove its name', async (t) => {
	const login = ['jixiu', 'geheim-9'], unknown = await makeCertificate('IP:127.0.0.1');
	await Promise.all([{}, { tls: 'smtp', certificate: unknown }, { tls: 'smtps', certificate: unknown }, { tls: 'smtps', certificate: elsewhere }].map(async (how) => {
		const post = await startMail(t, { ...how, login });
		const c = await open({ ...BOXES, url: post.url, login: login[0], secret: login[1] });
		// A try has a second here, and making a line takes a loaded machine long.
		const m = await eventually(() => tryOut(c), (x) => x.problem !== '对方太久没有答复', 'an answer in time', 60_000);
		assert.deepEqual([m.state, m.problem, post.logins, post.got], ['failed', '加密连接失败：证书或协议不对', [], []], JSON.stringify(how));
	}));
});

test('a mail server that hangs up before it says that it has the letter gets it again, as the same one', async (t) => {
	const post = await startMail(t, { tls: 'smtp', certificate });
	post.mode = 'cut';
	const c = await open({ ...BOXES, url: post.url });
	await report('漏油');
	await eventually(() => ofChannel(c, 'waiting'), ([x]) => x?.problem, 'not marked as sent', 30_000);
	post.mode = 'ok';
	await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 1, 'it arrives', 30_000);
	assert.ok(post.got.length > 1 && post.got.every((l) => l.encrypted));
	assert.equal(new Set(post.got.map((l) => l.headers['message-id'])).size, 1);
});

/* ---- limits ---- */

for (const [kind, most] of [['wecom', 20], ['dingtalk', 20], ['feishu', 100]]) {
	test(`${kind}: a flood is folded into digests below its limit, and nothing is left out`, async (t) => {
		const robot = await startRobot(t, kind, { secret: kind === 'wecom' ? undefined : 'SECflood', minute: MINUTE });
		const c = await open({ kind, url: robot.url, ...(kind === 'wecom' ? {} : { secret: 'SECflood' }) });
		let told = 0;
		// Several at a time, until more have been sent than its minute allows.
		for (; robot.requests <= most; told += crowd.length, await sleep(30)) await Promise.all(crowd.map((by, k) => report(`第 ${told + k} 个 ${'很长的说明'.repeat(30)}`, by)));
		await eventually(async () => (await ofChannel(c)).reduce((n, m) => n + (m.state === 'sent' ? m.items : 0), 0), (n) => n === told, 'all are sent', 60_000);
		assert.deepEqual(robot.refused.map((r) => r.why), [], 'the robot never had to say no');
		assert.ok(robot.requests < told, `${robot.requests} messages of ${told} things`);
		for (const one of robot.got) assert.ok(robot.got.filter((x) => x.at >= one.at && x.at < one.at + MINUTE).length <= most);
		assert.match(robot.got.map((m) => m.text).join('\n'), /机修：\d+ 条通知/);
	});
}

test('who has used up the robot\'s minute is waited for: ten minutes with dingtalk; nothing is lost, nothing comes twice', async (t) => {
	const robot = await startRobot(t, 'dingtalk', { minute: MINUTE });
	robot.blockedUntil = Date.now() + 4 * MINUTE; // others have sent too much to this group
	const c = await open({ kind: 'dingtalk', url: robot.url });
	const began = Date.now();
	await report('一');
	const [m] = await eventually(() => ofChannel(c, 'waiting'), ([x]) => x?.problem, 'told to wait');
	assert.equal(m.detail, '130101 send too fast, exceed 20 times per minute');
	assert.ok(m.next_at - began > 10 * MINUTE, 'after ten of its minutes');
	assert.equal(m.tries, 0, 'and it is not the message\'s fault');
	await report('二');
	await eventually(() => robot.got, (got) => got.length >= 2, 'both come', 30 * MINUTE);
	assert.equal(robot.refused.length, 1);
	assert.deepEqual(robot.got.map((x) => /：(.)（/.exec(x.text)[1]), ['一', '二']);
});

test('a webhook\'s 429 with Retry-After is heeded', async (t) => {
	const hook = await startRobot(t, 'webhook', { minute: MINUTE });
	hook.mode = '429';
	const c = await open({ kind: 'webhook', url: hook.url });
	await report();
	const [m] = await eventually(() => ofChannel(c, 'waiting'), ([x]) => x?.problem, 'told to wait');
	assert.ok(m.next_at - m.tried_at >= MINUTE / 2 - 50);
	hook.mode = 'ok';
	await eventually(() => ofChannel(c, 'sent'), (x) => x.length === 1, 'it arrives');
});

/* ---- bad days ---- */

for (const mode of ['hang', 'slow', 'endless', 'garbage', 'empty', 'html', '500', 'reset']) {
	test(`a robot that answers so is no delivery and holds up no other: ${mode}`, async (t) => {
		const bad = await startRobot(t, 'wecom', { minute: MINUTE }), good = await startRobot(t, 'feishu', { minute: MINUTE });
		bad.mode = mode;
		const b = await open({ kind: 'wecom', url: bad.url }), g = await open({ kind: 'feishu', url: good.url });
		await report('一');
		await eventually(() => ofChannel(g, 'sent'), (x) => x.length === 1, 'the other has it');
		await admin.must(200, 'GET', '/api/v1/tickets'); // requests are answered meanwhile
		const [m] = await eventually(() => ofChannel(b, 'waiting'), ([x]) => x?.problem, 'it is not delivered');
		assert.ok(m.next_at > m.tried_at);
		bad.mode = 'ok';
		await eventually(() => ofChannel(b, 'sent'), (x) => x.length === 1, 'tried again, it arrives', 20_000);
		assert.equal(bad.got.length, 1);
	});
}

test('nobody there: tried so often with growing waits, then given up, shown, and sent by hand when it is back', async (t) => {
	const own = await withServer(t, { args: ['--quiet', '--tell-hosts', '127.0.0.1', '--tell-minute-ms', '20'] });
	const by = await own.admin(), robot = await startRobot(t, 'wecom');
	robot.mode = '500';
	const m0 = await by.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '冲床' } });
	const c = await open({ kind: 'wecom', url: robot.url }, by);
	await by.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: m0.id, symptom: '漏油' } });
	const of = async () => (await by.must(200, 'GET', '/api/v1/messages', { query: { channel: c.id } })).items[0];
	const m = await eventually(of, (x) => x?.state === 'failed', 'given up', 20_000);
	assert.deepEqual([m.tries, m.status, m.detail, m.next_at], [12, 500, 'HTTP 500', null]);
	assert.equal(robot.requests, 12);
	robot.mode = 'ok';
	assertRefused(await by.post(`/api/v1/messages/987654/again`), 404);
	await by.must(200, 'POST', `/api/v1/messages/${m.id}/again`);
	await eventually(of, (x) => x.state === 'sent', 'sent by hand');
	assert.equal(robot.got.length, 1);
	assertRefused(await by.post(`/api/v1/messages/${m.id}/again`), 409);
});

test('a redirect is not followed, whatever it leads to', async (t) => {
	const robot = await startRobot(t, 'webhook'), elsewhere = await startRobot(t, 'webhook');
	robot.mode = 'redirect';
	robot.leadsTo = elsewhere.url;
	const m = await tryOut(await open({ kind: 'webhook', url: robot.url }));
	assert.deepEqual([m.state, m.status, m.problem], ['failed', 302, '对方要求转到别的地址，不跟随']);
	assert.equal(elsewhere.requests, 0);
});

/* ---- where to ---- */

test('nothing goes where it may not: hosts that are not named, names that lead inside, other protocols, logins in addresses', async (t) => {
	const robot = await startRobot(t, 'webhook');
	const own = await withServer(t, { args: ['--quiet', '--tell-hosts', 'localhost, hooks.example.com'] }), by = await own.admin();
	const bad = async (json, ...fields) => assertRefused(await by.post('/api/v1/channels', { name: 'x', kind: 'webhook', ...json }), 400, { fields });
	for (const url of [`http://127.0.0.1:${robot.port}/`, 'https://other.example.com/x', 'https://10.0.0.1/', 'http://[::1]/', 'http://2130706433/', 'https://hooks.example.com.evil.com/',
		'ftp://hooks.example.com/', 'file:///etc/passwd', 'gopher://localhost/', 'https://user:pass@hooks.example.com/', 'https://hooks.example.com@evil.com/', 'smtp://localhost', 'hooks.example.com', 'https://']) await bad({ url }, 'url');
	for (const kind of ['wecom', 'dingtalk', 'feishu']) await bad({ kind, url: 'https://evil.example.com/cgi-bin/webhook/send?key=1' }, 'url');
	await bad({ kind: 'wecom', url: 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' }, 'url');
	await bad({ kind: 'mail', url: 'smtp://localhost', sender: 'a@example.com\r\nBcc: b@example.com', recipients: 'a@example.com' }, 'sender');
	await bad({ kind: 'mail', url: 'smtp://localhost', sender: 'a@example.com', recipients: 'a@example.com, b' }, 'recipients');
	await bad({ kind: 'mail', url: 'smtp://localhost' }, 'sender', 'recipients');
	await bad({ url: 'https://hooks.example.com/', secret: 'with a blank' }, 'secret');
	for (const [kind, url] of [['wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1'], ['dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=1'], ['feishu', 'https://open.feishu.cn/open-apis/bot/v2/hook/1']])
		await by.must(201, 'POST', '/api/v1/channels', { json: { kind, name: kind, url } });
	// The name is in the list, the address inside is not: the connection is not made.
	const c = await open({ kind: 'webhook', url: `http://localhost:${robot.port}/hooks` }, by);
	const { id } = await by.must(201, 'POST', `/api/v1/channels/${c.id}/test`);
	const m = await eventually(() => by.must(200, 'GET', `/api/v1/messages/${id}`), (x) => x.state !== 'waiting', 'an end');
	assert.equal(m.state, 'failed');
	assert.match(m.problem, /tell-hosts/);
	assert.equal(robot.requests, 0);
});

test('a list of hosts that cannot be understood, certificates that cannot be read keep the server from starting', async (t) => {
	const { data } = await withServer(t, { args: ['--quiet'] });
	assert.ok(data);
	const { code, stderr } = await jixiu(['serve', '--data', `${data}-other`, '--port', '0', '--tell-hosts', 'good.example.com, 10.0.0.0/99']);
	assert.equal(code, 1);
	assert.match(stderr, /10\.0\.0\.0\/99/);
	const without = await jixiu(['serve', '--data', `${data}-other`, '--port', '0', '--tell-ca', '/nowhere/ca.pem']);
	assert.equal(without.code, 1);
	assert.match(without.stderr, /\/nowhere\/ca\.pem/);
});

/* ---- secrets ---- */

test('an address and a secret are never given again: not by the API, the log, events, messages, the export', async (t) => {
	const secret = 'SECnever-seen-again-4711', robot = await startRobot(t, 'dingtalk', { secret, minute: MINUTE });
	robot.mode = 'echo';
	const c = await open({ kind: 'dingtalk', url: robot.url, secret });
	assert.equal(c.has_secret, true);
	const m = await tryOut(c);
	assert.equal(m.state, 'failed');
	assert.equal(m.detail, null, 'what it says with our secrets in it is not kept');
	await report();
	const at = `/api/v1/channels/${c.id}`;
	await admin.must(200, 'PATCH', at, { json: { name: 'renamed' }, version: c.version });
	assertRefused(await admin.patch(at, { secret: 'a b' }, { version: c.version + 1 }), 400);
	const stale = await admin.patch(at, { name: 'again' }, { version: c.version });
	assertRefused(stale, 412);
	const said = [c, m, stale.json, await messages(), await admin.must(200, 'GET', '/api/v1/channels'), await message(m.id), server.stdout, server.stderr];
	for (const text of said.map((x) => JSON.stringify(x))) {
		assert.ok(!text.includes(secret), text);
		assert.ok(!text.includes(robot.key), text);
	}
	const folder = path.join(server.data, '..', `export-${robots}`);
	const out = await jixiu(['export', folder, '--data', server.data]);
	assert.equal(out.code, 0, out.stderr);
	for (const name of await readdir(folder, { recursive: true })) {
		const text = await readFile(path.join(folder, name)).then(String, () => '');
		assert.ok(!text.includes(secret) && !text.includes(robot.key), name);
	}
	await admin.must(204, 'DELETE', at);
	assertRefused(await admin.get(at), 404);
});

/* ---- on and off ---- */

test('a channel is made switched off: it takes a test and nothing else', async (t) => {
	const robot = await startRobot(t, 'wecom', { minute: MINUTE });
	const c = await open({ kind: 'wecom', url: robot.url, enabled: undefined });
	assert.equal(c.enabled, false);
	await report();
	const m = await tryOut(c);
	assert.equal(m.state, 'sent');
	assert.deepEqual(robot.got.map((x) => x.text.slice(0, 6)), ['机修测试消息']);
	assert.equal((await ofChannel(c)).length, 1);
});

test('switched off, what waits there fails and says why; it stays on the page', async (t) => {
	const robot = await startRobot(t, 'wecom', { minute: MINUTE });
	robot.mode = '500';
	const c = await open({ kind: 'wecom', url: robot.url });
	await report('一');
	await eventually(() => ofChannel(c, 'waiting'), ([x]) => x?.tries, 'it waits');
	await report('二');
	await eventually(() => li.must(200, 'GET', '/api/v1/notices?limit=1'), ({ items }) => items[0]?.detail === '二', 'told');
	await admin.must(200, 'PATCH', `/api/v1/channels/${c.id}`, { json: { enabled: false }, version: 1 });
	robot.mode = 'ok';
	const failed = await ofChannel(c, 'failed');
	assert.deepEqual(failed.map((m) => [m.items, m.problem]), [[1, '渠道已停用或删除'], [1, '渠道已停用或删除']]);
	assertRefused(await admin.post(`/api/v1/messages/${failed[0].id}/again`), 409);
	await sleep(MINUTE);
	assert.equal(robot.got.length, 0);
});

test('a channel hears of its rules and its place alone', async (t) => {
	const robot = await startRobot(t, 'webhook', { minute: MINUTE });
	const place = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'area', name: `别处 ${robots}` } });
	const c = await open({ kind: 'webhook', url: robot.url, rules: ['message'], place_id: null });
	const far = await open({ kind: 'webhook', url: robot.url, rules: TOLD, place_id: place.id });
	const made = await report();
	await admin.must(201, 'POST', `/api/v1/tickets/${made.id}/comments`, { json: { text: '先看油位' } });
	await eventually(() => robot.got, (got) => got.length === 1, 'the message');
	assert.deepEqual(robot.got[0].data.items.map((x) => x.rule), ['message']);
	assert.deepEqual([(await ofChannel(c)).length, (await ofChannel(far)).length], [1, 0]);
});

test('who may: those who lead see, the administrator changes', async (t) => {
	const robot = await startRobot(t, 'wecom'), boss = await addPerson(server, 'boss', '主管', 'manager');
	const c = await open({ kind: 'wecom', url: robot.url });
	for (const at of ['/api/v1/channels', `/api/v1/channels/${c.id}`, '/api/v1/messages']) {
		assertRefused(await li.get(at), 403);
		await boss.must(200, 'GET', at);
	}
	assertRefused(await boss.post(`/api/v1/channels/${c.id}/test`), 403);
	assertRefused(await boss.patch(`/api/v1/channels/${c.id}`, { enabled: false }, { version: 1 }), 403);
	assertRefused(await boss.delete(`/api/v1/channels/${c.id}`), 403);
});

test('while one hangs, the other has it; told to stop then, the server ends before that is over and sends it after the next start', async (t) => {
	// With a minute of the usual length what hangs does so for fifteen seconds.
	const own = await withServer(t, { args: ['--quiet', '--tell-hosts', '127.0.0.1', '--tell-minute-ms', '60000'] });
	const by = await own.admin(), hanging = await startRobot(t, 'webhook'), good = await startRobot(t, 'feishu');
	hanging.mode = 'hang';
	const press = await by.must(201, 'POST', '/api/v1/assets', { json: { kind: 'machine', name: '冲床' } });
	const h = await open({ kind: 'webhook', url: hanging.url }, by), g = await open({ kind: 'feishu', url: good.url }, by);
	const of = async (c) => (await by.must(200, 'GET', '/api/v1/messages', { query: { channel: c.id } })).items[0];
	await by.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: press.id, symptom: '漏油' } });
	await eventually(() => hanging.requests, (n) => n === 1, 'it hangs');
	await eventually(() => of(g), (m) => m?.state === 'sent', 'the other has it');
	const m = await of(h);
	assert.deepEqual([m.state, m.problem, m.tries], ['waiting', null, 1]);
	await own.end('SIGTERM');
	const written = execFileSync('sqlite3', ['-readonly', path.join(own.data, 'jixiu.db'), `SELECT state, fault IS NULL FROM message WHERE id = ${m.id}`]).toString().trim();
	assert.equal(written, 'waiting|1', 'nothing has come of the try yet');
	hanging.mode = 'ok';
	await own.start();
	await eventually(() => of(h), (x) => x.state === 'sent', 'it arrives after the start');
	assert.deepEqual([hanging.requests, hanging.got.length], [2, 1]);
});

test('jixiu tell shows the channels and sends a test from the terminal, while the server runs', async (t) => {
	const robot = await startRobot(t, 'feishu', { secret: 'feishu-secret', minute: MINUTE });
	const c = await open({ kind: 'feishu', url: robot.url, secret: 'feishu-secret', name: '飞书群', enabled: false });
	const run = (...args) => jixiu(['tell', ...args, '--data', server.data, '--tell-hosts', '127.0.0.1'], { env: { LC_ALL: 'C' } });
	const list = await run('list');
	assert.equal(list.code, 0, list.stderr);
	assert.match(list.stdout, new RegExp(`${c.id}  feishu +off  飞书群  127\\.0\\.0\\.1`));
	assert.ok(!list.stdout.includes(robot.key.slice(0, 12)));
	for (const name of [String(c.id), '飞书群']) assert.equal((await run('test', name)).code, 0);
	assert.equal(robot.got.length, 2);
	assert.deepEqual(await messages(), (await messages()).filter((m) => m.channel !== '飞书群'), 'nothing is written down');
	robot.mode = '403';
	const bad = await run('test', '飞书群');
	assert.deepEqual([bad.code, bad.stderr], [1, 'jixiu: it was refused\n  HTTP 403\n']);
	const elsewhere = await jixiu(['tell', 'test', '飞书群', '--data', server.data], { env: { LC_ALL: 'C' } });
	assert.equal(elsewhere.code, 1);
	assert.match(elsewhere.stderr, /tell-hosts/);
	assert.equal((await run('test', 'nothing')).code, 1);
	assert.equal((await run('test')).code, 2);
	assert.equal((await run('frobnicate')).code, 2);
});
