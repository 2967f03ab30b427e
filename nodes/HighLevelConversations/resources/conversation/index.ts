import { resourceOf } from '../operation';
import { create } from './create';
import { deleteConversation } from './delete';
import { get } from './get';
import { setTyping } from './setTyping';
import { update } from './update';

export const conversation = resourceOf('conversation', [
	create,
	deleteConversation,
	get,
	setTyping,
	update,
]);
