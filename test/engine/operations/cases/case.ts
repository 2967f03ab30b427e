import type { INodeParameters } from 'n8n-workflow';

import type { Fields, ReceivedFile } from '../../../../sandbox';
import type { Item } from '../../harness';

/** What must arrive at HighLevel, no more and no less. */
export interface Sent {
	/** Values of the URL's placeholders. */
	path?: Record<string, string>;
	query?: Record<string, string>;
	/** JSON of the body. */
	body?: Fields;
	/** Multipart, in the place of a JSON body. */
	form?: { fields: Fields; files: Array<Partial<ReceivedFile>> };
}

/** An operation with some of its fields filled in, and what becomes of it. */
export interface Case {
	/** What it is about, for the test's name. */
	shows: string;
	/** The node's parameters beside resource and operation. */
	parameters: INodeParameters;
	sent: Sent;
	/** What the credential chooses, 2021-04-15 unless told. */
	apiVersion?: 'v3';
	/** JSON of the items that come out, jest's matchers inside. */
	gives?: unknown;
	/** A file for the input item's binary field `data`. */
	file?: { content: string; name: string; type: string };
	items?: Item[];
}

/** Cases by operation of one resource. */
export type Cases = Record<string, Case[]>;
