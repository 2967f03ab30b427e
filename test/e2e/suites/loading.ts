/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename } from 'node:path';
import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../../package.json';
import { PACKAGE_NAME } from '../../../n8n/paths';
import type { TestEnv } from '../support/testEnv';

/** Gets one of the lists that the editor loads at its start. */
async function types<T>({ n8n, client }: TestEnv, kind: 'nodes' | 'credentials'): Promise<T[]> {
	const reply = await fetch(`${n8n.url}/types/${kind}.json`, {
		headers: { cookie: client.cookie },
	});
	return (await reply.json()) as T[];
}

async function fetchIcon({ n8n, client }: TestEnv, path: string) {
	const reply = await fetch(`${n8n.url}/${path}`, { headers: { cookie: client.cookie } });
	return { type: reply.headers.get('content-type'), text: await reply.text() };
}

const own = (name: string) => name.startsWith(`${PACKAGE_NAME}.`);

/** What n8n has loaded of the package after its start. */
export function loading(testEnv: () => TestEnv): void {
	describe('loading', () => {
		test('loads without warnings from n8n', () => {
			const lines = testEnv().n8n.log.filter((line) =>
				/highlevel|failed to load|unrecognized/i.test(line),
			);
			expect(lines).toEqual([]);
		});

		test('registers every node under its name, the main node also as a tool and as a review step', async () => {
			const names = (await types<INodeTypeDescription>(testEnv(), 'nodes')).map(({ name }) => name);
			const declared = manifest.n8n.nodes.map((file) => basename(file, '.node.js'));
			const made = ['HighLevelConversationsTool', 'HighLevelConversationsHitlTool'];
			const expected = [...declared, ...made];
			expect(names.filter(own).sort()).toEqual(
				expected.map((name) => `${PACKAGE_NAME}.h${name.slice(1)}`).sort(),
			);
		});

		test('has a light and a dark icon for every node and credential', async () => {
			const nodes = await types<INodeTypeDescription>(testEnv(), 'nodes');
			const credentials = await types<ICredentialType>(testEnv(), 'credentials');
			const described = [
				...nodes.filter(({ name }) => own(name)),
				...credentials.filter(({ name }) => name.startsWith('highLevelConversations')),
			];
			expect(described.length).toBeGreaterThanOrEqual(3);
			for (const { iconUrl } of described) {
				if (typeof iconUrl !== 'object') throw new Error('An icon has no dark variant.');
				const [light, dark] = [
					await fetchIcon(testEnv(), iconUrl.light),
					await fetchIcon(testEnv(), iconUrl.dark),
				];
				expect(light.type).toContain('image/svg+xml');
				expect(dark.type).toContain('image/svg+xml');
				expect(light.text).toContain('<svg');
				expect(dark.text).not.toBe(light.text);
			}
		});
	});
}
