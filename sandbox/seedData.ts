import { SEED } from './seedIds';
import type { Contact, Conversation } from './types';

type GivenContact = Pick<Contact, 'id' | 'firstName' | 'lastName'> & Partial<Contact>;

const person = (id: string, name: string, phone: string | null, more: Partial<Contact> = {}) => {
	const [firstName, lastName] = name.split(' ');
	const email = `${firstName}.${lastName}@mail.example`.toLowerCase();
	return { id, firstName, lastName, phone, email, ...more } satisfies GivenContact;
};

/** Everybody who knows the practice; the numbers are from the range reserved for fiction. */
export const CONTACTS: GivenContact[] = [
	person(SEED.contactId, 'Ana Ferreira', '+12025550101', { tags: ['patient', 'vip'] }),
	person(SEED.emailContactId, 'Ben Okafor', '+12025550102', { companyName: 'Okafor Design' }),
	person(SEED.dndContactId, 'Carla Weiss', '+12025550103', { dnd: 'all', tags: ['patient'] }),
	person(SEED.noPhoneContactId, 'Devon Blake', null, { tags: ['lead'] }),
	person(SEED.unsubscribedContactId, 'Elena Petrova', '+12025550105', { dnd: ['Email'] }),
	person('cF3l1xHartmann6Uy8Io', 'Felix Hartmann', '+12025550106', { tags: ['patient'] }),
	person('cGr4c3Kim9Pl2Ok4Mn7B', 'Grace Kim', '+12025550107', { tags: ['lead', 'whitening'] }),
	person('cHug0Martin3Vb5Cx8Za', 'Hugo Martin', '+12025550108'),
	person('cIr1sJohansson7Qa2Ws', 'Iris Johansson', '+12025550109', { tags: ['patient'] }),
	person('cJam4lHaddad4Ed6Rf8T', 'Jamal Haddad', '+12025550110', { companyName: 'Haddad & Sons' }),
	person('cKat3Sullivan1Gh3Yj5', 'Kate Sullivan', '+12025550111'),
	person('cLu1sRamos8Uk9Il2Op4', 'Luis Ramos', '+12025550112', { tags: ['invoice open'] }),
	person('cMay4Chen6Za7Xs8Cd9V', 'Maya Chen', '+12025550113'),
	person('cN0rbertBauer2Fb3Gn4', 'Norbert Bauer', '+12025550114', { tags: ['reviewer'] }),
	person('c0l1viaScott5Hm6Jk7L', 'Olivia Scott', '+12025550115'),
	person('cP4ulDubois8Qw9Er1Ty', 'Paul Dubois', '+12025550116'),
	person(SEED.newContactId, 'Quinn Taylor', '+12025550117', { tags: ['lead'] }),
];

/** A conversation to make up. */
export interface Thread extends Partial<Omit<Conversation, 'contactId'>> {
	contact: string;
	messageType: string;
	count: number;
	topic: keyof typeof LINES;
	/** Days before now of the last message. */
	endsDaysAgo: number;
}

const scores = (score: number): Record<string, number> => ({ [SEED.scoreProfileId]: score });

