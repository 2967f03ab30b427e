import { ApiFailure } from '../failures';

/** What n8n's OAuth 2 client leaves in the cause of its errors. */
interface Cause {
	/** EAUTH: an OAuth error in the reply; ESTATUS: any other refusal; else the network's code. */
	code?: unknown;
	status?: number;
	message?: string;
	config?: { url?: unknown };
	response?: { status?: number };
}

/**
 * The failure of a request that never was the trouble: its token had ended, and n8n could not renew it.
 * Undefined where the error is about something else. `tokenUrl` is where the credential renews its token.
 */
export function renewalFailure(error: unknown, tokenUrl: unknown): ApiFailure | undefined {
	const cause = ((error as { cause?: unknown }).cause ?? error) as Cause;
	const refusal = cause.status ?? 400;
	const passing = refusal === 429 || refusal >= 500;
	const refused = cause.code === 'EAUTH' || cause.code === 'ESTATUS';
	if ((refused && !passing) || /\breconnect/i.test(cause.message ?? '')) {
		return new ApiFailure({ kind: 'disconnected', status: 401 });
	}
	// Only a 401 is thrown for its status, so any other status is the token endpoint's.
	const status = refused ? cause.status : cause.response?.status;
	const elsewhere = status !== undefined && status !== 401;
	if (!elsewhere && (tokenUrl === undefined || cause.config?.url !== tokenUrl)) return undefined;
	return new ApiFailure({
		kind: 'unreachable',
		status,
		code: typeof cause.code === 'string' ? cause.code : undefined,
		advice:
			'The access token had ended and could not be renewed, so nothing was sent. Run it again later.',
	});
}
