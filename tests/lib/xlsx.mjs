// xlsx.mjs - reads a workbook as a test needs it: no library, so that what is checked is what the file says.
//
//   const book = readXlsx(answer.body);
//   book.sheets[0].rows[1].编号                      // by the heading in row 1: text, number, or undefined when empty
//   book.sheets[0].cells.B2                         // { value, type: 'text' | 'number', formula }
import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';

// Every file of a ZIP by its central directory.
export function unzip(bytes) {
	const files = {};
	const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	assert.ok(end >= 0, 'not a ZIP file');
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		assert.equal(bytes.readUInt32LE(at), 0x02014b50);
		const method = bytes.readUInt16LE(at + 10), packed = bytes.readUInt32LE(at + 20), nameLength = bytes.readUInt16LE(at + 28);
		const local = bytes.readUInt32LE(at + 42);
		const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
		const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const data = bytes.subarray(begin, begin + packed);
		files[name] = (method === 0 ? data : inflateRawSync(data)).toString('utf8');
		at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return files;
}

const decode = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]);
const textsOf = (xml) => [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((m) => decode(m[1])).join('');

function readSheet(xml, shared) {
	const cells = {};
	for (const [, attributes, inner = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
		const ref = /r="([A-Z]+\d+)"/.exec(attributes)[1], type = /t="(\w+)"/.exec(attributes)?.[1];
		const v = /<v>([^<]*)<\/v>/.exec(inner)?.[1];
		const formula = inner.includes('<f');
		if (type === 'inlineStr') cells[ref] = { type: 'text', value: textsOf(inner), formula };
		else if (type === 's') cells[ref] = { type: 'text', value: shared[Number(v)], formula };
		else if (v !== undefined) cells[ref] = { type: 'number', value: Number(v), formula };
	}
	const columns = {}, rows = [];
	for (const [ref, cell] of Object.entries(cells)) {
		const [, column, row] = /([A-Z]+)(\d+)/.exec(ref);
		if (row === '1') columns[column] = cell.value;
		else (rows[row - 2] ??= {})[columns[column]] = cell.value;
	}
	return { cells, rows, headings: Object.values(columns), frozen: /<pane [^>]*state="frozen"/.test(xml) };
}

export function readXlsx(bytes) {
	const files = unzip(bytes);
	const shared = files['xl/sharedStrings.xml'] ? [...files['xl/sharedStrings.xml'].matchAll(/<si>(.*?)<\/si>/gs)].map((m) => textsOf(m[1])) : [];
	const names = [...files['xl/workbook.xml'].matchAll(/<sheet name="([^"]*)"/g)].map((m) => decode(m[1]));
	return { sheets: names.map((name, i) => ({ name, ...readSheet(files[`xl/worksheets/sheet${i + 1}.xml`], shared) })) };
}

// Excel's day number, in the plant's time, as ms.
export const dayNumber = (value, zone) => Math.round((value - 25569) * 86_400_000) - zone;
