/** The OAuth scopes of HighLevel's endpoints. If the token lacks one, the error names it. */
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
 * When a request may be retried: 'safe' after any transient failure, because a second request does no harm;
 * 'unprocessed' only if the first one was certainly not processed.
 */
export type Retry = 'safe' | 'unprocessed';

/** When requests with this method may be retried. Only GET requests change nothing. */
export const retryOf = (method: string | undefined): Retry =>
	(method ?? 'GET') === 'GET' ? 'safe' : 'unprocessed';

/** The parts of an operation that error messages use. */
export interface ErrorSubject {
	/** Scope that the token requires. The preference endpoints declare none. */
	scope?: Scope;
	/** When the operation's requests may be retried, see `retryOf`. */
	retry: Retry;
	/** Plural noun for the items, e.g. "messages", for errors that say how many were sent before a failure. */
	itemNoun?: string;
}
