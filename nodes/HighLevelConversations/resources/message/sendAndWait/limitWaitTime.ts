import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ParameterError, rules } from '../../../../shared/request';

const forType = (limitType: string) => ({ show: { limitType: [limitType] } });

/** How long to wait for an answer, by n8n's own names for it. */
export const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description: 'When to go on without an answer: the input passes through then',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					default: 'afterTimeInterval',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					displayOptions: forType('afterTimeInterval'),
					description: 'The time to wait',
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
					displayOptions: forType('afterTimeInterval'),
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					displayOptions: forType('atSpecifiedTime'),
					description: 'Until when to wait',
				},
			],
		},
	],
};

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
		const rule = rules.pipe(rules.required, rules.futureEpochSeconds);
		return Number(rule(limit.maxDateAndTime, { label: "'Max Date and Time'", timezone })) * 1000;
	}
	const ms = Number(limit.resumeAmount ?? NaN) * MS[String(limit.resumeUnit ?? 'hours')];
	if (ms > 0 && ms <= LONGEST_MS) return Date.now() + ms;
	throw new ParameterError(
		"'Limit Wait Time' is no time to wait",
		'Enter an amount above zero, or remove the option to wait without a limit.',
	);
}
