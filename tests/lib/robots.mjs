// robots.mjs - the other side of a message: servers on loopback ports that behave like 企业微信, 钉钉 and 飞书 robots, webhooks
// and a mail server do, with their signatures, limits and ways of saying no (an error inside of HTTP 200).
//
//   const ding = await startRobot(t, 'dingtalk', { secret: 'SEC…', minute: 1000 });   // a minute of their limits, in ms; now: by another clock;
//                                // drift: seconds that a webhook's may be off
//   ding.url                       // with the key, as a channel wants it
//   ding.got                       // what arrived and was taken: { text, at, headers, body, … }
//   ding.refused                   // what was not: { why, … }
//   ding.mode = 'hang'             // from now on: ok, hang, slow, garbage, empty, html, redirect, 500, 403, 429, reset, endless, echo
//
// Limits (web/README's makers): wecom 20 a minute, else errcode 45009; dingtalk 20, then blocked for ten minutes, 130101;
// feishu 100 a minute, code 9499, and bodies of at most 20 KB; wecom texts of at most 2,048 bytes, else 40058.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';

export const base64Hmac = (key, text) => createHmac('sha256', key).update(text).digest('base64');

const KEY = randomBytes(16).toString('hex');
const PATHS = {
	wecom: `/cgi-bin/webhook/send?key=${KEY}`,
	dingtalk: `/robot/send?access_token=${KEY}${KEY}`,
	feishu: `/open-apis/bot/v2/hook/${KEY}`,
	webhook: '/hooks/jixiu',
};
const no = (kind, code, text) => (kind === 'feishu' ? { code, msg: text, data: {} } : { errcode: code, errmsg: text });

