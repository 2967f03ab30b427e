import type { IDataObject } from 'n8n-workflow';

import { byId, SEND_PATH } from '../fixtures';
import { useHandOver, MINUTE } from './handOver';
import { Thread } from './thread';

const { testEnv, own, handOverWithMessage, run, bodies } = useHandOver();

const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const isComment = ({ body }: { body: unknown }) => (body as IDataObject).type === 'InternalComment';
const isMessage = (request: { body: unknown }) => !isComment(request);

describe("each part is done once under 'Retry On Fail'", () => {
	const done = (result: Awaited<ReturnType<typeof run>>) => [
		bodies(result).filter((body) => isComment({ body })).length,
		bodies(result).filter((body) => isMessage({ body })).length,
		result.requests.filter(({ method }) => method === 'PUT').length,
	];
	beforeEach(() => void own.thread.wrote('Hello', MINUTE));

	it('if the comment was rejected at first', async () => {
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			when: isComment,
			status: 422,
			body: { message: 'No' },
		});
		const result = await run(handOverWithMessage(), retrying);
		expect(result.status).toBe('success');
		expect(done(result)).toEqual([2, 1, 1]);
	});

	it('if it is not known whether the comment was written', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, when: isComment, disconnect: 'after', times: 9 });
		const result = await run(handOverWithMessage(), retrying);
		expect(result.error?.message).toMatch(/may have been processed/);
		expect(done(result)).toEqual([1, 0, 0]);
	});

	it('if the message may have gone out', async () => {
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			when: isMessage,
			status: 500,
			processed: true,
			times: 9,
		});
		const result = await run(handOverWithMessage(), retrying);
		expect(result.status).toBe('success');
		expect(done(result)).toEqual([1, 1, 1]);
		expect((result.json[0].message as IDataObject).error).toMatch(/may have been processed/);
	});

	it('if another item failed meanwhile', async () => {
		const other = new Thread(testEnv.sandbox);
		other.wrote('Hi', MINUTE);
		const isOther = ({ body }: { body: unknown }) =>
			(body as IDataObject).contactId === other.contactId;
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			when: isOther,
			status: 422,
			body: { message: 'No' },
		});
		const parameters = handOverWithMessage({ conversationId: byId('={{ $json.id }}') });
		const items = [{ id: own.thread.id }, { id: other.id }];
		const result = await testEnv.run({ parameters, items, node: retrying });
		expect(result.status).toBe('success');
		expect(result.json.map(({ conversationId }) => conversationId)).toEqual([
			own.thread.id,
			other.id,
		]);
		// One comment was refused.
		expect(done(result)).toEqual([3, 2, 2]);
	});
});
