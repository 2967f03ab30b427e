import type { IDataObject } from 'n8n-workflow';

import type { Message } from '../../../sandbox';
import { recentAnswers } from '../../../nodes/shared/thread';
import { REFUSED, SEARCH_PATH, sendSms } from '../fixtures';
import type { TestEnv } from '../harness';
import { runMemory } from '../harness/memory';
import { idsOf, Inbox } from '../conversations/inbox';
import { tokensIn } from './conversation';
import { Location } from './location';
import { faultsOf, THREAD_PATH } from './outcomes';
import type { Outcome, Settings, Step } from './steps';

/** HighLevel's clock runs on by the real time that a poll or a send takes, ms. */
const TOLERANCE_MS = 5000;
/** Send waits until a question is 10 s old. */
const WINDOW_S = 11;
const BOUNCES_AFTER_S = 85;
const LISTED_AFTER_S = 85;
/** Ends in which the message should arrive, if the conversation is as it was. */
const SPEAKING: Outcome[] = ['answers', 'unlisted', 'bounces', 'limited'];

/** An execution whose agent thinks. */
interface Execution {
	item: IDataObject;
	to: number;
	/** What the agent will say. */
	token: string;
}

/** Lets an hour pass for the record of answers: it forgets them, as when n8n starts again. */
function forgetAnswers(): void {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * 3_600_000);
	recentAnswers('');
	clock.mockRestore();
}

/** Plays a history with the real trigger, memory and Send, and notes what goes wrong. */
export class Player {
	private readonly wrong: string[] = [];
	private readonly location: Location;
	private thinking: Execution[] = [];

	private constructor(
		private readonly testEnv: TestEnv,
		private readonly inbox: Inbox,
		private readonly settings: Settings,
	) {
		this.location = new Location(testEnv, inbox);
		this.location.pass(300);
	}

	static async start(testEnv: TestEnv, settings: Settings): Promise<Player> {
		testEnv.sandbox.reset();
		forgetAnswers();
		const parameters = { channels: ['sms', 'whatsApp'], options: { ...settings } };
		return new Player(testEnv, await Inbox.open(testEnv, parameters), settings);
	}

	/** Plays the history, then lets everybody be quiet and the agent answer all that it gets. Returns what went wrong. */
	async play(steps: readonly Step[]): Promise<string[]> {
		for (const step of steps) await this.act(step);
		for (let polls = 0; polls < 60; polls++) {
			this.location.pass(polls < 20 ? 60 : 900);
			await this.poll();
			while (this.thinking.length > 0) await this.answer([this.thinking.shift()!], 'answers');
		}
		const { emitted, errors } = this.inbox.workflow;
		const givenUp = new Set(emitted.filter(({ lastAttempt }) => lastAttempt).flatMap(idsOf));
		for (const conversation of this.location.conversations) {
			for (const question of conversation.questions) {
				const isLost = conversation.isLost(question) && !givenUp.has(question.id);
				if (isLost) this.wrong.push(`lost ${question.token}`);
			}
			const twice = conversation.answeredTwice.map((id) => this.location.tokenOf(id));
			if (twice.length > 0) this.wrong.push(`answered twice ${twice.join()}`);
		}
		return [...this.wrong, ...errors.map(({ message }) => message)];
	}

	private async act(step: Step): Promise<void> {
		this.location.pass(1);
		if (this.location.happens(step)) return;
		switch (step.does) {
			case 'bot': {
				const place = step.which % Math.max(1, this.thinking.length);
				return await this.answer(this.thinking.splice(place, 1), step.outcome);
			}
			case 'bots':
				return await this.answer(this.thinking.splice(0, 2), 'answers');
			case 'restart':
				return this.restart();
			case 'off':
				this.inbox.show();
				await this.inbox.workflow.activate();
				for (const each of this.location.conversations) each.floor = this.location.now;
				return;
			default:
				await this.poll(step.does);
		}
	}

	/** n8n dies and starts again: executions end, and what its process knew is gone. */
	private restart(): void {
		this.inbox.workflow.restart();
		this.thinking = [];
		forgetAnswers();
		for (const { entries } of this.location.conversations) {
			for (const entry of entries) entry.isKnown = false;
		}
		// What is listed only after its sender is gone may be sent again.
		this.location.hurry();
	}

	private async poll(how = 'poll'): Promise<void> {
		const fault = {
			searchFails: { path: SEARCH_PATH, times: 99, ...REFUSED },
			readsFail: { path: THREAD_PATH, times: 99, ...REFUSED },
			oneReadFails: { path: THREAD_PATH, status: 403 },
		}[how];
		this.inbox.show(...(fault ? [fault] : []));
		this.inbox.workflow.dies = how === 'dies';
		for (const item of await this.inbox.workflow.poll()) await this.begin(item);
		this.inbox.workflow.dies = false;
		if (how === 'dies') this.restart();
	}