export const THREADS: Thread[] = [
	{
		id: SEED.conversationId,
		contact: SEED.contactId,
		messageType: 'TYPE_SMS',
		count: 64,
		topic: 'visit',
		endsDaysAgo: 0.1,
		starred: true,
		assignedTo: SEED.userId,
		followers: [SEED.secondUserId],
		scores: scores(82),
	},
	{
		id: SEED.emailConversationId,
		contact: SEED.emailContactId,
		messageType: 'TYPE_EMAIL',
		count: 28,
		topic: 'invoice',
		endsDaysAgo: 0.4,
		type: 2,
		assignedTo: SEED.userId,
		scores: scores(55),
	},
	{
		id: 'vCarla5Dnd7Sms9Bv2Nm',
		contact: SEED.dndContactId,
		messageType: 'TYPE_SMS',
		count: 9,
		topic: 'visit',
		endsDaysAgo: 12,
	},
	{
		id: 'vD3v0nLiveChat4Lk6Pm',
		contact: SEED.noPhoneContactId,
		messageType: 'TYPE_LIVE_CHAT',
		count: 16,
		topic: 'question',
		endsDaysAgo: 1.2,
		mentions: [SEED.userId],
	},
	{
		id: 'vEl3naMail8Wq3Rt5Yx7',
		contact: SEED.unsubscribedContactId,
		messageType: 'TYPE_EMAIL',
		count: 12,
		topic: 'invoice',
		endsDaysAgo: 6,
		type: 2,
	},
	{
		id: 'vF3l1xWhatsApp2Kj4Hg',
		contact: 'cF3l1xHartmann6Uy8Io',
		messageType: 'TYPE_WHATSAPP',
		count: 34,
		topic: 'visit',
		endsDaysAgo: 0.2,
		starred: true,
		assignedTo: SEED.secondUserId,
		scores: scores(91),
	},
	{
		id: 'vGr4c3Instagram6Fd8S',
		contact: 'cGr4c3Kim9Pl2Ok4Mn7B',
		messageType: 'TYPE_INSTAGRAM',
		count: 22,
		topic: 'question',
		endsDaysAgo: 0.7,
		scores: scores(64),
	},
	{
		id: 'vHug0Facebook1Az3Sx5',
		contact: 'cHug0Martin3Vb5Cx8Za',
		messageType: 'TYPE_FACEBOOK',
		count: 18,
		topic: 'question',
		endsDaysAgo: 2,
		type: 3,
	},
	{
		id: 'vIr1sSms7Dc9Fv2Gb4Hn',
		contact: 'cIr1sJohansson7Qa2Ws',
		messageType: 'TYPE_SMS',
		count: 26,
		topic: 'visit',
		endsDaysAgo: 0.3,
		dueAt: Date.UTC(2026, 0, 5),
	},
	{
		id: 'vJam4lCust0m6Jm8Kl1P',
		contact: 'cJam4lHaddad4Ed6Rf8T',
		messageType: 'TYPE_CUSTOM_SMS',
		count: 14,
		topic: 'visit',
		endsDaysAgo: 3,
	},
	{
		id: 'vKat3LiveChat3Qa5Ws7',
		contact: 'cKat3Sullivan1Gh3Yj5',
		messageType: 'TYPE_LIVE_CHAT',
		count: 10,
		topic: 'question',
		endsDaysAgo: 9,
	},
	{
		id: 'vLu1sSms9Ed2Rf4Tg6Yh',
		contact: 'cLu1sRamos8Uk9Il2Op4',
		messageType: 'TYPE_SMS',
		count: 20,
		topic: 'invoice',
		endsDaysAgo: 1.5,
		overdueAt: Date.UTC(2026, 0, 3),
	},
	{
		id: 'vMay4WhatsApp8Uj1Ik3',
		contact: 'cMay4Chen6Za7Xs8Cd9V',
		messageType: 'TYPE_WHATSAPP',
		count: 15,
		topic: 'question',
		endsDaysAgo: 4,
	},
	{
		id: SEED.reviewConversationId,
		contact: 'cN0rbertBauer2Fb3Gn4',
		messageType: 'TYPE_REVIEW',
		count: 2,
		topic: 'review',
		endsDaysAgo: 5,
		type: 4,
		reviewId: 'AbFvOqk7Lw',
	},
	{
		id: 'v0l1viaSms5Ol7Pz9Xq2',
		contact: 'c0l1viaScott5Hm6Jk7L',
		messageType: 'TYPE_SMS',
		count: 8,
		topic: 'visit',
		endsDaysAgo: 15,
	},
];

/** Lines by topic, in turn from the contact and from the practice. */
export const LINES = {
	visit: [
		['Hi, could I move my appointment to Thursday?', 'Of course. Thursday at 10:20 or 15:40?'],
		['15:40 works, thank you!', 'You are booked for 15:40. See you then.'],
		['Do I need to bring anything?', 'Just your insurance card, please.'],
		['Is there parking nearby?', 'Yes, the first hour in the garage next door is free.'],
		['Running ten minutes late, sorry!', 'No worries, we will wait for you.'],
		[
			'My tooth is still a bit sensitive.',
			'That is normal for two days. Call us if it gets worse.',
		],
		['When is my next cleaning due?', 'In about five months. We will send you a reminder.'],
		[
			'Could my son come along on the same day?',
			'Gladly. We have a slot for him right after yours.',
		],
	],
	question: [
		['Hello! Do you offer whitening?', 'Hi! We do, it takes about an hour.'],
		['How much is it?', 'It is 249, and the check-up before it is included.'],
		['Are you open on Saturdays?', 'Every first Saturday of the month, from 9 to 13.'],
		['Do you see new patients at the moment?', 'Yes, the next free slot is on Tuesday.'],
		['Great, how do I book?', 'Tell us your name and a time that suits you.'],
		['Is the treatment painful?', 'Not at all. Most people listen to music meanwhile.'],
	],
	invoice: [
		['I have a question about the invoice.', 'Happy to help. Which position do you mean?'],
		['The X-ray is listed twice.', 'You are right. We will send a corrected invoice today.'],
		['Thanks, it arrived.', 'You are welcome. Have a good week!'],
		['Can I pay in two parts?', 'Yes. We have split it, the second part is due next month.'],
		['Does my insurance cover this?', 'Usually four fifths of it. We attached the form.'],
	],
	review: [['Five stars. Friendly team, no waiting.', 'Thank you, Norbert! See you next time.']],
} as const satisfies Record<string, ReadonlyArray<readonly [string, string]>>;
