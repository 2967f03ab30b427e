import type { Logger } from 'n8n-workflow';

/** A logger that keeps its lines in memory, so that tests can check them, e.g. for secrets. */
export class MemoryLogger implements Logger {
	readonly lines: string[] = [];
	readonly error = this.keeper('error');
	readonly warn = this.keeper('warn');
	readonly info = this.keeper('info');
	readonly debug = this.keeper('debug');

	/** n8n's services ask for a logger of their own. */
	scoped(): this {
		return this;
	}

	private keeper(level: string) {
		return (message: string, metadata?: object): void => {
			this.lines.push(`${level} ${message} ${metadata ? JSON.stringify(metadata) : ''}`);
		};
	}
}
