import { jsonParse, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { readError, rules } from '../shared/request';
import { THREE_DAYS } from './fields';
import { isWanted } from './events';
import { admit, deliveryIn, isTooOld, remember } from './deduplicate';
import type { Delivery } from './deduplicate';
import { isSigned, publicKeyFrom, signatureIn } from './signature';
import { MINUTE_MS } from '../shared/time';

const EVENTS = { label: "'Events'", timezone: 'UTC' };
const LONGEST_AGE = { label: "'Longest Age'", timezone: 'UTC' };

function publicKeyOf(context: IHookFunctions | IWebhookFunctions) {
	const key = publicKeyFrom(String(context.getNodeParameter('publicKey')));
	if (key) return key;
	throw new NodeOperationError(context.getNode(), "'Public Key' is no Ed25519 key", {
		description: "Enter HighLevel's key in base64, or delete the node's value to get it back.",
	});
}

/** *Longest Age* in ms; 0 for any age. */
function longestAgeOf(context: IHookFunctions | IWebhookFunctions): number {
	const value = context.getNodeParameter('options.longestAge', THREE_DAYS);
	try {
		const minutes = (rules.number(value, LONGEST_AGE) as number | undefined) ?? THREE_DAYS;
		return Math.max(minutes, 0) * MINUTE_MS;
	} catch (error) {
		throw readError(error, { node: context.getNode() });
	}
}

/** Called when the workflow is switched on: there is nothing to register, but settings that no event could pass should show now. */
export async function checkSettings(this: IHookFunctions): Promise<boolean> {
	if (this.getNodeParameter('verifySignature') !== false) publicKeyOf(this);
	longestAgeOf(this);
	return true;
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

function eventIn(bytes: Buffer): IDataObject | undefined {
	const event = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
	return isObject ? (event as IDataObject) : undefined;
}

const placeOf = (context: IWebhookFunctions) => ({
	key: `${context.getWorkflow().id} ${context.getNode().id}`,
	saved: context.getWorkflowStaticData('node'),
});

/**
 * Starts the workflow. n8n 2.41 builds the workflow a second time before it starts it, which marks its static data as
 * unchanged, so that nothing of it would be saved any more; it reads the response after the start and before it saves.
 */
function started(
	context: IWebhookFunctions,
	event: IDataObject,
	delivery: Delivery,
): IWebhookResponseData {
	const place = placeOf(context);
	return {
		workflowData: [[{ json: event }]],
		get webhookResponse() {
			remember(delivery, place);
			return { message: 'Workflow was started' };
		},
	};
}

/** The answer to a delivery that must not start the workflow, or not now; undefined where it is to start. */
function refusal(context: IWebhookFunctions, delivery: Delivery): IWebhookResponseData | undefined {
	const longestMs = longestAgeOf(context);
	if (isTooOld(delivery, longestMs)) {
		const sent = new Date(delivery.at!).toISOString();
		context.logger.warn(
			`${context.getNode().name}: dropped an event of ${sent}, which is older than 'Longest Age' by the clock of this computer`,
		);
		return answer(context, 200, "Older than 'Longest Age'");
	}
	const verdict = admit(delivery, {
		...placeOf(context),
		longestMs,
		answer: context.getResponseObject(),
	});
	if (verdict === 'taken') return answer(context, 200, 'Received before');
	// Whether n8n can start it is not known yet, so this must not say that it did.
	if (verdict === 'underWay') return answer(context, 503, 'Being started at this moment');
	return undefined;
}

/**
 * Takes one delivery. Starts the workflow with the event as it came; answers 401 to what HighLevel did not sign, 503 to
 * what an earlier delivery is just starting, and 200 to what is not wanted, too old or was there before, so that HighLevel does not send it again.
 * Throws a `NodeOperationError` for a public key that is none, and for a longest age that is no number.
 */
export async function webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const bytes = this.getRequestObject().rawBody ?? Buffer.alloc(0);
	if (this.getNodeParameter('verifySignature') !== false) {
		const signature = signatureIn(this.getHeaderData());
		if (signature === undefined) return answer(this, 401, 'The signature is missing');
		if (!isSigned(bytes, signature, publicKeyOf(this))) {
			return answer(this, 401, 'The signature is wrong');
		}
	}
	const event = eventIn(bytes);
	if (!event) return answer(this, 400, 'The body is no JSON object');

	const wanted = isWanted(event, {
		events: rules.anyList(this.getNodeParameter('events', []), EVENTS) as string[],
		locationId: String(this.getNodeParameter('filters.locationId', '')).trim(),
		direction: String(this.getNodeParameter('filters.direction', 'both')),
	});
	if (!wanted) return answer(this, 200, 'Not among the events that start the workflow');

	// Who listens for a test wants to see what comes, also what the active workflow got before.
	if (this.getMode() === 'manual') return { workflowData: [[{ json: event }]] };
	const delivery = deliveryIn(event, bytes);
	return refusal(this, delivery) ?? started(this, event, delivery);
}
