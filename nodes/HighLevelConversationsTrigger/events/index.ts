import type { TriggerEvent } from '../engine/event';
import { conversationUnread } from './conversationUnread';
import { messageFailed } from './messageFailed';
import { newConversation } from './newConversation';
import { newMessage } from './newMessage';
import { noReplySince } from './noReplySince';
import { unansweredMessage } from './unanswered';

/** The events by the values of the parameter 'event', sorted by name. The node's parameters are derived from them. */
export const events: Record<string, TriggerEvent> = {
	conversationUnread,
	messageFailed,
	newConversation,
	newMessage,
	noReplySince,
	unanswered: unansweredMessage,
};
export type { TriggerEvent } from '../engine/event';
