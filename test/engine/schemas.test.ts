/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { SEED } from '../../sandbox';
import { endpoints } from '../contract/fields';
import { questionParameters, lastBody, linksIn, submitForm } from './sendAndWait/askQuestion';
import { byId } from './fixtures';
import { ParkedWorkflow, useTestEnv } from './harness';
import { prepare } from './operations/runCase';
import { isSameSchema, mismatches, schemaOf, type Schema } from './schema';

// n8n previews a node's output from these files before its first run. `UPDATE_SCHEMAS=1 npx jest test/engine/schemas` writes
// those anew whose operations return something else.
const FOLDER = join(__dirname, '../../nodes/HighLevelConversations/__schema__/v1.0.0');
const updating = process.env.UPDATE_SCHEMAS === '1';

/** A message with a secure file, which is added before its operation runs. */
const FILE_MESSAGE_ID = 'mFil3Att4chm3nt5Kd8W';
const conversationId = byId(SEED.conversationId);
const { contactId, callMessageId } = SEED;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

const email = (to: string, options: INodeParameters): INodeParameters => ({
	type: 'Email',
	contactId: to,
	subject: 'Hello',
	html: '<p>Hello</p>',
	options,
});
const [from, to] = [-1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000));
const timeOf = (date: Date) => date.toISOString().slice(11, 16);
const quiet = { quietHours: { hours: { from: timeOf(from), to: timeOf(to), timezone: 'UTC' } } };

const handOver = (id: string, options: INodeParameters = {}): INodeParameters => ({
	conversationId: byId(id),
	userId: byId(SEED.userId),
	summary: 'Wants to move an appointment',
	options,
});

/** Every operation with a JSON output, with parameters for runs that together return all of its fields. */
const OPERATIONS: Record<string, INodeParameters | INodeParameters[]> = {
	'conversation/create': { contactId: SEED.newContactId },
	'conversation/get': { conversationId },
	'conversation/update': { conversationId, updateFields: { starred: true } },
	'conversation/getUnanswered': [
		{ conversationId: byId(SEED.emailConversationId) },
		{ conversationId, options: { channels: ['tiktok'], alwaysOutput: true } },
	],
	'conversation/handOver': [
		handOver(SEED.conversationId, { messageToContact: 'A colleague will call you.' }),
		handOver(SEED.conversationId),
		handOver(SEED.reviewConversationId, { messageToContact: 'A colleague will call you.' }),
	],
	'conversation/setTyping': { conversationId, visitorId: 'visitor' },
	'conversation/delete': { conversationId: byId(SEED.reviewConversationId) },
	// Without skipped items, because n8n's preview would show the fields of both as fields of one item.
	'message/send': email(SEED.emailContactId, quiet),
	'message/get': { messageId: callMessageId },
	'message/getAll': {
		conversationId: byId(SEED.emailConversationId),
		returnAll: true,
		options: { includeEmailBodies: true },
	},
	'message/getReplies': { conversationId: byId(SEED.emailConversationId), after: '2020-01-01' },
	'message/export': { returnAll: true, options: { includeEmail: true } },
	'message/addInbound': { type: 'SMS', contactId, message: 'Hello' },
	'message/addOutboundCall': { conversationId, conversationProviderId: SEED.providerId },
	'message/replyToReview': {
		conversationId: byId(SEED.reviewConversationId),
		message: 'Thank you',
	},
	'message/updateStatus': { messageId: SEED.providerMessageId, status: 'delivered' },
	'message/updateEmailStatus': { emailMessageId: SEED.emailMessageId, status: 'opened' },
	'message/setAttachments': {
		messageId: callMessageId,
		attachments: ['https://example.com/call.mp3'],
	},
	'message/cancelScheduled': { messageId: SEED.scheduledMessageId },
	'message/cancelScheduledEmail': { emailMessageId: SEED.scheduledEmailMessageId },
	'message/getEmail': { emailMessageId: SEED.emailMessageId },
	'message/getTranscription': { messageId: callMessageId },
	'message/getRecording': { messageId: callMessageId },
	'message/downloadAttachments': [
		{ messageId: FILE_MESSAGE_ID },
		{ source: 'urls', urls: ['ftp://example.com/gone.pdf'], options: { whenUnavailable: 'item' } },
	],
	'message/downloadTranscription': { messageId: callMessageId },
	'upload/uploadFile': { conversationId },
	'upload/uploadLargeFile': { conversationId, channel: 'WHATSAPP' },
	'upload/initiate': {
		conversationId,
		filename: 'video.mp4',
		contentType: 'video/mp4',
		channel: 'WHATSAPP',
	},
	'preference/getAllSubtypes': {},
	'preference/createSubtype': { name: 'News', channel: 'email', language: 'en' },
	'preference/updateSubtype': {
		subtypeId: byId(SEED.newsletterSubtypeId),
		updateFields: { name: 'Newsletter' },
	},
	'preference/getUnsubscriptionStatus': { contactId },
	'preference/changeSubscription': {
		contactId: SEED.emailContactId,
		email: 'ben.okafor@example.com',
		subscription_action: {
			value: {
				type: 'custom',
				subtype_id: byId(SEED.newsletterSubtypeId),
				subtype_status: 'unsubscribed',
			},
		},
	},
	'search/searchConversations': { returnAll: true },
};

