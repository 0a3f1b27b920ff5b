import { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** A provider that the app makes, as its template says it. */
export interface RenderedOidcProvider {
  readonly account: string;
  readonly url: unknown;
  /** The audiences for which IAM takes tokens: none where this is undefined. */
  readonly clientIds: unknown;
}

/** The provider that the construct renders: CloudFormation's own resource, or the custom one of `OpenIdConnectProvider`. */
export function renderedOidcProvider(construct: IConstruct): RenderedOidcProvider | undefined {
  if (iam.CfnOIDCProvider.isCfnOIDCProvider(construct)) {
    return { account: Stack.of(construct).account, url: construct.url, clientIds: construct.clientIdList };
  }
  if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'Custom::AWSCDKOpenIdConnectProvider') return undefined;
  // no public member has the properties of a custom resource
  const { Url: url, ClientIDList: clientIds } = Reflect.get(construct, 'cfnProperties') as { Url?: unknown; ClientIDList?: unknown };
  return { account: Stack.of(construct).account, url, clientIds };
}
