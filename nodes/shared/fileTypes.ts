/**
 * The files that HighLevel's uploads take, by the ending of their names (its documentation of August 2026), each with
 * the media types that stand for it.
 */
const TYPES: Record<string, string[]> = {
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

const ENDINGS = new Map(
	Object.entries(TYPES).flatMap(([ending, types]) => types.map((type) => [type, ending])),
);

/** The list as texts show it. */
export const FILE_TYPES = Object.keys(TYPES)
	.map((ending) => ending.toUpperCase())
	.join(', ');

/** The ending itself in small letters where HighLevel takes it, e.g. "PDF" is `pdf`. */
export function takenEnding(ending: string): string | undefined {
	const small = ending.toLowerCase();
	return Object.hasOwn(TYPES, small) ? small : undefined;
}

/** The ending that stands for a media type, parameters ignored; undefined where HighLevel takes no such file. */
export const endingOfType = (type: string): string | undefined =>
	ENDINGS.get(type.split(';')[0].trim().toLowerCase());

/** The media type of files whose names end so, e.g. `image/jpeg` for `jpeg`; undefined for an ending that is not in the list. */
export function typeOfEnding(ending: string): string | undefined {
	const known = takenEnding(ending);
	const same = { jpeg: 'jpg', wave: 'wav', aif: 'aiff', aifc: 'aiff', vcard: 'vcf' };
	return known && (TYPES[known][0] ?? TYPES[same[known as keyof typeof same]][0]);
}
