import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { FormField } from './formFields';
import type { Question } from './question';

/** A file as n8n's server hands it on from a form. */
interface Upload {
	filepath: string;
	originalFilename?: string | null;
	newFilename: string;
	mimetype?: string | null;
	size: number;
}

/** What came with a POST: texts and files by the names of their inputs. */
export interface Submission {
	texts(name: string): string[];
	files(name: string): Upload[];
}

/** The name of a field's input. */
export const inputName = (index: number) => `field-${index}`;

const listOf = (value: unknown): unknown[] =>
	value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** Reads n8n's parsed multipart body; anything else holds nothing. */
export function submissionIn(body: IDataObject): Submission {
	const data = (body.data ?? {}) as IDataObject;
	const files = (body.files ?? {}) as IDataObject;
	return {
		// Browsers end lines in their own way.
		texts: (name) => listOf(data[name]).map((text) => String(text).replaceAll('\r\n', '\n')),
		// An input without a file comes as an empty one without a name.
		files: (name) =>
			(listOf(files[name]) as Upload[]).filter(
				({ size, originalFilename }) => size > 0 || Boolean(originalFilename),
			),
	};
}

const extensionOf = ({ originalFilename }: Upload) =>
	/\.[^.]*$/.exec(originalFilename ?? '')?.[0].toLowerCase() ?? '';

/** What is wrong with a field's value, in words for whoever filled it in. */
function problemWith(field: FormField, texts: string[], files: Upload[]): string | undefined {
	const { type, required, choices, extensions, multipleFiles } = field;
	const given = texts.filter((text) => text.trim() !== '');
	if (given.length === 0 && files.length === 0) return required ? 'Please fill this in' : undefined;
	const [text] = given;
	if (choices.length > 0) {
		const known = given.every((each) => choices.includes(each));
		return known ? undefined : 'Please choose one of the options';
	}
	if (type === 'number' && !Number.isFinite(Number(text))) return 'Please enter a number';
	if (type === 'email' && !/^[^\s@]+@[^\s@]+$/.test(text.trim())) {
		return 'Please enter an email address';
	}
	if (type === 'date' && !(/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)))) {
		return 'Please enter a date';
	}
	if (type !== 'file') return undefined;
	if (files.length > 1 && !multipleFiles) return 'Please choose one file';
	const fits =
		extensions.length === 0 || files.every((file) => extensions.includes(extensionOf(file)));
	return fits ? undefined : `Please choose files of these types: ${extensions.join(', ')}`;
}

/** What keeps a submission from being an answer, by the name of the input; empty for an answer. */
export function problemsIn(question: Question, submission: Submission): Map<string, string> {
	const problems = new Map<string, string>();
	const { approval, fields } = question;
	if (approval) {
		const [approved] = submission.texts('approved');
		const isAnswer =
			approved === 'true' || (approved === 'false' && approval.decline !== undefined);
		if (!isAnswer) problems.set('approved', 'Please choose an answer');
	}
	for (const [index, field] of fields.entries()) {
		const name = inputName(index);
		const problem = problemWith(field, submission.texts(name), submission.files(name));
		if (problem !== undefined) problems.set(name, problem);
	}
	return problems;
}

const described = ({ originalFilename, mimetype, size }: Upload): IDataObject => ({
	filename: originalFilename,
	mimetype,
	size,
});

/** A field's value in the output, in the shapes of n8n's own forms. */
function valueOf(field: FormField, texts: string[], files: Upload[]): IDataObject[string] {
	const { type, multipleFiles } = field;
	if (type === 'checkbox') return texts.filter((text) => text !== '');
	if (type === 'file') {
		return multipleFiles ? files.map(described) : files[0] ? described(files[0]) : null;
	}
	const text = texts[0] ?? '';
	if (type === 'number') return text.trim() === '' ? null : Number(text);
	if (type === 'text' || type === 'email') return text.trim();
	return text === '' && type !== 'textarea' && type !== 'password' ? null : text;
}

/** The item with which the workflow goes on. */
export async function answerItem(
	context: IWebhookFunctions,
	{ approval, fields, sent }: Question,
	submission: Submission,
): Promise<INodeExecutionData> {
	const values: Array<[string, IDataObject[string]]> = [];
	const binary: IBinaryKeyData = {};
	if (approval) values.push(['approved', submission.texts('approved')[0] === 'true']);
	for (const [index, field] of fields.entries()) {
		const name = inputName(index);
		const files = submission.files(name);
		values.push([field.name, valueOf(field, submission.texts(name), files)]);
		for (const [place, { filepath, originalFilename, newFilename, mimetype }] of files.entries()) {
			const key = field.name.replace(/\W/g, '_') + (files.length > 1 ? `_${place}` : '');
			binary[key] = await context.nodeHelpers.copyBinaryFile(
				filepath,
				originalFilename ?? newFilename,
				mimetype ?? undefined,
			);
		}
	}
	// Last, so that no field of a form takes its place.
	values.push(['respondedAt', new Date().toISOString()]);
	const json: IDataObject = { data: Object.fromEntries(values), ...sent };
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	return Object.keys(binary).length > 0 ? { ...item, binary } : item;
}
