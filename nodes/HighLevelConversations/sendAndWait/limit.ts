import type { IDataObject } from 'n8n-workflow';
import { FieldIssue, rules } from '../../shared/request';

/** A hundred years: with many more there is no such date. */
const LONGEST_MS = 100 * 365 * 86_400_000;

const MS: Record<string, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/**
 * When the wait ends without an answer (ms since 1970), from the values of 'Limit Wait Time'; undefined without a limit.
 * Throws a `FieldIssue` for a time that is none, or has passed.
 */
export function limitFrom(limit: IDataObject | undefined, timezone: string): number | undefined {
	if (limit === undefined || Object.keys(limit).length === 0) return undefined;
	if (limit.limitType === 'atSpecifiedTime') {
		const rule = rules.all(rules.required, rules.futureSeconds);
		return Number(rule(limit.maxDateAndTime, { label: "'Max Date and Time'", timezone })) * 1000;
	}
	const ms = Number(limit.resumeAmount ?? NaN) * MS[String(limit.resumeUnit ?? 'hours')];
	if (ms > 0 && ms <= LONGEST_MS) return Date.now() + ms;
	throw new FieldIssue(
		"'Limit Wait Time' is no time to wait",
		'Enter an amount above zero, or remove the option to wait without a limit.',
	);
}
