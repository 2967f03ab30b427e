import type { IDataObject } from 'n8n-workflow';
import { ANSWER_RULE_DEFAULTS } from '../fields/answerRules';
import { ParameterError, isEmpty, converters } from '../request';
import { HOUR_MS } from '../time';
import type { ThreadRules } from './turn';

/** A year. */
const MAX_HAND_OVER_HOURS = 8760;
const MAX_ANSWERS_PER_HOUR = 1000;
const MAX_WORDS = 50;
const MAX_WORD_LENGTH = 100;

/** Recipients of the reply. Tags in lower case. */
export interface ContactFilter {
	requiredTags: string[];
	blockedTags: string[];
	assignedTo: 'anyone' | 'nobody' | 'somebody' | 'users';
	assignedUsers: string[];
}

/** The option that keeps a contact from being answered. */
export type Exclusion = 'requiredTags' | 'blockedTags' | 'assignedTo';

const ASSIGNMENTS = ['anyone', 'nobody', 'somebody', 'users'];

const stringListOf = (value: unknown, label: string) =>
	converters.stringList(value, { label, timezone: 'UTC' }) as string[];

const lowerCase = (texts: readonly string[]) => texts.map((text) => text.trim().toLowerCase());

/** A number from 0 to `max`, `preset` if it is not set. Throws a `ParameterError`. */
function numberOrDefault(value: unknown, preset: number, label: string, max: number): number {
	if (isEmpty(value)) return preset;
	const found = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (found >= 0 && found <= max) return found;
	throw new ParameterError(
		`${label} must be a number from 0 to ${max.toLocaleString('en')}: ${String(value).slice(0, 100)}`,
	);
}

function choiceOrFirst<T extends string>(
	value: unknown,
	values: readonly string[],
	label: string,
): T {
	const found = isEmpty(value) ? values[0] : String(value);
	if (values.includes(found)) return found as T;
	throw new ParameterError(
		`${label} has an unknown value: ${found.slice(0, 100)}`,
		`Use one of ${values.join(', ')}.`,
	);
}

function optOutWordsOf(value: unknown): string[] {
	const words = stringListOf(value, "'Opt-Out Words'");
	if (words.length <= MAX_WORDS && words.every((word) => word.length <= MAX_WORD_LENGTH)) {
		return words;
	}
	throw new ParameterError(
		`'Opt-Out Words' can have at most ${MAX_WORDS} words of ${MAX_WORD_LENGTH} characters`,
	);
}

/**
 * Reads the options of `fields/answerRules` from the values of their collection. Throws a `ParameterError` for a value that an
 * option does not take.
 */
export function answerRulesOf(options: IDataObject) {
	const { handOverHours, maxAnswersPerHour, optOutWords } = ANSWER_RULE_DEFAULTS;
	const number = (name: string, preset: number, label: string, max: number) =>
		numberOrDefault(options[name], preset, label, max);
	return {
		handOverMs:
			number('handOverHours', handOverHours, "'Hand-Over Hours'", MAX_HAND_OVER_HOURS) * HOUR_MS,
		maxAnswersPerHour: number(
			'maxAnswersPerHour',
			maxAnswersPerHour,
			"'Max Answers per Hour'",
			MAX_ANSWERS_PER_HOUR,
		),
		optOutWords: 'optOutWords' in options ? optOutWordsOf(options.optOutWords) : [...optOutWords],
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

/** Reads the filters of `fields/answerRules` from the values of their collection. Throws a `ParameterError`. */
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

/** Whether a filter must know the conversation's search record. */
export const needsSearchRecord = ({
	requiredTags,
	blockedTags,
	assignedTo,
}: ContactFilter): boolean =>
	requiredTags.length > 0 || blockedTags.length > 0 || assignedTo !== 'anyone';

/** Which filter excludes a conversation, by its record in the search's reply; undefined if it may be answered. */
export function excludingFilter(filter: ContactFilter, record: IDataObject): Exclusion | undefined {
	const tags = new Set(lowerCase(Array.isArray(record.tags) ? record.tags.map(String) : []));
	if (!filter.requiredTags.every((tag) => tags.has(tag))) return 'requiredTags';
	if (filter.blockedTags.some((tag) => tags.has(tag))) return 'blockedTags';
	const assignee = isEmpty(record.assignedTo) ? undefined : String(record.assignedTo);
	const fits = {
		anyone: true,
		nobody: assignee === undefined,
		somebody: assignee !== undefined,
		users: assignee !== undefined && filter.assignedUsers.includes(assignee),
	}[filter.assignedTo];
	return fits ? undefined : 'assignedTo';
}

const firstStringOrNull = (...values: unknown[]) =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;

/** The contact as an item carries it, from the conversation's record in the search's reply. */
export const contactFromSearch = (record: IDataObject): IDataObject => ({
	id: firstStringOrNull(record.contactId),
	name: firstStringOrNull(record.fullName, record.contactName),
	email: firstStringOrNull(record.email),
	phone: firstStringOrNull(record.phone),
	tags: Array.isArray(record.tags) ? record.tags.map(String) : [],
	assignedTo: firstStringOrNull(record.assignedTo),
});
