import { conversationUnread } from './conversationUnread';
import type { TriggerEvent } from './event';
import { newConversation } from './newConversation';
import { newMessage } from './newMessage';

/** The events by the values of the parameter 'event'. */
export const events: Record<string, TriggerEvent> = {
	conversationUnread,
	newConversation,
	newMessage,
};
export type { TriggerEvent } from './event';
