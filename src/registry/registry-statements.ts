import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkAccount, checkOrganization } from '../access/grantee';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { repositoryArns } from '../repository/repositories-below';

/** The beginning of a repository name, which can end within a part of the name. No text is divided in two ways: that takes exponential time. */
const PREFIX = /^(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/;

/**
 * Returns the statement that lets another account replicate to the repositories with one of the prefixes.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
export function replicationStatement(registry: Construct, account: string, prefixes: readonly string[]): iam.PolicyStatement {
  checkType(registry, 'account', account, 'text');
  checkAccount(registry, account);
  if (!isUnknown(account) && account === Stack.of(registry).account) {
    throw new SecureRepositoryError(
      'replication',
      registry,
      `account is ${quoted(account)}, which is the account of the registry, and replication within an account needs no permission. Remove this call.`,
    );
  }
  prefixes.forEach((prefix) => checkNamePrefix(registry, prefix));
  return new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(account)],
    actions: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
    resources: (prefixes.length === 0 ? [''] : prefixes).map((prefix) => repositoryArns(registry, `${prefix}*`)),
  });
}

function checkNamePrefix(registry: Construct, prefix: string): void {
  checkType(registry, 'prefixes', prefix, 'text');
  if (isUnknown(prefix) || (prefix !== '' && PREFIX.test(prefix))) return;
  throw new SecureRepositoryError(
    'repository-prefix',
    registry,
    `prefixes has ${quoted(prefix)}, but a prefix is the beginning of repository names, without a wildcard. Pass a prefix such as "prod/".`,
  );
}

/**
 * Returns the statement that denies principals outside of the organizations. The account of the registry is never denied, so a wrong ID cannot
 * lock it out, and neither are AWS services.
 */
export function guardRail(registry: Construct, organizationIds: readonly string[]): iam.PolicyStatement {
  if (organizationIds.length === 0) {
    throw new SecureRepositoryError(
      'principal-id',
      registry,
      'denyUnlessInOrganization received no organization. Pass an ID such as "o-a1b2c3d4e5".',
    );
  }
  for (const id of organizationIds) {
    checkType(registry, 'organizationIds', id, 'text');
    checkOrganization(registry, id);
  }
  const ids = [...new Set(organizationIds)];
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['ecr:*'],
    resources: ['*'],
    conditions: {
      StringNotEquals: {
        'aws:PrincipalOrgID': ids.length === 1 ? ids[0] : ids,
        'aws:PrincipalAccount': Stack.of(registry).account,
      },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}
