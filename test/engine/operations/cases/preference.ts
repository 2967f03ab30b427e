import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';

const { locationId, contactId, newsletterSubtypeId } = SEED;
const email = 'ana@example.com';
const agreed = { legal_reason: 'Asked for it', legal_description: 'Called on 5 May' };

export const preference: Cases = {
	getAllSubtypes: [
		{
			title: 'one item a subtype',
			parameters: { locationId },
			request: { query: { locationId } },
			output: [
				expect.objectContaining({ id: newsletterSubtypeId, name: 'Newsletter' }),
				expect.objectContaining({ id: SEED.remindersSubtypeId }),
			],
		},
	],
	createSubtype: [
		{
			title: 'every field',
			parameters: {
				name: 'News',
				channel: 'sms',
				language: 'de',
				additionalFields: { description: 'Once a week' },
				locationId,
			},
			request: {
				query: { locationId },
				body: { name: 'News', channel: 'sms', language: 'de', description: 'Once a week' },
			},
		},
	],
	updateSubtype: [
		{
			title: 'every field',
			parameters: {
				subtypeId: byId(newsletterSubtypeId),
				updateFields: {
					name: 'News',
					description: 'Once a week',
					archived: true,
					resubscription_legal_form_id: 'form-1',
				},
				locationId,
			},
			request: {
				path: { subtypeId: newsletterSubtypeId },
				query: { locationId },
				body: {
					name: 'News',
					description: 'Once a week',
					archived: true,
					resubscription_legal_form_id: 'form-1',
				},
			},
		},
	],
	getUnsubscriptionStatus: [
		{
			title: 'every field',
			parameters: { contactId, filters: { email }, locationId },
			request: { query: { contactId, email, locationId } },
			output: [
				expect.objectContaining({ contactId, emails: [expect.objectContaining({ email })] }),
			],
		},
	],
	changeSubscription: [
		{
			title: 'a custom subtype, with a reason',
			parameters: {
				contactId,
				email,
				subscription_action: {
					value: {
						type: 'custom',
						subtype_id: byId(newsletterSubtypeId),
						subtype_status: 'subscribed',
					},
				},
				additionalFields: agreed,
				locationId,
			},
			request: {
				body: {
					contactId,
					email,
					subscription_action: {
						type: 'custom',
						subtype_id: newsletterSubtypeId,
						subtype_status: 'subscribed',
					},
					...agreed,
					locationId,
				},
			},
			output: [{ success: true }],
		},
		{
			title: 'all subscriptions at once, the type from an expression',
			items: [{ type: 'resub_all' }],
			parameters: {
				contactId,
				email,
				subscription_action: {
					value: { type: '={{ $json.type }}', subtype_status: 'subscribed' },
				},
				additionalFields: { legal_reason: 'Asked for it' },
			},
			request: {
				body: {
					contactId,
					email,
					subscription_action: { type: 'resub_all', subtype_status: 'subscribed' },
					legal_reason: 'Asked for it',
					locationId,
				},
			},
			output: [{ success: true }],
		},
		{
			title: 'a form of which the editor saved nothing but what differs from its defaults',
			parameters: {
				contactId,
				email,
				subscription_action: { value: { subtype_id: byId(newsletterSubtypeId) } },
			},
			request: {
				body: {
					contactId,
					email,
					subscription_action: {
						type: 'custom',
						subtype_id: newsletterSubtypeId,
						subtype_status: 'unsubscribed',
					},
					locationId,
				},
			},
			output: [{ success: true }],
		},
		{
			title: 'the default subscription',
			parameters: {
				contactId,
				email,
				subscription_action: {
					value: { type: 'default', subtype_name: 'One on One', subtype_status: 'unsubscribed' },
				},
			},
			request: {
				body: {
					contactId,
					email,
					subscription_action: {
						type: 'default',
						subtype_name: 'One on One',
						subtype_status: 'unsubscribed',
					},
					locationId,
				},
			},
			output: [{ success: true }],
		},
	],
};
