import type { IDataObject } from 'n8n-workflow';

import { activeHoursOf } from '../../../nodes/HighLevelConversationsTrigger/events/activeHours';
import { pollWith } from './pollContext';

const PATH = 'options.activeHours.hours';

/** Whether the hours cover a moment. 2026-03-02 is a Monday. */
function isActive(at: string, hours: IDataObject): boolean {
	const parameters: IDataObject = { [PATH]: hours };
	for (const [name, value] of Object.entries(hours)) parameters[`${PATH}.${name}`] = value;
	return activeHoursOf(pollWith(0, 1, () => ({}), parameters))(Date.parse(at));
}

it('are always by default', () => {
	expect(activeHoursOf(pollWith(0, 1, () => ({})))(0)).toBe(true);
});

it('are 9 to 5 on every day by default, in the time zone of the workflow', () => {
	expect(isActive('2026-03-01T09:00Z', {})).toBe(true);
	expect(isActive('2026-03-02T08:59Z', {})).toBe(false);
	expect(isActive('2026-03-02T16:59Z', {})).toBe(true);
	expect(isActive('2026-03-02T17:00Z', {})).toBe(false);
	expect(isActive('2026-03-02T22:00Z', { timezone: 'America/New_York' })).toBe(false);
	expect(isActive('2026-03-02T21:59Z', { timezone: 'America/New_York' })).toBe(true);
});

it('can be limited to some days', () => {
	const hours = { days: ['monday', ' SUN '] };
	const active = ['02', '03', '08', '09'].map((day) => isActive(`2026-03-${day}T12:00Z`, hours));
	expect(active).toEqual([true, false, true, true]);
});

it('belong to the day on which they begin if they span midnight', () => {
	const hours = { from: '22:00', to: '06:30', days: ['mon', 'sun'] };
	const at = (time: string) => isActive(time, hours);
	expect(at('2026-03-02T21:59Z')).toBe(false);
	expect(at('2026-03-02T22:00Z')).toBe(true);
	expect(at('2026-03-03T06:29Z')).toBe(true);
	expect(at('2026-03-03T06:30Z')).toBe(false);
	expect(at('2026-03-03T22:00Z')).toBe(false);
	expect(at('2026-03-04T05:00Z')).toBe(false);
	expect(at('2026-03-02T05:00Z')).toBe(true);
	expect(at('2026-03-01T05:00Z')).toBe(false);
});

it('can last until the end of the day, or 24 hours', () => {
	expect(isActive('2026-03-02T23:59Z', { from: '9', to: '24:00' })).toBe(true);
	expect(isActive('2026-03-02T00:00Z', { from: '9', to: '24:00' })).toBe(false);
	expect(isActive('2026-03-02T03:00Z', { from: '08:00:00', to: '8' })).toBe(true);
});

it.each<[IDataObject, string]>([
	[{ from: '24:01' }, "'From' of 'Active Hours' is not a time of day: 24:01"],
	[{ to: '10:60' }, "'To' of 'Active Hours' is not a time of day: 10:60"],
	[{ from: '109:00' }, "'From' of 'Active Hours' is not a time of day: 109:00"],
	[{ from: '9 am' }, "'From' of 'Active Hours' is not a time of day: 9 am"],
	[{ from: 'x'.repeat(1_000) }, `is not a time of day: ${'x'.repeat(100)}`],
	[{ days: ['mon', 'holiday'] }, "'Days' of 'Active Hours' has a value that is not a day: holiday"],
	[{ timezone: 'Mars/X' }, "'Time Zone' of 'Active Hours' does not exist: Mars/X"],
])('reject %j', (hours, message) => {
	expect(() => isActive('2026-03-02T12:00Z', hours)).toThrow(message);
	expect(() => isActive('2026-03-02T12:00Z', hours)).not.toThrow('x'.repeat(101));
});
