/** What of a running sandbox a credential needs. */
export interface Account {
	url: string;
	token: string;
	locationId: string;
}

/** The credential that every example names; importing an example elsewhere asks for one's own. */
export const CREDENTIAL = {
	id: 'highlevelAccount1',
	name: 'HighLevel account',
	type: 'highLevelConversationsApi',
} as const;

/** @returns the credential in the form that n8n imports, pointing at a sandbox. */
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
