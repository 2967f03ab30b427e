import { jsonParse, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { isWanted } from './filter';
import { deliveryIn, isReplay } from './replays';
import { isSigned, publicKeyFrom, SIGNATURE_HEADER } from './signature';

const MS_A_MINUTE = 60_000;

function publicKeyOf(context: IHookFunctions | IWebhookFunctions) {
	const key = publicKeyFrom(String(context.getNodeParameter('publicKey')));
	if (key) return key;
	throw new NodeOperationError(context.getNode(), "'Public Key' is no Ed25519 key", {
		description: "Enter HighLevel's key in base64, or delete the node's value to get it back.",
	});
}

/** Called when the workflow is switched on: there is nothing to register, but a key that verifies nothing should show now. */
export async function checkKey(this: IHookFunctions): Promise<boolean> {
	if (this.getNodeParameter('verifySignature') !== false) publicKeyOf(this);
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

/**
 * Takes one delivery. Starts the workflow with the event as it came; answers 401 to what HighLevel did not sign, and
 * 200 to what is not wanted or was there before, so that HighLevel does not send it again.
 * Throws a `NodeOperationError` for a public key that is none.
 */
export async function webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = this.getRequestObject();
	const bytes = request.rawBody ?? Buffer.alloc(0);
	const verifies = this.getNodeParameter('verifySignature') !== false;
	if (verifies && !isSigned(bytes, this.getHeaderData()[SIGNATURE_HEADER], publicKeyOf(this))) {
		return answer(this, 401, 'The signature is missing or wrong');
	}
	const event = eventIn(bytes);
	if (!event) return answer(this, 400, 'The body is no JSON object');

	const wanted = isWanted(event, {
		events: this.getNodeParameter('events', []) as string[],
		locationId: String(this.getNodeParameter('filters.locationId', '')).trim(),
		direction: String(this.getNodeParameter('filters.direction', 'both')),
	});
	if (!wanted) return answer(this, 200, 'Not among the events that start the workflow');

	const longestMs = Number(this.getNodeParameter('options.longestAge', 10)) * MS_A_MINUTE;
	// A test listens beside the active workflow, and may get the same event.
	const key = `${this.getWorkflow().id} ${this.getNode().id} ${this.getMode()}`;
	const memory = this.getWorkflowStaticData('node');
	if (isReplay(deliveryIn(event), key, memory, longestMs)) {
		return answer(this, 200, 'Received before, or too old');
	}
	return { workflowData: [[{ json: event }]] };
}
