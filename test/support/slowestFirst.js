const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest, mostly because they wait. */
const SLOWEST =
	/\/(conversations\/burst|errors\/classification|files\/fileServers|histories\/property|send\/(deadlines|property|rateLimit|toolProperty)|trigger\/(unansweredAttempts|unreadableRecords))\.test\.ts$/;

/** Starts slow files first, so that no worker is left with one at the end. Jest knows durations only from earlier runs. */
module.exports = class SlowestFirst extends Sequencer {
	async sort(tests) {
		const sorted = await super.sort(tests);
		const isSlow = ({ path }) => SLOWEST.test(path.replaceAll('\\', '/'));
		return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
	}
};
