import type { IDataObject } from 'n8n-workflow';

/** The subscription of an address to one kind of email. */
export interface Subscription {
	email?: string;
	/** Without ID and name it covers all kinds of email. */
	subtypeId?: string;
	subtypeName?: string;
	unsubscribed: boolean;
}

type SubscriptionTarget = Omit<Subscription, 'unsubscribed'>;

const textIn = (record: IDataObject, ...names: string[]): string | undefined => {
	const found = names.map((name) => record[name]).find((value) => typeof value === 'string');
	return found as string | undefined;
};

/** Whether a record says that it is unsubscribed (true) or subscribed (false); undefined if it says neither. */
function unsubscribedState(record: IDataObject): boolean | undefined {
	for (const [name, value] of Object.entries(record)) {
		if (typeof value === 'string' && /status/i.test(name)) {
			if (/^unsubscribed$/i.test(value)) return true;
			if (/^subscribed$/i.test(value)) return false;
		}
		if (typeof value !== 'boolean') continue;
		if (/unsubscribed/i.test(name)) return value;
		if (/subscribed/i.test(name)) return !value;
	}
	return undefined;
}

function* subscriptionsIn(
	value: unknown,
	above: SubscriptionTarget,
): Generator<Subscription | null> {
	if (Array.isArray(value)) {
		for (const part of value) yield* subscriptionsIn(part, above);
		return;
	}
	if (typeof value !== 'object' || value === null) return;
	const record = value as IDataObject;
	const known: SubscriptionTarget = {
		email: textIn(record, 'email', 'emailAddress') ?? above.email,
		subtypeId: textIn(record, 'subtype_id', 'subtypeId') ?? above.subtypeId,
		subtypeName: textIn(record, 'subtype_name', 'subtypeName') ?? above.subtypeName,
	};
	const unsubscribed = unsubscribedState(record);
	if (unsubscribed !== undefined) yield { ...known, unsubscribed };
	const inner = Object.values(record).filter((part) => typeof part === 'object' && part !== null);
	// A record that says nothing and leads to nothing: not understood.
	if (unsubscribed === undefined && inner.length === 0) yield null;
	for (const part of inner) yield* subscriptionsIn(part, known);
}

/**
 * Every subscription that a status reply tells of. No document shows the reply, so it is read by what its fields are
 * called, however deep. Undefined where it holds records, and none of them says whether it stands.
 */
export function readSubscriptions(body: unknown): Subscription[] | undefined {
	const found = [...subscriptionsIn(body, {})];
	const read = found.filter((one) => one !== null);
	return read.length === 0 && found.length > 0 ? undefined : read;
}
