/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newOwner } from './owner';
import type { Owner } from './owner';
import { STATE } from './paths';

/** State of the demo editor, saved for the next start. */
export interface SavedState {
	owner: Owner;
	/** Both are 0 before the first start. */
	editorPort: number;
	sandboxPort: number;
	/** Port of the stand-in for a chat model; missing until it has started once. */
	modelPort?: number;
	/** PEM of the key that the sandbox signs webhooks with. */
	webhookKey?: string;
	/** IDs of the imported workflows, so that deleted ones are not imported again. */
	imported: string[];
	/** ID of the process of the editor, possibly ended. */
	pid?: number;
}

const file = join(STATE, 'editor.json');

/** @returns the saved state, or a new one. */
export function loadState(): SavedState {
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SavedState;
	return { owner: newOwner(), editorPort: 0, sandboxPort: 0, imported: [] };
}

/** Saves the state, readable only by the user because it contains the demo's password. */
export function saveState(state: SavedState): void {
	mkdirSync(STATE, { recursive: true });
	writeFileSync(file, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
}
