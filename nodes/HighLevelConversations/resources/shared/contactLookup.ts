import type { IDataObject } from 'n8n-workflow';
import { ParameterError, searchCursor, paginate } from '../../../shared/request';
import type { ItemContext, Lookups } from '../../../shared/request';
import { BY_PHONE_OR_EMAIL, CONTACT_LABEL } from '../../fields/contact';

const SEARCH = {
	step: 'looking the contact up',
	path: '/conversations/search',
	scope: 'conversations.readonly',
} as const;
/** Conversations looked at for one value: HighLevel's search also finds what is only similar, or said in a message. */
const MOST_FOUND = 500;
/** People named in a message. */
const MOST_NAMED = 5;
/** A shorter number has no area code, and could be anybody's. */
const LEAST_DIGITS = 7;
/** Longest country code. */
const MOST_COUNTRY_DIGITS = 3;

const digitsOf = (text: unknown) => String(text ?? '').replace(/\D/g, '');

interface Wanted {
	/** What HighLevel is asked for. */
	query: string;
	/** Whether a person found is the one, and not just similar. */
	isMeant(record: IDataObject): boolean;
}

const byEmail = (email: string): Wanted => ({
	query: email,
	isMeant: (record) => String(record.email ?? '').toLowerCase() === email.toLowerCase(),
});

/** HighLevel keeps numbers as +15037081210. One without a country code is taken to be any country's. */
function byPhone(phone: string): Wanted {
	const digits = digitsOf(phone);
	const isWhole = /^\s*(\+|\(\+|00)/.test(phone);
	const number = isWhole ? digits.replace(/^00/, '') : digits.replace(/^0/, '');
	return {
		query: isWhole ? `+${number}` : number,
		isMeant(record) {
			const theirs = digitsOf(record.phone);
			if (isWhole) return theirs === number;
			const country = theirs.length - number.length;
			const isLocal = country > 0 && country <= MOST_COUNTRY_DIGITS && theirs.endsWith(number);
			return theirs === digits || isLocal;
		},
	};
}

function wantedBy(value: string): Wanted {
	if (/^[^\s@]+@[^\s@]+$/.test(value)) return byEmail(value);
	const isNumber = /^[+\d\s()./-]+$/.test(value);
	if (isNumber && digitsOf(value).length >= LEAST_DIGITS) return byPhone(value);
	throw new ParameterError(
		`'${CONTACT_LABEL}' is neither a phone number nor an email address: ${value.slice(0, 100)}`,
		"Enter a phone number with its country code (+15037081210) or an email address, or choose 'By ID'.",
	);
}

const nameOf = ({ fullName, contactName, contactId }: IDataObject) =>
	`${String(fullName ?? contactName ?? 'without a name')} (${String(contactId)})`;

/** The one person with a phone number or an email address. Throws a `FieldIssue` for nobody and for several. */
async function contactWith(job: ItemContext, value: string): Promise<string> {
	const { query, isMeant } = wantedBy(value);
	const people = new Map<unknown, IDataObject>();
	const search = {
		request: async (page: { query: IDataObject }) => await job.get({ ...SEARCH, ...page }),
		warn: job.warn,
	};
	const filter = { locationId: job.location(), query };
	for await (const { records } of paginate(search, searchCursor, MOST_FOUND, filter)) {
		const meant = records.filter((record) => record.contactId && isMeant(record));
		for (const record of meant) people.set(record.contactId, record);
	}
	const [only, another] = people.keys();
	if (only !== undefined && another === undefined) return String(only);
	if (only === undefined) {
		throw new ParameterError(
			`Nobody in the inbox has the phone or email '${value}'`,
			"HighLevel's conversation search finds people who have a conversation. Find the others with n8n's own HighLevel node (Contact > Get Many) and give their ID.",
		);
	}
	const named = [...people.values()].slice(0, MOST_NAMED).map(nameOf);
	if (people.size > named.length) named.push('...');
	throw new ParameterError(
		`${people.size} people in the inbox have the phone or email '${value}'`,
		`Choose one 'By ID', or merge them in HighLevel: ${named.join(', ')}.`,
	);
}

/** For operations whose contact may be given by phone or email. */
export const contactLookup: Lookups = {
	contactId: { mode: BY_PHONE_OR_EMAIL, find: contactWith },
};
