/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// The unit tests of one group of `scripts/mutation.mjs` as a single test file. Jest loads the sources and n8n-workflow anew for
// each test file, which takes longer than the tests themselves.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tests that measure time or try many random cases take long, and find little that the others do not find. */
const SLOW = /(Cost|Quality|Property|history|marks|rateLimitWindow)\.test\.ts$/;

const folder = join(__dirname, '../unit', process.env.MUTATION_GROUP!);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.test.ts') && !SLOW.test(file))
	.sort();
for (const file of files) {
	// The names of tests are different in each file, because Stryker selects tests by name.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	describe(file, () => void require(join(folder, file)));
}
