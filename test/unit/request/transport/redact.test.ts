import { redactorFor } from '../../../../nodes/shared/request/transport/redact';

const credential = {
	accessToken: 'my own token/+',
	clientSecret: 'abc',
	oauthTokenData: { access_token: 'first-token', refresh_token: 'refresh-token' },
};

test("redacts a credential's secrets, also in their URL encoding", () => {
	const redact = redactorFor(credential, () => 'second-token');
	expect(redact('a first-token, refresh-token, second-token and first-token')).toBe(
		'a [redacted], [redacted], [redacted] and [redacted]',
	);
	expect(redact(`x=${encodeURIComponent(credential.accessToken)}`)).toBe('x=[redacted]');
	expect(redact('The abc of it')).toBe('The abc of it');
});

test('redacts unknown tokens by their format', () => {
	const redact = redactorFor({}, () => undefined);
	expect(redact('Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is invalid')).toBe(
		'Bearer [redacted] is invalid',
	);
	expect(redact('pit-01234567-89ab-cdef-0123-456789abcdef')).toBe('[redacted]');
	expect(redact('pit-stop')).toBe('pit-stop');
});
