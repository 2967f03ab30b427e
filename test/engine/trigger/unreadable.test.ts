import type { Fault } from '../../../sandbox';
import { upTo } from '../fixtures';
import { watching } from './watching';

const { world, mine, add, active } = watching();

const EMAIL = /\/messages\/email\//;
const MESSAGES = /\/conversations\/\w+\/messages$/;

/** Six messages, of which the third is an email; in a conversation of its own. */
function addSix(): string[] {
	const { state, locationId } = world.sandbox;
	const { id: contactId } = state.addContact({ locationId });
	const { id: other } = state.addConversation({ locationId, contactId });
	return upTo(6).map((index) => {
		const dateAdded = Date.now() - 6000 + index * 1000;
		if (index !== 2) return add(dateAdded).id;
		const message = add(dateAdded, { messageType: 'TYPE_EMAIL', conversationId: other });
		state.addEmail(message, { subject: 'Hello', body: '<p>Hi</p>' });
		return message.id;
	});
}

describe('a record that cannot be read', () => {
	it.each<[string, object, Fault, string]>([
		['body: 403', { includeEmailBodies: true }, { path: EMAIL, status: 403 }, 'status 403'],
		['body: 500', { includeEmailBodies: true }, { path: EMAIL, status: 500 }, 'status 500'],
		[
			'body: nothing',
			{ includeEmailBodies: true },
			{ path: EMAIL, empty: true },
			'no readable answer',
		],
		[
			'history: 403',
			{ lastMessages: 2 },
			{
				path: MESSAGES,
				status: 403,
				when: ({ path }) => !path.includes(mine.conversationId),
			},
			'status 403',
		],
	])('%s: three polls try, then the rest is handed on and the item says so', async (...given) => {
		const [, options, fault, why] = given;
		const workflow = await active({ options });
		const ids = addSix();
		world.sandbox.faults.add({ ...fault, times: 99 });
		for (const handed of [0, 0, 6, 0]) expect(await workflow.poll()).toHaveLength(handed);
		expect(workflow.ids).toEqual(ids);
		expect(workflow.errors).toEqual([]);
		const hints = workflow.handed.map(({ hint }) => hint);
		expect(hints[2]).toContain(why);
		expect(hints.filter((hint) => hint !== undefined)).toHaveLength(1);
	});

	it('is read after all, once it can be', async () => {
		const workflow = await active({ options: { includeEmailBodies: true } });
		const ids = addSix();
		world.sandbox.faults.add({ path: EMAIL, status: 403, times: 2 });
		for (const handed of [0, 0, 6]) expect(await workflow.poll()).toHaveLength(handed);
		expect(workflow.ids).toEqual(ids);
		expect(workflow.handed[2]).toHaveProperty('emails.0.body', '<p>Hi</p>');
		expect(workflow.handed[2]).not.toHaveProperty('hint');
	});

	it('takes no more polls where many cannot be read', async () => {
		const workflow = await active({ options: { includeEmailBodies: true } });
		for (const index of upTo(25)) {
			const message = add(Date.now() - 1000 * index, { messageType: 'TYPE_EMAIL' });
			world.sandbox.state.addEmail(message, { subject: 'Hello', body: '' });
		}
		world.sandbox.faults.add({ path: EMAIL, status: 403, times: 999 });
		for (const handed of [0, 0, 25]) expect(await workflow.poll()).toHaveLength(handed);
	});

	it('is no such record where the token lacks a scope', async () => {
		const workflow = await active({ options: { lastMessages: 2 } });
		add();
		const body = { statusCode: 401, message: 'The token is not authorized for this scope.' };
		world.sandbox.faults.add({ path: MESSAGES, status: 401, body, times: 99 });
		for (let poll = 0; poll < 4; poll++) await workflow.poll();
		expect(workflow.errors.map(({ message }) => message)).toEqual(
			Array.from({ length: 4 }, () => 'The token lacks a scope'),
		);
		world.sandbox.faults.clear();
		expect(await workflow.poll()).toHaveLength(1);
	});
});
