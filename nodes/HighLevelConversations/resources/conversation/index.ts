import { create } from './create';
import { deleteConversation } from './delete';
import { get } from './get';
import { getUnanswered } from './getUnanswered';
import { handOver } from './handOver';
import { setTyping } from './setTyping';
import { update } from './update';
import type { Resource } from '../shared/operation';

export const conversation: Resource = {
	name: 'Conversation',
	value: 'conversation',
	operations: [create, deleteConversation, get, getUnanswered, handOver, setTyping, update],
};
