import type { INodeParameters } from 'n8n-workflow';

import type { Fields, ReceivedFile } from '../../../../sandbox';
import type { Item } from '../../harness';

/** The request that HighLevel must receive, exactly. */
export interface ExpectedRequest {
	/** Values of the URL's placeholders. */
	path?: Record<string, string>;
	query?: Record<string, string>;
	/** JSON of the body. */
	body?: Fields;
	/** Multipart form, instead of a JSON body. */
	form?: { fields: Fields; files: Array<Partial<ReceivedFile>> };
}

/** An operation with some of its fields set, the request that it sends, and its output. */
export interface Case {
	/** For the name of the test. */
	title: string;
	/** The node's parameters, without resource and operation. */
	parameters: INodeParameters;
	request: ExpectedRequest;
	/** The API version of the credential; 2021-04-15 by default. */
	apiVersion?: 'v3';
	/** JSON of the output items, may contain jest's matchers. */
	output?: unknown;
	/** A file for the input item's binary field `data`. */
	file?: { content: string; name: string; type: string };
	items?: Item[];
}

/** Cases by operation of one resource. */
export type Cases = Record<string, Case[]>;
