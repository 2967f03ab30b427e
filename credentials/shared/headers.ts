import { UserError } from 'n8n-workflow';

/**
 * Returns a credential field's value for use in a header, trimmed; `field` is the field's name in the editor.
 * Throws a `UserError` if it contains a line break, which could inject another header.
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
