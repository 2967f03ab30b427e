import { ICredentialsHelper, isExpression, NodeHelpers, UnexpectedError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

const hidden = (name: string, value = ''): INodeProperties => ({
	displayName: name,
	name,
	type: 'hidden',
	default: value,
});

/** Properties of n8n's OAuth 2 credential, which others extend. */
const OAUTH2_API: INodeProperties[] = [
	hidden('grantType', 'authorizationCode'),
	hidden('authUrl'),
	hidden('accessTokenUrl'),
	hidden('clientId'),
	hidden('clientSecret'),
	hidden('scope'),
	hidden('authQueryParameters'),
	hidden('authentication', 'header'),
];

/** A credential's fields with their expressions evaluated for an item, as n8n does. */
function evaluatedFor(
	{
		workflow,
		node,
		runExecutionData,
		runIndex,
		itemIndex,
		connectionInputData,
	}: ICredentialsExpressionResolveValues,
	fields: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
): ICredentialDataDecryptedObject {
	return workflow.expression.getParameterValue(
		fields as INodeParameters,
		runExecutionData,
		runIndex,
		itemIndex,
		node.name,
		connectionInputData,
		mode,
		{},
	) as ICredentialDataDecryptedObject;
}

/** n8n's credentials without a database: types from the package, values from the test. */
export class CredentialStore extends ICredentialsHelper {
	/** Values by the credential type's name, including refreshed tokens. */
	readonly values = new Map<string, ICredentialDataDecryptedObject>();

	constructor(private readonly types: ICredentialType[]) {
		super();
	}

	getParentTypes(name: string): string[] {
		const parents = this.typeOf(name)?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		if (name === 'oAuth2Api') return [...OAUTH2_API];
		const type = this.typeOf(name);
		const properties: INodeProperties[] = [];
		for (const parent of type?.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, type?.properties ?? []);
		return properties;
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		name: string,
		mode: WorkflowExecuteMode = 'manual',
		_executeData?: IExecuteData,
		_raw?: boolean,
		resolving?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.values.get(name);
		if (!stored) throw new UnexpectedError(`The test has no credential ${name}`);
		const { oauthTokenData, ...entered } = stored;
		const properties = this.getCredentialsProperties(name);
		const filled = NodeHelpers.getNodeParameters(
			properties,
			structuredClone(entered) as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		const evaluated = resolving ? evaluatedFor(resolving, filled, mode) : filled;
		return oauthTokenData === undefined
			? evaluated
			: { ...evaluated, oauthTokenData: structuredClone(oauthTokenData) };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		name: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const request = options as IHttpRequestOptions;
		const authenticate = this.typeOf(name)?.authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!authenticate || !workflow || !node) return request;
		const resolve = (value: string) =>
			isExpression(value)
				? String(
						workflow.expression.getSimpleParameterValue(node, value, 'internal', {
							$credentials: credentials,
						}) ?? '',
					)
				: value;
		const target = request as unknown as Record<string, Record<string, string>>;
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			target[part] ??= {};
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				target[part][resolve(key)] = resolve(value);
			}
		}
		return request;
	}

	/** For credentials with their own expirable token; the package has none. */
	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		name: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.typeOf(name)?.preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('The engine does not read encrypted credentials');
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.values.set(name, data);
	}

	async updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		name: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.values.set(name, { ...this.values.get(name), oauthTokenData });
	}

	private typeOf(name: string): ICredentialType | undefined {
		return this.types.find((type) => type.name === name);
	}
}
