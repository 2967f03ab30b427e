/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { nodeOf, PROJECT } from '../n8n/paths';
import { run } from '../n8n/processes';
import { BUILT_IN } from './packedPackage';
import { tableOf } from './report';
import { median } from './results';

const RUNS = 9;

interface Installation {
	name: string;
	/** Its folders or files. */
	paths: string[];
	/** Modules that n8n loads at its start. */
	modules: string[];
}

function filesUnder(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.map((name) => join(path, name))
		.filter((file) => statSync(file).isFile());
}

/** Time that a new Node process needs to load the modules and create their classes, without n8n-workflow, ms. */
async function loadTime(modules: string[]): Promise<number> {
	const args = [join(__dirname, 'loadTime.cjs'), ...modules];
	const { code, stdout, stderr } = await run(nodeOf(PROJECT), args, { cwd: PROJECT });
	if (code !== 0) throw new Error(stderr);
	return Number(stdout);
}

/** Install size and load time of the package and of n8n's own HighLevel node, as a Markdown section. */
export async function installSection(packageFolder: string): Promise<string> {
	const dist = join(packageFolder, 'dist');
	const own = filesUnder(dist).filter((file) => /\.(node|credentials)\.js$/.test(file));
	const builtIn = join(BUILT_IN, 'dist/nodes/HighLevel');
	const credential = join(BUILT_IN, 'dist/credentials/HighLevel');
	const installations: Installation[] = [
		{ name: 'our package', paths: [packageFolder], modules: own },
		{
			name: "n8n's HighLevel node",
			paths: [builtIn, `${credential}Api.credentials.js`, `${credential}OAuth2Api.credentials.js`],
			modules: [
				join(builtIn, 'HighLevel.node.js'),
				`${credential}Api.credentials.js`,
				`${credential}OAuth2Api.credentials.js`,
			],
		},
	];
	const times = installations.map((): number[] => []);
	for (let round = 0; round < RUNS; round++) {
		for (const [index, { modules }] of installations.entries()) {
			times[index].push(await loadTime(modules));
		}
	}
	const lines = installations.map(({ name, paths }, index) => {
		const files = paths.flatMap(filesUnder);
		const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
		const spread = [Math.min(...times[index]), Math.max(...times[index])];
		return [
			name,
			`${median(times[index]).toFixed(1)} ms`,
			spread.map((ms) => `${ms.toFixed(1)} ms`).join(' – '),
			`${(bytes / 1_000).toFixed(0)} kB`,
			String(files.length),
		];
	});
	const table = tableOf(['Installed', 'Load time', 'Spread', 'Size', 'Files'], lines);
	return `## Cost of having it installed\n\n${table}\n\nMedian of ${RUNS} runs. Ours covers the Conversations API, n8n's contacts, opportunities, tasks and calendars.\n`;
}
