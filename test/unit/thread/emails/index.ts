import { htmlEmails } from './html';
import { plainTextEmails } from './plainText';

export const EMAILS = [...plainTextEmails, ...htmlEmails];
