// sandbox.mjs - the project's two commands in a copy of their own, with stand-ins for the programs they call.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

// A folder with a blank in its name that holds ./run, ./test and what they read. Programs named in `stubs` are shell
// text; each call of one is noted in `calls()` before the text runs. With `only`, nothing else is on the PATH but
// what the commands need of the system.
export function sandbox(t, { stubs = {}, files = {} } = {}) {
	const top = mkdtempSync(path.join(tmpdir(), 'jixiu-test-'));
	const root = path.join(top, 'the project');
	const bin = path.join(top, 'bin');
	const log = path.join(top, 'calls');
	t.after(() => rmSync(top, { recursive: true, force: true }));
	mkdirSync(path.join(root, 'tests'), { recursive: true });
	mkdirSync(bin);
	for (const name of ['run', 'test', '.ci', 'tests/lib', 'CMakePresets.json']) {
		cpSync(path.join(project, name), path.join(root, name), { recursive: true });
	}
	const program = (file, text) => {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
		chmodSync(file, 0o755);
	};
	for (const [name, text] of Object.entries(stubs)) {
		program(path.join(bin, name), `#!/bin/bash\necho "${name} $*" >>"${log}"\n${text}\n`);
	}
	for (const [name, text] of Object.entries(files)) program(path.join(root, name), text);

	return {
		top,
		root,
		program: (name, text) => program(path.join(root, name), text),
		read: (name) => readFileSync(path.join(root, name), 'utf8'),
		exists: (name) => existsSync(path.join(root, name)),
		calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
		exec(file, args = [], { cwd = root, env = {} } = {}) {
			const result = spawnSync(file, args, {
				cwd,
				encoding: 'utf8',
				input: '',
				timeout: 120_000,
				env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: '', PATH: `${bin}:${process.env.PATH}`, ...env },
			});
			return { code: result.status, stdout: result.stdout, stderr: result.stderr };
		},
	};
}

// dpkg-query that has every package it is asked for, but those named.
export const dpkg = (...missing) =>
	`shift 3; for p; do case " ${missing.join(' ')} " in *" $p "*) ;; *) printf 'installed=%s ' "$p";; esac; done`;

// cmake that "builds" a program which prints what it was called with.
export const cmake = `
case "$1" in
--preset) mkdir -p "build/$2"; echo "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" >"build/$2/CMakeCache.txt"; : >"build/$2/build.ninja";;
--build) echo "[1/1] built"; [ -x "$2/jixiu" ] || { cat >"$2/jixiu" <<'END'
#!/bin/bash
echo "jixiu $* in $PWD port \${JIXIU_PORT:-none}"
case "$1" in demo) mkdir -p "$3"; [ -n "\${STOP:-}" ] && exit 1; : >"$3/made";; esac
END
chmod +x "$2/jixiu"; } ;;
esac`.replaceAll('\\$', '$');
