import { attachments } from '../../fields/files';
import { messageId } from '../../../shared/fields/message';
import { callsOnlyNotice } from '../../../shared/fields/notices';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const setAttachments: Operation = {
	option: {
		name: 'Set Attachments',
		value: 'setAttachments',
		action: 'Set attachments',
		description: 'Replace the attachments of a call, such as its recording',
	},
	request: { method: 'PUT', url: '/conversations/messages/{messageId}/attachments' },
	scope: 'conversations/message.write',
	// HighLevel does not document the response.
	response: recordResponse({ mayBeEmpty: true }),
	fields: [
		callsOnlyNotice,
		messageId,
		{
			...attachments,
			required: true,
			description:
				'Up to 5 URLs of files that HighLevel can open. URLs of uploads are public for one hour.',
		},
	],
};
