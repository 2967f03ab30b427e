import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ApiError, isObject, readErrorBody, withHint } from './errors';
import type { Redact } from './errors';
import type { ItemContext, ResponseHandler } from './operationSpec';
import type { ApiResponse } from './transport';
import { removeEmpty } from './values';

/** An item that is linked to the input item it came from. */
export const outputItem = (item: ItemContext, json: IDataObject): INodeExecutionData => ({
	json,
	pairedItem: { item: item.itemIndex },
});

/** The item of a message that was sent: what HighLevel replied, and to whom it went. */
export const sentItem = (
	{ itemIndex, body: { contactId, type } }: ItemContext,
	reply: IDataObject,
): INodeExecutionData => ({
	json: { ...reply, contactId, type, skipped: false },
	pairedItem: { item: itemIndex },
});

/** The item in the place of one that was not sent: why, and what is known of it. */
export const skippedItem = (
	item: ItemContext,
	reason: string,
	more: IDataObject = {},
): INodeExecutionData => {
	const { contactId, type } = item.body;
	return outputItem(item, removeEmpty({ skipped: true, reason, contactId, type, ...more }));
};

/** Whether an item stands for one that was not sent. */
export const isSkipped = ({ json }: INodeExecutionData): boolean => json.skipped === true;

/** A record with only some of its fields, in their order; fields that it lacks stay out. */
export function pickFields(record: IDataObject, fields: readonly string[]): IDataObject {
	const kept: IDataObject = {};
	for (const field of fields) {
		if (record[field] !== undefined) kept[field] = record[field];
	}
	return kept;
}

/** A record without the trace that HighLevel adds to every reply: it belongs in messages, not in data. */
export function withoutTraceId(body: unknown): IDataObject {
	const record = { ...(body as IDataObject) };
	delete record.traceId;
	return record;
}

/** The record inside a reply, be it wrapped under `key` or flat. */
export function unwrapRecord(body: unknown, key?: string): IDataObject {
	const inner = key === undefined ? undefined : (body as IDataObject)[key];
	const wrapped = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
	return withoutTraceId(wrapped ? inner : body);
}

/** The record in a reply that no document shows: flat, or under whatever one key holds an object. */
function unwrapAnyRecord(body: unknown): IDataObject {
	const record = withoutTraceId(body);
	const inner = Object.keys(record).filter((key) => key !== 'success' && key !== 'status');
	return inner.length === 1 ? unwrapRecord(record, inner[0]) : record;
}

export interface RecordOptions {
	/** The key under which the reply wraps its record; 'any' where no document shows the reply. */
	unwrap?: string;
	/** Fields kept by Simplify, for records that are long. */
	simplify?: readonly string[];
	/** The item that takes the place of the reply. */
	instead?: IDataObject;
	/** The endpoint's reply is not documented, and may be empty. */
	mayBeEmpty?: boolean;
	/** What an empty reply means, where HighLevel is known to have done nothing then. */
	emptyReplyMessage?: string;
	/** Fields of which a good reply has at least one: without them it is not known whether anything was done. */
	idFields?: readonly string[];
	/** Makes the records of the reply, where they are not simply wrapped. */
	shape?: (body: unknown, item: ItemContext) => IDataObject[];
}

/** The failure that an empty reply is, explained. */
function explainEmptyReply(error: unknown, silence?: string): unknown {
	if (!silence || !(error instanceof ApiError)) return error;
	const { details: facts } = error;
	const isEmpty = facts.kind === 'invalidResponse' && facts.text === undefined;
	return isEmpty ? new ApiError({ ...facts, advice: silence, nothingWasSent: true }) : error;
}

const isId = (value: unknown): boolean => {
	if (Array.isArray(value)) return value.some(isId);
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
};

/** Throws an `ApiError` unless a reply has one of the fields, on its first or second level. */
function assertId({ body, status }: ApiResponse, fields: readonly string[], redact: Redact): void {
	const records = isObject(body) ? [body, ...Object.values(body).filter(isObject)] : [];
	if (records.some((record) => fields.some((field) => isId(record[field])))) return;
	throw new ApiError({
		kind: 'invalidResponse',
		status,
		text: readErrorBody(JSON.stringify(withoutTraceId(body)), redact).text,
		title: 'HighLevel returned an unclear response',
		advice: 'The response does not contain the ID of a message.',
	});
}

const requestRecords =
	({
		unwrap,
		simplify,
		instead,
		mayBeEmpty,
		emptyReplyMessage: silence,
		idFields,
		shape,
	}: RecordOptions): ResponseHandler =>
	async (item) => {
		const expect = mayBeEmpty ? 'anything' : 'json';
		const reply = await item.request({ expect }).catch((error: unknown) => {
			throw explainEmptyReply(error, silence);
		});
		const { body } = reply;
		if (idFields) assertId(reply, idFields, item.session.redact);
		if (instead) return [outputItem(item, instead)];
		if (shape) return shape(body, item).map((record) => outputItem(item, record));
		if (simplify && item.parameter('simplify') === false)
			return [outputItem(item, body as IDataObject)];
		if (typeof body !== 'object' || body === null) return [outputItem(item, { success: true })];
		const record = unwrap === 'any' ? unwrapAnyRecord(body) : unwrapRecord(body, unwrap);
		return [outputItem(item, simplify ? pickFields(record, simplify) : record)];
	};

/** Runs one request for one record. What the user is told on the way stands on the item as its `hint`. */
export const recordResponse =
	(options: RecordOptions = {}): ResponseHandler =>
	async (item) =>
		withHint(await requestRecords(options)(item), item.warnings);

/** The list in a reply, bare or under any key: HighLevel documents no reply for some lists. */
export function listIn(body: unknown): IDataObject[] | undefined {
	const list: unknown = Array.isArray(body)
		? body
		: Object.values((body ?? {}) as IDataObject).find(Array.isArray);
	return list as IDataObject[] | undefined;
}

/** Runs one request for a short list without pages. */
export const listResponse = (): ResponseHandler => async (item) => {
	const { body } = await item.request();
	return (listIn(body) ?? [withoutTraceId(body)]).map((record) => outputItem(item, record));
};