/** What one schema must fit with Simplify on and off: n8n previews the same file for both. */
const SIMPLIFIED = [
	'message/get',
	'message/getAll',
	'message/export',
	'search/searchConversations',
];

describe('output schemas', () => {
	const testEnv = useTestEnv();

	/** Runs an operation on a fresh inbox and returns the JSON of its items. */
	async function outputOf(
		name: string,
		parameters: INodeParameters | INodeParameters[],
	): Promise<unknown[]> {
		if (Array.isArray(parameters)) {
			const outputs: unknown[] = [];
			for (const each of parameters) outputs.push(...(await outputOf(name, each)));
			return outputs;
		}
		const [resource, operation] = name.split('/');
		prepare(`${resource}.${operation}`, testEnv);
		const data = await testEnv.file({ name: 'note.txt', type: 'text/plain', content: 'hi' });
		const { json, error } = await testEnv.run({
			parameters: { resource, operation, ...parameters },
			credentials: name === 'message/updateEmailStatus' ? { apiVersion: 'v3' } : {},
			items: [{ json: {}, binary: { data } }],
		});
		if (error) throw error;
		return json;
	}

	async function completed(): Promise<unknown[]> {
		const [initiated] = (await outputOf('upload/initiate', OPERATIONS['upload/initiate'])) as [
			{ uploadUrl: string; uploadId: string; filePath: string },
		];
		const { uploadUrl, uploadId, filePath } = initiated;
		await fetch(uploadUrl, {
			method: 'PUT',
			body: 'film',
			headers: { 'Content-Type': 'video/mp4' },
		});
		return await outputOf('upload/complete', {
			conversationId,
			uploadId,
			filePath,
			filename: 'video.mp4',
		});
	}

	async function answered(): Promise<unknown[]> {
		const answers: Array<{ responseType: string; answer: Record<string, string> }> = [
			{ responseType: 'approval', answer: { approved: 'true' } },
			{ responseType: 'freeText', answer: { 'field-0': 'On Friday' } },
		];
		const output: unknown[] = [];
		for (const { responseType, answer } of answers) {
			const parked = await ParkedWorkflow.ask(testEnv, {
				parameters: questionParameters({ responseType }),
			});
			await submitForm(linksIn(lastBody(testEnv.sandbox).message)[0], answer);
			await parked.stop();
			output.push(...parked.resumed.flat().map(({ json }) => json));
		}
		return output;
	}

	/** Operations that take more than a run of the node. */
	const inSteps: Record<string, () => Promise<unknown[]>> = {
		'upload/complete': completed,
		'message/sendAndWait': answered,
	};

	it.each([...Object.keys(OPERATIONS), ...Object.keys(inSteps)])(
		'%s returns what its schema declares',
		async (name) => {
			const output = await (inSteps[name]?.() ?? outputOf(name, OPERATIONS[name]));
			if (SIMPLIFIED.includes(name)) {
				const off = { ...OPERATIONS[name], simplify: false };
				const firstPage = { returnAll: false, limit: 10 };
				const raw = [
					...(await outputOf(name, off)),
					...(await outputOf(name, { ...off, ...firstPage })),
				];
				expect(Object.keys(schemaOf(raw).properties ?? {})).not.toEqual(
					Object.keys(schemaOf(output).properties ?? {}),
				);
				output.push(...raw);
			}
			expect(output.length).toBeGreaterThan(0);
			const file = join(FOLDER, `${name}.json`);
			const read = () => JSON.parse(readFileSync(file, 'utf8')) as Schema;
			if (updating && !(existsSync(file) && isSameSchema(read(), schemaOf(output)))) {
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, `${JSON.stringify({ ...schemaOf(output), version: 1 }, null, 2)}\n`);
			}
			expect(existsSync(file)).toBe(true);
			const schema = read();
			expect(output.flatMap((json) => mismatches(json, schema, 'json'))).toEqual([]);
			// And nothing that the operation does not return.
			const returned = schemaOf(output).properties ?? {};
			expect(Object.keys(schema.properties ?? {}).sort()).toEqual(Object.keys(returned).sort());
		},
	);

	it('exist for all operations', () => {
		const known = [...Object.keys(OPERATIONS), ...Object.keys(inSteps)];
		expect(known.map((name) => name.replace('/', '.')).sort()).toEqual(
			Object.keys(endpoints).sort(),
		);
	});

	it('are the same for a scheduled and a sent message', async () => {
		const output = await outputOf('message/send', {
			...email(SEED.emailContactId, {}),
			additionalFields: { scheduledTimestamp: tomorrow() },
		});
		const schema = JSON.parse(readFileSync(join(FOLDER, 'message/send.json'), 'utf8')) as Schema;
		expect(output.flatMap((json) => mismatches(json, schema, 'json'))).toEqual([]);
	});
});
