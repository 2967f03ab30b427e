/** Texts by topic: pairs of the contact's message and the practice's answer. */
export const CONVERSATION_TEXTS = {
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
