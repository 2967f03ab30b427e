import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { itemOptions } from '../../shared/itemOptions';

/** WhatsApp's media types by file extension. All other files are documents. */
const MEDIA_TYPES: Array<[type: string, extensions: RegExp]> = [
	['image', /\.(jpe?g|png|gif|webp|heic)$/i],
	['video', /\.(mp4|mpeg|3gp|mov)$/i],
	['audio', /\.(mp3|wave?|aif[fc]?|gsm|ulaw|ogg|opus|aac|m4a|amr)$/i],
];

/** The file name in a URL, or the host name if the URL has no path. */
function fileNameIn(url: string): string {
	const { pathname, hostname } = new URL(url);
	const last = pathname.split('/').at(-1) ?? '';
	try {
		return decodeURIComponent(last) || hostname;
	} catch {
		return last;
	}
}

/**
 * Whether the item's files are sent as WhatsApp media, in one message per file. Throws a `ParameterError` for an unknown value of
 * 'WhatsApp Media'.
 */
export function usesWhatsAppMedia(item: ItemContext): boolean {
	const { type, templateId } = item.body;
	const choice = itemOptions(item).whatsAppMedia;
	if (type !== 'WhatsApp') return false;
	if (isEmpty(choice) || choice === 'media') return templateId === undefined;
	if (choice === 'attachments') return false;
	throw new ParameterError(
		`'WhatsApp Media' must be media or attachments: ${String(choice).slice(0, 100)}`,
	);
}

/** The value of the body field `whatsapp` for a file, as HighLevel documents it. `fileName` is known for uploaded files. */
export function whatsAppMedia(url: string, fileName?: string): IDataObject {
	const name = fileName ?? fileNameIn(url);
	const type = MEDIA_TYPES.find(([, extensions]) => extensions.test(name))?.[0] ?? 'document';
	return { type: 'media', media: { type, url, name } };
}
