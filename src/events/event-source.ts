import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';

/** A repository, and the account and Region whose default event bus gets its events. */
export interface EventSource {
  readonly repository: ecr.IRepository;
  readonly account: string;
  readonly region: string;
}

/**
 * The repository as a source of events for a rule in the scope. Its events reach only its own account and Region: a rule that
 * stands anywhere else would never match.
 */
export function eventSource(scope: Construct, repository: ecr.IRepository): EventSource {
  const { account, region } = Stack.of(scope);
  const home = homeOf(repository);
  for (const [what, here, there] of [
    ['account', account, home.account],
    ['Region', region, home.region],
  ]) {
    if (areKnownToDiffer(here, there)) {
      throw new SecureRepositoryError(
        'event-source',
        scope,
        `the rule is in ${what} ${quoted(here)}, expected ${quoted(there)}, the ${what} of the repository ${repository.node.path}: ` +
          `events arrive only there, so put the rule into a stack with that env`,
      );
    }
  }
  return { repository, account, region };
}

/** By the ARN where it can be read, because an imported repository has the env of the stack that imports it. */
function homeOf(repository: ecr.IRepository): { account: string; region: string } {
  const arn = repository.repositoryArn;
  if (isUnknown(arn)) return repository.env;
  const { account, region } = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account: account || repository.env.account, region: region || repository.env.region };
}
