import { SEED } from '../../../../sandbox';
import { EXPORT_PATH } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { sendEmail } from './messages';

const testEnv = useTestEnv();

describe('Skip If Sent of emails', () => {
	const subjects = ['Your check-up', 'Our hours'];
	const sendOne = async (subject: string, contactId: string = SEED.emailContactId) =>
		await testEnv.run({
			parameters: sendEmail({ subject, contactId, options: { skipIfSent: 24 } }),
		});

	it('are compared by subject, which is read only from the emails to this contact', async () => {
		await sendOne(subjects[0]);
		await sendOne(subjects[1], SEED.contactId);
		const same = await sendOne(subjects[0]);
		expect(same.json[0]).toMatchObject({ skipped: true, reason: 'already sent' });
		const [list] = same.requests.filter(({ path }) => path === EXPORT_PATH);
		expect(list.query.channel).toBe('Email');
		const read = same.requests.filter(({ path }) => path.includes('/messages/email/'));
		const own = [...testEnv.sandbox.state.emails.values()].filter(
			({ contactId, direction }) => contactId === SEED.emailContactId && direction === 'outbound',
		);
		expect(read.length).toBeLessThanOrEqual(own.length);
		expect((await sendOne(subjects[1])).json[0].skipped).toBe(false);
	});

	it('are sent if the previous one failed or no longer exists', async () => {
		await sendOne(subjects[0]);
		const { state } = testEnv.sandbox;
		const sent = [...state.emails.values()].find(({ subject }) => subject === subjects[0])!;
		sent.status = 'failed';
		expect((await sendOne(subjects[0])).json[0].skipped).toBe(false);
		for (const email of state.emails.values()) {
			if (email.subject === subjects[0]) state.emails.delete(email.id);
		}
		expect((await sendOne(subjects[0])).json[0].skipped).toBe(false);
	});

	it('require a subject', async () => {
		const { error, requests } = await sendOne('');
		expect(error?.message).toMatch(/compares the 'Subject', which is empty/);
		expect(requests).toEqual([]);
	});
});
