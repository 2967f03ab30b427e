import { inBody } from '../../../shared/fields/routing';

export const filename = inBody({
	displayName: 'Filename',
	name: 'filename',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. video.mp4',
	description: 'Name of the file with its extension',
});

/** The channel that accepts files of up to 100 MB. */
export const LARGE_CHANNEL = 'WHATSAPP';

export const channel = inBody({
	displayName: 'Channel',
	name: 'channel',
	type: 'string',
	required: true,
	default: LARGE_CHANNEL,
	placeholder: 'e.g. WHATSAPP',
	description: 'Channel to send the file on: WHATSAPP accepts up to 100 MB, all others 5 MB',
});
