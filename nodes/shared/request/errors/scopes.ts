/** The OAuth scopes of HighLevel's Conversations endpoints; a refused token's message names the one it lacks. */
export type Scope =
	| 'conversations.readonly'
	| 'conversations.write'
	| 'conversations/message.readonly'
	| 'conversations/message.write'
	| 'conversations/livechat.write';

/** What the message of a failure may say about the operation that failed. */
export interface ErrorSubject {
	/** Scope that the token needs. The preference endpoints declare none. */
	scope?: Scope;
	/** 'always': reading, so a second request does no harm. 'refused': only after a request that surely was not processed. */
	repeat: 'always' | 'refused';
	/** The noun for the message that says how many went through before a failure, e.g. "messages". */
	itemNoun?: string;
}
