import { addInbound } from './addInbound';
import { addOutboundCall } from './addOutboundCall';
import { cancelScheduled, cancelScheduledEmail } from './cancelScheduled';
import { downloadAttachments } from './downloadAttachments';
import { downloadTranscription } from './downloadTranscription';
import { exportMessages } from './export';
import { get } from './get';
import { getAll } from './getAll';
import { getEmail } from './getEmail';
import { getReplies } from './getReplies';
import { getRecording } from './getRecording';
import { getTranscription } from './getTranscription';
import { replyToReview } from './replyToReview';
import { send } from './send/send';
import { sendAndWait } from './sendAndWait/sendAndWait';
import { setAttachments } from './setAttachments';
import { updateEmailStatus } from './updateEmailStatus';
import { updateStatus } from './updateStatus';
import type { Resource } from '../shared/operation';
import { RESOURCE_NAMES } from '../../../shared/names';

export const message: Resource = {
	name: RESOURCE_NAMES.message,
	value: 'message',
	operations: [
		addInbound,
		addOutboundCall,
		cancelScheduled,
		cancelScheduledEmail,
		downloadAttachments,
		downloadTranscription,
		exportMessages,
		get,
		getEmail,
		getAll,
		getRecording,
		getReplies,
		getTranscription,
		replyToReview,
		send,
		sendAndWait,
		setAttachments,
		updateEmailStatus,
		updateStatus,
	],
	defaultOperation: send,
};
