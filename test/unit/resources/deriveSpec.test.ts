import { deriveSpec } from '../../../nodes/HighLevelConversations/resources/shared/deriveSpec';
import { inBody, inBodyUnder, inQuery } from '../../../nodes/shared/fields/routing';
import type { Field } from '../../../nodes/shared/fields/routing';
import { convertValues } from '../../../nodes/shared/request/values/convertValues';

const option = { name: 'Do', value: 'do', action: 'Do it', description: 'Do it' };
const response = async () => [];

const specOf = (fields: Field[], url = '/things', method: 'GET' | 'POST' = 'POST') =>
	deriveSpec({ option, request: { method, url }, response, fields });

const field = (type: Field['type'], more: Partial<Field> = {}): Field => ({
	displayName: 'My Field',
	name: 'mine',
	type,
	default: '',
	...more,
});

const sent = (given: Field, value: unknown, place: 'body' | 'query' = 'body') => {
	const spec = specOf([place === 'body' ? inBody(given) : inQuery(given)]);
	return convertValues({ mine: value as string }, spec[place], 'UTC').mine;
};

describe('converts a value by the type of its field', () => {
	const several = { typeOptions: { multipleValues: true } };
	const ofTexts = { options: [{ name: 'A', value: 'a' }] };
	const ofNumbers = { options: [{ name: 'One', value: 1 }] };

	test.each<[string, Field, unknown, unknown]>([
		['a boolean', field('boolean'), 'true', true],
		['a number', field('number'), '7', 7],
		['a date', field('dateTime'), 0, '1970-01-01T00:00:00.000Z'],
		['a text', field('string'), 7, '7'],
		['a choice of texts', field('options', ofTexts), 7, '7'],
		['a choice of numbers', field('options', ofNumbers), 1, 1],
		['a resource locator', field('resourceLocator'), 7, '7'],
		['several texts', field('string', several), 'a, b', ['a', 'b']],
		['several choices', field('multiOptions', ofTexts), ['a', 'b'], ['a', 'b']],
		['JSON', field('json'), '{}', '{}'],
		['one with a converter', field('string', { convert: () => 'own' }), 'a', 'own'],
	])('%s', (_, given, value, expected) => expect(sent(given, value)).toEqual(expected));

	test('joins several values in the query with commas', () => {
		expect(sent(field('string', several), ['a', 'b'], 'query')).toBe('a,b');
		expect(sent(field('multiOptions', ofTexts), ['a', 'b'], 'query')).toBe('a,b');
	});

	test('converts a member at its path, only if its object exists', () => {
		const { body } = specOf([
			field('fixedCollection', {
				options: [
					{
						name: 'value',
						displayName: 'Value',
						values: [field('boolean', { name: 'on' })].map(inBodyUnder('parent')),
					},
				],
			}),
		]);
		const converted = (values: Record<string, { on: string }>) =>
			convertValues(values, body, 'UTC');
		expect(converted({ parent: { on: 'false' } })).toEqual({ parent: { on: false } });
		expect(converted({})).toEqual({});
		expect(() => converted({ parent: { on: 'perhaps' } })).toThrow("'My Field'");
	});
});

describe('a required field', () => {
	const required = { required: true };

	test('is rejected by its label if it is empty, and trimmed', () => {
		expect(() => sent(field('string', required), ' ')).toThrow("'My Field' is empty");
		expect(() => sent(field('boolean', required), undefined)).toThrow("'My Field' is empty");
		expect(sent(field('string', required), ' a ')).toBe('a');
	});

	test('keeps its white space if it has several lines', () => {
		const text = field('string', { ...required, typeOptions: { rows: 4 } });
		expect(sent(text, ' a\n')).toBe(' a\n');
		expect(() => sent(text, '')).toThrow("'My Field' is empty");
	});

	test('may be empty if it is not always shown', () => {
		const hidden = { ...required, displayOptions: { show: { type: ['a'] } } };
		expect(sent(field('string', hidden), '')).toBe('');
	});
});

test('only retries reads after an unknown outcome', () => {
	expect(specOf([], '/things', 'GET').retry).toBe('safe');
	expect(specOf([], '/things', 'POST').retry).toBe('unprocessed');
});

test('labels IDs in the URL with the display name of their field', () => {
	expect(specOf([field('string')], '/things/{mine}').ids).toEqual({ mine: "'My Field'" });
	expect(() => specOf([], '/things/{mine}')).toThrow('No field for the placeholder mine');
});

test('looks up a locator with a mode by phone or email', () => {
	const modes = [{ displayName: 'By', name: 'phoneOrEmail', type: 'string' as const }];
	const { lookups } = specOf([field('resourceLocator', { modes }), field('resourceLocator')]);
	expect(Object.keys(lookups)).toEqual(['mine']);
});

test('lists booleans by the paths of their parameters', () => {
	const inner = field('boolean', { name: 'on', displayName: 'On' });
	const { toggles } = specOf([
		field('boolean'),
		field('collection', { name: 'options', options: [inner] }),
		field('fixedCollection', {
			name: 'form',
			options: [{ name: 'value', displayName: 'Value', values: [inner] }],
		}),
	]);
	expect(toggles).toEqual({
		mine: "'My Field'",
		'options.on': "'On'",
		'form.value.on': "'On'",
	});
});
