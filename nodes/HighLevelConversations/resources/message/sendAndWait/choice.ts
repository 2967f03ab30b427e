import { isEmpty, ParameterError } from '../../../../shared/request';

/**
 * One of several choices; the first one if the value is empty. `label` is the parameter's name in quotes. Throws a `ParameterError` for
 * any other value, e.g. from an expression.
 */
export function choiceFrom<T extends string>(
	value: unknown,
	label: string,
	choices: readonly [T, ...T[]],
): T {
	if (isEmpty(value)) return choices[0];
	const found = choices.find((choice) => choice === value);
	if (found !== undefined) return found;
	const given = typeof value === 'string' ? value : JSON.stringify(value);
	throw new ParameterError(
		`${label} is '${given.slice(0, 100)}', which does not exist`,
		`Choose one of ${choices.join(', ')}.`,
	);
}
