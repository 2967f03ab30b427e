import { optionsOf } from '../../../shared/fields/collections';
import { conversationOrContactLocator } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { userLocator } from '../../fields/user';
import { SEND_PATH } from '../message/shared/sentMessage';
import type { Operation } from '../shared/operation';
import { checkHandOver, handOverResponse } from './handOverResponse';

export const handOver: Operation = {
	option: {
		name: 'Hand Over',
		value: 'handOver',
		action: 'Hand over conversation',
		description:
			'Hand a conversation over to a team member: mention them in an internal comment, and mark the conversation as unread and starred',
		builderHint: {
			propertyHint:
				"Hands a conversation over from an AI agent to a person. Use it as a tool of the agent or after its error output. Afterwards, 'Unanswered Message' and 'getUnanswered' ignore the conversation for 'Hand-Over Hours' or until the person has answered.",
		},
	},
	request: { method: 'POST', url: SEND_PATH },
	scope: 'conversations/message.write',
	check: checkHandOver,
	response: handOverResponse,
	fields: [
		{
			...conversationOrContactLocator,
			required: true,
			description: 'The conversation to hand over',
		},
		{
			...userLocator,
			required: true,
			description: 'The user who takes over. HighLevel notifies them of the mention.',
		},
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Jane wants to move her appointment to Friday, which I cannot do.',
			description:
				'Summary for the user: what the contact wants and what was done so far. Only visible to your team.',
		},
		optionsOf([
			{
				displayName: 'Message to Contact',
				name: 'messageToContact',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. A colleague will get back to you today.',
				description:
					'Message to send to the contact on the channel that they last used, e.g. to announce that a person will answer. Leave empty to send none.',
			},
		]),
		locationId,
	],
};
