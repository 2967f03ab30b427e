import type { IConnections, INodeExecutionData, IRun, ITaskData } from 'n8n-workflow';

/**
 * @param connections of the workflow; a filter also has its discarded items, in an output that is not connected
 * @returns each node with the number of its items, then the items of the last node as JSON.
 */
export function reportOf({ data: { resultData } }: IRun, connections: IConnections): string {
	const { runData, lastNodeExecuted: last = '' } = resultData;
	const seen = (name: string) => {
		const led = connections[name]?.main ?? [];
		return outputsOf(runData[name] ?? []).map((items, index) =>
			index === 0 || led[index]?.length ? items : undefined,
		);
	};
	const nodes = Object.keys(runData).map((name) => `  ${name}: ${counted(seen(name))}`);
	const shown = seen(last)
		.flatMap((items) => items ?? [])
		.map(({ json, binary }) => (binary ? { json, binary: describe(binary) } : json));
	return `\n${nodes.join('\n')}\n\nItems of '${last}':\n${JSON.stringify(shown, undefined, 2)}`;
}

/** The items of each output of a node in all of its runs. */
function outputsOf(tasks: ITaskData[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [];
	for (const { data } of tasks) {
		for (const [index, items] of (data?.main ?? []).entries()) {
			outputs[index] = [...(outputs[index] ?? []), ...(items ?? [])];
		}
	}
	return outputs;
}

/** The number of items at each output, as on the canvas. */
function counted(outputs: Array<INodeExecutionData[] | undefined>): string {
	const texts = outputs.flatMap((list, index) => {
		if (list === undefined) return [];
		const items = `${list.length} item${list.length === 1 ? '' : 's'}`;
		return index === 0 ? items : `${items} at output ${index + 1}`;
	});
	return texts.join(', ') || '0 items';
}

function describe(binary: NonNullable<INodeExecutionData['binary']>): Record<string, string> {
	const entries = Object.entries(binary).map(([field, { fileName, mimeType, fileSize }]) => {
		return [field, `${fileName ?? 'file'} (${mimeType}, ${fileSize ?? 'size unknown'})`];
	});
	return Object.fromEntries(entries);
}
