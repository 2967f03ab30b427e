import { contactSearchRequest, conversationInSearch } from '../../../nodes/shared/thread';

it("searches the contact's latest conversation at the location", () => {
	expect(contactSearchRequest('l1', 'k1')).toEqual({
		path: '/conversations/search',
		query: { locationId: 'l1', contactId: 'k1', limit: 1 },
	});
});

it("finds the contact's conversation, and no other contact's", () => {
	const conversations = [
		{ id: 'c1', contactId: 'k2' },
		{ id: 'c2', contactId: 'k1' },
	];
	expect(conversationInSearch({ conversations }, 'k1')).toEqual(conversations[1]);
	for (const body of [{ conversations }, { conversations: [] }, {}])
		expect(() => conversationInSearch(body, 'k3')).toThrow('no conversation found for contact k3');
});

it('quotes at most 100 characters of the ID in the error', () => {
	expect(() => conversationInSearch({}, 'x'.repeat(200))).toThrow(/contact x{100}$/);
});
