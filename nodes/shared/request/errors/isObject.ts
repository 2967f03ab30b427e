import type { IDataObject } from 'n8n-workflow';

/** Whether a value is a plain object: not an array, not null. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
