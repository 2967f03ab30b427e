import type { IExecuteFunctions } from 'n8n-workflow';
import { isPlain } from '../values';

/** Whether a stored parameter holds an expression, anywhere inside. */
function hasExpression(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	if (typeof stored !== 'object' || stored === null) return false;
	return Object.values(stored).some(hasExpression);
}

/** The member of a value by the rest of a path, e.g. `attachFiles` in the value of `options`. */
function memberOf(value: unknown, path: readonly string[]): unknown {
	let member = value;
	for (const key of path) {
		const isContainer = isPlain(member) || Array.isArray(member);
		if (!isContainer || !Object.hasOwn(member as object, key)) return undefined;
		member = (member as Record<string, unknown>)[key];
	}
	return member;
}

/**
 * Reads a run's parameters and evaluates each expression once for each item. A parameter without expressions is read once for
 * the whole run. Without it, n8n would evaluate an expression each time that it is asked for.
 */
export class ParameterReader {
	private readonly constants = new Map<string, unknown>();
	private readonly stored: Record<string, unknown>;

	constructor(private readonly context: IExecuteFunctions) {
		this.stored = context.getNode().parameters;
	}

	/** A reader of one item's parameters, by their paths. Missing ones are undefined. Throws what an expression throws. */
	forItem(itemIndex: number): (path: string) => unknown {
		const evaluated = new Map<string, unknown>();
		return (path) => {
			const [name, ...rest] = path.split(/[.[\]]+/).filter((key) => key !== '');
			const isConstant = !hasExpression(this.stored[name]);
			const known = isConstant ? this.constants : evaluated;
			// Without a fallback n8n throws for a parameter that is not set.
			if (!known.has(name)) known.set(name, this.context.getNodeParameter(name, itemIndex, null));
			return memberOf(known.get(name), rest) ?? undefined;
		};
	}
}
