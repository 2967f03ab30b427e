import type { IBinaryData } from 'n8n-workflow';
import { ParameterError } from '../errors';
import type { ItemContext } from '../operationSpec';
import { joinName, safeFileName, splitName } from './fileName';
import { rules } from '../values';
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
	/** Name of the binary field. */
	field: string;
	/** Ends with one of the endings that HighLevel goes by, and is the only one of its item. */
	name: string;
	type: string;
	/** In bytes. */
	size: number;
	binary: IBinaryData;
}

const inMegabytes = (bytes: number) =>
	`${(bytes / MEGABYTE).toFixed(bytes % MEGABYTE === 0 ? 0 : 2)} MB`;

/** n8n keeps bytes in the item as base64, or in a store of its own under an id. */
export async function sizeOf(job: ItemContext, binary: IBinaryData): Promise<number> {
	if (binary.bytes !== undefined) return binary.bytes;
	if (binary.id) return (await job.context.helpers.getBinaryMetadata(binary.id)).fileSize;
	return Buffer.byteLength(binary.data, 'base64');
}

function binaryIn(job: ItemContext, field: string, label: string): IBinaryData {
	const fields = job.context.getInputData().binary ?? {};
	const found = fields[field];
	if (found) return found;
	const names = Object.keys(fields);
	throw new ParameterError(
		`${label} names '${field}', and the input item has no binary field of that name`,
		names.length > 0
			? `The item has: ${names.map((name) => `'${name}'`).join(', ')}.`
			: 'The item has no binary fields at all: add a node before this one that reads or downloads the file.',
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

/**
 * The files that a parameter names, one name or several with commas. `label` is the parameter's, in quotes.
 * Throws a `FieldIssue` where a field is missing, or a file is empty, too large (in bytes), or of a type that HighLevel refuses.
 */
export async function inputFiles(
	job: ItemContext,
	names: unknown,
	label: string,
	mostBytes: number,
): Promise<InputFile[]> {
	const fields = rules.stringList(names, { label, timezone: '' }) as string[];
	if (fields.length === 0)
		throw new ParameterError(
			`${label} is empty`,
			'Enter the name of the binary field with the file.',
		);
	const files: InputFile[] = [];
	const taken = new Set<string>();
	for (const field of fields) {
		const binary = binaryIn(job, field, label);
		// Items made by hand may lack it, whatever n8n's own type says.
		const type = binary.mimeType || UNKNOWN_TYPE;
		const name = nameOf(binary, type, field);
		const size = await sizeOf(job, binary);
		if (size === 0) {
			throw new ParameterError(
				`The file in '${field}' is empty (0 bytes)`,
				'Check the node that makes the file.',
			);
		}
		if (size > mostBytes) {
			throw new ParameterError(
				`The file in '${field}' has ${inMegabytes(size)}, and HighLevel takes ${inMegabytes(mostBytes)} at most here`,
				mostBytes < MAX_WHATSAPP_BYTES
					? `${pathTo('upload', 'uploadLargeFile')} takes up to ${inMegabytes(MAX_WHATSAPP_BYTES)} for WhatsApp.`
					: 'Send a link to the file in the place of the file.',
			);
		}
		files.push({ field, name: distinct(name, taken), type, size, binary });
	}
	return files;
}
