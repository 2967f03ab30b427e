import { inBody } from '../../shared/fields/routing';
import { listOrId } from './listOrId';

/** A template of the location. */
export const templateId = inBody(
	listOrId({
		displayName: 'Template ID',
		name: 'templateId',
		description: 'ID of the template to send',
		noun: 'template',
		searchListMethod: 'searchTemplates',
		example: 've9EPM428h8vShlRW1KT',
		scope: 'locations/templates.readonly',
	}),
);
