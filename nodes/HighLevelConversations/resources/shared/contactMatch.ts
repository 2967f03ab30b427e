import type { IDataObject } from 'n8n-workflow';
import { ParameterError } from '../../../shared/request';
import { CONTACT_LABEL } from '../../fields/contact';
import { canonicalNumber, numberVariants } from './phoneNumbers';

/** Shorter phone numbers have no area code, so many contacts could match. */
const MIN_DIGITS = 7;
/** Maximum number of digits of a country code. */
const MAX_COUNTRY_DIGITS = 3;

/** How to find the contact with a phone number or an email address. */
export interface ContactMatch {
	kind: 'email' | 'number' | 'localNumber';
	/** Search terms. Each needs a separate search. */
	queries: string[];
	/** Whether a record found by a search really is the contact. */
	matches(record: IDataObject): boolean;
}

const digitsIn = (text: unknown) => String(text ?? '').replace(/\D/g, '');

/** All values of a field: the main one, and those in the list `more`, which contains strings or objects. */
function contactValues(record: IDataObject, field: 'phone' | 'email', more: string): string[] {
	const others = Array.isArray(record[more]) ? (record[more] as unknown[]) : [];
	return [record[field], ...others]
		.map((each) => (typeof each === 'object' ? (each as IDataObject | null)?.[field] : each))
		.flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? String(each) : []));
}

function matchByEmail(email: string): ContactMatch {
	const lowerCaseEmail = email.toLowerCase();
	return {
		kind: 'email',
		queries: [email],
		matches: (record) =>
			contactValues(record, 'email', 'additionalEmails').some(
				(each) => each.toLowerCase() === lowerCaseEmail,
			),
	};
}

/** HighLevel stores phone numbers as +15037081210. A number without a country code matches those of any country. */
function matchByPhone(phone: string): ContactMatch {
	const digits = digitsIn(phone);
	const hasCountryCode = /^\s*(\+|\(\+|00)/.test(phone);
	const number = hasCountryCode ? digits.replace(/^00/, '') : digits.replace(/^0/, '');
	const canonical = canonicalNumber(number);
	const isSame = (stored: string): boolean => {
		if (canonicalNumber(stored) === canonical) return true;
		if (hasCountryCode) return false;
		const countryDigits = stored.length - number.length;
		const isLocal =
			countryDigits > 0 && countryDigits <= MAX_COUNTRY_DIGITS && stored.endsWith(number);
		return stored === digits || isLocal;
	};
	return {
		kind: hasCountryCode ? 'number' : 'localNumber',
		queries: numberVariants(number).map((variant) => (hasCountryCode ? `+${variant}` : variant)),
		matches: (record) =>
			contactValues(record, 'phone', 'additionalPhones').map(digitsIn).some(isSame),
	};
}

/** Removes what other systems add to a phone number: `tel:`, `whatsapp:`, `…@s.whatsapp.net`. */
function withoutChannel(value: string): string {
	const bare = value.trim().replace(/^(?:tel|whatsapp):/i, '');
	const [, account] = /^\+?(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i.exec(bare) ?? [];
	// WhatsApp account IDs are phone numbers with country code, but without the plus sign.
	return account === undefined ? bare : `+${account}`;
}

const isEmail = (value: string) => /^[^\s@]+@[^\s@]+$/.test(value);
const isPhone = (value: string) =>
	/^[+\d\s()./-]+$/.test(value) && digitsIn(value).length >= MIN_DIGITS;

/** Whether a value is a phone number or an email address. */
export const isPhoneOrEmail = (given: string): boolean => {
	const value = withoutChannel(given);
	return isEmail(value) || isPhone(value);
};

/** Whether a value has the format of a HighLevel ID: letters and digits, at least 16 characters. */
export const isContactId = (given: string): boolean =>
	/^(?=.*[A-Za-z])[A-Za-z0-9]{16,}$/.test(given.trim());

/** How to find the contact for a value. Throws a `ParameterError` unless it is a phone number or an email address. */
export function contactMatchOf(given: string): ContactMatch {
	const value = withoutChannel(given);
	if (isEmail(value)) return matchByEmail(value);
	if (isPhone(value)) return matchByPhone(value);
	throw new ParameterError(
		`'${CONTACT_LABEL}' must be a phone number or an email address: ${value.slice(0, 100)}`,
		"Enter a phone number with its country code (+15037081210) or an email address, or choose 'By ID'.",
	);
}
