import type { IDataObject } from 'n8n-workflow';
import { ANSWER_RULE_DEFAULTS } from '../fields/answerRules';
import { ParameterError, isEmpty, converters } from '../request';
import { HOUR_MS } from '../time';
import type { ThreadRules } from './turn';

/** One year. */
const MAX_HAND_OVER_HOURS = 8760;
const MAX_ANSWERS_PER_HOUR = 1000;
const MAX_WORDS = 50;
const MAX_WORD_LENGTH = 100;

/** Which contacts are answered. Tags are in lower case. */
export interface ContactFilter {
	requiredTags: string[];
	blockedTags: string[];
	assignedTo: 'anyone' | 'nobody' | 'somebody' | 'users';
	assignedUsers: string[];
}

/** The filter that excludes a contact. */
export type Exclusion = 'requiredTags' | 'blockedTags' | 'assignedTo';

const ASSIGNMENTS = ['anyone', 'nobody', 'somebody', 'users'];

const stringListOf = (value: unknown, label: string) =>
	converters.stringList(value, { label, timezone: 'UTC' }) as string[];

const lowerCase = (texts: readonly string[]) => texts.map((text) => text.trim().toLowerCase());

/** A number from 0 to `max`; `fallback` if the option is empty. Throws a `ParameterError` for any other value. */
function numberOrDefault(value: unknown, fallback: number, label: string, max: number): number {
	if (isEmpty(value)) return fallback;
	const number = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (number >= 0 && number <= max) return number;
	throw new ParameterError(
		`${label} must be a number from 0 to ${max.toLocaleString('en')}: ${String(value).slice(0, 100)}`,
	);
}

/** One of several values; the first if the option is empty. Throws a `ParameterError` for any other value. */
function choiceOrFirst<T extends string>(
	value: unknown,
	values: readonly string[],
	label: string,
): T {
	const choice = isEmpty(value) ? values[0] : String(value);
	if (values.includes(choice)) return choice as T;
	throw new ParameterError(
		`${label} has an unknown value: ${choice.slice(0, 100)}`,
		`Supported values: ${values.join(', ')}.`,
	);
}

/** The option 'Opt-Out Words'. Throws a `ParameterError` if there are too many words or one is too long. */
function parseOptOutWords(value: unknown): string[] {
	const words = stringListOf(value, "'Opt-Out Words'");
	if (words.length <= MAX_WORDS && words.every((word) => word.length <= MAX_WORD_LENGTH)) {
		return words;
	}
	throw new ParameterError(
		`'Opt-Out Words' can have at most ${MAX_WORDS} words of ${MAX_WORD_LENGTH} characters`,
	);
}

/**
 * Reads the options of `fields/answerRules` from the values of the collection that contains them. An option that is not set has
 * the default of its field. Throws a `ParameterError` for an invalid value.
 */
export function answerRulesOf(options: IDataObject) {
	const { handOverHours, maxAnswersPerHour, optOutWords } = ANSWER_RULE_DEFAULTS;
	const number = (name: string, fallback: number, label: string, max: number) =>
		numberOrDefault(options[name], fallback, label, max);
	return {
		handOverMs:
			number('handOverHours', handOverHours, "'Hand-Over Hours'", MAX_HAND_OVER_HOURS) * HOUR_MS,
		maxAnswersPerHour: number(
			'maxAnswersPerHour',
			maxAnswersPerHour,
			"'Max Answers per Hour'",
			MAX_ANSWERS_PER_HOUR,
		),
		optOutWords:
			'optOutWords' in options ? parseOptOutWords(options.optOutWords) : [...optOutWords],
		afterPause: choiceOrFirst<'answer' | 'leave'>(
			options.afterPause,
			['answer', 'leave'],
			"'After Pause'",
		),
		otherKinds:
			converters.boolean(options.otherKinds, {
				label: "'Other Kinds of Messages'",
				timezone: 'UTC',
			}) === true,
	} satisfies Partial<ThreadRules>;
}

/**
 * Reads the filters of `fields/answerRules` from the values of the collection that contains them. Throws a `ParameterError` for an
 * invalid value.
 */
export function contactFilterOf(values: IDataObject): ContactFilter {
	const filter: ContactFilter = {
		requiredTags: lowerCase(stringListOf(values.requiredTags, "'Required Tags'")),
		blockedTags: lowerCase(stringListOf(values.blockedTags, "'Blocked Tags'")),
		assignedTo: choiceOrFirst(values.assignedTo, ASSIGNMENTS, "'Assigned To'"),
		assignedUsers: stringListOf(values.assignedUsers, "'Assigned Users'"),
	};
	if (filter.assignedTo === 'users' && filter.assignedUsers.length === 0) {
		throw new ParameterError(
			"'Assigned Users' is empty",
			"Add the IDs of the users, or set 'Assigned To' to another value.",
		);
	}
	return filter;
}

/** Whether a filter needs the conversation's record from HighLevel's search, which has tags and assignee. */
export const needsSearchRecord = ({
	requiredTags,
	blockedTags,
	assignedTo,
}: ContactFilter): boolean =>
	requiredTags.length > 0 || blockedTags.length > 0 || assignedTo !== 'anyone';

/**
 * Which filter excludes a conversation; undefined if the contact may be answered.
 * @param record the conversation as HighLevel's search returns it
 */
export function excludingFilter(filter: ContactFilter, record: IDataObject): Exclusion | undefined {
	const tags = new Set(lowerCase(Array.isArray(record.tags) ? record.tags.map(String) : []));
	if (!filter.requiredTags.every((tag) => tags.has(tag))) return 'requiredTags';
	if (filter.blockedTags.some((tag) => tags.has(tag))) return 'blockedTags';
	const assignee = isEmpty(record.assignedTo) ? undefined : String(record.assignedTo);
	const isAssignedAsRequired = {
		anyone: true,
		nobody: assignee === undefined,
		somebody: assignee !== undefined,
		users: assignee !== undefined && filter.assignedUsers.includes(assignee),
	}[filter.assignedTo];
	return isAssignedAsRequired ? undefined : 'assignedTo';
}

const firstStringOrNull = (...values: unknown[]) =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;

/** The contact as it is added to an item, from the conversation's record in HighLevel's search. */
export const contactFromSearch = (record: IDataObject): IDataObject => ({
	id: firstStringOrNull(record.contactId),
	name: firstStringOrNull(record.fullName, record.contactName),
	email: firstStringOrNull(record.email),
	phone: firstStringOrNull(record.phone),
	tags: Array.isArray(record.tags) ? record.tags.map(String) : [],
	assignedTo: firstStringOrNull(record.assignedTo),
});
