import type { IDataObject } from 'n8n-workflow';

/** A contact's subscription to emails of one subtype. */
export interface Subscription {
	/** Undefined for all addresses of the contact. */
	email?: string;
	/** Without an ID and a name, the subscription covers emails of all subtypes. */
	subtypeId?: string;
	subtypeName?: string;
	unsubscribed: boolean;
}

type SubscriptionTarget = Omit<Subscription, 'unsubscribed'>;

const firstString = (record: IDataObject, ...names: string[]): string | undefined => {
	const found = names.map((name) => record[name]).find((value) => typeof value === 'string');
	return found as string | undefined;
};

/** True if a record states that it is unsubscribed, false if it is subscribed, undefined if it states neither. */
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

/** The subscriptions in a value, at any depth. Yields null for a record without a state. `parent` applies to nested records. */
function* subscriptionsIn(
	value: unknown,
	parent: SubscriptionTarget,
): Generator<Subscription | null> {
	if (Array.isArray(value)) {
		for (const part of value) yield* subscriptionsIn(part, parent);
		return;
	}
	if (typeof value !== 'object' || value === null) return;
	const record = value as IDataObject;
	const target: SubscriptionTarget = {
		email: firstString(record, 'email', 'emailAddress') ?? parent.email,
		subtypeId: firstString(record, 'subtype_id', 'subtypeId') ?? parent.subtypeId,
		subtypeName: firstString(record, 'subtype_name', 'subtypeName') ?? parent.subtypeName,
	};
	const unsubscribed = unsubscribedState(record);
	if (unsubscribed !== undefined) yield { ...target, unsubscribed };
	const nested = Object.values(record).filter((part) => typeof part === 'object' && part !== null);
	if (unsubscribed === undefined && nested.length === 0) yield null;
	for (const part of nested) yield* subscriptionsIn(part, target);
}

/**
 * The subscriptions in the response of the unsubscription status. HighLevel does not document its format, so they are recognized by
 * the names of their fields, at any depth. Undefined if the response contains records, but none with a state.
 */
export function readSubscriptions(body: unknown): Subscription[] | undefined {
	const found = [...subscriptionsIn(body, {})];
	const subscriptions = found.filter((each) => each !== null);
	return subscriptions.length === 0 && found.length > 0 ? undefined : subscriptions;
}
