import { Token } from 'aws-cdk-lib';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

/** Names, or names with the IDs that never change. */
const BY_NAME = /^[\w-]+\/[\w.-]+$/;
const BY_ID = /^[\w-]+@\d+\/[\w.-]+@\d+$/;

/** A repository as a subject claim names it: a wildcard in it would let other people's repositories in. */
export function githubRepository(place: string, repository: string): string {
  const wildcard = /[*?]/.test(repository);
  // a token's own text has neither of the two
  if (!wildcard && (Token.isUnresolved(repository) || BY_NAME.test(repository) || BY_ID.test(repository))) return repository;
  const remedy = wildcard
    ? 'a wildcard would let repositories of others in, so write a subject for each repository'
    : 'write "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub puts the IDs into its claims';
  throw new SecureRepositoryError(place, `given ${shown(repository)}, expected owner/name: ${remedy}`);
}
