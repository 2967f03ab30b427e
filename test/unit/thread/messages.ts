import type { IDataObject } from 'n8n-workflow';

const START = Date.UTC(2026, 0, 5, 9);
/** `seconds` after the start, ms since 1970. */
export const at = (seconds: number) => START + seconds * 1000;
let count = 0;

/** A message `seconds` after the start. */
export const message = (seconds: number, more: IDataObject): IDataObject => ({
	id: `m${(count += 1)}`,
	conversationId: 'c1',
	contactId: 'k1',
	locationId: 'l1',
	messageType: 'TYPE_SMS',
	status: 'delivered',
	dateAdded: new Date(at(seconds)).toISOString(),
	...more,
});
export const wrote = (seconds: number, body: string, more: IDataObject = {}) =>
	message(seconds, { direction: 'inbound', body, ...more });
export const sent = (seconds: number, source: string | undefined, more: IDataObject = {}) =>
	message(seconds, { direction: 'outbound', body: 'Answer', source, ...more });
export const person = (seconds: number, more: IDataObject = {}) =>
	sent(seconds, 'app', { userId: 'u1', ...more });
