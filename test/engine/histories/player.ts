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

/** HighLevel's clock also advances by the real time that a poll or a send takes, ms. */
const TOLERANCE_MS = 5000;
/** Send waits until the last message is 10 s old. */
const WINDOW_SECONDS = 11;
const BOUNCES_AFTER_SECONDS = 85;
const LISTED_AFTER_SECONDS = 85;
/** Outcomes with which the message must arrive, if the conversation has not changed. */
const ARRIVING: Outcome[] = ['answers', 'unlisted', 'bounces', 'limited'];

/** An execution whose agent is running. */
interface Execution {
	item: IDataObject;
	to: number;
	/** The text of the agent's answer. */
	token: string;
}

/** Clears the answers that the process remembers, like a restart of n8n, by moving the clock past their lifetime. */
function forgetAnswers(): void {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * 3_600_000);
	recentAnswers('');
	clock.mockRestore();
}

/** Plays a history with the real trigger, memory and Send, and collects the problems. */
export class Player {
	private readonly problems: string[] = [];
	private readonly location: Location;
	private executions: Execution[] = [];

	private constructor(
		private readonly testEnv: TestEnv,
		private readonly inbox: Inbox,
		private readonly settings: Settings,
	) {
		this.location = new Location(testEnv, inbox);
		this.location.advance(300);
	}

	static async start(testEnv: TestEnv, settings: Settings): Promise<Player> {
		testEnv.sandbox.reset();
		forgetAnswers();
		const parameters = { channels: ['sms', 'whatsApp'], options: { ...settings } };
		return new Player(testEnv, await Inbox.open(testEnv, parameters), settings);
	}

	/** Plays the history. Afterwards nobody writes any more, and the agent answers every turn. Returns the problems. */
	async play(steps: readonly Step[]): Promise<string[]> {
		for (const step of steps) await this.perform(step);
		for (let polls = 0; polls < 60; polls++) {
			this.location.advance(polls < 20 ? 60 : 900);
			await this.poll();
			while (this.executions.length > 0) await this.answer([this.executions.shift()!], 'answers');
		}
		const { emitted, errors } = this.inbox.workflow;
		const givenUp = new Set(emitted.filter(({ lastAttempt }) => lastAttempt).flatMap(idsOf));
		for (const conversation of this.location.conversations) {
			for (const question of conversation.questions) {
				const isLost = conversation.isLost(question) && !givenUp.has(question.id);
				if (isLost) this.problems.push(`lost ${question.token}`);
			}
			const twice = conversation.answeredTwice.map((id) => this.location.tokenOf(id));
			if (twice.length > 0) this.problems.push(`answered twice ${twice.join()}`);
		}
		return [...this.problems, ...errors.map(({ message }) => message)];
	}

	private async perform(step: Step): Promise<void> {
		this.location.advance(1);
		if (this.location.apply(step)) return;
		switch (step.does) {
			case 'bot': {
				const place = step.which % Math.max(1, this.executions.length);
				return await this.answer(this.executions.splice(place, 1), step.outcome);
			}
			case 'bots':
				return await this.answer(this.executions.splice(0, 2), 'answers');
			case 'restart':
				return this.restart();
			case 'off':
				this.inbox.setClock();
				await this.inbox.workflow.activate();
				for (const each of this.location.conversations) each.inactiveUntil = this.location.now;
				return;
			default:
				await this.poll(step.does);
		}
	}

	/** n8n crashes and starts again: executions and the process's memory are lost. */
	private restart(): void {
		this.inbox.workflow.restart();
		this.executions = [];
		forgetAnswers();
		for (const { entries } of this.location.conversations) {
			for (const entry of entries) entry.isKnown = false;
		}
		// A message that HighLevel lists only after the restart could be sent again, which is accepted.
		this.location.runDelayed();
	}

	private async poll(how = 'poll'): Promise<void> {
		const fault = {
			searchFails: { path: SEARCH_PATH, times: 99, ...REFUSED },
			readsFail: { path: THREAD_PATH, times: 99, ...REFUSED },
			oneReadFails: { path: THREAD_PATH, status: 403 },
		}[how];
		this.inbox.setClock(...(fault ? [fault] : []));
		this.inbox.workflow.crashes = how === 'dies';
		for (const item of await this.inbox.workflow.poll()) await this.begin(item);
		this.inbox.workflow.crashes = false;
		if (how === 'dies') this.restart();
	}

