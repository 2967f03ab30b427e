/** How long an answer blocks others: long enough for n8n to save that the execution has resumed. */
const LOCK_MS = 15_000;

/** When each question was answered (ms since 1970), by its ID. Across processes, n8n itself accepts only one answer. */
const answeredAt = new Map<string, number>();

/** Locks a question for one answer. Returns false if another answer has locked it already. */
export function acquireAnswer(id: string): boolean {
	const now = Date.now();
	for (const [other, at] of answeredAt) if (now - at >= LOCK_MS) answeredAt.delete(other);
	if (answeredAt.has(id)) return false;
	answeredAt.set(id, now);
	return true;
}

/** Unlocks a question whose answer could not be processed. */
export function releaseAnswer(id: string): void {
	answeredAt.delete(id);
}
