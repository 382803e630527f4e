// screens.mjs - every screen of the app, over a plant of choice: where the tests and the screenshots of all screens
// begin. A new screen needs a line here; tests/web/screens.test.mjs says so.
//
//   const plant = await openPlant('demo');           // 'demo', 'empty', 'large'; plant.admin asks as its
//                                                    // administrator; plant.stop() at the end
//   for (const s of await screensOf(plant)) …        // { name, path, login }
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { PASSWORD } from '../../lib/plant.mjs';
import { assertNoReport, jixiu, root, startServer, tempFolder } from '../../lib/server.mjs';

const DEMO_PASSWORD = 'jixiu-demo'; // of every plant of openPlant
export const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
export const LONG = {
	zh: '数控龙门五轴联动高速高精度加工中心（二车间三线东侧第十七号工位，含自动换刀装置与中央冷却系统）',
	en: 'Five-axis high-speed gantry machining centre with automatic tool changer and central coolant (hall 2, line 3)',
};

async function madeBy(args) {
	const data = path.join(await tempFolder(), 'plant');
	const { code, stderr } = await jixiu(['demo', '--data', data, ...args], { timeout: 300_000 });
	assertNoReport(stderr);
	if (code !== 0) throw new Error(stderr);
	return data;
}

const PLANTS = {
	demo: [],
	large: ['--machines', '5000', '--tickets', '5000'],
};

export async function openPlant(kind) {
	const data = PLANTS[kind] && (await madeBy(PLANTS[kind]));
	const server = await startServer({ data, args: ['--quiet'] });
	const plant = { kind, server, url: server.url };
	if (kind === 'empty') {
		const admin = await server.admin();
		const accounts = [['manager', 'manager'], ['tech1', 'technician'], ['store', 'storekeeper']];
		for (const [login, role] of accounts)
			await admin.must(201, 'POST', '/api/v1/accounts', { json: { login, name: login, role, password: DEMO_PASSWORD } });
		await admin.must(200, 'PATCH', '/api/v1/session', { json: { password: DEMO_PASSWORD, old_password: server.adminPassword } });
		plant.admin = await server.login('admin', DEMO_PASSWORD); // a new password ends what was signed in
	}
	plant.stop = async () => {
		await server.stop();
		if (data) await rm(path.dirname(data), { recursive: true, force: true });
	};
	if (kind !== 'empty') await makeLong(plant);
	return plant;
}

// Names as long as people make them, where they can do the most harm.
async function makeLong(plant) {
	const admin = (plant.admin = await plant.server.login('admin', DEMO_PASSWORD));
	const { items: [line] } = await admin.must(200, 'GET', '/api/v1/assets', { query: { kind: 'line', limit: 1 } });
	plant.long = await admin.must(201, 'POST', '/api/v1/assets', { json: {
		kind: 'machine', parent_id: line.id, code: 'LONG-2026-000000017', name: LONG.zh, name_en: LONG.en, criticality: 'A',
		model: 'DMU-2500-FIVE-AXIS-HIGH-SPEED', maker: LONG.en.slice(0, 60), original_value_cents: 1_234_567_890,
	} });
	const made = await admin.must(201, 'POST', '/api/v1/tickets', { json: { machine_id: plant.long.id, symptom: `${LONG.zh}：${LONG.en}`, stopped: true } });
	plant.longTicket = made.ticket;
}

