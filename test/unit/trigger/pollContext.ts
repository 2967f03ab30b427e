import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../../../nodes/shared/request';
import type { PollContext } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';

/** A poll with default parameters and time for a number of requests. */
export function pollWith(
	now: number,
	requests: number,
	answer: (path: string, query: IDataObject) => unknown,
	parameters: IDataObject = {},
): PollContext {
	let asked = 0;
	return {
		locationId: 'location',
		isEditorTest: false,
		timezone: 'UTC',
		parameter: (path) => parameters[path],
		integer(path, label, preset, min) {
			const value = Number(parameters[path] ?? preset);
			if (value < min) throw new ParameterError(`'${label}' must be at least ${min}`);
			return value;
		},
		boolean: (path, _label, preset) => (parameters[path] ?? preset) as boolean,
		stringList: (path) => [...((parameters[path] ?? []) as string[])],
		choice: (path, _label, _choices, preset) => (parameters[path] ?? preset) as typeof preset,
		download: async () => await Promise.reject(new Error('No files here')),
		files: new WeakMap(),
		warn: () => {},
		timeIsUp: () => asked >= requests,
		now: () => now,
		async get(path, query) {
			asked++;
			return await Promise.resolve({ status: 200, headers: {}, body: answer(path, query) });
		},
	};
}
