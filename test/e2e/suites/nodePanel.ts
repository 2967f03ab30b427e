import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { BrowserContext } from 'playwright-core';
import { node, trigger } from '../../contract/parameters';
import { EditorPage, launch } from '../support/browser';
import { chain } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const NODE = 'HighLevel Conversations';
const WORDS = [
	...['highlevel', 'ghl', 'gohighlevel', 'sms', 'text message'],
	...['send sms', 'whatsapp', 'unsubscribe', 'inbox'],
];

/** The number of options of all parameters with this name. */
const count = (properties: INodeProperties[], name: string): number =>
	properties
		.filter((each) => each.name === name)
		.flatMap(({ options }) => options as INodePropertyOptions[]).length;

/** Searching and adding the node in the editor's node panel. */
export function nodePanel(testEnv: () => TestEnv): void {
	let context: BrowserContext;
	let opened: EditorPage;

	describe('in the node panel', () => {
		beforeAll(async () => (context = await launch(testEnv())), 60_000);
		afterAll(async () => await context?.browser()?.close());
		beforeEach(async () => {
			const workflow = chain();
			await testEnv().client.request('POST', '/workflows', workflow);
			const url = `${testEnv().n8n.url}/workflow/${workflow.id}`;
			opened = await EditorPage.open(context, url, 'light');
		});
		afterEach(async () => await opened.close());

		test('finds the node as one entry by each search term', async () => {
			const found = await opened.searchNodes('');
			const search = opened.page.getByTestId('node-creator-search-bar');
			const own = found.filter({ has: opened.page.getByText(NODE, { exact: true }) });
			const counts: Record<string, number> = {};
			for (const word of WORDS) {
				await search.fill('nothing has this name');
				await own.first().waitFor({ state: 'detached' });
				await search.fill(word);
				await own.first().waitFor();
				counts[word] = await own.count();
			}
			expect(counts).toEqual(Object.fromEntries(WORDS.map((word) => [word, 1])));
		});

		test('lists every declared action and trigger', async () => {
			await opened.openDetails('highlevel', NODE);
			const actions = count(node.description.properties, 'operation');
			const triggers = count(trigger.description.properties, 'event');
			expect(actions).toBeGreaterThanOrEqual(34);
			for (const title of [`Actions (${actions})`, `Triggers (${triggers})`]) {
				await opened.page.getByText(title, { exact: true }).waitFor();
			}
		});

		test('adds the node with the operation of the selected action', async () => {
			await opened.openDetails('highlevel', NODE);
			await opened.addAction('Get many subtypes');
			const chosen = async (name: string) =>
				await opened.parameter(name).locator('input').first().inputValue();
			expect(await chosen('resource')).toBe('Preference');
			expect(await chosen('operation')).toBe('Get Many Subtypes');
		});
	});
}
