import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { activate, outputs, startedBy, switchOff, switchOn } from '../support/activeWorkflows';
import { node } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

/** The polling trigger in workflows that are switched on. */
export function triggers(testEnv: () => TestEnv): void {
	describe('triggers', () => {
		test('the polling trigger starts on new messages, each once, and on none that came while it was off', async () => {
			const { sandbox } = testEnv();
			const { id, name, type } = CREDENTIAL;
			const workflow = startedBy(
				node(
					'Trigger',
					`${PACKAGE_NAME}.highLevelConversationsTrigger`,
					{ event: 'newMessage', pollTimes: { item: [{ mode: 'everyMinute' }] } },
					{ credentials: { [type]: { id, name } } },
				),
			);
			const versionId = await switchOn(testEnv(), workflow);
			const [{ id: conversationId }] = sandbox.state.conversations.values();
			const add = (inMs = 1000) => {
				const dateAdded = Date.now() + inMs;
				return sandbox.state.addMessage({ conversationId, dateAdded, body: 'News' }).id;
			};
			const first = [add(), add()];
			expect((await outputs(testEnv(), workflow, 1, 75)).flat().map((json) => json.id)).toEqual(
				first,
			);
			const second = add();
			await outputs(testEnv(), workflow, 2, 75);
			await switchOff(testEnv(), workflow);
			// By HighLevel's clock, which tells whole seconds, it came before.
			add(-2000);
			await activate(testEnv(), workflow, versionId);
			const third = add();
			const all = (await outputs(testEnv(), workflow, 3, 75)).flat().map((json) => json.id);
			await switchOff(testEnv(), workflow);
			expect(all).toEqual([...first, second, third]);
		}, 300_000);

		test('the polling trigger cannot be switched on with a token that ended', async () => {
			const { client, sandbox } = testEnv();
			const { type } = CREDENTIAL;
			const account = await client.request<{ id: string; name: string }>('POST', '/credentials', {
				name: 'Rotated',
				type,
				data: {
					accessToken: 'pit-rotated',
					userAgent: 'e2e',
					apiHost: 'custom',
					baseUrl: sandbox.url,
					locationId: sandbox.locationId,
				},
			});
			const credentials = { [type]: { id: account.id, name: account.name } };
			const trigger = `${PACKAGE_NAME}.highLevelConversationsTrigger`;
			const workflow = startedBy(node('Trigger', trigger, {}, { credentials }));
			await expect(switchOn(testEnv(), workflow)).rejects.toThrow(
				'HighLevel did not accept the token',
			);
		});
	});
}
