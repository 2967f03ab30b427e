import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import { SEED } from '../../../sandbox';
import {
	deleteConversation,
	getConversation,
	getMessage,
	getMessages,
	SEND_PATH,
	sendSms,
	updateConversation,
	byId,
} from '../fixtures';
import { useTestEnv } from '../harness';
import { failing } from './outcomes';

const testEnv = useTestEnv();

const conversationId = byId(SEED.conversationId);
const OPERATIONS: Array<[string, INodeParameters]> = [
	['Get', getConversation()],
	['Update', updateConversation({ updateFields: { starred: true } })],
	['Delete', deleteConversation()],
	['Get Many', getMessages()],
	[
		'Get Replies',
		{ resource: 'message', operation: 'getReplies', conversationId, after: '2026-01-01T00:00:00Z' },
	],
	['Get Unanswered', { resource: 'conversation', operation: 'getUnanswered', conversationId }],
];

/** HighLevel's responses for a conversation that does not exist. */
const SAID: Array<[string, Fault]> = [
	[
		'400 with a code',
		{
			status: 400,
			body: {
				statusCode: 400,
				message: 'Conversation with id x not found',
				canonicalCode: 'CONVERSATIONS_CONVERSATION_NOT_FOUND',
				traceId: 't-1',
			},
		},
	],
	['400 with the message in detail', { status: 400, body: { detail: 'Conversation not found' } }],
	[
		'400 with words in errors',
		{ status: 400, body: { message: 'Bad Request', errors: ['Conversation not found'] } },
	],
	['404', { status: 404, body: { statusCode: 404, message: 'Conversation not found' } }],
];

describe.each(OPERATIONS)('%s of a conversation that no longer exists', (_, parameters) => {
	it.each(SAID)('fails with the cause and advice: %s', async (_name, fault) => {
		const { error, message, description, requests } = await failing(testEnv, parameters, fault);
		expect(error?.name).toBe('NodeApiError');
		expect(message).toBe('HighLevel could not find the conversation [item 0 (the 1st)]');
		expect(description).toMatch(/HighLevel said: .*not found/);
		expect(description).toMatch(/deleted/);
		expect(description).toMatch(/merged/);
		expect(description).toMatch(/another location/);
		expect(description).not.toMatch(/Check the field values|may have been processed/);
		expect(requests).toHaveLength(1);
	});
});

describe('a message that no longer exists', () => {
	const body = { message: 'Message not found', canonicalCode: 'CONVERSATIONS_MSG_NOT_FOUND' };
	it.each<[string, INodeParameters]>([
		['Get', getMessage()],
		[
			'Cancel Scheduled',
			{ resource: 'message', operation: 'cancelScheduled', messageId: SEED.callMessageId },
		],
	])('makes %s fail with the cause', async (_, parameters) => {
		const { message, description } = await failing(testEnv, parameters, { status: 400, body });
		expect(message).toBe('HighLevel could not find the message [item 0 (the 1st)]');
		expect(description).toMatch(/deleted.*merged.*another location/);
	});
});

it('a send to a merged or deleted contact fails with the cause, and nothing was sent', async () => {
	const body = {
		statusCode: 400,
		message: 'Contact not found',
		canonicalCode: 'CONVERSATIONS_CONTACT_NOT_FOUND',
	};
	const fault = { path: SEND_PATH, status: 400, body };
	const { message, description, requests } = await failing(testEnv, sendSms(), fault);
	expect(message).toBe('HighLevel could not find the contact [item 0 (the 1st)]');
	expect(description).toMatch(/deleted, merged into another contact/);
	expect(description).not.toMatch(/may have been processed/);
	expect(requests).toHaveLength(1);
});

it("an item that continues on errors has HighLevel's message and the advice", async () => {
	const [, [, fault]] = SAID;
	testEnv.sandbox.faults.add(fault);
	const node = { onError: 'continueRegularOutput' as const };
	const { json } = await testEnv.run({ parameters: getConversation(), node });
	expect(json).toEqual([
		{
			error: 'HighLevel could not find the conversation [item 0 (the 1st)]',
			details: expect.stringMatching(/HighLevel said: Conversation not found\. .*deleted/),
		},
	]);
});
