/** A JSON schema for n8n's preview of a node's output. */
export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The schema of several values: combined objects, lists by their members, null if there is no other value. */
export function schemaOf(values: unknown[]): Schema {
	const known = values.filter((value) => value !== null && value !== undefined);
	if (known.length === 0) return { type: 'null' };
	if (known.every(Array.isArray)) {
		return { type: 'array', items: schemaOf(known.flat()) };
	}
	if (typeof known[0] !== 'object') return { type: typeof known[0] };
	const objects = known as Array<Record<string, unknown>>;
	const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	const properties = names.map((name) => [name, schemaOf(objects.map((object) => object[name]))]);
	return { type: 'object', properties: Object.fromEntries(properties) as Record<string, Schema> };
}

/** The paths at which a value does not match its schema. */
export function mismatches(value: unknown, schema: Schema | undefined, path: string): string[] {
	if (schema === undefined) return [`${path} is not in the schema`];
	if (value === null || value === undefined || schema.type === 'null') return [];
	if (Array.isArray(value)) {
		if (schema.type !== 'array') return [`${path} is an array`];
		return value.flatMap((each) => mismatches(each, schema.items, `${path}[]`));
	}
	if (typeof value !== schema.type) return [`${path} is a ${typeof value}`];
	if (typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, each]) =>
		mismatches(each, schema.properties?.[name], `${path}.${name}`),
	);
}

/** Whether two schemas are equal, ignoring the order of properties, which varies. */
export function isSameSchema(one: Schema | undefined, other: Schema | undefined): boolean {
	if (one === undefined || other === undefined) return one === other;
	const [names, others] = [one, other].map(({ properties = {} }) => Object.keys(properties).sort());
	return (
		one.type === other.type &&
		names.join() === others.join() &&
		names.every((name) => isSameSchema(one.properties?.[name], other.properties?.[name])) &&
		isSameSchema(one.items, other.items)
	);
}
