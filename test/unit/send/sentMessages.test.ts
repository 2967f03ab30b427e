import type { IDataObject } from 'n8n-workflow';

import {
	findSentMessage,
	isListedLate,
} from '../../../nodes/HighLevelConversations/resources/message/send/middleware/sentMessages';
import type { ReadRequest } from '../../../nodes/shared/request/operationSpec';
import { fakeItem, refused } from './fakeItem';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const KEY = { contactId: 'k1', types: ['SMS'], text: 'Hi' };
const text = (id: string, more: IDataObject = {}): IDataObject => ({
	id,
	contactId: 'k1',
	conversationId: 'c1',
	direction: 'outbound',
	messageType: 'TYPE_SMS',
	body: ' Hi\r\n',
	dateAdded: '2026-03-02T11:00:00Z',
	...more,
});
const email = (id: string, more: IDataObject = {}): IDataObject =>
	text(id, { messageType: 'TYPE_EMAIL', meta: { email: { messageIds: [`mail-${id}`] } }, ...more });

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** An item of a location that has sent these messages; `emails` by their IDs. */
const itemAfter = (sent: IDataObject[], emails: IDataObject = {}, body: IDataObject = {}) =>
	fakeItem(
		{ type: 'SMS', contactId: 'k1', ...body },
		{
			answer({ path }: ReadRequest) {
				if (path === '/conversations/messages/export') return { messages: sent, nextCursor: null };
				const found = emails[path.split('/').at(-1)!];
				if (found === undefined) throw refused(404, 'Message not found');
				if (found instanceof Error) throw found;
				return found;
			},
		},
	);

const idFound = async (sent: IDataObject[], key = {}, emails = {}) =>
	(await findSentMessage(itemAfter(sent, emails).item, { ...KEY, ...key }, 24))?.messageId;

it("reads the hours before now of the item's location and channel, once per run", async () => {
	const { item, reads } = itemAfter([text('m1')]);
	const found = await findSentMessage(item, KEY, 24);
	const sentAt = '2026-03-02T11:00:00Z';
	expect(found).toEqual({ messageId: 'm1', conversationId: 'c1', sentAt });
	expect(await findSentMessage(item, { ...KEY, text: 'No' }, 24)).toBeUndefined();
	expect(reads).toEqual([
		{
			step: 'checking sent messages',
			path: '/conversations/messages/export',
			query: expect.objectContaining({
				locationId: 'location',
				channel: 'SMS',
				startDate: '2026-03-01T12:00:00.000Z',
				sortOrder: 'asc',
			}) as IDataObject,
			scope: 'conversations/message.readonly',
		},
	]);
	await findSentMessage(item, KEY, 25);
	expect(reads).toHaveLength(2);
});

it.each<[string, IDataObject, string | undefined]>([
	['sent', {}, 'm1'],
	['scheduled', { status: 'scheduled' }, 'm1'],
	['failed', { status: 'failed' }, undefined],
	['cancelled', { status: 'cancelled' }, undefined],
	['received', { direction: 'inbound' }, undefined],
	['of a campaign, without a direction', { direction: null, source: 'campaign' }, 'm1'],
	['of another contact', { contactId: 'k2' }, undefined],
	['of another type', { messageType: 'TYPE_WHATSAPP' }, undefined],
	['with another text', { body: 'Ho' }, undefined],
])('finds a message that was %s: %j', async (_, more, expected) => {
	expect(await idFound([text('m1', more)])).toBe(expected);
});

it('finds internal comments', async () => {
	const comment = text('m1', { messageType: 'TYPE_INTERNAL_COMMENT' });
	expect(await idFound([comment], { types: ['InternalComment'] })).toBe('m1');
});

it('finds the last of several, of any of the types', async () => {
	const others = [text('m1'), text('m2'), text('m3', { messageType: 'TYPE_WHATSAPP' })];
	expect(await idFound(others)).toBe('m2');
	expect(await idFound(others, { types: ['Custom', 'WhatsApp'] })).toBe('m3');
});

it.each<[string, IDataObject, string | undefined]>([
	['the same number', { to: '+1 555' }, 'm1'],
	['another number', { to: '+1 556' }, undefined],
	['a number of several', { to: ['+1 556', 1555] }, 'm1'],
	['other numbers', { to: ['+1 556', '+1 557'] }, undefined],
	['no recipient', { to: null }, 'm1'],
	['something unreadable', { to: [{}] }, 'm1'],
])('finds a message to %s: %j', async (_, more, expected) => {
	expect(await idFound([text('m1', more)], { to: '1555' })).toBe(expected);
	expect(await idFound([text('m1', more)])).toBe('m1');
});

