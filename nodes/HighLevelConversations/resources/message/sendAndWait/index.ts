/** Entry points of Send and Wait for the node. */
export { executeSendAndWait } from './execute';
export { answerWebhook, webhooks } from './webhook';
