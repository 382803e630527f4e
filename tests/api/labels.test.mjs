// labels.test.mjs - printed codes as pictures: what is answered is decoded by another program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { assertRefused, startServer, tempFolder } from '../lib/server.mjs';

const run = promisify(execFile);
const LINE = 30; // machines
let server, admin, technician, line, machines, folder;

before(async () => {
	server = await startServer();
	admin = await server.admin();
	await admin.must(201, 'POST', '/api/v1/accounts', { json: { login: 'wang', name: '王', role: 'technician', password: 'password-1' } });
	technician = await server.login('wang', 'password-1');
	folder = await tempFolder();
	line = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'line', name: '总装一线' } });
	machines = [];
	for (let i = 0; i < LINE; i++) {
		const json = { kind: 'machine', parent_id: line.id, code: `ZZ-${100 + i}`, name: `立式加工中心 VMC-850 ${i} 号`, location: 'A 区' };
		machines.push(await admin.must(201, 'POST', '/api/v1/assets', { json }));
	}
});
after(() => server.stop());

const codeOf = (m) => m.codes[0].code;
const address = (code) => `${server.url}/q/${code}`;

// What zbar reads in a picture, each line one code.
async function decode(bytes, name = 'picture.png') {
	const file = path.join(folder, name);
	writeFileSync(file, bytes);
	try {
		const { stdout } = await run('zbarimg', ['-q', '--raw', '-S*.disable', '-Sqrcode.enable', file]);
		return stdout.trim().split('\n').sort();
	} catch (e) {
		return [`zbarimg: ${e.message}`];
	}
}

// The pages of a PDF as pictures at `dpi`.
async function pages(pdf, dpi = 203) {
	const stem = path.join(folder, `pdf${Math.random()}`);
	writeFileSync(`${stem}.pdf`, pdf);
	await run('pdftoppm', ['-r', String(dpi), '-png', `${stem}.pdf`, stem]);
	return readdirSync(folder).filter((f) => f.startsWith(path.basename(stem)) && f.endsWith('.png')).sort().map((f) => path.join(folder, f));
}
async function decodeFile(file) {
	const { stdout } = await run('zbarimg', ['-q', '--raw', '-S*.disable', '-Sqrcode.enable', file]);
	return stdout.trim().split('\n');
}

test('every single label is decoded, in every size, at 203, 300 and 600 dots an inch', async () => {
	const code = codeOf(machines[0]);
	for (const size of ['50x30', '70x50'])
		for (const dpi of [203, 300, 600]) {
			const answer = await technician.get(`/api/v1/codes/${code}/label.png?size=${size}&dpi=${dpi}`);
			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.headers['content-type'], 'image/png');
			const [width, height] = size.split('x').map(Number);
			const perMm = dpi === 203 ? 8 : dpi / 25.4; // "203 dpi" printers have 8 dots a millimetre
			assert.equal(answer.body.readUInt32BE(16), Math.round(width * perMm));
			assert.equal(answer.body.readUInt32BE(20), Math.round(height * perMm));
			assert.deepEqual(await decode(answer.body), [address(code)], `${size} ${dpi}`);
		}
});

test('a PDF label has the size of the label and is decoded', async () => {
	const code = codeOf(machines[1]);
	const answer = await technician.get(`/api/v1/codes/${code}/label.pdf`);
	assert.equal(answer.headers['content-type'], 'application/pdf');
	assert.equal(answer.headers['content-disposition'], `inline; filename="${code}.pdf"`);
	const [file, ...more] = await pages(answer.body);
	assert.equal(more.length, 0);
	assert.deepEqual(await decodeFile(file), [address(code)]);
	const { stdout } = await run('pdfinfo', [path.join(folder, `${path.basename(file).replace(/-\d+\.png$/, '')}.pdf`)]);
	const [, w, h] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(stdout);
	assert.ok(Math.abs((w / 72) * 25.4 - 50) < 0.1 && Math.abs((h / 72) * 25.4 - 30) < 0.1, stdout);
});

// The labels of an A4 sheet of 3 × 8, each cut out: zbar now and then misses one of many on a page.
async function cells(pdf, count) {
	const stem = path.join(folder, 'sheet'), dots = (mm) => String(Math.floor((mm / 25.4) * 203)), found = [];
	writeFileSync(`${stem}.pdf`, pdf);
	for (let i = 0; i < count; i++) {
		const at = i % 24, page = String(Math.floor(i / 24) + 1);
		const cut = ['-x', dots((at % 3) * 70), '-y', dots(0.5 + Math.floor(at / 3) * 37), '-W', dots(70), '-H', dots(37)];
		await run('pdftoppm', ['-r', '203', '-f', page, '-singlefile', ...cut, '-png', `${stem}.pdf`, stem]);
		found.push(...(await decodeFile(`${stem}.png`)));
	}
	return found;
}

test('a sheet holds every machine below, in the order of their numbers, over as many pages as it takes', async () => {
	const answer = await technician.get(`/api/v1/labels.pdf?under=${line.id}`);
	assert.equal(answer.status, 200, answer.text);
	assert.equal((await pages(answer.body, 72)).length, 2);
	assert.deepEqual(await cells(answer.body, LINE), machines.map((m) => address(codeOf(m))));
	assert.equal((await pages((await technician.get(`/api/v1/labels.pdf?under=${line.id}&sheet=50x30`)).body, 72)).length, LINE);
	const seventh = await technician.get(`/api/v1/labels.png?under=${line.id}&sheet=50x30&page=7`);
	assert.deepEqual(await decode(seventh.body), [address(codeOf(machines[6]))]);
});

