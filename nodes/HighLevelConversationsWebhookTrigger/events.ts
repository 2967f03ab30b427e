import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

export const ANY_EVENT = '*';

/** HighLevel's webhook events about conversations. */
export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Any Event',
		value: ANY_EVENT,
		description: 'All events that the app sends, also those that are not in this list',
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
		description: 'A contact writes or calls',
	},
	{
		name: 'Outbound Message',
		value: 'OutboundMessage',
		description: 'A message or call to a contact',
	},
	{
		name: 'Provider Outbound Message',
		value: 'ProviderOutboundMessage',
		description:
			"A message for the app's conversation provider to deliver. HighLevel sends it to the provider's delivery URL.",
	},
];

/** The values of *Events*. */
export const eventNames = eventOptions.map(({ value }) => String(value));

/** The values of *Direction*. */
export const directions = ['both', 'inbound', 'outbound'];

/** The name of an event. Messages for a conversation provider carry the channel in its place. */
function eventName({ type, messageId, direction }: IDataObject): string {
	const isDelivery = (type === 'SMS' || type === 'Email') && messageId !== undefined && !direction;
	return isDelivery ? 'ProviderOutboundMessage' : String(type);
}

/** inbound or outbound; undefined for an event without a direction. */
export function eventDirection(event: IDataObject): string | undefined {
	if (typeof event.direction === 'string') return event.direction.toLowerCase();
	return /^(?:Provider)?(Inbound|Outbound)/.exec(eventName(event))?.[1].toLowerCase();
}

/** Whether an event is among the chosen ones. */
export const isChosenEvent = (event: IDataObject, chosen: string[]): boolean =>
	chosen.includes(ANY_EVENT) || chosen.includes(eventName(event));
