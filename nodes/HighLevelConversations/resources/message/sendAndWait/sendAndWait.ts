import type { INodeProperties } from 'n8n-workflow';
import { inBody } from '../../../../shared/fields/routing';
import { locationId } from '../../../../shared/fields/location';
import { OPERATION_NAMES } from '../../../../shared/names';
import { ParameterError } from '../../../../shared/request';
import type { ItemContext, SendMiddleware } from '../../../../shared/request';
import { contactInBody } from '../../../fields/contact';
import { subject } from '../../../fields/email';
import { conversationProviderId } from '../../../fields/provider';
import { messageType } from '../../../fields/messageType';
import { itemOptions } from '../../shared/itemOptions';
import { assertProvider } from '../../shared/checks';
import type { Operation } from '../../shared/operation';
import { deriveSpec } from '../../shared/deriveSpec';
import { onlyIfUnanswered } from '../send/middleware/onlyIfUnanswered';
import { shownFor } from '../shared/showForType';
import { responseFields } from './responseFields';
import { questionAdditionalFields } from '../shared/additionalFields';

/** Types of messages in which a contact cannot open a link. */
const TYPES_WITHOUT_LINK = ['InternalComment', 'TIKTOK'];

/** Throws a `ParameterError` for a type whose messages cannot have a link, e.g. from an expression. */
function checkQuestion(item: ItemContext): void {
	const type = String(item.body.type);
	if (TYPES_WITHOUT_LINK.includes(type)) {
		throw new ParameterError(
			`'Type' cannot be ${type} for this operation: the contact could not open the link`,
			`Choose another type, or use '${OPERATION_NAMES.sendMessage}', which does not wait.`,
		);
	}
	assertProvider(item);
}

const fields: INodeProperties[] = [
	messageType((type) => !TYPES_WITHOUT_LINK.includes(String(type))),
	contactInBody,
	shownFor('Custom', conversationProviderId),
	shownFor('Email', subject),
	inBody({
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Shall we go ahead with the quote of 1,200 EUR?',
		description: 'The question. A link to answer it is added below, in emails as buttons.',
	}),
	...responseFields,
	questionAdditionalFields,
	locationId,
];

/** The middleware for 'Only If Unanswered'; undefined without the option. Throws a `ParameterError` for a wrong value. */
async function middleware(item: ItemContext): Promise<SendMiddleware | undefined> {
	const options = itemOptions(item);
	if (!('onlyIfUnanswered' in options)) return undefined;
	const check = onlyIfUnanswered(item, options.onlyIfUnanswered);
	// If an earlier attempt of the node sent the item, `next` returns its result, and there is nothing to check.
	return async (attempt) => (attempt.alreadySent ? await attempt.next() : await check(attempt));
}

/** The operation runs by the node's `customOperations`. Only tool calls of the AI Agent before version 3 get here. */
async function reject(): Promise<never> {
	throw new ParameterError(
		`'${OPERATION_NAMES.sendAndWait}' is not supported by this version of the AI Agent. Nothing was sent.`,
		'Use version 3 or later of the AI Agent node.',
	);
}

export const sendAndWait: Operation = {
	option: {
		name: OPERATION_NAMES.sendAndWait,
		value: 'sendAndWait',
		action: 'Send message and wait for response',
		description: 'Send a message with a link, and wait for the contact to approve or answer',
	},
	request: { method: 'POST', url: '/conversations/messages', location: 'bodyIfKnown' },
	scope: 'conversations/message.write',
	itemNoun: 'messages',
	sequentialBy: 'contactId',
	check: checkQuestion,
	response: reject,
	fields,
};

/** The request that sends the question. `execute.ts` adds the response handler, which waits for the answer. */
export const questionRequest = {
	...sendAndWait.request,
	fields,
	spec: { ...deriveSpec(sendAndWait), middleware },
};
