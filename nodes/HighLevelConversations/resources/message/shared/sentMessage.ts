import { recordResponse } from '../../../../shared/request';

/** The endpoint that sends messages. */
export const SEND_PATH = '/conversations/messages';

/** The fields that contain the ID of the message, depending on its type. */
const MESSAGE_ID_FIELDS = ['messageId', 'messageIds', 'emailMessageId'];

/** Sends a message. Throws an `ApiError` for a response without a message ID, because the message may not have been sent. */
export const sendResponse = recordResponse({ idFields: MESSAGE_ID_FIELDS });