test('SVG says its true size in millimetres', async () => {
	const code = codeOf(machines[2]);
	const label = await technician.get(`/api/v1/codes/${code}/label.svg?size=70x50`);
	assert.match(label.headers['content-type'], /^image\/svg\+xml/);
	assert.match(label.text, /<svg[^>]*width="70mm"[^>]*height="50mm"/);
	assert.match((await technician.get(`/api/v1/labels.svg?under=${line.id}`)).text, /<svg[^>]*width="210mm"[^>]*height="297mm"/);
	assert.match((await technician.get(`/api/v1/codes/${code}/qr.svg`)).text, /^<(\?xml|svg)/);
});

test('blank codes are printed before they belong to anything', async () => {
	const { items } = await admin.must(201, 'POST', '/api/v1/codes', { json: { count: 5 } });
	const want = items.map((c) => address(c.code));
	const read = async (query) => cells((await admin.get(`/api/v1/labels.pdf?${query}`)).body, 5);
	assert.deepEqual(await read(`codes=${items.map((c) => c.code).join(',')}`), want);
	assert.deepEqual((await read('blank=5')).sort(), [...want].sort());
	await admin.must(204, 'DELETE', `/api/v1/codes/${items[0].code}`);
	assert.equal((await pages((await admin.get('/api/v1/labels.pdf?blank=10&sheet=50x30')).body, 72)).length, 4);
});

test('many who print at once each get their label', async () => {
	const answers = await Promise.all(machines.slice(0, 12).map(async (m) => {
		const client = await server.login('wang', 'password-1');
		const answer = await client.get(`/api/v1/codes/${codeOf(m)}/label.png`);
		client.close();
		return answer;
	}));
	for (const [i, answer] of answers.entries()) assert.deepEqual(await decode(answer.body), [address(codeOf(machines[i]))]);
});

test('the calibration page is one page of A4', async () => {
	const answer = await technician.get('/api/v1/labels/calibration.pdf');
	assert.equal((await pages(answer.body, 72)).length, 1);
});

test('what cannot be printed is said', async () => {
	const code = codeOf(machines[0]);
	const empty = await admin.must(201, 'POST', '/api/v1/assets', { json: { kind: 'line', name: 'empty' } });
	const revoked = await admin.must(201, 'POST', `/api/v1/assets/${machines[3].id}/code`);
	await admin.must(204, 'DELETE', `/api/v1/codes/${revoked.code}`);
	const bad = [
		[`/api/v1/codes/${code}/label.png?size=a5`, 400, ['size']],
		[`/api/v1/codes/${code}/label.png?dpi=71`, 400, ['dpi']],
		[`/api/v1/codes/${code}/label.png?dpi=601`, 400, ['dpi']],
		[`/api/v1/codes/${code}/label.png?dpi=x`, 400, ['dpi']],
		[`/api/v1/codes/${code}/label.png?page=2`, 400, ['page']],
		[`/api/v1/codes/xyz/label.png`, 400, ['code']],
		[`/api/v1/codes/2222222222/label.png`, 404, []],
		[`/api/v1/codes/2222222222/qr.svg`, 404, []],
		[`/api/v1/codes/${revoked.code}/label.pdf`, 409, []],
		[`/api/v1/codes/${code}/label.gif`, 404, []],
		['/api/v1/labels.pdf', 400, ['codes']],
		[`/api/v1/labels.pdf?codes=${code}&blank=1`, 400, ['codes']],
		[`/api/v1/labels.pdf?codes=${code},nonsense`, 400, ['codes']],
		[`/api/v1/labels.pdf?codes=${revoked.code}`, 409, []],
		['/api/v1/labels.pdf?codes=,,,', 404, []],
		['/api/v1/labels.pdf?under=999999', 404, []],
		[`/api/v1/labels.pdf?under=${empty.id}`, 404, []],
		['/api/v1/labels.pdf?under=x', 400, ['under']],
		['/api/v1/labels.pdf?blank=0', 400, ['blank']],
		['/api/v1/labels.pdf?blank=1001', 400, ['blank']],
		[`/api/v1/labels.svg?under=${line.id}&page=3`, 400, ['page']],
		[`/api/v1/labels.svg?under=${line.id}&page=0`, 400, ['page']],
		[`/api/v1/labels.svg?under=${line.id}&sheet=poster`, 400, ['sheet']],
	];
	for (const [target, status, fields] of bad) assertRefused(await technician.get(target), status, { fields });
	assertRefused(await server.client().get(`/api/v1/codes/${code}/label.png`), 401);
});

test('an address that fits no code is said, not printed', async () => {
	const headers = { Host: `${'x'.repeat(1700)}.example` };
	for (const what of ['label.pdf', 'label.png', 'label.svg', 'qr.svg']) {
		const answer = await technician.get(`/api/v1/codes/${codeOf(machines[0])}/${what}`, { headers });
		assert.equal(assertRefused(answer, 409).code, 'LABEL_URL');
	}
});
