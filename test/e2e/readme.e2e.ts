/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExamples } from '../../n8n/examples';
import { PROJECT } from '../../n8n/paths';
import { freePort, isFree } from '../../n8n/ports';
import { waitForExit, endGroup, run } from '../../n8n/processes';
import { executeInboxExamples } from './support/firstRun';

/** Commands that the release checks run; the other commands of the README are run by the tests below. */
const CHECKED = [
	'npm test',
	'npm run test:slow',
	'npm run test:e2e',
	'npm run test:queue',
	'npm run lint',
	'npm run typecheck',
	'npm run build',
	'npm run format',
	'bash .ci/run',
];
const HERE = [
	'npm start',
	'npm start -- --help',
	'npm start -- --list',
	'npm start -- --queue',
	'npm start -- --run <example>',
	'npm start -- --run 2-nightly-export',
	'npm run sandbox',
	'npm run bench',
	'npm run clean',
];
/** Only run by hand: they take an hour, or write the pictures of the documentation. */
const MANUAL = [
	'npm run images',
	'npm run test:mutation',
	'npm run test:mutation -- thread',
	'npm run test:mutation -- thread nodes/shared/thread/turn.ts',
];
const FOLDERS = ['node_modules', 'n8n/node_modules'];

const npm = async (folder: string, ...args: string[]) =>
	await run('npm', args, { cwd: folder, timeoutMs: 240_000 });

/**
 * Starts a command that keeps running, and waits until its output matches a pattern.
 *
 * @throws Error with the output if the command ends before, or after 200 seconds
 */
async function started(folder: string, args: string[], pattern: RegExp) {
	const child = spawn('npm', args, {
		cwd: folder,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const match = await new Promise<RegExpExecArray>((resolve, reject) => {
		const onData = (chunk: Buffer) => {
			output += chunk.toString();
			const found = pattern.exec(output);
			if (found) resolve(found);
		};
		child.stdout.on('data', onData);
		child.stderr.on('data', onData);
		child.once('close', () => reject(new Error(`The command ended:\n${output}`)));
		setTimeout(() => reject(new Error(`The output did not match:\n${output}`)), 200_000).unref();
	});
	return { child, match, output: () => output };
}

/** Presses Ctrl-C: a terminal sends the signal to the whole foreground process group. */
async function pressCtrlC(child: ChildProcess): Promise<void> {
	process.kill(-child.pid!, 'SIGINT');
	await waitForExit(child);
}

describe('commands of the README, in a fresh clone', () => {
	let clone: string;
	const children: ChildProcess[] = [];

	beforeAll(async () => {
		clone = join(mkdtempSync(join(tmpdir(), 'highlevel-clone-')), 'clone');
		await run('git', ['clone', '--quiet', PROJECT, clone]);
		for (const folder of FOLDERS) symlinkSync(join(PROJECT, folder), join(clone, folder));
	});
	afterAll(async () => {
		for (const child of children) await endGroup(child);
		rmSync(join(clone, '..'), { recursive: true, force: true });
	});

	test('are all run by the release checks or by a test below', () => {
		const commandsIn = (page: string) =>
			[...readFileSync(join(PROJECT, page), 'utf8').matchAll(/`((?:npm|bash) [^`]+)`/g)].map(
				([, each]) => each,
			);
		const documented = new Set(['README.md', 'CONTRIBUTING.md'].flatMap(commandsIn));
		const untested = [...documented].filter(
			(each) => ![...CHECKED, ...HERE, ...MANUAL].includes(each),
		);
		expect(untested).toEqual([]);
	});

	test('npm start -- --help lists the ways to start', async () => {
		const { code, stdout } = await npm(clone, 'start', '--', '--help');
		expect(code).toBe(0);
		expect(stdout).toContain('--queue');
	});

	test('npm start -- --list prints the names of the examples', async () => {
		const { code, stdout } = await npm(clone, 'start', '--', '--list');
		expect(code).toBe(0);
		expect(stdout.match(/^\d+-[a-z-]+$/gm)).toHaveLength(readExamples().length);
	});

	test('npm start -- --run executes an example and prints its items', async () => {
		const { code, stdout } = await npm(clone, 'start', '--', '--run', '2-nightly-export');
		expect(code).toBe(0);
		expect(stdout).toMatch(/\d+ items?/);
	});

	test('npm start opens the editor, in which the inbox examples run, and Ctrl-C stops all processes', async () => {
		for (const [index, limitMs] of [200_000, 100_000].entries()) {
			const startedAt = Date.now();
			const { child, match, output } = await started(
				clone,
				['start'],
				/n8n is ready:\s+http:\/\/\S+?:(\d+)[\s\S]*Sandbox:\s+http:\/\/127\.0\.0\.1:(\d+)/,
			);
			children.push(child);
			expect(Date.now() - startedAt).toBeLessThan(limitMs);
			const [, email, password] = /Sign in with:\s+(\S+) \/ (\S+)/.exec(output()) ?? [];
			const ports = match.slice(1).map(Number);
			const [url, sandboxUrl] = ports.map((port) => `http://127.0.0.1:${port}`);
			expect((await fetch(url)).status).toBe(200);
			if (index === 0) {
				const say = async (text: string) => await npm(clone, 'start', '--', '--say', text);
				const owner = { email, password };
				const inbox = await executeInboxExamples({ url, sandboxUrl, owner, say });
				// Four answers, and the internal comment of the hand-over.
				expect(inbox.match(/\(Stand-in model\) You wrote: /g)).toHaveLength(5);
			}
			await pressCtrlC(child);
			for (const port of ports) expect(await isFree(port)).toBe(true);
		}
	}, 300_000);

	test('npm start -- --queue opens the editor with two workers, and Ctrl-C stops all processes', async () => {
		const { child, match } = await started(
			clone,
			['start', '--', '--queue'],
			/n8n is ready:\s+http:\/\/\S+?:(\d+), in queue mode with 2 workers/,
		);
		children.push(child);
		const port = Number(match[1]);
		expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
		await pressCtrlC(child);
		expect(await isFree(port)).toBe(true);
	}, 300_000);

	test('npm run sandbox accepts the token that it prints', async () => {
		const port = await freePort();
		const { child, match } = await started(
			clone,
			['run', 'sandbox', '--', '--port', String(port)],
			/Location ID\s+(\S+)[\s\S]*Access token\s+(\S+)[\s\S]*Stop with/,
		);
		children.push(child);
		const [, locationId, token] = match;
		const reply = await fetch(
			`http://127.0.0.1:${port}/conversations/search?locationId=${locationId}`,
			{ headers: { Authorization: `Bearer ${token}`, Version: '2021-04-15' } },
		);
		expect(reply.status).toBe(200);
		await pressCtrlC(child);
		expect(await isFree(port)).toBe(true);
	});

	test('npm run bench prints its results', async () => {
		const args = ['run', 'bench', '--', '--quick', '--only', 'search'];
		const { code, stdout } = await npm(clone, ...args);
		expect(stdout).toMatch(/bare fetch loop.*our node/s);
		expect(code).toBe(0);
	}, 300_000);

	test('npm run clean removes the build and the state', async () => {
		mkdirSync(join(clone, '.n8n-data'), { recursive: true });
		expect(existsSync(join(clone, 'dist'))).toBe(true);
		const { code } = await npm(clone, 'run', 'clean');
		expect(code).toBe(0);
		expect(existsSync(join(clone, 'dist'))).toBe(false);
		expect(existsSync(join(clone, '.n8n-data'))).toBe(false);
	});
});
