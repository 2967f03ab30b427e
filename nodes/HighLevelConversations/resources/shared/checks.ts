import { membersOf } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { ParameterError } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';

/** Creates a check that throws a `ParameterError` if none of the members of 'Update Fields' is set. */
export const assertUpdates =
	(updateFields: Field) =>
	({ body }: ItemContext): void => {
		if (membersOf(updateFields).some(({ name }) => body[name] !== undefined)) return;
		throw new ParameterError(
			"'Update Fields' contains nothing to update",
			'Add at least one field to change.',
		);
	};

/** Throws a `ParameterError` if neither 'Contact' nor 'Conversation' is set. */
export function assertContactOrConversation({ body }: ItemContext): void {
	if (body.contactId !== undefined || body.conversationId !== undefined) return;
	throw new ParameterError(
		"'Contact' and 'Conversation' are both empty",
		'Enter one of them, or check the expressions.',
	);
}

/** Throws a `ParameterError` if a message of the type Custom has no conversation provider. */
export function assertProvider({ body }: ItemContext): void {
	if (body.type !== 'Custom' || body.conversationProviderId !== undefined) return;
	throw new ParameterError(
		"'Conversation Provider ID' is empty",
		'A Custom message requires the conversation provider of your marketplace app.',
	);
}