	/** Starts an execution: the agent reads its memory. */
	private async begin(item: IDataObject): Promise<void> {
		const { location, testEnv } = this;
		const { now } = location;
		const to = location.ids.indexOf(String(item.conversationId));
		const conversation = location.conversations[to];
		const token = location.token('a');
		const wrong = (what: string) => this.problems.push(`${token} ${what}`);
		const open = conversation.open(now);
		const ids = idsOf(item);
		if (ids.join() !== open.map(({ id }) => id).join()) {
			const tokens = ids.map((id) => location.tokenOf(id));
			wrong(`received ${tokens.join()} instead of ${open.map((each) => each.token).join()}`);
		}
		if (now + TOLERANCE_MS < conversation.pausedUntil()) wrong('starts in a pause');
		const quietMs = now + TOLERANCE_MS - Math.max(...open.map(({ at }) => at));
		if (quietMs < this.settings.waitForQuiet * 1000) wrong('starts too soon');
		this.inbox.setClock();
		const parameters = { contextWindow: 1000 };
		const memory = await runMemory(testEnv.base(), { items: [item], parameters });
		if (memory.error) wrong(memory.error.message);
		const texts = [...memory.messages.map(({ content }) => content), String(item.text)];
		const seen = texts.flatMap(tokensIn).join();
		const said = conversation.texts(now).join();
		if (seen !== said) wrong(`sees ${seen} instead of ${said}`);
		this.executions.push({ item, to, token });
	}

	/** Finishes executions at the same time. */
	private async answer(executions: Execution[], outcome: Outcome): Promise<void> {
		if (executions.length === 0 || outcome === 'fails') return;
		this.location.advance(WINDOW_SECONDS);
		const [{ item, to, token }] = executions;
		const { ids, conversations, now } = this.location;
		const open = conversations[to].open(now);
		const isUnchanged =
			open.map(({ id }) => id).join() === idsOf(item).join() &&
			ids[to] === item.conversationId &&
			conversations[to].isListed &&
			conversations[to].pausedUntil() < now;
		const arrived = this.recordArrivals(executions, outcome);
		this.inbox.setClock(...faultsOf(outcome, this.location, to, arrived.map));
		const send = async (execution: Execution) => {
			const { type, contactId, turn } = execution.item as Record<string, string>;
			const options = { onlyIfUnanswered: turn };
			const parameters = sendSms({ type, contactId, message: execution.token, options });
			const { error } = await this.testEnv.run({ parameters });
			if (error && [...ARRIVING, 'overtaken'].includes(outcome)) this.problems.push(error.message);
		};
		await Promise.all(executions.map(send));
		const isSilent = isUnchanged && ARRIVING.includes(outcome) && arrived.count === 0;
		if (isSilent) this.problems.push(`${token} was not sent`);
	}

	/** Adds the messages that HighLevel accepts to the test's record, and counts them. */
	private recordArrivals(executions: Execution[], outcome: Outcome) {
		const { testEnv, location } = this;
		const { state } = testEnv.sandbox;
		const before = new Map([...state.conversations].map(([id, each]) => [id, { ...each }]));
		const arrived = {
			count: 0,
			map: (json: unknown) => {
				const message = state.messages.get(String((json as IDataObject).messageId))!;
				const { item, to, token } = executions.find((each) => each.token === message.body)!;
				arrived.count++;
				this.check(to, token, idsOf(item));
				const at = location.uniqueTime();
				const isListed = outcome !== 'unlisted';
				const entry = location.conversations[to].add(
					{
						...{ kind: 'answer', token, id: message.id, at, answered: idsOf(item) },
						...{ isKnown: outcome !== 'lostAfter', listedAt: isListed ? at : Infinity },
					},
					location.now,
				);
				// The sandbox has dated the message by its own clock, so it is added again with the inbox's time.
				const conversation = state.conversations.get(message.conversationId)!;
				state.removeMessage(message);
				Object.assign(conversation, before.get(conversation.id));
				const dated: Message = { ...message, dateAdded: at, dateUpdated: at };
				const list = () => {
					state.addMessage({ ...dated, conversationId: location.ids[to] });
					entry.listedAt = location.now;
				};
				if (isListed) list();
				else location.delay(LISTED_AFTER_SECONDS, list);
				if (outcome === 'bounces') {
					location.delay(BOUNCES_AFTER_SECONDS, () => {
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

	/** Checks an answer that HighLevel has accepted. */
	private check(to: number, token: string, ids: string[]): void {
		const conversation = this.location.conversations[to];
		const wrong = (what: string) => this.problems.push(`${token} ${what}`);
		if (this.location.now + TOLERANCE_MS < conversation.pausedUntil())
			wrong('is sent during a pause for people');
		const { now } = this.location;
		const unseen = conversation.open(now).filter(({ id }) => !ids.includes(id));
		if (unseen.length > 0) wrong(`misses ${unseen.map((each) => each.token).join()}`);
		// Including questions from before a deactivation, because the execution may have started before.
		const open = conversation.open(now, 0).map(({ id }) => id);
		if (!ids.every((id) => open.includes(id))) wrong('answers a settled question');
	}
}
