import { CfnResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

/** A new provider for an issuer. IAM takes one for each URL in an account, so another one in the app is an error. */
export function newOidcProvider(scope: Construct, issuer: string, audience: string): iam.IOIDCProviderRef {
  const [first] = providersOf(issuer, scope);
  if (first) throw new SecureRepositoryError(scope, oneTooMany(issuer, first));
  const provider = new iam.OidcProviderNative(scope, 'OidcProvider', { url: `https://${issuer}`, clientIds: [audience] });
  scope.node.addValidation({
    validate: () =>
      providersOf(issuer, scope)
        .filter((other) => other !== provider.node.defaultChild)
        .map((other) => oneTooMany(issuer, other)),
  });
  return provider;
}

function oneTooMany(issuer: string, resource: IConstruct): string {
  // what the user has written is the construct around the resource
  const path = resource.node.path.replace(/\/Resource(\/Default)?$/, '');
  return (
    `the app has another provider for https://${issuer} in this account, ${path}, and IAM takes one only: ` +
    'pass that one as oidcProvider; a publisher has its own as publisher.oidcProvider'
  );
}

/** The providers for the issuer, in the account of the scope. */
function providersOf(issuer: string, scope: Construct): IConstruct[] {
  const { account } = Stack.of(scope);
  return scope.node.root.node.findAll().filter((construct) => {
    if (urlOf(construct) !== `https://${issuer}`) return false;
    const accounts = Token.compareStrings(Stack.of(construct).account, account);
    return accounts === TokenComparison.SAME || accounts === TokenComparison.BOTH_UNRESOLVED;
  });
}

/** The URL of the provider that the construct renders: CloudFormation's own resource, or the custom one of `OpenIdConnectProvider`. */
function urlOf(construct: IConstruct): unknown {
  if (iam.CfnOIDCProvider.isCfnOIDCProvider(construct)) return construct.url;
  if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'Custom::AWSCDKOpenIdConnectProvider') return undefined;
  // no public member has the properties of a custom resource
  return (Reflect.get(construct, 'cfnProperties') as { Url?: unknown }).Url;
}

/** Whether a provider that the user brings is the one for the issuer, in the account of the role. */
export function checkOidcProvider(scope: Construct, issuer: string, provider: iam.IOIDCProviderRef): void {
  const url = provider.node
    .findAll()
    .map(urlOf)
    .find((rendered) => typeof rendered === 'string');
  if (url !== undefined && !Token.isUnresolved(url) && url !== `https://${issuer}`) {
    throw new SecureRepositoryError(
      scope,
      `oidcProvider is the provider for ${shown(url)}, expected the one for ${shown(`https://${issuer}`)}: pass that one, or set issuerUrl`,
    );
  }
  const arn = provider.oidcProviderRef.oidcProviderArn;
  if (Token.isUnresolved(arn)) return;
  const [, , , , account, resource] = arn.split(':');
  if (resource !== `oidc-provider/${issuer}`) {
    throw new SecureRepositoryError(
      scope,
      `oidcProvider is ${shown(arn)}, expected the ARN of the provider for https://${issuer}, which ends in oidc-provider/${issuer}: ` +
        'pass that one, or set issuerUrl',
    );
  }
  if (Token.compareStrings(account, Stack.of(scope).account) === TokenComparison.DIFFERENT) {
    throw new SecureRepositoryError(
      scope,
      `oidcProvider is in account ${account}, expected ${Stack.of(scope).account}, the account of the role: ` +
        'a role trusts providers of its own account only, so pass one of that account',
    );
  }
}
