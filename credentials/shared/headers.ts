import { UserError } from 'n8n-workflow';

/**
 * A credential's field as the value of a header, trimmed; `field` is its name in the editor.
 * Throws where a line break would let it smuggle in another header, or break the request.
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
