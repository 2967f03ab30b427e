/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import type { RequestHandler, Response } from 'express';

import { edgePage } from './errors';
import { recordOf } from './recorder';
import type { RecordedRequest } from './types';

/** Something that goes wrong with the next matching request. */
export interface Fault {
	method?: string;
	/** The decoded path, whole or as a pattern. */
	path?: string | RegExp;
	when?: (request: RecordedRequest) => boolean;
	/** How often it strikes; 1 unless told. */
	times?: number;
	/** How many matching requests pass first. */
	skip?: number;
	/** Waits before anything else happens. */
	delayMs?: number;
	/** Waits for this, too. */
	until?: () => Promise<void>;
	/** Never answers. */
	hang?: true;
	/** Resets before the work, resets after it, or cuts the reply in the middle. */
	disconnect?: 'before' | 'after' | 'midBody';
	/** Does the real work first, then answers with the fault. */
	processed?: boolean;
	status?: number;
	/** Added to the reply, also to a normal one. */
	headers?: Record<string, string>;
	/** An object becomes JSON; text is sent as it is, with `contentType`. */
	body?: unknown;
	contentType?: string;
	/** A page as Cloudflare shows it. */
	html?: true;
	/** No body. */
	empty?: true;
	/** These bytes in the place of the whole reply, after the work; then the connection ends. */
	raw?: string;
	/** Rewrites the JSON of a normal reply. */
	map?: (json: unknown, request: RecordedRequest) => unknown;
}

/** The faults that are waiting. */
export class Faults {
	private waiting: Array<{ fault: Fault; skip: number; times: number }> = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault that strikes this request: the oldest that matches and is not used up. */
	take(request: RecordedRequest): Fault | undefined {
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

/** Lets the waiting faults strike; everything else passes. */
export function strike(faults: Faults): RequestHandler {
	return async (request, response, next) => {
		const record = recordOf(request);
		const fault = faults.take(record);
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

/** Drops what the endpoint answers and sends the fault's own reply. */
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
		// The endpoint's stream has nobody to talk to any more.
		response.write = () => true;
		return true;
	};
	response.end = replace;
}

/** Sends bytes past Node, which would not send an answer that breaks HTTP. */
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
		// Once the half is out, the connection ends without a word.
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
