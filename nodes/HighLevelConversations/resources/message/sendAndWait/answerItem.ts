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

/** A field's value in the output, in the shapes of n8n's own forms. */
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

/** Keys that an object cannot hold safely. */
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** A key that is not taken: the wanted one, else with the lowest free number from 2 on. */
function uniqueKey(wanted: string, isTaken: (key: string) => boolean): string {
	const isFree = (key: string) => !UNSAFE_KEYS.includes(key) && !isTaken(key);
	if (isFree(wanted)) return wanted;
	let number = 2;
	while (!isFree(`${wanted}_${number}`)) number++;
	return `${wanted}_${number}`;
}

/**
 * The binary key of each file field, by the index of the field. It depends on the form only and not on which files came,
 * so that a workflow can rely on it.
 */
export function binaryKeysOf(fields: FormField[]): Map<number, string> {
	const keys = new Map<number, string>();
	for (const [index, { name, type }] of fields.entries()) {
		if (type !== 'file') continue;
		const taken = new Set(keys.values());
		keys.set(
			index,
			uniqueKey(name.replace(/\W/g, '_'), (key) => taken.has(key)),
		);
	}
	return keys;
}

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
		for (const [place, { path, name, mimetype }] of files.entries()) {
			const own =
				files.length > 1
					? uniqueKey(`${key}_${place}`, (each) => reserved.has(each) || binary.has(each))
					: key;
			const fileName = name === '' ? `file_${place}` : name;
			const data = await context.nodeHelpers.copyBinaryFile(path, fileName, mimetype || undefined);
			binary.set(own, data);
		}
	}
	return binary;
}

/** The item with which the workflow continues: the answer, its files, and the message that asked. */
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
	// Last, so that no field of a form takes its place.
	values.push(['respondedAt', new Date().toISOString()]);
	const json: IDataObject = { data: Object.fromEntries(values), ...sent };
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	const binary = await readBinary(context, fields, submission);
	return binary.size > 0 ? { ...item, binary: Object.fromEntries(binary) } : item;
}
