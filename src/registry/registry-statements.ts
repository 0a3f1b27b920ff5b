import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Returns the statement that lets an account replicate to repositories. */
export function replicationStatement(account: string, repositoryArns: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(account)],
    actions: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
    resources: [...repositoryArns],
  });
}

/** Returns the statement that denies everyone outside of an organization, except for the account of the registry and AWS services. */
export function guardRail(registry: Construct, organizationId: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['ecr:*'],
    resources: ['*'],
    conditions: {
      StringNotEquals: { 'aws:PrincipalOrgID': organizationId, 'aws:PrincipalAccount': Stack.of(registry).account },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}
