import { refuseFields } from './errors';
import type { Fields } from './types';

interface Kinds {
	string: string;
	number: number;
	boolean: boolean;
	strings: string[];
	object: Fields;
	objects: Fields[];
}

interface Rule<K extends keyof Kinds = keyof Kinds, R extends boolean = boolean> {
	kind: K;
	required: R;
	oneOf?: readonly string[];
	maxLength?: number;
	min?: number;
	max?: number;
}

type Rules = Record<string, Rule>;
type Checked<S extends Rules> = {
	[P in keyof S]: S[P] extends Rule<infer K, infer R>
		? R extends true
			? Kinds[K]
			: Kinds[K] | undefined
		: never;
};
type Limits = Omit<Rule, 'kind' | 'required'>;

/** A required field. */
export function required<K extends keyof Kinds>(kind: K, limits: Limits = {}): Rule<K, true> {
	return { kind, required: true, ...limits };
}

/** An optional field that must not be empty. */
export function optional<K extends keyof Kinds>(kind: K, limits: Limits = {}): Rule<K, false> {
	return { kind, required: false, ...limits };
}

/**
 * Validates fields like HighLevel: all errors at once, in its wording.
 *
 * @param given the body, or the query (with numbers as text)
 * @param rules of known fields; other fields are rejected if `strict`
 * @throws ApiError 422 with the list of errors
 */
export function check<S extends Rules>(given: Fields, rules: S, strict: boolean): Checked<S> {
	const complaints: string[] = [];
	const checked: Fields = {};
	for (const name of Object.keys(given)) {
		if (strict && !(name in rules)) complaints.push(`property ${name} should not exist`);
	}
	for (const [name, rule] of Object.entries(rules)) {
		const value = given[name];
		if (value === undefined) {
			if (rule.required) complaints.push(`${name} should not be empty`, typeError(name, rule.kind));
			continue;
		}
		const complaint = errorFor(name, value, rule);
		if (complaint) complaints.push(complaint);
		else checked[name] = value;
	}
	if (complaints.length > 0) throw refuseFields(complaints);
	// Every field was checked above, so the type is correct.
	return checked as Checked<S>;
}

/** Converts text in the query to numbers if the rule expects a number. */
export function numbersOf(query: Fields, rules: Rules): Fields {
	const read: Fields = { ...query };
	for (const [name, rule] of Object.entries(rules)) {
		const text = read[name];
		if (rule.kind !== 'number' || typeof text !== 'string') continue;
		read[name] = text.trim() === '' ? Number.NaN : Number(text);
	}
	return read;
}

function errorFor(name: string, value: unknown, rule: Rule): string | undefined {
	if (!isKind(value, rule.kind)) return typeError(name, rule.kind);
	if (value === '' || (Array.isArray(value) && (value.length === 0 || value.includes('')))) {
		return `${name} should not be empty`;
	}
	if (rule.oneOf && !rule.oneOf.includes(String(value))) {
		return `${name} must be one of the following values: ${rule.oneOf.join(', ')}`;
	}
	if (rule.maxLength !== undefined && String(value).length > rule.maxLength) {
		return `${name} must be shorter than or equal to ${rule.maxLength} characters`;
	}
	if (rule.max !== undefined && Number(value) > rule.max) {
		return `${name} must not be greater than ${rule.max}`;
	}
	if (rule.min !== undefined && Number(value) < rule.min) {
		return `${name} must not be less than ${rule.min}`;
	}
	return undefined;
}

function isKind(value: unknown, kind: keyof Kinds): boolean {
	if (kind === 'strings') return Array.isArray(value) && value.every((v) => typeof v === 'string');
	if (kind === 'objects') return Array.isArray(value) && value.every((v) => isKind(v, 'object'));
	if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
	if (kind === 'object')
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	return typeof value === kind;
}

function typeError(name: string, kind: keyof Kinds): string {
	if (kind === 'strings' || kind === 'objects') return `${name} must be an array`;
	if (kind === 'object') return `${name} must be an object`;
	if (kind === 'number') return `${name} must be a number conforming to the specified constraints`;
	return `${name} must be a ${kind} value`.replace('string value', 'string');
}
