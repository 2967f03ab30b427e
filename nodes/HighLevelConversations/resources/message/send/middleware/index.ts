import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { doNotDisturb } from './doNotDisturb';
import { quietHours } from './quietHours';
import { skipIfSent } from './skipIfSent';
import { skipUnsubscribed } from './skipUnsubscribed';

export { sendOptions } from '../options';

/** One guard around another. */
const around =
	(outer: SendMiddleware | undefined, inner: SendMiddleware): SendMiddleware =>
	async (sending) =>
		outer
			? await outer({ ...sending, next: async () => await inner(sending) })
			: await inner(sending);

/** An option without a value would let through what it was chosen to hold back. Throws a `FieldIssue`. */
function assertFilled(options: IDataObject, name: string, label: string): void {
	if (!(name in options) || !isEmpty(options[name])) return;
	throw new ParameterError(
		`'${label}' is empty`,
		'Fill it in, check the expression that fills it, or remove the option.',
	);
}

/**
 * What the options of a send have to say about a message: skip it, or send it later. Everything that must be asked of
 * HighLevel first is asked here, and what the user entered is checked.
 */
export async function guard(job: ItemContext): Promise<SendMiddleware | undefined> {
	// Read as a whole: each look at a parameter costs an evaluation, for every item.
	const options = (job.parameter('options') ?? {}) as IDataObject;
	if (isEmpty(options)) return undefined;
	assertFilled(options, 'skipIfSent', 'Skip If Sent Within');
	if (job.body.type === 'Email') assertFilled(options, 'skipUnsubscribed', 'Skip Unsubscribed');
	const inHours = quietHours(job, options.quietHours);
	const undisturbed = doNotDisturb(job, options.onDoNotDisturb);
	const onlyOnce = await skipIfSent(job, options.skipIfSent);
	const wanted = onlyOnce?.before
		? undefined
		: await skipUnsubscribed(job, options.skipUnsubscribed);
	const first = [wanted, inHours, undisturbed].reduceRight<SendMiddleware>(
		(inner, outer) => around(outer, inner),
		async ({ next: send }) => await send(),
	);
	// What an earlier try has sent is not decided on again.
	const decided: SendMiddleware = async (sending) =>
		sending.alreadySent ? await sending.next() : await first(sending);
	return around(onlyOnce?.guard, decided);
}
