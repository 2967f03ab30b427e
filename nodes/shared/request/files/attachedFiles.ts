import type { IBinaryKeyData } from 'n8n-workflow';
import { ApiError, FileUnavailable, isMissingScope } from '../errors';
import type { DownloadedFile } from './attachments';

/** The binary fields of downloaded files, and hints about files that could not be downloaded. */
export interface AttachedFiles {
	binary: IBinaryKeyData;
	hints: string[];
}

/** Why a file could not be downloaded, in a few words for a hint. */
function missingFileReason(error: ApiError): string {
	if (error instanceof FileUnavailable) return error.reason;
	if (isMissingScope(error.details)) return 'the token lacks the scope files.readonly';
	const { kind, status, text = '', code } = error.details;
	if (kind === 'status') return `status ${status ?? 0}`;
	if (kind === 'dailyLimit') return "HighLevel's daily limit has been reached";
	if (kind === 'invalidResponse') return 'invalid response';
	return code ?? (text || 'the connection was lost');
}

/**
 * Downloads files one after the other into the binary fields `attachment_0`, `attachment_1` and so on, numbered by their
 * position in `urls`. A file that cannot be downloaded is left out, with a hint; errors for which `mustThrow` returns true
 * are thrown.
 */
export async function downloadToBinaryFields(
	urls: readonly string[],
	download: (url: string) => Promise<DownloadedFile>,
	mustThrow: (error: ApiError) => boolean = () => false,
): Promise<AttachedFiles> {
	const binary: IBinaryKeyData = {};
	const hints: string[] = [];
	for (const [index, url] of urls.entries()) {
		const name = `attachment_${index}`;
		const file = await download(url).catch((error: unknown) => {
			if (!(error instanceof ApiError) || mustThrow(error)) throw error;
			hints.push(`${name} could not be downloaded (${missingFileReason(error)}) and was left out.`);
			return undefined;
		});
		if (file) binary[name] = file.binary;
	}
	return { binary, hints };
}
