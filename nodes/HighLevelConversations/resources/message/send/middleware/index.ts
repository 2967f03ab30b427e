import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { itemOptions } from '../../../shared/itemOptions';
import { fillEmailSubject } from '../emailBody';
import { doNotDisturb } from './doNotDisturb';
import { onlyIfUnanswered } from './onlyIfUnanswered';
import { quietHours } from './quietHours';
import { skipIfSent } from './skipIfSent';
import { skipUnsubscribed } from './skipUnsubscribed';

export { sendOptions } from '../options';

/** Calls `outer` with `inner` as its `next`. */
const compose =
	(outer: SendMiddleware | undefined, inner: SendMiddleware): SendMiddleware =>
	async (attempt) =>
		outer
			? await outer({ ...attempt, next: async () => await inner(attempt) })
			: await inner(attempt);

/** Throws a `ParameterError` for an option without a value, because the message would be sent in spite of the option. */
function assertFilled(options: IDataObject, name: string, label: string): void {
	if (!(name in options) || !isEmpty(options[name])) return;
	throw new ParameterError(
		`'${label}' is empty`,
		'Enter a value, check the expression, or remove the option.',
	);
}

/**
 * The middleware for the options of Send that skip or delay a message; undefined if none is set. Checks the options, and reads
 * the sent messages and subscriptions that they depend on. Throws a `ParameterError` for an invalid option, and an `ApiError`.
 */
export async function sendMiddleware(item: ItemContext): Promise<SendMiddleware | undefined> {
	await fillEmailSubject(item);
	const options = itemOptions(item);
	if (isEmpty(options)) return undefined;
	assertFilled(options, 'skipIfSent', 'Skip If Sent Within');
	if (item.body.type === 'Email') assertFilled(options, 'skipUnsubscribed', 'Skip Unsubscribed');
	const onlyUnanswered =
		'onlyIfUnanswered' in options ? onlyIfUnanswered(item, options.onlyIfUnanswered) : undefined;
	const quiet = quietHours(item, options.quietHours);
	const skipDoNotDisturb = doNotDisturb(item, options.onDoNotDisturb);
	const skipSent = await skipIfSent(item, options.skipIfSent);
	const skipSubscription = skipSent?.lastMessage
		? undefined
		: await skipUnsubscribed(item, options.skipUnsubscribed);
	const checks = [skipSubscription, quiet, skipDoNotDisturb, onlyUnanswered];
	const checked = checks.reduceRight<SendMiddleware>(
		(inner, outer) => compose(outer, inner),
		async ({ next }) => await next(),
	);
	// If an earlier attempt of the node sent the item, `next` returns its result, and there is nothing to check.
	const unlessSent: SendMiddleware = async (attempt) =>
		attempt.alreadySent ? await attempt.next() : await checked(attempt);
	return compose(skipSent?.middleware, unlessSent);
}
