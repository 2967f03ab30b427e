import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/** The field, with its value, or those of its members, sent only if the condition holds. */
function sendIf(condition: string, field: INodeProperties): INodeProperties {
	if (field.type === 'fixedCollection') {
		const groups = (field.options ?? []) as INodePropertyCollection[];
		const options = groups.map((group) => ({
			...group,
			values: group.values.map((member) => sendIf(condition, member)),
		}));
		return { ...field, options };
	}
	const { routing } = field;
	if (!routing?.send) return field;
	const value = `={{ ${condition} ? $value : undefined }}`;
	return { ...field, routing: { ...routing, send: { ...routing.send, value } } };
}

const forType =
	(where: 'show' | 'hide', operator: '===' | '!==', parameter: 'type' | '/type') =>
	(type: string, field: INodeProperties): INodeProperties => ({
		// If the type is an expression, n8n shows every field: without the condition an SMS would have a subject.
		...sendIf(`$parameter["type"] ${operator} "${type}"`, field),
		displayOptions: { [where]: { [parameter]: [type] } },
	});

/** A field that belongs to messages of one type. */
export const shownFor = forType('show', '===', 'type');
/** A field that belongs to messages of every type but one. */
export const hiddenFor = forType('hide', '!==', 'type');
/** A field that belongs to emails of one 'Email Type'; if that is an expression, n8n shows the fields of both. */
export const shownForEmail = (
	emailType: 'html' | 'text',
	field: INodeProperties,
): INodeProperties => ({
	...shownFor('Email', field),
	// 'Email Type' comes first: n8n stops at the first parameter that is an expression, and shows the field.
	displayOptions: { show: { emailType: [emailType], type: ['Email'] } },
});
/** The same for members of a collection. */
export const memberShownFor = forType('show', '===', '/type');
export const memberHiddenFor = forType('hide', '!==', '/type');
