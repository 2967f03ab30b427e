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

/** The declaration of an operation. `deriveSpec` derives the rest of its spec from its method and fields. */
export interface Operation
	extends Pick<
		OperationSpec,
		'scope' | 'itemNoun' | 'sequentialBy' | 'check' | 'middleware' | 'response'
	> {
	/** Entry in the editor's list of operations. */
	option: INodePropertyOptions;
	/** The request. `{parameter}` placeholders in the URL are replaced by encoded IDs. */
	request: { method: IHttpRequestMethods; url: string } & Pick<
		OperationSpec,
		'location' | 'pinnedVersion' | 'requiredVersion'
	>;
	/** Fields to show in the editor. */
	fields: Field[];
}

type RequestPart = 'query' | 'body';

/** Lookups by the mode of a resource locator whose value is not an ID. */
const LOOKUPS: Lookup[] = [contactLookup];

const hasTextValues = ({ options = [] }: Field) =>
	options.every((option) => 'value' in option && typeof option.value === 'string');

/** The converter for the value of a field; undefined to send the value as it is. */
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

/** The check that a required field is not empty. Fields with `displayOptions` have none, because they are empty when hidden. */
function requirementOf({ required, displayOptions, typeOptions }: Field): Converter | undefined {
	if (!required || displayOptions) return undefined;
	return typeOptions?.rows ? converters.requiredUntrimmed : converters.required;
}

/** The fields and, recursively, their members. */
const withMembers = (fields: Field[]): Field[] =>
	fields.flatMap((field) => [field, ...withMembers(membersOf(field))]);

/** The rules for the values of the query or the body, one per path. */
function rulesIn(fields: Field[], place: RequestPart): ValueRule[] {
	const rulesByPath = new Map<string, ValueRule>();
	for (const field of withMembers(fields)) {
		const { property, type } = field.routing?.send ?? {};
		const converters = [converterOf(field, place), requirementOf(field)].filter(
			(each) => each !== undefined,
		);
		if (property !== undefined && type === place && converters.length > 0) {
			const label = `'${field.displayName}'`;
			rulesByPath.set(property, { path: property.split('.'), label, converters });
		}
	}
	return [...rulesByPath.values()];
}

/** Labels of the boolean fields, in quotes, by parameter path. */
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

/** Labels of the fields in the URL, in quotes, by name. Throws if a placeholder has no field. */
function idLabelsIn(url: string, fields: Field[]): Record<string, string> {
	const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const entries = names.map((name) => {
		const field = fields.find((each) => each.name === name);
		if (!field) throw new Error(`No field for the placeholder ${name} in the URL ${url}`);
		return [name, `'${field.displayName}'`];
	});
	return Object.fromEntries(entries) as Record<string, string>;
}

/** The lookups of the resource locators, by name. */
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
 * The spec of an operation for the executor: what the operation declares, when its request may be retried (derived from the method),
 * and how its values are checked and named in errors (derived from the fields). Throws if a placeholder in the URL has no field.
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

/** The routing of an operation. With it, n8n's routing engine passes the request and the spec to the executor. */
export function routingOf(operation: Operation): INodePropertyRouting {
	const { method, url } = operation.request;
	const operations: RequestOperationsWithSpec = { spec: deriveSpec(operation) };
	return { request: { method, url }, send: { paginate: true }, operations };
}
