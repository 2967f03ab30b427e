/** Sending a message and waiting for its answer: what the node needs of it. */
export { sendAndWait } from './execute';
export { answerWebhook, webhooks } from './webhook';
