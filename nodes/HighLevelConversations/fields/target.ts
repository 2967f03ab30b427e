import type { INodeProperties } from 'n8n-workflow';
import { contactIdInBody } from './contact';
import { conversationLocator } from '../../shared/fields/conversation';

const ENOUGH = "One of 'Contact ID' and 'Conversation' is enough.";

/** For operations that take a contact or a conversation. */
export const contactOrConversation: INodeProperties[] = [
	{ ...contactIdInBody, required: false, description: `ID of the contact. ${ENOUGH}` },
	{
		...conversationLocator,
		description: `The conversation. ${ENOUGH}`,
		routing: { send: { type: 'body', property: 'conversationId' } },
	},
];
