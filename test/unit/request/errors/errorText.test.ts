import { errorTextFor } from '../../../../nodes/shared/request/errors/errorText';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../nodes/shared/time';

describe('the daily limit resets in', () => {
	test.each([
		[0, '1 minute'],
		[MINUTE_MS, '1 minute'],
		[MINUTE_MS + 1, '2 minutes'],
		[89 * MINUTE_MS, '89 minutes'],
		[90 * MINUTE_MS, '2 hours'],
		[2 * HOUR_MS + 1, '3 hours'],
		[DAY_MS, '24 hours'],
	])('%i ms: %s', (resetsInMs, duration) => {
		const { advice } = errorTextFor(
			{ kind: 'dailyLimit', resetsInMs },
			{ spec: { retry: 'safe' } },
		);
		expect(advice).toContain(`It resets in ${duration}. `);
	});
});
