import { Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { REGION, ReplicationRule } from './replication-rule';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** Throws an error unless the rules of a registry may replicate a repository to a Region of the same account. */
export function checkReplica(registry: Resource, rules: readonly ReplicationRule[], repository: ecr.IRepository, region: string): void {
  checkIsRepository(registry, 'repository is', repository);
  checkType(registry, 'region', region, 'text');
  const refuse = (problem: string) => new SecureRepositoryError('replica', registry, problem);
  if (isUnknown(region) || !REGION.test(region)) {
    throw refuse(`region is ${quoted(region)}, but must be the literal code of a Region. Pass a code such as "eu-central-1".`);
  }
  const source = RepositoryIdentity.of(repository);
  const { account, region: home } = registry.env;
  if (areKnownToDiffer(source.account, account) || areKnownToDiffer(source.region, home)) {
    throw refuse(
      `${repository.node.path} is in ${source.region} of account ${source.account}, but the registry is in ${home} of account ${account}, and replicates only its own ` +
        'repositories. Call replicaOf of the registry of that account and Region.',
    );
  }
  if (region === home) {
    throw refuse(
      `region is ${quoted(region)}, which is the Region of ${repository.node.path} itself. Use the repository instead of a replica.`,
    );
  }
  if (rules.some((rule) => mayReplicate(rule, source.knownName, { account, region }))) return;
  const { knownName } = source;
  const prefix = knownName?.includes('/') ? `.forPrefix(${quoted(knownName.replace(/[^/]+$/, ''))})` : '';
  throw refuse(
    `no replication rule replicates ${repository.node.path}${knownName === undefined ? '' : ` (${quoted(knownName)})`} to ${region}. Add ` +
      `ReplicationRule.toRegions(${quoted(region)})${prefix} to replication, or import the replica with ecr.Repository.fromRepositoryAttributes if its rule is managed ` +
      'elsewhere.',
  );
}

/** Whether a rule replicates a repository to a place, as far as that is known. */
function mayReplicate(
  rule: ReplicationRule,
  name: string | undefined,
  { account, region }: { readonly account: string; readonly region: string },
): boolean {
  const reaches = rule._destinations.some(
    (destination) => !areKnownToDiffer(destination.region, region) && !areKnownToDiffer(destination.account ?? account, account),
  );
  const prefixes = rule._prefixes();
  return reaches && (name === undefined || !prefixes || prefixes.some((prefix) => isUnknown(prefix) || name.startsWith(prefix)));
}
