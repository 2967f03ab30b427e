import { findMessage, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse, refuseFields } from '../errors';
import { check, optional, required } from '../validate';

const STATUSES = [
	...['pending', 'scheduled', 'sent', 'delivered', 'read'],
	...['undelivered', 'connected', 'failed', 'opened', 'clicked'],
];
const UPDATE = {
	status: required('string', { oneOf: STATUSES }),
	events: optional('object'),
	recipients: optional('objects'),
};
const RECIPIENT = {
	emailId: required('string'),
	status: required('string', { oneOf: STATUSES }),
	failReason: optional('string'),
};

/** The endpoint of v3: the status of an email sent by the app's own provider. */
export function emailStatusEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'put',
			path: '/conversations/messages/email/:id/status',
			scope: 'conversations/message.write',
			versions: ['v3'],
			run: ({ token, params, body }) => {
				const email = state.emails.get(params.id);
				if (!email) throw refuse(404, `Email message with id ${params.id} not found`);
				const message = findMessage(context, token, email.messageId);
				const { status, events = {}, recipients = [] } = check(body, UPDATE, strict);
				for (const [name, count] of Object.entries(events)) {
					if (!Number.isInteger(count)) throw refuseFields([`events.${name} must be an integer`]);
				}
				for (const recipient of recipients) check(recipient, RECIPIENT, strict);
				if (!state.providers.has(message.conversationProviderId ?? '')) {
					throw refuse(403, 'Status updates are only supported for custom provider emails');
				}
				Object.assign(email, { status });
				Object.assign(message, { status, dateUpdated: Date.now() });
				state.changed();
				return { json: { success: true, message: 'Updated email message successfully' } };
			},
		},
	];
}
