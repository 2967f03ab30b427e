/** Whether a host name, as `URL` writes it, stands for this computer itself. */
const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' ||
	hostname.endsWith('.localhost') ||
	/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) ||
	['0.0.0.0', '[::]', '[::1]'].includes(hostname) ||
	/^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(hostname);

/** The four numbers of an IPv4 address, also of one that is written as IPv6 (`[::ffff:a00:1]`). */
function ipv4In(hostname: string): number[] | undefined {
	const plain = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(hostname);
	if (plain) return plain.slice(1).map(Number);
	const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname);
	if (!mapped) return undefined;
	return mapped.slice(1).flatMap((part) => {
		const value = Number.parseInt(part, 16);
		return [value >> 8, value & 255];
	});
}

/** Whether a host name is an address inside of a network, or of the cloud's own services (169.254.169.254). */
function isPrivate(hostname: string): boolean {
	const [a, b] = ipv4In(hostname) ?? [];
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

/**
 * Whether a file may be fetched from an address, without the credential: http or https, on this computer only if the API is
 * there, too, and in a private network only if the API is in one. Anybody may have written the address into a message.
 */
export function downloadUrlIsSafe(address: string, baseUrl: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	if (protocol !== 'https:' && protocol !== 'http:') return false;
	const { hostname: apiHost } = new URL(baseUrl);
	if (isLoopback(hostname)) return isLoopback(apiHost);
	return !isPrivate(hostname) || isPrivate(apiHost);
}
