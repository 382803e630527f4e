// build.mjs - bundles the app: node build.mjs OUT
//
// Makes one bundle a language (a phone loads only the words it shows), hashed file names, each compressed, and
// OUT/web_files.c with all of them for the binary. Fails when a word lacks a language, and when what a first visit
// loads is more than it may be.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD_MAX = 60 * 1024;
const LANGS = ['zh', 'en'];
const web = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(web, '../build/web'));

function fail(text) {
	console.error(`web/build.mjs: ${text}`);
	process.exit(1);
}

// What the lock file names; nothing to do when it is there. Two builds at once take turns. Type checking (dev) needs more.
function install(dev) {
	const lock = path.join(web, 'package-lock.json'), made = path.join(web, 'node_modules/.package-lock.json');
	const there = () => existsSync(made) && statSync(made).mtimeMs >= statSync(lock).mtimeMs && (!dev || existsSync(path.join(web, 'node_modules/typescript')));
	if (there()) return;
	const npm = `npm ci ${dev ? '' : '--omit=dev'}`;
	const { status } = spawnSync('flock', [lock, '-c', dev ? npm : `[ ${made} -nt ${lock} ] || ${npm}`], { cwd: web, stdio: ['ignore', 2, 2] });
	if (status !== 0) fail('npm ci failed: the app is built with packages of the npm registry');
}

// ---- words: {"key": ["中文", "English"]} becomes {"key": "…"} of the bundle's language ----

function readWords(file) {
	const words = JSON.parse(readFileSync(file, 'utf8'));
	for (const [key, pair] of Object.entries(words)) {
		if (!Array.isArray(pair) || pair.length !== LANGS.length || pair.some((w) => typeof w !== 'string' || !w.trim()))
			fail(`${path.relative(web, file)}: "${key}" needs a word in each of ${LANGS}`);
		const holes = pair.map((w) => (w.match(/\{\w+\}/g) ?? []).sort().join());
		if (holes[0] !== holes[1]) fail(`${path.relative(web, file)}: "${key}" has other places to fill in each language`);
	}
	return words;
}

const wordsOf = (lang) => ({
	name: 'words',
	setup(build) {
		build.onLoad({ filter: /[\\/]i18n[\\/]\w+\.json$/ }, ({ path: file }) => {
			const words = readWords(file), at = LANGS.indexOf(lang);
			return { loader: 'json', contents: JSON.stringify(Object.fromEntries(Object.entries(words).map(([k, w]) => [k, w[at]]))) };
		});
	},
});

function sourcesIn(dir) {
	return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
		const full = path.join(dir, e.name);
		return e.isDirectory() ? sourcesIn(full) : /\.tsx?$/.test(e.name) ? [readFileSync(full, 'utf8')] : [];
	});
}

// Is it said here, where these words are called `w`? By its name, as w.key; looked up by a value: wordOf(w, 'kind', …) says
// kind_receive; or from a list of names: w[name], where the list is in the same file.
function says(text, w, key) {
	const stems = [...text.matchAll(new RegExp(`wordOf\\(${w}, [^']*'(\\w+)'`, 'g'))].map((m) => m[1]);
	return new RegExp(`\\b${w}\\.${key}\\b`).test(text) || stems.some((s) => key.startsWith(`${s}_`)) ||
		(text.includes(`${w}[`) && new RegExp(`['\\s]${key}[':]`).test(text));
}

// Every word of web/i18n is said by a file that reads its area, and every name that is said has a word.
function checkWords() {
	const readers = sourcesIn(path.join(web, 'app')).flatMap((text) => [...text.matchAll(/import (\w+) from '[./]*i18n\/(\w+)\.json'/g)]
		.map(([, raw, area]) => ({ text, area, w: new RegExp(`(\\w+) = words\\(${raw}\\)`).exec(text)?.[1] ?? fail(`i18n/${area}.json is read and not said`) })));
	for (const file of readdirSync(path.join(web, 'i18n'))) {
		const words = readWords(path.join(web, 'i18n', file)), own = readers.filter((r) => `${r.area}.json` === file);
		for (const key of Object.keys(words)) if (!own.some((r) => says(r.text, r.w, key))) fail(`i18n/${file}: nobody says "${key}"`);
		for (const { text, w } of own) {
			for (const [, key] of text.matchAll(new RegExp(`(?<![\\w.'])${w}\\.(\\w+)`, 'g'))) if (!(key in words)) fail(`i18n/${file}: no word for "${key}"`);
			for (const [, stem] of text.matchAll(new RegExp(`wordOf\\(${w}, '(\\w+)'`, 'g')))
				if (!Object.keys(words).some((k) => k.startsWith(`${stem}_`))) fail(`i18n/${file}: no word for any "${stem}"`);
		}
	}
}

// ---- bundles ----

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8',
	svg: 'image/svg+xml', json: 'application/json; charset=utf-8', webmanifest: 'application/manifest+json; charset=utf-8' };