describe('emails', () => {
	const KEY_OF_EMAIL = { types: ['Email'], text: 'News' };
	const mail = (more: IDataObject = {}) => ({
		emailMessage: { direction: 'outbound', subject: ' News ', to: ['a@b.c'], ...more },
	});

	it.each<[string, IDataObject, IDataObject, string | undefined]>([
		['with the subject', mail(), {}, 'm1'],
		['with another subject', mail({ subject: 'Old' }), {}, undefined],
		['to the address', mail(), { to: 'a@b.c' }, 'm1'],
		['to another address', mail(), { to: 'd@b.c' }, undefined],
		['that failed', mail({ status: 'failed' }), {}, undefined],
	])('includes one %s', async (_, found, key, expected) => {
		const sent = [email('m1')];
		expect(await idFound(sent, { ...KEY_OF_EMAIL, ...key }, { 'mail-m1': found })).toBe(expected);
	});

	it('does not use a text in the list as the subject', async () => {
		const sent = [email('m1', { body: 'News' })];
		expect(
			await idFound(sent, KEY_OF_EMAIL, { 'mail-m1': mail({ subject: 'Old' }) }),
		).toBeUndefined();
	});

	it('reads those of the contact, newest first, once per run', async () => {
		const sent = [email('m1'), email('m2'), email('m3'), email('m4', { contactId: 'k2' })];
		const emails = { 'mail-m2': mail(), 'mail-m1': mail() };
		const { item, reads } = itemAfter(sent, emails);
		for (let time = 0; time < 2; time++) {
			const found = await findSentMessage(item, { ...KEY, ...KEY_OF_EMAIL }, 24);
			expect(found?.messageId).toBe('m2');
		}
		const paths = reads.slice(1).map(({ path }) => path.split('/').at(-1));
		expect(paths).toEqual(['mail-m3', 'mail-m2']);
		expect(reads[1]).toMatchObject({ scope: 'conversations/message.readonly', query: {} });
	});

	it('does not read those of other types', async () => {
		const { item, reads } = itemAfter([email('m1'), email('m2', { messageType: 'TYPE_X' })]);
		expect(await findSentMessage(item, KEY, 24)).toBeUndefined();
		expect(reads).toHaveLength(1);
	});

	it('throws if one cannot be read', async () => {
		const error = refused(500, 'No');
		await expect(idFound([email('m1')], KEY_OF_EMAIL, { 'mail-m1': error })).rejects.toBe(error);
	});
});

it('throws if the list is incomplete', async () => {
	const { item } = fakeItem(
		{ type: 'SMS', contactId: 'k1' },
		{ answer: () => ({ messages: [text('m1')], nextCursor: 'same' }) },
	);
	await expect(findSentMessage(item, KEY, 24)).rejects.toMatchObject({
		details: {
			kind: 'invalidResponse',
			step: 'checking sent messages',
			nothingWasSent: true,
		},
	});
});

describe('a message of this process that is listed late', () => {
	const message = { messageId: 'm/9', conversationId: 'c1', sentAt: '' };
	const late = async (sent: IDataObject[], found?: unknown) => {
		const { item, reads } = itemAfter(
			sent,
			found === undefined ? {} : { 'm%2F9': found as object },
		);
		return { isLate: await isListedLate(item, message, 24), reads };
	};

	it('is not added if it is listed, whatever its status', async () => {
		const { isLate, reads } = await late([text('m/9', { status: 'failed' })]);
		expect(isLate).toBe(false);
		expect(reads).toHaveLength(1);
	});

	it('is added if HighLevel has it', async () => {
		const { isLate, reads } = await late([], { message: text('m/9') });
		expect(isLate).toBe(true);
		expect(reads[1]).toEqual({
			step: 'checking sent messages',
			path: '/conversations/messages/m%2F9',
			query: {},
			scope: 'conversations/message.readonly',
		});
	});

	it('is not added if it failed, or does not exist', async () => {
		expect((await late([], { message: text('m/9', { status: 'failed' }) })).isLate).toBe(false);
		expect((await late([])).isLate).toBe(false);
	});

	it('throws if its status cannot be read', async () => {
		await expect(late([], refused(500, 'No'))).rejects.toThrow('No');
	});
});
