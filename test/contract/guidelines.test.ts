import type { INodeProperties } from 'n8n-workflow';

import { choicesOf, everything, parameters } from './parameters';

const all = Object.entries(everything).flatMap(([owner, list]) =>
	list.map(({ path, property }) => ({ path: `${owner}: ${path}`, property })),
);

/** Returns the rules of n8n's guidelines that a parameter breaks. */
function violationsOf({ displayName, type, placeholder, modes, description }: INodeProperties) {
	const words = displayName.replace(/\b(of|to|for|with|the|a|an|and|in|per|as)\b/g, '');
	const text = description ?? '';
	const isOneSentence = !/[.!?] [A-Z0-9']/.test(text);
	const examples = (modes ?? []).filter((mode) => mode.type === 'string');
	const rules: Record<string, boolean> = {
		'display name in Title Case':
			type === 'notice' || type === 'hidden' || !/(^|\s)[a-z]/.test(words),
		'description of a boolean starts with Whether': type !== 'boolean' || /^Whether /.test(text),
		'placeholder starts with e.g.':
			placeholder === undefined ||
			/^(e\.g\. |Add |Select |From credential$|pit-…$)/.test(placeholder),
		'placeholder of a mode starts with e.g.': examples.every((mode) =>
			/^e\.g\. /.test(String(mode.placeholder)),
		),
		'several sentences end with a full stop': isOneSentence || /[.)]$/.test(text),
		'one sentence ends without a full stop': !isOneSentence || !/\.$/.test(text),
	};
	return Object.keys(rules).filter((rule) => !rules[rule]);
}

test('every parameter follows the guidelines', () => {
	const offenders = all.flatMap(({ path, property }) =>
		violationsOf(property).map((rule) => `${path}: ${rule}`),
	);
	expect(offenders).toEqual([]);
});

const sorted = (texts: string[]) =>
	[...texts].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));

/** The display names of a list's choices or a collection's fields, in their order. */
const namesIn = (property: INodeProperties): string[] => {
	const { type, options = [] } = property;
	if (type !== 'collection') return choicesOf(property).map(({ name }) => name);
	return options.map((option) => ('displayName' in option ? option.displayName : option.name));
};

/** Fields that HighLevel does not require come last in a collection. */
const isNeeded = (option: object): boolean =>
	!('description' in option && /HighLevel does not require it/.test(String(option.description)));

const expectedOrder = (property: INodeProperties): string[] => {
	const { type, options = [] } = property;
	const names = namesIn(property);
	if (type !== 'collection') return sorted(names);
	const part = (needed: boolean) =>
		sorted(names.filter((_, index) => isNeeded(options[index]) === needed));
	return [...part(true), ...part(false)];
};

test('choices and collections of five and more are in alphabetical order', () => {
	const lists = all.filter(({ property }) => namesIn(property).length >= 5);
	expect(lists.length).toBeGreaterThan(20);
	const offenders = lists.filter(
		({ property }) => namesIn(property).join() !== expectedOrder(property).join(),
	);
	expect(offenders.map(({ path }) => path)).toEqual([]);
});

/** Types of parameters without a value. */
const WITHOUT_VALUE = ['notice', 'hidden', 'callout', 'collection', 'fixedCollection'];
/** Shorter descriptions do not explain the field. */
const MIN_WORDS = 5;

const wordsIn = (text = ''): number => text.split(/\s+/).filter((word) => word !== '').length;

test('every field that a model may fill by $fromAI has a description that says what to fill in', () => {
	const fillable = parameters.filter(
		({ property: { type, noDataExpression, name } }) =>
			!WITHOUT_VALUE.includes(type) && !noDataExpression && name !== 'authentication',
	);
	expect(fillable.length).toBeGreaterThan(200);
	const offenders = fillable.filter(({ property }) => wordsIn(property.description) < MIN_WORDS);
	expect(offenders.map(({ path, property }) => `${path}: ${property.description ?? ''}`)).toEqual(
		[],
	);
});

test("the contact's description says what a model may give", () => {
	const contacts = parameters.filter(({ property: { name } }) => name === 'contactId');
	expect(contacts.length).toBeGreaterThan(4);
	const withLookup = contacts.filter(({ property: { modes = [] } }) =>
		modes.some(({ name }) => name === 'phoneOrEmail'),
	);
	for (const { property } of withLookup) {
		expect(property.description).toMatch(/ID, phone number or email address/);
	}
});
