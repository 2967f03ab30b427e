import type { IDataObject } from 'n8n-workflow';

/** Answers as the live API lists a conversation's messages, `size` a page at most. `all` newest first. */
export const messagesOf =
	(all: IDataObject[], size: number) =>
	({ lastMessageId }: IDataObject): IDataObject => {
		const start = 1 + all.findIndex(({ id }) => id === lastMessageId);
		const messages = all.slice(start, start + size);
		const nextPage = start + size < all.length;
		return { messages: { lastMessageId: messages.at(-1)?.id, nextPage, messages } };
	};
