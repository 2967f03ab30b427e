import { contactName } from '../../../nodes/HighLevelConversations/listSearch/contactName';

it.each([
	[{ fullName: 'Jane Doe', contactName: 'jane doe', name: 'Jane' }, 'Jane Doe'],
	[{ fullName: ' ', contactName: 'Jane Doe' }, 'Jane Doe'],
	[{ name: 'Acme', firstName: 'Jane' }, 'Acme'],
	[{ firstName: 'Jane', lastName: 'Doe' }, 'Jane Doe'],
	[{ firstName: '', lastName: 'Doe', firstNameLowerCase: 'jane' }, 'Doe'],
	[{ firstName: null, firstNameLowerCase: 'jane', lastNameLowerCase: 'doe' }, 'jane doe'],
	[{ fullName: 5, firstName: 'Jane' }, 'Jane'],
	[{ email: 'jane@example.com' }, undefined],
])('the name of the contact %j is %j', (record, name) => {
	expect(contactName(record)).toBe(name);
});
