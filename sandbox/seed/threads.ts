import { SEED } from './ids';
import type { CONVERSATION_TEXTS } from './texts';
import type { Conversation } from '../types';

/** A conversation to generate. */
export interface Thread extends Partial<Omit<Conversation, 'contactId'>> {
	contact: string;
	messageType: string;
	count: number;
	topic: keyof typeof CONVERSATION_TEXTS;
	/** Age of the last message, days. */
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
