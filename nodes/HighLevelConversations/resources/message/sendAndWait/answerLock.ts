/** How long an answer blocks others. By then n8n has saved that the execution continues, or has failed to. */
const LOCK_MS = 15_000;

/** When each question was answered (ms), by its ID. Between processes, n8n itself lets only one answer through. */
const answeredAt = new Map<string, number>();

/** Locks a question for one answer. False if another answer came first. */
export function acquireAnswer(id: string): boolean {
	const now = Date.now();
	for (const [each, at] of answeredAt) if (now - at >= LOCK_MS) answeredAt.delete(each);
	if (answeredAt.has(id)) return false;
	answeredAt.set(id, now);
	return true;
}

/** Unlocks a question whose answer could not be accepted after all. */
export function releaseAnswer(id: string): void {
	answeredAt.delete(id);
}
