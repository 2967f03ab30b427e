import type { IDataObject } from 'n8n-workflow';

/** Whether a value is an object with keys: no list, not null. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
