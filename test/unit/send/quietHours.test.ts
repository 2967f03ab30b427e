import type { IDataObject } from 'n8n-workflow';

import { quietHours } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/quietHours';
import { fakeItem, sentAs } from './fakeItem';

const NIGHT = { hours: { from: '21:00', to: '08:00' } };
const seconds = (at: string) => Date.parse(at) / 1000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The body that leaves at a time, and what the item says of it. */
async function leaving(at: string, body: IDataObject = {}, option: IDataObject = NIGHT) {
	const { item } = fakeItem({ type: 'SMS', ...body });
	const middleware = quietHours(item, option);
	let left: IDataObject | undefined;
	await middleware?.({
		alreadySent: false,
		next: async () => {
			jest.setSystemTime(Date.parse(at));
			left = item.beforeSend.reduce((before, change) => change(before), { ...body });
			return sentAs({});
		},
	});
	return { left, ...item.extraOutput };
}

it.each([undefined, {}, null])('does nothing with the option %j', (option) => {
	expect(quietHours(fakeItem({ type: 'SMS' }).item, option)).toBeUndefined();
});

it('does not affect internal comments', () => {
	expect(quietHours(fakeItem({ type: 'InternalComment' }).item, NIGHT)).toBeUndefined();
});

it("schedules for the end in the workflow's time zone, and reports the time", async () => {
	expect(await leaving('2026-03-02T22:00Z')).toEqual({
		left: { scheduledTimestamp: seconds('2026-03-03T07:00Z') },
		scheduledFor: '2026-03-03T07:00:00.000Z',
	});
	const { left } = await leaving('2026-03-02T15:00Z');
	expect(left).toEqual({});
});

it("uses the option's time zone if it is set", async () => {
	const hours = { ...NIGHT.hours, timezone: ' America/New_York ' };
	const { left } = await leaving('2026-03-03T04:00Z', {}, { hours });
	expect(left).toEqual({ scheduledTimestamp: seconds('2026-03-03T13:00Z') });
	const empty = await leaving('2026-03-02T22:00Z', {}, { hours: { ...NIGHT.hours, timezone: '' } });
	expect(empty.left).toEqual({ scheduledTimestamp: seconds('2026-03-03T07:00Z') });
});

it('schedules at least a minute ahead, in whole seconds', async () => {
	const { left } = await leaving('2026-03-03T06:59:30.200Z');
	expect(left).toEqual({ scheduledTimestamp: seconds('2026-03-03T07:00:31Z') });
});

it('checks the scheduled time of a message that is already scheduled', async () => {
	const day = { scheduledTimestamp: seconds('2026-03-03T10:00Z') };
	expect(await leaving('2026-03-02T23:00Z', day)).toEqual({ left: day });
	const night = { scheduledTimestamp: seconds('2026-03-03T23:00Z') };
	const { left } = await leaving('2026-03-03T10:00Z', night);
	expect(left).toEqual({ scheduledTimestamp: seconds('2026-03-04T07:00Z') });
});

it('removes the reported time if a message is sent by day after a retry', async () => {
	const { item } = fakeItem({ type: 'SMS' });
	await quietHours(item, NIGHT)?.({ alreadySent: false, next: async () => sentAs({}) });
	const [change] = item.beforeSend;
	jest.setSystemTime(Date.parse('2026-03-03T06:59:59Z'));
	change({});
	expect(item.extraOutput).toHaveProperty('scheduledFor');
	jest.setSystemTime(Date.parse('2026-03-03T07:00:00Z'));
	expect(change({})).toEqual({});
	expect(item.extraOutput).toEqual({});
});
