import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RenderedOidcProvider, renderedOidcProvider } from './rendered-oidc-provider';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';

/** Whether a provider that the user brings is the one for the issuer and the audience, in the account of the role. */
export function checkOidcProvider(scope: Construct, issuer: string, audience: string, provider: iam.IOIDCProviderRef): void {
  // from JavaScript
  if (typeof provider?.oidcProviderRef?.oidcProviderArn !== 'string') {
    const arn = typeof provider === 'string' ? provider : `arn:aws:iam::ACCOUNT:oidc-provider/${issuer}`;
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is ${describeValue(provider)}, expected a provider: ` +
        `write iam.OidcProviderNative.fromOidcProviderArn(this, 'GitHub', ${quoted(arn)}), for example`,
    );
  }
  const rendered = provider.node
    .findAll()
    .map(renderedOidcProvider)
    .find((one) => one !== undefined);
  if (rendered) checkRendered(scope, issuer, audience, rendered);
  else checkArn(scope, issuer, provider.oidcProviderRef.oidcProviderArn);
}

function checkRendered(scope: Construct, issuer: string, audience: string, { url, account, clientIds = [] }: RenderedOidcProvider): void {
  if (typeof url === 'string' && areKnownToDiffer(url, `https://${issuer}`)) {
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider is the provider for ${quoted(url)}, expected the one for ${quoted(`https://${issuer}`)}: pass that one, or set issuerUrl`,
    );
  }
  checkAccount(scope, account);
  // a list that is not known yet, as a whole or in part, may have it
  if (!Array.isArray(clientIds) || [clientIds, audience, ...(clientIds as unknown[])].some(isUnknown)) return;
  if (!clientIds.includes(audience)) {
    throw new SecureRepositoryError(
      'oidc-provider',
      scope,
      `oidcProvider has the clientIds ${quoted(clientIds)}, expected ${quoted(audience)} among them: IAM takes no token for another ` +
        'audience, so add it where the provider is made, or set audience to one of them',
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
      `oidcProvider is ${quoted(arn)}, expected the ARN of the provider for https://${issuer}, which ends in oidc-provider/${issuer}: ` +
        'pass that one, or set issuerUrl',
    );
  }
  checkAccount(scope, account);
}

function checkAccount(scope: Construct, account: string): void {
  if (!areKnownToDiffer(account, Stack.of(scope).account)) return;
  throw new SecureRepositoryError(
    'oidc-provider',
    scope,
    `oidcProvider is in account ${account}, expected ${Stack.of(scope).account}, the account of the role: ` +
      'a role trusts providers of its own account only, so pass one of that account',
  );
}
