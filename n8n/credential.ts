/** The data of a running sandbox that a credential contains. */
export interface Account {
	url: string;
	token: string;
	locationId: string;
}

/** The credential of all examples; in another n8n, users select their own after importing an example. */
export const CREDENTIAL = {
	id: 'highlevelAccount1',
	name: 'HighLevel account',
	type: 'highLevelConversationsApi',
} as const;

/** @returns a credential for a sandbox, in n8n's import format. */
export function sandboxCredential(account: Account) {
	return {
		...CREDENTIAL,
		data: {
			accessToken: account.token,
			locationId: account.locationId,
			apiHost: 'custom',
			baseUrl: account.url,
		},
	};
}
