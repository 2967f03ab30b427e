/** Entry points of Send and Wait for the node. */
export { sendAndWait } from './execute';
export { answerWebhook, webhooks } from './webhook';
