import { conversation } from './conversation';
import { message } from './message';
import {
	customOperationsOf,
	propertiesOf,
	subtitleFor,
	unknownOperationText,
} from './shared/operation';
import { executeSendAndWait } from './message/sendAndWait';
import { preference } from './preference';
import { search } from './search';
import { upload } from './upload';

const resources = [conversation, message, preference, search, upload];

/** The properties of all resources. 'Message' is the default resource. */
export const properties = propertiesOf(resources, message);

export const subtitle = subtitleFor(resources);

/** The operations as functions. Send and Wait has one of its own, which puts the execution to wait. */
const operations = customOperationsOf(resources);
export const customOperations = {
	...operations,
	message: { ...operations?.message, sendAndWait: executeSendAndWait },
};

/** The error for a resource or an operation that does not exist. */
export const unknownOperation = (resource: unknown, operation: unknown): string =>
	unknownOperationText(resources, resource, operation);
