import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { fillEmailSubject } from '../emailBody';
import { optionsOfItem } from '../itemOptions';
import { doNotDisturb } from './doNotDisturb';
import { onlyIfUnanswered } from './onlyIfUnanswered';
import { quietHours } from './quietHours';
import { skipIfSent } from './skipIfSent';
import { skipUnsubscribed } from './skipUnsubscribed';

export { sendOptions } from '../options';

/** One middleware around another. */
const compose =
	(outer: SendMiddleware | undefined, inner: SendMiddleware): SendMiddleware =>
	async (attempt) =>
		outer
			? await outer({ ...attempt, next: async () => await inner(attempt) })
			: await inner(attempt);

/** An empty option would send what it was chosen to hold back. Throws a `ParameterError`. */
function assertFilled(options: IDataObject, name: string, label: string): void {
	if (!(name in options) || !isEmpty(options[name])) return;
	throw new ParameterError(
		`'${label}' is empty`,
		'Enter a value, check the expression, or remove the option.',
	);
}

/**
 * The middleware for the options of Send that skip or delay a message; undefined if there are none. Checks the options and
 * reads what they need to know from HighLevel. Throws a `ParameterError` for a wrong option, an `ApiError` if reading fails.
 */
export async function sendMiddleware(item: ItemContext): Promise<SendMiddleware | undefined> {
	await fillEmailSubject(item);
	const options = optionsOfItem(item);
	if (isEmpty(options)) return undefined;
	assertFilled(options, 'skipIfSent', 'Skip If Sent Within');
	if (item.body.type === 'Email') assertFilled(options, 'skipUnsubscribed', 'Skip Unsubscribed');
	const unanswered =
		'onlyIfUnanswered' in options ? onlyIfUnanswered(item, options.onlyIfUnanswered) : undefined;
	const inHours = quietHours(item, options.quietHours);
	const undisturbed = doNotDisturb(item, options.onDoNotDisturb);
	const notSentYet = await skipIfSent(item, options.skipIfSent);
	const subscribed = notSentYet?.lastMessage
		? undefined
		: await skipUnsubscribed(item, options.skipUnsubscribed);
	const first = [subscribed, inHours, undisturbed, unanswered].reduceRight<SendMiddleware>(
		(inner, outer) => compose(outer, inner),
		async ({ next }) => await next(),
	);
	// What an earlier try of the node has sent is not decided on again.
	const decided: SendMiddleware = async (attempt) =>
		attempt.alreadySent ? await attempt.next() : await first(attempt);
	return compose(notSentYet?.middleware, decided);
}
