import { inQuery } from '../../../shared/fields/routing';
import { filtersOf, optionsOf } from '../../../shared/fields/collections';
import { conversationLocator } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { MESSAGE_FIELDS } from '../../../shared/fields/message';
import { pagination, simplify } from '../../../shared/fields/pagination';
import { exportCursor, ParameterError, paginatedResponse } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { OPERATION_NAMES } from '../../../shared/names';

/** Throws a `ParameterError` if 'Cursor' is combined with an option that reads several lists: a cursor belongs to one list. */
function checkCursor(item: ItemContext): void {
	const { query } = item;
	if (query.cursor === undefined || item.parameter('simplify') === false) return;
	if (item.parameter('options.includeEmail') === true && query.channel === undefined) {
		throw new ParameterError(
			"'Cursor' cannot be combined with 'Include Email'",
			"Emails are exported separately and cannot continue from a cursor. Turn off 'Include Email', or remove 'Cursor'.",
		);
	}
	const windows = Number(item.parameter('options.parallelWindows') ?? 1);
	const inWindows = query.startDate !== undefined && query.endDate !== undefined && windows > 1;
	if (item.parameter('returnAll') === true && inWindows) {
		throw new ParameterError(
			"'Cursor' cannot be combined with 'Parallel Exports'",
			"Each part of the period has its own cursor. Remove one of the two options, and change 'Start Date' and 'End Date' instead.",
		);
	}
}

export const exportMessages: Operation = {
	option: {
		name: OPERATION_NAMES.exportMessages,
		value: 'export',
		action: 'Export messages',
		description: 'Retrieve all messages of a location, or those of a contact or period',
	},
	request: { method: 'GET', url: '/conversations/messages/export', location: 'query' },
	scope: 'conversations/message.readonly',
	check: checkCursor,
	response: paginatedResponse({
		cursor: exportCursor,
		simplify: MESSAGE_FIELDS,
		// Without a channel, HighLevel's export does not contain emails. With this channel, it contains only emails.
		secondList: {
			parameter: 'options.includeEmail',
			query: { channel: 'Email' },
			mergeBy: ({ sortBy, sortOrder }) => ({
				field: sortBy === 'updatedAt' ? 'dateUpdated' : 'dateAdded',
				descending: sortOrder !== 'asc',
			}),
		},
		// HighLevel filters by the date of creation, so a list that is sorted by update cannot be split into periods.
		windows: {
			parameter: 'options.parallelWindows',
			from: 'startDate',
			to: 'endDate',
			date: 'dateAdded',
			ascending: ({ sortBy, sortOrder }) =>
				sortBy === 'updatedAt' ? undefined : sortOrder === 'asc',
		},
	}),
	fields: [
		...pagination,
		simplify,
		filtersOf([
			inQuery({
				displayName: 'Channel',
				name: 'channel',
				type: 'options',
				options: [
					{ name: 'Call', value: 'Call' },
					{ name: 'Email', value: 'Email' },
					{ name: 'Facebook', value: 'Facebook' },
					{ name: 'Instagram', value: 'Instagram' },
					{ name: 'SMS', value: 'SMS' },
					{ name: 'WhatsApp', value: 'WhatsApp' },
				],
				default: 'SMS',
				description:
					"Only return messages of this channel. If it is not set, all channels except email are returned (see 'Include Email').",
			}),
			inQuery({
				displayName: 'Contact ID',
				name: 'contactId',
				type: 'string',
				default: '',
				placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
				description: 'Only return messages of this contact',
			}),
			inQuery({
				...conversationLocator,
				description: 'Only return messages of this conversation',
			}),
			inQuery({
				displayName: 'End Date',
				name: 'endDate',
				type: 'dateTime',
				default: '',
				description: 'Only return messages up to this date',
			}),
			inQuery({
				displayName: 'Start Date',
				name: 'startDate',
				type: 'dateTime',
				default: '',
				description: 'Only return messages from this date on',
			}),
		]),
		optionsOf([
			inQuery({
				displayName: 'Cursor',
				name: 'cursor',
				type: 'string',
				default: '',
				description:
					"The 'nextCursor' of an earlier response. It expires two minutes after its last use.",
			}),
			{
				displayName: 'Include Email',
				name: 'includeEmail',
				type: 'boolean',
				default: true,
				displayOptions: { show: { '/simplify': [true] } },
				description:
					"Whether to include emails, which HighLevel's export leaves out. Runs a second export and merges both by date. Has no effect if 'Channel' is set.",
			},
			{
				displayName: 'Parallel Exports',
				name: 'parallelWindows',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10 },
				default: 4,
				displayOptions: { show: { '/returnAll': [true], '/simplify': [true] } },
				description:
					"Number of parts of the period to read at the same time, which speeds up long exports. Requires 'Start Date', 'End Date' and sorting by 'Created At'.",
			},
			inQuery({
				displayName: 'Sort By',
				name: 'sortBy',
				type: 'options',
				options: [
					{ name: 'Created At', value: 'createdAt' },
					{ name: 'Updated At', value: 'updatedAt' },
				],
				default: 'createdAt',
				description: 'Which date the messages are sorted by',
			}),
			inQuery({
				displayName: 'Sort Order',
				name: 'sortOrder',
				type: 'options',
				options: [
					{ name: 'Ascending', value: 'asc' },
					{ name: 'Descending', value: 'desc' },
				],
				default: 'desc',
				description: 'Whether the oldest or the newest messages come first',
			}),
		]),
		locationId,
	],
};
