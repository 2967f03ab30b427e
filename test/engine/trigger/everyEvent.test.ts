import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelConversationsTrigger } from '../../../nodes/HighLevelConversationsTrigger/HighLevelConversationsTrigger.node';
import { events } from '../../../nodes/HighLevelConversationsTrigger/events';
import { addMessages } from '../fixtures';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { HOUR, MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, add } = usePollingTrigger();
const { properties, subtitle } = new HighLevelConversationsTrigger().description;

/** How to cause each event of the node, by its name. */
const CASES: Record<string, { happen(at: number): string; laterMs: number; key?: string }> = {
	conversationUnread: {
		laterMs: 0,
		happen(at) {
			add(at);
			testEnv.sandbox.state.conversations.get(mine.conversationId)!.unreadCount = 1;
			testEnv.sandbox.state.changed();
			return mine.conversationId;
		},
	},
	messageFailed: {
		laterMs: 0,
		happen: (at) => add(at, { direction: 'outbound', status: 'undelivered' }).id,
	},
	newConversation: {
		laterMs: 0,
		happen(at) {
			const { conversationId } = addMessages(testEnv.sandbox, 0);
			const conversation = testEnv.sandbox.state.conversations.get(conversationId)!;
			Object.assign(conversation, { dateAdded: at, lastMessageDate: at });
			testEnv.sandbox.state.changed();
			return conversationId;
		},
	},
	newMessage: { laterMs: 0, happen: (at) => add(at).id },
	noReplySince: {
		laterMs: 25 * HOUR,
		key: 'conversationId',
		happen(at) {
			add(at, { direction: 'outbound', source: 'api' });
			return mine.conversationId;
		},
	},
	unanswered: {
		laterMs: MINUTE,
		key: 'conversationId',
		happen(at) {
			add(at);
			return mine.conversationId;
		},
	},
};

/** Sets HighLevel's clock. */
const show = (ms: number) => {
	testEnv.sandbox.faults.clear();
	testEnv.sandbox.faults.add({ headers: { date: new Date(ms).toUTCString() }, times: 999 });
};

/** What is wrong with an event's declaration. */
function problemsOf(name: string): string[] {
	const { option, parameters, resetOn, scope } = events[name];
	const paths = properties.flatMap((property) => [
		property.name,
		...(property.type === 'collection'
			? (property.options ?? []).map((member) => `${property.name}.${member.name}`)
			: []),
	]);
	const choices = properties.find((property) => property.name === 'event')?.options ?? [];
	const choice = choices.find((each) => 'value' in each && each.value === name);
	return [
		...(CASES[name] ? [] : ['no case in this test']),
		...(choice?.name === option.name ? [] : ['not offered in the editor']),
		...(subtitle?.includes(`"${name}":"${option.name.toLowerCase()}"`) ? [] : ['no subtitle']),
		...(scope.startsWith('conversations') ? [] : ['no scope']),
		...parameters.filter((path) => !paths.includes(path)).map((path) => `no parameter ${path}`),
		...resetOn
			.filter((path) => !parameters.includes(path))
			.map((path) => `resets on ${path}, which it does not declare`),
	];
}

it.each(Object.keys(events))('%s is declared and registered completely', (name) => {
	expect(problemsOf(name)).toEqual([]);
});

it('assigns every parameter of the node to an event', () => {
	const declared = new Set(Object.values(events).flatMap(({ parameters }) => parameters));
	const members = properties
		.filter(({ name }) => name === 'filters' || name === 'options')
		.flatMap(({ name, options = [] }) => options.map((member) => `${name}.${member.name}`));
	expect(members.filter((path) => !declared.has(path))).toEqual([]);
});

describe.each(Object.entries(CASES))('%s', (event, { happen, laterMs, key = 'id' }) => {
	const startedAt = Date.now() - HOUR;
	const activated = async (more: IDataObject = {}) => {
		show(startedAt);
		const parameters = { event, ...more } as INodeParameters;
		return await new ActiveWorkflow(testEnv, { parameters }).activate();
	};

	it('starts once for what happens after the activation, also across a restart', async () => {
		const workflow = await activated();
		const id = happen(startedAt + MINUTE);
		show(startedAt + 2 * MINUTE);
		await workflow.poll();
		show(startedAt + 2 * MINUTE + laterMs);
		for (let poll = 0; poll < 3; poll++) {
			await workflow.poll();
			workflow.restart();
		}
		expect(workflow.emitted.map((item) => item[key])).toEqual([id]);
		expect(workflow.errors).toEqual([]);
	});

	it('does not start for what happened before the activation', async () => {
		happen(startedAt - MINUTE);
		const workflow = await activated();
		show(startedAt + MINUTE + laterMs);
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.starts).toEqual([]);
		expect(workflow.errors).toEqual([]);
	});

	it('returns a record in a test in the editor', async () => {
		const id = happen(Date.now() - HOUR);
		const { items } = await testEnv.poll({ mode: 'manual', parameters: { event } });
		expect(items?.map(({ json }) => json[key])).toEqual([id]);
	});

	it('adds the last messages of the conversation', async () => {
		const workflow = await activated({ options: { lastMessages: 3 } });
		happen(startedAt + MINUTE);
		for (const ms of [2 * MINUTE, 2 * MINUTE + laterMs]) {
			show(startedAt + ms);
			await workflow.poll();
		}
		expect(workflow.emitted).toHaveLength(1);
		expect(workflow.emitted[0].lastMessages).toHaveLength(event === 'newConversation' ? 0 : 1);
	});
});
