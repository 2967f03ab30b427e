import { SEED, startSandbox, type Sandbox } from '../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ rateLimit: false })));
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const open = async (path: string) => await (await fetch(`${sandbox.url}${path}`)).text();
const post = async (path: string, fields: Record<string, string>, headers = {}) =>
	await fetch(`${sandbox.url}${path}`, {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers,
		redirect: 'manual',
	});
const lastOf = (conversationId: string) =>
	[...sandbox.state.messages.values()]
		.filter((each) => each.conversationId === conversationId)
		.at(-1)!;

describe('inbox page', () => {
	it('lists conversations and shows one as a chat', async () => {
		expect(await open('/inbox')).toContain(`/inbox/${SEED.conversationId}`);
		expect(await open(`/inbox/${SEED.conversationId}`)).toContain('Write as a colleague');
	});

	it('writes as the contact, and calls the listeners', async () => {
		const heard: string[] = [];
		sandbox.inboundListeners.add(({ body }) => heard.push(String(body)));
		const reply = await post(`/inbox/${SEED.conversationId}`, { text: 'Hello <b>', as: 'contact' });
		expect([reply.status, reply.headers.get('location')]).toEqual([
			303,
			`/inbox/${SEED.conversationId}`,
		]);
		expect(lastOf(SEED.conversationId)).toMatchObject({ direction: 'inbound', body: 'Hello <b>' });
		expect(heard).toEqual(['Hello <b>']);
		expect(await open(`/inbox/${SEED.conversationId}`)).toContain('Hello &lt;b&gt;');
	});

	it('writes as a colleague, in the way HighLevel records a person', async () => {
		await post(`/inbox/${SEED.conversationId}`, { text: 'I take over', as: 'colleague' });
		const expected = { direction: 'outbound', source: 'app', userId: SEED.userId };
		expect(lastOf(SEED.conversationId)).toMatchObject(expected);
	});

	it('starts a conversation with a new contact', async () => {
		const reply = await post('/inbox', { name: 'Nora Lind', text: 'Are you open?' });
		const id = String(reply.headers.get('location')).replace('/inbox/', '');
		expect(lastOf(id)).toMatchObject({ body: 'Are you open?', direction: 'inbound' });
		expect(await open('/inbox')).toContain('Nora Lind');
	});

	it('rejects forms of other sites, and ignores an empty text', async () => {
		const before = sandbox.state.messages.size;
		const foreign = { origin: 'https://elsewhere.example' };
		const reply = await post(`/inbox/${SEED.conversationId}`, { text: 'x' }, foreign);
		expect(reply.status).toBe(403);
		await post(`/inbox/${SEED.conversationId}`, { text: '  ' });
		expect(sandbox.state.messages.size).toBe(before);
	});

	it('is neither recorded nor rate limited', async () => {
		await open('/inbox');
		expect(sandbox.requests).toEqual([]);
	});
});
