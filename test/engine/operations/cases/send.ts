import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Case } from './case';

const { contactId, providerId } = SEED;
const URLS = ['https://files.example/a.pdf', 'https://files.example/b,c.png'];
/** The year 2100. */
const LATER = 4_102_444_800;

const queued = expect.objectContaining({
	conversationId: SEED.conversationId,
	messageId: expect.any(String),
});
/** The whole item of a message that was sent. */
const sentAs = (type: string) => ({
	conversationId: SEED.conversationId,
	messageId: expect.any(String),
	contactId,
	type,
	skipped: false,
});

/** Each type that only needs a text. */
const plainTypes: Case[] = [
	'SMS',
	'RCS',
	'WhatsApp',
	'IG',
	'FB',
	'Live_Chat',
	'TIKTOK',
	'InternalComment',
].map((type) => ({
	title: `nothing but what is needed for ${type}`,
	parameters: { type, contactId, message: 'Hello' },
	request: { body: { type, contactId, message: 'Hello' } },
	output: [sentAs(type)],
}));

/** Fields of every type. */
const common = {
	appointmentId: 'appointment-1',
	replyMessageId: 'reply-1',
	status: 'pending',
	templateId: 'template-1',
};

const withoutLocation: Case[] = [
	...plainTypes,
	{
		title: 'every field of a text message',
		parameters: {
			type: 'SMS',
			contactId,
			message: ' Two lines,\nwith their white space ',
			additionalFields: {
				...common,
				subType: 'SMS',
				attachments: URLS,
				conversationProviderId: providerId,
				fromNumber: '+12025550199',
				toNumber: '+12025550101',
				scheduledTimestamp: '2100-01-01T00:00:00.000Z',
			},
		},
		request: {
			body: {
				...common,
				type: 'SMS',
				subType: 'SMS',
				contactId,
				message: ' Two lines,\nwith their white space ',
				attachments: URLS,
				conversationProviderId: providerId,
				fromNumber: '+12025550199',
				toNumber: '+12025550101',
				scheduledTimestamp: LATER,
			},
		},
		output: [queued],
	},
	{
		title: 'every field of an email',
		parameters: {
			type: 'Email',
			contactId,
			subject: 'Your visit',
			html: '<p>Hello</p>',
			additionalFields: {
				...common,
				subType: 'Email',
				message: 'Hello',
				attachments: URLS,
				customSubtypeId: byId(SEED.newsletterSubtypeId),
				emailFrom: 'Mia <mia@example.com>',
				emailTo: 'ana@example.com',
				emailCc: ['cc1@example.com', 'cc2@example.com'],
				emailBcc: ['bcc@example.com'],
				emailReplyMode: 'reply_all',
				threadId: 'thread-1',
				usesNativeSchedulingAi: false,
				optimizationPeriod: '48h',
				forward: {
					value: {
						isForwarded: true,
						forwardWholeThread: false,
						messageId: 'message-1',
						emailMessageId: 'email-1',
						sourceContactId: 'contact-1',
						sourceConversationId: 'conversation-1',
						toEmail: 'ben@example.com',
						recipientContactId: 'contact-2',
						recipientConversationId: 'conversation-2',
					},
				},
			},
		},
		request: {
			body: {
				...common,
				type: 'Email',
				subType: 'Email',
				contactId,
				subject: 'Your visit',
				html: '<p>Hello</p>',
				message: 'Hello',
				attachments: URLS,
				customSubtypeId: SEED.newsletterSubtypeId,
				emailFrom: 'Mia <mia@example.com>',
				emailTo: 'ana@example.com',
				emailCc: ['cc1@example.com', 'cc2@example.com'],
				emailBcc: ['bcc@example.com'],
				emailReplyMode: 'reply_all',
				threadId: 'thread-1',
				usesNativeSchedulingAi: false,
				optimizationPeriod: '48h',
				forward: {
					isForwarded: true,
					forwardWholeThread: false,
					messageId: 'message-1',
					emailMessageId: 'email-1',
					sourceContactId: 'contact-1',
					sourceConversationId: 'conversation-1',
					toEmail: 'ben@example.com',
					recipientContactId: 'contact-2',
					recipientConversationId: 'conversation-2',
				},
			},
		},
		output: [expect.objectContaining({ emailMessageId: expect.any(String) })],
	},
	{
		title: 'an internal comment of a user, who mentions two others',
		parameters: {
			type: 'InternalComment',
			contactId,
			message: 'Please call, @Mia<userId>user-1</userId> or @Tom<userId>user-2</userId>',
			additionalFields: { mentions: ['user-1, user-2'], userId: 'user-3' },
		},
		request: {
			body: {
				type: 'InternalComment',
				contactId,
				message: 'Please call, @Mia<userId>user-1</userId> or @Tom<userId>user-2</userId>',
				mentions: ['user-1', 'user-2'],
				userId: 'user-3',
			},
		},
		output: [sentAs('InternalComment')],
	},
	{
		title: 'a custom message with its provider in front',
		parameters: { type: 'Custom', contactId, conversationProviderId: providerId, message: 'Hello' },
		request: {
			body: { type: 'Custom', contactId, conversationProviderId: providerId, message: 'Hello' },
		},
		output: [queued],
	},
	{
		title: 'an email that forwards, without a body of its own',
		parameters: {
			type: 'Email',
			contactId,
			additionalFields: {
				forward: { value: { emailMessageId: 'email-1', toEmail: 'ben@example.com' } },
			},
		},
		request: {
			body: {
				type: 'Email',
				contactId,
				forward: {
					isForwarded: true,
					forwardWholeThread: false,
					emailMessageId: 'email-1',
					toEmail: 'ben@example.com',
				},
			},
		},
	},
];

/** Each is sent with the Location ID of the credential as well. */
export const send = withoutLocation.map(
	({ request, ...given }): Case => ({
		...given,
		request: { ...request, body: { ...request.body, locationId: SEED.locationId } },
	}),
);
