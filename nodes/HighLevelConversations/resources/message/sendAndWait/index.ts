/** The parts of Send and Wait that the node needs, beside its operation. */
export { sendAndWait } from './execute';
export { answerWebhook, webhooks } from './webhook';
