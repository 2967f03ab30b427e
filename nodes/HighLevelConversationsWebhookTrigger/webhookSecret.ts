import { createHash, timingSafeEqual } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import type {
	ICredentialsDecrypted,
	IDataObject,
	IHookFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';

export const SECRET_CREDENTIAL = 'highLevelConversationsWebhookApi';

/** The user's own secret, and the name of the header or of the custom data that carries it. */
export interface WebhookSecret {
	name: string;
	value: string;
}

const MIN_SECRET_LENGTH = 16;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in a time that does not depend on how much of the texts agrees. */
const isEqual = (one: string, other: string): boolean =>
	timingSafeEqual(digestOf(one), digestOf(other));

const trimmedString = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/**
 * The secret of the node's credential; undefined if the node has none. Throws what n8n throws for a credential that it
 * cannot read, and a `NodeOperationError` for one without a secret.
 */
export async function webhookSecretOf(
	context: IHookFunctions | IWebhookFunctions,
): Promise<WebhookSecret | undefined> {
	if (context.getNode().credentials?.[SECRET_CREDENTIAL] === undefined) return undefined;
	const { name, secret } = await context.getCredentials<IDataObject>(SECRET_CREDENTIAL);
	const found = { name: trimmedString(name).toLowerCase(), value: trimmedString(secret) };
	if (found.name !== '' && found.value !== '') return found;
	throw new NodeOperationError(context.getNode(), "The credential has no 'Name' or no 'Secret'", {
		description: 'Enter both in the credential, and the same in the action of HighLevel.',
	});
}

/** The entries of the custom data that have the secret's name; HighLevel keeps the case of names, headers have none. */
const matchingKeys = (customData: IDataObject, { name }: WebhookSecret): string[] =>
	Object.keys(customData).filter((key) => key.trim().toLowerCase() === name);

const customDataOf = ({ customData }: IDataObject): IDataObject =>
	typeof customData === 'object' && customData !== null && !Array.isArray(customData)
		? (customData as IDataObject)
		: {};

/** The secrets that came with a delivery, in a header or in the custom data. */
export function secretsIn(
	headers: IDataObject,
	body: IDataObject,
	secret: WebhookSecret,
): string[] {
	const customData = customDataOf(body);
	const found = matchingKeys(customData, secret).map((key) => customData[key]);
	return [headers[secret.name], ...found].map(trimmedString).filter((text) => text !== '');
}

/** Whether one of the secrets is the right one. */
export const matchesSecret = (given: string[], { value }: WebhookSecret): boolean =>
	given.map((each) => isEqual(each, value)).includes(true);

/** The body without the secret, which belongs into no execution's data. */
export function withoutSecret(body: IDataObject, secret: WebhookSecret): IDataObject {
	const customData = customDataOf(body);
	const keys = matchingKeys(customData, secret);
	if (keys.length === 0) return body;
	const kept = Object.entries(customData).filter(([key]) => !keys.includes(key));
	return { ...body, customData: Object.fromEntries(kept) };
}

/** n8n's test of the credential: there is nobody to ask, so it says whether the secret can protect anything. */
export function testWebhookSecret({
	data,
}: ICredentialsDecrypted<IDataObject>): INodeCredentialTestResult {
	const { name, secret } = data ?? {};
	if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(trimmedString(name))) {
		return { status: 'Error', message: "'Name' cannot be the name of a header" };
	}
	return trimmedString(secret).length >= MIN_SECRET_LENGTH
		? { status: 'OK', message: 'Enter the same name and secret in the action of HighLevel' }
		: { status: 'Error', message: `'Secret' has fewer than ${MIN_SECRET_LENGTH} characters` };
}
