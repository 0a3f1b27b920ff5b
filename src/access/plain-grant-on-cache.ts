import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { checkAtSynthesis } from '../private/report-findings';
import { RegistryFacts, RegistryRecord } from '../repository/registry-record';
import { RepositoriesBelow } from '../repository/repositories-below';
import { RepositoryIdentity } from '../repository/repository-identity';

const WATCHED = new WeakSet<ecr.IRepository>();

/**
 * Warns at synthesis if a repository with a grant to pull is below the prefix of a pull-through cache, of a registry that may be created
 * later. The grant allows neither importing a tag that is not cached yet nor creating the repository.
 */
export function warnOfCache(repository: ecr.IRepository): void {
  if (WATCHED.has(repository) || repository instanceof RepositoriesBelow) return;
  WATCHED.add(repository);
  RegistryRecord.of(repository).forEach((registry) => checkAtSynthesis(repository, () => cacheFindings(repository, registry)));
}

function cacheFindings(repository: ecr.IRepository, registry: RegistryFacts): Finding[] {
  const { account, region, knownName } = RepositoryIdentity.of(repository);
  if (knownName === undefined || account !== registry.account || region !== registry.region) return [];
  const prefix = registry.cachePrefixes().find((one) => knownName.startsWith(`${one}/`));
  if (prefix === undefined) return [];
  return [
    warningFinding(
      'cached-repository',
      `the repository is below the prefix ${quoted(prefix)} of a pull-through cache of ${registry.construct.node.path}, but its grants to pull allow ` +
        'neither importing a tag that is not cached yet nor creating the repository. Use the grants of the cache, as in cache.grantPull(role).',
    ),
  ];
}
