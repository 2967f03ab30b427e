import type { IDataObject } from 'n8n-workflow';
import { optionsOf } from '../../../shared/fields/collections';
import { whenUnavailable } from '../../fields/files';
import { locationId } from '../../../shared/fields/location';
import { messageId } from '../../../shared/fields/message';
import { itemIfUnavailable, recordResponse } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import type { Operation } from '../shared/operation';

/** The transcript as one text and as sentences in order. The API returns a list of sentences; its documentation shows one object. */
function transcriptOf(body: unknown, item: ItemContext): IDataObject[] {
	const sentences = (Array.isArray(body) ? [...body] : [body]) as IDataObject[];
	sentences.sort((a, b) => Number(a.sentenceIndex) - Number(b.sentenceIndex));
	const text = sentences.map(({ transcript }) => String(transcript ?? '').trim()).join(' ');
	return [{ messageId: String(item.parameter('messageId')), text: text.trim(), sentences }];
}

export const getTranscription: Operation = {
	option: {
		name: 'Get Transcription',
		value: 'getTranscription',
		action: 'Get transcription',
		description: 'Retrieve the transcript of a call as a whole and by sentence',
	},
	request: {
		method: 'GET',
		url: '/conversations/locations/{locationId}/messages/{messageId}/transcription',
		location: 'path',
	},
	scope: 'conversations/message.readonly',
	response: itemIfUnavailable('messageId', recordResponse({ shape: transcriptOf })),
	fields: [messageId, optionsOf([whenUnavailable]), locationId],
};
