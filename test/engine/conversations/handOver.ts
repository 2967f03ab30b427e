import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { useTestEnv } from '../harness';
import { Thread } from './thread';

export const MINUTE = 60_000;
/** Message to the contact. */
export const MESSAGE_TO_CONTACT = 'A colleague will get back to you today.';
export const SUMMARY = 'Wants to move the appointment to Friday.';

/** A shared test environment with a new conversation before each test, and parameters that hand it over. */
export function useHandOver() {
	const testEnv = useTestEnv();
	const own = {} as { thread: Thread };
	beforeEach(() => {
		own.thread = new Thread(testEnv.sandbox);
	});
	const handOver = (more: INodeParameters = {}): INodeParameters =>
		own.thread.parameters('conversation', 'handOver', {
			userId: { __rl: true, mode: 'list', value: SEED.userId, cachedResultName: 'Mia Lopez' },
			summary: SUMMARY,
			...more,
		});
	const run = async (parameters: INodeParameters, node: object = {}) =>
		await testEnv.run({ parameters, node });
	return {
		testEnv,
		own,
		handOver,
		/** With a message to the contact. */
		handOverWithMessage: (more: INodeParameters = {}) =>
			handOver({ options: { messageToContact: MESSAGE_TO_CONTACT }, ...more }),
		run,
		/** Bodies of the messages and comments that were sent, without the Location ID that each has. */
		bodies: ({ requests }: Awaited<ReturnType<typeof run>>) =>
			requests
				.filter(({ method }) => method === 'POST')
				.map(({ body }) => {
					const { locationId, ...message } = body as IDataObject;
					expect(locationId).toBe(SEED.locationId);
					return message;
				}),
	};
}
