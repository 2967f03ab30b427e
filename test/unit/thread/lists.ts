import type { IDataObject } from 'n8n-workflow';

/** Returns responses of the list of a conversation's messages, with at most `size` per page. `all` is newest first. */
export const messagesOf =
	(all: IDataObject[], size: number) =>
	({ lastMessageId }: IDataObject): IDataObject => {
		const start = 1 + all.findIndex(({ id }) => id === lastMessageId);
		const messages = all.slice(start, start + size);
		const nextPage = start + size < all.length;
		return { messages: { lastMessageId: messages.at(-1)?.id, nextPage, messages } };
	};
