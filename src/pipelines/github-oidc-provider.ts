import { Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { renderedOidcProvider } from './rendered-oidc-provider';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** A new provider for an issuer. IAM takes one for each URL in an account, so another one in the app is an error. */
export function newOidcProvider(scope: Construct, issuer: string, audience: string): iam.IOIDCProviderRef {
  const [first] = providersOf(issuer, scope);
  if (first) throw new SecureRepositoryError('oidc-provider', scope, oneTooMany(scope, issuer, first));
  const provider = new iam.OidcProviderNative(scope, 'OidcProvider', { url: `https://${issuer}`, clientIds: [audience] });
  scope.node.addValidation({
    validate: () =>
      providersOf(issuer, scope)
        .filter((other) => other !== provider.node.defaultChild)
        .map((other) => oneTooMany(scope, issuer, other)),
  });
  return provider;
}

function oneTooMany(scope: Construct, issuer: string, resource: IConstruct): string {
  // what the user has written is the construct around the resource
  const path = resource.node.path.replace(/\/Resource(\/Default)?$/, '');
  const remedy =
    Stage.of(scope) === Stage.of(resource)
      ? 'pass that one as oidcProvider; a publisher has its own as publisher.oidcProvider'
      : `import that one by its ARN, which ends in ${Stack.of(scope).account}:oidc-provider/${issuer}, with ` +
        'iam.OidcProviderNative.fromOidcProviderArn: no reference leads from one stage into another';
  return `the app has another provider for https://${issuer} in this account, ${path}, and IAM takes one only: ${remedy}`;
}

/** The providers for the issuer, in the account of the scope. */
function providersOf(issuer: string, scope: Construct): IConstruct[] {
  return scope.node.root.node.findAll().filter((construct) => {
    const provider = renderedOidcProvider(construct);
    return provider?.url === `https://${issuer}` && isSameAccount(provider.account, construct, scope);
  });
}

/** Stacks without an account are taken for one account within a stage; two stages are made to be deployed to different places. */
function isSameAccount(account: string, construct: IConstruct, scope: Construct): boolean {
  const comparison = Token.compareStrings(account, Stack.of(scope).account);
  if (comparison === TokenComparison.BOTH_UNRESOLVED) return Stage.of(construct) === Stage.of(scope);
  return comparison === TokenComparison.SAME;
}
