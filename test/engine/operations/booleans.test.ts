import { SEED } from '../../../sandbox';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const exporting = (includeEmail: string) => ({
	resource: 'message',
	operation: 'export',
	returnAll: true,
	options: { includeEmail },
});
const forwarding = (isForwarded: string) => ({
	resource: 'message',
	operation: 'send',
	type: 'Email',
	contactId: SEED.emailContactId,
	html: '<p>Hello</p>',
	additionalFields: { forward: { value: { isForwarded } } },
});

describe('a boolean given as text by an expression', () => {
	it.each([
		['={{ "true" }}', 2],
		['={{ "false" }}', 1],
	])('is accepted: %s', async (includeEmail, passes) => {
		const { requests, error } = await testEnv.run({ parameters: exporting(includeEmail) });
		expect(error).toBeUndefined();
		expect(new Set(requests.map(({ query }) => query.channel)).size).toBe(passes);
	});

	it('is rejected by name if it is neither true nor false', async () => {
		const { requests, error } = await testEnv.run({ parameters: exporting('={{ "maybe" }}') });
		expect(error?.message).toMatch(/'Include Email' must be true or false: maybe/);
		expect(requests).toEqual([]);
	});

	it('is sent as true or false, also inside of a group', async () => {
		const { requests } = await testEnv.run({ parameters: forwarding('={{ "true" }}') });
		expect(requests.at(-1)?.body).toMatchObject({ forward: { isForwarded: true } });
	});
});
