import * as fc from 'fast-check';

import { SEED } from '../../../sandbox';
import { propertyRuns } from '../../support/propertyRuns';
import { sendSms } from '../fixtures';
import { useTestEnv } from '../harness';
import {
	addOutcomes,
	countSent,
	expectTrue,
	outcomes,
	settings,
	SHORT_RATE_LIMIT,
} from './sendOutcomes';

const testEnv = useTestEnv({ sandbox: { rateLimit: SHORT_RATE_LIMIT } });

it.each(['called by the agent', 'run by the engine'] as const)(
	'sends every message once from a tool %s, or reports that it did not',
	async (way) => {
		const run = fc.record({
			messages: fc.array(outcomes, { minLength: 1, maxLength: 4 }),
			node: settings,
		});
		await fc.assert(
			fc.asyncProperty(run, async ({ messages, node }) => {
				addOutcomes(testEnv, messages);
				const { replies } = await testEnv.callTool({
					way,
					node,
					parameters: sendSms({
						contactId: SEED.contactId,
						message: "={{ $fromAI('text', 'What to say', 'string') }}",
					}),
					calls: messages.map((_, index) => ({ text: `Text ${index}` })),
				});
				const sent = await countSent(testEnv, messages);
				expect(Math.max(...sent)).toBeLessThanOrEqual(1);
				expect(replies).toHaveLength(messages.length);
				replies.forEach((reply, index) => expectTrue(reply, sent[index]));
			}),
			{ numRuns: propertyRuns(25) },
		);
	},
);
