import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { shownBy } from '../../contract/parameters';
import { HighLevelConversations } from '../../../nodes/HighLevelConversations/HighLevelConversations.node';
import { SEED } from '../../../sandbox';
import { byId } from '../fixtures';
import { useTestEnv } from '../harness';
import { prepare } from './runCase';

const { locationId, conversationId, contactId, providerId, callMessageId } = SEED;
const here = { conversationId: byId(conversationId) };
const email = 'ana@example.com';

interface Bare {
	/** Required parameters. */
	needed: INodeParameters;
	query?: Record<string, string>;
	body?: unknown;
	/** API version of the credential, if the operation needs a newer one. */
	apiVersion?: string;
}

/** Every operation with optional fields, and the request that it sends if all of them are empty. */
const BARE: Record<string, Bare> = {
	'conversation.create': {
		needed: { contactId: SEED.newContactId },
		body: { contactId: SEED.newContactId, locationId },
	},
	'conversation.update': {
		needed: { ...here, updateFields: { starred: true } },
		body: { starred: true, locationId },
	},
	'message.addInbound': {
		needed: { contactId },
		body: { type: 'SMS', contactId, direction: 'inbound' },
	},
	'message.addOutboundCall': {
		needed: { ...here, conversationProviderId: providerId },
		body: { type: 'Call', conversationId, conversationProviderId: providerId },
	},
	'message.export': { needed: {}, query: { limit: '50', locationId } },
	'message.getAll': { needed: here, query: { limit: '50' } },
	'message.send SMS': {
		needed: { type: 'SMS', contactId, message: 'Hi' },
		body: { type: 'SMS', contactId, message: 'Hi', locationId },
	},
	'message.send Email': {
		needed: { type: 'Email', contactId, html: '<p>Hi</p>' },
		body: { type: 'Email', contactId, html: '<p>Hi</p>', locationId },
	},
	'message.updateEmailStatus': {
		needed: { emailMessageId: SEED.emailMessageId, status: 'delivered' },
		body: { status: 'delivered' },
		apiVersion: 'v3',
	},
	'message.updateStatus': {
		needed: { messageId: SEED.providerMessageId, status: 'delivered' },
		body: { status: 'delivered' },
	},
	'message.getReplies': { needed: { ...here, after: '2026-01-31' }, query: { limit: '100' } },
	'message.getRecording': { needed: { messageId: callMessageId } },
	'preference.changeSubscription': {
		needed: {
			contactId,
			email,
			subscription_action: { value: { type: 'default', subtype_status: 'unsubscribed' } },
		},
		body: {
			contactId,
			email,
			subscription_action: {
				type: 'default',
				subtype_name: 'One on One',
				subtype_status: 'unsubscribed',
			},
			locationId,
		},
	},
	'preference.createSubtype': {
		needed: { name: 'News' },
		query: { locationId },
		body: { name: 'News', channel: 'email', language: 'en' },
	},
	'preference.getUnsubscriptionStatus': {
		needed: { contactId },
		query: { contactId, locationId },
	},
	'preference.updateSubtype': {
		needed: { subtypeId: byId(SEED.newsletterSubtypeId), updateFields: { archived: true } },
		query: { locationId },
		body: { archived: true },
	},
	'search.searchConversations': { needed: {}, query: { limit: '50', locationId } },
	'upload.initiate': {
		needed: { ...here, filename: 'a.mp4', contentType: 'video/mp4' },
		body: {
			conversationId,
			filename: 'a.mp4',
			contentType: 'video/mp4',
			channel: 'WHATSAPP',
			locationId,
		},
	},
};

const { properties } = new HighLevelConversations().description;

const fieldsOf = (resource: string, operation: string) =>
	properties.filter((property) =>
		shownBy(property, properties).includes(`${resource}.${operation}`),
	);

type Empty = (field: INodeProperties) => INodeParameters[string];

/** Values of a field that was added and left empty or cleared. */
const cleared: Empty = ({ type, typeOptions }) => {
	if (type === 'resourceLocator') return { __rl: true, mode: 'list', value: '' };
	if (type === 'multiOptions' || typeOptions?.multipleValues) return [];
	return ['number', 'boolean', 'options'].includes(type) ? '={{ undefined }}' : '';
};

