import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const inVersion = (version: string) => ({ version });
const status = `/conversations/messages/email/${SEED.emailMessageId}/status`;
const subtypes = `/conversations/preferences/custom-subtypes?locationId=${SEED.locationId}`;
const conversation = `/conversations/${SEED.conversationId}`;

/** Changes the email to one that was sent by the app's own provider. */
function own(): void {
	const { messageId } = sandbox.state.emails.get(SEED.emailMessageId)!;
	sandbox.state.messages.get(messageId)!.conversationProviderId = SEED.providerId;
}

describe('API version', () => {
	test('accepts both for endpoints of both, and rejects others', async () => {
		for (const [version, expected] of [
			['2021-04-15', 200],
			['v3', 200],
			['v2', 401],
		] as const) {
			const { status: answered } = await call('GET', conversation, undefined, inVersion(version));
			expect(answered).toBe(expected);
		}
	});

	test('has preferences in the first only, the status of an email in v3', async () => {
		own();
		const asked = async (method: string, path: string, body?: object) => [
			(await call(method, path, body, inVersion('2021-04-15'))).status,
			(await call(method, path, body, inVersion('v3'))).status,
		];
		expect(await asked('GET', subtypes)).toEqual([200, 401]);
		expect(await asked('PUT', status, { status: 'opened' })).toEqual([401, 200]);
		expect(sandbox.state.emails.get(SEED.emailMessageId)?.status).toBe('opened');
	});

	test('accepts an object as feedback of a conversation, in v3 also a word', async () => {
		const rated = async (version: string, feedback: unknown) => {
			const body = { locationId: SEED.locationId, feedback };
			return (await call('PUT', conversation, body, inVersion(version))).status;
		};
		expect(await rated('2021-04-15', { stars: 5 })).toBe(200);
		expect(await rated('2021-04-15', 'positive')).toBe(422);
		expect(await rated('v3', 'positive')).toBe(200);
		expect(await rated('v3', 'great')).toBe(422);
		expect(await rated('v3', { stars: 5 })).toBe(200);
	});

	test('validates the status of an email, and its provider', async () => {
		const update = async (body: object) =>
			(await call('PUT', status, body, inVersion('v3'))).status;
		expect(await update({ status: 'opened' })).toBe(403);
		own();
		const recipient = { emailId: 'ana@example.com', status: 'failed', failReason: 'Full' };
		expect(await update({ status: 'failed', events: { failed: 1 }, recipients: [recipient] })).toBe(
			200,
		);
		expect(await update({ events: { failed: 1 } })).toBe(422);
		expect(await update({ status: 'great' })).toBe(422);
		expect(await update({ status: 'failed', events: { failed: '1' } })).toBe(422);
		expect(await update({ status: 'failed', recipients: ['ana@example.com'] })).toBe(422);
		expect(await update({ status: 'failed', recipients: [{ status: 'failed' }] })).toBe(422);
	});
});
