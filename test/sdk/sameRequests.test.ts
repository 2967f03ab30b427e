import { documented } from '../contract/fields';
import { casesOf } from '../engine/operations/cases';
import { prepare } from '../engine/operations/runCase';
import { calls, givenFor } from './calls';
import { useSdk, withoutHeaders } from './officialSdk';

const { testEnv, callSdk } = useSdk();

const rows = Object.keys(calls).flatMap((key) => {
	const [resource, operation] = key.split('.');
	return casesOf(resource, operation).map((given) => ({ key, resource, operation, given }));
});

test('compares every documented operation except the upload, which the SDK cannot send', () => {
	const compared = [...new Set(rows.map(({ key }) => key)), 'upload.uploadFile'];
	expect(compared.sort()).toEqual(Object.keys(documented).sort());
});

test.each(rows)('$key sends the same request as the official SDK: $given.title', async (row) => {
	const { key, resource, operation, given } = row;
	const { parameters, items, request: expected } = given;
	prepare(key, testEnv);
	const ours = await testEnv.run({ parameters: { resource, operation, ...parameters }, items });
	testEnv.sandbox.reset();
	prepare(key, testEnv);
	const theirs = await callSdk(
		async (sdk, config) => await calls[key](sdk, givenFor(key, expected), config),
	);
	expect(ours.requests).toHaveLength(1);
	expect(theirs.requests).toHaveLength(1);
	expect(withoutHeaders(ours.requests[0])).toEqual(withoutHeaders(theirs.requests[0]));
	expect(theirs.outcome.status).toBe('fulfilled');
	expect(ours.requests[0].headers.authorization).toBe(theirs.requests[0].headers.authorization);
});
