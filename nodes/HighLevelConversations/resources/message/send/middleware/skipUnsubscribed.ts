import type { IDataObject } from 'n8n-workflow';
import { API_VERSION_2021 } from '../../../../../../credentials/shared/fields';
import { ApiError, skippedItem } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { isOn } from '../../../shared/itemOptions';
import { readSubscriptions } from './subscriptions';
import type { Subscription } from './subscriptions';

const PATH = '/conversations/preferences/unsubscriptions/status';
const STEP = 'checking unsubscriptions';
/** HighLevel's name of the subscription that single emails belong to. */
const ONE_ON_ONE = 'one on one';

/** Whether a subscription covers emails of a subtype ('One on One' without one). */
function covers({ subtypeId, subtypeName }: Subscription, customSubtypeId: unknown): boolean {
	if (subtypeId === undefined && subtypeName === undefined) return true;
	if (customSubtypeId === undefined) return subtypeName?.toLowerCase() === ONE_ON_ONE;
	return subtypeId === customSubtypeId;
}

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
	const found = readSubscriptions(body);
	if (found) return found;
	throw new ApiError({
		kind: 'invalidResponse',
		step: STEP,
		nothingWasSent: true,
		advice:
			"HighLevel's response does not say which subscriptions are active. Remove 'Skip Unsubscribed' to send without this check.",
	});
}

/** The address in `Jane Doe <jane@example.com>`, or the text itself. */
function addressIn(text: string): string {
	const start = text.lastIndexOf('<');
	const end = text.indexOf('>', start);
	return start >= 0 && end > start ? text.slice(start + 1, end).trim() : text.trim();
}

/**
 * The addresses to ask about: 'Email To', CC and BCC. Without 'Email To' HighLevel chooses the address (undefined), and
 * any of the contact's addresses that has unsubscribed counts.
 */
function recipientsOf({ emailTo, emailCc, emailBcc }: IDataObject): Array<string | undefined> {
	const copies = [emailCc, emailBcc].flatMap((list) => (list ?? []) as string[]);
	const to = emailTo === undefined ? undefined : addressIn(String(emailTo));
	return [...new Set([to, ...copies.map(addressIn)])];
}

/**
 * Asks, once for each address and run, whether it has unsubscribed from emails of this kind. Returns a middleware that
 * skips the email if any recipient has, undefined otherwise. Throws an `ApiError` if the answer cannot be read.
 */
export async function skipUnsubscribed(
	item: ItemContext,
	option: unknown,
): Promise<SendMiddleware | undefined> {
	const { type, contactId, customSubtypeId } = item.body;
	if (type !== 'Email') return undefined;
	if (!isOn(option, "'Skip Unsubscribed'")) return undefined;
	const locationId = item.requireLocationId();
	const asked = recipientsOf(item.body).map(async (email) => {
		const key = JSON.stringify(['unsubscribed', locationId, contactId, email]);
		const subscriptions = await item.memoize(
			key,
			async () => await readStatus(item, locationId, email),
		);
		return subscriptions
			.filter((one) => one.unsubscribed && covers(one, customSubtypeId))
			.map((one) => one.email ?? email);
	});
	const addresses = (await Promise.all(asked)).flat();
	if (addresses.length === 0) return undefined;
	return async () => [skippedItem(item, 'unsubscribed', { email: addresses[0] })];
}
