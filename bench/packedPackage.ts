/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PACKAGE_NAME, PROJECT } from '../n8n/paths';
import { installPackage, packPackage } from '../n8n/tarball';

export interface Installed {
	/** Folder of the installed package. */
	folder: string;
	remove(): void;
}

/** Packs the built package and installs the tarball, to measure what users get. */
export async function installBuilt(): Promise<Installed> {
	const top = mkdtempSync(join(tmpdir(), 'bench-'));
	await installPackage(top, await packPackage(top));
	return {
		folder: join(top, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME),
		remove: () => rmSync(top, { recursive: true }),
	};
}

/** The folder of n8n's own nodes. */
export const BUILT_IN = join(PROJECT, 'n8n', 'node_modules', 'n8n-nodes-base');
