import { UserError } from 'n8n-workflow';

/**
 * The value of a credential field for a header, trimmed. `field` is the label of the field.
 * Throws a `UserError` if it contains a line break or null character, which could inject another header.
 */
export function headerValue(value: unknown, field: string): string {
	const text = String(value ?? '').trim();
	if (/[\r\n\0]/.test(text)) {
		throw new UserError(
			`The credential's '${field}' contains a line break. Open the credential and enter it again.`,
		);
	}
	return text;
}
