import * as fc from 'fast-check';

import { propertyLimitMs, propertyRuns } from '../../support/propertyRuns';
import { useTestEnv } from '../harness';
import { Player } from './player';
import { settings, steps } from './steps';

const testEnv = useTestEnv({ sandbox: { seed: false } });

it(
	'answers every turn once and completely, and none that a person answers',
	async () => {
		await fc.assert(
			fc.asyncProperty(settings, steps, async (given, history) => {
				const player = await Player.start(testEnv, given);
				expect(await player.play(history)).toEqual([]);
			}),
			{ numRuns: propertyRuns(10) },
		);
	},
	propertyLimitMs(10),
);
