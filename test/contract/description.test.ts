/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename } from 'node:path';

import type { DeclarativeRestApiSettings, INodePropertyOptions } from 'n8n-workflow';

import { API_VERSION, DEFAULT_USER_AGENT, API_VERSION_2021 } from '../../credentials/shared/fields';
import { HighLevelConversations } from '../../nodes/HighLevelConversations/HighLevelConversations.node';
import type { ValueRule } from '../../nodes/shared/request';
import type { RequestOperationsWithSpec } from '../../nodes/shared/request/operationSpec';
import { n8n, name, version } from '../../package.json';
import { asN8nLoadsIt } from '../engine/harness/nodeTypes';
import { documented, endpoints, inVersion3, placeholders } from './fields';
import {
	accessToken,
	choicesOf,
	credentials,
	node,
	oAuth2,
	parameters,
	snapshot,
	webhookSecret,
	webhookTrigger,
} from './parameters';

const operations = parameters
	.filter(({ path }) => path.endsWith('/operation'))
	.flatMap(({ path, property }) =>
		choicesOf(property).map((option) => ({
			key: `${path.split('/')[0]}.${String(option.value)}`,
			option,
		})),
	);

const specOf = ({ routing }: INodePropertyOptions) =>
	(routing?.operations as RequestOperationsWithSpec | undefined)?.spec;

test('offers the 29 documented operations, the one of v3 and the composed ones, each at its endpoint', () => {
	const routes = operations.map(({ key, option }) => {
		const { method, url } = option.routing
			?.request as DeclarativeRestApiSettings.HttpRequestOptions;
		return [key, `${method} ${url}`];
	});
	expect(Object.fromEntries(routes)).toEqual(
		Object.fromEntries(
			Object.entries(endpoints).map(([key, { method, url }]) => [key, `${method} ${url}`]),
		),
	);
	expect(Object.keys(documented)).toHaveLength(29);
});

test('lists the resources in a fixed order', () => {
	const resource = node.description.properties.find((property) => property.name === 'resource');
	expect(choicesOf(resource!).map(({ value }) => value)).toEqual([
		'conversation',
		'message',
		'preference',
		'search',
		'upload',
	]);
});

test('keeps the name, place, type and values of every parameter', () => {
	// Record an intended change with `npx jest test/contract -u`, and review the diff.
	expect(snapshot()).toMatchSnapshot();
});

test('keeps the rules that are derived from the fields of each operation', () => {
	const derived = operations.map(({ key, option }) => {
		const { ids, query, body, lookups, toggles } = specOf(option)!;
		const rulesOf = (values: ValueRule[]) =>
			values.map(({ path, label, converters }) => {
				const names = converters.map((converter) => converter.name || 'its own');
				return `${path.join('.')} ${label}: ${names.join(', ')}`;
			});
		return [
			key,
			{ ids, query: rulesOf(query), body: rulesOf(body), lookups: Object.keys(lookups), toggles },
		];
	});
	expect(Object.fromEntries(derived)).toMatchSnapshot();
});

test('every operation goes through the executor, and its URL only has placeholders of own parameters', () => {
	const offenders = operations.filter(({ key, option: { routing } }) => {
		const { url } = routing?.request as { url: string };
		const isOwn = (name: string) => parameters.some(({ path }) => path === `${key}/${name}`);
		const { spec } = (routing?.operations ?? {}) as Partial<RequestOperationsWithSpec>;
		return !spec || routing?.send?.paginate !== true || !placeholders(url).every(isOwn);
	});
	expect(offenders.map(({ key }) => key)).toEqual([]);
});

/** The names of the API's fields that an operation's parameters send. */
const sentNames = (key: string): string[] =>
	parameters
		.filter(({ path }) => path.startsWith(`${key}/`))
		.flatMap(({ property }) => property.routing?.send?.property ?? []);

