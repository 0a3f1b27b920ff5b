import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Conditions, narrowSource } from './conditions';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder } from '../private/unknown-value';
import { constructOf } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

export const LAMBDA = 'lambda.amazonaws.com';
export const CODEBUILD = 'codebuild.amazonaws.com';

/** The functions of an account, as Lambda names them when it pulls: they are in the repository's Region. */
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

/** The account in the ARN of something that pulls, a function or a project; the ARN may be a token or a placeholder. */
export function accountOfSource(repository: ecr.IRepository, arn: string, service: 'lambda' | 'codebuild'): string {
  if (isPlaceholder(arn) && !isAnyAccount(arn.split(':')[4])) return arn;
  const construct = constructOf(arn);
  if (construct) return Stack.of(construct).account;
  if (Token.isUnresolved(arn)) {
    const { account } = Stack.of(repository).splitArn(arn, ArnFormat.NO_RESOURCE_NAME);
    if (account !== undefined && !isAnyAccount(account)) return account;
  }
  const [, , given, , account = ''] = arn.split(':');
  if (given === service && /^\d{12}$/.test(account)) return account;
  throw new SecureRepositoryError(
    'grant-condition',
    repository,
    `the ARN is ${quoted(arn)}, expected arn:PARTITION:${service}:REGION:ACCOUNT:RESOURCE with an account of twelve digits: ` +
      `write the ARN that ${service === 'lambda' ? 'the function' : 'the project'} has`,
  );
}

/** A wildcard would trust the functions or the projects of others, also beside a token or a placeholder. */
function isAnyAccount(account = ''): boolean {
  return /[*?]/.test(account);
}

/**
 * The conditions that narrow Lambda or CodeBuild to the repository's own account, where nothing narrows them yet.
 * aws-cdk-lib's `DockerImageCode.fromEcr` and CodeBuild pass such principals.
 */
export function narrowedToOwnAccount(service: unknown, conditions: Conditions, repository: ecr.IRepository): Conditions | undefined {
  if (narrowSource(conditions)) return undefined;
  const { account } = RepositoryIdentity.of(repository);
  if (service === LAMBDA) return { [freeArnOperator(conditions)]: { 'aws:SourceArn': anyFunctionOf(repository, account) } };
  if (service === CODEBUILD) return { StringEquals: { 'aws:SourceAccount': account } };
  return undefined;
}

/** Both operators are the same to IAM: the second serves where the first speaks of the source already, though of anybody's. */
function freeArnOperator({ ArnLike: given = {} }: Conditions): string {
  return Object.keys(given).some((key) => key.toLowerCase() === 'aws:sourcearn') ? 'ArnEquals' : 'ArnLike';
}
