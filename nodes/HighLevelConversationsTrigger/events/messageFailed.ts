import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { listEvent } from '../engine/listEvent';
import { channelFilter, messageList } from './messageLists';

/** Statuses of a message that was sent and did not reach the contact. */
const FAILED = ['failed', 'undelivered', 'opt_out'];

/** A message that was sent has failed. HighLevel says so late, so each poll reads all messages of the last hours. */
export const messageFailed = listEvent({
	...messageList((poll) => {
		const isOnChannel = channelFilter(poll);
		return (message) =>
			FAILED.includes(String(message.status)) &&
			message.direction !== 'inbound' &&
			isOnChannel(message);
	}),
	option: {
		name: 'Message Failed',
		description:
			'A message that was sent did not reach the contact: it failed, was not delivered, or the contact has opted out',
	},
	simplify: [...MESSAGE_FIELDS, 'from', 'to', 'source', 'userId', 'error'],
	window: 'lookBack',
	parameters: [
		'channels',
		'filters.contactId',
		'filters.conversationId',
		'simplify',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.lookBack',
	],
	resetOn: ['channels', 'filters.contactId', 'filters.conversationId'],
});
