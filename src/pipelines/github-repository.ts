import { Token } from 'aws-cdk-lib';
import { describeValue } from '../private/format-value';
import { withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

/** Names, or names with the IDs that never change. */
const BY_NAME = /^[\w-]+\/[\w.-]+$/;
const BY_ID = /^[\w-]+@\d+\/[\w.-]+@\d+$/;
/** What the parts of either may consist of, where the rest is a token or has not been looked up. */
const PARTS = /^[\w./@-]*$/;

/**
 * A repository as a subject claim names it: a wildcard in it would let other people's repositories in.
 * @param besidePattern whether the rest of the claim is a pattern, so that the repository is compared by wildcard, too
 */
export function githubRepository(place: string, repository: string, besidePattern: boolean): string {
  const isText = typeof repository === 'string';
  const lookedUp = isText ? withPlaceholdersAs(repository, '') : '';
  const written = withTokensAs(lookedUp, '');
  const wildcard = /[*?]/.test(written);
  const unresolved = Token.isUnresolved(lookedUp);
  const isInPart = unresolved || isPlaceholder(repository);
  const named = isText && (isInPart ? PARTS.test(written) : BY_NAME.test(repository) || BY_ID.test(repository));
  if (wildcard || !named) {
    const remedy = wildcard
      ? 'a wildcard would let repositories of others in, so write a subject for each repository'
      : 'write "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub puts the IDs into its claims';
    throw new SecureRepositoryError('github-subject', place, `given ${describeValue(repository)}, expected owner/name: ${remedy}`);
  }
  if (unresolved && besidePattern) {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      'given a token beside a pattern, expected owner/name as text: a wildcard in its value would let repositories of others in, ' +
        'so write the repository out, or the rest without *',
    );
  }
  return repository;
}