const expression =
	(code: string): Empty =>
	({ type }) =>
		type === 'resourceLocator' ? { __rl: true, mode: 'id', value: code } : code;

const EMPTIES: Array<[string, Empty]> = [
	['cleared', cleared],
	['filled by an expression without a value', expression('={{ $json.nothing }}')],
	['filled by an expression that yields null', expression('={{ null }}')],
	['filled by an expression that yields an empty text', expression("={{ '' }}")],
	['filled by an expression that yields blanks', expression("={{ '  ' }}")],
];

/** Options with a check before a send, which must not be empty. */
const REFUSED_EMPTY = ['onlyIfUnanswered', 'skipIfSent', 'skipUnsubscribed'];

/** A collection's or a sub-form's members, each of them empty. */
function emptied(field: INodeProperties, empty: Empty): INodeParameters[string] {
	if (field.type !== 'collection' && field.type !== 'fixedCollection') return empty(field);
	const members =
		field.type === 'collection'
			? (field.options as INodeProperties[])
			: (field.options as INodePropertyCollection[])[0].values;
	const values = Object.fromEntries(
		members
			.filter(({ name }) => !REFUSED_EMPTY.includes(name))
			.map((each) => [each.name, emptied(each, empty)]),
	);
	return field.type === 'collection' ? values : { value: values };
}

/** The operation with every optional field empty, except those that are required. */
function parametersOf(key: string, empty: Empty): INodeParameters {
	const [resource, operation] = key.split(/[. ]/);
	const optional = fieldsOf(resource, operation).filter(
		({ required, type, name, default: preset }) =>
			!required && (type === 'collection' || (preset === '' && name !== 'locationId')),
	);
	const { needed } = BARE[key];
	const parameters: INodeParameters = { resource, operation };
	for (const field of optional) parameters[field.name] = emptied(field, empty);
	for (const [name, value] of Object.entries(needed)) {
		const isCollection = name === 'updateFields';
		parameters[name] = isCollection
			? { ...(parameters[name] as INodeParameters), ...(value as INodeParameters) }
			: value;
	}
	return parameters;
}

const testEnv = useTestEnv();

test('covers every operation with a collection', () => {
	const withCollection = properties
		.filter(({ type }) => type === 'collection')
		.flatMap((property) => shownBy(property, properties));
	const proved = Object.keys(BARE).map((key) => key.split(' ')[0]);
	// The only option of the transcripts is not sent. The other operations have separate tests.
	const apart = [
		'conversation.handOver',
		'message.getTranscription',
		'message.downloadAttachments',
		'message.downloadTranscription',
		'upload.uploadFile',
		'conversation.getUnanswered',
		'message.sendAndWait',
	];
	expect(withCollection.filter((key) => !proved.includes(key) && !apart.includes(key))).toEqual([]);
});

describe.each(EMPTIES)('optional fields that are %s are not sent', (_, empty) => {
	test.each(Object.entries(BARE))('%s', async (key, { query = {}, body, apiVersion = '' }) => {
		prepare(key, testEnv);
		const parameters = parametersOf(key, empty);
		const { error, requests } = await testEnv.run({ parameters, credentials: { apiVersion } });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
		expect(requests[0].query).toStrictEqual(query);
		expect(requests[0].body).toStrictEqual(body);
	});
});

test('sends no empty form fields with an upload', async () => {
	const additionalFields = { attachmentUrls: [], chatServiceSid: '', isGroupSms: '={{ null }}' };
	const { requests } = await testEnv.run({
		parameters: { resource: 'upload', operation: 'uploadFile', contactId, additionalFields },
		items: [{ json: {}, binary: { data: await testEnv.file({ content: 'x', name: 'a.txt' }) } }],
	});
	expect(requests[0].body).toMatchObject({ fields: { contactId, locationId } });
	expect(Object.keys((requests[0].body as { fields: object }).fields)).toHaveLength(2);
});
