import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Conditions, restrictsSource } from './conditions';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder } from '../private/unknown-value';
import { constructOf } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

/** The principals of the services that pull as a service, not with a role. */
export const LAMBDA = 'lambda.amazonaws.com';
export const CODEBUILD = 'codebuild.amazonaws.com';

/** Returns the pattern that matches every Lambda function of an account in the Region of the repository. */
export function anyFunctionOf(repository: ecr.IRepository, account: string): string {
  const { region } = RepositoryIdentity.of(repository);
  return Stack.of(repository).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    account,
    region,
  });
}

/** Throws an error unless the functions are in the account, and in the Region of the repository. */
export function checkFunctions(repository: ecr.IRepository, functionArns: readonly string[], account: string): void {
  if (functionArns.length === 0) {
    throw new SecureRepositoryError(
      'input-type',
      repository,
      'functionArns is [], but must contain at least one ARN. Omit functionArns to allow every function.',
    );
  }
  functionArns.forEach((arn, index) => {
    const name = `functionArns[${index}]`;
    const accountOfFunction = accountOfSource(repository, name, arn, 'lambda');
    checkRegion(repository, name, arn);
    if (!areKnownToDiffer(accountOfFunction, account)) return;
    throw new SecureRepositoryError(
      'lambda-account',
      repository,
      `${name} is in account ${accountOfFunction}, but the functions must be in account ${account}. Set account to ${accountOfFunction}.`,
    );
  });
}

/** Returns the accounts of CodeBuild projects, each once. */
export function accountsOfProjects(repository: ecr.IRepository, projectArns: readonly string[]): string[] {
  return [...new Set(projectArns.map((arn, index) => accountOfSource(repository, `projectArns[${index}]`, arn, 'codebuild')))];
}

/**
 * Returns the conditions that restrict Lambda or CodeBuild to the account of the repository, if no condition restricts the source.
 * `DockerImageCode.fromEcr` and CodeBuild in `aws-cdk-lib` pass such principals.
 */
export function restrictionToOwnAccount(service: unknown, conditions: Conditions, repository: ecr.IRepository): Conditions | undefined {
  if (restrictsSource(conditions)) return undefined;
  const { account } = RepositoryIdentity.of(repository);
  if (service === LAMBDA) return { [freeArnOperator(conditions)]: { 'aws:SourceArn': anyFunctionOf(repository, account) } };
  if (service === CODEBUILD) return { StringEquals: { 'aws:SourceAccount': account } };
  return undefined;
}

/** Returns the account in the ARN of a function or project, which may be a token or a placeholder. */
export function accountOfSource(repository: ecr.IRepository, name: string, arn: string, service: 'lambda' | 'codebuild'): string {
  if (isPlaceholder(arn) && !isAnyAccount(arn.split(':')[4])) return arn;
  const construct = constructOf(arn);
  if (construct) return Stack.of(construct).account;
  if (Token.isUnresolved(arn)) {
    const { account } = Stack.of(repository).splitArn(arn, ArnFormat.NO_RESOURCE_NAME);
    if (account !== undefined && !isAnyAccount(account)) return account;
  }
  const [, , serviceOfArn, , account = ''] = arn.split(':');
  if (serviceOfArn === service && /^\d{12}$/.test(account)) return account;
  throw new SecureRepositoryError(
    'source-arn',
    repository,
    `${name} is ${quoted(arn)}, but must have the form arn:PARTITION:${service}:REGION:ACCOUNT:RESOURCE with a 12-digit account ID. ` +
      `Use the ARN of the ${service === 'lambda' ? 'function' : 'project'}.`,
  );
}

/** Whether the account is a wildcard, which would trust the functions or projects of other accounts, even beside a token or a placeholder. */
function isAnyAccount(account = ''): boolean {
  return /[*?]/.test(account);
}

function checkRegion(repository: ecr.IRepository, name: string, functionArn: string): void {
  const { region } = RepositoryIdentity.of(repository);
  if (isPlaceholder(functionArn)) return;
  const construct = constructOf(functionArn);
  const regionOfFunction = construct ? Stack.of(construct).region : (functionArn.split(':')[3] ?? '');
  if (regionOfFunction === '' || /[*?]/.test(regionOfFunction) || !areKnownToDiffer(regionOfFunction, region)) return;
  throw new SecureRepositoryError(
    'lambda-region',
    repository,
    `${name} is in ${regionOfFunction}, but Lambda pulls images only from its own Region, and the repository is in ${region}. ` +
      `Replicate the repository to ${regionOfFunction} and grant access there.`,
  );
}

/** Returns an operator for the ARN: both mean the same in IAM, and `ArnLike` can already have a condition on the source that matches any account. */
function freeArnOperator({ ArnLike: condition = {} }: Conditions): string {
  return Object.keys(condition).some((key) => key.toLowerCase() === 'aws:sourcearn') ? 'ArnEquals' : 'ArnLike';
}
