import type { IBinaryData, IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type { FormField } from './formFields';
import type { Question } from './question';
import { inputName } from './submission';
import type { Submission } from './submission';
import type { Upload } from './upload';

const describeFile = ({ name, mimetype, size }: Upload): IDataObject => ({
	filename: name === '' ? null : name,
	mimetype: mimetype === '' ? null : mimetype,
	size,
});

/** The value of a field in the output, in the format of n8n's own forms. */
function outputValue(field: FormField, texts: string[], files: Upload[]): IDataObject[string] {
	const { type, multipleFiles } = field;
	if (type === 'checkbox') return [...new Set(texts.filter((text) => text !== ''))];
	if (type === 'file') {
		return multipleFiles ? files.map(describeFile) : files[0] ? describeFile(files[0]) : null;
	}
	const text = texts[0] ?? '';
	if (type === 'number') return text.trim() === '' ? null : Number(text);
	if (type === 'text' || type === 'email') return text.trim();
	return text === '' && type !== 'textarea' && type !== 'password' ? null : text;
}

/** Keys that must not be set on an object. */
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** The preferred key if it is free, otherwise with the lowest free number from 2 on, e.g. `file_2`. */
function uniqueKey(preferred: string, isTaken: (key: string) => boolean): string {
	const isFree = (key: string) => !UNSAFE_KEYS.includes(key) && !isTaken(key);
	if (isFree(preferred)) return preferred;
	let number = 2;
	while (!isFree(`${preferred}_${number}`)) number++;
	return `${preferred}_${number}`;
}

/**
 * The binary key of each file field, by the index of the field. It depends only on the form and not on the submitted files, so that
 * the workflow can rely on it.
 */
export function binaryKeysOf(fields: FormField[]): Map<number, string> {
	const keys = new Map<number, string>();
	for (const [index, { name, type }] of fields.entries()) {
		if (type !== 'file') continue;
		const takenKeys = new Set(keys.values());
		keys.set(
			index,
			uniqueKey(name.replace(/\W/g, '_'), (key) => takenKeys.has(key)),
		);
	}
	return keys;
}

/** Copies the submitted files into n8n's binary data, by their binary keys. If a field has several files, their keys are numbered. */
async function readBinary(
	context: IWebhookFunctions,
	fields: FormField[],
	submission: Submission,
): Promise<Map<string, IBinaryData>> {
	const keys = binaryKeysOf(fields);
	const reserved = new Set(keys.values());
	const binary = new Map<string, IBinaryData>();
	for (const [index, key] of keys) {
		const files = submission.files(inputName(index));
		for (const [fileIndex, { path, name, mimetype }] of files.entries()) {
			const fileKey =
				files.length > 1
					? uniqueKey(`${key}_${fileIndex}`, (each) => reserved.has(each) || binary.has(each))
					: key;
			const fileName = name === '' ? `file_${fileIndex}` : name;
			const data = await context.nodeHelpers.copyBinaryFile(path, fileName, mimetype || undefined);
			binary.set(fileKey, data);
		}
	}
	return binary;
}

/** The output item for an answer: its values and files, and the IDs of the message with the question. */
export async function answerItem(
	context: IWebhookFunctions,
	{ approval, fields, sent }: Question,
	submission: Submission,
): Promise<INodeExecutionData> {
	const values: Array<[string, IDataObject[string]]> = [];
	if (approval) values.push(['approved', submission.texts('approved')[0] === 'true']);
	for (const [index, field] of fields.entries()) {
		const name = inputName(index);
		values.push([field.name, outputValue(field, submission.texts(name), submission.files(name))]);
	}
	// Added last, so that a field with the same name cannot overwrite it.
	values.push(['respondedAt', new Date().toISOString()]);
	const json: IDataObject = { data: Object.fromEntries(values), ...sent };
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	const binary = await readBinary(context, fields, submission);
	return binary.size > 0 ? { ...item, binary: Object.fromEntries(binary) } : item;
}
