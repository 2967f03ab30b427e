/** The OAuth scopes of HighLevel's endpoints, those of the Conversations API first; a refused token's message names the one it lacks. */
export type Scope =
	| 'conversations.readonly'
	| 'conversations.write'
	| 'conversations/message.readonly'
	| 'conversations/message.write'
	| 'conversations/livechat.write'
	| 'files.readonly'
	| 'contacts.readonly'
	| 'users.readonly'
	| 'locations.readonly'
	| 'locations/templates.readonly';

/**
 * When a request may be sent again after a failure: 'safe' after any failure that may pass, because a second request does no harm;
 * 'unprocessed' only if the first one was certainly not processed.
 */
export type Retry = 'safe' | 'unprocessed';

/** When requests with this method may be sent again. Only a GET changes nothing. */
export const retryOf = (method: string | undefined): Retry =>
	(method ?? 'GET') === 'GET' ? 'safe' : 'unprocessed';

/** What the message of a failure may say about the operation that failed. */
export interface ErrorSubject {
	/** Scope that the token needs. The preference endpoints declare none. */
	scope?: Scope;
	/** When the operation's requests may be sent again, see `retryOf`. */
	retry: Retry;
	/** The noun for the message that says how many went through before a failure, e.g. "messages". */
	itemNoun?: string;
}
