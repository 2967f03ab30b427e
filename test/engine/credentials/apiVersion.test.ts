import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { documented } from '../../contract/fields';
import { byId, getConversation } from '../fixtures';
import { useTestEnv } from '../harness';
import { casesOf } from '../operations/cases';
import { prepare } from '../operations/runCase';

const testEnv = useTestEnv();

const versionsOf = (requests: Array<{ headers: IDataObject }>) =>
	requests.map(({ headers }) => headers.version);

const inVersion3 = { apiVersion: 'v3' };

describe('credential with v3', () => {
	const rows = Object.keys(documented).flatMap((key) => {
		const [resource, operation] = key.split('.');
		const given = casesOf(resource, operation).find(
			({ parameters, file }) => file === undefined && !hasFeedback(parameters),
		);
		return given ? [{ key, resource, operation, given }] : [];
	});

	it.each(rows)(
		'$key requests the version in which it exists',
		async ({ key, resource, operation, given }) => {
			prepare(key, testEnv);
			const { error, requests } = await testEnv.run({
				parameters: { resource, operation, ...given.parameters },
				items: given.items,
				credentials: inVersion3,
			});
			expect(error).toBeUndefined();
			const expected = resource === 'preference' ? '2021-04-15' : 'v3';
			expect(versionsOf(requests)).toEqual([expected]);
		},
	);

	it('tries every operation except the file upload, which uses the same code', () => {
		const asked = new Set(rows.map(({ key }) => key));
		const left = Object.keys(documented).filter((key) => !asked.has(key));
		expect(left).toEqual(['upload.uploadFile']);
	});

	it('applies to OAuth 2, polls and list searches; subtypes use the older version', async () => {
		const oAuth2 = await testEnv.run({
			parameters: getConversation({ authentication: 'oAuth2' }),
			credentials: inVersion3,
		});
		expect(versionsOf(oAuth2.requests)).toEqual(['v3']);
		const poll = await testEnv.poll({ mode: 'manual', credentials: inVersion3 });
		expect(new Set(versionsOf(poll.requests))).toEqual(new Set(['v3']));
		const people = await testEnv.listSearch('searchConversations', { credentials: inVersion3 });
		expect(versionsOf(people.requests)).toEqual(['v3']);
		const subtypes = await testEnv.listSearch('searchSubtypes', { credentials: inVersion3 });
		expect(versionsOf(subtypes.requests)).toEqual(['2021-04-15']);
	});
});

describe('credential', () => {
	it.each([{}, { apiVersion: '' }, { apiVersion: '2021-04-15' }])(
		'saved as %j uses 2021-04-15',
		async (credentials: IDataObject) => {
			const { requests } = await testEnv.run({
				parameters: getConversation(),
				credentials: credentials as never,
			});
			expect(versionsOf(requests)).toEqual(['2021-04-15']);
		},
	);

	it('with another version is rejected before anything is sent', async () => {
		const { error, requests } = await testEnv.run({
			parameters: getConversation(),
			credentials: { apiVersion: 'v2' },
		});
		expect(error?.message).toMatch(/Unknown 'API Version' in the credential: v2/);
		expect(requests).toEqual([]);
	});
});

describe('Update Email Status', () => {
	const parameters = {
		resource: 'message',
		operation: 'updateEmailStatus',
		emailMessageId: SEED.emailMessageId,
		status: 'delivered',
	};

	it('is rejected before it is sent if the credential does not use v3', async () => {
		const { error, requests } = await testEnv.run({ parameters });
		expect(error?.message).toMatch(/requires API version v3, but the credential uses 2021-04-15/);
		expect(error?.description).toMatch(/Choose v3/);
		expect(requests).toEqual([]);
	});

	it('reports that HighLevel rejected an email sent by another provider', async () => {
		const { error } = await testEnv.run({ parameters, credentials: inVersion3 });
		expect(error).toMatchObject({ httpCode: '403' });
		expect(error?.description).toMatch(/custom provider emails/);
	});

	const recipient = { emailId: 'ana@example.com', status: 'delivered' };
	it.each([
		[{ recipients: { row: [{ ...recipient, emailId: ' ' }] } }, /'Recipients' > 'Email' is empty/],
		[{ recipients: { row: [{ ...recipient, failReason: 'No' }] } }, /'Fail Reason'/],
		[{ events: { row: [{ event: 'opened', count: 1.5 }] } }, /'Events' > 'Count' is not a whole/],
		[{ events: { row: [{ event: 'opened', count: 'x' }] } }, /'Events' > 'Count' is not a number/],
		[
			{ events: { row: [{ event: 'opened' }, { event: 'opened' }] } },
			/'Events' contains 'opened' twice/,
		],
	])('rejects %j', async (updateFields, message) => {
		const { error, requests } = await testEnv.run({
			parameters: { ...parameters, updateFields: updateFields as never },
			credentials: inVersion3,
		});
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});
});

describe('feedback of a conversation', () => {
	const rated = async (feedback: string, credentials: Record<string, string> = {}) =>
		await testEnv.run({
			parameters: {
				...{ resource: 'conversation', operation: 'update' },
				conversationId: byId(SEED.conversationId),
				updateFields: { feedback },
			},
			credentials,
		});

	it.each(['positive', '"negative"', ' positive '])('is a word in v3: %s', async (given) => {
		const { error, requests } = await rated(given, inVersion3);
		expect(error).toBeUndefined();
		expect(requests[0].body).toMatchObject({ feedback: given.replace(/[" ]/g, '') });
	});

	it.each([{}, inVersion3])('is an object in every version: %j', async (credentials) => {
		const { error, requests } = await rated('{"stars":5}', credentials);
		expect(error).toBeUndefined();
		expect(requests[0].body).toMatchObject({ feedback: { stars: 5 } });
	});

	it('cannot be a word before v3', async () => {
		const { error, requests } = await rated('positive');
		expect(error?.message).toMatch(/must be a JSON object/);
		expect(requests).toEqual([]);
	});
});

function hasFeedback(parameters: object): boolean {
	return JSON.stringify(parameters).includes('"feedback"');
}
