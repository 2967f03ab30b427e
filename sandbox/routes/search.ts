import { checkLocation } from '../auth';
import type { Endpoint, SandboxContext } from '../endpoint';
import { MESSAGE_TYPES } from '../messageTypes';
import type { State } from '../state';
import type { Conversation } from '../types';
import { check, numbersOf, optional, required } from '../validate';
import { firstIndex } from '../sortedViews';
import { searchJson } from '../serializers';

const RULES = {
	locationId: required('string'),
	contactId: optional('string'),
	assignedTo: optional('string'),
	followers: optional('string'),
	mentions: optional('string'),
	query: optional('string'),
	sort: optional('string', { oneOf: ['asc', 'desc'] }),
	startAfterDate: optional('number'),
	id: optional('string'),
	limit: optional('number', { min: 1 }),
	lastMessageType: optional('string', { oneOf: MESSAGE_TYPES }),
	lastMessageAction: optional('string', { oneOf: ['automated', 'manual'] }),
	lastMessageDirection: optional('string', { oneOf: ['inbound', 'outbound'] }),
	status: optional('string', { oneOf: ['all', 'read', 'unread', 'starred', 'recents'] }),
	sortBy: optional('string', {
		oneOf: [
			'last_manual_message_date',
			'last_message_date',
			'score_profile',
			'overdue_at',
			'due_at',
		],
	}),
	sortScoreProfile: optional('string'),
	scoreProfile: optional('string'),
	scoreProfileMin: optional('number'),
	scoreProfileMax: optional('number'),
	startDate: optional('number'),
	endDate: optional('number'),
};
type Query = ReturnType<typeof check<typeof RULES>>;

/** GET /conversations/search: pages start strictly after `startAfterDate`, like on the live API. */
export function searchEndpoints({ state, strict }: SandboxContext): Endpoint[] {
	return [
		{
			method: 'get',
			path: '/conversations/search',
			scope: 'conversations.readonly',
			list: true,
			run: ({ token, query }) => {
				const first = Array.isArray(query.startAfterDate)
					? { ...query, startAfterDate: query.startAfterDate[0] }
					: query;
				const wanted = check(numbersOf(first, RULES), RULES, strict);
				checkLocation(token, wanted.locationId);
				const { startAfterDate, limit = 20, ...filter } = wanted;
				const valueOf = sortValue(filter);
				const found = state.conversationViews.get(
					JSON.stringify(filter),
					(conversation) => matches(state, conversation, filter),
					valueOf,
				);
				const page = pageOf(
					found,
					valueOf,
					wanted.sort ?? 'desc',
					startAfterDate,
					Math.min(limit, 100),
				);
				const conversations = page.map((conversation) =>
					searchJson(
						conversation,
						state.contacts.get(conversation.contactId),
						valueOf(conversation),
					),
				);
				return { json: { conversations, total: found.length } };
			},
		},
	];
}

function pageOf(
	ascending: Conversation[],
	valueOf: (conversation: Conversation) => number,
	order: string,
	after: number | undefined,
	limit: number,
): Conversation[] {
	if (order === 'asc') {
		const start = after === undefined ? 0 : firstIndex(ascending, (c) => valueOf(c) > after);
		return ascending.slice(start, start + limit);
	}
	const end =
		after === undefined ? ascending.length : firstIndex(ascending, (c) => valueOf(c) >= after);
	return ascending.slice(Math.max(0, end - limit), end).reverse();
}

function sortValue({ sortBy, sortScoreProfile = '' }: Partial<Query>) {
	return (conversation: Conversation): number => {
		if (sortBy === 'last_manual_message_date') return conversation.lastManualMessageDate ?? 0;
		if (sortBy === 'score_profile') return conversation.scores[sortScoreProfile] ?? 0;
		if (sortBy === 'overdue_at') return conversation.overdueAt ?? 0;
		if (sortBy === 'due_at') return conversation.dueAt ?? 0;
		return conversation.lastMessageDate;
	};
}

function matches(state: State, conversation: Conversation, filter: Partial<Query>): boolean {
	const { contactId, id, assignedTo, followers, mentions, query, status } = filter;
	const unread = (conversation.unreadCount ?? 0) > 0;
	const wants: Array<[unknown, boolean]> = [
		[filter.locationId, conversation.locationId === filter.locationId],
		[contactId, conversation.contactId === contactId],
		[id, conversation.id === id],
		[assignedTo, isOneOf(assignedTo, [conversation.assignedTo ?? 'unassigned'])],
		[followers, isOneOf(followers, conversation.followers)],
		[mentions, isOneOf(mentions, conversation.mentions)],
		[query, matchesText(state, conversation, query ?? '')],
		[status === 'read', !unread],
		[status === 'unread', unread],
		[status === 'starred', conversation.starred],
		[filter.lastMessageType, conversation.lastMessageType === filter.lastMessageType],
		[filter.lastMessageAction, conversation.lastOutboundMessageAction === filter.lastMessageAction],
		[
			filter.lastMessageDirection,
			conversation.lastMessageDirection === filter.lastMessageDirection,
		],
		[filter.startDate !== undefined, conversation.dateAdded >= (filter.startDate ?? 0)],
		[filter.endDate !== undefined, conversation.dateAdded <= (filter.endDate ?? 0)],
		[filter.scoreProfile, hasScore(conversation, filter)],
	];
	return wants.every(([wanted, holds]) => !wanted || holds);
}

function isOneOf(commaSeparated: string | undefined, values: string[]): boolean {
	const wanted = (commaSeparated ?? '').split(',').map((value) => value.trim());
	return values.some((value) => wanted.includes(value));
}

function matchesText(state: State, conversation: Conversation, text: string): boolean {
	const contact = state.contacts.get(conversation.contactId);
	const places = [
		`${contact?.firstName} ${contact?.lastName}`,
		contact?.companyName,
		contact?.email,
		contact?.phone,
		conversation.lastMessageBody,
	];
	return places.some((place) => place?.toLowerCase().includes(text.toLowerCase()));
}

function hasScore({ scores }: Conversation, filter: Partial<Query>): boolean {
	const score = scores[filter.scoreProfile ?? ''];
	if (score === undefined) return false;
	const { scoreProfileMin = -Infinity, scoreProfileMax = Infinity } = filter;
	return score >= scoreProfileMin && score <= scoreProfileMax;
}
