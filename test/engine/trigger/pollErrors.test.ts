import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import { EXPORT_PATH } from '../fixtures';
import { usePollingTrigger, usePollingTriggers } from './pollingTrigger';

const { testEnv, active, activated, refuse, ...given } = usePollingTrigger();
/** For tests that wait for retries, and so run concurrently. */
const newTrigger = usePollingTriggers();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

describe('a failed poll', () => {
	it('is logged and retried by the next poll if it was rejected', async () => {
		const workflow = await active();
		const id = add();
		refuse(EXPORT_PATH);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toEqual([]);
		expect(testEnv.logs.join('\n')).toMatch(/warn HighLevel: HighLevel's rate limit.*next poll/);
		testEnv.sandbox.faults.clear();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it.concurrent.each<[string, Fault]>([
		['a 503', { status: 503, html: true }],
		['lost connections', { disconnect: 'before' }],
	])('is retried by the next poll after %s', async (_, fault) => {
		const trigger = await newTrigger();
		const { faults } = trigger.testEnv.sandbox;
		const workflow = await trigger.active();
		const { id } = trigger.add();
		faults.add({ path: EXPORT_PATH, times: 8, ...fault });
		expect(await workflow.poll()).toEqual([]);
		faults.clear();
		expect(workflow.errors).toEqual([]);
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('loses nothing between the list and other requests', async () => {
		const workflow = await active({ options: { lastMessages: 5 } });
		const ids = [add()];
		refuse(/messages$/);
		expect(await workflow.poll()).toEqual([]);
		testEnv.sandbox.faults.clear();
		ids.push(add());
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
		expect(workflow.errors).toEqual([]);
	});

	it('starts from the activation if HighLevel was down at that time', async () => {
		refuse(EXPORT_PATH);
		const workflow = await activated();
		testEnv.sandbox.faults.clear();
		const id = add(Date.now() + 1000);
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('fails with an invalid token, and names it', async () => {
		const workflow = await active();
		workflow.restart({ credentials: { accessToken: 'pit-rotated' } });
		await workflow.poll();
		expect(workflow.errors).toEqual([
			expect.objectContaining({ message: 'HighLevel rejected the access token', httpCode: '401' }),
		]);
		await expect(activated({}, { accessToken: 'pit-rotated' })).rejects.toThrow(
			'HighLevel rejected the access token',
		);
	});

	it('fails with a missing scope or location, and names it', async () => {
		const accessToken = testEnv.sandbox.tokens.noScopes;
		await expect(activated({}, { accessToken })).rejects.toMatchObject({
			message: 'The token is missing a scope',
			description: expect.stringContaining('conversations/message.readonly'),
		});
		const locationId = testEnv.sandbox.otherLocationId;
		await expect(activated({ locationId })).rejects.toMatchObject({
			message: 'The token belongs to another location',
			description: expect.stringContaining(locationId),
		});
	});

	it('asks to reconnect if an OAuth 2 token cannot be refreshed', async () => {
		const oauthTokenData = testEnv.sandbox.oauth.issueTokens() as unknown as IDataObject;
		const workflow = await active({ authentication: 'oAuth2' }, { oauthTokenData });
		const id = add();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
		testEnv.sandbox.oauth.reset();
		await workflow.poll();
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			'The connection to HighLevel has expired',
		]);
	});
});
