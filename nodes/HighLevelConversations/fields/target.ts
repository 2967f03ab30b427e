import type { INodeProperties } from 'n8n-workflow';
import { CONTACT_LABEL, contactInBody } from './contact';
import { CONVERSATION_LABEL, conversationLocator } from '../../shared/fields/conversation';

const ENOUGH = `One of '${CONTACT_LABEL}' and '${CONVERSATION_LABEL}' is enough.`;

/** For operations that take a contact or a conversation. */
export const contactOrConversation: INodeProperties[] = [
	{ ...contactInBody, required: false, description: `The contact. ${ENOUGH}` },
	{
		...conversationLocator,
		description: `The conversation. ${ENOUGH}`,
		routing: { send: { type: 'body', property: 'conversationId' } },
	},
];
