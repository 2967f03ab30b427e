/** How long an answer holds off others, ms: by then n8n has saved that the execution goes on, or has failed to. */
const HELD_MS = 15_000;

/** When each question was answered, by its id. n8n itself tells apart answers that come to different processes. */
const answered = new Map<string, number>();

/** Takes a question for one answer. False where another answer came first, in the same moment. */
export function acquireAnswer(id: string): boolean {
	const now = Date.now();
	for (const [each, at] of answered) if (now - at >= HELD_MS) answered.delete(each);
	if (answered.has(id)) return false;
	answered.set(id, now);
	return true;
}

/** Gives a question free again, for an answer that could not be taken after all. */
export function releaseAnswer(id: string): void {
	answered.delete(id);
}
