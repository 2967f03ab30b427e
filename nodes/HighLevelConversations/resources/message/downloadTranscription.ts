import { optionsOf } from '../../../shared/fields/collections';
import { outputField, whenUnavailable } from '../../fields/files';
import { locationId } from '../../../shared/fields/location';
import { messageId } from '../../../shared/fields/message';
import { downloadResponse, itemIfUnavailable } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const downloadTranscription: Operation = {
	option: {
		name: 'Download Transcription',
		value: 'downloadTranscription',
		action: 'Download transcription',
		description: 'Download the transcript of a call as a text file',
	},
	request: {
		method: 'GET',
		url: '/conversations/locations/{locationId}/messages/{messageId}/transcription/download',
		location: 'path',
	},
	scope: 'conversations/message.readonly',
	response: itemIfUnavailable(
		'messageId',
		downloadResponse({
			id: 'messageId',
			noun: 'transcription',
			extension: 'txt',
			type: 'text/plain',
		}),
	),
	fields: [messageId, outputField, optionsOf([whenUnavailable]), locationId],
};
