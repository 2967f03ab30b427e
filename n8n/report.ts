import type { IConnections, INodeExecutionData, IRun, ITaskData } from 'n8n-workflow';

/**
 * @param connections the workflow's connections; outputs without a connection, e.g. the discarded items of a filter, are omitted
 * @returns each node with the number of its items, then the items of the last node as JSON.
 */
export function reportOf({ data: { resultData } }: IRun, connections: IConnections): string {
	const { runData, lastNodeExecuted: last = '' } = resultData;
	const outputsWithConnections = (name: string) => {
		const connected = connections[name]?.main ?? [];
		return outputsOf(runData[name] ?? []).map((items, index) =>
			index === 0 || connected[index]?.length ? items : undefined,
		);
	};
	const nodes = Object.keys(runData).map(
		(name) => `  ${name}: ${formatCounts(outputsWithConnections(name))}`,
	);
	const lastItems = outputsWithConnections(last)
		.flatMap((items) => items ?? [])
		.map(({ json, binary }) => (binary ? { json, binary: describe(binary) } : json));
	return `\n${nodes.join('\n')}\n\nItems of '${last}':\n${JSON.stringify(lastItems, undefined, 2)}`;
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
function formatCounts(outputs: Array<INodeExecutionData[] | undefined>): string {
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
