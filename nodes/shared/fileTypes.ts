/**
 * The file types that HighLevel accepts for uploads, by extension (its documentation of August 2026), each with its MIME
 * types.
 */
const MIME_TYPES: Record<string, string[]> = {
	jpg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
	jpeg: [],
	png: ['image/png'],
	gif: ['image/gif'],
	svg: ['image/svg+xml'],
	heic: ['image/heic'],
	ai: ['application/postscript', 'application/illustrator', 'application/vnd.adobe.illustrator'],
	mp4: ['video/mp4'],
	mpeg: ['video/mpeg'],
	'3gp': ['video/3gpp'],
	mp3: ['audio/mpeg', 'audio/mp3'],
	wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
	wave: [],
	aiff: ['audio/aiff', 'audio/x-aiff'],
	aif: [],
	aifc: [],
	gsm: ['audio/gsm', 'audio/x-gsm'],
	ulaw: ['audio/ulaw', 'audio/pcmu'],
	ogg: ['audio/ogg', 'application/ogg'],
	aac: ['audio/aac', 'audio/x-aac'],
	m4a: ['audio/m4a', 'audio/x-m4a', 'audio/mp4'],
	amr: ['audio/amr'],
	pdf: ['application/pdf'],
	doc: ['application/msword'],
	docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	txt: ['text/plain'],
	csv: ['text/csv'],
	xls: ['application/vnd.ms-excel'],
	xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	ppt: ['application/vnd.ms-powerpoint'],
	pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
	odt: ['application/vnd.oasis.opendocument.text'],
	zip: ['application/zip', 'application/x-zip', 'application/x-zip-compressed'],
	rar: ['application/vnd.rar', 'application/x-rar', 'application/x-rar-compressed'],
	vcf: ['text/vcard', 'text/x-vcard', 'text/directory'],
	vcard: [],
	ics: ['text/calendar'],
};

const EXTENSION_BY_TYPE = new Map(
	Object.entries(MIME_TYPES).flatMap(([extension, types]) =>
		types.map((type) => [type, extension]),
	),
);

/** The supported extensions as a text, e.g. "JPG, PNG". */
export const FILE_TYPES = Object.keys(MIME_TYPES)
	.map((extension) => extension.toUpperCase())
	.join(', ');

/** The extension in lower case if HighLevel supports it, e.g. `pdf` for "PDF"; otherwise undefined. */
export function supportedExtension(extension: string): string | undefined {
	const lowerCase = extension.toLowerCase();
	return Object.hasOwn(MIME_TYPES, lowerCase) ? lowerCase : undefined;
}

/** The extension for a MIME type, whose parameters are ignored; undefined if HighLevel does not support it. */
export const extensionOfType = (type: string): string | undefined =>
	EXTENSION_BY_TYPE.get(type.split(';')[0].trim().toLowerCase());

/** The MIME type for an extension, e.g. `image/jpeg` for `jpeg`; undefined if HighLevel does not support it. */
export function typeOfExtension(extension: string): string | undefined {
	const supported = supportedExtension(extension);
	// Extensions without a MIME type of their own, and the extension whose type they share.
	const aliases = { jpeg: 'jpg', wave: 'wav', aif: 'aiff', aifc: 'aiff', vcard: 'vcf' };
	return (
		supported &&
		(MIME_TYPES[supported][0] ?? MIME_TYPES[aliases[supported as keyof typeof aliases]][0])
	);
}
