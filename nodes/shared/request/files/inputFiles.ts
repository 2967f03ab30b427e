import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';
import { ParameterError, isObject } from '../errors';
import type { ItemContext } from '../operationSpec';
import { joinName, safeFileName, splitName } from './fileName';
import { rules, tryOr } from '../values';
import { endingOfType, FILE_TYPES, takenEnding } from '../../fileTypes';
import { pathTo } from '../../names';

const MEGABYTE = 1024 * 1024;
/** What HighLevel takes for one file, in bytes; WhatsApp takes more through the large upload. */
export const MAX_FILE_BYTES = 5 * MEGABYTE;
export const MAX_WHATSAPP_BYTES = 100 * MEGABYTE;
/** The media type of bytes that nobody has named. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** A file in the input item. */
export interface InputFile {
	/** Name of the binary field, or of a file that an expression gave, for messages. */
	field: string;
	/** Ends with one of the endings that HighLevel goes by, and is the only one of its item. */
	name: string;
	type: string;
	/** In bytes. */
	size: number;
	binary: IBinaryData;
}

/** A size as messages say it, e.g. "25 MB". */
export const inMegabytes = (bytes: number) =>
	`${(bytes / MEGABYTE).toFixed(bytes % MEGABYTE === 0 ? 0 : 2)} MB`;

/** In bytes, as n8n's store or the bytes themselves say: what an item states about its size may be wrong. */
export async function sizeOf(
	helpers: Pick<BinaryHelperFunctions, 'getBinaryMetadata'>,
	binary: IBinaryData,
): Promise<number> {
	if (binary.id) return (await helpers.getBinaryMetadata(binary.id)).fileSize;
	return Buffer.byteLength(binary.data, 'base64');
}

/** A file as n8n keeps it: the bytes as base64, or the ID under which its store has them. */
const isFile = (value: unknown): value is IBinaryData =>
	isObject(value) &&
	typeof value.mimeType === 'string' &&
	[value.id, value.data].some((bytes) => typeof bytes === 'string');

/**
 * The file that a value stands for: the file itself, as an expression gives it, the name of a binary field, or, in
 * workflows whose items hold files in their JSON, the path to it. Throws a `ParameterError` if there is none.
 */
function fileIn(item: ItemContext, value: unknown, label: string): IBinaryData {
	if (isFile(value)) return value;
	const name = String(value);
	const { binary = {} } = item.context.getInputData();
	if (binary[name]) return binary[name];
	// n8n knows the paths; older versions have no such workflows.
	const found: unknown = tryOr(() => item.context.helpers.assertBinaryData(name));
	if (isFile(found)) return found;
	const names = Object.keys(binary);
	throw new ParameterError(
		`${label} names '${name.slice(0, 100)}', and the input item has no binary field of that name`,
		names.length > 0
			? `The item has: ${names.map((each) => `'${each}'`).join(', ')}.`
			: 'The item has no binary fields at all: add a node before this one that reads or downloads the file.',
	);
}

/** The names and files that a parameter gives: one or several, names with commas between them. */
function filesGiven(value: unknown, label: string): unknown[] {
	if (isFile(value)) return [value];
	if (!Array.isArray(value)) return rules.stringList(value, { label, timezone: '' }) as unknown[];
	return value.flatMap((part) => filesGiven(part, label));
}

/** The bytes of a file, part by part, until they are more than HighLevel takes: then it throws a `ParameterError`. */
async function* partsOf(
	item: ItemContext,
	{ field, binary }: InputFile,
	maxBytes: number,
): AsyncGenerator<Buffer> {
	const source: AsyncIterable<unknown> | Buffer[] = binary.id
		? await item.context.helpers.getBinaryStream(binary.id)
		: [Buffer.from(binary.data, 'base64')];
	let size = 0;
	for await (const part of source) {
		size += (part as Buffer).length;
		if (size > maxBytes) throw tooLarge(field, size, maxBytes);
		yield part as Buffer;
	}
	if (size === 0) throw isEmptyFile(field);
}

