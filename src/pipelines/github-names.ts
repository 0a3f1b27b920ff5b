import { Token } from 'aws-cdk-lib';
import { faultOfPattern, NOT_IN_REF } from './subject-text';
import { describeValue, quoted } from '../private/format-value';
import { withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

/** Names, or names with the IDs that never change. */
export const BY_NAME = /^[\w-]+\/[\w.-]+$/;
const BY_ID = /^[\w-]+@\d+\/[\w.-]+@\d+$/;
/** The characters of either, where the rest is a token or has not been looked up. */
const PARTS = /^[\w./@-]*$/;

/**
 * Returns a repository as a subject claim names it. A wildcard in it would match repositories of other owners.
 * @param besidePattern whether the rest of the claim is a pattern, so that IAM compares the repository by wildcard, too
 */
export function checkRepository(place: string, repository: string, besidePattern: boolean): string {
  const isText = typeof repository === 'string';
  const lookedUp = isText ? withPlaceholdersAs(repository, '') : '';
  const written = withTokensAs(lookedUp, '');
  const unresolved = Token.isUnresolved(lookedUp);
  const isInPart = unresolved || isPlaceholder(repository);
  const named = isText && (isInPart ? PARTS.test(written) : BY_NAME.test(repository) || BY_ID.test(repository));
  if (/[*?]/.test(written)) {
    throw new SecureRepositoryError(
      'github-subject-wildcard',
      place,
      `repository is ${describeValue(repository)}, but must not contain a wildcard, which would match repositories of other owners. ` +
        'Create a subject for each repository.',
    );
  }
  if (!named) {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      `repository is ${describeValue(repository)}, but must be owner/name. ` +
        'Use "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub writes the IDs into its claims.',
    );
  }
  if (unresolved && besidePattern) {
    throw new SecureRepositoryError(
      'github-subject-wildcard',
      place,
      'repository is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * in its value as a wildcard. ' +
        'Use the literal owner/name, or remove the * from the other argument.',
    );
  }
  return repository;
}

/** Returns what is wrong with a full ref, such as `refs/heads/main`, in the same way. */
export function faultOfRef(written: string): string | undefined {
  if (written.includes('${')) return faultOfPattern(written);
  if (/^refs\/./.test(written) && !NOT_IN_REF.test(written)) return undefined;
  if (written === '' || NOT_IN_REF.test(written)) return 'be a full ref. Use "refs/heads/main", for example.';
  return `be a full ref. Use ${quoted(`refs/heads/${written}`)} for a branch, or ${quoted(`refs/tags/${written}`)} for a tag.`;
}
