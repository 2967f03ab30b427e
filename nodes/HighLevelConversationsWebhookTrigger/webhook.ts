import { jsonParse } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { checkDuplicate, deliveryFrom, isTooOld, markSeen } from './deduplicate';
import type { Delivery } from './deduplicate';
import { eventDirection, isSelectedEvent } from './events';
import { passesFilters } from './filters';
import { settingsFrom } from './settings';
import type { WebhookSettings } from './settings';
import { isSigned, signatureIn } from './signature';
import { matchesSecret, webhookSecretOf, secretsIn, withoutSecret } from './webhookSecret';
import { actionDirection, actionItem, actionLocation } from './workflowAction';

/** Called on activation. There is nothing to register, but invalid settings fail now. Throws what `settingsFrom` throws. */
export async function checkSettings(this: IHookFunctions): Promise<boolean> {
	const { source } = settingsFrom(this);
	if (source === 'workflowAction') await webhookSecretOf(this);
	return true;
}

/** Responds to a delivery without starting the workflow. */
function respond(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

const INVALID_BODY = 'The body is not a JSON object';
const NOT_SELECTED = 'Ignored: the event is not selected';

/** Parses a JSON object; undefined for anything else. */
function parseObject(bytes: Buffer): IDataObject | undefined {
	const body = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	const isJsonObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	return isJsonObject ? (body as IDataObject) : undefined;
}

const rawBodyOf = (context: IWebhookFunctions): Buffer =>
	context.getRequestObject().rawBody ?? Buffer.alloc(0);

const storageKeyOf = (context: IWebhookFunctions) => ({
	key: `${context.getWorkflow().id} ${context.getNode().id}`,
	saved: context.getWorkflowStaticData('node'),
});

/**
 * Starts the workflow. The event is remembered in a getter of the response: n8n 2.41 creates the workflow again before it starts it,
 * so that earlier changes of the static data would not be saved. It reads the response after the start and before it saves the data.
 */
function startWorkflow(
	context: IWebhookFunctions,
	event: IDataObject,
	delivery: Delivery,
): IWebhookResponseData {
	const storageKey = storageKeyOf(context);
	return {
		workflowData: [[{ json: event }]],
		get webhookResponse() {
			markSeen(delivery, storageKey);
			return { message: 'Workflow was started' };
		},
	};
}

/** The response to a delivery that must not start the workflow, or not now; undefined if it must. */
function rejectionResponse(
	context: IWebhookFunctions,
	delivery: Delivery,
	maxAgeMs: number,
): IWebhookResponseData | undefined {
	if (isTooOld(delivery, maxAgeMs)) {
		const time = new Date(delivery.at!).toISOString();
		context.logger.warn(
			`${context.getNode().name}: ignored an event of ${time}, which is older than 'Longest Age'. If it is not, check the clock of this server.`,
		);
		return respond(context, 200, "Older than 'Longest Age'");
	}
	const status = checkDuplicate(delivery, {
		...storageKeyOf(context),
		maxAgeMs,
		response: context.getResponseObject(),
	});
	if (status === 'seen') return respond(context, 200, 'Received before');
	// It is not known yet whether n8n can start the workflow, so the response must not be a success.
	if (status === 'pending') return respond(context, 503, 'Already being processed');
	return undefined;
}

/** Handles a delivery of a marketplace app. */
function receiveEvent(context: IWebhookFunctions, settings: WebhookSettings): IWebhookResponseData {
	const bytes = rawBodyOf(context);
	if (settings.publicKey) {
		const signature = signatureIn(context.getHeaderData());
		if (signature === undefined) return respond(context, 401, 'The signature is missing');
		if (!isSigned(bytes, signature, settings.publicKey)) {
			return respond(context, 401, 'The signature is invalid');
		}
	}
	const event = parseObject(bytes);
	if (!event) return respond(context, 400, INVALID_BODY);
	const properties = { locationId: event.locationId, direction: eventDirection(event) };
	const isSelected =
		isSelectedEvent(event, settings.events) && passesFilters(properties, settings.filters);
	if (!isSelected) return respond(context, 200, NOT_SELECTED);

	// A test in the editor accepts every delivery, including those that the active workflow has received before.
	if (context.getMode() === 'manual') return { workflowData: [[{ json: event }]] };
	const delivery = deliveryFrom(event, bytes);
	return (
		rejectionResponse(context, delivery, settings.maxAgeMs) ??
		startWorkflow(context, event, delivery)
	);
}

/** Handles a delivery of the action "Webhook" of a HighLevel workflow. It has no ID, so a repeated delivery cannot be recognized. */
async function receiveAction(
	context: IWebhookFunctions,
	{ filters }: WebhookSettings,
): Promise<IWebhookResponseData> {
	const secret = await webhookSecretOf(context);
	const body = parseObject(rawBodyOf(context));
	if (secret) {
		const given = secretsIn(context.getHeaderData() as IDataObject, body ?? {}, secret);
		if (given.length === 0) return respond(context, 401, 'The secret is missing');
		if (!matchesSecret(given, secret)) return respond(context, 401, 'The secret is wrong');
	}
	if (!body) return respond(context, 400, INVALID_BODY);
	const properties = { locationId: actionLocation(body), direction: actionDirection(body) };
	if (!passesFilters(properties, filters)) return respond(context, 200, NOT_SELECTED);
	const item = actionItem(secret ? withoutSecret(body, secret) : body);
	return { workflowData: [[{ json: item }]] };
}

/**
 * Called by n8n for each delivery. Starts the workflow with the unchanged event, or with the item of a workflow action. Responds with
 * 401 to an invalid signature or secret, 400 to a body that is not a JSON object, 503 while an earlier delivery of the event is
 * starting the workflow, and 200 to events that are filtered out, too old or received before, so that HighLevel does not repeat them.
 * Throws a `NodeOperationError` for invalid settings, see `settingsFrom`.
 */
export async function webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = settingsFrom(this);
	return settings.source === 'workflowAction'
		? await receiveAction(this, settings)
		: receiveEvent(this, settings);
}
