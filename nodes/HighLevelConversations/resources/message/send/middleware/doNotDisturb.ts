import {
	ApiError,
	ParameterError,
	isEmpty,
	isDoNotDisturb,
	skippedItem,
} from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { hasSentPart } from '../parts';

/**
 * The middleware for 'On Do Not Disturb': skips the item if HighLevel rejects its message because the contact has Do Not Disturb
 * on. If another message of the item was sent before, the item fails. Undefined unless the option is 'skip'; throws a
 * `ParameterError` for an unknown value.
 */
export function doNotDisturb(item: ItemContext, choice: unknown): SendMiddleware | undefined {
	if (isEmpty(choice) || choice === 'error') return undefined;
	if (choice !== 'skip') {
		throw new ParameterError(
			`'On Do Not Disturb' must be error or skip: ${String(choice).slice(0, 100)}`,
		);
	}
	return async ({ next }) =>
		await next().catch(async (error: unknown) => {
			const isRejected = error instanceof ApiError && isDoNotDisturb(error.details);
			if (!isRejected || (await hasSentPart(item))) throw error;
			return [skippedItem(item, 'do not disturb')];
		});
}
