/** Whether a host name stands for this computer itself. */
const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' ||
	hostname.endsWith('.localhost') ||
	/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) ||
	['0.0.0.0', '[::]', '[::1]'].includes(hostname) ||
	/^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(hostname);

/** Whether a token or a file may be sent to an address: https, or http on this computer. */
export function baseUrlIsSafe(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/**
 * Whether a file may be sent to an address that the API at `baseUrl` named: it must be safe, and only an API on this
 * computer may name an address on this computer.
 */
export const fileUrlIsSafe = (address: string, baseUrl: string): boolean =>
	baseUrlIsSafe(address) &&
	(!isLoopback(new URL(address).hostname) || isLoopback(new URL(baseUrl).hostname));

/** Whether a file may be fetched, without the credential, from an address: http or https, and on this computer only if the API is. */
export function downloadUrlIsSafe(address: string, baseUrl: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	if (protocol !== 'https:' && protocol !== 'http:') return false;
	return !isLoopback(hostname) || isLoopback(new URL(baseUrl).hostname);
}
