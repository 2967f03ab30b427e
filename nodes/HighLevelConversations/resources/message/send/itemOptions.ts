import type { IDataObject } from 'n8n-workflow';
import type { ItemContext } from '../../../../shared/request';

const known = new WeakMap<object, IDataObject>();

/** The item's parameter 'options' as a whole: n8n evaluates each parameter that is asked for, so it is asked for once. */
export function optionsOfItem(item: ItemContext): IDataObject {
	const options = known.get(item.context) ?? ((item.parameter('options') ?? {}) as IDataObject);
	known.set(item.context, options);
	return options;
}
