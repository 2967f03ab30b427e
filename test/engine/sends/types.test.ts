import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { lasting } from '../../support/lasting';
import { AMPLE, byId, sendSms } from '../fixtures';
import { startWorld } from '../harness';

const world = lasting(async () => await startWorld({ sandbox: { rateLimit: AMPLE } }));
beforeEach(() => world.sandbox.reset());

const PROVIDER = 'provider-of-custom';
const OTHER_PROVIDER = 'provider-of-others';
/** Every field that depends on the type filled in, as a node has them whose type is an expression. */
const EVERYTHING: INodeParameters = {
	conversationProviderId: PROVIDER,
	subject: 'Subject',
	html: '<p>Hello</p>',
	message: 'Hello',
	additionalFields: {
		conversationProviderId: OTHER_PROVIDER,
		customSubtypeId: byId(SEED.newsletterSubtypeId),
		emailBcc: ['bcc@example.com'],
		emailCc: ['cc@example.com'],
		emailFrom: 'from@example.com',
		emailTo: 'to@example.com',
		emailReplyMode: 'reply_all',
		forward: { value: { toEmail: 'forward@example.com', isForwarded: true } },
		message: 'Plain text',
		optimizationPeriod: '48h',
		threadId: 'thread',
		usesNativeSchedulingAi: true,
		fromNumber: '+14994992990',
		toNumber: '+14394992990',
		subType: 'Sub',
	},
};
const EXPECTED: Record<string, object> = {
	SMS: {
		message: 'Hello',
		conversationProviderId: OTHER_PROVIDER,
		fromNumber: '+14994992990',
		toNumber: '+14394992990',
	},
	Custom: {
		message: 'Hello',
		conversationProviderId: PROVIDER,
		fromNumber: '+14994992990',
		toNumber: '+14394992990',
	},
	Email: {
		subject: 'Subject',
		html: '<p>Hello</p>',
		message: 'Plain text',
		conversationProviderId: OTHER_PROVIDER,
		customSubtypeId: SEED.newsletterSubtypeId,
		emailBcc: ['bcc@example.com'],
		emailCc: ['cc@example.com'],
		emailFrom: 'from@example.com',
		emailTo: 'to@example.com',
		emailReplyMode: 'reply_all',
		forward: { toEmail: 'forward@example.com', isForwarded: true, forwardWholeThread: false },
		optimizationPeriod: '48h',
		threadId: 'thread',
		usesNativeSchedulingAi: true,
	},
};

describe.each(Object.keys(EXPECTED))(
	'a message of type %s has no fields of another type',
	(type) => {
		it.each([
			['chosen', type],
			['given by an expression', '={{ $json.type }}'],
		])('with the type %s', async (_, given) => {
			const parameters = { ...sendSms(EVERYTHING), type: given, contactId: byId(SEED.contactId) };
			const { requests } = await world.run({ parameters, items: [{ type }] });
			expect(requests.map(({ body }) => body)).toEqual([
				{ type, contactId: SEED.contactId, subType: 'Sub', ...EXPECTED[type] },
			]);
		});
	},
);

it('each of many types in one run has its own fields', async () => {
	const items = ['SMS', 'Email', 'SMS', 'Custom'].map((type) => ({ type }));
	const parameters = { ...sendSms(EVERYTHING), type: '={{ $json.type }}' };
	const { requests } = await world.run({
		parameters,
		items,
		node: { onError: 'continueRegularOutput' },
	});
	expect(requests).toHaveLength(4);
	for (const { body } of requests) {
		const { type, contactId, subType, ...rest } = body as { type: string } & Record<
			string,
			unknown
		>;
		expect(contactId).toBe(SEED.contactId);
		expect(subType).toBe('Sub');
		expect(rest).toEqual(EXPECTED[type]);
	}
});

it('an email by expression still needs its HTML', async () => {
	const parameters = sendSms({ type: '={{ "Email" }}', message: 'Plain', html: '' });
	const { error, requests } = await world.run({ parameters });
	expect(error?.message).toMatch(/'HTML' is empty/);
	expect(requests).toEqual([]);
});
