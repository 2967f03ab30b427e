import type { IDataObject } from 'n8n-workflow';
import { API_VERSION_2021 } from '../../../../../../credentials/shared/fields';
import { ApiError, skippedItem } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { isOn } from '../../../shared/itemOptions';
import { readSubscriptions } from './subscriptions';
import type { Subscription } from './subscriptions';

const PATH = '/conversations/preferences/unsubscriptions/status';
const STEP = 'checking unsubscriptions';
/** HighLevel's name of the default subscription, for emails without a custom subtype. */
const ONE_ON_ONE = 'one on one';

/** Whether a subscription applies to emails of a custom subtype, or of 'One on One' if it is undefined. */
function covers({ subtypeId, subtypeName }: Subscription, customSubtypeId: unknown): boolean {
	if (subtypeId === undefined && subtypeName === undefined) return true;
	if (customSubtypeId === undefined) return subtypeName?.toLowerCase() === ONE_ON_ONE;
	return subtypeId === customSubtypeId;
}

/** The subscriptions of an address, or of all the contact's addresses if it is undefined. Throws an `ApiError`. */
async function readStatus(
	item: ItemContext,
	locationId: string,
	email?: string,
): Promise<Subscription[]> {
	const query = { locationId, contactId: item.body.contactId, email };
	const { body } = await item.get({
		step: STEP,
		path: PATH,
		query,
		scope: null,
		pinnedVersion: API_VERSION_2021,
	});
	const subscriptions = readSubscriptions(body);
	if (subscriptions) return subscriptions;
	throw new ApiError({
		kind: 'invalidResponse',
		step: STEP,
		nothingWasSent: true,
		advice:
			"HighLevel's response does not say which subscriptions are active. Remove 'Skip Unsubscribed' to send without this check.",
	});
}

/** The address in `Jane Doe <jane@example.com>`, or the whole text if it has no angle brackets. */
function addressIn(text: string): string {
	const start = text.lastIndexOf('<');
	const end = text.indexOf('>', start);
	return start >= 0 && end > start ? text.slice(start + 1, end).trim() : text.trim();
}

/**
 * The addresses to check: 'Email To', CC and BCC. Without 'Email To', the first one is undefined: HighLevel chooses the address, so
 * all addresses of the contact are checked.
 */
function addressesToCheck({ emailTo, emailCc, emailBcc }: IDataObject): Array<string | undefined> {
	const copies = [emailCc, emailBcc].flatMap((list) => (list ?? []) as string[]);
	const to = emailTo === undefined ? undefined : addressIn(String(emailTo));
	return [...new Set([to, ...copies.map(addressIn)])];
}

/**
 * The middleware for 'Skip Unsubscribed': reads the subscriptions of each recipient, once per address and run. Skips the email if
 * a recipient has unsubscribed from emails of its subtype; undefined if none has. Throws an `ApiError`, also if the response has an
 * unknown format.
 */
export async function skipUnsubscribed(
	item: ItemContext,
	option: unknown,
): Promise<SendMiddleware | undefined> {
	const { type, contactId, customSubtypeId } = item.body;
	if (type !== 'Email') return undefined;
	if (!isOn(option, "'Skip Unsubscribed'")) return undefined;
	const locationId = item.requireLocationId();
	const checks = addressesToCheck(item.body).map(async (email) => {
		const key = JSON.stringify(['unsubscribed', locationId, contactId, email]);
		const subscriptions = await item.memoize(
			key,
			async () => await readStatus(item, locationId, email),
		);
		return subscriptions
			.filter((each) => each.unsubscribed && covers(each, customSubtypeId))
			.map((each) => each.email ?? email);
	});
	const unsubscribed = (await Promise.all(checks)).flat();
	if (unsubscribed.length === 0) return undefined;
	return async () => [skippedItem(item, 'unsubscribed', { email: unsubscribed[0] })];
}
