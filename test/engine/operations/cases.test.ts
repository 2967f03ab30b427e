import { useTestEnv } from '../harness';
import { cases } from './cases';
import { runCase } from './runCase';

const testEnv = useTestEnv();

/** Each case with its operation, as `resource.operation`. */
const rows = Object.entries(cases).flatMap(([resource, operations]) =>
	Object.entries(operations).flatMap(([operation, list]) =>
		list.map((given) => ({ key: `${resource}.${operation}`, title: given.title, given })),
	),
);

test.each(rows)('$key: $title', async ({ key, given }) => await runCase(testEnv, key, given));
