import { ParkedWorkflow, useTestEnv } from '../harness';
import { questionParameters, linksIn, submitForm, questionsIn } from './askQuestion';

const testEnv = useTestEnv();
const { sends, links } = questionsIn(testEnv);

let parked: ParkedWorkflow;
afterEach(async () => await parked.stop());

/** Lets an agent ask questions in one turn. */
async function askAll(...questions: string[]): Promise<void> {
	const message = "={{ $fromAI('question', '', 'string') }}";
	const calls = questions.map((question) => ({ question }));
	parked = await ParkedWorkflow.ask(testEnv, {
		parameters: questionParameters({ message, responseType: 'freeText' }),
		calls,
	});
}

const asked = () => sends().map(({ body }) => String((body as { message: string }).message));

describe('An agent', () => {
	it('that asks one question receives the answer', async () => {
		await askAll('Which day?');
		expect(parked.status).toBe('waiting');
		await submitForm(links()[0], { 'field-0': 'Tuesday' });
		await parked.resume();
		expect(parked.status).toBe('success');
		expect(parked.toolReplies).toEqual([expect.stringContaining('"text":"Tuesday"')]);
	});

	it('that asks several in one turn receives which were not sent, and the answer to the last', async () => {
		await askAll('Which day?', 'Which hour?', 'Which room?');
		expect(parked.status).toBe('waiting');
		expect(asked()).toEqual([expect.stringMatching(/^Which room\?/)]);
		expect(linksIn(asked()[0])).toHaveLength(1);
		await submitForm(links()[0], { 'field-0': 'The blue one' });
		await parked.resume();
		expect(parked.status).toBe('success');
		const rejected = expect.stringContaining('This question was not sent') as string;
		expect(parked.toolReplies).toEqual([
			rejected,
			rejected,
			expect.stringContaining('The blue one'),
		]);
		expect(sends()).toHaveLength(1);
	});

	it('receives the error of a failed question, and no input in place of an answer', async () => {
		await askAll(' ');
		expect(sends()).toEqual([]);
		expect(parked.status).not.toBe('waiting');
		expect(parked.toolReplies.join()).toMatch(/'Message' is empty/);
	});
});
