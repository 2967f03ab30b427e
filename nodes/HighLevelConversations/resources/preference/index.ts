import { changeSubscription } from './changeSubscription';
import { createSubtype } from './createSubtype';
import { getAllSubtypes } from './getAllSubtypes';
import { getUnsubscriptionStatus } from './getUnsubscriptionStatus';
import { updateSubtype } from './updateSubtype';
import type { Resource } from '../shared/operation';

export const preference: Resource = {
	name: 'Preference',
	value: 'preference',
	operations: [
		changeSubscription,
		createSubtype,
		getAllSubtypes,
		getUnsubscriptionStatus,
		updateSubtype,
	],
};
