// reference_stock.mjs - the ledger once more, movement by movement, by the rules of PRODUCT.md: what lies where, what it is worth.
// Whole thousandths and whole cents, in BigInt where they are multiplied.

// value × q ÷ qty, a half upwards.
export const share = (value, q, qty) => Number((BigInt(value) * BigInt(q) * 2n + BigInt(qty)) / (BigInt(qty) * 2n));

export function playStock(plant, book) {
	const parts = new Map(plant.parts.map((p) => [p.id, { qty: 0, value: 0, bins: new Map() }])), wrong = [], issues = new Map();
	for (const m of book.moves) {
		const p = parts.get(m.part), lay = (bin, qty) => p.bins.set(bin, (p.bins.get(bin) ?? 0) + qty);
		let qty = m.qty, value = 0;
		if (m.kind === 'receive') {
			value = m.value ?? share(m.price, m.qty, 1000);
			if (m.bin !== m.named) wrong.push(`movement ${m.id} came into bin ${m.bin} instead of ${m.named}`);
		} else if (m.kind === 'issue') {
			qty = -m.qty;
			value = -share(p.value, m.qty, p.qty); // the average of what lies there; all of it when the last goes
			issues.set(m.id, { issued: m.qty, value: -value, back: 0, backValue: 0, ticket: m.ticket, part: m.part });
		} else if (m.kind === 'return') {
			const i = issues.get(m.of), all = share(i.value, i.back + m.qty, i.issued);
			value = all - i.backValue;
			i.back += m.qty;
			i.backValue = all;
			if (i.back > i.issued || i.ticket !== m.ticket || i.part !== m.part) wrong.push(`movement ${m.id} brings back what was not issued`);
		} else if (m.kind === 'adjust' && m.qty !== 0) {
			value = m.qty < 0 ? -share(p.value, -m.qty, p.qty) : p.qty > 0 ? share(p.value, m.qty, p.qty) : share(m.price, m.qty, 1000);
		}
		m.cents = value;
		const said = { qty, value, bin_after: (p.bins.get(m.bin) ?? 0) + qty };
		if (m.kind !== 'transfer') Object.assign(said, { qty_after: p.qty + qty, value_after: p.value + value });
		for (const [name, v] of Object.entries(said)) if (m.said[name] !== v) wrong.push(`movement ${m.id} (${m.kind}, part ${m.part}): ${name} is ${m.said[name]}, not ${v}`);
		lay(m.bin, qty);
		if (m.kind === 'transfer') lay(m.from, -m.qty);
		else p.qty += qty;
		p.value += value;
		for (const [bin, n] of p.bins) if (n < 0) wrong.push(`movement ${m.id}: bin ${bin} holds ${n} of part ${m.part}`);
		if (p.value < 0 || (p.qty === 0 && p.value !== 0)) wrong.push(`movement ${m.id}: part ${m.part} is worth ${p.value} for ${p.qty}`);
	}
	// What is kept: all that tickets still need, as far as it is there. Nobody wants what lies free.
	for (const [id, p] of parts) {
		p.needed = 0;
		for (const x of book.tickets.values()) p.needed += x.needs.get(id) ?? 0;
		p.reserved = Math.min(p.needed, p.qty);
		p.wanted = p.needed - p.reserved;
	}
	return { parts, wrong };
}

// On order: what was approved or ordered and neither came nor will not; a draft's lines too.
export function onOrder(book, part) {
	let sum = 0;
	for (const r of book.requisitions.values()) {
		const l = r.lines.get(part);
		if (l && !l.ended && !['closed', 'cancelled'].includes(r.state)) sum += Math.max(0, l.qty - l.received);
	}
	return sum;
}

// By hand: below the minimum as much as is missing up to the maximum, at least what the supplier sells, in whole packs.
export function toBuy(part, position) {
	if (position >= part.min) return 0;
	let qty = Math.max(part.max, part.min) - position;
	if (part.order_min !== null) qty = Math.max(qty, part.order_min);
	if (part.pack !== null) qty = Math.ceil(qty / part.pack) * part.pack;
	return qty;
}

// Which machines used a part before then: { machine id → { used, tickets } }, what came back taken off; a substitute is use of what was asked for.
export function usersOf(book, part, until) {
	const users = new Map(), issues = new Map(book.moves.filter((m) => m.kind === 'issue').map((m) => [m.id, m]));
	for (const m of book.moves) {
		if ((issues.get(m.of) ?? m).wanted !== part || m.time > until || (m.kind !== 'issue' && m.kind !== 'return')) continue;
		const u = users.get(m.ticket.machine.id) ?? { used: 0, tickets: new Set() };
		u.used += m.kind === 'issue' ? m.qty : -m.qty;
		u.tickets.add(m.ticket.id);
		users.set(m.ticket.machine.id, u);
	}
	return new Map([...users].filter(([, u]) => u.used > 0));
}
