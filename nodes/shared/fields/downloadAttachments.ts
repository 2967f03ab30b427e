import type { INodeProperties } from 'n8n-workflow';
import { ParameterError, isEmpty, MEGABYTE } from '../request';

const DEFAULT_MAX_MB = 25;

/** Options for downloading the files of messages. */
export const downloadOptions: INodeProperties[] = [
	{
		displayName: 'Download Attachments',
		name: 'downloadAttachments',
		type: 'boolean',
		default: true,
		description:
			"Whether to download the files of the messages as binary fields 'attachment_0', 'attachment_1' and so on. A file that cannot be downloaded is left out, and 'hint' says why. Secure files need the scope files.readonly.",
	},
	{
		displayName: 'Max Size',
		name: 'maxSize',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: DEFAULT_MAX_MB,
		description: "Max size of each file in MB, with 'Download Attachments'",
	},
];

/** The value of 'Max Size' (in MB) in bytes. Throws a `ParameterError` unless it is a number above 0. */
export function maxSizeInBytes(maxSize: unknown): number {
	const megabytes = isEmpty(maxSize) ? DEFAULT_MAX_MB : Number(maxSize);
	if (megabytes > 0 && typeof maxSize !== 'boolean') return Math.floor(megabytes * MEGABYTE);
	throw new ParameterError(
		`'Max Size' must be a number of MB above 0: ${String(maxSize).slice(0, 100)}`,
	);
}
