import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';
import { ParameterError, isObject } from '../errors';
import type { ItemContext } from '../operationSpec';
import { joinName, safeFileName, splitName } from './fileName';
import { converters, tryOr } from '../values';
import { extensionOfType, FILE_TYPES, supportedExtension } from '../../fileTypes';
import { operationPath } from '../../names';

/** In bytes. */
export const MEGABYTE = 1024 * 1024;
/** Max size of a file, in bytes. For WhatsApp, the upload of large files accepts `MAX_WHATSAPP_BYTES`. */
export const MAX_FILE_BYTES = 5 * MEGABYTE;
export const MAX_WHATSAPP_BYTES = 100 * MEGABYTE;
/** The MIME type of files whose type is unknown. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** A file in the input item. */
export interface InputFile {
	/** Name of the binary field, or of the file if it comes from an expression. For error messages. */
	field: string;
	/** Has an extension that HighLevel supports, and is unique among the files of its item. */
	name: string;
	type: string;
	/** In bytes. */
	size: number;
	binary: IBinaryData;
}

/** A size for messages, e.g. "25 MB". */
export const inMegabytes = (bytes: number) =>
	`${(bytes / MEGABYTE).toFixed(bytes % MEGABYTE === 0 ? 0 : 2)} MB`;

/** Size of a file in bytes, by n8n's storage or the bytes themselves: the size in the item's metadata may be wrong. */
export async function sizeOf(
	helpers: Pick<BinaryHelperFunctions, 'getBinaryMetadata'>,
	binary: IBinaryData,
): Promise<number> {
	if (binary.id) return (await helpers.getBinaryMetadata(binary.id)).fileSize;
	return Buffer.byteLength(binary.data, 'base64');
}

/** Whether a value is a file as n8n stores it: with the bytes in base64, or the ID of the stored file. */
const isFile = (value: unknown): value is IBinaryData =>
	isObject(value) &&
	typeof value.mimeType === 'string' &&
	[value.id, value.data].some((bytes) => typeof bytes === 'string');

/**
 * Finds the file for a value: the file itself (from an expression), the name of a binary field, or, in workflows that
 * keep files in the JSON of their items, the path to it. Throws a `ParameterError` if there is no such file.
 */
function findFile(item: ItemContext, value: unknown, label: string): IBinaryData {
	if (isFile(value)) return value;
	const name = String(value);
	const { binary = {} } = item.context.getInputData();
	if (binary[name]) return binary[name];
	// n8n resolves the paths; older versions do not have such workflows and throw.
	const file: unknown = tryOr(() => item.context.helpers.assertBinaryData(name));
	if (isFile(file)) return file;
	const names = Object.keys(binary);
	throw new ParameterError(
		`The input item has no binary field '${name.slice(0, 100)}' (from ${label})`,
		names.length > 0
			? `Binary fields of the item: ${names.map((each) => `'${each}'`).join(', ')}.`
			: 'The item has no binary fields. Add a node that reads or downloads the file before this one.',
	);
}

/** The names and files in a parameter's value: a file, comma-separated names, or a list of both. */
function parseFiles(value: unknown, label: string): unknown[] {
	if (isFile(value)) return [value];
	if (!Array.isArray(value))
		return converters.stringList(value, { label, timezone: '' }) as unknown[];
	return value.flatMap((part) => parseFiles(part, label));
}

/** Yields the bytes of a file in chunks. Throws a `ParameterError` if the file is empty or exceeds `maxBytes`. */
async function* chunksOf(
	item: ItemContext,
	{ field, binary }: InputFile,
	maxBytes: number,
): AsyncGenerator<Buffer> {
	const source: AsyncIterable<unknown> | Buffer[] = binary.id
		? await item.context.helpers.getBinaryStream(binary.id)
		: [Buffer.from(binary.data, 'base64')];
	let size = 0;
	for await (const chunk of source) {
		size += (chunk as Buffer).length;
		if (size > maxBytes) throw fileTooLargeError(field, size, maxBytes);
		yield chunk as Buffer;
	}
	if (size === 0) throw emptyFileError(field);
}

