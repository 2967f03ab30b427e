import type { INodeProperties } from 'n8n-workflow';

/** The fields of one operation. */
export interface OperationFields {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

/** A field, and the operations that show it. */
export interface SharedField {
	field: INodeProperties;
	resources: string[];
	operations: string[];
}

const withoutDuplicates = (values: string[]) => [...new Set(values)];

/**
 * Which uses of an equal field can be one property: `displayOptions` shows it for every pair of its resources and
 * operations, so all those pairs must be uses of it. Otherwise each resource keeps its own.
 */
function groupsOf(uses: OperationFields[]): Map<string, (resource: string) => string> {
	const byField = new Map<string, OperationFields[]>();
	for (const use of uses) {
		for (const field of use.fields) {
			const key = JSON.stringify(field);
			byField.set(key, [...(byField.get(key) ?? []), use]);
		}
	}
	const groups = new Map<string, (resource: string) => string>();
	for (const [key, users] of byField) {
		const resources = withoutDuplicates(users.map(({ resource }) => resource));
		const operations = withoutDuplicates(users.map(({ operation }) => operation));
		const shown = uses.filter(
			({ resource, operation }) => resources.includes(resource) && operations.includes(operation),
		);
		const exact = shown.length === users.length;
		groups.set(key, (resource) => (exact ? key : `${resource} ${key}`));
	}
	return groups;
}

/**
 * The fields of all operations, equal ones once, in an order that keeps each operation's own. n8n evaluates every property
 * of a node for every item, and twice: a field that twelve operations repeat would cost twelve evaluations.
 */
export function sharedFields(uses: OperationFields[]): SharedField[] {
	const groups = groupsOf(uses);
	const shared: Array<SharedField & { group: string }> = [];
	for (const { resource, operation, fields } of uses) {
		let position = -1;
		for (const field of fields) {
			const key = JSON.stringify(field);
			const group = groups.get(key)?.(resource) ?? key;
			const found = shared.findIndex((each, index) => index > position && each.group === group);
			if (found === -1) {
				position++;
				shared.splice(position, 0, {
					field,
					group,
					resources: [resource],
					operations: [operation],
				});
				continue;
			}
			position = found;
			const one = shared[found];
			one.resources = withoutDuplicates([...one.resources, resource]);
			one.operations = withoutDuplicates([...one.operations, operation]);
		}
	}
	return shared;
}
