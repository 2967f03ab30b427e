import { FieldIssue } from '../request';
import type { Job } from '../request';

/** An update must change something. `names` are the body fields that can change. */
export const assertSomething =
	(...names: string[]) =>
	({ body }: Job): void => {
		if (names.some((name) => body[name] !== undefined)) return;
		throw new FieldIssue(
			"'Update Fields' is empty, so there is nothing to update",
			'Add the field to change.',
		);
	};

/** One of two ids is enough. Labels are the editor's, in quotes. */
export const assertOneOf =
	(names: string[], labels: string) =>
	({ body }: Job): void => {
		if (names.some((name) => body[name] !== undefined)) return;
		throw new FieldIssue(
			`${labels} are both empty`,
			'Fill in one of them, or check the expressions that fill them.',
		);
	};
