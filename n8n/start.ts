/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm start`: starts the real n8n with this package. `npm start -- --help` lists the options.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEditor } from './editor';
import { openQueueEditor } from './queueEditor';
import { readExamples } from './examples';
import { explainInstall } from './existing';
import { runExample } from './runExample';
import { say } from './say';

const HELP = `npm start                       open the n8n editor with the package and a sandbox
npm start -- --port <port>      the same, on a given port
npm start -- --queue            the same in queue mode, with two workers (requires Redis and PostgreSQL)
npm start -- --say "<text>"     send a message as a contact in the sandbox of the running editor
npm start -- --n8n <url>        build the package, and print how to install it in your own n8n
npm start -- --list             list the examples
npm start -- --run <example>    execute one example (name or number) and print its items`;

const running: Array<() => Promise<void>> = [];
let stopping = false;

/** Stops what was started, in reverse order, and ends this process. */
async function stop(code: number): Promise<void> {
	if (stopping) return;
	stopping = true;
	for (const stopOne of running.reverse()) await stopOne();
	process.exit(code);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			queue: { type: 'boolean' },
			run: { type: 'string' },
			list: { type: 'boolean' },
			say: { type: 'string' },
			n8n: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return console.log(HELP);
	if (values.list) return printExamples();
	if (values.say !== undefined) return await say(values.say);
	if (values.n8n !== undefined) {
		return await explainInstall(values.n8n);
	}
	installN8n();
	if (values.run !== undefined) return await runExample(values.run);
	const port = values.port === undefined ? undefined : Number(values.port);
	if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
		throw new Error(`'${values.port}' is not a port. Enter a number from 1 to 65535.`);
	}
	const open = values.queue ? openQueueEditor : openEditor;
	await open((stopOne) => running.push(stopOne), port);
}

/** Installs n8n, which is large, only if it is needed. Ends the process if that fails; the reason is printed. */
function installN8n(): void {
	const setup = join(__dirname, '../scripts/setup.mjs');
	const { status } = spawnSync(process.execPath, [setup, 'n8n'], { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

function printExamples(): void {
	for (const { key, workflow } of readExamples()) console.log(`${key}\n  ${workflow.description}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (!stopping) console.error('\n  Stopping ...');
		void stop(0);
	});
}

main()
	.then(async () => await stop(0))
	.catch(async (error: unknown) => {
		if (stopping) return;
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		await stop(1);
	});
