import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty, converters } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { plainTextOf } from './plainText';
import { optionsOfItem } from './itemOptions';

/** Messages that one text is split into at most; the last one holds the rest. */
export const MAX_PARTS = 10;
export const DEFAULT_MAX_LENGTH = 300;
export const MIN_LENGTH = 20;
export const MAX_LENGTH = 5_000;
export const MAX_PAUSE_SECONDS = 60;
/** Types whose text stays one message. */
const UNSPLIT_TYPES = ['Email', 'InternalComment'];
const SPLIT_LABEL = "'Split Into Several Messages'";

/** How the text of a message becomes several. */
export interface SplitSettings {
	by: 'paragraph' | 'length';
	/** Characters of one message, if split by length. */
	maxLength: number;
	/** Seconds between two messages. */
	pauseSeconds: number;
	plainText: boolean;
}

function numberFrom(value: unknown, label: string, fallback: number, min: number, max: number) {
	if (isEmpty(value)) return fallback;
	const number = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (number >= min && number <= max) return number;
	throw new ParameterError(
		`'${label}' of ${SPLIT_LABEL} must be a number from ${min} to ${max}: ${String(value).slice(0, 100)}`,
	);
}

/** The settings of an item; undefined if its text stays one message. Throws a `ParameterError` for a wrong one. */
export function splitSettingsOf(item: ItemContext): SplitSettings | undefined {
	const { values } = (optionsOfItem(item).splitText ?? {}) as { values?: IDataObject };
	if (!values || UNSPLIT_TYPES.includes(String(item.body.type))) return undefined;
	const by = isEmpty(values.by) ? 'paragraph' : values.by;
	if (by !== 'paragraph' && by !== 'length') {
		throw new ParameterError(
			`'Split By' of ${SPLIT_LABEL} is neither paragraph nor length: ${String(by).slice(0, 100)}`,
		);
	}
	const context = { label: `'Plain Text' of ${SPLIT_LABEL}`, timezone: '' };
	return {
		by,
		maxLength: numberFrom(
			values.maxLength,
			'Max Length',
			DEFAULT_MAX_LENGTH,
			MIN_LENGTH,
			MAX_LENGTH,
		),
		pauseSeconds: numberFrom(values.pause, 'Pause', 0, 0, MAX_PAUSE_SECONDS),
		plainText: isEmpty(values.plainText) || converters.boolean(values.plainText, context) === true,
	};
}

/** Texts between empty lines. */
function splitIntoParagraphs(text: string): string[] {
	const paragraphs = [''];
	for (const line of text.split('\n')) {
		if (line.trim() === '') paragraphs.push('');
		else paragraphs[paragraphs.length - 1] += `${line}\n`;
	}
	return paragraphs;
}

/** A sentence in pieces of at most so many characters, between words if it has any. */
function* splitAtWords(sentence: string, maxLength: number): Generator<string> {
	let rest = sentence;
	while (rest.length > maxLength) {
		const space = rest.slice(0, maxLength + 1).search(/\s\S*$/);
		// Not between the halves of a character such as an emoji.
		const isHalf = /[\uD800-\uDBFF]/.test(rest[maxLength - 1]);
		const end = space > 0 ? space : maxLength - (isHalf ? 1 : 0);
		yield rest.slice(0, end);
		rest = rest.slice(end).trimStart();
	}
	yield rest;
}

/** Texts of at most so many characters that end with a sentence if they can. */
function splitAtSentences(text: string, maxLength: number): string[] {
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
	const parts = [''];
	for (const { segment } of segmenter.segment(text)) {
		const joined = parts[parts.length - 1] + segment;
		if (joined.trimEnd().length <= maxLength) parts[parts.length - 1] = joined;
		else parts.push(...splitAtWords(segment, maxLength));
	}
	return parts;
}

/** A text as the messages that it is sent as: at least one, at most `MAX_PARTS`, none of them empty, nothing lost. */
export function splitText(text: string, { by, maxLength, plainText }: SplitSettings): string[] {
	const whole = (plainText && plainTextOf(text)) || text.replace(/\r\n?/g, '\n');
	const found = by === 'length' ? splitAtSentences(whole, maxLength) : splitIntoParagraphs(whole);
	const parts = found.map((part) => part.trim()).filter((part) => part !== '');
	if (parts.length <= MAX_PARTS) return parts.length > 0 ? parts : [text];
	const rest = parts.slice(MAX_PARTS - 1).join(by === 'length' ? ' ' : '\n\n');
	return [...parts.slice(0, MAX_PARTS - 1), rest];
}