/** Reads all bytes of a file. Throws a `ParameterError` if the file is empty or exceeds `maxBytes`. */
export async function readFile(
	item: ItemContext,
	file: InputFile,
	maxBytes: number,
): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of chunksOf(item, file, maxBytes)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Counts the bytes of a file by reading it as a stream. Throws like `readFile`. */
export async function countBytes(
	item: ItemContext,
	file: InputFile,
	maxBytes: number,
): Promise<number> {
	let size = 0;
	for await (const chunk of chunksOf(item, file, maxBytes)) size += chunk.length;
	return size;
}

const emptyFileError = (field: string) =>
	new ParameterError(
		`The file in '${field}' is empty (0 bytes)`,
		'Check the node that creates the file.',
	);

function fileTooLargeError(name: string, size: number, maxBytes: number): ParameterError {
	return new ParameterError(
		`The file in '${name}' is too large: ${inMegabytes(size)} (max ${inMegabytes(maxBytes)})`,
		maxBytes < MAX_WHATSAPP_BYTES
			? `For WhatsApp, use ${operationPath('upload', 'uploadLargeFile')} (up to ${inMegabytes(MAX_WHATSAPP_BYTES)}).`
			: 'Send a link to the file instead.',
	);
}

/**
 * The file's name with an extension that HighLevel supports: its own, or one for its MIME type. Files created by other
 * nodes often have no name, only the type that n8n detected. Throws a `ParameterError` if HighLevel supports neither.
 */
function supportedFileName(binary: IBinaryData, type: string, field: string): string {
	const { fileExtension } = binary;
	const fileName = safeFileName(binary.fileName);
	const ownExtension = splitName(fileName ?? '')[1].slice(1);
	if (fileName && supportedExtension(ownExtension)) return fileName;
	const extension = supportedExtension(fileExtension ?? '') ?? extensionOfType(type);
	if (extension) return joinName(fileName ?? safeFileName(field) ?? 'file', `.${extension}`);
	const actualType = ownExtension ? `${ownExtension.toUpperCase()} (${type})` : type;
	throw new ParameterError(
		`Unsupported type of the file in '${field}': ${actualType}`,
		`Supported file types: ${FILE_TYPES}. The file name's extension or the MIME type must be one of these.`,
	);
}

/** Adds a number to a name that is already used: HighLevel identifies the files of a request by name. */
function uniqueName(name: string, usedNames: Set<string>): string {
	const [stem, extension] = splitName(name);
	let unique = name;
	for (let n = 2; usedNames.has(unique.toLowerCase()); n++)
		unique = joinName(stem, `-${n}${extension}`);
	usedNames.add(unique.toLowerCase());
	return unique;
}

/** The name of a file in error messages: its binary field, or its own name if it comes from an expression. */
const fieldNameOf = (value: unknown): string =>
	isFile(value) ? (safeFileName(value.fileName) ?? 'file') : String(value);

/**
 * The files in a parameter's value: comma-separated names of binary fields, paths, or files from expressions. `label` is
 * the parameter's label, in quotes. Throws a `ParameterError` if a file is missing, empty, larger than `maxBytes`, or of
 * a type that HighLevel does not support.
 */
export async function inputFiles(
	item: ItemContext,
	value: unknown,
	label: string,
	maxBytes: number,
): Promise<InputFile[]> {
	const values = parseFiles(value, label);
	if (values.length === 0)
		throw new ParameterError(
			`${label} is empty`,
			'Enter the name of the binary field with the file.',
		);
	const files: InputFile[] = [];
	const usedNames = new Set<string>();
	for (const value of values) {
		const field = fieldNameOf(value);
		const binary = findFile(item, value, label);
		// Not optional in n8n's type, but items from a Code node may lack it.
		const type = binary.mimeType || UNKNOWN_TYPE;
		const name = supportedFileName(binary, type, field);
		const size = await sizeOf(item.context.helpers, binary);
		if (size === 0) throw emptyFileError(field);
		if (size > maxBytes) throw fileTooLargeError(field, size, maxBytes);
		files.push({ field, name: uniqueName(name, usedNames), type, size, binary });
	}
	return files;
}
