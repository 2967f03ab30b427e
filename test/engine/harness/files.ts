/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Readable } from 'node:stream';

import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import type { BinaryDataService } from './core';

export interface GivenFile {
	/** The bytes, or a text as UTF-8. */
	content: Buffer | Readable | string;
	name?: string;
	type?: string;
}

/** Stores bytes in n8n's binary data, like a node that reads files. */
export async function binaryOf(
	store: BinaryDataService,
	{ content, name, type = 'text/plain' }: GivenFile,
): Promise<IBinaryData> {
	const binary: IBinaryData = { data: '', mimeType: type, fileName: name };
	const extension = /\.(\w+)$/.exec(name ?? '')?.[1];
	if (extension) binary.fileExtension = extension;
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	const location = { type: 'execution' as const, workflowId: 'workflow', executionId: 'execution' };
	return await store.store(location, bytes, binary);
}

/** @throws Error if the item has no such field */
export async function bytesIn(
	store: BinaryDataService,
	item: INodeExecutionData,
	field: string,
): Promise<Buffer> {
	const binary = item.binary?.[field];
	if (!binary) throw new Error(`The item has no binary field ${field}`);
	return await store.getAsBuffer(binary);
}
