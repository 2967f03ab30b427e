import { startStandInModel, replyTo } from '../../n8n/standInModel';

const send = {
	function: {
		name: 'Send_message',
		parameters: {
			type: 'object',
			properties: { message: { type: 'string' }, type: { enum: ['SMS', 'Email'] }, note: {} },
			required: ['message', 'type'],
		},
	},
};
const asked = (content: string) => [{ role: 'user', content }];

describe('stand-in for a chat model', () => {
	it('says that it is a stand-in, and repeats the message', () => {
		expect(replyTo({ messages: asked('Are you open?') })).toEqual({
			text: '(Stand-in model) You wrote: "Are you open?".',
		});
	});

	it('says how much of the conversation it received', () => {
		const messages = [...asked('Hi'), { role: 'assistant', content: 'Hello' }, ...asked('Open?')];
		expect(replyTo({ messages })).toEqual({
			text: expect.stringMatching(/memory has 2 earlier messages/),
		});
	});

	it('calls a tool that the message names, with values of its schema', () => {
		const messages = asked('Please use Send_message now');
		expect(replyTo({ messages, tools: [send] })).toEqual({
			tool: 'Send_message',
			input: {
				message: '(Stand-in model) You wrote: "Please use Send_message now".',
				type: 'SMS',
			},
		});
	});

	it('finds a tool by its name with spaces', () => {
		const lookUp = { function: { name: 'Look_up' } };
		const reply = replyTo({
			messages: asked('Please look up what I wrote'),
			tools: [send, lookUp],
		});
		expect(reply).toEqual({ tool: 'Look_up', input: {} });
	});

	it('calls the tool that the system message names first if the message asks for none', () => {
		const lookUp = { function: { name: 'Look_up' } };
		const system = { role: 'system', content: 'Answer with Send message. Use Look up before.' };
		const messages = [system, ...asked('Are you open?')];
		expect(replyTo({ messages, tools: [lookUp, send] })).toMatchObject({ tool: 'Send_message' });
		expect(replyTo({ messages: asked('Are you open?'), tools: [lookUp, send] })).toEqual({
			text: '(Stand-in model) You wrote: "Are you open?".',
		});
	});

	it('reports the result of a tool', () => {
		const messages = [...asked('Use the tool'), { role: 'tool', content: 'sent' }];
		expect(replyTo({ messages, tools: [send] })).toEqual({
			text: '(Stand-in model) The tool returned: sent',
		});
	});

	it("supports OpenAI's API, streamed and not", async () => {
		const model = await startStandInModel();
		const ask = async (stream: boolean) => {
			const body = JSON.stringify({ stream, messages: asked('Hi') });
			const reply = await fetch(`${model.url}/chat/completions`, { method: 'POST', body });
			return await reply.text();
		};
		try {
			expect(JSON.parse(await ask(false)).choices[0].message.content).toMatch(/You wrote: "Hi"/);
			expect(await ask(true)).toMatch(/^data: \{.*You wrote.*\n\ndata: \[DONE\]/s);
			expect(await (await fetch(`${model.url}/models`)).json()).toMatchObject({ object: 'list' });
		} finally {
			await model.stop();
		}
	});
});
