// certificate.mjs - a certificate that nobody has signed but itself, for a server of a test: { cert, key }, the files.
//
//   const { cert, key } = await makeCertificate('IP:127.0.0.1');   // or 'DNS:localhost'; in a folder of its own
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { tempFolder } from './server.mjs';

export async function makeCertificate(name) {
	const folder = await tempFolder(), cert = path.join(folder, 'cert.pem'), key = path.join(folder, 'key.pem');
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', `subjectAltName=${name}`], { stdio: 'ignore' });
	return { cert, key };
}
