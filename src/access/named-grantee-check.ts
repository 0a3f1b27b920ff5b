import { Annotations, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { narrowSource } from './conditions';
import { NamedGrantee } from './grantee';
import { KnownRepository } from './known-repository';
import { everyoneFaults, report } from './statement-check';
import { arnText, intrinsicText } from '../private/intrinsic-text';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

const NOT_TAKEN: { readonly [type: string]: string } = {
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

/** What ECR takes as a principal; what is not known before the deployment is taken as it is. */
const PRINCIPAL_ARN = /^\d{12}$|\$\{|^arn:[^:]+:iam::\d{12}:(root$|role\/.|user\/.)/;

/** Refuses the principals that a repository policy cannot name, or that would open the repository to anybody. */
export function checkNamed(grantee: NamedGrantee, repository: ecr.IRepository): void {
  for (const [type, remedy] of Object.entries(NOT_TAKEN)) {
    if (type in grantee.json) throw new SecureRepositoryError(repository, `grantee is ${grantee.name}: ${remedy}`);
  }
  for (const service of grantee.json.Service ?? []) {
    if (narrowSource(grantee.conditions)) continue;
    const remedy =
      BETTER_GRANTEE[String(service)] ??
      'without a source condition anybody can make it act for them: grant to the role that it uses, or ' +
        'to principal.withConditions({ StringEquals: { "aws:SourceAccount": account } })';
    throw new SecureRepositoryError(repository, `grantee is the service ${shown(service)}: ${remedy}`);
  }
  for (const principal of [...(grantee.json.AWS ?? []), ...(grantee.json.LiteralString ?? [])]) {
    if (principal === '*') report(everyoneFaults(grantee.conditions), repository);
    else checkArn(arnText(principal), repository);
  }
  const own = intrinsicText(Stack.of(repository).resolve(KnownRepository.of(repository).account));
  if (grantee.name === `account ${own}`) {
    Annotations.of(repository).addWarningV2(
      'cdk-secure-repository:own-account',
      `${grantee.name} is the repository's own: naming it allows nobody by itself, roles and users still need the permission in their ` +
        'own policies: grant to them',
    );
  }
}

function checkArn(arn: string, repository: ecr.IRepository): void {
  if (/^arn:[^:]+:sts:/.test(arn)) {
    throw new SecureRepositoryError(
      repository,
      `grantee is the session ${shown(arn)}: a session ends, and its ARN never equals that of its role: grant to the role`,
    );
  }
  const account = /^arn:[^:]+:iam::([^:]*):root$/.exec(arn)?.[1] ?? (/^\d+$/.test(arn) ? arn : undefined);
  if (account !== undefined && !account.includes('${') && !/^\d{12}$/.test(account)) {
    throw new SecureRepositoryError(repository, `account is ${shown(account)}, expected a number of twelve digits`);
  }
  if (/^arn:[^:]+:iam::\d*:group\//.test(arn)) {
    throw new SecureRepositoryError(
      repository,
      `grantee is the group ${shown(arn)}, and a policy cannot name a group: grant to a role, or to an iam.Group of the app`,
    );
  }
  if (!PRINCIPAL_ARN.test(arn)) {
    throw new SecureRepositoryError(
      repository,
      `grantee is ${shown(arn)}, expected the ARN of a role, a user or an account, such as "arn:aws:iam::111122223333:role/name": ` +
        'a policy takes no other, and no wildcard in the account',
    );
  }
}
