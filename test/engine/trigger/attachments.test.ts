import type { INodeParameters } from 'n8n-workflow';

import { withServer } from '../files/fileServer';
import { Inbox } from '../conversations/inbox';
import { MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, active, ...given } = usePollingTrigger();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

/** A secure file whose public hour is over, and its address. */
function secure(name: string, content: Buffer | number, type = 'image/png') {
	const { state, storageUrl, locationId } = testEnv.sandbox;
	const { slug } = state.addFile({ locationId, name, type, bytes: content, publicUntil: 0 });
	return `${storageUrl}/files/d/${slug}`;
}

const options = (more: INodeParameters = {}) => ({
	options: { downloadAttachments: true, ...more },
});

it.each([{}, { startPer: 'item' }])(
	'puts the files of new messages on their items: %p',
	async (more) => {
		const workflow = await active(options(more));
		const photo = secure('photo.png', Buffer.from('PHOTO'));
		const voice = secure('voice.ogg', Buffer.from('VOICE'), 'audio/ogg');
		add(Date.now() - 3000, { attachments: [`${photo}|||${voice}`] });
		add(Date.now() - 2000, { attachments: [] });
		await workflow.poll();
		expect(workflow.errors).toEqual([]);
		expect(workflow.starts).toHaveLength('startPer' in more ? 2 : 1);
		const [withFiles, without] = workflow.items;
		expect(withFiles.json.hint).toBeUndefined();
		expect(withFiles.binary).toEqual({
			attachment_0: expect.objectContaining({ fileName: 'photo.png', mimeType: 'image/png' }),
			attachment_1: expect.objectContaining({ fileName: 'voice.ogg', mimeType: 'audio/ogg' }),
		});
		expect((await testEnv.bytes(withFiles, 'attachment_1')).toString()).toBe('VOICE');
		expect(without.binary).toBeUndefined();
		for (const { path, headers } of testEnv.sandbox.requests) {
			if (path.startsWith('/signed/')) expect(headers.authorization).toBeUndefined();
		}
	},
);

it('hands a message on with a hint if a file cannot be had', async () => {
	const workflow = await active(options({ maxSize: 0.5 }));
	const gone = `${testEnv.sandbox.storageUrl}/files/d/gone`;
	const large = secure('film.mp4', 1024 * 1024, 'video/mp4');
	const photo = secure('photo.png', Buffer.from('PHOTO'));
	const id = add(Date.now() - 3000, { attachments: [gone, large, 'http://10.0.0.1/a', photo] });
	await workflow.poll();
	await workflow.poll();
	expect(workflow.errors).toEqual([]);
	expect(workflow.ids).toEqual([id]);
	expect(Object.keys(workflow.items[0].binary ?? {})).toEqual(['attachment_3']);
	expect(workflow.emitted[0].hint).toBe(
		[
			'attachment_0 could not be downloaded (status 404) and was left out.',
			'attachment_1 could not be downloaded (larger than 0.50 MB) and was left out.',
			'attachment_2 could not be downloaded (its URL is not allowed) and was left out.',
		].join(' '),
	);
});

it('downloads as many files as the time of a poll allows, and the others with the next poll', async () => {
	await withServer(
		({ url }, response) => {
			response.writeHead(200, { 'content-type': 'image/png' });
			if (url?.startsWith('/slow')) response.write('PART');
			else response.end('PHOTO');
		},
		async ({ url }) => {
			const workflow = await active(options());
			workflow.restart({ budgetMs: 2000 });
			const now = Date.now();
			const first = add(now - 9000, { attachments: [`${url}/slow1`, `${url}/quick`] });
			const quick = add(now - 8000, { attachments: [`${url}/quick`] });
			const second = add(now - 7000, { attachments: [`${url}/slow2`] });
			await workflow.poll();
			expect(workflow.errors).toEqual([]);
			// The first item is always emitted, so that no file can block the trigger.
			expect(workflow.ids).toEqual([first, quick]);
			expect(workflow.emitted[0].hint).toMatch(/attachment_0 could not be downloaded \(the time/);
			expect(Object.keys(workflow.items[1].binary ?? {})).toEqual(['attachment_0']);
			await workflow.poll();
			expect(workflow.ids).toEqual([first, quick, second]);
			expect(workflow.emitted[2].hint).toMatch(/the time of this poll was over/);
			await workflow.poll();
			expect(workflow.ids).toHaveLength(3);
		},
	);
});

it('puts the files of all messages of a turn on its item', async () => {
	const inbox = await Inbox.open(testEnv, options());
	const conversation = inbox.conversation();
	inbox.wrote(conversation, 'Look', { attachments: [secure('a.png', Buffer.from('A'))] });
	inbox.wrote(conversation, 'And', { attachments: [secure('b.png', Buffer.from('B'))] });
	await inbox.poll(60);
	const [item] = inbox.workflow.items;
	expect(item.json.attachments).toHaveLength(2);
	expect((await testEnv.bytes(item, 'attachment_0')).toString()).toBe('A');
	expect((await testEnv.bytes(item, 'attachment_1')).toString()).toBe('B');
});

it.each(['newMessage', 'unanswered'])(
	'shows the files in a test in the editor: %s',
	async (event) => {
		add(Date.now() - 10 * MINUTE, { attachments: [secure('a.png', Buffer.from('A'))] });
		const { items } = await testEnv.poll({
			mode: 'manual',
			parameters: { event, options: { downloadAttachments: true, lastMessages: 1 } },
		});
		expect(items).toHaveLength(1);
		expect(items![0].binary?.attachment_0.fileName).toBe('a.png');
		expect(items![0].json.lastMessages).toHaveLength(1);
	},
);

it('refuses a wrong Max Size when the workflow is switched on', async () => {
	const workflow = await active(options({ maxSize: 0 })).catch((error: Error) => error);
	const errors = workflow instanceof Error ? [workflow] : workflow.errors;
	expect(errors.map(({ message }) => message)).toEqual([
		expect.stringMatching(/'Max Size' must be/),
	]);
});
