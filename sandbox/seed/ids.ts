/** IDs for demos and tests. */
export const SEED = {
	locationId: 'rVd7Xk2LpQ9sTb4NwZ1m',
	otherLocationId: 'oTh3rLoc8aTi0nXy5Zq2',
	otherContactId: 'oC0nTact4Jm7Pq1Rt9Vx',
	otherConversationId: 'oC0nv3rs4ti0nKm6Np8Q',
	/** A conversation provider of the app. */
	providerId: '61d6d1f9cdac7612faf80753',
	userId: 'uS3rMiaLopez5Kd8Wq2B',
	secondUserId: 'uS3rTomNguyen4Rf7Yh1',
	smsTemplateId: 'tR3minderSms8Kx2Vb5N',
	emailTemplateId: 'tN3wsl3tterMail4Zc7Q',
	whatsAppTemplateId: 'tW3lc0meWhats9Hj3Pl6',
	scoreProfileId: 'sC0r3Pr0fileLead5Tv7',
	newsletterSubtypeId: 'sUbNewsl3tter9Gh2Kd4',
	remindersSubtypeId: 'sUbR3minders6Wm1Px8C',
	/** SMS with Ana Ferreira, the longest conversation. */
	contactId: 'cAnaF3rreira7Qw1Ex5Z',
	conversationId: 'vAnaSms4Tq8Lm2Xc6Bn0',
	emailContactId: 'cB3nOkafor2Zx9Mn4Kj7',
	emailConversationId: 'vB3nMail6Rt1Wq5Yp3Ld',
	dndContactId: 'cCarlaDnd8Hg3Fd6Sa1P',
	noPhoneContactId: 'cD3v0nNoPhone2Lk5Jh9',
	/** Has no conversation yet. */
	newContactId: 'cN3wL3adQuinn4Vb7Nm1',
	unsubscribedContactId: 'cEl3naUnsub5Tg9Yh2Uj',
	/** Yesterday's calls; the first two have a recording and a transcript, the third does not yet. */
	callMessageId: 'mCall0neR3c0rded4Xz7',
	secondCallMessageId: 'mCallTw0R3c0rded8Kp3',
	unrecordedCallMessageId: 'mCallThr33Fresh5Jd2W',
	scheduledMessageId: 'mSch3dul3dSms7Bv4Nc1',
	scheduledEmailMessageId: 'eSch3dul3dMail9Qp2Lo',
	emailMessageId: 'eAppt0intm3ntInf06Tr',
	/** Sent by the provider, so its status can be updated. */
	providerMessageId: 'mPr0vid3rCust0m3Gh8K',
	reviewConversationId: 'vR3viewG00gle1Df5Sx9',
} as const;
