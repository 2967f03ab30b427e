import type { INodeProperties } from 'n8n-workflow';

/** The fields of one operation. */
export interface OperationFields {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

/** A field, and the resources and operations that show it. */
export interface SharedField {
	field: INodeProperties;
	resources: string[];
	operations: string[];
}

const withoutDuplicates = (values: string[]) => [...new Set(values)];

/**
 * The key under which each field is merged, by the field as JSON. `displayOptions` shows a property for all combinations of its
 * resources and operations. So equal fields are merged across resources only if all these combinations have the field, and otherwise
 * only within each resource.
 */
function mergeKeysOf(all: OperationFields[]): Map<string, (resource: string) => string> {
	const usersByField = new Map<string, OperationFields[]>();
	for (const each of all) {
		for (const field of each.fields) {
			const json = JSON.stringify(field);
			usersByField.set(json, [...(usersByField.get(json) ?? []), each]);
		}
	}
	const mergeKeys = new Map<string, (resource: string) => string>();
	for (const [json, users] of usersByField) {
		const resources = withoutDuplicates(users.map(({ resource }) => resource));
		const operations = withoutDuplicates(users.map(({ operation }) => operation));
		const shown = all.filter(
			({ resource, operation }) => resources.includes(resource) && operations.includes(operation),
		);
		const isExact = shown.length === users.length;
		mergeKeys.set(json, (resource) => (isExact ? json : `${resource} ${json}`));
	}
	return mergeKeys;
}

/**
 * Merges equal fields of different operations, and keeps the order of the fields in each operation. n8n evaluates every property of a
 * node twice for each item, so a field that is repeated for each operation would make the node slow.
 */
export function mergeFields(all: OperationFields[]): SharedField[] {
	const mergeKeys = mergeKeysOf(all);
	const merged: Array<SharedField & { key: string }> = [];
	for (const { resource, operation, fields } of all) {
		let position = -1;
		for (const field of fields) {
			const json = JSON.stringify(field);
			const key = mergeKeys.get(json)?.(resource) ?? json;
			const found = merged.findIndex((each, index) => index > position && each.key === key);
			if (found === -1) {
				position++;
				merged.splice(position, 0, {
					field,
					key,
					resources: [resource],
					operations: [operation],
				});
				continue;
			}
			position = found;
			const shared = merged[found];
			shared.resources = withoutDuplicates([...shared.resources, resource]);
			shared.operations = withoutDuplicates([...shared.operations, operation]);
		}
	}
	return merged;
}
