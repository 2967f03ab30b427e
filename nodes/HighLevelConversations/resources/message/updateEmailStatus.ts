import type { IDataObject } from 'n8n-workflow';
import { inBody } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { API_VERSION_V3 } from '../../../../credentials/shared/fields';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { emailMessageId } from '../../../shared/fields/message';
import { notice, providerNotice } from '../../../shared/fields/notices';
import { emailStatuses } from '../../fields/status';
import { ParameterError, isEmpty, converters, recordResponse } from '../../../shared/request';
import type { Converter } from '../../../shared/request';
import type { Operation } from '../shared/operation';

const versionNotice = notice(
	'versionNotice',
	"Requires API version v3, which you choose in the credential. Only works for emails that were sent by your app's conversation provider, not by LC Email or Mailgun.",
);

const filledText = converters.pipe(converters.text, converters.required);

/** Converts the rows of 'Events' to HighLevel's format: counts by the name of the event. Throws a `ParameterError`. */
const eventsOf: Converter = (value, { label, timezone }) => {
	const counters: IDataObject = {};
	for (const { event, count } of (value ?? []) as Array<{ event?: unknown; count?: unknown }>) {
		const name = filledText(event, { label: `${label} > 'Event'`, timezone }) as string;
		if (counters[name] !== undefined) throw new ParameterError(`${label} contains '${name}' twice`);
		const counter = converters.number(count, { label: `${label} > 'Count'`, timezone }) as number;
		if (counter !== undefined && (!Number.isInteger(counter) || counter < 0)) {
			throw new ParameterError(`${label} > 'Count' is not a whole number: ${counter}`);
		}
		counters[name] = counter;
	}
	return counters;
};

/** Converts the rows of 'Recipients'. Throws a `ParameterError` for a row without an email, and for a reason without a failure. */
const recipientsOf: Converter = (value, { label, timezone }) =>
	((value ?? []) as IDataObject[]).map(({ emailId, status, failReason }) => {
		if (!isEmpty(failReason) && status !== 'failed') {
			throw new ParameterError(
				`${label} has a 'Fail Reason', but its status is not 'Failed'`,
				"Leave it empty, or choose the status 'Failed'.",
			);
		}
		return {
			emailId: filledText(emailId, { label: `${label} > 'Email'`, timezone }),
			status: converters.text(status, { label: `${label} > 'Status'`, timezone }),
			...(isEmpty(failReason)
				? {}
				: {
						failReason: converters.text(failReason, {
							label: `${label} > 'Fail Reason'`,
							timezone,
						}),
					}),
		};
	});

const events: Field = {
	displayName: 'Events',
	name: 'events',
	convert: eventsOf,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Event',
	description: 'Numbers of events to add to the counts in HighLevel',
	options: [
		{
			displayName: 'Event',
			name: 'row',
			values: [
				{
					displayName: 'Count',
					name: 'count',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1,
					description: 'Number of events to add',
				},
				{
					displayName: 'Event',
					name: 'event',
					type: 'options',
					options: [
						{ name: 'Accepted', value: 'accepted' },
						{ name: 'Blocked by Provider', value: 'esp_isp_block' },
						{ name: 'Clicked', value: 'clicked' },
						{ name: 'Complained', value: 'complained' },
						{ name: 'Delivered', value: 'delivered' },
						{ name: 'Failed', value: 'failed' },
						{ name: 'Failed for Now', value: 'temporary_fail' },
						{ name: 'Failed Permanently', value: 'permanent_fail' },
						{ name: 'Opened', value: 'opened' },
						{ name: 'Rejected', value: 'rejected' },
						{ name: 'Replied', value: 'replied' },
						{ name: 'Stored', value: 'stored' },
						{ name: 'Unsubscribed', value: 'unsubscribed' },
					],
					default: 'delivered',
					description: 'What happened to the email',
				},
			],
		},
	],
	routing: { send: { type: 'body', property: 'events', value: '={{ $value.row }}' } },
};

const recipients: Field = {
	displayName: 'Recipients',
	name: 'recipients',
	convert: recipientsOf,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Recipient',
	description: 'Delivery status for each recipient',
	options: [
		{
			displayName: 'Recipient',
			name: 'row',
			values: [
				{
					displayName: 'Email',
					name: 'emailId',
					type: 'string',
					default: '',
					placeholder: 'e.g. jane@example.com',
					description: 'Address of a recipient of this email',
				},
				{
					displayName: 'Fail Reason',
					name: 'failReason',
					type: 'string',
					default: '',
					placeholder: 'e.g. Mailbox not found',
					description: "Reason for the failure. Only used with the status 'Failed'.",
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: emailStatuses,
					default: 'delivered',
					description: 'Status of the email for this recipient',
				},
			],
		},
	],
	routing: { send: { type: 'body', property: 'recipients', value: '={{ $value.row }}' } },
};

export const updateEmailStatus: Operation = {
	option: {
		name: 'Update Email Status',
		value: 'updateEmailStatus',
		action: 'Update email status',
		description: 'Update the delivery status of an email that your conversation provider sent',
	},
	request: {
		method: 'PUT',
		url: '/conversations/messages/email/{emailMessageId}/status',
		requiredVersion: API_VERSION_V3,
	},
	scope: 'conversations/message.write',
	response: recordResponse(),
	fields: [
		versionNotice,
		providerNotice,
		emailMessageId,
		inBody({
			displayName: 'Status',
			name: 'status',
			type: 'options',
			required: true,
			options: emailStatuses,
			default: 'delivered',
			description: 'New status of the email',
		}),
		updateFieldsOf([events, recipients]),
	],
};
