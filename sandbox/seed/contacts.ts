import { SEED } from './ids';
import type { Contact } from '../types';

type GivenContact = Pick<Contact, 'id' | 'firstName' | 'lastName'> & Partial<Contact>;

const contact = (id: string, name: string, phone: string | null, more: Partial<Contact> = {}) => {
	const [firstName, lastName] = name.split(' ');
	const email = `${firstName}.${lastName}@mail.example`.toLowerCase();
	return { id, firstName, lastName, phone, email, ...more } satisfies GivenContact;
};

/** The contacts of the practice. The numbers are from the range reserved for fiction. */
export const CONTACTS: GivenContact[] = [
	contact(SEED.contactId, 'Ana Ferreira', '+12025550101', { tags: ['patient', 'vip'] }),
	contact(SEED.emailContactId, 'Ben Okafor', '+12025550102', { companyName: 'Okafor Design' }),
	contact(SEED.dndContactId, 'Carla Weiss', '+12025550103', { dnd: 'all', tags: ['patient'] }),
	contact(SEED.noPhoneContactId, 'Devon Blake', null, { tags: ['lead'] }),
	contact(SEED.unsubscribedContactId, 'Elena Petrova', '+12025550105', { dnd: ['Email'] }),
	contact('cF3l1xHartmann6Uy8Io', 'Felix Hartmann', '+12025550106', { tags: ['patient'] }),
	contact('cGr4c3Kim9Pl2Ok4Mn7B', 'Grace Kim', '+12025550107', { tags: ['lead', 'whitening'] }),
	contact('cHug0Martin3Vb5Cx8Za', 'Hugo Martin', '+12025550108'),
	contact('cIr1sJohansson7Qa2Ws', 'Iris Johansson', '+12025550109', { tags: ['patient'] }),
	contact('cJam4lHaddad4Ed6Rf8T', 'Jamal Haddad', '+12025550110', { companyName: 'Haddad & Sons' }),
	contact('cKat3Sullivan1Gh3Yj5', 'Kate Sullivan', '+12025550111'),
	contact('cLu1sRamos8Uk9Il2Op4', 'Luis Ramos', '+12025550112', { tags: ['invoice open'] }),
	contact('cMay4Chen6Za7Xs8Cd9V', 'Maya Chen', '+12025550113'),
	contact('cN0rbertBauer2Fb3Gn4', 'Norbert Bauer', '+12025550114', { tags: ['reviewer'] }),
	contact('c0l1viaScott5Hm6Jk7L', 'Olivia Scott', '+12025550115'),
	contact('cP4ulDubois8Qw9Er1Ty', 'Paul Dubois', '+12025550116'),
	contact(SEED.newContactId, 'Quinn Taylor', '+12025550117', { tags: ['lead'] }),
];
