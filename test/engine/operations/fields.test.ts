import { documented, fieldsOf, inVersion3 } from '../../contract/fields';
import { casesOf, type ExpectedRequest } from './cases';

/** The cases run through the engine in the tests beside this one, which hold every request to exactly these values. */
const sentBy = (key: string): ExpectedRequest[] => {
	const [resource, operation] = key.split('.');
	return casesOf(resource, operation).map(({ request }) => request);
};

const namesIn = (place: string, values: object = {}) =>
	Object.keys(values).map((name) => `${place} ${name}`);

const fieldsIn = ({ path, query, body, form }: ExpectedRequest): string[] => [
	...namesIn('path', path),
	...namesIn('query', query),
	...namesIn('body', form?.fields ?? body),
];

const membersIn = ({ body = {} }: ExpectedRequest, objects: Set<string>): string[] =>
	Object.entries(body).flatMap(([name, value]) =>
		objects.has(name) ? Object.keys(value as object).map((member) => `${name}.${member}`) : [],
	);

/** What an operation sends beside what HighLevel documents: a send without it was refused, by one report. */
const UNDOCUMENTED: Record<string, string[]> = { 'message.send': ['body locationId'] };

const unique = (names: string[]) => [...new Set(names)].sort();

test.each(Object.entries({ ...documented, ...inVersion3 }))(
	'%s sends every documented field, and no other',
	(key, endpoint) => {
		const sent = sentBy(key);
		const expected = [...fieldsOf(endpoint), ...(UNDOCUMENTED[key] ?? [])];
		expect(unique(sent.flatMap(fieldsIn))).toEqual(unique(expected));
		const objects = new Set(endpoint.members.map((member) => member.split('.')[0]));
		expect(unique(sent.flatMap((each) => membersIn(each, objects)))).toEqual(
			unique(endpoint.members),
		);
	},
);

test('reaches all 158 documented path, query and body fields, and the 22 members of objects', () => {
	const reached = Object.entries(documented).map(([key, endpoint]) => {
		const known = new Set(fieldsOf(endpoint));
		return unique(sentBy(key).flatMap(fieldsIn)).filter((field) => known.has(field)).length;
	});
	expect(Object.keys(documented)).toHaveLength(29);
	expect(reached.reduce((sum, count) => sum + count, 0)).toBe(158);
	expect(Object.values(documented).flatMap(({ members }) => members)).toHaveLength(22);
});
