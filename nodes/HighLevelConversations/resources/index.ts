import { conversation } from './conversation';
import { message } from './message';
import { propertiesOf, subtitleFor } from './shared/operation';
import { preference } from './preference';
import { search } from './search';
import { upload } from './upload';

const resources = [conversation, message, preference, search, upload];

/** The choice of a resource, and what each of them shows. */
export const properties = propertiesOf(resources, message);

export const subtitle = subtitleFor(resources);
