import type { IBinaryKeyData } from 'n8n-workflow';
import { ApiError, FileUnavailable, isMissingScope } from '../errors';
import type { DownloadedFile } from './attachments';

/** Binary fields, and why some files are missing among them. */
export interface AttachedFiles {
	binary: IBinaryKeyData;
	hints: string[];
}

/** Why a file could not be had, in a few words for a hint. */
function missingFileReason(error: ApiError): string {
	if (error instanceof FileUnavailable) return error.reason;
	if (isMissingScope(error.details)) return 'the token lacks the scope files.readonly';
	const { kind, status, text = '', code } = error.details;
	if (kind === 'status') return `status ${status ?? 0}`;
	if (kind === 'dailyLimit') return "HighLevel's daily limit is used up";
	if (kind === 'invalidResponse') return 'no readable answer';
	return code ?? (text || 'the connection broke');
}

/**
 * Downloads files one after another, as `attachment_0`, `attachment_1` and so on by their places in `addresses`. A file that
 * cannot be had is left out, with a hint, unless `mustThrow` says otherwise.
 */
export async function downloadAttachments(
	addresses: readonly string[],
	download: (address: string) => Promise<DownloadedFile>,
	mustThrow: (error: ApiError) => boolean = () => false,
): Promise<AttachedFiles> {
	const binary: IBinaryKeyData = {};
	const hints: string[] = [];
	for (const [index, address] of addresses.entries()) {
		const name = `attachment_${index}`;
		const file = await download(address).catch((error: unknown) => {
			if (!(error instanceof ApiError) || mustThrow(error)) throw error;
			hints.push(`${name} could not be downloaded (${missingFileReason(error)}) and was left out.`);
			return undefined;
		});
		if (file) binary[name] = file.binary;
	}
	return { binary, hints };
}
