import type { IDataObject } from 'n8n-workflow';

import { addRecipients, REFUSED, SEND_PATH, sendSms } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { sendRequests } from './messages';

const HOUR_MS = 60 * 60_000;
const testEnv = useTestEnv();

// One moment for the whole file: a test may run over a full hour.
const NOW = Date.now();

/** The full hour, a number of hours from now, as a time of day in UTC and as a date. */
function hour(fromNow: number) {
	const ms = Math.floor(NOW / HOUR_MS + fromNow) * HOUR_MS;
	return { text: new Date(ms).toISOString().slice(11, 16), seconds: ms / 1000 };
}
const night = (more: IDataObject = {}) => ({
	quietHours: { hours: { from: hour(-2).text, to: hour(3).text, ...more } },
});
const day = { quietHours: { hours: { from: hour(5).text, to: hour(7).text } } };

const send = async (options: IDataObject, more: IDataObject = {}, timezone?: string) =>
	await testEnv.run({
		parameters: sendSms({ options, ...more } as Parameters<typeof sendSms>[0]),
		items: addRecipients(testEnv.sandbox, 2),
		timezone,
	});
const bodiesOf = (result: Awaited<ReturnType<typeof send>>) =>
	sendRequests(result).map(({ body }) => body as IDataObject);

describe('quiet hours', () => {
	it('schedule a message for their end, and the item contains that time', async () => {
		const end = hour(3).seconds;
		const result = await send(night());
		for (const body of bodiesOf(result)) expect(body.scheduledTimestamp).toBe(end);
		for (const json of result.json) {
			expect(json).toMatchObject({
				messageId: expect.any(String),
				scheduledFor: new Date(end * 1000).toISOString(),
			});
		}
		const stored = [...testEnv.sandbox.state.messages.values()].slice(-2);
		expect(stored.map(({ status }) => status)).toEqual(['scheduled', 'scheduled']);
	});

	it('do not affect a message outside of them', async () => {
		const result = await send(day);
		expect(result.json.map(({ scheduledFor }) => scheduledFor)).toEqual([undefined, undefined]);
		for (const body of bodiesOf(result)) expect(body.scheduledTimestamp).toBeUndefined();
	});

	it('move a schedule only if it is within them', async () => {
		const moved = await send(night(), {
			additionalFields: { scheduledTimestamp: hour(2).seconds },
		});
		for (const body of bodiesOf(moved)) expect(body.scheduledTimestamp).toBe(hour(3).seconds);
		const kept = await send(night(), {
			additionalFields: { scheduledTimestamp: hour(4).seconds },
		});
		for (const body of bodiesOf(kept)) expect(body.scheduledTimestamp).toBe(hour(4).seconds);
		expect(kept.json[0].scheduledFor).toBeUndefined();
	});

	describe('at the time of the request', () => {
		let ahead = 0;
		const realNow = Date.now;
		beforeEach(() => {
			ahead = 0;
			jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
		});
		afterEach(() => jest.restoreAllMocks());

		/** Answers the first request with 429, and lets hours pass until the second. */
		const delayed = async (from: number, to: number, hours: number) => {
			const when = () => {
				ahead = hours * HOUR_MS;
				return true;
			};
			testEnv.sandbox.faults.add({ path: SEND_PATH, ...REFUSED, when });
			const options = { quietHours: { hours: { from: hour(from).text, to: hour(to).text } } };
			return await testEnv.run({ parameters: sendSms({ options }), items: [{}] });
		};

		it('schedule a message that was delayed into them', async () => {
			const result = await delayed(1, 4, 1.5);
			expect(bodiesOf(result).map(({ scheduledTimestamp }) => scheduledTimestamp)).toEqual([
				undefined,
				hour(4).seconds,
			]);
			expect(result.json[0].scheduledFor).toBe(new Date(hour(4).seconds * 1000).toISOString());
		});

		it('send a message at once that was delayed past them', async () => {
			const result = await delayed(-1, 1, 1.5);
			expect(bodiesOf(result).map(({ scheduledTimestamp }) => scheduledTimestamp)).toEqual([
				hour(1).seconds,
				undefined,
			]);
			expect(result.json[0].messageId).toBeDefined();
			expect(result.json[0]).not.toHaveProperty('scheduledFor');
		});
	});

	it("use the workflow's time zone by default", async () => {
		// 6 hours east, nothing there is as in UTC.
		const own = await send(night(), {}, 'Asia/Dhaka');
		expect(bodiesOf(own)[0].scheduledTimestamp).toBeUndefined();
		const named = await send(night({ timezone: 'UTC' }), {}, 'Asia/Dhaka');
		expect(bodiesOf(named)[0].scheduledTimestamp).toBe(hour(3).seconds);
	});

	it('use the time zone of each contact', async () => {
		const items = addRecipients(testEnv.sandbox, 2).map((item, index) => ({
			...item,
			zone: ['UTC', 'Asia/Dhaka'][index],
		}));
		const options = night({ timezone: '={{ $json.zone }}' });
		const { json } = await testEnv.run({ parameters: sendSms({ options }), items });
		expect(json.map(({ scheduledFor }) => scheduledFor !== undefined)).toEqual([true, false]);
	});

	it.each([
		[{ timezone: 'Mars/Olympus' }, /'Time Zone' of 'Quiet Hours'.*Mars\/Olympus/],
		[{ from: '24:30' }, /'From' of 'Quiet Hours'.*24:30/],
		[{ to: '={{ $json.none }}' }, /'To' of 'Quiet Hours'/],
	])('reject %j, and nothing is sent', async (wrong, message) => {
		const { error, requests } = await send(night(wrong));
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});

	it('do not apply to internal comments, or if none are set', async () => {
		const note = await send(night(), { type: 'InternalComment' });
		expect(bodiesOf(note)[0].scheduledTimestamp).toBeUndefined();
		const none = await send({ quietHours: {} });
		expect(bodiesOf(none)[0].scheduledTimestamp).toBeUndefined();
	});
});
