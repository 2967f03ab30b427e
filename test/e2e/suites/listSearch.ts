import type { INodeListSearchResult } from 'n8n-workflow';
import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME } from '../../../n8n/paths';
import type { TestEnv } from '../support/testEnv';

/** The lists of resource locators, through the endpoint that the editor calls while the user types. */
export function listSearch(testEnv: () => TestEnv): void {
	const list = async (
		method: string,
		parameter: string,
		operation: { resource: string; operation: string },
		more: { filter?: string; paginationToken?: unknown } = {},
	): Promise<INodeListSearchResult> => {
		const { id, name, type } = CREDENTIAL;
		const path = '/dynamic-node-parameters/resource-locator-results';
		return await testEnv().client.request('POST', path, {
			path: `parameters.${parameter}`,
			methodName: method,
			nodeTypeAndVersion: { name: `${PACKAGE_NAME}.highLevelConversations`, version: 1 },
			currentNodeParameters: { authentication: 'accessToken', ...operation },
			credentials: { [type]: { id, name } },
			...more,
		});
	};
	const get = { resource: 'conversation', operation: 'get' };
	const conversations = async (more = {}) =>
		await list('searchConversations', 'conversationId', get, more);

	describe('list search', () => {
		test('lists conversations by the names of their contacts', async () => {
			const { results } = await conversations();
			expect(results.length).toBeGreaterThan(10);
			expect(results.map(({ name }) => name).join()).toContain('Ana Ferreira');
		});

		test('searches conversations while the user types', async () => {
			const { results } = await conversations({ filter: 'Ferreira' });
			expect(results.map(({ name }) => name)).toEqual([expect.stringContaining('Ana Ferreira')]);
		});

		test('loads the next page of a long list, without duplicates', async () => {
			const { state, locationId } = testEnv().sandbox;
			for (let i = 0; i < 150; i++) {
				const { id } = state.addContact({ locationId, firstName: 'Many', lastName: `No ${i}` });
				state.addConversation({ locationId, contactId: id, lastMessageDate: 1e12 + i });
			}
			const seen = new Map<string, string>();
			let paginationToken: unknown;
			let pages = 0;
			do {
				const page = await conversations(paginationToken ? { paginationToken } : {});
				for (const { name, value } of page.results) seen.set(String(value), name);
				paginationToken = page.paginationToken;
				pages += 1;
			} while (paginationToken && pages < 20);
			expect(pages).toBeGreaterThan(1);
			expect(seen.size).toBe(state.conversations.size - 1);
		});

		test('lists custom subtypes', async () => {
			const update = { resource: 'preference', operation: 'updateSubtype' };
			const { results } = await list('searchSubtypes', 'subtypeId', update);
			expect(results.map(({ name }) => name).sort()).toEqual(['Check-up reminders', 'Newsletter']);
		});
	});
}
