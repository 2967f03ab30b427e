import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { isCancelled, isScheduled } from '../../shared/thread';
import { listEvent } from '../engine/listEvent';
import { channelFilter, contactInMessage, messageEventBase } from './messageLists';

/** A message was received or sent. A scheduled message is emitted when it is sent. */
export const newMessage = listEvent({
	...messageEventBase((poll) => {
		const directions = ['both', 'inbound', 'outbound'] as const;
		const direction = poll.choice('direction', 'Direction', directions, 'inbound');
		const isOnChannel = channelFilter(poll);
		return (message) => {
			if (direction !== 'both' && message.direction !== direction) return false;
			if (!isOnChannel(message) || isCancelled(message)) return false;
			return isScheduled(message) ? 'later' : true;
		};
	}),
	option: {
		name: 'New Message',
		description: 'Triggers when a message is received or sent',
	},
	simplify: MESSAGE_FIELDS,
	contactOf: contactInMessage,
	window: 'overlap',
	parameters: [
		'direction',
		'channels',
		'filters.contactId',
		'filters.conversationId',
		'simplify',
		'options.includeEmailBodies',
		'options.downloadAttachments',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.maxSize',
		'options.overlap',
		'options.startPer',
	],
	resetOn: ['direction', 'channels', 'filters.contactId', 'filters.conversationId'],
});
