import { isRejection } from './classify';
import type { ApiErrorDetails } from './apiError';
import { ERROR_RULES } from './errorRules';
import type { ErrorText, ErrorTextContext } from './errorRules';
import { MINUTE_MS } from '../../time';

/** A duration for people, e.g. "45 minutes" or "3 hours", rounded up. */
const durationText = (ms: number) => {
	const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
	if (minutes === 1) return '1 minute';
	return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
};

/** The text for errors that are not about a status; undefined for those that are. */
function textWithoutStatus(details: ApiErrorDetails): ErrorText | undefined {
	// Not in the title: n8n replaces titles that contain such a code with its own text.
	const code = details.code ? ` (${details.code})` : '';
	switch (details.kind) {
		case 'dailyLimit':
			return {
				title: "HighLevel's daily rate limit has been reached",
				advice: `It resets in ${durationText(details.resetsInMs ?? 0)}. HighLevel allows 200,000 requests per day for each app and location.`,
			};
		case 'notConnected':
			return {
				title: 'Could not connect to HighLevel',
				advice: `Nothing was sent${code}. Check the n8n server's network, and 'API Host' in the credential.`,
			};
		case 'connectionLost':
			return {
				title: 'The connection to HighLevel was lost',
				advice: `No complete response arrived${code}. Check the n8n server's network, or try again later.`,
			};
		case 'invalidResponse':
			return {
				title: 'HighLevel returned an invalid response',
				advice: "The response was empty or not JSON. Check 'API Host' in the credential.",
			};
		case 'tokenExpired':
			return {
				title: 'The connection to HighLevel has expired',
				advice:
					'The access token could not be refreshed: access was revoked, the refresh token expired or was already used, or the client ID or secret changed. Open the credential and reconnect.',
			};
		case 'status':
			return undefined;
	}
}

/** The title and advice for a failed request: from `ERROR_RULES`, or a general text for its status. */
export function errorTextFor(details: ApiErrorDetails, context: ErrorTextContext): ErrorText {
	const otherText = textWithoutStatus(details);
	if (otherText) return otherText;
	const status = details.status ?? 0;
	const matchingRule = ERROR_RULES.find(
		(rule) =>
			(rule.status === undefined ? status < 500 : rule.status.includes(status)) &&
			(rule.pattern === undefined || rule.pattern.test(details.text ?? '')) &&
			(rule.when === undefined || rule.when(details)),
	);
	if (matchingRule) return matchingRule.textFor(context, details);
	if (status >= 500) {
		return {
			title: `HighLevel is temporarily unavailable (status ${status})`,
			advice: 'Try again later.',
		};
	}
	if (!isRejection(details)) {
		return {
			title: `HighLevel returned an unclear response (status ${status})`,
			advice:
				"The response may come from a proxy or firewall. Check 'API Host' in the credential, and the n8n server's network.",
		};
	}
	return {
		title: `HighLevel rejected the request (status ${status})`,
		advice: 'Check the field values.',
	};
}
