import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EXPORT_PATH, REFUSED } from './fixtures';
import { startWorld, type World } from './harness';
import { ActiveWorkflow } from './harness/activeWorkflow';

const HOUR = 3_600_000;
let world: World;
let conversationId: string;

beforeAll(async () => {
	world = await startWorld({ sandbox: { seed: false, rateLimit: false } });
});
beforeEach(() => {
	world.sandbox.reset();
	const { state, locationId } = world.sandbox;
	const { id: contactId } = state.addContact({ locationId });
	({ id: conversationId } = state.addConversation({ locationId, contactId }));
});
afterAll(async () => await world.stop());

const add = (dateAdded = Date.now(), more: IDataObject = {}) =>
	world.sandbox.state.addMessage({ conversationId, dateAdded, ...more }).id;

/** A workflow that has been active for an hour. */
const active = async (parameters: INodeParameters = {}, tested: object = {}) =>
	await ActiveWorkflow.activated(world, HOUR, { parameters, ...tested });

/** Refuses so many requests in a row that a poll gives up, at once. */
const refuse = (path: string | RegExp) => world.sandbox.faults.add({ path, times: 11, ...REFUSED });

describe('a poll that fails', () => {
	it('is quiet when it was refused, and repeated by the next', async () => {
		const workflow = await active();
		const id = add();
		refuse(EXPORT_PATH);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toEqual([]);
		expect(world.logs.join('\n')).toMatch(/warn HighLevel: HighLevel kept refusing.*next poll/);
		world.sandbox.faults.clear();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('is quiet after 5xx and broken connections', async () => {
		const workflow = await active();
		const id = add();
		world.sandbox.faults.add({ path: EXPORT_PATH, times: 4, status: 503, html: true });
		expect(await workflow.poll()).toEqual([]);
		world.sandbox.faults.clear();
		world.sandbox.faults.add({ path: EXPORT_PATH, times: 8, disconnect: 'before' });
		expect(await workflow.poll()).toEqual([]);
		world.sandbox.faults.clear();
		expect(workflow.errors).toEqual([]);
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('loses nothing between the list and the rest', async () => {
		const workflow = await active({ options: { lastMessages: 5 } });
		const ids = [add()];
		refuse(/messages$/);
		expect(await workflow.poll()).toEqual([]);
		world.sandbox.faults.clear();
		ids.push(add());
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
		expect(workflow.errors).toEqual([]);
	});

	it('starts from the activation when HighLevel was away at that time', async () => {
		refuse(EXPORT_PATH);
		const workflow = await new ActiveWorkflow(world).activate();
		world.sandbox.faults.clear();
		const id = add(Date.now() + 1000);
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('is an error that names a dead token', async () => {
		const workflow = await active();
		workflow.restart({ credentials: { accessToken: 'pit-rotated' } });
		await workflow.poll();
		expect(workflow.errors).toEqual([
			expect.objectContaining({ message: 'HighLevel did not accept the token', httpCode: '401' }),
		]);
		const activation = new ActiveWorkflow(world, { credentials: { accessToken: 'pit-rotated' } });
		await expect(activation.activate()).rejects.toThrow('HighLevel did not accept the token');
	});

	it('is an error that names the scope, or the location', async () => {
		const accessToken = world.sandbox.tokens.noScopes;
		const scope = new ActiveWorkflow(world, { credentials: { accessToken } });
		await expect(scope.activate()).rejects.toMatchObject({
			message: 'The token lacks a scope',
			description: expect.stringContaining('conversations/message.readonly'),
		});
		const locationId = world.sandbox.otherLocationId;
		const location = new ActiveWorkflow(world, { parameters: { locationId } });
		await expect(location.activate()).rejects.toMatchObject({
			message: 'The token belongs to another location',
			description: expect.stringContaining(locationId),
		});
	});

	it('says reconnect when an OAuth 2 token cannot be renewed', async () => {
		const oauthTokenData = world.sandbox.oauth.issueTokens() as unknown as IDataObject;
		const signedIn = { credentials: { oauthTokenData } };
		const workflow = await active({ authentication: 'oAuth2' }, signedIn);
		const id = add();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
		world.sandbox.oauth.reset();
		await workflow.poll();
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			'HighLevel needs to be reconnected',
		]);
	});
});