async function bundle(lang) {
	const { build } = await import('esbuild');
	const { metafile, outputFiles } = await build({
		entryPoints: [path.join(web, 'app/main.tsx')],
		absWorkingDir: web, outdir: '/assets', publicPath: '/assets', write: false, bundle: true, metafile: true,
		format: 'esm', splitting: true, minify: true, target: ['chrome87', 'safari14'], charset: 'utf8',
		// Safari 14.0 trips over one rare form of destructuring, which none of this code has.
		supported: { destructuring: true },
		jsx: 'automatic', jsxImportSource: 'preact', define: { LANG: JSON.stringify(lang) },
		entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', assetNames: '[name]-[hash]',
		plugins: [wordsOf(lang)], legalComments: 'none', logLevel: 'warning',
	}).catch(() => fail('the app does not build'));
	const files = outputFiles.map((f) => ({ path: `/assets/${path.basename(f.path)}`, data: Buffer.from(f.contents) }));
	const outputs = Object.entries(metafile.outputs).map(([name, o]) => ({ name: `/assets/${path.basename(name)}`, ...o }));
	const entry = outputs.find((o) => o.entryPoint === 'app/main.tsx');
	const first = new Set([entry.name]);
	for (const name of first)
		for (const i of outputs.find((o) => o.name === name).imports)
			if (i.kind === 'import-statement') first.add(`/assets/${path.basename(i.path)}`);
	return { files, first: [...first], css: `/assets/${path.basename(entry.cssBundle)}`, outputs };
}

function page(lang, made) {
	const title = lang === 'zh' ? '机修' : 'Jixiu';
	const head = made.first.map((f) => `<link rel="modulepreload" href="${f}">`).join('');
	return readFileSync(path.join(web, 'app/index.html'), 'utf8')
		.replace('%LANG%', lang === 'zh' ? 'zh-CN' : 'en').replaceAll('%TITLE%', title)
		.replace('%CSS%', made.css).replace('%PRELOAD%', head).replace('%JS%', made.first[0])
		.replace(/\n\s*/g, '\n');
}

// ---- into the binary ----

const bytes = (data) => {
	const rows = [];
	for (let i = 0; i < data.length; i += 64) rows.push(Array.from(data.subarray(i, i + 64)).join(','));
	return rows.join(',\n');
};

function writeFiles(files) {
	const text = ['/* made by web/build.mjs */', '#include "web/files.h"', '#include <stddef.h>', ''];
	files.forEach((f, i) => text.push(`static const unsigned char f${i}[] = {`, bytes(f.gz), '};'));
	text.push('const struct web_file web_files[] = {');
	files.forEach((f, i) => text.push(`\t{${JSON.stringify(f.path)}, ${JSON.stringify(f.type)}, "${f.etag}", f${i}, sizeof(f${i}), ${f.data.length}},`));
	text.push('\t{NULL, NULL, NULL, NULL, 0, 0}};', '');
	mkdirSync(out, { recursive: true });
	writeFileSync(path.join(out, 'web_files.c'), text.join('\n'));
}

install(process.env.JIXIU_WEB_DEV === '1');
checkWords();
const files = [], report = [];
for (const lang of LANGS) {
	const made = await bundle(lang);
	files.push(...made.files, { path: `/index.${lang}.html`, data: Buffer.from(page(lang, made)) });
	made.total = [`/index.${lang}.html`, made.css, ...made.first].reduce(
		(sum, name) => sum + gzipSync(files.find((f) => f.path === name).data, { level: 9 }).length, 0);
	report.push({ lang, first_load: made.total, files: made.outputs.map((o) => [o.name, o.bytes]) });
	if (made.total > FIRST_LOAD_MAX) fail(`the first load (${lang}) is ${made.total} bytes compressed; at most ${FIRST_LOAD_MAX}`);
	console.log(`first load (${lang}): ${(made.total / 1024).toFixed(1)} KiB of ${FIRST_LOAD_MAX / 1024}`);
}
for (const name of readdirSync(path.join(web, 'app/public'))) files.push({ path: `/${name}`, data: readFileSync(path.join(web, 'app/public', name)) });
const seen = new Map();
for (const f of files) {
	f.type = TYPES[path.extname(f.path).slice(1)] ?? fail(`${f.path}: of what type?`);
	f.gz = gzipSync(f.data, { level: 9 });
	f.etag = createHash('sha256').update(f.data).digest('hex').slice(0, 16);
	seen.set(f.path, f);
}
// The service worker names every file of this build, so that a new build is a new worker.
const worker = seen.get('/sw.js');
if (worker) {
	const list = [...seen.keys()].filter((p) => p.startsWith('/assets/'));
	worker.data = Buffer.from(worker.data.toString().replace('[/* files */]', JSON.stringify(list)));
	worker.gz = gzipSync(worker.data, { level: 9 });
	worker.etag = createHash('sha256').update(worker.data).digest('hex').slice(0, 16);
}
writeFiles([...seen.values()]);
writeFileSync(path.join(out, 'sizes.json'), JSON.stringify(report, null, '\t'));
