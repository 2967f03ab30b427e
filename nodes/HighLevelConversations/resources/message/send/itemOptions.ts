import type { IDataObject } from 'n8n-workflow';
import type { ItemContext } from '../../../../shared/request';

const known = new WeakMap<object, IDataObject>();

/** The item's parameter 'options' as a whole: n8n evaluates each parameter that is asked for, so it is asked for once. */
export function optionsOfItem({ context, parameter }: ItemContext): IDataObject {
	const options = known.get(context) ?? ((parameter('options') ?? {}) as IDataObject);
	known.set(context, options);
	return options;
}
