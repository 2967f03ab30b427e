import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { isOn, itemOptions, numberInRange } from '../../shared/itemOptions';
import { plainTextOf } from './plainText';

/** Maximum number of messages that a text is split into. The last one contains the rest of the text. */
export const MAX_PARTS = 10;
/** Values of 'Max Length', in characters. */
export const DEFAULT_MAX_LENGTH = 300;
export const MIN_LENGTH = 20;
export const MAX_LENGTH = 5_000;
export const MAX_PAUSE_SECONDS = 60;
/** Types of messages whose text is never split. */
const UNSPLIT_TYPES = ['Email', 'InternalComment'];
const SPLIT_LABEL = "'Split Into Several Messages'";

/** The settings of 'Split Into Several Messages'. */
export interface SplitSettings {
	by: 'paragraph' | 'length';
	/** Maximum number of characters per message, if the text is split by length. */
	maxLength: number;
	/** Pause between two messages. */
	pauseSeconds: number;
	/** Whether to convert Markdown to plain text first. */
	plainText: boolean;
}

/** The split settings of an item; undefined if its text is not split. Throws a `ParameterError` for an invalid setting. */
export function splitSettingsOf(item: ItemContext): SplitSettings | undefined {
	const { values } = (itemOptions(item).splitText ?? {}) as { values?: IDataObject };
	if (!values || UNSPLIT_TYPES.includes(String(item.body.type))) return undefined;
	const by = isEmpty(values.by) ? 'paragraph' : values.by;
	if (by !== 'paragraph' && by !== 'length') {
		throw new ParameterError(
			`'Split By' of ${SPLIT_LABEL} must be paragraph or length: ${String(by).slice(0, 100)}`,
		);
	}
	const number = (value: unknown, name: string, min: number, max: number) =>
		numberInRange(value, `'${name}' of ${SPLIT_LABEL}`, { min, max });
	return {
		by,
		maxLength: number(values.maxLength, 'Max Length', MIN_LENGTH, MAX_LENGTH) ?? DEFAULT_MAX_LENGTH,
		pauseSeconds: number(values.pause, 'Pause', 0, MAX_PAUSE_SECONDS) ?? 0,
		plainText:
			isEmpty(values.plainText) || isOn(values.plainText, `'Plain Text' of ${SPLIT_LABEL}`),
	};
}

/** Splits a text at its empty lines. */
function splitIntoParagraphs(text: string): string[] {
	const paragraphs = [''];
	for (const line of text.split('\n')) {
		if (line.trim() === '') paragraphs.push('');
		else paragraphs[paragraphs.length - 1] += `${line}\n`;
	}
	return paragraphs;
}

/** Splits a sentence into pieces of at most `maxLength` characters: between words, or inside a word that is longer than that. */
function* splitAtWords(sentence: string, maxLength: number): Generator<string> {
	let rest = sentence;
	while (rest.length > maxLength) {
		const space = rest.slice(0, maxLength + 1).search(/\s\S*$/);
		// Do not split a surrogate pair, e.g. an emoji.
		const isHalf = /[\uD800-\uDBFF]/.test(rest[maxLength - 1]);
		const end = space > 0 ? space : maxLength - (isHalf ? 1 : 0);
		yield rest.slice(0, end);
		rest = rest.slice(end).trimStart();
	}
	yield rest;
}

/** Splits a text into parts of at most `maxLength` characters: at the ends of sentences, or inside a sentence that is too long. */
function splitAtSentences(text: string, maxLength: number): string[] {
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
	const parts = [''];
	for (const { segment } of segmenter.segment(text)) {
		const extended = parts[parts.length - 1] + segment;
		if (extended.trimEnd().length <= maxLength) parts[parts.length - 1] = extended;
		else parts.push(...splitAtWords(segment, maxLength));
	}
	return parts;
}

/**
 * Splits a text into the texts of one to `MAX_PARTS` messages, none of them empty. If there are more parts, the last message
 * contains all the others.
 */
export function splitText(text: string, { by, maxLength, plainText }: SplitSettings): string[] {
	const whole = (plainText && plainTextOf(text)) || text.replace(/\r\n?/g, '\n');
	const split = by === 'length' ? splitAtSentences(whole, maxLength) : splitIntoParagraphs(whole);
	const parts = split.map((part) => part.trim()).filter((part) => part !== '');
	if (parts.length <= MAX_PARTS) return parts.length > 0 ? parts : [text];
	const rest = parts.slice(MAX_PARTS - 1).join(by === 'length' ? ' ' : '\n\n');
	return [...parts.slice(0, MAX_PARTS - 1), rest];
}
