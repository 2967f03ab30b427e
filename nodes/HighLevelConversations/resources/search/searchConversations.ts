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

const idsField = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add ID' },
		default: [],
		description,
	});

const textField = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'string',
		default: '',
		description,
	});

const choiceField = (
	displayName: string,
	name: string,
	description: string,
	choices: Array<[string, string]>,
	defaultValue: string,
): Field =>
	inQuery({
		displayName,
		name,
		type: 'options',
		options: choices.map(([label, value]) => ({ name: label, value })),
		default: defaultValue,
		description,
	});

const dateField = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'dateTime',
		convert: converters.epochMs,
		default: '',
		description,
	});

const scoreField = (displayName: string, name: string, description: string): Field =>
	inQuery({
		displayName,
		name,
		type: 'number',
		default: 0,
		description,
	});

const filters: Field[] = [
	idsField(
		'Assigned To',
		'assignedTo',
		'Only return conversations assigned to these users. Use "unassigned" for conversations without a user.',
	),
	textField('Contact ID', 'contactId', 'Only return conversations of this contact'),
	dateField('End Date', 'endDate', 'Only return conversations added up to this date'),
	idsField('Followers', 'followers', 'Only return conversations followed by these users'),
	textField('ID', 'id', 'Only return the conversation with this ID'),
	choiceField(
		'Last Message Action',
		'lastMessageAction',
		'Only return conversations whose last outbound message was sent automatically or by a person',
		[
			['Automated', 'automated'],
			['Manual', 'manual'],
		],
		'manual',
	),
	choiceField(
		'Last Message Direction',
		'lastMessageDirection',
		'Only return conversations whose last message has this direction',
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
	idsField('Mentions', 'mentions', 'Only return conversations that mention these users'),
	textField(
		'Query',
		'query',
		'Text to search for: a name, phone number, email address or words of a message',
	),
	textField(
		'Score Profile',
		'scoreProfile',
		"ID of the score profile for 'Score Profile Min' and 'Score Profile Max'",
	),
	scoreField(
		'Score Profile Max',
		'scoreProfileMax',
		'Only return conversations with this score or less',
	),
	scoreField(
		'Score Profile Min',
		'scoreProfileMin',
		'Only return conversations with this score or more',
	),
	dateField('Start Date', 'startDate', 'Only return conversations added from this date on'),
	choiceField(
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
	choiceField(
		'Sort',
		'sort',
		'Whether the lowest or the highest value comes first',
		[
			['Ascending', 'asc'],
			['Descending', 'desc'],
		],
		'desc',
	),
	choiceField(
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
	textField('Sort Score Profile', 'sortScoreProfile', 'ID of the score profile to sort by'),
	{
		...textField(
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
