import { highLevelId, seededRandom, type Random } from '../ids';
import { CONTACTS } from './contacts';
import { SEED } from './ids';
import { CONVERSATION_TEXTS } from './texts';
import { THREADS, type Thread } from './threads';
import { wavSize } from '../wavFile';
import type { State } from '../state';
import type { Message, Sentence } from '../types';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Fills an empty state with the inbox of a dental practice of the last 30 days, always the same.
 *
 * @param now the time that all dates are relative to, ms since 1970
 */
export function seedInbox(state: State, now: number = Date.now()): void {
	const random = seededRandom(20210415);
	for (const contact of CONTACTS) state.addContact({ locationId: SEED.locationId, ...contact });
	for (const thread of THREADS) seedThread(state, thread, now, random);
	seedAccount(state);
	seedCalls(state, now);
	seedScheduled(state, now);
	seedPreferences(state, now);
	seedOtherLocation(state, now);
	for (const conversation of state.conversations.values()) {
		const isWaiting = conversation.lastMessageDirection === 'inbound';
		conversation.unreadCount = isWaiting ? 1 + (conversation.seq % 3) : 0;
	}
	// Some records of the live API do not have these two.
	const sparse = state.conversations.get(SEED.reviewConversationId);
	if (sparse) Object.assign(sparse, { inbox: undefined, unreadCount: undefined });
	state.changed();
}

function seedThread(state: State, thread: Thread, now: number, random: Random): void {
	const { contact: contactId, messageType, count, topic, endsDaysAgo, ...given } = thread;
	const end = now - endsDaysAgo * DAY;
	const step = (30 * DAY - endsDaysAgo * DAY) / count;
	const { id } = state.addConversation({
		...{ locationId: SEED.locationId, contactId, dateAdded: Math.round(end - count * step) },
		...given,
	});
	for (let i = 0; i < count; i += 1) {
		const pair = CONVERSATION_TEXTS[topic][Math.floor(i / 2) % CONVERSATION_TEXTS[topic].length];
		const isInbound = i % 2 === 0;
		const jitter = i === count - 1 ? 0 : random() * step * 0.8;
		const message = state.addMessage({
			id: highLevelId(random),
			conversationId: id,
			messageType,
			direction: isInbound ? 'inbound' : 'outbound',
			body: pair[isInbound ? 0 : 1],
			dateAdded: Math.round(end - (count - 1 - i) * step - jitter),
			status: isInbound ? 'delivered' : random() < 0.7 ? 'read' : 'sent',
			source: !isInbound && random() < 0.25 ? 'workflow' : 'app',
			userId: isInbound ? undefined : SEED.userId,
			conversationProviderId: messageType === 'TYPE_CUSTOM_SMS' ? SEED.providerId : undefined,
			attachments: random() < 0.04 ? ['https://files.riverside-dental.example/plan.pdf'] : [],
		});
		if (messageType === 'TYPE_EMAIL') seedEmail(state, message, random);
	}
}

function seedEmail(state: State, message: Message, random: Random): void {
	const contact = state.contacts.get(message.contactId);
	const practice = 'hello@riverside-dental.example';
	const isInbound = message.direction === 'inbound';
	const address = contact?.email ?? '';
	const isFirst = ![...state.emails.values()].some(
		(e) => e.conversationId === message.conversationId,
	);
	const isNamed = isFirst && message.conversationId === SEED.emailConversationId;
	state.addEmail(message, {
		id: isNamed ? SEED.emailMessageId : highLevelId(random),
		subject: 'Your invoice from Riverside Dental',
		body: `<p>${message.body}</p><p>${isInbound ? contact?.firstName : 'Riverside Dental'}</p>`,
		from: isInbound ? address : practice,
		to: [isInbound ? practice : address],
	});
}

/** The users of the practice, and its templates. */
function seedAccount(state: State): void {
	const { locationId } = SEED;
	state.users = [
		{ id: SEED.userId, locationId, name: 'Mia Lopez', email: 'mia@riverside-dental.example' },
		{
			id: SEED.secondUserId,
			locationId,
			name: 'Tom Nguyen',
			email: 'tom@riverside-dental.example',
		},
	];
	state.templates = [
		{ id: SEED.smsTemplateId, locationId, name: 'Appointment reminder', type: 'sms' },
		{ id: SEED.emailTemplateId, locationId, name: 'Newsletter', type: 'email' },
		{ id: SEED.whatsAppTemplateId, locationId, name: 'Welcome', type: 'whatsapp' },
	];
}

