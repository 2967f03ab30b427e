import { jsonParse } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { checkDuplicate, deliveryFrom, isTooOld, markSeen } from './deduplicate';
import type { Delivery } from './deduplicate';
import { eventDirection, isChosenEvent } from './events';
import { passesFilters } from './filters';
import { settingsFrom } from './settings';
import type { WebhookSettings } from './settings';
import { isSigned, signatureIn } from './signature';
import { matchesSecret, webhookSecretOf, secretsIn, withoutSecret } from './webhookSecret';
import { actionDirection, actionItem, actionLocation } from './workflowAction';

/** Called on activation. There is nothing to register, but wrong settings should fail now. Throws as `settingsFrom` does. */
export async function checkSettings(this: IHookFunctions): Promise<boolean> {
	const { source } = settingsFrom(this);
	if (source === 'workflowAction') await webhookSecretOf(this);
	return true;
}

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

function objectFrom(bytes: Buffer): IDataObject | undefined {
	const body = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	return isObject ? (body as IDataObject) : undefined;
}

const rawBodyOf = (context: IWebhookFunctions): Buffer =>
	context.getRequestObject().rawBody ?? Buffer.alloc(0);

const storageKeyOf = (context: IWebhookFunctions) => ({
	key: `${context.getWorkflow().id} ${context.getNode().id}`,
	saved: context.getWorkflowStaticData('node'),
});

/**
 * Starts the workflow. n8n 2.41 builds the workflow a second time before it starts it, which marks its static data as
 * unchanged, so that it would not be saved. It reads the response after the start and before it saves, hence the getter.
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

/** The answer to a delivery that must not start the workflow, or not now; undefined if it has to start it. */
function rejectionResponse(
	context: IWebhookFunctions,
	delivery: Delivery,
	maxAgeMs: number,
): IWebhookResponseData | undefined {
	if (isTooOld(delivery, maxAgeMs)) {
		const sent = new Date(delivery.at!).toISOString();
		context.logger.warn(
			`${context.getNode().name}: dropped an event of ${sent}, which is older than 'Longest Age' according to the clock of this computer`,
		);
		return respond(context, 200, "Older than 'Longest Age'");
	}
	const verdict = checkDuplicate(delivery, {
		...storageKeyOf(context),
		maxAgeMs,
		answer: context.getResponseObject(),
	});
	if (verdict === 'seen') return respond(context, 200, 'Received before');
	// It is not known yet whether n8n can start it, so this must not report success.
	if (verdict === 'pending') return respond(context, 503, 'Already being processed');
	return undefined;
}

/** Receives one delivery of a marketplace app. */
function receiveEvent(context: IWebhookFunctions, settings: WebhookSettings): IWebhookResponseData {
	const bytes = rawBodyOf(context);
	if (settings.publicKey) {
		const signature = signatureIn(context.getHeaderData());
		if (signature === undefined) return respond(context, 401, 'The signature is missing');
		if (!isSigned(bytes, signature, settings.publicKey)) {
			return respond(context, 401, 'The signature is invalid');
		}
	}
	const event = objectFrom(bytes);
	if (!event) return respond(context, 400, INVALID_BODY);
	const filtered = { locationId: event.locationId, direction: eventDirection(event) };
	const isWanted =
		isChosenEvent(event, settings.events) && passesFilters(filtered, settings.filters);
	if (!isWanted) return respond(context, 200, NOT_SELECTED);

	// A test in the editor shows every delivery, also those that the active workflow got before.
	if (context.getMode() === 'manual') return { workflowData: [[{ json: event }]] };
	const delivery = deliveryFrom(event, bytes);
	return (
		rejectionResponse(context, delivery, settings.maxAgeMs) ??
		startWorkflow(context, event, delivery)
	);
}

/** Receives one delivery of the action "Webhook" of a HighLevel workflow. It has no ID, so repetitions cannot be recognized. */
async function receiveAction(
	context: IWebhookFunctions,
	{ filters }: WebhookSettings,
): Promise<IWebhookResponseData> {
	const secret = await webhookSecretOf(context);
	const body = objectFrom(rawBodyOf(context));
	if (secret) {
		const given = secretsIn(context.getHeaderData() as IDataObject, body ?? {}, secret);
		if (given.length === 0) return respond(context, 401, 'The secret is missing');
		if (!matchesSecret(given, secret)) return respond(context, 401, 'The secret is wrong');
	}
	if (!body) return respond(context, 400, INVALID_BODY);
	const filtered = { locationId: actionLocation(body), direction: actionDirection(body) };
	if (!passesFilters(filtered, filters)) return respond(context, 200, NOT_SELECTED);
	const item = actionItem(secret ? withoutSecret(body, secret) : body);
	return { workflowData: [[{ json: item }]] };
}

/**
 * Receives one delivery. Starts the workflow with the event as it came, or with the item of a workflow action. Answers 401
 * to a wrong signature or secret, 400 to a body that is not a JSON object, 503 while an earlier delivery of the event is
 * being started, and 200 to events that are filtered out, too old or known, so that HighLevel does not repeat them.
 * Throws a `NodeOperationError` for settings that do not work, see `settingsFrom`.
 */
export async function webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = settingsFrom(this);
	return settings.source === 'workflowAction'
		? await receiveAction(this, settings)
		: receiveEvent(this, settings);
}
