import { CfnResource, Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder, isUnknown } from '../private/unknown-value';
import { partitionOfRegion } from '../repository/partition';

/** Creates a provider for an issuer. IAM accepts one per URL in an account, so that another one in the app is an error. */
export function newOidcProvider(scope: Construct, issuer: string, audience: string): iam.IOIDCProviderRef {
  const [first] = providersOf(issuer, scope);
  if (first) throw new SecureRepositoryError('oidc-provider-duplicate', scope, secondProvider(scope, issuer, first));
  const provider = new iam.OidcProviderNative(scope, 'OidcProvider', { url: `https://${issuer}`, clientIds: [audience] });
  checkAtSynthesis(scope, (): Finding[] =>
    providersOf(issuer, scope)
      .filter((other) => other !== provider.node.defaultChild)
      .map((other) => errorFinding('oidc-provider-duplicate', secondProvider(scope, issuer, other))),
  );
  return provider;
}

function secondProvider(scope: Construct, issuer: string, resource: IConstruct): string {
  // the user has written the construct around the resource
  const path = resource.node.path.replace(/\/Resource(\/Default)?$/, '');
  const remedy =
    Stage.of(scope) === Stage.of(resource)
      ? 'Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider.'
      : `${importByArn(scope, issuer)}, because references do not cross Stages.`;
  return `the app has another provider for https://${issuer} in this account (${path}), but IAM accepts one per URL. ${remedy}`;
}

/** The providers for the issuer, in the account of the scope. */
function providersOf(issuer: string, scope: Construct): IConstruct[] {
  return scope.node.root.node.findAll().filter((construct) => {
    const provider = renderedOidcProvider(construct);
    return provider?.url === `https://${issuer}` && isSameAccount(provider.account, construct, scope);
  });
}

/** Stacks without an account count as one account within a Stage; two Stages usually deploy to different accounts. */
function isSameAccount(account: string, construct: IConstruct, scope: Construct): boolean {
  const comparison = Token.compareStrings(account, Stack.of(scope).account);
  if (comparison === TokenComparison.BOTH_UNRESOLVED) return Stage.of(construct) === Stage.of(scope);
  return comparison === TokenComparison.SAME;
}

/** Checks that the user's provider is the one for the issuer and the audience, in the account of the role. */
export function checkOidcProvider(scope: Construct, issuer: string, audience: string, provider: iam.IOIDCProviderRef): void {
  if (typeof provider?.oidcProviderRef?.oidcProviderArn !== 'string' || !Construct.isConstruct(provider)) {
    const arn = typeof provider === 'string' ? provider : `arn:aws:iam::ACCOUNT:oidc-provider/${issuer}`;
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is ${describeValue(provider)}, but must be a provider. ` +
        (isPublisher(provider)
          ? 'Pass the oidcProvider of that publisher.'
          : `Use iam.OidcProviderNative.fromOidcProviderArn(this, 'Provider', ${quoted(arn)}), for example.`),
    );
  }
  checkStage(scope, issuer, provider);
  const rendered = provider.node
    .findAll()
    .map(renderedOidcProvider)
    .find((one) => one !== undefined);
  if (rendered) checkRendered(scope, issuer, audience, rendered);
  else checkArn(scope, issuer, provider.oidcProviderRef.oidcProviderArn);
}

function isPublisher(value: unknown): boolean {
  return Construct.isConstruct(value) && 'oidcProvider' in value;
}

/** A reference to a provider of another Stage is an error of `aws-cdk-lib`, which does not name the way out. */
function checkStage(scope: Construct, issuer: string, provider: iam.IOIDCProviderRef): void {
  if (Stage.of(provider) === Stage.of(scope) || !Token.isUnresolved(provider.oidcProviderRef.oidcProviderArn)) return;
  throw new SecureRepositoryError(
    'oidc-provider',
    scope,
    `oidcProvider is ${describeValue(provider)} of another Stage, but references do not cross Stages. ${importByArn(scope, issuer)}.`,
  );
}

function importByArn(scope: Construct, issuer: string): string {
  return (
    `Import it by its ARN, which ends in ${Stack.of(scope).account}:oidc-provider/${issuer}, with ` +
    'iam.OidcProviderNative.fromOidcProviderArn'
  );
}

/** A provider that the app creates, as its template has it. */
interface RenderedOidcProvider {
  readonly account: string;
  readonly url: unknown;
  /** The audiences whose tokens IAM accepts: none where this is undefined. */
  readonly clientIds: unknown;
}

/** The types of resource that create a provider: CloudFormation's own, and the custom one of `OpenIdConnectProvider`. */
const CLIENT_IDS: { readonly [type: string]: string } = {
  'AWS::IAM::OIDCProvider': 'ClientIdList',
  'Custom::AWSCDKOpenIdConnectProvider': 'ClientIDList',
};

/** The provider that the construct renders. */
function renderedOidcProvider(construct: IConstruct): RenderedOidcProvider | undefined {
  if (!CfnResource.isCfnResource(construct) || !(construct.cfnResourceType in CLIENT_IDS)) return undefined;
  const { Url: url, [CLIENT_IDS[construct.cfnResourceType]]: clientIds } = renderedResource(construct).Properties;
  return { account: Stack.of(construct).account, url, clientIds };
}

function checkRendered(scope: Construct, issuer: string, audience: string, { url, account, clientIds = [] }: RenderedOidcProvider): void {
  if (typeof url === 'string' && areKnownToDiffer(url, `https://${issuer}`)) {
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is the provider for ${quoted(url)}, but must be the one for ${quoted(`https://${issuer}`)}. ` +
        'Pass that provider, or correct the issuer of the publisher.',
    );
  }
  checkAccount(scope, account);
  // a list that is not known yet, as a whole or in part, may contain it
  if (!Array.isArray(clientIds) || isUnknown(audience) || clientIds.some((id) => typeof id !== 'string' || isPlaceholder(id))) return;
  if (!clientIds.includes(audience)) {
    throw new SecureRepositoryError(
      'oidc-provider-audience',
      scope,
      `oidcProvider has the clientIds ${quoted(clientIds)}, which do not include the audience ${quoted(audience)}. ` +
        'Add the audience to clientIds where the provider is created, or set audience to one of them.',
    );
  }
}

function checkArn(scope: Construct, issuer: string, arn: string): void {
  if (isUnknown(arn)) return;
  const [, , , , account, resource] = arn.split(':');
  if (areKnownToDiffer(resource, `oidc-provider/${issuer}`)) {
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is ${quoted(arn)}, but must be the provider for https://${issuer}, whose ARN ends in oidc-provider/${issuer}. ` +
        'Pass that provider, or correct the issuer of the publisher.',
    );
  }
  checkAccount(scope, account);
  const [, given, service] = arn.split(':');
  const partition = partitionOfRegion(Stack.of(scope).region) ?? given;
  const isAccount = isUnknown(account) || /^\d{12}$/.test(account);
  if (service !== 'iam' || given !== partition || !isAccount) {
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is ${quoted(arn)}, but must be an ARN of IAM with 12 digits as the account in the partition ${partition}. Use ` +
        `${quoted(`arn:${partition}:iam::${isAccount ? account : '111122223333'}:oidc-provider/${issuer}`)}, for example.`,
    );
  }
}

function checkAccount(scope: Construct, account: string): void {
  if (!areKnownToDiffer(account, Stack.of(scope).account)) return;
  throw new SecureRepositoryError(
    'oidc-provider',
    scope,
    `oidcProvider is in account ${account}, but a role trusts only providers of its own account (${Stack.of(scope).account}). ` +
      'Pass a provider of that account.',
  );
}
