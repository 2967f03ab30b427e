import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	itemWithFiles,
	SEND_PATH,
	sendSms,
	STORES,
	uploadFile,
	uploadLargeFile,
} from '../fixtures';
import { useTestEnv } from '../harness';

const UPLOAD_PATH = `${SEND_PATH}/upload`;
const CONTENT = Buffer.from('some bytes');

describe.each(STORES)('files in the %s', (binaryData) => {
	const testEnv = useTestEnv({ binaryData });

	/** An item of a workflow whose items hold their files in their JSON. */
	const combined = async () => {
		const { binary } = await itemWithFiles(
			testEnv,
			['a.png', CONTENT, 'image/png'],
			['b.png', CONTENT, 'image/png'],
		);
		return {
			json: { data: binary!.data, deep: { list: [binary!.data2] } } as unknown as IDataObject,
		};
	};
	const filesOf = (request: { body: unknown }) =>
		(request.body as { files: Array<{ name: string; size: number }> }).files.map(
			({ name, size }) => [name, size],
		);

	const PATHS: Array<[string, string, string[]]> = [
		['a name', 'data', ['a.png']],
		['a path', 'deep.list[0]', ['b.png']],
		['several paths', 'data, deep.list[0]', ['a.png', 'b.png']],
		['a file', '={{ $json.data }}', ['a.png']],
		['a list of files', '={{ [$json.data, $json.deep.list[0]] }}', ['a.png', 'b.png']],
		["another node's file", "={{ $('Feeder').item.data }}", ['a.png']],
	];

	it.each(PATHS)('accepts %s instead of the JSON with files', async (_, attachFiles, names) => {
		const { error, requests } = await testEnv.run({
			parameters: sendSms({ options: { attachFiles } }),
			items: [await combined()],
			binaryMode: 'combined',
		});
		expect(error).toBeUndefined();
		expect(requests.map(({ path }) => path)).toEqual([UPLOAD_PATH, SEND_PATH]);
		expect(filesOf(requests[0])).toEqual(names.map((name) => [name, CONTENT.length]));
	});

	it.each<[string, (binaryPropertyName: string) => INodeParameters]>([
		['Upload File', (binaryPropertyName) => uploadFile({ binaryPropertyName })],
		['Upload Large File', (binaryPropertyName) => uploadLargeFile({ binaryPropertyName })],
	])('accepts a file by expression, in %s', async (_, parametersFor) => {
		const item = await itemWithFiles(testEnv, ['a.png', CONTENT, 'image/png']);
		const { error, json } = await testEnv.run({
			parameters: parametersFor("={{ $('Feeder').item.binary.data }}"),
			items: [item],
		});
		expect(error).toBeUndefined();
		expect(json[0].fileName).toBe('a.png');
	});

	it.each([
		['no such path', 'deep.nothing'],
		['an object that is not a file', '={{ ({ id: 7 }) }}'],
	])('rejects %s before anything is sent', async (_, attachFiles) => {
		const { error, requests } = await testEnv.run({
			parameters: sendSms({ options: { attachFiles } }),
			items: [await combined()],
			binaryMode: 'combined',
		});
		expect(error?.message).toMatch(/'Attach Files'/);
		expect(requests).toEqual([]);
	});

	it.each([1, 4, 10_000_000])('counts the bytes if an item declares %i', async (bytes) => {
		const content = Buffer.alloc(300_000, 'x');
		const item = await itemWithFiles(testEnv, ['a.mp4', content, 'video/mp4']);
		Object.assign(item.binary!.data, { bytes, fileSize: '3 B' });
		const { error, requests } = await testEnv.run({
			parameters: uploadLargeFile(),
			items: [structuredClone(item)],
		});
		expect(error).toBeUndefined();
		const [initiate, put] = requests;
		expect(initiate.body).toMatchObject({ fileSize: content.length });
		expect(put.body).toMatchObject({ size: content.length });
		expect(put.headers['content-length']).toBe(String(content.length));
	});

	it('rejects a file that is larger than declared', async () => {
		const item = await itemWithFiles(testEnv, ['a.mp4', Buffer.alloc(6_000_000), 'video/mp4']);
		Object.assign(item.binary!.data, { bytes: 5 });
		const parameters = sendSms({ options: { attachFiles: 'data' } });
		const { error, requests } = await testEnv.run({ parameters, items: [item] });
		expect(error?.message).toMatch(/too large: 5\.72 MB \(max 5 MB\)/);
		expect(requests).toEqual([]);
	});
});
