// zip.mjs - writes archives and workbooks for tests: good ones, and ones that lie.
//
//   zip({ 'xl/workbook.xml': '<…>' })                // an entry may also be { data, name, stored, crc, size, flags }
//   workbook([{ name: '台账', rows: [['设备编号', '名称'], ['A-1', { date: 45000 }]] }])
//
// A cell is text, a number, true or false, null, or { date }, { formula, value }, { error }, { shared: index }, { raw: '<c …/>' }.
import { deflateRawSync } from 'node:zlib';

const CRC = Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n >>> 0;
});
const crc32 = (data) => {
	let c = 0xffffffff;
	for (const b of data) c = CRC[(c ^ b) & 0xff] ^ (c >>> 8);
	return (c ^ 0xffffffff) >>> 0;
};
const u16 = (v) => Buffer.from(Uint8Array.of(v & 255, (v >>> 8) & 255));
const u32 = (v) => Buffer.from(Uint8Array.of(v & 255, (v >>> 8) & 255, (v >>> 16) & 255, (v >>> 24) & 255));

export function zip(files) {
	const entries = Array.isArray(files) ? files : Object.entries(files).map(([name, data]) => (data?.data === undefined ? { name, data } : { name, ...data }));
	const local = [], central = [];
	let at = 0;
	for (const e of entries) {
		const data = Buffer.from(e.data), name = Buffer.from(e.name);
		const packed = e.stored ? data : deflateRawSync(data);
		const common = [u16(20), u16(0x800 | (e.flags ?? 0)), u16(e.stored ? 0 : 8), u32(0), u32(e.crc ?? crc32(data)), u32(packed.length), u32(e.size ?? data.length), u16(name.length), u16(0)];
		const head = Buffer.concat([u32(0x04034b50), ...common, name]);
		central.push(Buffer.concat([u32(0x02014b50), u16(20), ...common, u16(0), u16(0), u16(0), u32(0), u32(at), name]));
		local.push(head, packed);
		at += head.length + packed.length;
	}
	const directory = Buffer.concat(central);
	return Buffer.concat([...local, directory, u32(0x06054b50), u16(0), u16(0), u16(entries.length), u16(entries.length), u32(directory.length), u32(at), u16(0)]);
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
export const columnName = (i) => (i < 26 ? '' : columnName(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

function cell(value, ref) {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return `<c r="${ref}"><v>${value}</v></c>`;
	if (typeof value === 'boolean') return `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`;
	if (typeof value === 'string') return `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
	if (value.raw !== undefined) return value.raw;
	if (value.date !== undefined) return `<c r="${ref}" s="1"><v>${value.date}</v></c>`;
	if (value.error !== undefined) return `<c r="${ref}" t="e"><v>${value.error}</v></c>`;
	if (value.shared !== undefined) return `<c r="${ref}" t="s"><v>${value.shared}</v></c>`;
	return `<c r="${ref}" t="str"><f>${escape(value.formula)}</f>${value.value === undefined ? '' : `<v>${escape(value.value)}</v>`}</c>`;
}

export function sheetXml({ rows, merges = [], first = 1 }) {
	const body = rows.map((row, y) => (row ? `<row r="${first + y}">${row.map((v, x) => cell(v, `${columnName(x)}${first + y}`)).join('')}</row>` : '')).join('');
	const merged = merges.length ? `<mergeCells count="${merges.length}">${merges.map((m) => `<mergeCell ref="${m}"/>`).join('')}</mergeCells>` : '';
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body}</sheetData>${merged}</worksheet>`;
}

// The parts of a workbook, to be changed by a test before zip().
export function workbookParts(sheets, { strings = [], date1904 = false } = {}) {
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const parts = {
		'[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
		'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${rel}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map((s, i) => `<sheet name="${escape(s.name)}" sheetId="${i + 1}"${s.hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
		'xl/styles.xml': `<?xml version="1.0"?><styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	};
	if (strings.length) parts['xl/sharedStrings.xml'] = `<?xml version="1.0"?><sst xmlns="${main}">${strings.map((s) => `<si>${s.startsWith('<') ? s : `<t>${escape(s)}</t>`}</si>`).join('')}</sst>`;
	sheets.forEach((s, i) => (parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(s)));
	return parts;
}
export const workbook = (sheets, options) => zip(workbookParts(sheets, options));
