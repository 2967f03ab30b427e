import { doNotDisturb } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/doNotDisturb';
import { fakeItem, refused, sentAs } from './fakeItem';

const body = { type: 'SMS', contactId: 'k1', message: 'Hi' };
const DND = refused(400, 'Cannot send message as DND is active for SMS.');

/** What the middleware makes of an attempt that fails. */
const after = async (error: unknown, sent = new Map<string, Promise<unknown>>()) =>
	await doNotDisturb(
		fakeItem(body, { sent }).item,
		'skip',
	)?.({
		alreadySent: false,
		next: async () => await Promise.reject(error),
	});

it.each([undefined, '', 'error'])('does nothing if it is %j', (choice) => {
	expect(doNotDisturb(fakeItem(body).item, choice)).toBeUndefined();
});

it('rejects other values', () => {
	const choose = (choice: unknown) => () => doNotDisturb(fakeItem(body).item, choice);
	expect(choose('skipp')).toThrow("'On Do Not Disturb' must be error or skip: skipp");
	expect(choose('x'.repeat(1_000))).toThrow(/: x{100}$/);
});

it('skips a contact with Do Not Disturb', async () => {
	const json = { skipped: true, reason: 'do not disturb', contactId: 'k1', type: 'SMS' };
	expect(await after(DND)).toEqual([{ json, pairedItem: { item: 0 } }]);
});

it('returns the result of a sent message', async () => {
	const next = async () => sentAs({ messageId: 'm1' });
	const middleware = doNotDisturb(fakeItem(body).item, 'skip');
	expect(await middleware?.({ alreadySent: false, next })).toEqual(sentAs({ messageId: 'm1' }));
});

it.each([refused(400, 'Missing phone number'), new Error('DND is active')])(
	'throws any other error',
	async (error) => await expect(after(error)).rejects.toBe(error),
);

it('throws the error if another message of the item was sent before', async () => {
	const sent = new Map<string, Promise<unknown>>([['text 0', Promise.resolve({})]]);
	await expect(after(DND, sent)).rejects.toBe(DND);
});
