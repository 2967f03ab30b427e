import type { IDataObject } from 'n8n-workflow';
import { ParameterError } from '../../../shared/request';
import { CONTACT_LABEL } from '../../fields/contact';
import { canonicalNumber, numberVariants } from './phoneNumbers';

/** A shorter number has no area code, and could be anybody's. */
const MIN_DIGITS = 7;
/** Longest country code. */
const MAX_COUNTRY_DIGITS = 3;

/** How to find the contact with a phone number or an email address. */
export interface ContactMatch {
	kind: 'email' | 'number' | 'localNumber';
	/** What to search for, one search each. */
	queries: string[];
	/** Whether a record is of this contact, and not just similar. */
	matches(record: IDataObject): boolean;
}

const digitsIn = (text: unknown) => String(text ?? '').replace(/\D/g, '');

/** A field of a record and its further values, which are texts or objects with a text. */
function contactValues(record: IDataObject, field: 'phone' | 'email', more: string): string[] {
	const others = Array.isArray(record[more]) ? (record[more] as unknown[]) : [];
	return [record[field], ...others]
		.map((each) => (typeof each === 'object' ? (each as IDataObject | null)?.[field] : each))
		.flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? String(each) : []));
}

function byEmail(email: string): ContactMatch {
	const wanted = email.toLowerCase();
	return {
		kind: 'email',
		queries: [email],
		matches: (record) =>
			contactValues(record, 'email', 'additionalEmails').some(
				(each) => each.toLowerCase() === wanted,
			),
	};
}

/** HighLevel keeps numbers as +15037081210. One without a country code is taken to be any country's. */
function byPhone(phone: string): ContactMatch {
	const digits = digitsIn(phone);
	const isWhole = /^\s*(\+|\(\+|00)/.test(phone);
	const number = isWhole ? digits.replace(/^00/, '') : digits.replace(/^0/, '');
	const wanted = canonicalNumber(number);
	const isSame = (theirs: string): boolean => {
		if (canonicalNumber(theirs) === wanted) return true;
		if (isWhole) return false;
		const country = theirs.length - number.length;
		const isLocal = country > 0 && country <= MAX_COUNTRY_DIGITS && theirs.endsWith(number);
		return theirs === digits || isLocal;
	};
	return {
		kind: isWhole ? 'number' : 'localNumber',
		queries: numberVariants(number).map((variant) => (isWhole ? `+${variant}` : variant)),
		matches: (record) =>
			contactValues(record, 'phone', 'additionalPhones').map(digitsIn).some(isSame),
	};
}

/** A value without what other systems write around a number: `tel:`, `whatsapp:`, `…@s.whatsapp.net`. */
function withoutPrefix(value: string): string {
	const bare = value.trim().replace(/^(?:tel|whatsapp):/i, '');
	const [, account] = /^\+?(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i.exec(bare) ?? [];
	// WhatsApp's accounts are whole numbers without the plus sign.
	return account === undefined ? bare : `+${account}`;
}

const isEmail = (value: string) => /^[^\s@]+@[^\s@]+$/.test(value);
const isPhone = (value: string) =>
	/^[+\d\s()./-]+$/.test(value) && digitsIn(value).length >= MIN_DIGITS;

/** Whether a value is a phone number or an email address. */
export const isPhoneOrEmail = (given: string): boolean => {
	const value = withoutPrefix(given);
	return isEmail(value) || isPhone(value);
};

/** Whether a value can only be an ID of HighLevel: letters and digits, as long as an ID. */
export const isContactId = (given: string): boolean =>
	/^(?=.*[A-Za-z])[A-Za-z0-9]{16,}$/.test(given.trim());

/** How to find whom a value names. Throws a `ParameterError` if it is neither a phone number nor an email address. */
export function contactMatchOf(given: string): ContactMatch {
	const value = withoutPrefix(given);
	if (isEmail(value)) return byEmail(value);
	if (isPhone(value)) return byPhone(value);
	throw new ParameterError(
		`'${CONTACT_LABEL}' must be a phone number or an email address: ${value.slice(0, 100)}`,
		"Enter a phone number with its country code (+15037081210) or an email address, or choose 'By ID'.",
	);
}