// Who sees a screen best; the ids are those of the plant.
export async function screensOf(plant) {
	const as = plant.admin;
	const one = async (at, query = {}) => (await as.must(200, 'GET', at, { query: { limit: 1, ...query } })).items[0]?.id;
	const open = await one('/api/v1/tickets', { state: 'in_progress' }), free = await one('/api/v1/tickets', { state: 'reported' });
	const done = await one('/api/v1/tickets', { state: 'closed' }), part = await one('/api/v1/parts');
	const requisition = await one('/api/v1/requisitions'), ordered = (await as.must(200, 'GET', '/api/v1/requisitions')).items.find((r) => r.state === 'receiving')?.id;
	const supplier = await one('/api/v1/suppliers');
	const count = await one('/api/v1/counts'), bin = (await plant.admin.must(200, 'GET', '/api/v1/reservations', { query: { wanted: 0, limit: 1 } })).items[0]?.bin_id;
	const busiest = open && (await as.must(200, 'GET', `/api/v1/tickets/${open}`)).ticket.machine_id;
	const line = await one('/api/v1/assets', { kind: 'line' });
	const fix = await one('/api/v1/fixes'), written = await one('/api/v1/fixes', { kind: 'written' }), tree = (await as.must(200, 'GET', '/api/v1/fix-trees')).items[0]?.id;
	const plan = (await as.must(200, 'GET', '/api/v1/plans')).items[0]?.id, dues = (await as.must(200, 'GET', '/api/v1/dues', { query: { from: Date.now() - 5_000_000_000, to: Date.now() + 3_000_000_000, limit: 500 } })).items;
	const planned = dues.find((d) => d.id)?.asset_id, service = dues.find((d) => d.state === 'open')?.ticket_id;
	const round = await one('/api/v1/rounds', { state: 'done' }), walk = await one('/api/v1/rounds', { open: 1 });
	const { items: [meter] } = await as.must(200, 'GET', '/api/v1/meters', { query: { limit: 1 } });
	const manual = await one('/api/v1/manuals'), lathe = (await as.must(200, 'GET', '/api/v1/manuals')).items[0]?.asset_id;
	const all = [
		['sign-in', '/', null],
		['today', '/today', 'tech1'],
		['tickets', '/tickets', 'manager'],
		['ticket-free', free && `/tickets/${free}`, 'tech1'],
		['ticket-open', open && `/tickets/${open}`, 'tech1'],
		['ticket-closed', done && `/tickets/${done}`, 'manager'],
		['ticket-long', plant.longTicket && `/tickets/${plant.longTicket.id}`, 'manager'],
		['more', '/more', 'manager'],
		['me', '/me', 'tech1'],
		['nowhere', '/people', 'store'],
		...extra(plant, { busiest, part, requisition, ordered, supplier, line, fix, written, tree, manual, lathe, round, walk, plan, planned, service, count, bin, meter }),
	];
	const lost = all.filter(([, at]) => !at).map(([name]) => name);
	if (plant.kind === 'demo' && lost.length) throw new Error(`the demo plant has nothing to show on ${lost}`);
	return all.filter(([, at]) => at).map(([name, at, login]) => ({ name, path: at, login }));
}

// The addresses of web/app/screens/screens.ts.
function extra(plant, { busiest, part, requisition, ordered, supplier, line, fix, written, tree, manual, lathe, round, walk, plan, planned, service, count, bin, meter }) {
	return [
		['machines', '/machines', 'manager'],
		['ledger', '/machines?view=table', 'manager'],
		['machine', busiest && `/machines/${busiest}`, 'manager'],
		['machine-long', plant.long && `/machines/${plant.long.id}`, 'tech1'],
		['machine-figures', busiest && `/machines/${busiest}/figures`, 'manager'],
		['machine-about', busiest && `/machines/${busiest}/about`, 'manager'],
		['line', line && `/machines/${line}`, 'manager'],
		['parts', '/parts', 'store'],
		['part', part && `/parts/${part}`, 'store'],
		['bin', bin && `/parts?bin=${bin}`, 'store'],
		['requisitions', '/requisitions', 'store'],
		['requisition', requisition && `/requisitions/${requisition}`, 'manager'],
		['requisition-ordered', ordered && `/requisitions/${ordered}`, 'store'],
		['suppliers', '/suppliers', 'store'],
		['supplier', supplier && `/suppliers/${supplier}`, 'store'],
		['purchasing', '/purchasing', 'manager'],
		['counts', '/counts', 'store'],
		['count', count && `/counts/${count}`, 'store'],
		['board', '/board', 'manager'],
		['wall', '/board?wall=1', 'manager'],
		['reports', '/reports', 'manager'],
		['pareto', '/reports/pareto?period=year', 'manager'],
		['trend', '/reports/trend?period=year', 'manager'],
		['heat', '/reports/heat?period=quarter', 'manager'],
		['cost', '/reports/cost?period=year', 'manager'],
		['timeline', busiest && `/reports/timeline?period=quarter&under=${busiest}`, 'manager'],
		['behind', '/reports/tickets?figure=failures', 'manager'],
		['monthly', '/reports/monthly', 'manager'],
		['quality', '/reports/quality', 'manager'],
		['budget', '/reports/budget', 'manager'],
		['calendar', '/calendar', 'manager'],
		['calendar-week', '/calendar?view=week', 'tech1'],
		['plans', '/plans', 'manager'],
		['plan', plan && `/plans/${plan}`, 'manager'],
		['jobs', '/jobs', 'manager'],
		['machine-plans', planned && `/machines/${planned}/plans`, 'manager'],
		['maintenance', '/reports/maintenance?period=year', 'manager'],
		['ticket-service', service && `/tickets/${service}`, 'tech1'],
		['rounds', '/rounds', 'tech1'],
		['rounds-all', '/rounds?show=all', 'manager'],
		['routes', '/rounds?show=routes', 'manager'],
		['checklists', '/rounds?show=checklists', 'manager'],
		['checklist-new', '/rounds?show=checklists&edit=new', 'manager'],
		['round', round && `/rounds/${round}`, 'manager'],
		['walk', walk && `/rounds/${walk}/walk`, 'tech1'],
		['meters', '/meters', 'manager'],
		['meter', meter && `/meters/${meter.id}`, 'tech1'],
		['machine-meters', meter && `/machines/${meter.asset_id}`, 'tech1'],
		['meters-mqtt', '/meters?show=mqtt', 'manager'],
		['outbox', '/outbox', 'tech1'],
		['search', '/search?text=1', 'manager'],
		['search-words', `/search?text=${encodeURIComponent('主轴异响')}`, 'tech1'],
		['documents', '/documents', 'manager'],
		['document', manual && `/documents/${manual}?section=2`, 'manager'],
		['machine-documents', lathe && `/machines/${lathe}/documents`, 'manager'],
		['labels', '/labels', 'manager'],
		['lexicon', '/lexicon?show=own', 'manager'],
		['lexicon-proposed', '/lexicon', 'manager'],
		['lexicon-shipped', '/lexicon?show=shipped', 'manager'],
		['fixes', '/fixes', 'tech1'],
		['fixes-trees', tree && `/fixes?show=trees&tree=${tree}`, 'tech1'],
		['fix', fix && `/fixes/${fix}`, 'manager'],
		['fix-written', written && `/fixes/${written}`, 'tech1'],
		['people', '/people', 'admin'],
		['notices', '/notices', 'tech1'],
		['notices-manager', '/notices', 'manager'],
		['telling', '/telling', 'manager'],
		['telling-people', '/telling/people', 'manager'],
		['telling-channels', '/telling/channels', 'admin'],
		['telling-sent', '/telling/sent', 'manager'],
		['settings', '/settings', 'admin'],
		['import', '/import', 'admin'],
		['start', '/start', 'admin'],
	].filter(([, at]) => !at || screenPaths().includes(at.split(/[/?]/)[1]));
}

