import type { IDataObject } from 'n8n-workflow';

import {
	exportChannelFor,
	hashOf,
	messageKeysOf,
	normalizeRecipient,
	normalizeText,
	recordedSendType,
} from '../../../nodes/HighLevelConversations/resources/message/send/middleware/messageKey';
import { fakeItem } from './fakeItem';

const keysOf = (body: IDataObject, options?: IDataObject) =>
	messageKeysOf(fakeItem({ contactId: 'k1', ...body }, { options }).item);

test.each([
	[' a \r\n b\rc \n', 'a\nb\nc'],
	['a\n\nb', 'a\n\nb'],
	[undefined, ''],
	[null, ''],
	[5, '5'],
])('compares the text %j as %j', (text, expected) => expect(normalizeText(text)).toBe(expected));

test.each([
	['+1 (555) 010-0000', '15550100000'],
	[' A@B.c ', 'a@b.c'],
	['Jane < A@B.C >', 'a@b.c'],
	['"Doe, J. <x>" <a@b.c>', 'a@b.c'],
])('compares the recipient %j as %j', (to, expected) =>
	expect(normalizeRecipient(to)).toBe(expected),
);

test('compares a text message by contact, type and text', () => {
	expect(keysOf({ type: 'SMS', message: ' Hi\r\n' })).toEqual([
		{ contactId: 'k1', types: ['SMS'], text: 'Hi' },
	]);
});

test("accepts Custom as the recorded type of a provider's message, but not of an email", () => {
	const own = { conversationProviderId: 'p1' };
	expect(keysOf({ type: 'SMS', message: 'Hi', ...own })).toMatchObject([
		{ types: ['SMS', 'Custom'] },
	]);
	expect(keysOf({ type: 'Email', subject: 'Hi', ...own })).toMatchObject([{ types: ['Email'] }]);
});

test('compares an email by its subject and recipient, a text by its number', () => {
	const both = { emailTo: 'A@b.c', toNumber: '+1 555', subject: 'News', message: 'Hi' };
	expect(keysOf({ type: 'Email', ...both })).toEqual([
		{ contactId: 'k1', types: ['Email'], text: 'News', to: 'a@b.c' },
	]);
	expect(keysOf({ type: 'SMS', ...both })).toEqual([
		{ contactId: 'k1', types: ['SMS'], text: 'Hi', to: '1555' },
	]);
});

test('has a key for each part of a split text', () => {
	const options = { splitText: { values: { by: 'paragraph' } } };
	const keys = keysOf({ type: 'SMS', message: 'One\n\nTwo' }, options);
	expect(keys.map(({ text }) => text)).toEqual(['One', 'Two']);
});

test('rejects a message without content to compare', () => {
	expect(() => keysOf({ type: 'Email', message: 'Hi' })).toThrow("the 'Subject'");
	expect(() => keysOf({ type: 'SMS', subject: 'Hi' })).toThrow("the 'Message'");
	expect(() => keysOf({ type: 'SMS', message: ' \n ' })).toThrow("the 'Message'");
});

test('lists the recorded types of a sent type', () => {
	expect(recordedSendType({ messageType: 'TYPE_INTERNAL_COMMENT' })).toBe('InternalComment');
	expect(recordedSendType({ messageType: 'TYPE_SMS' })).toBe('SMS');
	expect(recordedSendType({ messageType: 'TYPE_WHATSAPP' })).toBe('WhatsApp');
});

test('reads one channel of the export if it contains every message of the kind', () => {
	const channel = (body: IDataObject) => exportChannelFor(fakeItem(body).item);
	expect(channel({ type: 'SMS' })).toBe('SMS');
	expect(channel({ type: 'FB' })).toBe('Facebook');
	expect(channel({ type: 'Live_Chat' })).toBeUndefined();
	expect(channel({ type: 'SMS', conversationProviderId: 'p1' })).toBeUndefined();
	expect(channel({ type: 'Email', conversationProviderId: 'p1' })).toBe('Email');
});

test('has different hashes for different parts', () => {
	expect(hashOf('a', 'b')).toBe(hashOf('a', 'b'));
	expect(hashOf('a', 'b')).not.toBe(hashOf('ab', ''));
	expect(hashOf('a', 'b')).toHaveLength(24);
});
