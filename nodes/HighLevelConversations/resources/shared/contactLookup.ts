import type { IDataObject } from 'n8n-workflow';
import { ParameterError, searchCursor, paginate } from '../../../shared/request';
import type { ItemContext, Lookup } from '../../../shared/request';
import { canonicalNumber, numberVariants } from './phoneNumbers';
import { BY_PHONE_OR_EMAIL, CONTACT_LABEL } from '../../fields/contact';

const SEARCH = {
	step: 'looking the contact up',
	path: '/conversations/search',
	scope: 'conversations.readonly',
} as const;
/** Conversations looked at for one value: HighLevel's search also finds what is only similar, or said in a message. */
const MAX_FOUND = 500;
/** People named in a message. */
const MAX_NAMED = 5;
/** A shorter number has no area code, and could be anybody's. */
const MIN_DIGITS = 7;
/** Longest country code. */
const MAX_COUNTRY_DIGITS = 3;

const digitsOf = (text: unknown) => String(text ?? '').replace(/\D/g, '');

interface Wanted {
	/** What HighLevel is asked for, one search each. */
	queries: string[];
	/** Whether a person found is the one, and not just similar. */
	isMeant(record: IDataObject): boolean;
}

const byEmail = (email: string): Wanted => ({
	queries: [email],
	isMeant: (record) => String(record.email ?? '').toLowerCase() === email.toLowerCase(),
});

/** HighLevel keeps numbers as +15037081210. One without a country code is taken to be any country's. */
function byPhone(phone: string): Wanted {
	const digits = digitsOf(phone);
	const isWhole = /^\s*(\+|\(\+|00)/.test(phone);
	const number = isWhole ? digits.replace(/^00/, '') : digits.replace(/^0/, '');
	const wanted = canonicalNumber(number);
	return {
		queries: numberVariants(number).map((variant) => (isWhole ? `+${variant}` : variant)),
		isMeant(record) {
			const theirs = digitsOf(record.phone);
			if (canonicalNumber(theirs) === wanted) return true;
			if (isWhole) return false;
			const country = theirs.length - number.length;
			const isLocal = country > 0 && country <= MAX_COUNTRY_DIGITS && theirs.endsWith(number);
			return theirs === digits || isLocal;
		},
	};
}

/** A value without what other systems write around a number: `tel:`, `whatsapp:`, `…@s.whatsapp.net`. */
function unwrapped(value: string): string {
	const bare = value.trim().replace(/^(?:tel|whatsapp):/i, '');
	const [, account] = /^\+?(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i.exec(bare) ?? [];
	// WhatsApp's accounts are whole numbers without the plus sign.
	return account === undefined ? bare : `+${account}`;
}

function wantedBy(given: string): Wanted {
	const value = unwrapped(given);
	if (/^[^\s@]+@[^\s@]+$/.test(value)) return byEmail(value);
	const isNumber = /^[+\d\s()./-]+$/.test(value);
	if (isNumber && digitsOf(value).length >= MIN_DIGITS) return byPhone(value);
	throw new ParameterError(
		`'${CONTACT_LABEL}' is neither a phone number nor an email address: ${value.slice(0, 100)}`,
		"Enter a phone number with its country code (+15037081210) or an email address, or choose 'By ID'.",
	);
}

const nameOf = ({ fullName, contactName, contactId }: IDataObject) =>
	`${String(fullName ?? contactName ?? 'without a name')} (${String(contactId)})`;

/** The one person with a phone number or an email address. Throws a `ParameterError` for nobody and for several. */
async function contactWith(item: ItemContext, value: string): Promise<string> {
	const { queries, isMeant } = wantedBy(value);
	const people = new Map<unknown, IDataObject>();
	const search = {
		request: async (page: { query: IDataObject }) => await item.get({ ...SEARCH, ...page }),
		warn: item.warn,
	};
	for (const query of queries) {
		const filter = { locationId: item.location(), query };
		for await (const { records } of paginate(search, searchCursor, MAX_FOUND, filter)) {
			const meant = records.filter((record) => record.contactId && isMeant(record));
			for (const record of meant) people.set(record.contactId, record);
		}
	}
	const [only, another] = people.keys();
	if (only !== undefined && another === undefined) return String(only);
	if (only === undefined) {
		throw new ParameterError(
			`Nobody in the inbox has the phone or email '${value}'`,
			"HighLevel's conversation search finds people who have a conversation. Find the others with n8n's own HighLevel node (Contact > Get Many) and give their ID.",
		);
	}
	const named = [...people.values()].slice(0, MAX_NAMED).map(nameOf);
	if (people.size > named.length) named.push('...');
	throw new ParameterError(
		`${people.size} people in the inbox have the phone or email '${value}'`,
		`Choose one 'By ID', or merge them in HighLevel: ${named.join(', ')}.`,
	);
}

/** For contacts that are given by phone or email. */
export const contactLookup: Lookup = { mode: BY_PHONE_OR_EMAIL, find: contactWith };
