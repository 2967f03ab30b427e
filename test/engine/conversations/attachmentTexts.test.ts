import { runMemory } from '../harness/memory';
import { Inbox } from './inbox';
import { Thread } from './thread';
import { useThread } from './useThread';

let thread: Thread;
const testEnv = useThread((fresh) => (thread = fresh));

const FILES = ['https://files.example/a.png?x=1', 'https://files.example/b.png?y=2&z=3'];
/** How merge fields of HighLevel's workflows write the two. */
const WRITTEN = FILES.map((file) => file.replaceAll('=', '&#x3D;').replace('&z', '&amp;z'));

describe.each([
	['three strokes', `${WRITTEN.join('|||')}|||`],
	['line breaks', WRITTEN.join('\r\n')],
	['semicolons', WRITTEN.join(';')],
])('several addresses in one text with %s', (_, text) => {
	it('are separated in the item of a turn, its text and the memory', async () => {
		thread.wrote('Look', 5 * 60_000, { attachments: [text] });
		const parameters = thread.parameters('conversation', 'getUnanswered');
		const { json } = await testEnv.run({ parameters });
		const content = `Look\n${FILES.map((file) => `Attachment: ${file}`).join('\n')}`;
		expect(json).toMatchObject([{ attachments: FILES, text: content }]);
		thread.sent('Thank you');
		const items = [{ conversationId: thread.id }];
		const { messages } = await runMemory(testEnv.base(), { parameters: {}, items });
		expect(messages.slice(0, 1)).toEqual([{ role: 'user', content }]);
	});

	it("are separated in the trigger's item", async () => {
		const inbox = await Inbox.open(testEnv);
		const conversation = inbox.conversation();
		inbox.wrote(conversation, 'Look', { attachments: [text] });
		await inbox.poll(60);
		expect(inbox.workflow.emitted).toMatchObject([{ attachments: FILES }]);
	});
});
