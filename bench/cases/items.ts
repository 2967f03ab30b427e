import type { Sandbox } from '../../sandbox';
import * as httpRequest from '../contenders/httpRequest';
import * as node from '../contenders/node';
import * as sdk from '../contenders/sdk';
import type { Case, Given } from '../types';
import { NO_LIMIT } from './limits';

const WINDOW = { max: 100, intervalMs: 1_000 };
export const LIVE_WINDOW = { max: 100, intervalMs: 10_000 };
export const REPLY_MS = 20;
/** Number of contacts for the warm-up. */
const WARM_UP_CONTACTS = 20;
const MAX_REFUSED = 0.01;

export const countOf = (quick: boolean) => (quick ? 300 : 1_000);

function addContacts({ state, locationId }: Sandbox, count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const phone = `+1202555${String(index).padStart(4, '0')}`;
		return state.addContact({ locationId, phone }).id;
	});
}

export function fillContacts(sandbox: Sandbox, count: number, window: typeof WINDOW) {
	const all = addContacts(sandbox, count + WARM_UP_CONTACTS);
	const ids = all.slice(WARM_UP_CONTACTS);
	return { given: { ids, spareIds: all.slice(0, WARM_UP_CONTACTS), window }, expected: { ids } };
}

/** The requests of the last window start when it begins, and take one response. */
export const timeFor = ({ ids = [], window: { max, intervalMs } = WINDOW }: Given): number =>
	(Math.ceil(ids.length / max) - 1) * intervalMs + REPLY_MS;

/** What is wrong with a run of sends: each must be sent once, with almost no 429. */
export const judgeSends: NonNullable<Case['judge']> = (
	{ ids = [], failure },
	{ ids: contacts = [] },
	{ sent, requests, refused },
) => {
	const lost = contacts.filter((id) => sent[id] === undefined).length;
	const doubled = contacts.filter((id) => sent[id] > 1).length;
	const share = refused / requests;
	const findings = [
		lost > 0 && `${lost} not sent`,
		doubled > 0 && `${doubled} sent twice`,
		lost === 0 && ids.length < contacts.length && 'results lost',
		share >= MAX_REFUSED && `${(share * 100).toFixed(1)}% refused`,
		failure !== undefined && 'broke off',
	].filter((finding) => finding !== false);
	return findings.length > 0 ? findings.join(', ') : undefined;
};

export const sends: Case = {
	title: '1,000 sends, 100 a window (window scaled to 1 s), 20 ms a reply',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: WINDOW, latencyMs: REPLY_MS },
	fill: (sandbox, quick) => fillContacts(sandbox, countOf(quick), WINDOW),
	contenders: {
		'our node': node.sends,
		'HTTP Request': httpRequest.sends(false),
		'HTTP Request, batches fitted by hand': httpRequest.sends(true),
		'official SDK, retry on, 10 at a time': sdk.sends,
	},
	ideal: timeFor,
	goals: [{ contender: 'our node', of: 'ideal', atMost: 1.05 }],
	judge: judgeSends,
	runs: 2,
	remark: 'HTTP Request as it comes sends everything at once; n8n then fails the whole node.',
};

/** The same with the live limit, where the time before the first request has a tenth of the weight. */
export const sendsLive: Case = {
	...sends,
	title: '300 sends, 100 a window of 10 s, 20 ms a reply',
	sandbox: { seed: false, rateLimit: LIVE_WINDOW, latencyMs: REPLY_MS },
	fill: (sandbox) => fillContacts(sandbox, 300, LIVE_WINDOW),
	runs: 2,
};

export const gets: Case = {
	title: '1,000 single GETs, CPU time',
	metric: 'cpuMs',
	sandbox: { seed: false, rateLimit: NO_LIMIT },
	fill: (sandbox, quick) => {
		const { state, locationId } = sandbox;
		const [contactId] = addContacts(sandbox, 1);
		const { id: conversationId } = state.addConversation({ locationId, contactId });
		const ids = Array.from(
			{ length: countOf(quick) },
			(_, index) => state.addMessage({ conversationId, body: `Message ${index}` }).id,
		);
		return { given: { ids }, expected: { ids } };
	},
	contenders: {
		'our node': node.gets,
		'HTTP Request': httpRequest.gets,
		'official SDK, 10 at a time': sdk.gets,
	},
	goals: [{ contender: 'our node', of: 'HTTP Request', atMost: 1 }],
	runs: 3,
};
