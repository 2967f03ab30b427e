import { inBody } from '../../../../shared/fields/routing';
import { optionsOf } from '../../../../shared/fields/collections';
import { contactInBody } from '../../../fields/contact';
import { MAX_ATTACHMENTS } from '../../../fields/files';
import { emailType, html, subject } from '../../../fields/email';
import { conversationProviderId } from '../../../fields/provider';
import { messageType } from '../../../fields/messageType';
import { locationId } from '../../../../shared/fields/location';
import { internalCommentNotice, whatsAppNotice } from '../../../../shared/fields/notices';
import {
	withUploadedFiles,
	ParameterError,
	inputFiles,
	isEmpty,
	MAX_FILE_BYTES,
} from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { assertProvider } from '../../shared/checks';
import type { Operation } from '../../shared/operation';
import { hiddenFor, shownFor, shownForEmail } from '../shared/showForType';
import { sendMiddleware, sendOptions } from './middleware';
import { warnAboutMissingMentions } from './mentions';
import { fillEmailBody } from './emailBody';
import { sendParts, messageTextsOf } from './parts';
import { usesWhatsAppMedia } from './whatsAppMedia';
import { sendAdditionalFields } from '../shared/additionalFields';
import { sendResponse } from '../shared/sentMessage';
import { OPERATION_NAMES } from '../../../../shared/names';

const FILES = { name: 'options.attachFiles', label: "'Attach Files'" };

/** The number of files of an item, including uploads. Throws a `ParameterError` for too many files or an unusable one. */
async function countFiles(item: ItemContext): Promise<number> {
	const names = item.parameter(FILES.name);
	const files = isEmpty(names) ? [] : await inputFiles(item, names, FILES.label, MAX_FILE_BYTES);
	const urls = (item.body.attachments ?? []) as string[];
	const count = urls.length + files.length;
	if (count <= MAX_ATTACHMENTS) return count;
	throw new ParameterError(
		`'Attachments' and ${FILES.label} have too many files: ${count} (max ${MAX_ATTACHMENTS})`,
	);
}

/**
 * Checks that a message has what its type requires. HighLevel rejects other messages, some of them only after it reported them as
 * sent. Throws a `ParameterError`.
 */
async function checkMessage(item: ItemContext): Promise<void> {
	const files = await countFiles(item);
	warnAboutMissingMentions(item);
	assertProvider(item);
	fillEmailBody(item);
	// Both throw for invalid options.
	messageTextsOf(item);
	usesWhatsAppMedia(item);
	const { type, message: text, html: emailHtml, templateId, forward } = item.body;
	if (templateId !== undefined) return;
	if (type !== 'Email' && text === undefined && files === 0) {
		throw new ParameterError(
			"'Message' is empty",
			"Enter a text, or add 'Attachments'. If an expression is used, check it.",
		);
	}
	if (type === 'Email' && emailHtml === undefined && forward === undefined) {
		const field = item.parameter('emailType') === 'text' ? 'Message' : 'HTML';
		throw new ParameterError(
			`'${field}' is empty`,
			"An email needs a body, a 'Template ID' or a 'Forward'. Check the expression that fills it.",
		);
	}
}

const messageField = inBody({
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Hi Jane, is Tuesday at 10 still good for you?',
	// Escaped, because the editor renders descriptions as HTML.
	description:
		'Text of the message. An internal comment mentions a user as @name&lt;userId&gt;ID&lt;/userId&gt;.',
});

export const send: Operation = {
	option: {
		name: OPERATION_NAMES.sendMessage,
		value: 'send',
		action: 'Send message',
		description: 'Send a text message, an email or a chat message to a contact',
		builderHint: {
			propertyHint:
				"For the reply of an AI agent, set the option 'onlyIfUnanswered' to the 'turn' of the trigger or of 'getUnanswered', so that a message is never answered twice. To send to many recipients, use one node with one item per recipient instead of a loop, and set the option 'skipIfSent'.",
		},
	},
	request: { method: 'POST', url: '/conversations/messages', location: 'bodyIfKnown' },
	scope: 'conversations/message.write',
	itemNoun: 'messages',
	sequentialBy: 'contactId',
	check: checkMessage,
	middleware: sendMiddleware,
	response: withUploadedFiles(
		{
			path: '/conversations/messages/upload',
			field: 'fileAttachment',
			files: FILES,
			bodyFields: ['contactId'],
			urlField: 'attachments',
		},
		sendParts(sendResponse),
	),
	fields: [
		messageType(),
		shownFor('WhatsApp', whatsAppNotice),
		shownFor('InternalComment', internalCommentNotice),
		contactInBody,
		// Not `required`: if 'Type' is an expression, n8n shows all fields and would reject the workflow.
		shownFor('Custom', conversationProviderId),
		shownFor('Email', subject),
		shownFor('Email', emailType),
		shownForEmail('html', html),
		shownForEmail('text', { ...messageField, description: 'Text of the email, without HTML' }),
		hiddenFor('Email', messageField),
		sendAdditionalFields,
		optionsOf([
			...sendOptions,
			{
				displayName: 'Attach Files',
				name: 'attachFiles',
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data',
				description:
					'Comma-separated names of the input binary fields with the files to attach. They are uploaded first.',
			},
		]),
		locationId,
	],
};
