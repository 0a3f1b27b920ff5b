import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { IConstruct } from 'constructs';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { RepositoryIdentity } from '../repository/repository-identity';

/** A repository, and the account and Region whose default event bus receives its events. */
export interface EventSource {
  readonly repository: ecr.IRepository;
  readonly account: string;
  readonly region: string;
}

/**
 * Returns the repository as the source of the events for a rule. Events arrive only in the repository's own account and Region: a rule
 * in any other place would never match.
 * @param scope a construct in the stack of the rule
 * @param rule the path of the rule, for the message
 */
export function eventSource(scope: IConstruct, rule: string, repository: ecr.IRepository): EventSource {
  const { account, region } = Stack.of(scope);
  const home = RepositoryIdentity.of(repository);
  for (const [dimension, here, there] of [
    ['account', account, home.account],
    ['Region', region, home.region],
  ]) {
    if (!areKnownToDiffer(here, there)) continue;
    const remedy = scope === repository ? 'Import the repository into a stack' : 'Create the rule in a stack';
    throw new SecureRepositoryError(
      'event-rule-environment',
      rule,
      `the rule is in ${dimension} ${here}, but the events of ${repository.node.path} arrive only in ${dimension} ${there}. ` +
        `${remedy} with that env.`,
    );
  }
  return { repository, account, region };
}
