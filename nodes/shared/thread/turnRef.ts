import { isChannelValue } from '../channels';
import { ParameterError, tryOr } from '../request';
import { DAY_MS } from '../time';
import { timestampOf } from './messageKind';
import type { ThreadRules, Turn } from './turn';

/** The start of the text, with the version of its format. */
const PREFIX = 'turn1.';
/** Longer texts are not valid. */
const MAX_TURN_LENGTH = 20_000;
const MAX_TIME = 8.64e15;
const MAX_DURATION_MS = 366 * DAY_MS;
const ID_PATTERN = /^[\w-]{1,100}$/;

/** A turn as its item refers to it, so that Send can compare it with the conversation later. Times are in ms. */
export interface TurnRef extends Omit<ThreadRules, 'now' | 'quietMs'> {
	conversationId: string;
	/** ID of its last open message. */
	lastId: string;
	/** Time of that message. */
	lastAt: number;
	/** Number of its open messages. */
	count: number;
	/** When the conversation was read. */
	readAt: number;
}

type Validator = (value: unknown) => boolean;

const isNumberBetween =
	(min: number, max: number): Validator =>
	(value) =>
		typeof value === 'number' && value >= min && value <= max;
const isId: Validator = (value) => typeof value === 'string' && ID_PATTERN.test(value);
const isBoolean: Validator = (value) => typeof value === 'boolean';
const isListOf =
	(check: Validator): Validator =>
	(value) =>
		Array.isArray(value) && value.length <= 200 && value.every(check);
const isWord: Validator = (value) => typeof value === 'string' && value.length <= 200;
const isTime = isNumberBetween(0, MAX_TIME);
const isDuration = isNumberBetween(0, MAX_DURATION_MS);
const isCount = isNumberBetween(0, 1_000_000);

const REQUIRED: Record<string, Validator> = {
	conversationId: isId,
	lastId: isId,
	lastAt: isTime,
	count: isNumberBetween(1, 1_000_000),
	readAt: isTime,
};
const OPTIONAL: Record<string, Validator> = {
	channels: isListOf(isChannelValue),
	automatedCounts: isBoolean,
	otherKinds: isBoolean,
	optOutWords: isListOf(isWord),
	pauseAfterHumanMs: isDuration,
	handOverMs: isDuration,
	afterPause: (value) => value === 'answer' || value === 'leave',
	maxAnswersPerHour: isCount,
};

const FIELD_NAMES = Object.keys({ ...REQUIRED, ...OPTIONAL });

/** Encodes a turn as an opaque text, which `parseTurn` decodes; null for a turn without open messages. */
export function formatTurn(conversationId: string, turn: Turn): string | null {
	const { lastId, open, count, rules } = turn;
	const last = open.at(-1);
	if (lastId === null || last === undefined) return null;
	const ref: TurnRef = {
		...rules,
		conversationId,
		lastId,
		lastAt: timestampOf(last),
		count,
		readAt: rules.now,
	};
	return PREFIX + Buffer.from(JSON.stringify(ref, FIELD_NAMES)).toString('base64url');
}

/** The decoded turn without unknown fields; undefined if a field is missing or invalid. */
function validRef(values: unknown): TurnRef | undefined {
	if (typeof values !== 'object' || values === null) return undefined;
	const given = values as Record<string, unknown>;
	const valid: Record<string, unknown> = {};
	for (const [name, check] of Object.entries({ ...REQUIRED, ...OPTIONAL })) {
		const value = Object.hasOwn(given, name) ? given[name] : undefined;
		if (value === undefined && Object.hasOwn(OPTIONAL, name)) continue;
		if (!check(value)) return undefined;
		valid[name] = value;
	}
	return valid as unknown as TurnRef;
}

/**
 * Decodes the text in an item's field `turn`. `label` is the name of the field that contains it, in quotes, for errors.
 * Throws a `ParameterError` for any other value.
 */
export function parseTurn(value: unknown, label = "'Turn'"): TurnRef {
	const text = typeof value === 'string' ? value.trim() : '';
	const isEncodedTurn = text.startsWith(PREFIX) && text.length <= MAX_TURN_LENGTH;
	const json = isEncodedTurn ? Buffer.from(text.slice(PREFIX.length), 'base64url').toString() : '';
	const turn = validRef(tryOr(() => JSON.parse(json) as unknown));
	if (turn !== undefined) return turn;
	throw new ParameterError(
		text === '' && typeof value !== 'object' ? `${label} is empty` : `${label} is not a turn`,
		"Use the field 'turn' of the item that the trigger 'Unanswered Message' or Get Unanswered returned, e.g. {{ $('Unanswered message').item.json.turn }}.",
	);
}
