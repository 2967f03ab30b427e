import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const items = [{ n: 1 }, { n: 2 }];

describe('an operation that does not exist', () => {
	it.each([
		['a resource', 'contact', 'get', /resource 'contact' does not exist.*conversation, message/],
		[
			'an operation',
			'message',
			'broadcast',
			/operation 'broadcast' does not exist for Message.*send/,
		],
		[
			'an operation of another resource',
			'search',
			'send',
			/operation 'send' does not exist for Search/,
		],
		[
			'an operation by an expression',
			'message',
			'={{ "forget" }}',
			/operation '.*forget.*' does not exist/,
		],
	])('is rejected before anything is sent: %s', async (_, resource, operation, message) => {
		const { error, requests } = await testEnv.run({ parameters: { resource, operation }, items });
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('fails for each item if the node continues on errors', async () => {
		const { json, requests } = await testEnv.run({
			parameters: { resource: 'message', operation: 'broadcast' },
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(requests).toEqual([]);
		expect(json).toHaveLength(2);
		for (const item of json) expect(item.error).toMatch(/does not exist/);
	});
});