	/** An execution begins: the agent reads its memory. */
	private async begin(item: IDataObject): Promise<void> {
		const { location, testEnv } = this;
		const { now } = location;
		const to = location.ids.indexOf(String(item.conversationId));
		const conversation = location.conversations[to];
		const token = location.token('a');
		const wrong = (what: string) => this.wrong.push(`${token} ${what}`);
		const open = conversation.open(now);
		const ids = idsOf(item);
		if (ids.join() !== open.map(({ id }) => id).join()) {
			const tokens = ids.map((id) => location.tokenOf(id));
			wrong(`was given ${tokens.join()} of ${open.map((each) => each.token).join()}`);
		}
		if (now + TOLERANCE_MS < conversation.pausedUntil()) wrong('starts in a pause');
		const quietMs = now + TOLERANCE_MS - Math.max(...open.map(({ at }) => at));
		if (quietMs < this.settings.waitForQuiet * 1000) wrong('starts too soon');
		this.inbox.show();
		const parameters = { contextWindow: 1000 };
		const memory = await runMemory(testEnv.base(), { items: [item], parameters });
		if (memory.error) wrong(memory.error.message);
		const texts = [...memory.messages.map(({ content }) => content), String(item.text)];
		const seen = texts.flatMap(tokensIn).join();
		const said = conversation.said(now).join();
		if (seen !== said) wrong(`sees ${seen} of ${said}`);
		this.thinking.push({ item, to, token });
	}

	/** Executions come to their ends at the same time. */
	private async answer(executions: Execution[], outcome: Outcome): Promise<void> {
		if (executions.length === 0 || outcome === 'fails') return;
		this.location.pass(WINDOW_S);
		const [{ item, to, token }] = executions;
		const { ids, conversations, now } = this.location;
		const open = conversations[to].open(now);
		const isUnchanged =
			open.map(({ id }) => id).join() === idsOf(item).join() &&
			ids[to] === item.conversationId &&
			conversations[to].isListed &&
			conversations[to].pausedUntil() < now;
		const arrived = this.arriving(executions, outcome);
		this.inbox.show(...faultsOf(outcome, this.location, to, arrived.map));
		const send = async (execution: Execution) => {
			const { type, contactId, turn } = execution.item as Record<string, string>;
			const options = { onlyIfUnanswered: turn };
			const parameters = sendSms({ type, contactId, message: execution.token, options });
			const { error } = await this.testEnv.run({ parameters });
			if (error && [...SPEAKING, 'overtaken'].includes(outcome)) this.wrong.push(error.message);
		};
		await Promise.all(executions.map(send));
		const isSilent = isUnchanged && SPEAKING.includes(outcome) && arrived.count === 0;
		if (isSilent) this.wrong.push(`${token} was not sent`);
	}

	/** Takes messages that HighLevel has taken into account, and counts them. */
	private arriving(executions: Execution[], outcome: Outcome) {
		const { testEnv, location } = this;
		const { state } = testEnv.sandbox;
		const before = new Map([...state.conversations].map(([id, each]) => [id, { ...each }]));
		const arrived = {
			count: 0,
			map: (json: unknown) => {
				const message = state.messages.get(String((json as IDataObject).messageId))!;
				const { item, to, token } = executions.find((each) => each.token === message.body)!;
				arrived.count++;
				this.judge(to, token, idsOf(item));
				const at = location.moment();
				const isListed = outcome !== 'unlisted';
				const entry = location.conversations[to].add(
					{
						...{ kind: 'answer', token, id: message.id, at, answered: idsOf(item) },
						...{ isKnown: outcome !== 'lostAfter', listedAt: isListed ? at : Infinity },
					},
					location.now,
				);
				// The sandbox dates it by its own clock.
				const conversation = state.conversations.get(message.conversationId)!;
				state.removeMessage(message);
				Object.assign(conversation, before.get(conversation.id));
				const dated: Message = { ...message, dateAdded: at, dateUpdated: at };
				const list = () => {
					state.addMessage({ ...dated, conversationId: location.ids[to] });
					entry.listedAt = location.now;
				};
				if (isListed) list();
				else location.after(LISTED_AFTER_S, list);
				if (outcome === 'bounces') {
					location.after(BOUNCES_AFTER_S, () => {
						state.messages.get(message.id)!.status = 'failed';
						entry.failedAt = location.now;
						state.changed();
					});
				}
				return json;
			},
		};
		return arrived;
	}

	/** What must hold when the agent speaks. */
	private judge(to: number, token: string, ids: string[]): void {
		const conversation = this.location.conversations[to];
		const wrong = (what: string) => this.wrong.push(`${token} ${what}`);
		if (this.location.now + TOLERANCE_MS < conversation.pausedUntil()) wrong('talks over a person');
		const { now } = this.location;
		const unseen = conversation.open(now).filter(({ id }) => !ids.includes(id));
		if (unseen.length > 0) wrong(`does not know ${unseen.map((each) => each.token).join()}`);
		// It began before the workflow was switched off and on, maybe.
		const open = conversation.open(now, 0).map(({ id }) => id);
		if (!ids.every((id) => open.includes(id))) wrong('answers what is answered');
	}
}
