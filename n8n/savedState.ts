/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newOwner } from './owner';
import type { Owner } from './owner';
import { STATE } from './paths';

/** What one start of the editor leaves for the next. */
export interface SavedState {
	owner: Owner;
	/** Both are zero until the first start. */
	editorPort: number;
	sandboxPort: number;
	/** Port of the stand-in for a chat model; missing until it has started once. */
	modelPort?: number;
	/** PEM of the key that the sandbox signs webhooks with. */
	webhookKey?: string;
	/** Ids of the workflows that were imported: one that the user deleted stays deleted. */
	imported: string[];
	/** The process that runs, or ran, the editor. */
	pid?: number;
}

const file = join(STATE, 'editor.json');

/** @returns what the last start left, or the state of a first one. */
export function loadState(): SavedState {
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SavedState;
	return { owner: newOwner(), editorPort: 0, sandboxPort: 0, imported: [] };
}

/** Keeps the state; it holds the demo's password, so only its user may read it. */
export function saveState(state: SavedState): void {
	mkdirSync(STATE, { recursive: true });
	writeFileSync(file, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
}
