import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { hasFailed } from '../../shared/thread';
import { listEvent } from '../engine/listEvent';
import { channelFilter, messageEventBase } from './messageLists';

/** An outbound message has failed. HighLevel may report it hours later, so each poll reads all messages of the last hours. */
export const messageFailed = listEvent({
	...messageEventBase((poll) => {
		const isOnChannel = channelFilter(poll);
		return (message) =>
			hasFailed(message) && message.direction !== 'inbound' && isOnChannel(message);
	}),
	option: {
		name: 'Message Failed',
		description:
			'Triggers when an outbound message fails, is not delivered, or is rejected because the contact has opted out',
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
