/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { basename, join } from 'node:path';
import { PACKAGE_NAME, STATE } from './paths';
import { build } from './installNode';
import { showProgress } from './progress';
import { packPackage } from './tarball';

/** Where n8n's Docker image keeps community packages. */
const NODES = '/home/node/.n8n/nodes';

/**
 * Builds and packs the package, and prints how to install it in an existing n8n.
 * @param address the n8n's URL, as the user opens it
 * @throws Error if the address is not a URL
 */
export async function explainInstall(address: string): Promise<void> {
	if (!/^https?:/.test(address) || !URL.canParse(address)) {
		throw new Error(`'${address}' is not a URL. Example: npm start -- --n8n http://localhost:5678`);
	}
	await showProgress('Building the package', build);
	const tarball = await packPackage(join(STATE, 'pack'));
	const answers = await fetch(new URL('/healthz', address))
		.then(({ ok }) => ok)
		.catch(() => false);
	console.log(instructions(address, tarball, answers));
}

function instructions(address: string, tarball: string, answers: boolean): string {
	const file = basename(tarball);
	const state = answers ? 'is running' : 'did not answer; start it first';
	return `
  Package:  ${tarball}
  n8n:      ${address} (${state})

  n8n in Docker (replace <container> with its name; the volume on /home/node/.n8n keeps the package):
    docker cp ${tarball} <container>:/tmp/${file}
    docker exec <container> sh -c "mkdir -p ${NODES} && cd ${NODES} && npm install --ignore-scripts --legacy-peer-deps /tmp/${file}"
    docker restart <container>

  n8n from npm:
    mkdir -p ~/.n8n/nodes && cd ~/.n8n/nodes && npm install --ignore-scripts --legacy-peer-deps ${tarball}
    then restart n8n

  n8n 3.0 and newer only load unverified packages with N8N_UNVERIFIED_PACKAGES_ENABLED=true.
  Remove it again with: npm uninstall ${PACKAGE_NAME} in the same folder, and restart n8n.

  Sandbox:  npm run sandbox prints its address and token. It listens on this computer only. A container reaches it at
            http://127.0.0.1:4010 if it runs with --network host. Without that, use a real account: the credential only
            accepts https for other computers.
`;
}
