/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { sleep } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { sendSms } from '../fixtures';
import { useTestEnv } from '../harness';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const testEnv = useTestEnv({ sandbox: { rateLimit: false } });

/** Runs the node for 20 items, and returns weak references to these. */
async function sent(onError?: 'continueRegularOutput'): Promise<Array<WeakRef<object>>> {
	const items = Array.from({ length: 20 }, (_, index) => ({ json: { text: `Item ${index}` } }));
	const parameters = sendSms({ contactId: SEED.contactId, message: '={{ $json.text }}' });
	const { json } = await testEnv.run({ parameters, items, node: { onError } });
	expect(json).toHaveLength(20);
	return items.map((item) => new WeakRef(item.json));
}

it.each([undefined, 'continueRegularOutput'] as const)(
	'keeps nothing of a run in memory, with On Error %s',
	async (onError) => {
		const references = await sent(onError);
		const alive = () => references.filter((reference) => reference.deref() !== undefined).length;
		// References in n8n and in connections are released within a few turns of the event loop.
		for (let turn = 0; turn < 40 && alive() > 0; turn++) {
			await sleep(50);
			collectGarbage();
		}
		expect(alive()).toBe(0);
	},
);
