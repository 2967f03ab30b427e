import type { INodeExecutionData, IRun } from 'n8n-workflow';

import { reportOf } from '../../n8n/report';

const items = (count: number, more: Partial<INodeExecutionData> = {}): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { index }, ...more }));

type Outputs = Array<INodeExecutionData[] | null>;

/** The result of a run: each node's outputs, a list for each time it ran. */
const runOf = (nodes: Record<string, Outputs[]>): IRun => {
	const runData = Object.fromEntries(
		Object.entries(nodes).map(([name, runs]) => [name, runs.map((main) => ({ data: { main } }))]),
	);
	const lastNodeExecuted = Object.keys(nodes).at(-1);
	return { data: { resultData: { runData, lastNodeExecuted } } } as unknown as IRun;
};

const linesOf = (run: IRun): string[] => reportOf(run).split('\n');

test('each output of a node has a number of its own, as on the canvas', () => {
	const run = runOf({
		Contacts: [[items(6)]],
		'Still subscribed': [[items(5), items(1)]],
		'Nobody left': [[[], items(2)]],
		Send: [[items(5)]],
	});
	expect(linesOf(run).slice(1, 5)).toEqual([
		'  Contacts: 6 items',
		'  Still subscribed: 5 items, 1 item at output 2',
		'  Nobody left: 0 items, 2 items at output 2',
		'  Send: 5 items',
	]);
});

test('the runs of a loop are added up, output by output', () => {
	const run = runOf({
		Loop: [
			[[], items(2)],
			[[], items(2)],
			[items(4), null],
		],
		Quiet: [[]],
	});
	expect(linesOf(run).slice(1, 3)).toEqual([
		'  Loop: 4 items, 4 items at output 2',
		'  Quiet: 0 items',
	]);
});

test('the items of the last node follow as JSON, files by name and size', () => {
	const binary = {
		data: { data: '', fileName: 'a.csv', mimeType: 'text/csv', fileSize: '3 B' },
		bare: { data: '', mimeType: 'text/plain' },
	};
	const text = reportOf(runOf({ File: [[items(1, { binary })]] }));
	expect(JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1))).toEqual([
		{
			json: { index: 0 },
			binary: { data: 'a.csv (text/csv, 3 B)', bare: 'file (text/plain, size unknown)' },
		},
	]);
});
