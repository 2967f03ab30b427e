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
