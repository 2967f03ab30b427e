import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { byId, itemWithFiles, SEND_PATH, sendSms } from '../fixtures';
import { sendRequests, recordMessage } from './middleware/messages';
import { useTestEnv, type TestEnv } from '../harness';
import { lastBody, questionsIn } from '../sendAndWait/askQuestion';

const testEnv = useTestEnv();
const { ask } = questionsIn(testEnv);

const { locationId, contactId } = SEED;
const bodiesOf = (result: Awaited<ReturnType<TestEnv['run']>>) =>
	sendRequests(result).map(({ body }) => body as IDataObject);
const unknownLocation = { locationId: '' };

describe('Location ID of a send', () => {
	const sms = { type: 'SMS', contactId, message: 'Hello' };

	it.each<[string, INodeParameters, IDataObject, IDataObject]>([
		["is the credential's", {}, {}, { ...sms, locationId }],
		[
			"is the node's, if it has one",
			{ locationId },
			{ locationId: 'another' },
			{ ...sms, locationId },
		],
		['is omitted if none is set', {}, unknownLocation, sms],
		["is left out if the node's is blank", { locationId: ' ' }, unknownLocation, sms],
	])('%s', async (_, more, credentials, body) => {
		const result = await testEnv.run({
			parameters: sendSms(more),
			credentials: credentials as never,
		});
		expect(result.error).toBeUndefined();
		expect(bodiesOf(result)).toStrictEqual([body]);
		// Nothing else is asked to find it out.
		expect(result.requests).toHaveLength(1);
	});

	it('is the one for which the OAuth 2 token was granted', async () => {
		const oauthTokenData = testEnv.sandbox.oauth.issueTokens() as unknown as IDataObject;
		const result = await testEnv.run({
			parameters: sendSms({ authentication: 'oAuth2' }),
			credentials: { ...unknownLocation, oauthTokenData } as never,
		});
		expect(oauthTokenData.locationId).toBe(locationId);
		expect(bodiesOf(result)).toStrictEqual([{ ...sms, locationId }]);
		expect(result.requests).toHaveLength(1);
	});

	it('is not sent if the OAuth 2 token has none, without another request', async () => {
		const { locationId: granted, ...oauthTokenData } =
			testEnv.sandbox.oauth.issueTokens() as unknown as IDataObject;
		const result = await testEnv.run({
			parameters: sendSms({ authentication: 'oAuth2' }),
			credentials: { ...unknownLocation, oauthTokenData } as never,
		});
		expect(granted).toBe(locationId);
		expect(bodiesOf(result)).toStrictEqual([sms]);
		expect(result.requests).toHaveLength(1);
	});

	it('of another location is rejected, and the error names it', async () => {
		const { error } = await testEnv.run({ parameters: sendSms({ locationId: 'another' }) });
		expect(error?.message).toMatch(/belongs to another location/);
		expect(error?.description).toContain("The Location ID used was 'another'");
	});

	it('is sent with each message of an item', async () => {
		const options = { splitText: { values: { by: 'paragraph' } } };
		const result = await testEnv.run({ parameters: sendSms({ message: 'One\n\nTwo', options }) });
		expect(bodiesOf(result)).toStrictEqual([
			{ ...sms, message: 'One', locationId },
			{ ...sms, message: 'Two', locationId },
		]);
	});

	it('is not sent with file uploads', async () => {
		const { requests } = await testEnv.run({
			parameters: sendSms({ options: { attachFiles: 'data' } }),
			items: [await itemWithFiles(testEnv, ['a.pdf', Buffer.from('a')])],
		});
		expect(requests.map(({ path }) => path)).toEqual([`${SEND_PATH}/upload`, SEND_PATH]);
		const { fields } = requests[0].body as { fields: IDataObject };
		expect(Object.keys(fields).sort()).toEqual(['contactId', 'locationId']);
	});

	it('is sent with the question of Send and Wait', async () => {
		await ask({ contactId: byId(contactId) });
		expect(lastBody(testEnv.sandbox)).toStrictEqual({
			type: 'SMS',
			contactId,
			locationId,
			message: expect.any(String),
		});
	});
});

describe("'Skip If Sent Within'", () => {
	const options = { skipIfSent: 24 };

	it('recognizes a message that was sent without a Location ID', async () => {
		const credentials = unknownLocation as never;
		const first = await testEnv.run({ parameters: sendSms(), credentials });
		expect(bodiesOf(first)[0]).not.toHaveProperty('locationId');
		const again = await testEnv.run({ parameters: sendSms({ options }) });
		expect(again.json).toMatchObject([
			{ skipped: true, reason: 'already sent', messageId: first.json[0].messageId },
		]);
		expect(sendRequests(again)).toEqual([]);
	});

	it('treats messages as equal, whichever field contains the location', async () => {
		recordMessage(testEnv.sandbox, { contactId, text: 'Hello' }, {});
		for (const more of [{}, { locationId }]) {
			const { json } = await testEnv.run({ parameters: sendSms({ options, ...more }) });
			expect(json[0]).toMatchObject({ skipped: true, reason: 'already sent' });
		}
	});
});
