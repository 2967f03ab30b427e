import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/** The field, or its members if it is a fixed collection, with a value that is only sent if the condition is true. */
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
	(display: 'show' | 'hide', operator: '===' | '!==', parameter: 'type' | '/type') =>
	(type: string, field: INodeProperties): INodeProperties => ({
		// If 'Type' is an expression, n8n shows and sends all fields. The condition prevents e.g. an SMS with a subject.
		...sendIf(`$parameter["type"] ${operator} "${type}"`, field),
		displayOptions: { [display]: { [parameter]: [type] } },
	});

/** Shows and sends a field only for messages of one type. */
export const shownFor = forType('show', '===', 'type');
/** Shows and sends a field for messages of all types except one. */
export const hiddenFor = forType('hide', '!==', 'type');
/** Shows a field only for emails with one 'Email Type'. If 'Email Type' is an expression, n8n shows the fields of both. */
export const shownForEmail = (
	emailType: 'html' | 'text',
	field: INodeProperties,
): INodeProperties => ({
	...shownFor('Email', field),
	// 'Email Type' must come first, because n8n shows the field as soon as it reaches a parameter that is an expression.
	displayOptions: { show: { emailType: [emailType], type: ['Email'] } },
});
/** `shownFor` for members of a collection. */
export const memberShownFor = forType('show', '===', '/type');
/** `hiddenFor` for members of a collection. */
export const memberHiddenFor = forType('hide', '!==', '/type');
