import type { IDataObject } from 'n8n-workflow';
import type { Scope } from '../../shared/request';
import type { Source } from './pollContext';

/** What is new, oldest first, and what to remember once it has been handed on. */
export interface News {
	records: IDataObject[];
	state: object;
}

/** Something that happens in HighLevel and starts the workflow. */
export interface TriggerEvent {
	/** Scope that the token needs. */
	scope: Scope;
	/** Fields kept by Simplify; none where the records are made by the node, and handed on as they are. */
	simplify?: readonly string[];
	/** The key under which a record names its conversation. */
	conversationKey: string;
	/** Parameters that say what is watched: once one changes, the workflow starts anew. */
	watches: readonly string[];
	/** The most recent record that matches, for a test in the editor. */
	latest(source: Source): Promise<IDataObject | undefined>;
	/** The state of a workflow that starts now: nothing that is there already is handed on. */
	begin(source: Source): Promise<object>;
	/** What happened since a state that `begin` or `news` returned. */
	news(source: Source, state: object): Promise<News>;
}
