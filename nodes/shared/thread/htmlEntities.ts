/** The named HTML entities that occur in emails. Others are left unchanged. */
const NAMED_ENTITIES = new Map<string, string>(
	Object.entries({
		...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
		...{ ensp: ' ', emsp: ' ', thinsp: ' ', shy: '', zwnj: '', zwj: '', lrm: '', rlm: '' },
		...{ ndash: '–', mdash: '—', hellip: '…', bull: '•', middot: '·', prime: '′', Prime: '″' },
		...{ lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
		...{ laquo: '«', raquo: '»', lsaquo: '‹', rsaquo: '›', dagger: '†', permil: '‰' },
		...{ euro: '€', pound: '£', yen: '¥', cent: '¢', curren: '¤', sect: '§', para: '¶' },
		...{ copy: '©', reg: '®', trade: '™', deg: '°', plusmn: '±', times: '×', divide: '÷' },
		...{ frac12: '½', frac14: '¼', frac34: '¾', sup1: '¹', sup2: '²', sup3: '³', micro: 'µ' },
		...{ iexcl: '¡', iquest: '¿', ordf: 'ª', ordm: 'º', not: '¬', macr: '¯', acute: '´' },
		...{ larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔', minus: '−', ne: '≠' },
		...{ le: '≤', ge: '≥', infin: '∞', check: '✓', hearts: '♥', star: '☆', starf: '★' },
		...{ Agrave: 'À', Aacute: 'Á', Acirc: 'Â', Atilde: 'Ã', Auml: 'Ä', Aring: 'Å', AElig: 'Æ' },
		...{ agrave: 'à', aacute: 'á', acirc: 'â', atilde: 'ã', auml: 'ä', aring: 'å', aelig: 'æ' },
		...{ Egrave: 'È', Eacute: 'É', Ecirc: 'Ê', Euml: 'Ë', egrave: 'è', eacute: 'é', ecirc: 'ê' },
		...{ euml: 'ë', Igrave: 'Ì', Iacute: 'Í', Icirc: 'Î', Iuml: 'Ï', igrave: 'ì', iacute: 'í' },
		...{ icirc: 'î', iuml: 'ï', Ograve: 'Ò', Oacute: 'Ó', Ocirc: 'Ô', Otilde: 'Õ', Ouml: 'Ö' },
		...{ Oslash: 'Ø', OElig: 'Œ', ograve: 'ò', oacute: 'ó', ocirc: 'ô', otilde: 'õ', ouml: 'ö' },
		...{ oslash: 'ø', oelig: 'œ', Ugrave: 'Ù', Uacute: 'Ú', Ucirc: 'Û', Uuml: 'Ü', ugrave: 'ù' },
		...{ uacute: 'ú', ucirc: 'û', uuml: 'ü', Yacute: 'Ý', yacute: 'ý', yuml: 'ÿ', szlig: 'ß' },
		...{ Ccedil: 'Ç', ccedil: 'ç', Ntilde: 'Ñ', ntilde: 'ñ', ETH: 'Ð', eth: 'ð', THORN: 'Þ' },
		...{ thorn: 'þ', Scaron: 'Š', scaron: 'š', Zcaron: 'Ž', zcaron: 'ž', inodot: 'ı' },
	}),
);

/** The characters for the numbers 128 to 159, which browsers interpret as Windows-1252. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const ENTITY = /&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,30});/gi;

/** The character of an entity, e.g. `&amp;`, whose name is `amp`; the entity itself if it is unknown. */
function decode(entity: string, name: string): string {
	if (!name.startsWith('#'))
		return NAMED_ENTITIES.get(name) ?? NAMED_ENTITIES.get(name.toLowerCase()) ?? entity;
	const isHex = /^#x/i.test(name);
	const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
	if (code >= 128 && code < 160) return WINDOWS_1252[code - 128];
	const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
	return isCharacter ? String.fromCodePoint(code) : entity;
}

/** Replaces HTML entities by the characters they stand for. Unknown entities are left unchanged. */
export const decodeEntities = (text: string): string => text.replace(ENTITY, decode);
