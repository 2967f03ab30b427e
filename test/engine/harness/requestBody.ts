/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'node:querystring';

import type { Request } from 'express';

/** The length of the random names that n8n's multipart parser (formidable 3) gives to uploads. */
const NAME_LENGTH = 25;

/** An upload of n8n's multipart parser: an instance of a class, not a plain object. */
class PersistentFile {
	constructor(
		readonly filepath: string,
		readonly newFilename: string,
		readonly originalFilename: string | null,
		readonly mimetype: string,
		readonly size: number,
	) {}

	toJSON() {
		return { ...this };
	}
}

interface Part {
	name: string;
	filename: string | null;
	/** A part without a media type is a text. */
	mimetype?: string;
	content: Buffer;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function partFrom(text: string): Part {
	const [head, ...rest] = text.split('\r\n\r\n');
	const [, name = ''] = /\bname="([^"]*)"/i.exec(head) ?? [];
	const [, filename = null] = /\bfilename="([^"]*)"/i.exec(head) ?? [];
	const [, mimetype] = /content-type: *([^\r\n]+)/i.exec(head) ?? [];
	const utf8 = (value: string) => Buffer.from(value, 'latin1').toString('utf8');
	return {
		name: utf8(name),
		filename: filename === null ? null : utf8(filename),
		mimetype,
		content: Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1'),
	};
}

function partsIn(body: Buffer, contentType: string): Part[] {
	const [, boundary = ''] =
		/boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType)?.filter(Boolean) ?? [];
	const pieces = body.toString('latin1').split(`--${boundary}`);
	return pieces.slice(1, -1).map((piece) => partFrom(piece.replace(/^\r\n/, '')));
}

async function fileFrom({ filename, mimetype, content }: Part): Promise<PersistentFile> {
	const name = randomBytes(NAME_LENGTH).toString('hex').slice(0, NAME_LENGTH);
	const path = join(tmpdir(), name);
	await writeFile(path, content);
	return new PersistentFile(path, name, filename, mimetype!, content.length);
}

/** Lists by name; n8n replaces a list of one by its element. */
function grouped<T>(entries: Array<[string, T]>): Record<string, T | T[]> {
	const lists: Record<string, T[]> = {};
	for (const [name, value] of entries) {
		if (!Object.hasOwn(lists, name)) Object.defineProperty(lists, name, listProperty<T>());
		lists[name].push(value);
	}
	return Object.fromEntries(
		Object.entries(lists).map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
	);
}

const listProperty = <T>() => ({ value: [] as T[], enumerable: true });

/** n8n removes empty file inputs. */
const isBlank = ({ filename, content }: Part) => filename === '' && content.length === 0;

async function multipartBody(bytes: Buffer, contentType: string) {
	const parts = partsIn(bytes, contentType);
	const texts = parts.filter(({ mimetype }) => mimetype === undefined);
	const uploads = parts.filter((part) => part.mimetype !== undefined && !isBlank(part));
	const files = uploads.map(
		async (part): Promise<[string, PersistentFile]> => [part.name, await fileFrom(part)],
	);
	return {
		data: grouped(texts.map(({ name, content }): [string, string] => [name, String(content)])),
		files: grouped(await Promise.all(files)),
	};
}

/**
 * Reads a request's body as n8n 2.41 does for a waiting execution: sets `contentType`, `rawBody` and `body`. A multipart
 * body becomes `{ data, files }`; JSON, URL-encoded forms and plain text are parsed by their type.
 * Returns a function that removes the uploads, as n8n does after its response. Rejects for a body that cannot be parsed.
 */
export async function readBody(request: Request): Promise<() => Promise<void>> {
	const header = request.headers['content-type'];
	const bytes = await bytesOf(request);
	const type = header?.split(';')[0].toLowerCase();
	request.contentType = type;
	request.body = {};
	if (type === 'multipart/form-data') {
		const body = await multipartBody(bytes, header!);
		request.body = body;
		const uploads = Object.values(body.files).flat();
		return async () => {
			await Promise.all(uploads.map(async ({ filepath }) => await rm(filepath, { force: true })));
		};
	}
	request.rawBody = bytes;
	if (bytes.length === 0) return async () => {};
	if (type === 'application/json') request.body = JSON.parse(bytes.toString('utf8'));
	if (type === 'application/x-www-form-urlencoded') request.body = parse(bytes.toString('utf8'));
	if (type === 'text/plain') request.body = bytes.toString('utf8');
	return async () => {};
}
