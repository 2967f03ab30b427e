import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ParameterError, converters } from '../../../../shared/request';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../shared/time';
import { choiceFrom } from './choice';

const forType = (limitType: string) => ({ show: { limitType: [limitType] } });

/** The option 'Limit Wait Time'. Its names are those of n8n's own nodes. */
export const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description: 'When to stop waiting. The workflow then continues with the input item.',
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
					description: 'Whether to wait for some time or until a date',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					displayOptions: forType('afterTimeInterval'),
					description: 'How long to wait for an answer, in the unit below',
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
					description: "Unit of time for 'Amount', e.g. hours",
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					displayOptions: forType('atSpecifiedTime'),
					description: 'Date and time at which to stop waiting',
				},
			],
		},
	],
};

/** 100 years. JavaScript dates have a limit. */
const MAX_WAIT_MS = 100 * 365 * DAY_MS;

/** The first one is the default. */
const UNITS = ['hours', 'minutes', 'days'] as const;
const UNITS_MS: Record<string, number> = { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS };

/**
 * The deadline for the answer, in ms since 1970, from the values of 'Limit Wait Time'; undefined without a limit. Throws a
 * `ParameterError` for an invalid duration, and for a time that is invalid or in the past.
 */
export function deadlineFrom(limit: IDataObject | undefined, timezone: string): number | undefined {
	if (limit === undefined || Object.keys(limit).length === 0) return undefined;
	const type = choiceFrom(limit.limitType, "'Limit Type'", [
		'afterTimeInterval',
		'atSpecifiedTime',
	]);
	if (type === 'atSpecifiedTime') {
		const rule = converters.pipe(converters.required, converters.futureEpochSeconds);
		return Number(rule(limit.maxDateAndTime, { label: "'Max Date and Time'", timezone })) * 1000;
	}
	const unit = choiceFrom(limit.resumeUnit, "'Unit' of 'Limit Wait Time'", UNITS);
	const ms = Number(limit.resumeAmount ?? NaN) * UNITS_MS[unit];
	if (ms > 0 && ms <= MAX_WAIT_MS) return Date.now() + ms;
	throw new ParameterError(
		"'Limit Wait Time' is not a valid duration",
		'Enter an amount above zero, or remove the option to wait without a limit.',
	);
}
