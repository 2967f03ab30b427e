import { SEED } from '../../../../sandbox';
import { addRecipients, SEND_PATH, sendSms, upTo } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { sendRequests, sendEmail } from './messages';

const STATUS_PATH = '/conversations/preferences/unsubscriptions/status';
const testEnv = useTestEnv();

describe("'On Do Not Disturb'", () => {
	const items = () => {
		const all = addRecipients(testEnv.sandbox, 5);
		all[2].contactId = SEED.dndContactId;
		return all;
	};

	it('fails by default if HighLevel rejects the contact', async () => {
		for (const options of [{}, { onDoNotDisturb: 'error' }]) {
			const { error } = await testEnv.run({ parameters: sendSms({ options }), items: items() });
			expect(error?.message).toMatch(/Do Not Disturb.*item 2/);
		}
	});

	it('skips the contact and sends to the others', async () => {
		const parameters = sendSms({ options: { onDoNotDisturb: 'skip' } });
		const result = await testEnv.run({ parameters, items: items() });
		expect(result.error).toBeUndefined();
		expect(result.json[2]).toEqual({
			skipped: true,
			reason: 'do not disturb',
			contactId: SEED.dndContactId,
			type: 'SMS',
		});
		expect(result.items[2].pairedItem).toEqual({ item: 2 });
		expect(result.json.filter(({ messageId }) => messageId !== undefined)).toHaveLength(4);
	});

	it('does not skip other rejections, and does not count skipped messages as sent', async () => {
		const some = items();
		some[4].contactId = SEED.noPhoneContactId;
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			delayMs: 300,
			when: ({ body }) => (body as { contactId: string }).contactId === SEED.noPhoneContactId,
			headers: {},
		});
		const parameters = sendSms({ options: { onDoNotDisturb: 'skip' } });
		const { error } = await testEnv.run({ parameters, items: some });
		expect(error?.message).toMatch(/no valid phone number/);
		expect(error?.description).toMatch(/\b3 were sent, 1 were skipped/);
	});

	it('rejects other values', async () => {
		const parameters = sendSms({ options: { onDoNotDisturb: '={{ "maybe" }}' } });
		const { error, requests } = await testEnv.run({ parameters, items: items() });
		expect(error?.message).toMatch(/'On Do Not Disturb' must be error or skip: maybe/);
		expect(requests).toEqual([]);
	});
});

describe("'Skip Unsubscribed'", () => {
	const options = { skipUnsubscribed: true };
	const address = 'jo@example.com';
	const people = (count: number) =>
		upTo(count).map((index) => {
			const email = `jo${index}@example.com`;
			const { state, locationId } = testEnv.sandbox;
			return { contactId: state.addContact({ locationId, email }).id, email };
		});
	const unsubscribe = ({ contactId, email }: { contactId: string; email: string }, from: string) =>
		testEnv.sandbox.state.unsubscribed.add(`${contactId} ${email} ${from}`);
	const send = async (items: object[], more: object = {}) =>
		await testEnv.run({
			parameters: sendEmail({ contactId: '={{ $json.contactId }}', options, ...more }),
			items: items as Array<{ contactId: string }>,
		});
	const asked = ({ requests }: Awaited<ReturnType<typeof send>>) =>
		requests.filter(({ path }) => path === STATUS_PATH);

	it('skips unsubscribed contacts, after checking all of them', async () => {
		const items = people(4);
		unsubscribe(items[1], 'One on One');
		const result = await send(items);
		expect(result.json[1]).toEqual({
			skipped: true,
			reason: 'unsubscribed',
			contactId: items[1].contactId,
			type: 'Email',
			email: items[1].email,
		});
		expect(sendRequests(result)).toHaveLength(3);
		expect(result.requests.slice(0, 4).every(({ path }) => path === STATUS_PATH)).toBe(true);
	});

	it('checks each address once per run', async () => {
		const [one] = people(1);
		const items = [one, one, { ...one, to: address }, { ...one, to: address }];
		const additionalFields = { emailTo: '={{ $json.to }}' };
		const result = await send(items, { additionalFields });
		expect(asked(result).map(({ query }) => query.email)).toEqual([undefined, address]);
		expect(sendRequests(result)).toHaveLength(4);
	});

	it.each(['emailCc', 'emailBcc'])('checks %s, too', async (field) => {
		const [one, other] = people(2);
		const copy = { contactId: other.contactId, email: 'copy@example.com' };
		unsubscribe(copy, 'One on One');
		const additionalFields = { [field]: '={{ $json.copies }}' };
		const result = await send(
			[
				{ ...one, copies: ['fine@example.com'] },
				{ ...other, copies: ['fine@example.com', 'Copy <copy@example.com>'] },
			],
			{ additionalFields },
		);
		expect(result.json[0].messageId).toBeDefined();
		expect(result.json[1]).toEqual({
			skipped: true,
			reason: 'unsubscribed',
			contactId: other.contactId,
			type: 'Email',
			email: copy.email,
		});
		expect(asked(result).map(({ query }) => query.email)).toEqual(
			expect.arrayContaining([undefined, 'fine@example.com', 'copy@example.com']),
		);
		expect(asked(result)).toHaveLength(5);
	});

	it('uses the subtype that the email belongs to', async () => {
		const [fond, tired] = people(2);
		unsubscribe(fond, SEED.remindersSubtypeId);
		unsubscribe(tired, SEED.newsletterSubtypeId);
		const customSubtypeId = { __rl: true, mode: 'id', value: SEED.newsletterSubtypeId };
		const { json } = await send([fond, tired], { additionalFields: { customSubtypeId } });
		expect(json.map(({ skipped }) => skipped)).toEqual([false, true]);
	});

	it('uses the API version of the preferences to check, and the selected one to send', async () => {
		const result = await testEnv.run({
			parameters: sendEmail({ options }),
			credentials: { apiVersion: 'v3' },
		});
		expect(result.error).toBeUndefined();
		expect(result.requests.map(({ headers }) => headers.version)).toEqual(['2021-04-15', 'v3']);
	});

	it('does not check other types, or if it is off', async () => {
		const sms = await testEnv.run({ parameters: sendSms({ options }) });
		const off = await send(people(1), { options: { skipUnsubscribed: false } });
		expect([...asked(sms), ...asked(off)]).toEqual([]);
		expect(sendRequests(sms)).toHaveLength(1);
	});

	it('rejects an empty value for an email', async () => {
		const empty = { options: { skipUnsubscribed: '={{ $json.nothing }}' } };
		const { error, requests } = await send(people(2), empty);
		expect(error?.message).toMatch(/'Skip Unsubscribed' is empty/);
		expect(requests).toEqual([]);
		expect((await testEnv.run({ parameters: sendSms(empty) })).json).toHaveLength(1);
	});

	it.each([
		['fails', { status: 403, body: { message: 'No' } }, /denied access.*checking unsubscriptions/],
	])('sends nothing if the answer %s', async (_, fault, message) => {
		testEnv.sandbox.faults.add({ path: STATUS_PATH, skip: 1, ...fault });
		const result = await send(people(3));
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(/It was not sent\./);
		expect(sendRequests(result)).toEqual([]);
	});
});
