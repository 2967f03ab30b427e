import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { countRememberedStates } from '../../../nodes/HighLevelConversationsTrigger/engine/registration';
import { EXPORT_PATH, upTo } from '../fixtures';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, active, ...given } = usePollingTrigger();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

/** Delays HighLevel's response to a list until it is released. */
function holdBack(path: string) {
	let letGo = (): void => {};
	const gone = new Promise<void>((resolve) => {
		letGo = resolve;
	});
	let hasCome = (): void => {};
	const come = new Promise<void>((resolve) => {
		hasCome = resolve;
	});
	testEnv.sandbox.faults.add({
		path,
		until: async () => {
			hasCome();
			await gone;
		},
	});
	return { come, letGo };
}

describe('two registrations of one node', () => {
	it('return a message once, whichever polls first', async () => {
		const workflow = await active();
		const second = workflow.register('init');
		await second();
		const ids = [add(Date.now() - 3000)];
		await workflow.poll();
		await second();
		ids.push(add(Date.now() - 2000));
		await second();
		await workflow.poll();
		ids.push(add(Date.now() - 1000));
		await Promise.all([workflow.poll(), second()]);
		await Promise.all([workflow.poll(), second()]);
		expect(workflow.ids).toEqual(ids);
	});

	it('return each turn once', async () => {
		const workflow = await active({ event: 'unanswered' });
		const second = workflow.register('init');
		add(Date.now() - MINUTE);
		for (let poll = 0; poll < 3; poll++) {
			await workflow.poll();
			await second();
		}
		expect(workflow.emitted.map(({ attempt }) => attempt)).toEqual([1]);
	});

	it('are remembered for a limited number of nodes', async () => {
		for (let node = 0; node < 3; node++) {
			const workflow = await active();
			add();
			await workflow.poll();
		}
		expect(countRememberedStates()).toBeLessThanOrEqual(1000);
		expect(countRememberedStates()).toBeGreaterThan(0);
	});
});

describe('a change of the workflow during a poll', () => {
	it('by deactivation and activation starts again, and returns later messages', async () => {
		const workflow = await active();
		add(Date.now() - MINUTE);
		const { come, letGo } = holdBack(EXPORT_PATH);
		const polling = workflow.poll();
		await come;
		const activating = workflow.activate();
		letGo();
		await Promise.all([polling, activating]);
		const before = workflow.ids.length;
		const id = add(Date.now() + 1000);
		const date = new Date(Date.now() + MINUTE).toUTCString();
		testEnv.sandbox.faults.add({ headers: { date }, times: 99 });
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids.slice(before)).toEqual([id]);
		expect(workflow.errors).toEqual([]);
	});

	it('by saving neither loses nor repeats anything', async () => {
		const workflow = await active();
		const ids = [add(Date.now() - MINUTE)];
		const { come, letGo } = holdBack(EXPORT_PATH);
		const polling = workflow.poll();
		await come;
		const changing = workflow.change({ parameters: { simplify: false } });
		letGo();
		await Promise.all([polling, changing]);
		ids.push(add());
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.ids).toEqual(ids);
	});
});

describe('a value that does not exist', () => {
	const activating = async (parameters: IDataObject) =>
		await new ActiveWorkflow(testEnv, { parameters: parameters as INodeParameters }).activate();

	it.each<[string, IDataObject, string, string]>([
		['event', { event: 'telepathy' }, "'Event'", 'newMessage'],
		['event', { event: 'constructor' }, "'Event'", 'newMessage'],
		['event', { event: '={{ "tele" + "pathy" }}' }, "'Event'", 'unanswered'],
		['direction', { direction: 'sideways' }, "'Direction'", 'inbound'],
		['direction', { direction: '={{ "up" }}' }, "'Direction'", 'outbound'],
		['start per', { options: { startPer: 'day' } }, "'Start Per'", 'poll'],
	])('is rejected at activation, with the existing ones: %s, %j', async (...row) => {
		const [, parameters, label, choice] = row;
		const before = testEnv.sandbox.requests.length;
		await expect(activating(parameters)).rejects.toMatchObject({
			message: expect.stringContaining(label),
			description: expect.stringContaining(choice),
		});
		expect(testEnv.sandbox.requests.slice(before)).toEqual([]);
	});

	it.each([
		['simplify', { simplify: 'yes' }, "'Simplify'"],
		['email bodies', { options: { includeEmailBodies: 'perhaps' } }, "'Include Email Bodies'"],
	])('is rejected at activation for the boolean %s, by name', async (_, parameters, label) => {
		await expect(activating(parameters)).rejects.toThrow(label);
	});

	it.each<[unknown, boolean]>([
		['true', true],
		['false', false],
		['={{ "True" }}', true],
		['={{ "false" }}', false],
	])('is not assumed for booleans given as the text %j', async (includeEmailBodies, isOn) => {
		const workflow = await active({ options: { includeEmailBodies }, simplify: 'false' });
		const message = given.add(Date.now(), { messageType: 'TYPE_EMAIL' });
		testEnv.sandbox.state.addEmail(message, { subject: 'Hello', body: 'Hi' });
		await workflow.poll();
		expect(workflow.emitted[0].emails === undefined).toBe(!isOn);
		expect(workflow.emitted[0]).toHaveProperty('locationId');
	});
});

describe('New Message', () => {
	it('starts an execution for each item if the option is on, each once across restarts', async () => {
		const workflow = await active({ options: { startPer: 'item' } });
		const ids = upTo(5).map((index) => add(Date.now() - 5000 + index));
		await workflow.poll();
		workflow.restart();
		await workflow.poll();
		expect(workflow.starts.map((items) => items.map(({ id }) => id))).toEqual(
			ids.map((id) => [id]),
		);
	});

	it('returns no item twice that had started when n8n crashed', async () => {
		const workflow = await active({ options: { startPer: 'item' } });
		const ids = upTo(5).map((index) => add(Date.now() - 5000 + index));
		const push = workflow.starts.push.bind(workflow.starts);
		workflow.starts.push = (...started: IDataObject[][]) => {
			const length = push(...started);
			workflow.crashes = length === 3;
			return length;
		};
		await workflow.poll();
		expect(workflow.ids).toEqual(ids.slice(0, 3));
		workflow.crashes = false;
		workflow.restart();
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
	});

	it('contains the known data of the contact, without another request', async () => {
		const workflow = await active();
		add();
		const before = testEnv.sandbox.requests.length;
		await workflow.poll();
		expect(workflow.emitted[0].contact).toEqual({ id: given.mine.contactId });
		expect(testEnv.sandbox.requests.length - before).toBe(2);
	});
});