// What a robot says to one request: { answer } when it takes it, { answer, why } when not.
function judge(robot, request, body) {
	const { kind, secret } = robot, now = robot.now();
	const url = new URL(request.url, 'http://robot');
	const refuse = (why, code, text) => ({ why, answer: no(kind, code, text) });
	if (request.method !== 'POST') return refuse('method', 43002, 'require POST');
	if (kind !== 'feishu' && kind !== 'webhook') {
		const key = url.searchParams.get(kind === 'wecom' ? 'key' : 'access_token');
		if (!PATHS[kind].endsWith(key)) return refuse('key', kind === 'wecom' ? 93000 : 300005, 'token is not exist');
	}
	let json;
	try {
		json = JSON.parse(body);
	} catch {
		return refuse('json', kind === 'feishu' ? 9499 : 40035, 'invalid json');
	}
	if (kind === 'dingtalk' && secret) {
		const time = url.searchParams.get('timestamp');
		if (!(Math.abs(now - Number(time)) < 3_600_000)) return refuse('time', 310000, 'invalid timestamp');
		if (url.searchParams.get('sign') !== base64Hmac(secret, `${time}\n${secret}`)) return refuse('sign', 310000, 'sign not match');
	}
	if (kind === 'feishu' && secret) {
		if (!(Math.abs(now / 1000 - Number(json.timestamp)) < 3600)) return refuse('time', 19021, 'sign match fail or timestamp is not within one hour from current time');
		if (json.sign !== base64Hmac(`${json.timestamp}\n${secret}`, '')) return refuse('sign', 19021, 'sign match fail or timestamp is not within one hour from current time');
	}
	const text = kind === 'feishu' ? json.content?.text : json.text?.content;
	if ((kind === 'feishu' ? json.msg_type : json.msgtype) !== 'text' || !text) return refuse('form', 40035, 'invalid parameter');
	if (kind === 'wecom' && Buffer.byteLength(text) > 2048) return refuse('size', 40058, 'content exceed max length');
	if (kind === 'feishu' && body.length > 20 * 1024) return refuse('size', 9499, 'request body too large');
	// Every request counts, also one that comes while blocked.
	robot.times = robot.times.filter((at) => now - at < robot.minute);
	robot.times.push(now);
	if (kind === 'dingtalk' && now < robot.blockedUntil) return refuse('limit', 130101, 'send too fast, exceed 20 times per minute');
	if (robot.times.length > (kind === 'feishu' ? 100 : 20)) {
		if (kind === 'dingtalk') robot.blockedUntil = now + 10 * robot.minute;
		return refuse('limit', { wecom: 45009, dingtalk: 130101, feishu: 9499 }[kind], 'api freq out of limit');
	}
	return { text, answer: kind === 'feishu' ? { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' } : { errcode: 0, errmsg: 'ok' } };
}

// standardwebhooks.com
function judgeWebhook(robot, request, body) {
	const id = request.headers['webhook-id'], time = request.headers['webhook-timestamp'];
	const key = robot.secret?.startsWith('whsec_') ? Buffer.from(robot.secret.slice(6), 'base64') : robot.secret;
	if (robot.secret && request.headers['webhook-signature'] !== `v1,${base64Hmac(key, `${id}.${time}.${body}`)}`) return { why: 'sign', status: 401, answer: {} };
	if (!(Math.abs(robot.now() / 1000 - Number(time)) < robot.drift)) return { why: 'time', status: 401, answer: {} };
	return { id, text: JSON.parse(body).data.text, data: JSON.parse(body).data, answer: {} };
}

// The ways of a server that is not well; true: it has answered, or never will.
function misbehave(robot, request, response, body) {
	const send = (status, headers, text) => (response.writeHead(status, headers), response.end(text), true);
	switch (robot.mode) {
	case 'hang': return true;
	case 'reset': return request.socket.destroy(), true;
	case 'garbage': return send(200, { 'Content-Type': 'application/json' }, '}{ not json');
	case 'empty': return send(200, {}, '');
	case 'html': return send(200, { 'Content-Type': 'text/html' }, '<!doctype html><title>Sign in</title>');
	case 'redirect': return send(302, { Location: robot.leadsTo ?? `http://127.0.0.1:${robot.port}/elsewhere` }, '');
	case '500': return send(500, {}, 'oops');
	case '403': return send(403, {}, 'no');
	case '429': return send(429, { 'Retry-After': '1' }, 'slow down');
	// What it was sent comes back, secrets and all.
	case 'echo': return send(200, { 'Content-Type': 'application/json' }, JSON.stringify({ errcode: 93000, code: 19001, errmsg: `${request.url} ${body}`, msg: `${request.url} ${robot.secret}` }));
	case 'slow': {
		response.writeHead(200, { 'Content-Type': 'application/json' });
		const timer = setInterval(() => response.write(' '), 100);
		response.on('close', () => clearInterval(timer));
		return true;
	}
	case 'endless': {
		response.writeHead(200, { 'Content-Type': 'application/json' });
		const more = () => {
			while (!response.destroyed && response.write('x'.repeat(65536)));
		};
		response.on('drain', more);
		more();
		return true;
	}
	default: return false;
	}
}

export async function startRobot(t, kind, { secret, minute = 60_000, delay = 0, now = Date.now, drift = 300 } = {}) {
	const robot = { kind, secret, minute, delay, now, drift, mode: 'ok', got: [], refused: [], requests: 0, times: [], blockedUntil: 0 };
	const server = http.createServer((request, response) => {
		const parts = [];
		request.on('error', () => {});
		request.on('data', (d) => parts.push(d));
		request.on('end', () => {
			const body = Buffer.concat(parts).toString();
			robot.requests += 1;
			robot.last = { url: request.url, headers: request.headers, body };
			if (misbehave(robot, request, response, body)) return;
			const said = (kind === 'webhook' ? judgeWebhook : judge)(robot, request, body);
			(said.why ? robot.refused : robot.got).push({ ...said, at: robot.now(), headers: request.headers, url: request.url, body });
			setTimeout(() => {
				response.writeHead(said.status ?? 200, { 'Content-Type': 'application/json' });
				response.end(JSON.stringify(said.answer));
			}, robot.delay);
		});
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	robot.port = server.address().port;
	robot.url = `http://127.0.0.1:${robot.port}${PATHS[kind]}`;
	robot.key = KEY;
	robot.stop = () => (server.closeAllConnections(), new Promise((done) => server.close(done)));
	t?.after(robot.stop);
	return robot;
}

// A mail server. tls: 'smtp' offers STARTTLS, 'smtps' is encrypted from the start, both with `certificate` (certificate.mjs); login: who
// may send, and their password, else everybody. mode: ok, greylist (451 at first), refuse (550), hang, cut (it takes a letter and hangs up
// before it says so). What arrived is in got, with encrypted and by; every login that was tried in logins.
export async function startMail(t, { tls: secure, login, certificate } = {}) {
	const mail = { mode: 'ok', got: [], logins: [], conversations: 0 }, lines = new Set();
	const files = certificate && { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) };
	const converse = (line, encrypted) => {
		let text = '', letter, by, next; // next: takes the line that was asked for
		const say = (what) => line.write(`${what}\r\n`);
		const plain = (coded) => Buffer.from(coded, 'base64').toString();
		const prove = (user, password) => {
			mail.logins.push([user, password]);
			if (user !== login[0] || password !== login[1]) return say('535 5.7.8 authentication failed');
			by = user;
			return say('235 2.7.0 welcome');
		};
		const ask = (question, then) => {
			next = (answer) => ((next = undefined), then(answer));
			say(`334 ${Buffer.from(question).toString('base64')}`);
		};
		const command = (said) => {
			const verb = said.slice(0, 4).toUpperCase(), words = said.split(' ');
			if (verb === 'EHLO') return say(['250-mail.test', ...(secure === 'smtp' && !encrypted ? ['250-STARTTLS'] : []), ...(login ? ['250-AUTH PLAIN LOGIN'] : []), '250 8BITMIME'].join('\r\n'));
			if (verb === 'STAR') {
				say('220 go on');
				line.removeAllListeners('data');
				return converse(new tls.TLSSocket(line, { isServer: true, ...files }), true);
			}
			if (verb === 'AUTH' && words[1] === 'LOGIN') return ask('Username:', (user) => ask('Password:', (password) => prove(plain(user), plain(password))));
			if (verb === 'AUTH') return words[2] ? prove(...plain(words[2]).split('\0').slice(1)) : ask('', (coded) => prove(...plain(coded).split('\0').slice(1)));
			if (verb === 'MAIL') return login && !by ? say('530 5.7.0 who are you?') : ((letter = { from: /<(.*)>/.exec(said)[1], to: [], encrypted, by }), say('250 ok'));
			if (verb === 'RCPT') {
				if (mail.mode === 'refuse') return say('550 5.1.1 no such mailbox');
				if (mail.mode === 'greylist') return say('451 4.7.1 greylisted, try again later');
				return letter.to.push(/<(.*)>/.exec(said)[1]), say('250 ok');
			}
			if (verb === 'DATA') return (letter.open = true), say('354 go on');
			if (verb === 'QUIT') return say('221 bye'), line.end();
			return say('250 ok');
		};
		line.on('error', () => {});
		line.on('data', (d) => {
			text += d.toString();
			for (;;) {
				const end = text.indexOf(letter?.open ? '\r\n.\r\n' : '\r\n');
				if (end < 0) return;
				const said = text.slice(0, end);
				text = text.slice(end + (letter?.open ? 5 : 2));
				if (!letter?.open) {
					(next ?? command)(said);
					continue;
				}
				mail.got.push({ ...letter, ...readLetter(said) });
				letter = undefined;
				if (mail.mode === 'cut') return line.destroy();
				say('250 queued');
			}
		});
		return say;
	};
	const welcome = (line) => {
		mail.conversations += 1;
		lines.add(line.on('close', () => lines.delete(line)));
		if (mail.mode === 'hang') line.on('error', () => {});
		else converse(line, secure === 'smtps')('220 mail.test ESMTP');
	};
	const server = secure === 'smtps' ? tls.createServer(files, welcome) : net.createServer(welcome);
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	mail.port = server.address().port;
	mail.url = `${secure ?? 'smtp'}://127.0.0.1:${mail.port}`;
	t?.after(() => {
		lines.forEach((line) => line.destroy());
		return new Promise((done) => server.close(done));
	});
	return mail;
}

function readLetter(text) {
	const [head, ...rest] = text.split('\r\n\r\n');
	const headers = Object.fromEntries(head.replace(/\r\n /g, ' ').split('\r\n').map((l) => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 2)]));
	const word = /^=\?UTF-8\?B\?(.*)\?=$/.exec(headers.subject);
	return { headers, subject: word ? Buffer.from(word[1], 'base64').toString() : headers.subject, text: Buffer.from(rest.join(''), 'base64').toString() };
}
