import type { IConnections, INodeExecutionData, IRun } from 'n8n-workflow';

import { reportOf } from '../../n8n/report';

const items = (count: number, more: Partial<INodeExecutionData> = {}): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { index }, ...more }));

type Outputs = Array<INodeExecutionData[] | null>;

/** The result of a run: the outputs of each run of each node. */
const runOf = (nodes: Record<string, Outputs[]>): IRun => {
	const runData = Object.fromEntries(
		Object.entries(nodes).map(([name, runs]) => [name, runs.map((main) => ({ data: { main } }))]),
	);
	const lastNodeExecuted = Object.keys(nodes).at(-1);
	return { data: { resultData: { runData, lastNodeExecuted } } } as unknown as IRun;
};

/** Leads so many outputs of a node on. */
const leading = (name: string, outputs: number): IConnections => {
	const next = [{ node: 'Next', type: 'main' as const, index: 0 }];
	return { [name]: { main: Array.from({ length: outputs }, () => next) } };
};

const linesOf = (run: IRun, connections: IConnections = {}): string[] =>
	reportOf(run, connections).split('\n');

test('counts each output of a node separately, as on the canvas', () => {
	const run = runOf({
		Contacts: [[items(6)]],
		'Send SMS': [[items(5), items(1)]],
		Sent: [[items(5)]],
	});
	expect(linesOf(run, leading('Send SMS', 2)).slice(1, 4)).toEqual([
		'  Contacts: 6 items',
		'  Send SMS: 5 items, 1 item at output 2',
		'  Sent: 5 items',
	]);
});

test('neither counts nor shows what a filter discards', () => {
	const run = runOf({ 'Still subscribed': [[items(5), items(1)]] });
	const lines = linesOf(run, leading('Still subscribed', 1));
	expect(lines[1]).toBe('  Still subscribed: 5 items');
	expect(lines.filter((line) => line.includes('"index"'))).toHaveLength(5);
});

test('adds up the runs of a loop by output', () => {
	const run = runOf({
		Loop: [
			[[], items(2)],
			[[], items(2)],
			[items(4), null],
		],
		Quiet: [[]],
	});
	expect(linesOf(run, leading('Loop', 2)).slice(1, 3)).toEqual([
		'  Loop: 4 items, 4 items at output 2',
		'  Quiet: 0 items',
	]);
});

test('prints the items of the last node as JSON, with names and sizes of files', () => {
	const binary = {
		data: { data: '', fileName: 'a.csv', mimeType: 'text/csv', fileSize: '3 B' },
		bare: { data: '', mimeType: 'text/plain' },
	};
	const text = reportOf(runOf({ File: [[items(1, { binary })]] }), {});
	expect(JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1))).toEqual([
		{
			json: { index: 0 },
			binary: { data: 'a.csv (text/csv, 3 B)', bare: 'file (text/plain, size unknown)' },
		},
	]);
});
