import { ParameterError } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';

/** An update must change something. `names` are the body fields that can change. */
export const assertSomething =
	(...names: string[]) =>
	({ body }: ItemContext): void => {
		if (names.some((name) => body[name] !== undefined)) return;
		throw new ParameterError(
			"'Update Fields' contains nothing to update",
			'Add at least one field to change.',
		);
	};

/** A contact or a conversation is enough, but one of them must be there. */
export function assertContactOrConversation({ body }: ItemContext): void {
	if (body.contactId !== undefined || body.conversationId !== undefined) return;
	throw new ParameterError(
		"'Contact' and 'Conversation' are both empty",
		'Enter one of them, or check the expressions.',
	);
}

/** A message of the type Custom goes through a provider, and none else can be guessed. */
export function assertProvider({ body }: ItemContext): void {
	if (body.type !== 'Custom' || body.conversationProviderId !== undefined) return;
	throw new ParameterError(
		"'Conversation Provider ID' is empty",
		'A Custom message needs the conversation provider of your marketplace app.',
	);
}
