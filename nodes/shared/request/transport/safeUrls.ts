/** Whether a host name (as `URL` normalizes it) is this computer. */
const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' ||
	hostname.endsWith('.localhost') ||
	/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) ||
	['0.0.0.0', '[::]', '[::1]'].includes(hostname) ||
	/^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(hostname);

/** The four numbers of an IPv4 address, also if it is mapped to IPv6 (`[::ffff:a00:1]`); undefined for other hosts. */
function ipv4PartsOf(hostname: string): number[] | undefined {
	const ipv4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(hostname);
	if (ipv4) return ipv4.slice(1).map(Number);
	const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname);
	if (!mapped) return undefined;
	return mapped.slice(1).flatMap((part) => {
		const value = Number.parseInt(part, 16);
		return [value >> 8, value & 255];
	});
}

/** Whether a host name is an IP address in a private network, or a link-local one (169.254.169.254: cloud metadata). */
function isPrivate(hostname: string): boolean {
	const [a, b] = ipv4PartsOf(hostname) ?? [];
	if (a === undefined) return /^\[(?:f[cd]|fe[89ab])/.test(hostname);
	return (
		a === 0 ||
		a === 10 ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && b === 168) ||
		(a === 169 && b === 254) ||
		(a === 100 && b >= 64 && b < 128)
	);
}

/** Whether the token may be sent to a URL: https, or http on this computer. */
export function isSafeBaseUrl(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/**
 * Whether a file may be uploaded to a URL that the API at `baseUrl` returned: https, or http on this computer. A URL on this
 * computer is only allowed if the API is on this computer, too.
 */
export const isSafeUploadUrl = (url: string, baseUrl: string): boolean =>
	isSafeBaseUrl(url) &&
	(!isLoopback(new URL(url).hostname) || isLoopback(new URL(baseUrl).hostname));

/**
 * Whether a file may be downloaded from a URL, without the credential. The URL may come from a message, so anybody may have
 * chosen it: it must be http or https, on this computer only if the API at `baseUrl` is, too, and in a private network only
 * if the API is in one.
 */
export function isSafeDownloadUrl(url: string, baseUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:' && protocol !== 'http:') return false;
	const { hostname: apiHost } = new URL(baseUrl);
	if (isLoopback(hostname)) return isLoopback(apiHost);
	return !isPrivate(hostname) || isPrivate(apiHost);
}
