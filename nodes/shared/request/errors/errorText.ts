import { isRefusal } from './classify';
import type { ApiErrorDetails } from './apiError';
import { ERROR_RULES } from './errorRules';
import type { ErrorText, HintContext } from './errorRules';

const hours = (ms: number) => {
	const minutes = Math.max(1, Math.ceil(ms / 60_000));
	return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
};

function withoutAnswer(facts: ApiErrorDetails): ErrorText | undefined {
	// Not in the title: n8n replaces a title that holds such a code with a text of its own.
	const code = facts.code ? ` (${facts.code})` : '';
	switch (facts.kind) {
		case 'quota':
			return {
				title: "HighLevel's daily quota is used up",
				advice: `It is there again in ${hours(facts.resetsInMs ?? 0)}. HighLevel allows 200,000 requests a day for an app and location.`,
			};
		case 'unreachable':
			return {
				title: 'HighLevel could not be reached',
				advice: `Nothing was sent${code}. Check the network of the n8n server and the API Host in the credential.`,
			};
		case 'lost':
			return {
				title: 'The connection to HighLevel broke before it answered',
				advice: `Check the network of the n8n server${code}, or run it again later.`,
			};
		case 'unreadable':
			return {
				title: 'HighLevel sent no readable answer',
				advice: 'The reply was empty or no JSON. Check the API Host in the credential.',
			};
		case 'disconnected':
			return {
				title: 'HighLevel needs to be reconnected',
				advice:
					'The access could not be renewed: it was withdrawn, its refresh token has ended or was used elsewhere, or the client ID or secret changed. Open the credential and connect it again.',
			};
		case 'refused':
			return undefined;
	}
}

/** The title and the advice for a failure. */
export function errorTextFor(facts: ApiErrorDetails, context: HintContext): ErrorText {
	const silent = withoutAnswer(facts);
	if (silent) return silent;
	const status = facts.status ?? 0;
	const hint = ERROR_RULES.find(
		(each) =>
			(each.status === undefined ? status < 500 : each.status.includes(status)) &&
			(each.text === undefined || each.text.test(facts.text ?? '')) &&
			(each.when === undefined || each.when(facts)),
	);
	if (hint) return hint.says(context, facts);
	if (status >= 500) {
		return {
			title: `HighLevel had trouble on its side (status ${status})`,
			advice: 'Try again later.',
		};
	}
	if (!isRefusal(facts)) {
		return {
			title: `HighLevel gave no clear answer (status ${status})`,
			advice:
				'A proxy or firewall may have answered in its place. Check the API Host in the credential, and the network of the n8n server.',
		};
	}
	return {
		title: `HighLevel refused the request (status ${status})`,
		advice: 'Check the values of the fields.',
	};
}
