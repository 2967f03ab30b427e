import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { locationId } from '../../../../shared/fields/location';
import { OPERATION_NAMES } from '../../../../shared/names';
import { ParameterError, route, rules } from '../../../../shared/request';
import type { ItemContext, OperationSpec, SendMiddleware } from '../../../../shared/request';
import { contactInBody, contactRule } from '../../../fields/contact';
import { subject } from '../../../fields/email';
import { conversationProviderId } from '../../../fields/provider';
import { messageType } from '../../../fields/messageType';
import { contactLookup } from '../../shared/contactLookup';
import { assertProvider } from '../../shared/checks';
import type { Operation } from '../../shared/operation';
import { textsIn } from '../../shared/textFields';
import { onlyIfUnanswered } from '../send/middleware/onlyIfUnanswered';
import { shownFor } from '../shared/showForType';
import { responseFields } from './responseFields';
import { questionAdditionalFields } from '../shared/additionalFields';

/** Types that carry no link to one person. */
const WITHOUT_LINK = ['InternalComment', 'TIKTOK'];

/** The type may come from an expression: a question that reaches nobody would wait for ever. */
function check(job: ItemContext): void {
	const type = String(job.body.type);
	if (WITHOUT_LINK.includes(type)) {
		throw new ParameterError(
			`'Type' is ${type}, which carries no link to the contact`,
			`Choose another type, or send it by '${OPERATION_NAMES.sendMessage}', which does not wait.`,
		);
	}
	assertProvider(job);
}

const fields: INodeProperties[] = [
	messageType((type) => !WITHOUT_LINK.includes(String(type))),
	contactInBody,
	shownFor('Custom', conversationProviderId),
	shownFor('Email', subject),
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Shall we go ahead with the quote of 1,200 EUR?',
		description: 'What to ask. The link to answer is added below it, in an email as buttons.',
		routing: { send: { type: 'body', property: 'message' } },
	},
	...responseFields,
	questionAdditionalFields,
	locationId,
];

const request = { method: 'POST', url: '/conversations/messages' } as const;

const plan: Omit<OperationSpec, 'response'> = {
	scope: 'conversations/message.write',
	repeat: 'refused',
	itemNoun: 'messages',
	sequentialBy: 'contactId',
	fields: { contactId: contactRule, message: rules.requiredUntrimmed },
	lookups: contactLookup,
	check,
};

/** The middleware for 'Only If Unanswered'; undefined without the option. Throws a `ParameterError` for a wrong value. */
async function middleware(item: ItemContext): Promise<SendMiddleware | undefined> {
	const options = (item.parameter('options') ?? {}) as IDataObject;
	if (!('onlyIfUnanswered' in options)) return undefined;
	const guard = onlyIfUnanswered(item, options.onlyIfUnanswered);
	// What an earlier try of the node has sent is not decided on again.
	return async (attempt) => (attempt.alreadySent ? await attempt.next() : await guard(attempt));
}

/** The request that sends the question, without the response handler, which waits for the answer. */
export const question = {
	...request,
	fields,
	plan: { ...plan, texts: textsIn(fields), middleware },
};

/** n8n runs the operation by the node's `customOperations`; only a tool call of an agent before version 3 comes by its route. */
async function refuse(): Promise<never> {
	throw new ParameterError(
		`This agent cannot wait for an answer, so '${OPERATION_NAMES.sendAndWait}' sent nothing`,
		'Use the AI Agent node in version 3 or newer.',
	);
}

export const sendAndWait: Operation = {
	option: {
		name: OPERATION_NAMES.sendAndWait,
		value: 'sendAndWait',
		action: 'Send message and wait for response',
		description: 'Send a message with a link, and wait until the contact approves or answers',
		routing: route(request.method, request.url, { ...plan, response: refuse }),
	},
	fields,
};
