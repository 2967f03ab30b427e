import { resourceOf } from '../operation';
import { changeSubscription } from './changeSubscription';
import { createSubtype } from './createSubtype';
import { getAllSubtypes } from './getAllSubtypes';
import { getUnsubscriptionStatus } from './getUnsubscriptionStatus';
import { updateSubtype } from './updateSubtype';

export const preference = resourceOf('preference', [
	changeSubscription,
	createSubtype,
	getAllSubtypes,
	getUnsubscriptionStatus,
	updateSubtype,
]);
