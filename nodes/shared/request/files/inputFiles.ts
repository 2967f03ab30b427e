import type { IBinaryData } from 'n8n-workflow';
import { FieldIssue } from '../failures';
import type { Job } from '../plan';
import { list } from '../values';
import { pathTo } from '../../names';

const MEGABYTE = 1024 * 1024;
/** What HighLevel takes for one file, in bytes; WhatsApp takes more through the large upload. */
export const MOST_BYTES = 5 * MEGABYTE;
export const MOST_WHATSAPP_BYTES = 100 * MEGABYTE;

const EXTENSIONS = [
	'jpg',
	'jpeg',
	'png',
	'mp4',
	'mpeg',
	'zip',
	'rar',
	'pdf',
	'doc',
	'docx',
	'txt',
	'mp3',
	'wav',
];

/** A file in the input item. */
export interface InputFile {
	/** Name of the binary field. */
	field: string;
	name: string;
	type: string;
	/** In bytes. */
	size: number;
	binary: IBinaryData;
}

const inMegabytes = (bytes: number) =>
	`${(bytes / MEGABYTE).toFixed(bytes % MEGABYTE === 0 ? 0 : 2)} MB`;

/** n8n keeps bytes in the item as base64, or in a store of its own under an id. */
async function sizeOf(job: Job, binary: IBinaryData): Promise<number> {
	if (binary.bytes !== undefined) return binary.bytes;
	if (binary.id) return (await job.context.helpers.getBinaryMetadata(binary.id)).fileSize;
	return Buffer.byteLength(binary.data, 'base64');
}

function binaryIn(job: Job, field: string, label: string): IBinaryData {
	const fields = job.context.getInputData().binary ?? {};
	const found = fields[field];
	if (found) return found;
	const names = Object.keys(fields);
	throw new FieldIssue(
		`${label} names '${field}', and the input item has no binary field of that name`,
		names.length > 0
			? `The item has: ${names.map((name) => `'${name}'`).join(', ')}.`
			: 'The item has no binary fields at all: add a node before this one that reads or downloads the file.',
	);
}

/** The extension that HighLevel goes by: the file name's, else the one n8n found. */
function extensionOf(binary: IBinaryData, field: string): string {
	const named = /\.([^./\\]+)$/.exec(binary.fileName ?? '')?.[1] ?? binary.fileExtension ?? '';
	const extension = named.toLowerCase();
	if (EXTENSIONS.includes(extension)) return extension;
	throw new FieldIssue(
		`The file in '${field}' is of a type that HighLevel does not take: ${extension || binary.mimeType}`,
		`It takes ${EXTENSIONS.map((each) => each.toUpperCase()).join(', ')}. The type is read from the file name's ending.`,
	);
}

/**
 * The files that a parameter names, one name or several with commas. `label` is the parameter's, in quotes.
 * Throws a `FieldIssue` where a field is missing, or a file's type or size (in bytes) is one that HighLevel refuses.
 */
export async function inputFiles(
	job: Job,
	names: unknown,
	label: string,
	mostBytes: number,
): Promise<InputFile[]> {
	const fields = list(names, { label, timezone: '' }) as string[];
	if (fields.length === 0)
		throw new FieldIssue(`${label} is empty`, 'Enter the name of the binary field with the file.');
	const files: InputFile[] = [];
	for (const field of fields) {
		const binary = binaryIn(job, field, label);
		const extension = extensionOf(binary, field);
		const size = await sizeOf(job, binary);
		if (size > mostBytes) {
			throw new FieldIssue(
				`The file in '${field}' has ${inMegabytes(size)}, and HighLevel takes ${inMegabytes(mostBytes)} at most here`,
				mostBytes < MOST_WHATSAPP_BYTES
					? `${pathTo('upload', 'uploadLargeFile')} takes up to ${inMegabytes(MOST_WHATSAPP_BYTES)} for WhatsApp.`
					: 'Send a link to the file in the place of the file.',
			);
		}
		const name = binary.fileName ?? `${field}.${extension}`;
		files.push({ field, name, type: binary.mimeType, size, binary });
	}
	return files;
}
