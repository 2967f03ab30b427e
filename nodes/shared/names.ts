/**
 * Display names of the operations that other texts refer to. The operations and resources use these names too, so that a
 * text never refers to an old name.
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

/** The path to an operation as texts show it, e.g. "Message > Send". */
export function operationPath(
	resource: keyof typeof RESOURCE_NAMES,
	operation: keyof typeof OPERATION_NAMES,
): string {
	return `${RESOURCE_NAMES[resource]} > ${OPERATION_NAMES[operation]}`;
}
