// types.mjs - the API's types for the app: node types.mjs [JIXIU [OUT]]
//
// Asks the program for its OpenAPI document and writes OUT (build/web/api.d.ts): a type for each schema by its name
// (Ticket, TicketView, AssetPatch …), and `paths` with what each address takes. web/app/lib/types.ts hands them on;
// tests/contract/types.test.mjs holds the app against them. Needs the development packages of web/package.json.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const web = path.dirname(fileURLToPath(import.meta.url));
const jixiu = path.resolve(process.argv[2] ?? path.join(web, '../build/asan/jixiu'));
const out = path.resolve(process.argv[3] ?? path.join(web, '../build/web/api.d.ts'));
const doc = JSON.parse(execFileSync(jixiu, ['openapi'], { maxBuffer: 64 << 20 }));
const types = astToString(await openapiTS(doc, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true }));
mkdirSync(path.dirname(out), { recursive: true });
writeFileSync(out, types);
