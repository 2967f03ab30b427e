/** What sends the webhooks: a marketplace app, or the action "Webhook" of a HighLevel workflow. */
export const SOURCES = ['marketplaceApp', 'workflowAction'] as const;

export type WebhookSource = (typeof SOURCES)[number];
