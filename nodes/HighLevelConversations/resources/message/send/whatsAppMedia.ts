import type { IDataObject } from 'n8n-workflow';
import { ParameterError, isEmpty } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { optionsOfItem } from './itemOptions';

/** WhatsApp's kinds of media by the ending of a file's name; everything else is a document. */
const MEDIA_TYPES: Array<[kind: string, endings: RegExp]> = [
	['image', /\.(jpe?g|png|gif|webp|heic)$/i],
	['video', /\.(mp4|mpeg|3gp|mov)$/i],
	['audio', /\.(mp3|wave?|aif[fc]?|gsm|ulaw|ogg|opus|aac|m4a|amr)$/i],
];

/** The file's name in its address; the address's host if it has none. */
function fileNameIn(address: string): string {
	const { pathname, hostname } = new URL(address);
	const last = pathname.split('/').at(-1) ?? '';
	try {
		return decodeURIComponent(last) || hostname;
	} catch {
		return last;
	}
}

/** Whether the item's files go out as WhatsApp media, one message a file. Throws a `ParameterError` for another choice. */
export function usesWhatsAppMedia(item: ItemContext): boolean {
	const { type, templateId } = item.body;
	const choice = optionsOfItem(item).whatsAppMedia;
	if (type !== 'WhatsApp') return false;
	if (isEmpty(choice) || choice === 'media') return templateId === undefined;
	if (choice === 'attachments') return false;
	throw new ParameterError(
		`'WhatsApp Media' is neither media nor attachments: ${String(choice).slice(0, 100)}`,
	);
}

/** The body field for a file, as HighLevel documents it. `url` is its address, `fileName` its name if it was uploaded. */
export function whatsAppMedia(url: string, fileName?: string): IDataObject {
	const name = fileName ?? fileNameIn(url);
	const type = MEDIA_TYPES.find(([, endings]) => endings.test(name))?.[0] ?? 'document';
	return { type: 'media', media: { type, url, name } };
}
