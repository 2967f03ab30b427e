import { createHash } from 'node:crypto';

import { raw, type Request, type RequestHandler } from 'express';
import multer, { type StorageEngine } from 'multer';

import { refuse } from './errors';
import type { Fields, ReceivedFile, RecordedRequest } from './types';

const records = new WeakMap<Request, RecordedRequest>();
const filesOf = new WeakMap<Request, ReceivedFile[]>();
const parsedOf = new WeakMap<Request, unknown>();

/** The recorded request. */
export function recordOf(request: Request): RecordedRequest {
	const record = records.get(request);
	if (!record) throw new Error(`${request.method} ${request.url} was never recorded`);
	return record;
}

/** The request's body as an object (empty without a body), and its files. */
export function contentOf(request: Request): { body: Fields; files: ReceivedFile[] } {
	const parsed = parsedOf.get(request);
	return { body: isFields(parsed) ? parsed : {}, files: filesOf.get(request) ?? [] };
}

/** Adds every request to `requests`, in order. */
export function recordInto(requests: RecordedRequest[]): RequestHandler {
	let inFlight = 0;
	return (request, response, next) => {
		inFlight += 1;
		const url = new URL(request.url, 'http://sandbox');
		const record: RecordedRequest = {
			method: request.method,
			path: decoded(request.url.split('?')[0]),
			rawPath: request.url,
			query: queryOf(url.searchParams),
			headers: request.headers,
			body: undefined,
			at: Date.now(),
			status: undefined,
			inFlight,
			aborted: false,
		};
		records.set(request, record);
		requests.push(record);
		response.once('finish', () => {
			record.status = response.statusCode;
		});
		response.once('close', () => {
			inFlight -= 1;
			record.aborted = !response.writableFinished;
		});
		next();
	};
}

/**
 * Reads the body: parses JSON and forms, measures and hashes the files of multipart forms, and keeps only small
 * ones. Other types are treated as no body, like on the live API.
 */
export const readBody: RequestHandler[] = [
	raw({ type: (request) => !isMultipart(request.headers['content-type']), limit: '20mb' }),
	(request, response, next) => {
		if (isMultipart(request.headers['content-type'])) {
			return upload(request, response, (failure: unknown) => {
				if (failure) return next(refuse(400, String(failure)));
				const fields: unknown = { ...request.body };
				parsedOf.set(request, fields);
				recordOf(request).body = { fields, files: filesOf.get(request) ?? [] };
				return next();
			});
		}
		const bytes: unknown = request.body;
		if (Buffer.isBuffer(bytes)) parseInto(request, bytes.toString('utf8'));
		return next();
	},
];

function parseInto(request: Request, text: string): void {
	const type = request.headers['content-type'] ?? '';
	const record = recordOf(request);
	if (/^application\/x-www-form-urlencoded/i.test(type)) {
		record.body = Object.fromEntries(new URLSearchParams(text));
	} else if (/^application\/(\w+\+)?json/i.test(type)) {
		record.rawBody = text;
		try {
			record.body = JSON.parse(text);
		} catch (failure) {
			throw refuse(400, failure instanceof Error ? failure.message : 'Unexpected token in JSON');
		}
	}
	parsedOf.set(request, record.body);
}

/** Larger files are kept only as size and hash. */
const MAX_KEPT_BYTES = 256 * 1024;

const hashing: StorageEngine = {
	_handleFile(request, file, done) {
		const hash = createHash('sha256');
		let size = 0;
		const parts: Buffer[] = [];
		file.stream.on('data', (chunk: Buffer) => {
			size += chunk.length;
			hash.update(chunk);
			if (size <= MAX_KEPT_BYTES) parts.push(chunk);
		});
		file.stream.once('error', done);
		file.stream.once('end', () => {
			const files = filesOf.get(request) ?? [];
			filesOf.set(request, files);
			const received = {
				field: file.fieldname,
				name: file.originalname,
				type: file.mimetype,
				size,
				sha256: hash.digest('hex'),
			};
			// Not enumerable, because tests compare and print received files.
			const bytes = size <= MAX_KEPT_BYTES ? Buffer.concat(parts) : undefined;
			files.push(Object.defineProperty(received, 'bytes', { value: bytes }));
			done(null, { size });
		});
	},
	_removeFile(_request, _file, done) {
		done(null);
	},
};

// Native FormData writes file names in UTF-8; multer expects latin1 by default.
const upload = multer({ storage: hashing, defParamCharset: 'utf8' }).any();

const isMultipart = (type: string | undefined): boolean =>
	/^multipart\/form-data/i.test(type ?? '');

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const name of new Set(parameters.keys())) {
		const values = parameters.getAll(name);
		query[name] = values.length === 1 ? values[0] : values;
	}
	return query;
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
