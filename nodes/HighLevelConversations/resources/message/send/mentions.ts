import type { ItemContext } from '../../../../shared/request';

/** A mention in a text, as HighLevel documents it. */
const MENTION = /<userId>\s*([^<\s]+)\s*<\/userId>/gi;

/** Adds a warning if users are in 'Mentions' but not in the text. HighLevel shows only the mentions in the text. */
export function warnAboutMissingMentions(item: ItemContext): void {
	const { body } = item;
	const inText = new Set([...String(body.message ?? '').matchAll(MENTION)].map(([, id]) => id));
	const missing = ((body.mentions ?? []) as string[]).filter((id) => !inText.has(id));
	if (missing.length === 0) return;
	item.warn(
		`'Mentions' lists ${missing.join(', ')}, but 'Message' does not mention them. Write @name<userId>ID</userId> in the text.`,
	);
}
