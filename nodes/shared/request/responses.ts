import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ApiError, isObject, readErrorBody, withHint } from './errors';
import type { Redact } from './errors';
import type { ItemContext, ResponseHandler } from './operationSpec';
import type { ApiResponse } from './transport';
import { removeEmpty } from './values';

/** A copy of an item with some members replaced, e.g. for a response handler that changes the request. */
export const itemWith = (item: ItemContext, changes: Partial<ItemContext>): ItemContext =>
	Object.assign(Object.create(item) as ItemContext, changes);

/** An output item, linked to its input item. */
export const outputItem = (item: ItemContext, json: IDataObject): INodeExecutionData => ({
	json,
	pairedItem: { item: item.itemIndex },
});

/** The output item of a sent message: HighLevel's response, with the contact and the type. */
export const sentItem = (
	{ itemIndex, body: { contactId, type } }: ItemContext,
	response: IDataObject,
): INodeExecutionData => ({
	json: { ...response, contactId, type, skipped: false },
	pairedItem: { item: itemIndex },
});

/** The output item of a message that was skipped, with the reason. `more` is added to it. */
export const skippedItem = (
	item: ItemContext,
	reason: string,
	more: IDataObject = {},
): INodeExecutionData => {
	const { contactId, type } = item.body;
	return outputItem(item, removeEmpty({ skipped: true, reason, contactId, type, ...more }));
};

/** Whether an output item is that of a skipped message. */
export const isSkipped = ({ json }: INodeExecutionData): boolean => json.skipped === true;

/** A copy of a record with only these fields, in this order. Missing fields are omitted. */
export function pickFields(record: IDataObject, fields: readonly string[]): IDataObject {
	const picked: IDataObject = {};
	for (const field of fields) {
		if (record[field] !== undefined) picked[field] = record[field];
	}
	return picked;
}

/** A response's body without the `traceId` that HighLevel adds to every response. Only errors show it. */
export function withoutTraceId(body: unknown): IDataObject {
	const record = { ...(body as IDataObject) };
	delete record.traceId;
	return record;
}

/** The record in a response's body: under `key`, or the body itself. */
export function unwrapRecord(body: unknown, key?: string): IDataObject {
	const inner = key === undefined ? undefined : (body as IDataObject)[key];
	return withoutTraceId(isObject(inner) ? inner : body);
}

/** The record in a response that is not documented: under its only key other than `success` and `status`, or the body itself. */
function unwrapAnyRecord(body: unknown): IDataObject {
	const record = withoutTraceId(body);
	const keys = Object.keys(record).filter((key) => key !== 'success' && key !== 'status');
	return keys.length === 1 ? unwrapRecord(record, keys[0]) : record;
}

/** How the response to a single request is converted to items. */
export interface RecordOptions {
	/** The key that contains the record; 'any' if the response is not documented. */
	unwrap?: string;
	/** Fields kept by Simplify. */
	simplify?: readonly string[];
	/** The item to return instead of the response. */
	instead?: IDataObject;
	/** The response is not documented and may be empty. */
	mayBeEmpty?: boolean;
	/** Advice for the error if the response is empty. Only for endpoints that certainly did nothing then. */
	emptyResponseAdvice?: string;
	/** Fields of which a valid response contains at least one. Without any, it is unclear whether something was done. */
	idFields?: readonly string[];
	/** Converts the body to records, if `unwrap` is not enough. */
	shape?: (body: unknown, item: ItemContext) => IDataObject[];
}

/** Adds the advice for an empty response to its error. Other errors stay as they are. */
function explainEmptyResponse(error: unknown, advice?: string): unknown {
	if (!advice || !(error instanceof ApiError)) return error;
	const { details } = error;
	const isEmpty = details.kind === 'invalidResponse' && details.text === undefined;
	return isEmpty ? new ApiError({ ...details, advice, nothingWasSent: true }) : error;
}

/** Whether a value is an ID: a non-empty text or a number, or an array with one. */
const containsId = (value: unknown): boolean => {
	if (Array.isArray(value)) return value.some(containsId);
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
};

/** Throws an `ApiError` unless the body, or an object in it, contains an ID in one of the fields. */
function assertId({ body, status }: ApiResponse, fields: readonly string[], redact: Redact): void {
	const records = isObject(body) ? [body, ...Object.values(body).filter(isObject)] : [];
	if (records.some((record) => fields.some((field) => containsId(record[field])))) return;
	throw new ApiError({
		kind: 'invalidResponse',
		status,
		text: readErrorBody(JSON.stringify(withoutTraceId(body)), redact).text,
		title: 'HighLevel returned an unclear response',
		advice: 'The response does not contain the ID of a message.',
	});
}

/** Sends the request and converts its response to items. */
const requestRecords =
	({
		unwrap,
		simplify,
		instead,
		mayBeEmpty,
		emptyResponseAdvice,
		idFields,
		shape,
	}: RecordOptions): ResponseHandler =>
	async (item) => {
		const expect = mayBeEmpty ? 'anything' : 'json';
		const response = await item.request({ expect }).catch((error: unknown) => {
			throw explainEmptyResponse(error, emptyResponseAdvice);
		});
		const { body } = response;
		if (idFields) assertId(response, idFields, item.session.redact);
		if (instead) return [outputItem(item, instead)];
		if (shape) return shape(body, item).map((record) => outputItem(item, record));
		if (simplify && item.parameter('simplify') === false)
			return [outputItem(item, body as IDataObject)];
		if (typeof body !== 'object' || body === null) return [outputItem(item, { success: true })];
		const record = unwrap === 'any' ? unwrapAnyRecord(body) : unwrapRecord(body, unwrap);
		return [outputItem(item, simplify ? pickFields(record, simplify) : record)];
	};

/** Sends one request and returns its record. Warnings are added to the item as `hint`. */
export const recordResponse =
	(options: RecordOptions = {}): ResponseHandler =>
	async (item) =>
		withHint(await requestRecords(options)(item), item.warnings);

/** The list in a body: the body itself, or the first array in it. HighLevel does not document the responses of some lists. */
export function listIn(body: unknown): IDataObject[] | undefined {
	const list: unknown = Array.isArray(body)
		? body
		: Object.values((body ?? {}) as IDataObject).find(Array.isArray);
	return list as IDataObject[] | undefined;
}

/** Sends one request for a list without pagination, and returns its records. */
export const listResponse = (): ResponseHandler => async (item) => {
	const { body } = await item.request();
	return (listIn(body) ?? [withoutTraceId(body)]).map((record) => outputItem(item, record));
};
