import * as fc from 'fast-check';

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

it('sends every message once from a node, or reports that it did not', async () => {
	const run = fc.record({
		messages: fc.array(outcomes, { minLength: 1, maxLength: 6 }),
		node: settings,
		continues: fc.boolean(),
		authentication: fc.constantFrom('accessToken', 'oAuth2'),
		batch: fc.option(
			fc.record({
				batchSize: fc.integer({ min: 1, max: 3 }),
				batchInterval: fc.constantFrom(5, 50),
			}),
		),
		throwsAt: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 3 }),
	});
	await fc.assert(
		fc.asyncProperty(
			run,
			async ({ messages, node, continues, authentication, batch, throwsAt }) => {
				addOutcomes(testEnv, messages);
				const oauthTokenData = { ...testEnv.sandbox.oauth.issueTokens() };
				const failing = `$json.index === ${String(throwsAt)} ? $('Nowhere').first().json.text`;
				const { status, json } = await testEnv.run({
					credentials: authentication === 'oAuth2' ? { oauthTokenData } : {},
					parameters: sendSms({
						authentication,
						message: `={{ ${failing} : $json.text }}`,
						...(batch ? { requestOptions: { batching: { batch } } } : {}),
					}),
					items: messages.map((_, index) => ({ index, text: `Text ${index}` })),
					node: { ...node, ...(continues ? { onError: 'continueRegularOutput' } : {}) },
				});
				const sent = await countSent(testEnv, messages);
				expect(Math.max(...sent)).toBeLessThanOrEqual(1);
				if (status !== 'success') return;
				expect(json).toHaveLength(messages.length);
				json.forEach((item, index) => expectTrue(JSON.stringify(item), sent[index]));
				if (!continues) expect(sent).toEqual(messages.map(() => 1));
			},
		),
		{ numRuns: propertyRuns(100) },
	);
});
