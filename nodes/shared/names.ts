/**
 * What the editor calls the operations that a text elsewhere sends the user to. The operations and their resources take
 * their names from here as well, so that a renamed one leaves no stale advice behind.
 */
export const RESOURCE_NAMES = { message: 'Message', search: 'Search', upload: 'Upload' } as const;

export const OPERATION_NAMES = {
	downloadAttachments: 'Download Attachments',
	exportMessages: 'Export',
	getMessages: 'Get Many',
	searchConversations: 'Search Conversations',
	sendAndWait: 'Send and Wait for Response',
	sendMessage: 'Send',
	uploadFile: 'Upload File',
	uploadLargeFile: 'Upload Large File',
} as const;

/** Where the user finds an operation, as texts write it: the resource's name, `>` and the operation's. */
export function pathTo(
	resource: keyof typeof RESOURCE_NAMES,
	operation: keyof typeof OPERATION_NAMES,
): string {
	return `${RESOURCE_NAMES[resource]} > ${OPERATION_NAMES[operation]}`;
}
