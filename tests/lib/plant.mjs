// plant.mjs - a small plant to test on: site › area › line with machines, technicians, tickets that were repaired.
//
//   const plant = await makePlant(server, [{ code: 'CNC-012', name: '数控车床', … }]);
//   plant.machines[0].qr                             // the code on its label
//   const li = await addPerson(server, 'li', '李师傅');   // a client signed in as technician

export async function makePlant(server, machines) {
	const admin = await server.admin();
	const add = (asset) => admin.must(201, 'POST', '/api/v1/assets', { json: asset });
	const site = await add({ kind: 'site', name: '示范汽配厂', name_en: 'Demo Auto Parts' });
	const area = await add({ kind: 'area', parent_id: site.id, name: '一车间', name_en: 'Workshop 1' });
	const line = await add({ kind: 'line', parent_id: area.id, name: '曲轴线', name_en: 'Crankshaft line' });
	const made = [];
	for (const machine of machines) {
		const asset = await add({ kind: 'machine', parent_id: line.id, ...machine });
		made.push({ ...asset, qr: await codeOf(server, asset.id) });
	}
	return { site, area, line, machines: made };
}

// The label's code of an asset, which it has from its first moment.
export async function codeOf(server, asset) {
	const admin = await server.admin();
	const { items } = await admin.must(200, 'GET', `/api/v1/assets/${asset}/codes`);
	return items[0].code;
}

export const PASSWORD = 'ein langes Passwort 9'; // everybody's
export async function addPerson(server, login, name, role = 'technician') {
	const admin = await server.admin();
	const account = await admin.must(201, 'POST', '/api/v1/accounts', { json: { login, name, role, password: PASSWORD } });
	const client = await server.login(login, PASSWORD);
	client.account = account;
	return client;
}

// From reported to restored by this technician; the ticket as it is then.
export async function repair(client, id, action = '更换密封圈') {
	const step = async (verb, json) => {
		const { ticket } = await client.must(200, 'GET', `/api/v1/tickets/${id}`);
		const answer = await client.must(200, 'POST', `/api/v1/tickets/${id}/${verb}`, { json, version: ticket.version });
		return answer.ticket;
	};
	await step('accept', {});
	await step('start', {});
	return step('restore', { action });
}

// The smallest JPEG that decodes: one grey pixel.
export const jpeg = Buffer.from(
	'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////' +
		'////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAA' +
		'AAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
	'base64',
);
