import type { IDataObject } from 'n8n-workflow';

import { skipUnsubscribed } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/skipUnsubscribed';
import type { ReadRequest } from '../../../nodes/shared/request/operationSpec';
import { fakeItem, sentAs } from './fakeItem';

const email = { type: 'Email', contactId: 'k1' };
const out = (more: IDataObject = {}) => ({ status: 'unsubscribed', ...more });

/** What the option makes of an email: the item in its place, or that it is sent; and which addresses were asked about. */
async function ask(
	body: IDataObject,
	answer: (request: ReadRequest) => unknown,
	run = new Map<string, Promise<unknown>>(),
) {
	const { item, reads } = fakeItem({ ...email, ...body }, { answer, run });
	const middleware = await skipUnsubscribed(item, true);
	const next = async () => sentAs({ messageId: 'm1' });
	const [{ json }] = (await middleware?.({ alreadySent: false, next })) ?? [{ json: null }];
	return { json, reads, asked: reads.map(({ query }) => query.email) };
}

it.each([false, undefined, ''])('checks nothing if it is %j', async (option) => {
	const { item, reads } = fakeItem(email, { answer: () => out() });
	expect(await skipUnsubscribed(item, option)).toBeUndefined();
	expect(reads).toEqual([]);
});

it('does not check other types of messages', async () => {
	const { json, reads } = await ask({ type: 'SMS' }, () => out());
	expect({ json, reads }).toEqual({ json: null, reads: [] });
});

it('checks the contact without an address, and skips with the unsubscribed address', async () => {
	const { json, reads } = await ask({}, () => ({ emails: [out({ email: 'a@b.c' })] }));
	const reason = { skipped: true, reason: 'unsubscribed' };
	expect(json).toEqual({ ...reason, contactId: 'k1', type: 'Email', email: 'a@b.c' });
	expect(reads).toEqual([
		{
			step: 'checking unsubscriptions',
			path: '/conversations/preferences/unsubscriptions/status',
			query: { locationId: 'location', contactId: 'k1', email: undefined },
			scope: null,
			pinnedVersion: '2021-04-15',
		},
	]);
});

it('checks each address of the email once, and skips if any is unsubscribed', async () => {
	const body = {
		emailTo: 'Jane <to@b.c>',
		emailCc: ['cc@b.c', 'Joe < cc@b.c >'],
		emailBcc: [' bcc@b.c '],
	};
	const { json, asked } = await ask(body, ({ query }) =>
		query.email === 'bcc@b.c' ? out() : { status: 'subscribed' },
	);
	expect(asked).toEqual(['to@b.c', 'cc@b.c', 'bcc@b.c']);
	expect(json).toMatchObject({ reason: 'unsubscribed', email: 'bcc@b.c' });
});

it.each([
	['<to@b.c', '<to@b.c'],
	['to@b.c>', 'to@b.c>'],
	['a > b <to@b.c>', 'to@b.c'],
	['<x> <to@b.c>', 'to@b.c'],
	['<to@b.c>', 'to@b.c'],
])('reads the address from %j', async (emailTo, expected) => {
	expect((await ask({ emailTo }, () => ({ status: 'subscribed' }))).asked).toEqual([expected]);
});

it('checks an address of a contact once per run', async () => {
	const run = new Map<string, Promise<unknown>>();
	const subscribed = () => ({ status: 'subscribed' });
	expect((await ask({ emailTo: 'a@b.c' }, subscribed, run)).reads).toHaveLength(1);
	expect((await ask({ emailTo: 'a@b.c' }, subscribed, run)).reads).toHaveLength(0);
	expect((await ask({ emailTo: 'd@b.c' }, subscribed, run)).reads).toHaveLength(1);
	expect((await ask({ emailTo: 'a@b.c', contactId: 'k2' }, subscribed, run)).reads).toHaveLength(1);
});

it.each<[string, IDataObject, IDataObject, boolean]>([
	['any', {}, {}, true],
	['any', {}, { customSubtypeId: 's1' }, true],
	['One on One', { subtype_name: 'One On One' }, {}, true],
	['One on One', { subtype_name: 'One on One', subtype_id: 's0' }, {}, true],
	['One on One', { subtype_name: 'One on One' }, { customSubtypeId: 's1' }, false],
	['another', { subtype_name: 'News' }, {}, false],
	['an unnamed one', { subtype_id: 's1' }, {}, false],
	['the same', { subtype_id: 's1' }, { customSubtypeId: 's1' }, true],
	['another', { subtype_id: 's2' }, { customSubtypeId: 's1' }, false],
])('checks emails of %s kind: %j with %j', async (_, subscription, body, isSkipped) => {
	const { json } = await ask(body, () => out(subscription));
	expect(json !== null).toBe(isSkipped);
});

it('sends nothing if the answer cannot be read', async () => {
	await expect(ask({}, () => ({ success: true }))).rejects.toMatchObject({
		details: { kind: 'invalidResponse', step: 'checking unsubscriptions', nothingWasSent: true },
	});
});
