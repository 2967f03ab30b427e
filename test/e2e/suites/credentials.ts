/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets */
import { CREDENTIAL, sandboxCredential } from '../../../n8n/credential';
import type { TestEnv } from '../support/testEnv';

interface TestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** The credential test, through the API that the editor's button calls. */
export function credentials(testEnv: () => TestEnv): void {
	const tryOut = async (change: Record<string, string>): Promise<TestResult> => {
		const { data } = sandboxCredential(testEnv().sandbox);
		return await testEnv().client.request<TestResult>('POST', '/credentials/test', {
			credentials: { ...CREDENTIAL, data: { ...data, ...change } },
		});
	};

	describe('credential test', () => {
		test('accepts a valid token', async () => {
			expect(await tryOut({})).toMatchObject({ status: 'OK' });
		});

		test('shows a different message for each of four problems', async () => {
			const { tokens, otherLocationId } = testEnv().sandbox;
			const results = [
				await tryOut({}),
				await tryOut({ accessToken: 'pit-00000000-0000-0000-0000-000000000000' }),
				await tryOut({ accessToken: tokens.noScopes }),
				await tryOut({ locationId: otherLocationId }),
			];
			expect(results.map(({ status }) => status)).toEqual(['OK', 'Error', 'Error', 'Error']);
			expect(new Set(results.map(({ message }) => message)).size).toBe(4);
			expect(results[1].message).toMatch(/token/i);
			expect(results[2].message).toMatch(/scope/i);
			expect(results[3].message).toMatch(/location/i);
		});

		test('passes in both versions of the API, and fails if the API did not answer', async () => {
			const { faults } = testEnv().sandbox;
			expect(await tryOut({ apiVersion: 'v3' })).toMatchObject({ status: 'OK' });
			for (const fault of [
				{ status: 200, html: true },
				{ status: 401, html: true },
				{ status: 401, body: { message: 'Invalid JWT' } },
				{ status: 402, body: { message: 'Pay first' } },
				{ status: 503, html: true },
			] as const) {
				faults.add(fault);
				expect(await tryOut({})).toMatchObject({ status: 'Error' });
			}
		});
	});
}
