import { resourceOf } from '../operation';
import { searchConversations } from './searchConversations';

export const search = resourceOf('search', [searchConversations]);
