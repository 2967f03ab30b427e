import {
	ApiError,
	ParameterError,
	isEmpty,
	isDoNotDisturb,
	skippedItem,
} from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';

/** Takes HighLevel's refusal of a contact with Do Not Disturb for an answer, where the user wants that. */
export function doNotDisturb(job: ItemContext, choice: unknown): SendMiddleware | undefined {
	if (isEmpty(choice) || choice === 'error') return undefined;
	if (choice !== 'skip') {
		throw new ParameterError(
			`'On Do Not Disturb' is neither error nor skip: ${String(choice).slice(0, 100)}`,
		);
	}
	return async ({ next: send }) =>
		await send().catch((error: unknown) => {
			if (!(error instanceof ApiError) || !isDoNotDisturb(error.details)) throw error;
			return [skippedItem(job, 'do not disturb')];
		});
}
