/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { STATUS_CODES } from 'node:http';

import type { Fields } from './types';

/** An error response: status and JSON body. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: Fields,
	) {
		super(String(body.message));
	}
}

/** The common format: `{ statusCode, message, error }`. */
export function refuse(statusCode: number, message: string): ApiError {
	return new ApiError(statusCode, {
		statusCode,
		message,
		error: STATUS_CODES[statusCode] ?? 'Error',
	});
}

/** The response for a conversation, message or contact that does not exist: 400 with a code, not 404. */
export function refuseMissing(
	record: 'CONVERSATION' | 'CONTACT' | 'MSG',
	message: string,
): ApiError {
	const canonicalCode = `CONVERSATIONS_${record}_NOT_FOUND`;
	return new ApiError(400, { statusCode: 400, message, error: 'Bad Request', canonicalCode });
}

/** The format of failed validation: status 422 and a list of messages. */
export function refuseFields(message: string[]): ApiError {
	return new ApiError(422, { statusCode: 422, error: 'Unprocessable Entity', message });
}

/** The format with `status` instead of `statusCode`. */
export function refuseSend(status: number, message: string): ApiError {
	return new ApiError(status, { status, message, name: 'HttpException' });
}

/** The format of the upload endpoints and of canceled schedules: `{ status, message }`. */
export function refuseBare(status: number, message: string): ApiError {
	return new ApiError(status, { status, message });
}

/** The page of HighLevel's edge for a request that it rejects before the API. */
export function edgePage(status: number, reason: string): string {
	return `<!DOCTYPE html>
<html lang="en-US"><head><title>${reason} | services.leadconnectorhq.com | Cloudflare</title></head>
<body><h1>${reason}</h1><p>Error code ${status}</p><p>Cloudflare Ray ID: 8f2c5d1e7a90b3c4</p></body></html>
`;
}
