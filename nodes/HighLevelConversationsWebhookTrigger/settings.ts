import type { KeyObject } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isEmpty, ParameterError, toReadError, converters } from '../shared/request';
import type { Converter } from '../shared/request';
import { MINUTE_MS } from '../shared/time';
import { directions, eventNames } from './events';
import { DEFAULT_MAX_AGE_MINUTES } from './fields';
import type { Filters } from './filters';
import { SOURCES } from './source';
import type { WebhookSource } from './source';
import { publicKeyFrom, HIGHLEVEL_ED25519 } from './signature';

type Context = IHookFunctions | IWebhookFunctions;

/** The node's validated parameters. */
export interface WebhookSettings {
	source: WebhookSource;
	filters: Filters;
	/** Names of the selected events; '*' for all. */
	events: string[];
	/** The key to verify signatures with; undefined if they are not verified. */
	publicKey?: KeyObject;
	/** Maximum age of an event, ms; 0 for any age. */
	maxAgeMs: number;
}

/** Reads and converts a parameter; returns the fallback if it is empty. */
function readParameter<T>(
	context: Context,
	name: string,
	label: string,
	convert: Converter,
	fallback: T,
): T {
	// The fallback is needed: otherwise n8n throws if the parameter is not set.
	const value = context.getNodeParameter(name, null);
	const converted = isEmpty(value) ? fallback : convert(value, { label, timezone: 'UTC' });
	return (isEmpty(converted) ? fallback : converted) as T;
}

/** Accepts only the given values. */
const oneOf =
	(values: readonly string[]): Converter =>
	(value, { label }) => {
		const text = String(value).trim();
		if (values.includes(text)) return text;
		throw new ParameterError(
			`${label} has an unknown value: ${text.slice(0, 100)}`,
			`Supported values: ${values.join(', ')}.`,
		);
	};

/** Accepts only a list of the given values, with at least one of them. */
const someOf =
	(values: readonly string[]): Converter =>
	(value, field) => {
		const list = converters.stringList(value, field) as string[];
		if (list.length === 0) return converters.required('', field);
		return list.map((each) => oneOf(values)(each, field));
	};

/** The parameter 'Public Key'. Throws a `NodeOperationError` if it is not an Ed25519 key. */
function publicKeyOf(context: Context): KeyObject {
	const key = publicKeyFrom(String(context.getNodeParameter('publicKey', HIGHLEVEL_ED25519)));
	if (key) return key;
	throw new NodeOperationError(context.getNode(), "'Public Key' is not an Ed25519 key", {
		description: "Enter the key in base64, or reset the field to use HighLevel's own key.",
	});
}

/** Reads the node's parameters. Throws a `ParameterError` or a `NodeOperationError`. */
function readSettings(context: Context): WebhookSettings {
	const source = readParameter<WebhookSource>(
		context,
		'source',
		"'Source'",
		oneOf(SOURCES),
		'marketplaceApp',
	);
	const filters = {
		locationId: readParameter<string | undefined>(
			context,
			'filters.locationId',
			"'Location ID'",
			(value, field) => String(converters.text(value, field)).trim(),
			undefined,
		),
		direction: readParameter(
			context,
			'filters.direction',
			"'Direction'",
			oneOf(directions),
			'both',
		),
	};
	// The other parameters apply only to events of an app.
	if (source === 'workflowAction') return { source, filters, events: [], maxAgeMs: 0 };
	const isVerified = readParameter(
		context,
		'verifySignature',
		"'Verify Signature'",
		converters.boolean,
		true,
	);
	const minutes = readParameter(
		context,
		'options.longestAge',
		"'Longest Age'",
		converters.number,
		DEFAULT_MAX_AGE_MINUTES,
	);
	return {
		source,
		filters,
		events: someOf(eventNames)(context.getNodeParameter('events', []), {
			label: "'Events'",
			timezone: 'UTC',
		}) as string[],
		publicKey: isVerified ? publicKeyOf(context) : undefined,
		maxAgeMs: Math.max(minutes, 0) * MINUTE_MS,
	};
}

/** Reads and validates the node's parameters. Throws a `NodeOperationError` for an invalid value. */
export function settingsFrom(context: Context): WebhookSettings {
	try {
		return readSettings(context);
	} catch (error) {
		throw toReadError(error, { node: context.getNode() });
	}
}