/** All bytes of a file. Throws a `ParameterError` if there are none, or more than `maxBytes`. */
export async function readFile(
	item: ItemContext,
	file: InputFile,
	maxBytes: number,
): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of partsOf(item, file, maxBytes)) parts.push(part);
	return Buffer.concat(parts);
}

/** How many bytes a file really has, counted as they stream by. Throws like `readFile`. */
export async function countBytes(
	item: ItemContext,
	file: InputFile,
	maxBytes: number,
): Promise<number> {
	let size = 0;
	for await (const part of partsOf(item, file, maxBytes)) size += part.length;
	return size;
}

const isEmptyFile = (field: string) =>
	new ParameterError(
		`The file in '${field}' is empty (0 bytes)`,
		'Check the node that makes the file.',
	);

/** The error for a file with more bytes than HighLevel takes. */
function tooLarge(name: string, size: number, maxBytes: number): ParameterError {
	return new ParameterError(
		`The file in '${name}' has ${inMegabytes(size)}, and HighLevel takes ${inMegabytes(maxBytes)} at most here`,
		maxBytes < MAX_WHATSAPP_BYTES
			? `${pathTo('upload', 'uploadLargeFile')} takes up to ${inMegabytes(MAX_WHATSAPP_BYTES)} for WhatsApp.`
			: 'Send a link to the file in the place of the file.',
	);
}

/**
 * The file's name with an ending that HighLevel takes: its own, else that of the type. Files made by other nodes often
 * have no name at all, and n8n's guess at their type alone.
 */
function nameOf(binary: IBinaryData, type: string, field: string): string {
	const { fileExtension } = binary;
	const fileName = safeFileName(binary.fileName);
	const named = splitName(fileName ?? '')[1].slice(1);
	if (fileName && takenEnding(named)) return fileName;
	const ending = takenEnding(fileExtension ?? '') ?? endingOfType(type);
	if (ending) return joinName(fileName ?? safeFileName(field) ?? 'file', `.${ending}`);
	const found = named ? `${named.toUpperCase()} (${type})` : type;
	throw new ParameterError(
		`The file in '${field}' is of a type that HighLevel does not take: ${found}`,
		`It takes ${FILE_TYPES}. Either the ending of the file's name or its type must be one of these.`,
	);
}

/** The name, with a number where another file has it: HighLevel tells the files of a request apart by their names. */
function distinct(name: string, taken: Set<string>): string {
	const [stem, ending] = splitName(name);
	let free = name;
	for (let n = 2; taken.has(free.toLowerCase()); n++) free = joinName(stem, `-${n}${ending}`);
	taken.add(free.toLowerCase());
	return free;
}

/** What messages call a file: its binary field, or its own name. */
const fieldOf = (value: unknown): string =>
	isFile(value) ? (safeFileName(value.fileName) ?? 'file') : String(value);

/**
 * The files that a parameter gives: names of binary fields with commas between them, paths, or files by expressions.
 * `label` is the parameter's, in quotes. Throws a `ParameterError` where a file is missing, empty, larger than `maxBytes`,
 * or of a type that HighLevel refuses.
 */
export async function inputFiles(
	item: ItemContext,
	given: unknown,
	label: string,
	maxBytes: number,
): Promise<InputFile[]> {
	const values = filesGiven(given, label);
	if (values.length === 0)
		throw new ParameterError(
			`${label} is empty`,
			'Enter the name of the binary field with the file.',
		);
	const files: InputFile[] = [];
	const taken = new Set<string>();
	for (const value of values) {
		const field = fieldOf(value);
		const binary = fileIn(item, value, label);
		// Items made by hand may lack it, whatever n8n's own type says.
		const type = binary.mimeType || UNKNOWN_TYPE;
		const name = nameOf(binary, type, field);
		const size = await sizeOf(item.context.helpers, binary);
		if (size === 0) throw isEmptyFile(field);
		if (size > maxBytes) throw tooLarge(field, size, maxBytes);
		files.push({ field, name: distinct(name, taken), type, size, binary });
	}
	return files;
}
