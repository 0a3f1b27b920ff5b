import { createHash } from 'node:crypto';

/**
 * Returns the number of the stack of a team that contains a repository, from 1. Only the name of the repository determines it, so that
 * another repository moves nothing.
 */
export function stackNumber(repositoryName: string, stacks = 1): number {
  return (createHash('sha256').update(repositoryName).digest().readUInt32BE() % stacks) + 1;
}
