import type { ItemContext } from '../../../../shared/request';

/** How HighLevel's documents write a mention in a text. */
const MENTION = /<userId>\s*([^<\s]+)\s*<\/userId>/gi;

/** Tells about users who are in the list of mentions, but not in the text: nobody sees that they are meant. */
export function tellUnmentioned({ body, warn }: ItemContext): void {
	const inText = new Set([...String(body.message ?? '').matchAll(MENTION)].map(([, id]) => id));
	const missing = ((body.mentions ?? []) as string[]).filter((id) => !inText.has(id));
	if (missing.length === 0) return;
	warn(
		`'Mentions' lists ${missing.join(', ')}, and 'Message' does not mention them: write @name<userId>ID</userId> in the text.`,
	);
}
