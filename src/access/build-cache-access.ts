import * as ecr from 'aws-cdk-lib/aws-ecr';
import { RepositoryAccess } from './repository-access';
import { warningFinding } from '../private/finding';
import { checkAtSynthesis } from '../private/report-findings';

/** Warns at synthesis about principals that can push and cannot pull, because a build that uses a cache in the repository has to read it. */
export function warnOfCacheWithoutPull(repository: ecr.IRepository, access: RepositoryAccess): void {
  checkAtSynthesis(repository, () => {
    const allowed = access.describe().filter(({ effect }) => effect === 'Allow');
    const granteesOf = (action: string) => allowed.filter(({ actions }) => actions.includes(action)).map(({ grantee }) => grantee);
    const pulling = granteesOf('ecr:GetDownloadUrlForLayer');
    const without = [...new Set(granteesOf('ecr:PutImage'))].filter((grantee) => !pulling.includes(grantee));
    if (without.length === 0) return [];
    return [
      warningFinding(
        'push-cache-without-pull',
        `${without.join(', ')} can push but not pull, and the push commands read the build cache from the repository. ` +
          'Grant grantPullPush, or set pull to true on a publisher.',
      ),
    ];
  });
}
