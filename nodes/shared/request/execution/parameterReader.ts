import type { IExecuteFunctions } from 'n8n-workflow';
import { isPlain } from '../values';

/** Whether a stored parameter is or contains an expression. */
function hasExpression(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	if (typeof stored !== 'object' || stored === null) return false;
	return Object.values(stored).some(hasExpression);
}

/** The member of a value at a path, e.g. `attachFiles` in the value of `options`; undefined if there is none. */
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
 * Reads the parameters of a run and caches them: one with expressions once per item, all others once per run. n8n evaluates
 * an expression every time the parameter is read.
 */
export class ParameterReader {
	private readonly constants = new Map<string, unknown>();
	private readonly stored: Record<string, unknown>;

	constructor(private readonly context: IExecuteFunctions) {
		this.stored = context.getNode().parameters;
	}

	/** Returns a function that reads a parameter of an item by its path; undefined if it is not set. Throws errors of expressions. */
	forItem(itemIndex: number): (path: string) => unknown {
		const evaluated = new Map<string, unknown>();
		return (path) => {
			const [name, ...rest] = path.split(/[.[\]]+/).filter((key) => key !== '');
			const isConstant = !hasExpression(this.stored[name]);
			const cache = isConstant ? this.constants : evaluated;
			// Without a fallback n8n throws for a parameter that is not set.
			if (!cache.has(name)) cache.set(name, this.context.getNodeParameter(name, itemIndex, null));
			return memberOf(cache.get(name), rest) ?? undefined;
		};
	}
}