export const screenPaths = () =>
	[...readFileSync(path.join(root, 'web/app/screens/screens.ts'), 'utf8').matchAll(/path: '(\w+)'/g)].map((m) => m[1]);

// A page of its own for a person: size, language and scheme as asked.
export async function openAs(browser, plant, { login, password = plant.kind ? DEMO_PASSWORD : PASSWORD, size = 'phone', lang = 'zh', scheme = 'light' }) {
	const page = await browser.page({ wide: size === 'desk', lang: lang === 'zh' ? 'zh-CN' : 'en-GB', cookies: [{ name: 'lang', value: lang, url: plant.url }] });
	await page.setViewportSize(SIZES[size]);
	await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
	if (login) {
		const answer = await page.request.post(`${plant.url}/api/v1/session`, { data: { login, password }, headers: { Origin: plant.url } });
		if (!answer.ok()) throw new Error(`${login} can't sign in: ${await answer.text()}`);
	}
	return page;
}

// The same for as long as the test `t` takes, and at an address if there is one.
export async function openAt(t, browser, plant, as, at) {
	const page = await openAs(browser, plant, as);
	t.after(() => page.context().close());
	if (at) {
		await page.goto(plant.url + at);
		await settled(page, at);
	}
	return page;
}

// Within the app, as a link leads there: no page is loaded. By way of an address that has no screen, so that nothing of the last one is
// taken for the next.
export async function walkTo(page, at) {
	await page.evaluate(async (at) => {
		const show = (to) => {
			history.pushState(null, '', to);
			dispatchEvent(new PopStateEvent('popstate'));
		};
		const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		show('/no-screen-has-this-address');
		do await drawn();
		while (!document.querySelector('main .empty a[href="/"]'));
		show(at);
		await drawn();
	}, at);
}

// Until everything that was asked for is there. (The network is never quiet: one request waits for news.)
export async function settled(page, where = page.url()) {
	await page.waitForFunction(() => {
		const app = document.getElementById('app');
		return app && app.childElementCount > 0 && !document.querySelector('.skeleton, [aria-busy="true"]')
			&& [...document.images].every((i) => i.complete || i.loading === 'lazy');
	}).catch(async () => {
		throw new Error(`${where} never settled: ${(await page.locator('#app').innerText().catch(() => '')).slice(0, 300)}`);
	});
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
