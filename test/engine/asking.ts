import type { INodeParameters } from 'n8n-workflow';

import { SEED, type Sandbox } from '../../sandbox';
import { byId } from './fixtures';

/** The node's parameters to ask the contact of the first conversation, for an approval unless told. */
export const asking = (more: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'message', operation: 'sendAndWait', type: 'SMS' },
	...{ contactId: byId(SEED.contactId), message: 'Shall we go ahead?' },
	...more,
});

/** What was sent last. */
export const lastBody = ({ requests }: Sandbox) =>
	requests.at(-1)?.body as { type: string; message: string; html?: string; subject?: string };

/** The links in a text or in HTML. */
export const linksIn = (text: string): string[] =>
	[...text.replaceAll('&amp;', '&').matchAll(/http:[^\s"]+/g)].map(([url]) => url);

/** Posts the page's form. */
export async function post(url: string, values: Record<string, string | File | string[]>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(values)) {
		for (const each of Array.isArray(value) ? value : [value]) form.append(name, each);
	}
	const reply = await fetch(url, { method: 'POST', body: form });
	return { status: reply.status, page: await reply.text() };
}
