/** Plain loops over `fetch`: the limit for sequential pages. */
import type { Contender, Target } from '../types';

type Body = Record<string, unknown>;
type Query = Record<string, string | number | undefined>;

interface Page {
	records: Array<{ id: string; sort?: number[] }>;
	next?: string | number;
}

interface List {
	path: (target: Target) => string;
	query: (target: Target) => Query;
	/** The query parameter of the cursor. */
	param: string;
	read: (body: Body) => Page;
}

async function get(target: Target, path: string, query: Query): Promise<Body> {
	const url = new URL(path, target.url);
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined) url.searchParams.set(name, String(value));
	}
	const headers = { Authorization: `Bearer ${target.token}`, Version: '2021-04-15' };
	const response = await fetch(url, { headers });
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as Body;
}

const loop =
	({ path, query, param, read }: List): Contender =>
	async (target) => {
		const page = async (start?: string | number) =>
			read(await get(target, path(target), { ...query(target), [param]: start }));
		return {
			warmUp: async () => await page(),
			run: async () => {
				const records: Page['records'] = [];
				let next: Page['next'];
				do {
					const found = await page(next);
					records.push(...found.records);
					next = found.next;
				} while (next !== undefined);
				return { ids: records.map(({ id }) => id) };
			},
		};
	};

export const exportAll = loop({
	path: () => '/conversations/messages/export',
	query: ({ locationId }) => ({ locationId, limit: 1000 }),
	param: 'cursor',
	read: ({ messages, nextCursor }) => ({
		records: messages as Page['records'],
		next: (nextCursor as string | null) ?? undefined,
	}),
});

/** Continues after the last sort value, as documented; records with the same value are lost. */
export const search = loop({
	path: () => '/conversations/search',
	query: ({ locationId }) => ({ locationId, limit: 100 }),
	param: 'startAfterDate',
	read: ({ conversations }) => {
		const records = conversations as Page['records'];
		return { records, next: records.length < 100 ? undefined : records.at(-1)?.sort?.[0] };
	},
});

export const messages = loop({
	path: ({ conversationId }) => `/conversations/${conversationId}/messages`,
	query: () => ({ limit: 100 }),
	param: 'lastMessageId',
	read: (body) => {
		const { messages: found, nextPage, lastMessageId } = body.messages as Body;
		return {
			records: found as Page['records'],
			next: nextPage === true ? (lastMessageId as string) : undefined,
		};
	},
});
