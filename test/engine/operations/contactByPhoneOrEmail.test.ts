import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { addInbound, createConversation, SEARCH_PATH } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { contactId } = SEED;
const byPhone = { __rl: true, mode: 'phoneOrEmail', value: '+12025550101' } as INodeParameters;

describe('every operation with a contact accepts a phone number or email:', () => {
	const email = 'a@mail.example';
	const subscription_action = { value: { type: 'default', subtype_status: 'unsubscribed' } };
	test.each<[string, INodeParameters]>([
		['Add Inbound', addInbound({ message: 'Hi' })],
		[
			'Change Subscription',
			{ resource: 'preference', operation: 'changeSubscription', email, subscription_action },
		],
		['Get Unsubscription Status', { resource: 'preference', operation: 'getUnsubscriptionStatus' }],
		['Upload File', { resource: 'upload', operation: 'uploadFile' }],
	])('%s', async (_, parameters) => {
		const { error, requests } = await testEnv.run({
			parameters: { ...parameters, contactId: byPhone },
			items: [{ json: {}, binary: { data: await testEnv.file({ content: 'x', name: 'a.txt' }) } }],
		});
		expect(error).toBeUndefined();
		expect(requests.map(({ path }) => path === SEARCH_PATH)).toEqual([true, false]);
		const { body, query } = requests[1];
		const form = (body ?? {}) as { fields?: IDataObject };
		expect({ ...query, ...form, ...form.fields }).toMatchObject({ contactId });
	});

	test('Create Conversation, which HighLevel then rejects for a contact that has one', async () => {
		const { error } = await testEnv.run({ parameters: createConversation({ contactId: byPhone }) });
		expect(error?.message).toMatch(/already has a conversation/);
	});
});
