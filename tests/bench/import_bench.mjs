// import_bench.mjs - a ledger of 10,000 machines as an Excel file: tried out, brought in, and put back, over the network, with
// somebody working meanwhile. Prints how long each took, and what an ordinary request took. The exit status is 1 when bringing in
// took more than 10 s.
//
//   node tests/bench/import_bench.mjs          against build/release/jixiu or $JIXIU_BIN
import path from 'node:path';
import { performance } from 'node:perf_hooks';

process.env.JIXIU_BIN ||= path.resolve(import.meta.dirname, '../../build/release/jixiu');
const { startServer, sleep } = await import('../lib/server.mjs');
const { workbook } = await import('../lib/zip.mjs');

const MACHINES = 10_000, BUDGET_S = 10;
const head = ['设备编号', '设备名称', '英文名称', '型号', '生产厂家', '出厂编号', '厂区', '车间', '产线', '安装位置', '启用日期', '原值（元）', '重要度', '状态', '备注'];
const rows = Array.from({ length: MACHINES }, (_, i) => [`EQ-${String(i).padStart(5, '0')}`, `${['冲床', '车床', '铣床', '注塑机'][i % 4]}${i}`, `Machine ${i}`, `M-${i % 97}`, ['沈阳机床', '扬力', '海天'][i % 3],
	`SN${i * 7}`, '总厂', `${1 + (i % 12)} 车间`, `${1 + (i % 60)} 线`, `${i % 40} 柱`, { date: 40000 + (i % 5000) }, 10_000 + i, 'ABC'[i % 3], i % 50 ? '在用' : '闲置', i % 9 ? null : '备用机']);
const book = workbook([{ name: '台账', rows: [['设备台账'], head, ...rows] }]);

const server = await startServer({ args: ['--quiet'] });
const admin = await server.admin(), other = await server.login(server.adminLogin, server.adminPassword); // a connection of their own
const seconds = (ms) => (ms / 1000).toFixed(2);
let status = 0;
try {
	let working = true;
	const taken = [];
	const work = (async () => {
		while (working) {
			const t = performance.now();
			await other.must(200, 'GET', '/api/v1/tickets', { query: { limit: 20 } });
			taken.push(performance.now() - t);
			await sleep(20);
		}
	})();
	const at = (id) => `/api/v1/imports/${id}`;
	const rest = async (id) => {
		for (;;) {
			const now = await admin.must(200, 'GET', at(id));
			if (!['queued', 'checking', 'applying'].includes(now.state)) return now;
			await sleep(20);
		}
	};
	const timed = async (what, fn) => {
		const t = performance.now(), answer = await fn(), ms = performance.now() - t;
		console.log(`${what.padEnd(40)} ${seconds(ms)} s`);
		return [answer, ms];
	};
	console.log(`${MACHINES} machines, ${head.length} columns, ${(book.length / 1024).toFixed(0)} KiB`);
	const [sent] = await timed('sent, read and tried out', async () => rest((await admin.must(201, 'POST', '/api/v1/imports', { query: { kind: 'machines', name: 'l.xlsx' }, body: book, type: 'text/csv' })).id));
	if (sent.state !== 'ready' || sent.new !== MACHINES) throw new Error(JSON.stringify(sent));
	const [done, ms] = await timed('brought in', async () => {
		await admin.must(200, 'POST', `${at(sent.id)}/apply`);
		return rest(sent.id);
	});
	if (done.state !== 'done') throw new Error(JSON.stringify(done));
	const [again] = await timed('the same file again: nothing to do', async () => rest((await admin.must(201, 'POST', '/api/v1/imports', { query: { kind: 'machines', name: 'l.xlsx' }, body: book, type: 'text/csv' })).id));
	if (again.same !== MACHINES) throw new Error(JSON.stringify(again));
	const { items: [run] } = await admin.must(200, 'GET', '/api/v1/import-runs');
	await timed('looked at whether it can be put back', () => admin.must(200, 'POST', `/api/v1/import-runs/${run.id}/undo`, { json: {} }));
	const [undone] = await timed('put back', () => admin.must(200, 'POST', `/api/v1/import-runs/${run.id}/undo`, { json: { apply: true } }));
	if (undone.undone !== MACHINES) throw new Error(JSON.stringify(undone));
	working = false;
	await work;
	taken.sort((a, b) => a - b);
	console.log(`${'others meanwhile: p50 / p99 / worst'.padEnd(40)} ${[0.5, 0.99, 1].map((q) => taken[Math.min(taken.length - 1, Math.floor(q * taken.length))].toFixed(1)).join(' / ')} ms`);
	if (ms > BUDGET_S * 1000) status = 1;
} finally {
	await server.stop();
}
process.exit(status);
