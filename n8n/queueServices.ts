/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import {
	chownSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './ports';
import { run } from './processes';
import { startService } from './childService';
import type { Service } from './childService';

/** Folder of PostgreSQL's programs on Debian, which are not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';
const READY_MS = 60_000;

/** A running Redis or PostgreSQL, only for this process and its children. */
interface Store {
	port: number;
	password: string;
	stop(): Promise<void>;
}

/** Redis and PostgreSQL for n8n's queue mode. */
export interface QueueServices {
	redis: Store;
	postgres: Store;
	stop(): Promise<void>;
}

function findProgram(program: string): string | undefined {
	const debian = existsSync(DEBIAN)
		? readdirSync(DEBIAN)
				.sort((a, b) => Number(b) - Number(a))
				.map((version) => join(DEBIAN, version, 'bin'))
		: [];
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...debian];
	return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** @throws Error that says what to install if a program is missing */
function findPrograms() {
	const found = {
		redis: findProgram('redis-server'),
		postgres: findProgram('postgres'),
		initdb: findProgram('initdb'),
	};
	const missing = [
		...(found.redis ? [] : ['Redis']),
		...(found.postgres && found.initdb ? [] : ['PostgreSQL']),
	];
	const { redis, postgres, initdb } = found;
	if (redis && postgres && initdb) return { redis, postgres, initdb };
	throw new Error(
		`n8n's queue mode needs ${missing.join(' and ')}. Install them; they do not have to be running, this command starts its own.\n` +
			'  Debian, Ubuntu:  apt-get install redis-server postgresql\n' +
			'  macOS:           brew install redis postgresql',
	);
}

/** PostgreSQL does not run as root: use its own user, or nobody. */
function unprivilegedUser(): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const users = readFileSync('/etc/passwd', 'utf8').split('\n');
	for (const name of ['postgres', 'nobody']) {
		const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
		if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error('PostgreSQL does not run as root. Start this as another user.');
}

const newPassword = () => randomBytes(12).toString('hex');

/** A temporary folder that is removed when its service is stopped. */
function temporaryFolder(name: string) {
	const folder = mkdtempSync(join(tmpdir(), `highlevel-${name}-`));
	const stopping = (service: Service) => async () => {
		await service.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { folder, stopping };
}

async function startRedis(file: string): Promise<Store> {
	const { folder, stopping } = temporaryFolder('redis');
	const port = await freePort();
	const password = newPassword();
	const service = await startService({
		name: 'Redis',
		file,
		// Settings are passed by standard input, because other users can read a command line.
		args: ['-'],
		input: `bind 127.0.0.1\nport ${port}\ndir ${folder}\nsave ""\nrequirepass ${password}\n`,
		options: { cwd: folder },
		ready: 'Ready to accept connections',
		timeoutMs: READY_MS,
	});
	return { port, password, stop: stopping(service) };
}

async function startPostgres(file: string, initdb: string): Promise<Store> {
	const { folder, stopping } = temporaryFolder('postgres');
	const user = unprivilegedUser();
	const password = newPassword();
	const secret = join(folder, 'password');
	writeFileSync(secret, password, { mode: 0o600 });
	if (user.uid !== undefined && user.gid !== undefined) {
		for (const path of [folder, secret]) chownSync(path, user.uid, user.gid);
	}
	const data = join(folder, 'data');
	const made = await run(
		initdb,
		[
			'-D',
			data,
			'-U',
			'n8n',
			'-A',
			'scram-sha-256',
			`--pwfile=${secret}`,
			'-E',
			'UTF8',
			'--locale=C',
			'--no-sync',
		],
		{ cwd: folder, ...user },
	);
	if (made.code !== 0) throw new Error(`PostgreSQL's initdb: ${made.stderr}${made.stdout}`);
	const port = await freePort();
	const service = await startService({
		name: 'PostgreSQL',
		file,
		// The data is temporary and does not have to survive a power failure.
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'],
		options: { cwd: folder, ...user },
		ready: 'database system is ready to accept connections',
		timeoutMs: READY_MS,
	});
	return { port, password, stop: stopping(service) };
}

/**
 * Starts Redis and PostgreSQL on loopback, each in its own temporary folder, which is removed on stop.
 * @throws Error that says what to install if one is missing
 */
export async function startQueueServices(): Promise<QueueServices> {
	const files = findPrograms();
	const redis = await startRedis(files.redis);
	const postgres = await startPostgres(files.postgres, files.initdb).catch(
		async (error: unknown) => {
			await redis.stop();
			throw error;
		},
	);
	const stop = async () => {
		await postgres.stop();
		await redis.stop();
	};
	return { redis, postgres, stop };
}
