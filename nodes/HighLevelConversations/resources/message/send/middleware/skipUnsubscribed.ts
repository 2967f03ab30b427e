import { API_VERSION_2021 } from '../../../../../../credentials/shared/fields';
import { ApiError, rules, skippedItem } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { readSubscriptions } from './subscriptions';
import type { Subscription } from './subscriptions';

const PATH = '/conversations/preferences/unsubscriptions/status';
const STEP = 'asking who has unsubscribed';
/** HighLevel's name of the subscription that single emails belong to. */
const ONE_ON_ONE = 'one on one';

/** Whether the answer of HighLevel keeps an email of this subtype from the address. */
function stops({ subtypeId, subtypeName }: Subscription, customSubtypeId: unknown): boolean {
	if (subtypeId === undefined && subtypeName === undefined) return true;
	if (customSubtypeId === undefined) return subtypeName?.toLowerCase() === ONE_ON_ONE;
	return subtypeId === customSubtypeId;
}

async function statusOf(
	job: ItemContext,
	locationId: string,
	email: unknown,
): Promise<Subscription[]> {
	const query = { locationId, contactId: job.body.contactId, email: email as string | undefined };
	const { body } = await job.get({
		step: STEP,
		path: PATH,
		query,
		scope: null,
		pinnedVersion: API_VERSION_2021,
	});
	const found = readSubscriptions(body);
	if (found) return found;
	throw new ApiError({
		kind: 'unreadable',
		step: STEP,
		harmless: true,
		advice:
			"HighLevel's answer says of no subscription whether it stands. Leave 'Skip Unsubscribed' out to send all the same.",
	});
}

/**
 * Asks, once for each address and run, whether it has unsubscribed from emails of this kind, and skips the email then.
 * Without 'Email To' HighLevel chooses the address: any of the contact's that has unsubscribed counts.
 */
export async function skipUnsubscribed(
	job: ItemContext,
	option: unknown,
): Promise<SendMiddleware | undefined> {
	const { type, contactId, emailTo, customSubtypeId } = job.body;
	if (type !== 'Email') return undefined;
	const wanted = rules.boolean(option, {
		label: "'Skip Unsubscribed'",
		timezone: '',
	});
	if (wanted !== true) return undefined;
	const locationId = job.location();
	const key = JSON.stringify(['unsubscribed', locationId, contactId, emailTo]);
	const subscriptions = await job.memoize(
		key,
		async () => await statusOf(job, locationId, emailTo),
	);
	const ended = subscriptions.find((one) => one.unsubscribed && stops(one, customSubtypeId));
	if (!ended) return undefined;
	return async () => [skippedItem(job, 'unsubscribed', { email: ended.email ?? emailTo })];
}
