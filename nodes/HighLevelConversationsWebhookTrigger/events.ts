import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

export const ANY_EVENT = '*';

/** HighLevel's webhook events about conversations. */
export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Any Event',
		value: ANY_EVENT,
		description: 'Whatever the app sends here, also events that are not in this list',
	},
	{
		name: 'Conversation Unread Update',
		value: 'ConversationUnreadUpdate',
		description: 'The number of unread messages of a conversation changes',
	},
	{
		name: 'Conversation Update',
		value: 'ConversationUpdate',
		description: 'A conversation changes, as when a live chat is merged',
	},
	{
		name: 'Inbound Message',
		value: 'InboundMessage',
		description: 'A contact writes or calls',
	},
	{
		name: 'Outbound Message',
		value: 'OutboundMessage',
		description: 'A message or call goes out to a contact',
	},
	{
		name: 'Provider Outbound Message',
		value: 'ProviderOutboundMessage',
		description:
			"A message waits for the app's conversation provider to deliver it. HighLevel sends it to the provider's delivery URL.",
	},
];

/** An event's name. A provider's deliveries carry the channel in its place. */
function nameOf({ type, messageId, direction }: IDataObject): string {
	const delivery = (type === 'SMS' || type === 'Email') && messageId !== undefined && !direction;
	return delivery ? 'ProviderOutboundMessage' : String(type);
}

/** inbound or outbound; undefined for an event that is neither. */
function directionOf(event: IDataObject): string | undefined {
	if (typeof event.direction === 'string') return event.direction;
	return /^(?:Provider)?(Inbound|Outbound)/.exec(nameOf(event))?.[1].toLowerCase();
}

export interface Wanted {
	events: string[];
	/** Any unless told. */
	locationId?: string;
	/** 'both', or one of the two; events without a direction always pass. */
	direction: string;
}

/** Whether the user wants to start on an event. */
export function isWanted(event: IDataObject, { events, locationId, direction }: Wanted): boolean {
	const own = directionOf(event);
	return (
		(events.includes(ANY_EVENT) || events.includes(nameOf(event))) &&
		(!locationId || event.locationId === locationId) &&
		(direction === 'both' || own === undefined || own === direction)
	);
}
