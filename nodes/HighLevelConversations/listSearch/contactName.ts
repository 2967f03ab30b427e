import type { IDataObject } from 'n8n-workflow';
import { firstNonEmpty } from '../../shared/listSearch/conversationPage';

const joined = (...parts: unknown[]): string =>
	parts.filter((part) => firstNonEmpty(part) !== undefined).join(' ');

/** The name of a contact, from its own record or from its conversation's. Undefined if it has none. */
export const contactName = (record: IDataObject): string | undefined =>
	firstNonEmpty(
		record.fullName,
		record.contactName,
		record.name,
		joined(record.firstName, record.lastName),
		// HighLevel's search of contacts may return names in lower case only.
		joined(record.firstNameLowerCase, record.lastNameLowerCase),
	);
