import { inQuery } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { filtersOf, optionsOf } from '../../../shared/fields/collections';
import { CONVERSATION_FIELDS } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { lastMessageTypes } from '../../../shared/fields/messageTypes';
import { pagination, simplify } from '../../../shared/fields/pagination';
import { paginatedResponse, converters, searchCursor } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { OPERATION_NAMES } from '../../../shared/names';

const ids = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add ID' },
		default: [],
		description,
	});

const text = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'string',
		default: '',
		description,
	});

const choice = (
	displayName: string,
	name: string,
	description: string,
	choices: Array<[string, string]>,
	preset: string,
): Field =>
	inQuery({
		displayName,
		name,
		type: 'options',
		options: choices.map(([label, value]) => ({ name: label, value })),
		default: preset,
		description,
	});

const date = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'dateTime',
		convert: converters.epochMs,
		default: '',
		description,
	});

const score = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'number',
		default: 0,
		description,
	});

const filters: Field[] = [
	ids(
		'Assigned To',
		'assignedTo',
		'Only return conversations assigned to these users. Use "unassigned" for conversations without a user.',
	),
	text('Contact ID', 'contactId', 'Only return conversations of this contact'),
	date('End Date', 'endDate', 'Only return conversations added up to this date'),
	ids('Followers', 'followers', 'Only return conversations followed by these users'),
	text('ID', 'id', 'Only return the conversation with this ID'),
	choice(
		'Last Message Action',
		'lastMessageAction',
		'Only return conversations whose last outbound message was sent by a person or automatically',
		[
			['Automated', 'automated'],
			['Manual', 'manual'],
		],
		'manual',
	),
	choice(
		'Last Message Direction',
		'lastMessageDirection',
		'Only return conversations whose last message was received or sent',
		[
			['Inbound', 'inbound'],
			['Outbound', 'outbound'],
		],
		'inbound',
	),
	inQuery({
		displayName: 'Last Message Type',
		name: 'lastMessageType',
		type: 'options',
		options: lastMessageTypes,
		default: 'TYPE_SMS',
		description: 'Only return conversations whose last message has this type',
	}),
	ids('Mentions', 'mentions', 'Only return conversations that mention these users'),
	text(
		'Query',
		'query',
		'Text to search for: a name, phone number, email address or words of a message',
	),
	text(
		'Score Profile',
		'scoreProfile',
		"ID of the score profile for 'Score Profile Min' and 'Score Profile Max'",
	),
	score(
		'Score Profile Max',
		'scoreProfileMax',
		'Only return conversations with this score or less',
	),
	score(
		'Score Profile Min',
		'scoreProfileMin',
		'Only return conversations with this score or more',
	),
	date('Start Date', 'startDate', 'Only return conversations added from this date on'),
	choice(
		'Status',
		'status',
		'Only return conversations in this state',
		[
			['All', 'all'],
			['Read', 'read'],
			['Recents', 'recents'],
			['Starred', 'starred'],
			['Unread', 'unread'],
		],
		'all',
	),
];

const options: Field[] = [
	choice(
		'Sort',
		'sort',
		'Whether the lowest or the highest value comes first',
		[
			['Ascending', 'asc'],
			['Descending', 'desc'],
		],
		'desc',
	),
	choice(
		'Sort By',
		'sortBy',
		'Value that the conversations are sorted by',
		[
			['Due At', 'due_at'],
			['Last Manual Message Date', 'last_manual_message_date'],
			['Last Message Date', 'last_message_date'],
			['Overdue At', 'overdue_at'],
			['Score Profile', 'score_profile'],
		],
		'last_message_date',
	),
	text('Sort Score Profile', 'sortScoreProfile', 'ID of the score profile to sort by'),
	{
		...text(
			'Start After Date',
			'startAfterDate',
			"Only return records after this sort value: the first number in 'sort' of the last record, or a date",
		),
		convert: converters.sortValue,
	},
];

export const searchConversations: Operation = {
	option: {
		name: OPERATION_NAMES.searchConversations,
		value: 'searchConversations',
		action: 'Search conversations',
		description: 'Search conversations by contact, text, state and more',
	},
	request: { method: 'GET', url: '/conversations/search', location: 'query' },
	scope: 'conversations.readonly',
	response: paginatedResponse({
		cursor: searchCursor,
		simplify: CONVERSATION_FIELDS,
	}),
	fields: [...pagination, simplify, filtersOf(filters), optionsOf(options), locationId],
};
