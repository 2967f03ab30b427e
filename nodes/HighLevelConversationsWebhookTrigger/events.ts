import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

/** The value of 'Events' that accepts all events. */
export const ANY_EVENT = '*';

/** HighLevel's webhook events about conversations. */
export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Any Event',
		value: ANY_EVENT,
		description: 'All events that the app sends, including those that are not in this list',
	},
	{
		name: 'Conversation Unread Update',
		value: 'ConversationUnreadUpdate',
		description: 'The number of unread messages of a conversation changes',
	},
	{
		name: 'Conversation Update',
		value: 'ConversationUpdate',
		description: 'A conversation changes, e.g. when a live chat is merged',
	},
	{
		name: 'Inbound Message',
		value: 'InboundMessage',
		description: 'A contact sends a message or calls',
	},
	{
		name: 'Outbound Message',
		value: 'OutboundMessage',
		description: 'A message is sent to a contact, or the contact is called',
	},
	{
		name: 'Provider Outbound Message',
		value: 'ProviderOutboundMessage',
		description:
			"A message is ready for the app's conversation provider to deliver. HighLevel sends this event to the provider's delivery URL.",
	},
];

/** The values of the parameter 'Events'. */
export const eventNames = eventOptions.map(({ value }) => String(value));

/** The values of the filter 'Direction'. */
export const directions = ['both', 'inbound', 'outbound'];

/** The name of an event. Events for a conversation provider have the channel (SMS, Email) as their type. */
function eventName({ type, messageId, direction }: IDataObject): string {
	const isForProvider =
		(type === 'SMS' || type === 'Email') && messageId !== undefined && !direction;
	return isForProvider ? 'ProviderOutboundMessage' : String(type);
}

/** The direction of an event, 'inbound' or 'outbound'; undefined if it has none. */
export function eventDirection(event: IDataObject): string | undefined {
	if (typeof event.direction === 'string') return event.direction.toLowerCase();
	return /^(?:Provider)?(Inbound|Outbound)/.exec(eventName(event))?.[1].toLowerCase();
}

/** Whether an event is one of the selected ones. */
export const isSelectedEvent = (event: IDataObject, selected: string[]): boolean =>
	selected.includes(ANY_EVENT) || selected.includes(eventName(event));
