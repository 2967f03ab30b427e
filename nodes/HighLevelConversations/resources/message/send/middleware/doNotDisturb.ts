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
 * Turns HighLevel's refusal of a contact with Do Not Disturb into a skipped item, if the user chose that. An item of which
 * a message went out before fails instead. Throws a `ParameterError` for another choice.
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
			const isRefused = error instanceof ApiError && isDoNotDisturb(error.details);
			if (!isRefused || (await hasSentPart(item))) throw error;
			return [skippedItem(item, 'do not disturb')];
		});
}
