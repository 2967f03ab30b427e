import type { INodeExecutionData, IRun, ITaskData } from 'n8n-workflow';

/** @returns each node with the number of its items, then the items of the last node as JSON. */
export function reportOf({ data: { resultData } }: IRun): string {
	const { runData, lastNodeExecuted: last = '' } = resultData;
	const nodes = Object.entries(runData).map(
		([name, tasks]) => `  ${name}: ${counted(outputsOf(tasks))}`,
	);
	const shown = outputsOf(runData[last] ?? [])
		.flat()
		.map(({ json, binary }) => (binary ? { json, binary: describe(binary) } : json));
	return `\n${nodes.join('\n')}\n\nItems of '${last}':\n${JSON.stringify(shown, undefined, 2)}`;
}

/** The items of each output of a node, over all of its runs. */
function outputsOf(tasks: ITaskData[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [];
	for (const { data } of tasks) {
		for (const [index, items] of (data?.main ?? []).entries()) {
			outputs[index] = [...(outputs[index] ?? []), ...(items ?? [])];
		}
	}
	return outputs;
}

/** As the canvas has it: a number at each output. */
function counted(outputs: INodeExecutionData[][]): string {
	const texts = outputs.map(({ length }, index) => {
		const items = `${length} item${length === 1 ? '' : 's'}`;
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
