import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import {
	createConversation,
	exportMessages,
	getConversation,
	sendSms,
	updateConversation,
	uploadFile,
} from '../fixtures';

const body = (message: string) => ({ message });
/** An operation, HighLevel's response, and the expected title and advice. */
export const ERROR_CASES: Array<[string, INodeParameters, Fault, RegExp, RegExp]> = [
	[
		'a wrong token',
		getConversation(),
		{ status: 401, body: body('Invalid JWT') },
		/rejected the access token/,
		/credential/,
	],
	[
		'a missing version',
		getConversation(),
		{ status: 401, body: body('version header is invalid') },
		/API version/,
		/proxy/,
	],
	[
		'a missing scope',
		sendSms(),
		{ status: 401, body: body('The token is not authorized for this scope.') },
		/missing a scope/,
		/'conversations\/message\.write'/,
	],
	[
		'a missing scope of another',
		getConversation(),
		{ status: 401, body: body('The token is not authorized for this scope.') },
		/missing a scope/,
		/'conversations\.readonly'/,
	],
	[
		'another location',
		exportMessages({ locationId: 'loc-elsewhere' }),
		{ status: 403, body: body('The token does not have access to this location.') },
		/another location/,
		/'loc-elsewhere'/,
	],
	[
		'a contact with DND',
		sendSms(),
		{
			status: 400,
			body: { status: 400, message: 'Cannot send message as DND is active for SMS.' },
		},
		/Do Not Disturb/,
		/another channel/,
	],
	[
		'a contact without a phone',
		sendSms(),
		{ status: 400, body: body('Missing phone number') },
		/phone number/,
		/Add a phone number/,
	],
	[
		'a conversation that exists',
		createConversation({ contactId: 'c' }),
		{ status: 400, body: body('Conversation with the contact id:c already exists!') },
		/already has a conversation/,
		/Search Conversations/,
	],
	[
		'a provider of nobody',
		sendSms(),
		{ status: 400, body: body('Invalid conversationProviderId') },
		/provider/,
		/Private Integration Token/,
	],
	[
		'an unknown id',
		getConversation(),
		{ status: 404, body: body('Not found') },
		/could not find/,
		/deleted/,
	],
	[
		'a file too large',
		uploadFile(),
		{ status: 413, body: { status: 413, message: 'Failed to upload the files' } },
		/too large/,
		/5 MB/,
	],
	[
		'a type of file',
		uploadFile(),
		{ status: 415, body: { status: 415, message: 'File type exe is not allowed' } },
		/file type/,
		/PDF/,
	],
	[
		'bad content',
		updateConversation({ updateFields: { starred: true } }),
		{ status: 422, body: body('unreadCount must be a number') },
		/invalid/,
		/fields/,
	],
	[
		'a fault of theirs',
		sendSms(),
		{ status: 500, body: body('Internal server error') },
		/temporarily unavailable/,
		/later/,
	],
	[
		'an unknown status',
		getConversation(),
		{ status: 418, body: body('I am a teapot') },
		/status 418/,
		/teapot/,
	],
];
