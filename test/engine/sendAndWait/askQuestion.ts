import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type Sandbox } from '../../../sandbox';
import { byId, SEND_PATH } from '../fixtures';
import { ParkedWorkflow, type TestEnv } from '../harness';

/** The node's parameters to ask the contact of the first conversation; for an approval by default. */
export const questionParameters = (more: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'message', operation: 'sendAndWait', type: 'SMS' },
	...{ contactId: byId(SEED.contactId), message: 'Shall we go ahead?' },
	...more,
});

/** The body of the last request. */
export const lastBody = ({ requests }: Sandbox) =>
	requests.at(-1)?.body as { type: string; message: string; html?: string; subject?: string };

/** The links in a text or in HTML. */
export const linksIn = (text: string): string[] =>
	[...text.replaceAll('&amp;', '&').matchAll(/http:[^\s"]+/g)].map(([url]) => url);

/** Submits the page's form. */
export async function submitForm(
	url: string,
	values: Record<string, string | File | Array<string | File>>,
) {
	const form = new FormData();
	for (const [name, value] of Object.entries(values)) {
		for (const each of Array.isArray(value) ? value : [value]) form.append(name, each);
	}
	const reply = await fetch(url, { method: 'POST', body: form });
	return { status: reply.status, page: await reply.text() };
}

/** Helpers that ask questions in a test environment. The workflows stop after each test of the file. */
export function questionsIn(testEnv: TestEnv) {
	const started: ParkedWorkflow[] = [];
	afterEach(async () => {
		for (const each of started.splice(0)) await each.stop();
	});
	return {
		async ask(
			more: INodeParameters = {},
			rest: { items?: IDataObject[]; node?: object; timezone?: string } = {},
		): Promise<ParkedWorkflow> {
			const parked = await ParkedWorkflow.ask(testEnv, {
				parameters: questionParameters(more),
				...rest,
			});
			started.push(parked);
			return parked;
		},
		/** The requests that sent a message. */
		sends: () => testEnv.sandbox.requests.filter(({ path }) => path === SEND_PATH),
		/** The links in the last message. */
		links(): string[] {
			const { message, html } = lastBody(testEnv.sandbox);
			return linksIn(html ?? message);
		},
	};
}
