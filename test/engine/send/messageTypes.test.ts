import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type RecordedRequest } from '../../../sandbox';
import { byId, sendSms } from '../fixtures';
import { sendRequests } from './middleware/messages';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { locationId } = SEED;
const PROVIDER = 'provider-of-custom';
const OTHER_PROVIDER = 'provider-of-others';
/** Values for every field that depends on the type, as in a node whose type is an expression. */
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
	'a message of type %s has no fields of other types',
	(type) => {
		it.each([
			['chosen', type],
			['given by an expression', '={{ $json.type }}'],
		])('with the type %s', async (_, given) => {
			const parameters = { ...sendSms(EVERYTHING), type: given, contactId: byId(SEED.contactId) };
			const { requests } = await testEnv.run({ parameters, items: [{ type }] });
			expect(requests.map(({ body }) => body)).toEqual([
				{ type, contactId: SEED.contactId, locationId, subType: 'Sub', ...EXPECTED[type] },
			]);
		});
	},
);

it('uses the fields of its own type for each item of a run', async () => {
	const items = ['SMS', 'Email', 'SMS', 'Custom'].map((type) => ({ type }));
	const parameters = { ...sendSms(EVERYTHING), type: '={{ $json.type }}' };
	const { requests } = await testEnv.run({
		parameters,
		items,
		node: { onError: 'continueRegularOutput' },
	});
	expect(requests).toHaveLength(4);
	for (const { body } of requests) {
		const {
			type,
			contactId,
			locationId: sentLocation,
			subType,
			...rest
		} = body as { type: string } & Record<string, unknown>;
		expect([contactId, sentLocation]).toEqual([SEED.contactId, locationId]);
		expect(subType).toBe('Sub');
		expect(rest).toEqual(EXPECTED[type]);
	}
});

describe('an email from a text', () => {
	/** The last sent body, without the Location ID. */
	const lastBody = ({ requests }: { requests: RecordedRequest[] }) => {
		const { locationId: sentLocation, ...message } = sendRequests({ requests }).at(-1)
			?.body as IDataObject;
		expect(sentLocation).toBe(locationId);
		return message;
	};
	const html = '<p>Hi Jane &amp; co,<br>see &lt;b&gt;</p>\n<p>Bye</p>';
	const message = 'Hi Jane & co,\nsee <b>\n\nBye';
	const contactId = SEED.emailContactId;
	const newContact = () => {
		const { state, locationId } = testEnv.sandbox;
		return state.addContact({ locationId, email: 'jo@example.com' }).id;
	};

	it("is sent from 'Message' with the email type text", async () => {
		const parameters = { type: 'Email', emailType: 'text', subject: 'Hello', contactId, message };
		const result = await testEnv.run({ parameters: sendSms(parameters) });
		expect(lastBody(result)).toEqual({ type: 'Email', contactId, subject: 'Hello', message, html });
		expect(result.requests).toHaveLength(1);
	});

	it('uses the email type of an expression', async () => {
		const own = '<p>Own</p>';
		const parameters = sendSms({
			type: 'Email',
			emailType: '={{ $json.emailType }}',
			subject: 'Hello',
			contactId,
			message,
			html: own,
		});
		const items = [{ emailType: 'text' }, { emailType: 'html' }];
		const result = await testEnv.run({ parameters, items });
		expect(sendRequests(result).map(({ body }) => (body as { html: string }).html)).toEqual([
			html,
			own,
		]);
	});

	it("requires 'Message' with the email type text, and 'HTML' otherwise", async () => {
		for (const [emailType, field] of [
			['text', 'Message'],
			['html', 'HTML'],
		]) {
			const parameters = sendSms({ type: 'Email', emailType, contactId, message: '', html: '' });
			const { error, requests } = await testEnv.run({ parameters });
			expect(error?.message).toMatch(`'${field}' is empty`);
			expect(requests).toEqual([]);
		}
	});

	it('replies to the last email of the contact if the type is an expression', async () => {
		const subject = 'Your invoice';
		await testEnv.run({
			parameters: sendSms({ type: 'Email', contactId, subject, html: '<p>Hello</p>' }),
		});
		const parameters = sendSms({ type: '={{ $json.type }}', contactId, message });
		const result = await testEnv.run({ parameters, items: [{ type: 'Email' }] });
		const body = { type: 'Email', contactId, message, html };
		expect(lastBody(result)).toEqual({ ...body, subject: `Re: ${subject}` });
		await testEnv.run({ parameters, items: [{ type: 'Email' }] });
		const again = await testEnv.run({ parameters, items: [{ type: 'Email' }] });
		expect(lastBody(again)).toEqual({ ...body, subject: `Re: ${subject}` });
	});

	it('has no subject without a thread, and a hint if it cannot be read', async () => {
		const contact = newContact();
		const parameters = sendSms({ type: '={{ "Email" }}', contactId: contact, message });
		const none = await testEnv.run({ parameters });
		expect(lastBody(none)).not.toHaveProperty('subject');
		expect(none.json[0]).not.toHaveProperty('hint');
		testEnv.sandbox.faults.add({
			path: '/conversations/search',
			status: 403,
			body: { message: 'No' },
		});
		const unread = await testEnv.run({ parameters });
		expect(unread.json[0].hint).toMatch(/The email has no subject/);
	});

	it("keeps 'Subject' and 'HTML' if they are set", async () => {
		const parameters = sendSms({
			type: '={{ "Email" }}',
			contactId,
			subject: 'Own',
			html: '<p>Own</p>',
			message,
		});
		const result = await testEnv.run({ parameters });
		expect(lastBody(result)).toEqual({
			type: 'Email',
			contactId,
			subject: 'Own',
			html: '<p>Own</p>',
		});
	});
});