test('no operation sends a field that HighLevel does not document', () => {
	const undocumented = Object.entries(documented).flatMap(([key, { query, body, members }]) => {
		const known = [...query, ...body, ...members];
		return sentNames(key)
			.filter((field) => !known.includes(field))
			.map((field) => `${key}: ${field}`);
	});
	expect(undocumented).toEqual([]);
});

test('describes every operation, and names its action without articles', () => {
	for (const { option } of operations) {
		expect(option.description).toMatch(/^[A-Z]/);
		expect(option.action).toMatch(/^[A-Z][^A-Z]*$/);
		expect(option.action).not.toMatch(/\b(a|an|the)\b/);
	}
});

test('has a subtitle for every operation', () => {
	const { subtitle } = node.description;
	for (const { key, option } of operations) {
		const [resource, operation] = key.split('.');
		expect(subtitle).toContain(`"${resource}:${operation}":"${option.action}"`);
	}
});

test('uses the default API version and a User-Agent with the package version', () => {
	for (const { properties } of credentials) {
		const apiVersion = properties.find((property) => property.name === 'apiVersion');
		expect(apiVersion).toMatchObject({ default: '2021-04-15' });
		expect(choicesOf(apiVersion!).map(({ value }) => value)).toEqual(['2021-04-15', 'v3']);
	}
	expect(API_VERSION_2021).toBe('2021-04-15');
	expect(accessToken.test.request.headers).toMatchObject({ Version: API_VERSION });
	expect(DEFAULT_USER_AGENT).toBe(`${name}/${version}`);
});

test('pins only preferences to an API version, and requires v3 only for the status of an email', () => {
	const bound = operations.filter(({ option }) => specOf(option)?.pinnedVersion !== undefined);
	const preferences = operations.filter(({ key }) => key.startsWith('preference.'));
	expect(bound).toEqual(preferences);
	expect(bound.map(({ option }) => specOf(option)?.pinnedVersion)).toEqual(
		preferences.map(() => '2021-04-15'),
	);
	const needing = operations.filter(({ option }) => specOf(option)?.requiredVersion === 'v3');
	expect(needing.map(({ key }) => key)).toEqual(Object.keys(inVersion3));
});

test('requests every scope that an operation needs when signing in with OAuth 2', () => {
	const asked = oAuth2.properties.find((property) => property.name === 'scope')?.default;
	const needed = operations.flatMap(({ option }) => specOf(option)?.scope ?? []);
	expect(String(asked).split(' ').sort()).toEqual([...new Set(needed)].sort());
});

test('uses the credentials that package.json lists, and is usable as a tool', () => {
	expect(node.description.credentials?.map((each) => each.name)).toEqual(
		credentials.map((each) => each.name),
	);
	const named = n8n.credentials.map((path) => basename(path, '.credentials.js'));
	const declared = [...credentials, webhookSecret].map((each) => each.constructor.name);
	expect(named).toEqual(declared);
	expect(webhookTrigger.description.credentials?.map((each) => each.name)).toEqual([
		webhookSecret.name,
	]);
	expect(node.description.usableAsTool).toBe(true);
});

test('shows its webhook and methods only once n8n has given it an `execute`', () => {
	const fresh = new HighLevelConversations();
	expect([fresh.webhook, fresh.methods]).toEqual([undefined, undefined]);
	const loaded = asN8nLoadsIt(fresh);
	expect(loaded.description.properties.map(({ name }) => name)).toContain('requestOptions');
	expect(typeof loaded.webhook).toBe('function');
	expect(Object.keys(loaded.methods?.listSearch ?? {})).toContain('searchContacts');
	const tool = Object.create(loaded) as typeof loaded;
	expect([tool.webhook, tool.methods]).toEqual([loaded.webhook, loaded.methods]);
});

test('retries only GET requests after an unknown outcome', () => {
	for (const { key, option } of operations) {
		const { method } = option.routing?.request as DeclarativeRestApiSettings.HttpRequestOptions;
		expect([key, specOf(option)?.retry]).toEqual([key, method === 'GET' ? 'safe' : 'unprocessed']);
	}
});
