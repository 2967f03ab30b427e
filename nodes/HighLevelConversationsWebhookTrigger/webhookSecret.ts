import { createHash, timingSafeEqual } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import type {
	ICredentialsDecrypted,
	IDataObject,
	IHookFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';
import { trimmedString } from '../shared/request';

/** The name of the credential type that contains the secret. */
export const SECRET_CREDENTIAL = 'highLevelConversationsWebhookApi';

/** The secret that the user chose, and the name of the header or of the entry in the custom data that contains it. */
export interface WebhookSecret {
	name: string;
	value: string;
}

/** Shorter secrets could be guessed. */
const MIN_SECRET_LENGTH = 16;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares two texts in constant time, so that the time does not tell how many characters are right. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digestOf(a), digestOf(b));

/**
 * The secret of the node's credential; undefined if the node has no credential. Throws n8n's error if the credential cannot be read,
 * and a `NodeOperationError` if it is incomplete.
 */
export async function webhookSecretOf(
	context: IHookFunctions | IWebhookFunctions,
): Promise<WebhookSecret | undefined> {
	if (context.getNode().credentials?.[SECRET_CREDENTIAL] === undefined) return undefined;
	const { name, secret } = await context.getCredentials<IDataObject>(SECRET_CREDENTIAL);
	const webhookSecret = { name: trimmedString(name).toLowerCase(), value: trimmedString(secret) };
	if (webhookSecret.name !== '' && webhookSecret.value !== '') return webhookSecret;
	throw new NodeOperationError(context.getNode(), "'Name' or 'Secret' of the credential is empty", {
		description:
			"Enter both in the credential, and the same values in HighLevel's workflow action.",
	});
}

/** The keys of the custom data that have the secret's name, in upper or lower case. */
const matchingKeys = (customData: IDataObject, { name }: WebhookSecret): string[] =>
	Object.keys(customData).filter((key) => key.trim().toLowerCase() === name);

const customDataOf = ({ customData }: IDataObject): IDataObject =>
	typeof customData === 'object' && customData !== null && !Array.isArray(customData)
		? (customData as IDataObject)
		: {};

/** The secrets in a delivery's header and custom data. */
export function secretsIn(
	headers: IDataObject,
	body: IDataObject,
	secret: WebhookSecret,
): string[] {
	const customData = customDataOf(body);
	const inCustomData = matchingKeys(customData, secret).map((key) => customData[key]);
	return [headers[secret.name], ...inCustomData].map(trimmedString).filter((text) => text !== '');
}

/** Whether one of the given secrets is correct. Compares all of them, so that the time does not tell which one is. */
export const matchesSecret = (given: string[], { value }: WebhookSecret): boolean =>
	given.map((text) => isEqual(text, value)).includes(true);

/** The body without the secret, which must not be stored in the data of executions. */
export function withoutSecret(body: IDataObject, secret: WebhookSecret): IDataObject {
	const customData = customDataOf(body);
	const keys = matchingKeys(customData, secret);
	if (keys.length === 0) return body;
	const kept = Object.entries(customData).filter(([key]) => !keys.includes(key));
	return { ...body, customData: Object.fromEntries(kept) };
}

/** n8n's test of the credential. There is no server to ask, so it checks that the name is valid and the secret long enough. */
export function testWebhookSecret({
	data,
}: ICredentialsDecrypted<IDataObject>): INodeCredentialTestResult {
	const { name, secret } = data ?? {};
	if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(trimmedString(name))) {
		return { status: 'Error', message: "'Name' is not a valid header name" };
	}
	return trimmedString(secret).length >= MIN_SECRET_LENGTH
		? { status: 'OK', message: "Enter the same name and secret in HighLevel's workflow action" }
		: { status: 'Error', message: `'Secret' must have at least ${MIN_SECRET_LENGTH} characters` };
}
