import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { AccessFault } from './action-check';
import { Conditions, hasPolicyVariable, narrowSource } from './conditions';
import { NamedGrantee } from './grantee';
import { everyoneFaults } from './statement-check';
import { quoted } from '../private/format-value';
import { arnText, intrinsicText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { resolvedToRead } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

const NOT_ACCEPTED: { readonly [type: string]: string } = {
  Federated: 'a federated identity cannot be named in a repository policy: grant to the role that it assumes',
  CanonicalUser: 'a canonical user cannot be named in a repository policy: grant to a role or an account',
};

const BETTER_GRANTEE: { readonly [service: string]: string } = {
  'ecs-tasks.amazonaws.com': "ECS pulls with the task's execution role: grant to taskDefinition.obtainExecutionRole()",
  'ecs.amazonaws.com': "ECS pulls with the task's execution role: grant to taskDefinition.obtainExecutionRole()",
  'ec2.amazonaws.com': "an instance pulls with its instance role: grant to the instance's or the launch template's role",
  'eks.amazonaws.com': "a cluster pulls with its nodes' role, or with the execution role of its Fargate profile: grant to that role",
  'batch.amazonaws.com': "Batch pulls with the job definition's execution role: grant to that role",
  'build.apprunner.amazonaws.com': 'App Runner pulls with its access role: grant to that role',
};

/** The principals that ECR accepts. A value that is not known before the deployment is not checked. */
const PRINCIPAL_ARN = /^\d{12}$|\$\{|^arn:[\w-]+:iam::\d{12}:(root$|role\/.|user\/.)/;

/**
 * What is worth a warning about a principal in the repository policy.
 * @throws for the principals that a repository policy cannot name, or that would open the repository to anybody
 */
export function namedFaults(grantee: NamedGrantee, repository: ecr.IRepository): readonly AccessFault[] {
  const { type, resolved, name } = grantee;
  const remedy = NOT_ACCEPTED[type];
  if (remedy !== undefined) throw new SecureRepositoryError('grant-principal', repository, `grantee is ${name}: ${remedy}`);
  const conditions = resolvedToRead(grantee.conditions, repository) as Conditions;
  if (type === 'Service') {
    checkService(resolved, conditions, repository);
  } else if (resolved === '*') {
    return withoutErrors(everyoneFaults(conditions), repository);
  } else {
    if (hasPolicyVariable(resolved)) {
      throw new SecureRepositoryError(
        'grant-principal',
        repository,
        `grantee is ${quoted(arnText(resolved))}, and IAM accepts no variable in a principal: name the principal, or use a condition`,
      );
    }
    checkArn(arnText(resolved), repository);
  }
  const own = intrinsicText(Stack.of(repository).resolve(RepositoryIdentity.of(repository).account));
  if (name !== `account ${own}`) return [];
  return [
    {
      level: 'warning',
      id: 'cdk-secure-repository:own-account',
      text:
        `${name} is the repository's own: naming it allows nobody by itself, roles and users still need the permission in their ` +
        'own policies: grant to them',
    },
  ];
}

function withoutErrors(faults: readonly AccessFault[], repository: ecr.IRepository): readonly AccessFault[] {
  const error = faults.find(({ level }) => level === 'error');
  if (error) throw new SecureRepositoryError('grant-principal', repository, error.text);
  return faults;
}

function checkService(service: unknown, conditions: Conditions, repository: ecr.IRepository): void {
  if (narrowSource(conditions)) return;
  const remedy =
    BETTER_GRANTEE[String(service)] ??
    'without a source condition anybody can make it act for them: grant to the role that it uses, or to ' +
      'principal.withConditions({ StringEquals: { "aws:SourceAccount": account } })';
  throw new SecureRepositoryError('grant-principal', repository, `grantee is the service ${quoted(service)}: ${remedy}`);
}

function checkArn(arn: string, repository: ecr.IRepository): void {
  const isOfAnyAccount = /^arn:[^:]+:iam::[^:]*[*?]/.test(arn);
  if (isUnknown(arn) && !isOfAnyAccount) return;
  if (/^arn:[^:]+:sts:/.test(arn)) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      `grantee is the session ${quoted(arn)}: a session ends, and its ARN never equals that of its role: grant to the role`,
    );
  }
  const account = /^arn:[^:]+:iam::([^:]*):root$/.exec(arn)?.[1] ?? (/^\d+$/.test(arn) ? arn : undefined);
  if (account !== undefined && !account.includes('${') && !/^\d{12}$/.test(account)) {
    throw new SecureRepositoryError('grant-principal', repository, `account is ${quoted(account)}, expected a number of twelve digits`);
  }
  if (/^arn:[^:]+:iam::\d*:group\//.test(arn)) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      `grantee is the group ${quoted(arn)}, and a policy cannot name a group: grant to a role, or to an iam.Group of the app`,
    );
  }
  if (isOfAnyAccount || !PRINCIPAL_ARN.test(arn)) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      `grantee is ${quoted(arn)}, expected the ARN of a role, a user or an account, such as "arn:aws:iam::111122223333:role/name": ` +
        'a policy accepts no other, and no wildcard in the account',
    );
  }
}
