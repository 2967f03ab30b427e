/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PINNED } from './paths';

/** The one user of a demo or test instance. */
export interface Owner {
	email: string;
	password: string;
	/** bcrypt hash, as n8n expects it in its environment. */
	passwordHash: string;
}

interface Bcrypt {
	hashSync(text: string, rounds: number): string;
}

/** @returns a new owner with a random password that meets n8n's rules. */
export function newOwner(): Owner {
	const password = `Hl1-${randomBytes(6).toString('hex')}`;
	const bcrypt: Bcrypt = createRequire(join(PINNED, 'package.json'))('bcryptjs');
	return { email: 'demo@example.com', password, passwordHash: bcrypt.hashSync(password, 10) };
}
