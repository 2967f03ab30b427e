/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { BrowserContext } from 'playwright-core';
import { findExample } from '../../../n8n/examples';
import { HighLevelConversations } from '../../../nodes/HighLevelConversations/HighLevelConversations.node';
import { SEED } from '../../../sandbox';
import { EditorPage, launch } from '../support/browser';
import { chain, highLevel, jsonOf, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const { description } = new HighLevelConversations();
const { properties } = description;

/** An operation by its names in the editor, and the titles of the fields that the editor must show at first. */
interface Form {
	resource: string;
	operation: string;
	fields: string[];
}

/** The title of a field, and those of the fields that it contains by default. */
function titlesOf({ displayName, type, options }: INodeProperties, value: unknown): string[] {
	if (type !== 'collection') return [displayName];
	const values = (value ?? {}) as INodeParameters;
	const members = (options as INodeProperties[]).filter(({ name }) => name in values);
	return [displayName, ...members.flatMap((each) => titlesOf(each, values[each.name]))];
}

function fieldsOf(chosen: INodeParameters): string[] {
	const node = { typeVersion: 1 };
	const values =
		NodeHelpers.getNodeParameters(properties, chosen, true, false, node, description) ?? {};
	const apart = ['authentication', 'resource', 'operation'];
	return properties
		.filter(({ name, type }) => !apart.includes(name) && type !== 'notice' && type !== 'hidden')
		.filter((each) => NodeHelpers.displayParameter(values, each, node, description))
		.flatMap((each) => titlesOf(each, values[each.name]));
}

const choicesOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];

const operations: Form[] = properties
	.filter(({ name }) => name === 'resource')
	.flatMap(choicesOf)
	.flatMap(({ name: resource, value }) =>
		properties
			.filter(({ name, displayOptions }) => {
				return name === 'operation' && displayOptions?.show?.resource?.includes(value as string);
			})
			.flatMap(choicesOf)
			.map(({ name: operation, value: key }) => ({
				resource,
				operation,
				fields: fieldsOf({ resource: value as string, operation: key as string }),
			})),
	);

const table = (rows: string[][]): string => {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};

/** The form of every operation, in the editor in a headless Chromium. */
export function forms(testEnv: () => TestEnv): void {
	let context: BrowserContext;
	let editor: EditorPage | undefined;

	/** Opens the last node of a workflow, in a tab of its own. */
	const open = async (workflow: TestWorkflow): Promise<EditorPage> => {
		await testEnv().client.request('POST', '/workflows', workflow);
		editor = await EditorPage.open(
			context,
			`${testEnv().n8n.url}/workflow/${workflow.id}`,
			'light',
		);
		await editor.openNode(workflow.nodes.at(-1)!.name);
		return editor;
	};
	/** The titles of the node's fields, as soon as they are the expected ones, or after ten seconds. */
	const shown = async (opened: EditorPage, due: string[]): Promise<string[]> => {
		let titles: string[] = [];
		for (let i = 0; i < 100; i++) {
			const all = await opened.titles();
			titles = all.slice(all.indexOf('Operation') + 1, all.indexOf('Request Options'));
			if (titles.join() === due.join()) break;
			await sleep(100);
		}
		return titles;
	};
	const openOne = async (parameters: INodeParameters) =>
		await open(chain(highLevel('Opened', parameters)));

	describe('forms', () => {
		beforeAll(async () => (context = await launch(testEnv())), 60_000);
		afterAll(async () => await context?.browser()?.close());
		afterEach(async () => {
			const errors = editor?.errors;
			await editor?.close();
			expect(errors).toEqual([]);
		});

		test('opens every operation with empty fields', async () => {
			const opened = await openOne({});
			const rows = [['Resource', 'Operation', 'Fields that the editor shows']];
			for (const { resource, operation, fields } of operations) {
				await opened.choose('resource', resource);
				await opened.choose('operation', operation);
				const titles = await shown(opened, fields);
				expect([operation, titles]).toEqual([operation, fields]);
				expect(opened.errors).toEqual([]);
				rows.push([resource, operation, titles.join(', ')]);
			}
			process.stdout.write(
				`${table(rows)}\n${operations.length} operations, no error in the console\n`,
			);
			expect(operations.length).toBeGreaterThanOrEqual(30);
		});

		test('opens Change Subscription of a workflow without its form', async () => {
			const opened = await openOne({ resource: 'preference', operation: 'changeSubscription' });
			for (const field of ['Type', 'Subtype', 'Subtype Status'])
				await opened.title(field).waitFor();
		});

		test('opens Change Subscription of the example with its values', async () => {
			const { workflow } = findExample('6');
			const again = workflow.nodes.filter(({ name }) => name === 'Subscribe again');
			const opened = await open({ ...chain(...again), name: 'Saved' });
			await opened.title('Subtype').waitFor();
			const status = opened.parameter('subtype_status').locator('input');
			expect(await status.inputValue()).toBe('Subscribed');
		});

		test('selects a contact from a list that HighLevel searches', async () => {
			const opened = await openOne({ message: 'Hello' });
			const { page } = opened;
			await opened.locator('contactId').getByTestId('rlc-input').click();
			const entries = page.getByTestId('rlc-item');
			await entries.filter({ hasText: 'Grace Kim' }).first().waitFor();
			await page.getByTestId('rlc-search').fill('+12025550101');
			await entries.filter({ hasText: 'Grace Kim' }).first().waitFor({ state: 'detached' });
			await entries.filter({ hasText: 'Ana Ferreira, +12025550101' }).first().click();
			await opened.executeStep(SEED.conversationId);
			expect(testEnv().sandbox.requests.at(-1)?.body).toMatchObject({ contactId: SEED.contactId });
		});

		test('selects a contact by phone or email', async () => {
			const opened = await openOne({ message: 'Hello' });
			await opened.locate('contactId', 'By Phone or Email', 'ana.ferreira@mail.example');
			await opened.executeStep(SEED.conversationId);
			expect(testEnv().sandbox.requests.map(({ path }) => path)).toEqual([
				'/conversations/search',
				'/conversations/messages',
			]);
			expect(testEnv().sandbox.requests[1].body).toMatchObject({ contactId: SEED.contactId });
		});

		test('shows a contact that an older workflow stores as text as an ID', async () => {
			const parameters = { contactId: SEED.contactId, message: 'Hello' };
			const opened = await openOne(parameters);
			const shown = opened.locator('contactId').locator('input').last();
			expect(await shown.inputValue()).toBe(SEED.contactId);
			const { data } = await runByHand(testEnv().client, chain(highLevel('Send', parameters)));
			expect(jsonOf(data, 'Send')).toEqual([
				expect.objectContaining({ conversationId: SEED.conversationId }),
			]);
		});
	});
}