function seedCalls(state: State, now: number): void {
	const ids = [SEED.callMessageId, SEED.secondCallMessageId, SEED.unrecordedCallMessageId];
	ids.forEach((id, index) => {
		const duration = index === 2 ? 0 : 95 + index * 40;
		state.addMessage({
			id,
			conversationId: index === 1 ? 'vIr1sSms7Dc9Fv2Gb4Hn' : SEED.conversationId,
			messageType: 'TYPE_CALL',
			direction: index === 1 ? 'outbound' : 'inbound',
			status: 'completed',
			dateAdded: now - DAY + index * 20 * MINUTE,
			userId: SEED.userId,
			call: { duration, status: 'completed', from: '+12025550101', to: '+12025550199' },
		});
		if (index === 2) return;
		const fileName = `call-${id}.wav`;
		state.recordings.set(id, { bytes: wavSize(2 + index), type: 'audio/x-wav', fileName });
		state.transcripts.set(id, generateTranscript());
	});
}

function generateTranscript(): Sentence[] {
	const lines = [
		'Riverside Dental, good morning, this is Mia.',
		'Hi Mia, I would like to move my appointment.',
		'Sure, which day would suit you?',
		'Thursday afternoon would be perfect.',
		'Thursday at twenty to four is yours.',
	];
	return lines.map((text, sentenceIndex) => ({
		mediaChannel: 1 + (sentenceIndex % 2),
		sentenceIndex,
		startTime: sentenceIndex * 4.2,
		endTime: sentenceIndex * 4.2 + 3.6,
		transcript: text,
		confidence: 0.9 + sentenceIndex / 100,
	}));
}

function seedScheduled(state: State, now: number): void {
	const scheduledTimestamp = Math.floor((now + 2 * DAY) / 1000);
	const shared = { direction: 'outbound', status: 'scheduled', scheduledTimestamp } as const;
	state.addMessage({
		...shared,
		id: SEED.scheduledMessageId,
		conversationId: SEED.conversationId,
		body: 'See you on Thursday at 15:40!',
		dateAdded: now - 60 * MINUTE,
	});
	const email = state.addMessage({
		...shared,
		conversationId: SEED.emailConversationId,
		messageType: 'TYPE_EMAIL',
		body: 'Your check-up is due',
		dateAdded: now - 50 * MINUTE,
	});
	state.addEmail(email, {
		id: SEED.scheduledEmailMessageId,
		subject: 'Your check-up is due',
		body: '<p>It is time for your next check-up.</p>',
	});
	state.addMessage({
		id: SEED.providerMessageId,
		conversationId: 'vJam4lCust0m6Jm8Kl1P',
		messageType: 'TYPE_CUSTOM_SMS',
		direction: 'outbound',
		status: 'pending',
		body: 'Your retainer is ready for pick-up.',
		conversationProviderId: SEED.providerId,
		dateAdded: now - 30 * MINUTE,
	});
	state.addMessage({
		conversationId: SEED.conversationId,
		messageType: 'TYPE_ACTIVITY_APPOINTMENT',
		direction: 'outbound',
		body: 'Appointment confirmed',
		source: 'workflow',
		dateAdded: now - 3 * DAY,
	});
}

function seedPreferences(state: State, now: number): void {
	const at = new Date(now - 20 * DAY).toISOString();
	const shared = { locationId: SEED.locationId, channel: 'email', language: 'en' };
	const times = { archived: false, createdAt: at, updatedAt: at };
	const newsletter = {
		id: SEED.newsletterSubtypeId,
		name: 'Newsletter',
		description: 'Monthly news',
	};
	const reminders = { id: SEED.remindersSubtypeId, name: 'Check-up reminders', description: null };
	for (const subtype of [newsletter, reminders]) {
		state.subtypes.set(subtype.id, { ...subtype, ...shared, ...times });
	}
	const email = state.contacts.get(SEED.unsubscribedContactId)?.email;
	state.unsubscribed.add(`${SEED.unsubscribedContactId} ${email} ${SEED.newsletterSubtypeId}`);
	state.unsubscribed.add(`${SEED.unsubscribedContactId} ${email} One on One`);
}

function seedOtherLocation(state: State, now: number): void {
	const { otherLocationId: locationId, otherContactId: contactId } = SEED;
	state.addContact({ id: contactId, locationId, phone: '+12025550190' });
	const id = SEED.otherConversationId;
	state.addConversation({ id, locationId, contactId, dateAdded: now - DAY });
	state.addMessage({
		conversationId: id,
		body: 'Another location, another inbox.',
		dateAdded: now - DAY,
	});
}
