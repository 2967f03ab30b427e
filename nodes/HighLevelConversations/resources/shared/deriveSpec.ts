import type { IHttpRequestMethods, INodePropertyOptions, INodePropertyRouting } from 'n8n-workflow';
import { membersOf } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { retryOf, converters } from '../../../shared/request';
import type {
	Converter,
	Lookup,
	OperationSpec,
	RequestOperationsWithSpec,
	ValueRule,
} from '../../../shared/request';
import { contactLookup } from './contactLookup';

/** What an operation is. Everything that its fields and its method say already is derived, see `deriveSpec`. */
export interface Operation
	extends Pick<
		OperationSpec,
		'scope' | 'itemNoun' | 'sequentialBy' | 'check' | 'middleware' | 'response'
	> {
	/** Its entry in the editor's list of operations. */
	option: INodePropertyOptions;
	/** Its request. The URL may hold `{parameter}` placeholders, which are filled with checked and encoded IDs. */
	request: { method: IHttpRequestMethods; url: string } & Pick<
		OperationSpec,
		'location' | 'pinnedVersion' | 'requiredVersion'
	>;
	/** The fields that the editor shows for it. */
	fields: Field[];
}

type RequestPart = 'query' | 'body';

/** Modes of a resource locator whose value has to be looked up. */
const LOOKUPS: Lookup[] = [contactLookup];

const hasTextValues = ({ options = [] }: Field) =>
	options.every((option) => 'value' in option && typeof option.value === 'string');

/** How the value of a field is checked and converted. Undefined if it is sent as it is. */
function converterOf(field: Field, place: RequestPart): Converter | undefined {
	const { type, typeOptions, convert } = field;
	if (convert) return convert;
	if (typeOptions?.multipleValues || type === 'multiOptions') {
		return place === 'query' ? converters.commaList : converters.stringList;
	}
	if (type === 'boolean') return converters.boolean;
	if (type === 'number') return converters.number;
	if (type === 'dateTime') return converters.isoDate;
	const isText = type === 'string' || type === 'resourceLocator';
	return isText || (type === 'options' && hasTextValues(field)) ? converters.text : undefined;
}

/** A field that is not always shown may be empty if it is hidden. */
function requirementOf({ required, displayOptions, typeOptions }: Field): Converter | undefined {
	if (!required || displayOptions) return undefined;
	return typeOptions?.rows ? converters.requiredUntrimmed : converters.required;
}

/** All fields, those inside of collections too. */
const withMembers = (fields: Field[]): Field[] =>
	fields.flatMap((field) => [field, ...withMembers(membersOf(field))]);

/** The rules for the values that go into the query or the body, one for each path. */
function rulesIn(fields: Field[], place: RequestPart): ValueRule[] {
	const found = new Map<string, ValueRule>();
	for (const field of withMembers(fields)) {
		const { property, type } = field.routing?.send ?? {};
		const converters = [converterOf(field, place), requirementOf(field)].filter(
			(each) => each !== undefined,
		);
		if (property !== undefined && type === place && converters.length > 0) {
			const label = `'${field.displayName}'`;
			found.set(property, { path: property.split('.'), label, converters });
		}
	}
	return [...found.values()];
}

/** The labels of the switches, by the paths of their parameters. */
function toggleLabelsIn(fields: Field[], within = ''): Record<string, string> {
	const toggles: Record<string, string> = {};
	for (const { name, displayName, type, options = [] } of fields) {
		const path = `${within}${name}`;
		if (type === 'boolean') toggles[path] = `'${displayName}'`;
		const groups = type === 'fixedCollection' ? options : [];
		for (const group of groups) {
			if (!('values' in group)) continue;
			Object.assign(toggles, toggleLabelsIn(group.values, `${path}.${group.name}.`));
		}
		if (type !== 'collection') continue;
		Object.assign(toggles, toggleLabelsIn(options as Field[], `${path}.`));
	}
	return toggles;
}

/** The labels of the parameters in the URL, by their names. Throws if there is no such field. */
function idLabelsIn(url: string, fields: Field[]): Record<string, string> {
	const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const entries = names.map((name) => {
		const field = fields.find((each) => each.name === name);
		if (!field) throw new Error(`The URL ${url} has a parameter without a field: ${name}`);
		return [name, `'${field.displayName}'`];
	});
	return Object.fromEntries(entries) as Record<string, string>;
}

const lookupsIn = (fields: Field[]): Record<string, Lookup> =>
	Object.fromEntries(
		fields.flatMap(({ name, modes = [] }) =>
			LOOKUPS.filter(({ mode }) => modes.some((each) => each.name === mode)).map((lookup) => [
				name,
				lookup,
			]),
		),
	);

/**
 * Everything that the executor has to know about an operation: what it declares, when it may be retried (by its method), and how
 * its values are checked and named in messages (by its fields). Throws if the URL has a parameter without a field.
 */
export function deriveSpec(operation: Operation): OperationSpec {
	const { request, fields, scope, itemNoun, sequentialBy, check, middleware, response } = operation;
	const { method, url, location, pinnedVersion, requiredVersion } = request;
	return {
		...{ scope, itemNoun, sequentialBy, check, middleware, response },
		...{ location, pinnedVersion, requiredVersion },
		retry: retryOf(method),
		ids: idLabelsIn(url, fields),
		query: rulesIn(fields, 'query'),
		body: rulesIn(fields, 'body'),
		toggles: toggleLabelsIn(fields),
		lookups: lookupsIn(fields),
	};
}

/** The operation's routing for n8n's routing engine, which hands the request and the spec to the executor. */
export function routingOf(operation: Operation): INodePropertyRouting {
	const { method, url } = operation.request;
	const operations: RequestOperationsWithSpec = { spec: deriveSpec(operation) };
	return { request: { method, url }, send: { paginate: true }, operations };
}
