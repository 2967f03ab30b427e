import { recordResponse } from '../../../../shared/request';

/** Where messages are sent. */
export const SEND_PATH = '/conversations/messages';

/** The names under which HighLevel's replies to a send have the ID of the message. */
const MESSAGE_ID_FIELDS = ['messageId', 'messageIds', 'emailMessageId'];

/** Runs a send: a reply without the ID of a message is not a success, the message may have gone out or not. */
export const sendResponse = recordResponse({ idFields: MESSAGE_ID_FIELDS });
