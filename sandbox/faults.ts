/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import type { RequestHandler, Response } from 'express';

import { edgePage } from './errors';
import { recordOf } from './recorder';
import type { RecordedRequest } from './types';

/** An error for the next matching requests. */
export interface Fault {
	method?: string;
	/** The decoded path, exact or as a pattern. */
	path?: string | RegExp;
	when?: (request: RecordedRequest) => boolean;
	/** How many requests it applies to; 1 by default. */
	times?: number;
	/** How many matching requests it skips first. */
	skip?: number;
	/** Delay before everything else, ms. */
	delayMs?: number;
	/** Waits for this promise as well. */
	until?: () => Promise<void>;
	/** Never answers. */
	hang?: true;
	/** Resets the connection before or after processing, or cuts the response in the middle. */
	disconnect?: 'before' | 'after' | 'midBody';
	/** Processes the request first, then answers with the fault. */
	processed?: boolean;
	status?: number;
	/** Headers added to the response, also to a normal one. */
	headers?: Record<string, string>;
	/** An object is sent as JSON; a text unchanged, with `contentType`. */
	body?: unknown;
	contentType?: string;
	/** An HTML page like Cloudflare's. */
	html?: true;
	/** Without a body. */
	empty?: true;
	/** Sends these bytes instead of the whole response after processing, then closes the connection. */
	raw?: string;
	/** Changes the JSON of a normal response. */
	map?: (json: unknown, request: RecordedRequest) => unknown;
}

/** The pending faults. */
export class Faults {
	private waiting: Array<{ fault: Fault; skip: number; times: number }> = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault for a request: the oldest one that matches and is not used up. */
	next(request: RecordedRequest): Fault | undefined {
		for (const entry of this.waiting) {
			if (entry.times <= 0 || !matches(entry.fault, request)) continue;
			if (entry.skip > 0) {
				entry.skip -= 1;
				continue;
			}
			entry.times -= 1;
			return entry.fault;
		}
		return undefined;
	}
}

/** Applies pending faults; other requests pass. */
export function applyFaults(faults: Faults): RequestHandler {
	return async (request, response, next) => {
		const record = recordOf(request);
		const fault = faults.next(record);
		if (!fault) return next();
		if (fault.delayMs) await sleep(fault.delayMs);
		await fault.until?.();
		if (fault.hang) return;
		if (fault.disconnect === 'before') return resetSocket(response);
		if (fault.disconnect) cutOff(response, fault.disconnect);
		if (fault.raw !== undefined) answerRaw(response, fault.raw);
		if (fault.headers) response.set(fault.headers);
		const replaces =
			fault.status !== undefined || fault.html || fault.empty || fault.body !== undefined;
		if (replaces && !fault.processed) return answer(response, fault);
		if (replaces) answerInstead(response, fault);
		const { map } = fault;
		if (map) {
			const send = response.json.bind(response);
			response.json = (json: unknown) => send(map(json, record));
		}
		return next();
	};
}

function matches(fault: Fault, request: RecordedRequest): boolean {
	if (fault.method && fault.method.toUpperCase() !== request.method) return false;
	if (typeof fault.path === 'string' && fault.path !== request.path) return false;
	if (fault.path instanceof RegExp && !fault.path.test(request.path)) return false;
	return fault.when?.(request) ?? true;
}

function answer(response: Response, fault: Fault): void {
	response.status(fault.status ?? 200);
	if (fault.html) {
		response.type('html').send(edgePage(response.statusCode, 'A server did not answer in time'));
	} else if (fault.empty || fault.body === undefined) {
		response.end();
	} else if (typeof fault.body === 'string') {
		response.type(fault.contentType ?? 'text/plain').send(fault.body);
	} else {
		response.json(fault.body);
	}
}

/** Discards the endpoint's response and sends the fault's. */
function answerInstead(response: Response, fault: Fault): void {
	const { write, end } = response;
	const replace = (): Response => {
		response.write = write;
		response.end = end;
		for (const name of ['content-length', 'content-type', 'content-disposition', 'etag']) {
			response.removeHeader(name);
		}
		answer(response, fault);
		return response;
	};
	response.write = () => {
		replace();
		// The endpoint's stream is not needed any more.
		response.write = () => true;
		return true;
	};
	response.end = replace;
}

/** Writes bytes to the socket, because Node does not send invalid HTTP. */
function answerRaw(response: Response, raw: string): void {
	const replace = (): Response => {
		response.socket?.end(raw);
		return response;
	};
	response.write = () => {
		replace();
		return false;
	};
	response.end = replace;
}

function cutOff(response: Response, where: 'after' | 'midBody'): void {
	const { write, end } = response;
	const cut = (chunk: unknown): Response => {
		response.write = write;
		response.end = end;
		if (where === 'after' || chunk === undefined) {
			resetSocket(response);
			return response;
		}
		const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		if (!response.hasHeader('content-length')) response.setHeader('content-length', bytes.length);
		const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
		// Close the connection after half of the response.
		response.write(half, () => response.socket?.destroy());
		return response;
	};
	response.write = (chunk: unknown) => {
		cut(chunk);
		return false;
	};
	response.end = cut;
}

function resetSocket(response: Response): void {
	response.socket?.resetAndDestroy();
}
