import type { INodeParameters } from 'n8n-workflow';

import {
	addInbound,
	byId,
	createConversation,
	createSubtype,
	exportMessages,
	getConversation,
	getMessage,
	getMessages,
	searchConversations,
	sendSms,
	setAttachments,
	updateConversation,
	updateSubtype,
} from '../fixtures';

const file = (n: number) => `https://files.example/${n}.pdf`;
const email = { type: 'Email', subject: 'Hi' };
const scheduled = (scheduledTimestamp: string | number) =>
	sendSms({ additionalFields: { scheduledTimestamp } });

const period = { startDate: '2026-01-01T00:00:00Z', endDate: '2026-02-01T00:00:00Z' };

/** Invalid input, and the expected message. */
export const REFUSED: Array<[string, INodeParameters, RegExp]> = [
	[
		'a cursor for a second pass',
		exportMessages({ options: { cursor: 'abc', includeEmail: true } }),
		/'Cursor' cannot be combined with 'Include Email'/,
	],
	[
		'a cursor for several windows',
		exportMessages({
			returnAll: true,
			filters: period,
			options: { cursor: 'abc', parallelWindows: 4 },
		}),
		/'Cursor' cannot be combined with 'Parallel Exports'/,
	],
	[
		'a blank conversation',
		getConversation({ conversationId: byId(' ') }),
		/'Conversation' is empty/,
	],
	['a blank message id', getMessage({ messageId: ' ' }), /'Message ID' is empty/],
	[
		'an expression that yields no id',
		getMessage({ messageId: '={{ $json.missing }}' }),
		/'Message ID' is empty/,
	],
	['the id .', getMessage({ messageId: '.' }), /'Message ID' is not an ID: \./],
	[
		'the id ..',
		getConversation({ conversationId: byId('..') }),
		/'Conversation' is not an ID: \.\./,
	],
	['a blank contact', sendSms({ contactId: ' ' }), /'Contact' is empty/],
	[
		'a new conversation for nobody',
		createConversation({ contactId: "={{ '' }}" }),
		/'Contact' is empty/,
	],
	['an SMS without content', sendSms({ message: ' ' }), /'Message' is empty/],
	[
		'an email without HTML',
		sendSms({ ...email, html: '', additionalFields: { message: 'Hi' } }),
		/'HTML' is empty/,
	],
	[
		'a custom message without provider',
		sendSms({ type: 'Custom', conversationProviderId: "={{ '' }}" }),
		/'Conversation Provider ID' is empty/,
	],
	[
		'an inbound record of nobody',
		addInbound({ type: 'SMS', message: 'Hi', contactId: '' }),
		/'Contact' and 'Conversation' are both empty/,
	],
	[
		'a call with neither',
		{ resource: 'message', operation: 'addOutboundCall', conversationProviderId: 'provider' },
		/'Contact' and 'Conversation' are both empty/,
	],
	[
		'a custom record without provider',
		addInbound({ type: 'Custom', message: 'Hi' }),
		/'Conversation Provider ID' is empty/,
	],
	[
		'six attachments',
		sendSms({ additionalFields: { attachments: [1, 2, 3, 4, 5, 6].map(file) } }),
		/'Attachments' has too many URLs: 6 \(max 5\)/,
	],
	[
		'six attachments in a text',
		setAttachments({ attachments: [[1, 2, 3, 4, 5, 6].map(file).join(', ')] }),
		/'Attachments' has too many URLs: 6/,
	],
	[
		'an attachment that is no URL',
		sendSms({ additionalFields: { attachments: ['brochure.pdf'] } }),
		/'Attachments' .*invalid URL: brochure\.pdf/,
	],
	[
		'an attachment of this computer',
		sendSms({ additionalFields: { attachments: ['file:///etc/passwd'] } }),
		/'Attachments' .*invalid URL/,
	],
	['no attachments to set', setAttachments({ attachments: [] }), /'Attachments' is empty/],
	[
		'a long name',
		createSubtype({ name: 'x'.repeat(101) }),
		/'Name' is too long: 101 characters \(max 100\)/,
	],
	[
		'a long description',
		createSubtype({ additionalFields: { description: 'x'.repeat(101) } }),
		/'Description' is too long: 101 characters/,
	],
	[
		'a date that is none',
		exportMessages({ filters: { startDate: 'soon' } }),
		/'Start Date' is not a date: soon/,
	],
	[
		'a search date that is none',
		searchConversations({ filters: { endDate: '31.31.2026' } }),
		/'End Date' is not a date/,
	],
	[
		'a record of no date',
		addInbound({ type: 'SMS', message: 'Hi', additionalFields: { date: 'x' } }),
		/'Date' is not a date/,
	],
	[
		'a schedule in the past',
		scheduled('2020-01-01T00:00:00Z'),
		/'Scheduled Timestamp' is in the past: 2020-01-01/,
	],
	[
		'a schedule in past seconds',
		scheduled(1_600_000_000),
		/'Scheduled Timestamp' is in the past: 2020-09-13/,
	],
	[
		'a schedule in past milliseconds',
		scheduled(1_600_000_000_000),
		/'Scheduled Timestamp' is in the past: 2020-09-13/,
	],
	[
		'invalid JSON',
		updateConversation({ updateFields: { feedback: '{"a":' } }),
		/'Feedback' is not valid JSON/,
	],
	['an update of nothing', updateConversation(), /'Update Fields'/],
	['an update of nothing either', updateSubtype(), /'Update Fields'/],
	['a limit of none', getMessages({ limit: '={{ 0 }}' }), /'Limit' must be a whole number/],
	[
		'a score that is no number',
		searchConversations({ filters: { scoreProfileMin: '={{ "high" }}' } }),
		/Score Profile Min/,
	],
];
