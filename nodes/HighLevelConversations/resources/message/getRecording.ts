import { optionsOf } from '../../../shared/fields/collections';
import { outputField, whenUnavailable } from '../../fields/files';
import { locationId } from '../../../shared/fields/location';
import { messageId } from '../../../shared/fields/message';
import { downloadResponse, itemIfUnavailable } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const getRecording: Operation = {
	option: {
		name: 'Get Recording',
		value: 'getRecording',
		action: 'Get recording',
		description: 'Download the recording of a call',
	},
	request: {
		method: 'GET',
		url: '/conversations/messages/{messageId}/locations/{locationId}/recording',
		location: 'path',
	},
	scope: 'conversations/message.readonly',
	response: itemIfUnavailable(
		'messageId',
		downloadResponse({ id: 'messageId', noun: 'recording', extension: 'wav', type: 'audio/x-wav' }),
	),
	fields: [messageId, outputField, optionsOf([whenUnavailable]), locationId],
};
