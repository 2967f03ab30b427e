import {
	ApiFailure,
	FieldIssue,
	isEmpty,
	saysDoNotDisturb,
	skippedItem,
} from '../../../../../shared/request';
import type { Guard, Job } from '../../../../../shared/request';

/** Takes HighLevel's refusal of a contact with Do Not Disturb for an answer, where the user wants that. */
export function doNotDisturb(job: Job, choice: unknown): Guard | undefined {
	if (isEmpty(choice) || choice === 'error') return undefined;
	if (choice !== 'skip') {
		throw new FieldIssue(
			`'On Do Not Disturb' is neither error nor skip: ${String(choice).slice(0, 100)}`,
		);
	}
	return async ({ send }) =>
		await send().catch((error: unknown) => {
			if (!(error instanceof ApiFailure) || !saysDoNotDisturb(error.facts)) throw error;
			return [skippedItem(job, 'do not disturb')];
		});
}
