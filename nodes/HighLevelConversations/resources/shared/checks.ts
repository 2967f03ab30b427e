import { membersOf } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { ParameterError } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';

/** An update must change something: throws a `ParameterError` if the body has none of the members of 'Update Fields'. */
export const assertUpdates =
	(updateFields: Field) =>
	({ body }: ItemContext): void => {
		if (membersOf(updateFields).some(({ name }) => body[name] !== undefined)) return;
		throw new ParameterError(
			"'Update Fields' contains nothing to update",
			'Add at least one field to change.',
		);
	};

/** Throws a `ParameterError` if neither a contact nor a conversation is given. One of them is enough. */
export function assertContactOrConversation({ body }: ItemContext): void {
	if (body.contactId !== undefined || body.conversationId !== undefined) return;
	throw new ParameterError(
		"'Contact' and 'Conversation' are both empty",
		'Enter one of them, or check the expressions.',
	);
}

/** A message of the type Custom goes through a provider, which cannot be guessed. Throws a `ParameterError` if it is not set. */
export function assertProvider({ body }: ItemContext): void {
	if (body.type !== 'Custom' || body.conversationProviderId !== undefined) return;
	throw new ParameterError(
		"'Conversation Provider ID' is empty",
		'A Custom message needs the conversation provider of your marketplace app.',
	);
}
